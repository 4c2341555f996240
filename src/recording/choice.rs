//! The recordings of one line, and the choice among them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::sheet::recording_name;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{FileError, ProjectPath};
use crate::project::edit::{self, Amended};
use crate::project::{self, Project, Wait};
use crate::script::Segment;
use crate::voices::recording_notes::{CHOSEN, Chosen, RecordingNotes, line_of};
use crate::voices::{Voice, assign};
use aloud_audio::decode;

/// A recording of a line.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LineRecording {
    /// File name without extension.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// True if the line uses it.
    pub chosen: bool,
    /// The session that it was cut from, and the time in it in seconds.
    pub session: Option<(String, f64)>,
    /// Cost of the reading relative to any other speech; lower is better.
    pub ratio: Option<f32>,
}

/// Returns the complete cast: speaker → voice.
pub(super) fn cast_of(project: &Project) -> BTreeMap<String, String> {
    let manifest = &project.manifest;
    let speakers = manifest.script.segments.iter().map(|segment| segment.speaker.as_str());
    assign(speakers, &manifest.cast, &manifest.casting.people)
}

/// Returns the name of the voice that speaks a segment.
pub(super) fn voice_of<'a>(cast: &'a BTreeMap<String, String>, segment: &'a Segment) -> Option<&'a str> {
    segment.decided.voice.as_ref().or_else(|| cast.get(&segment.speaker)).map(String::as_str)
}

/// Returns the recorded voices that speak at least one segment.
pub fn recorded_voices(project: &Project) -> Vec<String> {
    let cast = cast_of(project);
    let segments = project.manifest.script.segments.iter();
    let spoken = segments.filter_map(|segment| voice_of(&cast, segment)).collect::<BTreeSet<&str>>();
    let is_recorded =
        |name: &&str| project.voices.get(name).is_some_and(|voice| voice.recordings().is_some());
    spoken.into_iter().filter(is_recorded).map(str::to_string).collect()
}

/// Returns the name of the voice that speaks a segment.
pub fn voice_of_segment(project: &Project, index: usize) -> Option<String> {
    let segment = project.manifest.script.segments.get(index)?;
    voice_of(&cast_of(project), segment).map(str::to_string)
}

/// Returns the folder with the recordings of the voice of a segment; `None` if its voice is not recorded.
fn folder_of(project: &Project, segment: &Segment) -> Option<ProjectPath> {
    project.voices.get(voice_of(&cast_of(project), segment)?)?.recordings()
}

/// Returns the recordings of a segment that have the name on the sheet.
pub fn recordings_of(project: &Project, index: usize) -> Vec<LineRecording> {
    let Some(segment) = project.manifest.script.segments.get(index) else { return Vec::new() };
    let Some(folder) = folder_of(project, segment) else { return Vec::new() };
    stored_recordings(&folder).remove(&recording_name(segment, index)).unwrap_or_default()
}

/// Returns the recordings of all segments that have more than one, by the index of the segment.
pub fn retakes(project: &Project) -> BTreeMap<usize, Vec<LineRecording>> {
    let cast = cast_of(project);
    let mut stored = BTreeMap::new();
    for name in recorded_voices(project) {
        let folder = project.voices.get(&name).and_then(Voice::recordings);
        stored.insert(name, folder.map_or_else(BTreeMap::new, |folder| stored_recordings(&folder)));
    }
    let mut found = BTreeMap::new();
    for (index, segment) in project.manifest.script.segments.iter().enumerate() {
        let of_voice = voice_of(&cast, segment).and_then(|voice| stored.get(voice));
        let recordings = of_voice.and_then(|lines| lines.get(&recording_name(segment, index)));
        if let Some(recordings) = recordings.filter(|recordings| recordings.len() > 1) {
            found.insert(index, recordings.clone());
        }
    }
    found
}

/// Returns the recordings in a folder by the name of their line.
fn stored_recordings(folder: &ProjectPath) -> BTreeMap<String, Vec<LineRecording>> {
    let chosen = Chosen::read(folder);
    let entries = folder.entries().unwrap_or_default().into_iter().map(|(name, _)| folder.join(name));
    let mut lines: BTreeMap<String, Vec<LineRecording>> = BTreeMap::new();
    for path in entries.filter(|path| decode::extension_rank(path).is_some()) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let notes = RecordingNotes::of(&path);
        lines.entry(line_of(&name).to_string()).or_default().push(LineRecording {
            chosen: chosen.has(&name),
            path: path.to_path_buf(),
            session: notes.as_ref().map(|notes| (notes.session.clone(), notes.start)),
            ratio: notes.map(|notes| notes.ratio),
            name,
        });
    }
    for recordings in lines.values_mut() {
        recordings.sort_by(|a, b| (a.name.len(), &a.name).cmp(&(b.name.len(), &b.name)));
        // Without a choice, the first one is used.
        if !recordings.iter().any(|recording| recording.chosen)
            && let Some(first) = recordings.first_mut()
        {
            first.chosen = !chosen.leaves_out(&first.name);
        }
    }
    lines
}

/// Lets a segment use another recording of its line.
///
/// # Errors
/// If there is no such recording, or if the choice cannot be written.
pub fn choose_recording(
    project: &Project,
    index: usize,
    name: &str,
    wait: &mut Wait<'_>,
) -> Result<(), Error> {
    let _lock = project::lock_script(&project.root, wait)?;
    let recordings = recordings_of(project, index);
    let folder = project.manifest.script.segments.get(index).and_then(|segment| folder_of(project, segment));
    let Some(folder) = folder.filter(|_| recordings.iter().any(|recording| recording.name == name)) else {
        let names: Vec<&str> = recordings.iter().map(|recording| recording.name.as_str()).collect();
        let what = format!("segment {} has no recording `{name}`", index + 1);
        let problem = Diagnostic::error("take-unknown", what).at(project.script_path()).segment(index + 1);
        let hint = match names.as_slice() {
            [] => "import one with `aloud take`".to_string(),
            names => format!("use one of {}", names.join(", ")),
        };
        return Err(problem.hint(hint).into());
    };
    let voice = voice_of_segment(project, index).unwrap_or_default();
    Ok(choose(&project.root, &voice, &folder, &[name.to_string()])?)
}

/// Chooses these recordings of a voice, each instead of all others of its line. Call it with the lock of script.toml. Undo goes back
/// to the earlier choice: a line that had no recording before uses none then. The recordings stay.
pub(super) fn choose(
    root: &Path,
    voice: &str,
    folder: &ProjectPath,
    names: &[String],
) -> Result<(), FileError> {
    let before = Chosen::read(folder);
    let after = before.with(names);
    if after == before {
        return Ok(());
    }
    let back = before.without(names.iter().filter(|name| !has_others(folder, name)));
    let file = Amended::Recordings(voice.into());
    edit::remember(root, "aloud take", file, Some(&back.text()), &after.text())?;
    folder.join(CHOSEN).write(after.text().as_bytes())
}

fn has_others(folder: &ProjectPath, name: &str) -> bool {
    let files = folder.entries().unwrap_or_default().into_iter().map(|(file, _)| folder.join(file));
    let mut sounds = files.filter(|path| decode::extension_rank(path).is_some());
    sounds.any(|path| {
        let other = path.file_stem().unwrap_or_default().to_string_lossy();
        other != name && line_of(&other) == line_of(name)
    })
}
