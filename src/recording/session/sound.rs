//! The open file of a session, and its sound one block at a time: a session may be hours long.

use std::fs::File;
use std::io::Seek;
use std::path::{Path, PathBuf};

use crate::base::diagnostic::Diagnostic;
use crate::base::files::{ProjectPath, hash_open};
use aloud_audio::Spec;
use aloud_audio::decode::Decoder;
use aloud_audio::wav::WavError;

/// Frames to decode at a time.
const BLOCK: usize = 1 << 15;

/// Most bytes of a sample, and most bytes of a file that are no samples, such as pictures.
const SAMPLE_BYTES: f64 = 8.0;
const OTHER_BYTES: f64 = 256e6;

/// The file of a session. It is opened once: its path may lead to another file a moment later.
#[derive(Debug)]
pub(super) struct SessionFile {
    pub(super) path: PathBuf,
    file: File,
}

impl SessionFile {
    pub(super) fn of(path: &ProjectPath) -> Result<Self, Diagnostic> {
        let file = path.open_sound().map_err(|error| unreadable(path, &error))?;
        Ok(Self { path: path.to_path_buf(), file })
    }

    /// Starts to decode the file.
    pub(super) fn decoder(&self) -> Result<Decoder, Diagnostic> {
        // A clone shares the position, so only one decoder is used at a time.
        let rewound = self.file.try_clone().and_then(|mut file| file.rewind().map(|()| file));
        let opened = rewound.map_err(WavError::from).and_then(Decoder::of_file);
        opened.map_err(|error| unreadable(&self.path, &error))
    }

    /// Decodes the file from its start; see [`decode`].
    pub(super) fn decode<E: From<Diagnostic>>(
        &self,
        on: impl FnMut(Spec, u64, &[f32]) -> Result<(), E>,
    ) -> Result<(), E> {
        decode(self.decoder()?, &self.path, on)
    }

    /// Refuses a file that is far longer than its sound. To hash 40 GB of zeros after a short sound would take minutes.
    pub(super) fn check_length(&self, spec: Spec, seconds: f64) -> Result<(), Diagnostic> {
        let bytes = self.file.metadata().map_err(|error| unreadable(&self.path, &error))?.len();
        let sound = seconds * f64::from(spec.sample_rate) * f64::from(spec.channels) * SAMPLE_BYTES;
        if bytes as f64 <= sound + OTHER_BYTES {
            return Ok(());
        }
        let gigabytes = bytes as f64 / 1e9;
        Err(unreadable(
            &self.path,
            &format!("the file has {gigabytes:.1} GB, but only {seconds:.0} s of sound"),
        ))
    }

    /// Returns the hash of the content in hex.
    pub(super) fn content(&self) -> Result<String, Diagnostic> {
        let hash =
            self.file.try_clone().and_then(hash_open).map_err(|error| unreadable(&self.path, &error))?;
        Ok(hash.to_hex().to_string())
    }
}

/// Decodes a sound, and hands each block to `on`, with the format of the file and the number of the block's first frame.
///
/// # Errors
/// If the file cannot be read or is not whole, or the error of `on`.
pub(super) fn decode<E: From<Diagnostic>>(
    mut decoder: Decoder,
    path: &Path,
    mut on: impl FnMut(Spec, u64, &[f32]) -> Result<(), E>,
) -> Result<(), E> {
    let spec = decoder.spec();
    let (mut block, mut first) = (Vec::new(), 0);
    loop {
        let read = decoder.read(&mut block, BLOCK).map_err(|error| unreadable(path, &error))?;
        if read == 0 {
            break;
        }
        on(spec, first, &block)?;
        first += read as u64;
    }
    let verdict = decoder.verdict();
    if verdict.is_whole() { Ok(()) } else { Err(unreadable(path, &WavError::Incomplete(verdict)).into()) }
}

/// Returns the error for a session that cannot be decoded.
pub(super) fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error("recording-unreadable", format!("the recording cannot be played: {error}"))
        .at(path)
        .hint("save it as WAV: 16, 24 or 32 bits, 44.1 or 48 kHz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_the_file_that_was_opened() {
        let dir = tempfile::tempdir().unwrap();
        let path = ProjectPath::root(dir.path()).join("session.wav");
        let wav = |sample: f32| {
            aloud_audio::wav::encode_16(
                Spec { sample_rate: 8_000, channels: 1 },
                vec![sample; 50].into_iter(),
            )
        };
        std::fs::write(&path, wav(0.5)).unwrap();
        let session = SessionFile::of(&path).unwrap();
        let content = session.content().unwrap();
        std::fs::write(dir.path().join("other.wav"), wav(0.25)).unwrap();
        std::fs::rename(dir.path().join("other.wav"), &path).unwrap();
        for _ in 0..2 {
            let mut heard = Vec::new();
            let on = |_, _, block: &[f32]| {
                heard.extend_from_slice(block);
                Ok::<(), Diagnostic>(())
            };
            session.decode(on).unwrap();
            assert_eq!(heard, [0.5; 50]);
            session.check_length(Spec { sample_rate: 8_000, channels: 1 }, 0.01).unwrap();
            assert_eq!(session.content().unwrap(), content);
        }
        // Zeros without end after the sound.
        std::fs::File::options().append(true).open(&path).unwrap().set_len(1 << 30).unwrap();
        let long = SessionFile::of(&path).unwrap();
        let error = long.check_length(Spec { sample_rate: 8_000, channels: 1 }, 0.01).unwrap_err();
        assert!(error.what.contains("1.1 GB"), "{error:?}");
        std::fs::remove_file(&path).unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
            assert!(SessionFile::of(&path).is_err(), "a link in a project is not followed");
        }
    }
}
