//! The error type of the mixer.

use std::path::{Path, PathBuf};

use aloud_audio::resample::ResampleError;
use aloud_audio::wav::WavError;

/// The reason why a mix failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MixError {
    /// The file of a placement cannot be read.
    #[error("`{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: WavError,
    },
    /// The output cannot be written.
    #[error("cannot write: {0}")]
    Write(#[from] std::io::Error),
    /// The resampler does not support the rates of a file and the episode.
    #[error(transparent)]
    Resample(#[from] ResampleError),
    /// A placement breaks a rule of [`Plan`](super::Plan).
    #[error("placement {nth} {what}")]
    Placement {
        /// Number of the placement, counted from 1.
        nth: usize,
        /// The rule that it breaks, as a predicate: `ends after the episode`.
        what: &'static str,
    },
    /// The caller cancelled the mix.
    #[error("cancelled")]
    Cancelled,
}

/// Returns a function that adds the path of the file to a reading error.
pub(super) fn in_file(path: &Path) -> impl Fn(WavError) -> MixError {
    let path = path.to_path_buf();
    move |source| MixError::Read { path: path.clone(), source }
}
