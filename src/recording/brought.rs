//! A recording that was brought: which line it is of, and what is wrong with it.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use super::{Finding, findings, name, said};
use crate::audio::{Clip, sound, wav};
use crate::base::diagnostic::Diagnostic;
use crate::project::Project;
use crate::script::Script;

/// A recording of a line of the script.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// Index of its segment.
    pub segment: usize,
    /// As it is to be filed: the very bytes that were looked at, or, where they were no WAV, a WAV of the same samples.
    pub sound: Vec<u8>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// The folder of a voice of recordings.
///
/// # Errors
/// When there is no such voice, or it is no person's.
pub fn folder(project: &Project, voice: &str) -> Result<PathBuf, Diagnostic> {
    let found = project.voices.get(voice).ok_or_else(|| {
        Diagnostic::error("todo", format!("there is no voice `{voice}`"))
            .hint(format!("make `voices/{voice}/voice.toml` with `backend = \"recorded\"`"))
    })?;
    found.recordings().ok_or_else(|| {
        let what = format!("voice `{voice}` is no person: its backend is `{}`", found.kind());
        Diagnostic::error("todo", what).hint("takes are filed for voices with `backend = \"recorded\"`")
    })
}

/// Reads a file, which is called as the sheet says, and looks at it; `pace` is that of who reads, if it is known.
///
/// # Errors
/// When no line is called so, or the file is no sound that can be played.
pub fn examine(script: &Script, file: &Path, pace: Option<f64>) -> Result<Take, Diagnostic> {
    let segment = line(script, file)?;
    let unreadable = |error: String| {
        Diagnostic::error("todo", format!("it cannot be played: {error}"))
            .at(file)
            .hint("save it as WAV: 16, 24 or 32 bits, 44.1 or 48 kHz")
    };
    let bytes = fs::read(file).map_err(|error| unreadable(error.to_string()))?;
    let clip = sound::read_bytes(&bytes).map_err(|error| unreadable(error.to_string()))?;
    let findings = findings(&clip, said(&script.segments[segment]), pace);
    Ok(Take { segment, sound: as_wav(bytes, &clip), findings })
}

/// Index of the segment that a file is called after.
fn line(script: &Script, file: &Path) -> Result<usize, Diagnostic> {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut segments = script.segments.iter().enumerate();
    let found = segments.find(|(n, segment)| name(segment, *n) == stem);
    found.map(|(n, _)| n).ok_or_else(|| {
        Diagnostic::error("todo", format!("no line of the script is called `{stem}`"))
            .at(file)
            .hint("name the file as the sheet says: `aloud sheet` writes it")
    })
}

/// A WAV as it came, byte for byte; other sound as a WAV of the same samples.
fn as_wav(bytes: Vec<u8>, clip: &Clip) -> Vec<u8> {
    if [b"RIFF", b"RF64"].iter().any(|magic| bytes.starts_with(*magic)) {
        return bytes;
    }
    let mut wav = Cursor::new(Vec::new());
    // Into memory it cannot fail.
    let _ = wav::write_float(&mut wav, clip);
    wav.into_inner()
}
