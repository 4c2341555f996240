//! Imports the readings of a session: each is cut out, brought to the level of the voice, and stored with its words and notes.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::PathBuf;

use super::cut::{Piece, clip_of, cut};
use super::find::{LineReading, Session};
use super::level::{Earlier, SessionLevel};
use crate::base::error::Error;
use crate::base::files::ProjectPath;
use crate::project::edit::{relocate_segment, segment_changed};
use crate::project::{self, Project, Wait};
use crate::recording::choice::choose;
use crate::recording::import::write;
use crate::recording::sheet::{recording_name, text_to_read};
use crate::recording::submission::recordings_folder;
use crate::script::Script;
use crate::voices::recording_notes::{RecordingNotes, line_of};
use aloud_audio::{Clip, Word, decode, wav};

/// Difference in seconds up to which two readings of one session are the same.
const SAME_PLACE: f64 = 0.3;

/// An imported session.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ImportedSession {
    /// The recordings, in the order of the session.
    pub filed: Vec<Filed>,
    /// Number of readings that an earlier import has stored.
    pub known: usize,
    /// The file with the sound of the empty room, if there is a new one.
    pub room_tone: Option<PathBuf>,
    /// Gain in dB that all recordings of the session got.
    pub gain: f64,
    /// True if they got the spectrum of earlier sessions.
    pub spectrum_matched: bool,
}

/// An imported reading.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filed {
    /// Index of the segment.
    pub segment: usize,
    /// The new recording.
    pub path: PathBuf,
    /// True if the line uses it.
    pub chosen: bool,
}

/// Cuts all complete readings of a voice out of a session and stores them in its folder. Existing files are never replaced.
/// Readings that an earlier import of the same file has stored are left out. All readings get the loudness of earlier sessions of the
/// voice, and their spectrum if `match_spectrum` is true.
///
/// # Errors
/// If the voice has no recordings, if the script has changed since `project` was read, or if a file cannot be written.
pub fn import_session(
    project: &Project,
    voice: &str,
    session: &Session,
    match_spectrum: bool,
    wait: &mut Wait<'_>,
) -> Result<ImportedSession, Error> {
    let (root, seen) = (&project.root, &project.manifest.script);
    let folder = recordings_folder(project, voice)?;
    let _lock = project::lock_script(root, wait)?;
    let now = project::read_manifest(root).map_err(Error::Problems)?.script;
    let good = session.readings.iter().filter(|reading| reading.complete && !reading.mismatched);
    let readings: Vec<LineReading> = good.filter(|reading| reading.voice == voice).cloned().collect();
    let segments = segments_now(project, seen, &now, &readings)?;
    folder.sweep_temporaries(&[]);
    let stored = stored_notes(&folder);
    let is_known = |at: usize| {
        let name = recording_name(&now.segments[segments[at]], segments[at]);
        let reading = &readings[at];
        stored.iter().any(|(stored, notes)| {
            line_of(stored) == name
                && notes.content == session.content
                && (notes.start - reading.start).abs() < SAME_PLACE
        })
    };
    let new: Vec<usize> = (0..readings.len()).filter(|at| !is_known(*at)).collect();
    let mut imported = ImportedSession { known: readings.len() - new.len(), ..ImportedSession::default() };
    let wanted: Vec<LineReading> = new.iter().map(|at| readings[*at].clone()).collect();
    if wanted.is_empty() {
        return Ok(imported);
    }
    let level = SessionLevel::of(session, &wanted, &Earlier::of(&folder, &stored), match_spectrum)?;
    imported.gain = level.gain;
    imported.spectrum_matched = level.is_filtered();
    cut(session, &wanted, |at, mut piece| {
        level.apply(&mut piece.clip);
        let segment = segments[new[at]];
        let name = recording_name(&now.segments[segment], segment);
        let path = write(&folder, &name, &now.segments[segment], &encode(&piece.clip))?;
        notes(session, &wanted[at], &piece, &level)
            .write(&folder.join(path.file_name().unwrap_or_default()))?;
        let chosen = wanted[at].chosen;
        imported.filed.push(Filed { segment: wanted[at].segment, path, chosen });
        Ok::<(), Error>(())
    })?;
    let names = imported.filed.iter().filter(|filed| filed.chosen);
    let names: Vec<String> =
        names.filter_map(|filed| Some(filed.path.file_stem()?.to_string_lossy().into_owned())).collect();
    choose(root, voice, &folder, &names)?;
    imported.room_tone = write_room_tone(project, voice, session, &level)?;
    Ok(imported)
}

/// Finds the segments of the readings in the script as it is now.
fn segments_now(
    project: &Project,
    seen: &Script,
    now: &Script,
    readings: &[LineReading],
) -> Result<Vec<usize>, Error> {
    let find = |reading: &LineReading| {
        let at = relocate_segment(&project.root, seen, reading.segment, now)?;
        if text_to_read(&now.segments[at]) == text_to_read(&seen.segments[reading.segment]) {
            Ok(at)
        } else {
            Err(Error::from(segment_changed(&project.root, seen, reading.segment)))
        }
    };
    readings.iter().map(find).collect()
}

/// Returns the notes of all recordings that were cut out of sessions, by name.
fn stored_notes(folder: &ProjectPath) -> Vec<(String, RecordingNotes)> {
    let entries = folder.entries().unwrap_or_default().into_iter();
    let recordings = entries.map(|(name, _)| folder.join(name));
    let recordings = recordings.filter(|path| decode::extension_rank(path).is_some());
    let with_notes = recordings.filter_map(|path| {
        Some((path.file_stem()?.to_string_lossy().into_owned(), RecordingNotes::of(&path)?))
    });
    with_notes.collect()
}

/// Returns the segments that have a recording of the name on the sheet.
pub fn recorded_segments(project: &Project, voice: &str) -> BTreeSet<usize> {
    let Ok(folder) = recordings_folder(project, voice) else { return BTreeSet::new() };
    let entries = folder.entries().unwrap_or_default().into_iter();
    let recordings = entries.map(|(name, _)| folder.join(name));
    let recordings = recordings.filter(|path| decode::extension_rank(path).is_some());
    let names: BTreeSet<String> = recordings
        .filter_map(|path| Some(line_of(&path.file_stem()?.to_string_lossy()).to_string()))
        .collect();
    let segments = project.manifest.script.segments.iter().enumerate();
    segments.filter(|(at, segment)| names.contains(&recording_name(segment, *at))).map(|(at, _)| at).collect()
}

fn notes(session: &Session, reading: &LineReading, piece: &Piece, level: &SessionLevel) -> RecordingNotes {
    let seconds = piece.clip.frames() as f64 / f64::from(piece.clip.spec.sample_rate);
    let within = |at: f64| ((at - piece.start).clamp(0.0, seconds) * 1_000.0).round() / 1_000.0;
    let words = reading.words.iter().map(|(text, start, end)| {
        let start = within(*start);
        Word { text: text.clone(), start, end: within(*end).max(start) }
    });
    RecordingNotes {
        session: session.name.clone(),
        content: session.content.clone(),
        start: reading.start,
        end: reading.end,
        gain: level.gain,
        loudness: level.loudness,
        spectrum: level.spectrum,
        ratio: reading.ratio,
        words: words.collect(),
    }
}

/// Encodes a clip with 24 bits, or as float if a gain raised it above full scale.
fn encode(clip: &Clip) -> Vec<u8> {
    if clip.samples.iter().any(|sample| sample.abs() > 1.0) {
        let mut bytes = Cursor::new(Vec::new());
        // Writing to memory cannot fail.
        let _ = wav::write_float(&mut bytes, clip);
        return bytes.into_inner();
    }
    let frames = clip.frames() as u64;
    let mut bytes = wav::header(clip.spec, 24, frames);
    for sample in &clip.samples {
        let whole = (f64::from(*sample) * 8_388_608.0).round().min(8_388_607.0) as i32;
        bytes.extend_from_slice(&whole.to_le_bytes()[..3]);
    }
    bytes.resize(bytes.len() + wav::padding(clip.spec, 24, frames), 0);
    bytes
}

/// Writes the sound of the room next to voice.toml, unless the voice has one.
fn write_room_tone(
    project: &Project,
    voice: &str,
    session: &Session,
    level: &SessionLevel,
) -> Result<Option<PathBuf>, Error> {
    let has_room = project.voices.get(voice).is_some_and(|voice| voice.room_tone().is_some());
    let path = project.files().join("voices").join(voice).join("room.wav");
    let Some(room) = session.room.filter(|_| !has_room && !path.exists()) else { return Ok(None) };
    let mut clip = clip_of(session, room.start, room.end)?;
    level.apply(&mut clip);
    Ok(path.write_new(&encode(&clip))?.then(|| path.to_path_buf()))
}
