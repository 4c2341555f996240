//! A submitted recording: finds its segment by the file name, decodes and checks it.

use std::borrow::Cow;
use std::path::Path;

use super::checks::{Finding, Sound, check};
use super::sheet::{recording_name, text_to_read};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, ProjectPath};
use crate::project::Project;
use crate::script::Script;
use aloud_audio::decode::{Decoder, SharedBytes, read_blocks};
use aloud_audio::wav;

/// Largest submission in bytes: more than ten minutes of stereo with 32 bits and 48 kHz.
pub(super) const MOST_BYTES: usize = 1 << 28;

/// A recording that a person submits for a segment.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Submission {
    /// Index of its segment.
    pub segment: usize,
    /// The bytes of the file. All checks and the import use them, so the file is read once.
    pub(crate) bytes: SharedBytes,
    /// Length in frames.
    pub(crate) frames: u64,
    /// Problems of the recording.
    pub findings: Vec<Finding>,
}

impl Submission {
    /// Returns the bytes to import: those of the file if it is a WAV, else a WAV with the same samples.
    pub(crate) fn wav(&self) -> Result<Cow<'_, [u8]>, Diagnostic> {
        let bytes: &[u8] = self.bytes.as_ref();
        if [b"RIFF", b"RF64"].iter().any(|magic| bytes.starts_with(*magic)) {
            return Ok(bytes.into());
        }
        let decoder = Decoder::of_bytes(self.bytes.clone());
        let decoder = decoder.map_err(|error| unplayable(&error.to_string()))?;
        let mut wav = wav::header(decoder.spec(), 32, self.frames);
        let read =
            read_blocks(decoder, |block| wav.extend(block.iter().flat_map(|sample| sample.to_le_bytes())));
        read.map(|()| wav.into()).map_err(|error| unplayable(&error.to_string()))
    }
}

/// Returns the folder with the recordings of a voice.
///
/// # Errors
/// If there is no such voice, or if its backend is not `recorded`.
pub fn recordings_folder(project: &Project, voice: &str) -> Result<ProjectPath, Diagnostic> {
    let found = project.voices.get(voice).ok_or_else(|| {
        let meant = project.voices.nearest(voice);
        let meant = meant.map_or(String::new(), |meant| format!("did you mean `{meant}`? or "));
        Diagnostic::error("voice-missing", format!("there is no voice `{voice}`"))
            .hint(format!("{meant}create `voices/{voice}/voice.toml` with `backend = \"recorded\"`"))
    })?;
    found.recordings().ok_or_else(|| {
        let what = format!("voice `{voice}` has the backend `{}`, which has no recordings", found.kind());
        Diagnostic::error("voice-not-recorded", what).hint("name a voice with `backend = \"recorded\"`")
    })
}

/// Reads and checks a submitted file, which has the name that the sheet gives to its segment. `pace` is the known pace of the
/// reader in letters a second; see [`pace`](super::pace).
///
/// # Errors
/// If no segment has this name, or if the file cannot be played.
pub fn examine(script: &Script, file: &Path, pace: Option<f64>) -> Result<Submission, Diagnostic> {
    let segment = segment_of_file(script, file)?;
    let bytes =
        files::read_at_most(file, MOST_BYTES).map_err(|error| unreadable(file, &error.to_string()))?;
    if bytes.len() > MOST_BYTES {
        return Err(unreadable(file, "it is too long for one segment"));
    }
    examine_bytes(script, segment, bytes, pace).map_err(|problem| problem.at(file))
}

/// Reads and checks the bytes of a recording of a segment.
///
/// # Errors
/// If there is no such segment, or if the recording cannot be played.
pub fn examine_bytes(
    script: &Script,
    segment: usize,
    bytes: Vec<u8>,
    pace: Option<f64>,
) -> Result<Submission, Diagnostic> {
    let found = script.segments.get(segment).ok_or_else(|| {
        Diagnostic::error("segment-missing", "no segment of the script has this index")
            .hint("read the script again")
    })?;
    let bytes = SharedBytes::from(bytes);
    let sound = Sound::of(|| Decoder::of_bytes(bytes.clone()));
    let sound = sound.map_err(|error| unplayable(&error.to_string()))?;
    let findings = check(&sound, text_to_read(found), pace);
    Ok(Submission { segment, bytes, frames: sound.measures.frames, findings })
}

/// Returns true for a file with the name of one line, as the sheet gives it. Any other file is a session.
pub fn is_single_line(script: &Script, file: &Path) -> bool {
    segment_of_file(script, file).is_ok()
}

fn unreadable(file: &Path, why: &str) -> Diagnostic {
    unplayable(why).at(file)
}

fn unplayable(why: &str) -> Diagnostic {
    Diagnostic::error("recording-unreadable", format!("the recording cannot be played: {why}"))
        .hint("save it as WAV: 16, 24 or 32 bits, 44.1 or 48 kHz")
}

/// Finds the segment that a file is named after.
///
/// # Errors
/// If there is none.
pub fn segment_of_file(script: &Script, file: &Path) -> Result<usize, Diagnostic> {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut segments = script.segments.iter().enumerate();
    let found = segments.find(|(n, segment)| recording_name(segment, *n) == stem);
    found.map(|(n, _)| n).ok_or_else(|| {
        Diagnostic::error("segment-missing", format!("no segment of the script has the name `{stem}`"))
            .at(file)
            .hint("rename the file to the name on the recording sheet, which `aloud sheet` writes")
    })
}
