//! The error type of audio files.

use crate::verdict::Verdict;

/// The reason why an audio file cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WavError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The file is not in a supported format. Holds its first bytes.
    #[error("not a WAV or other supported audio file: it begins with `{0}`")]
    NotWav(String),
    /// A chunk is invalid.
    #[error("chunk `{chunk}` at byte {offset}: {what}")]
    Chunk {
        /// Its identifier of four letters.
        chunk: String,
        /// Its byte position in the file.
        offset: u64,
        /// The problem.
        what: String,
    },
    /// A decoded sample is infinite or not a number. Holds its frame.
    #[error("frame {0} is not a finite number")]
    NotFinite(u64),
    /// A file other than WAV cannot be decoded. Holds the cause.
    #[error("{0}")]
    Coding(String),
    /// The file is cut off or damaged.
    #[error("{0}")]
    Incomplete(Verdict),
    /// The file has samples, but no description of their format.
    #[error("it has no `fmt ` chunk, so the format of its samples is unknown")]
    NoFormat,
    /// The file ends before the samples.
    #[error("it has no `data` chunk, so it has no samples")]
    NoData,
}
