//! Imports submitted recordings into the folder of their voice.

use std::iter;
use std::path::PathBuf;

use super::choice::choose;
use super::sheet::{recording_name, text_to_read};
use super::submission::{Submission, recordings_folder};
use crate::base::error::Error;
use crate::base::files::{FileError, ProjectPath, TEXT_LIMIT};
use crate::project::edit::{relocate_segment, segment_changed};
use crate::project::{self, Project, Wait};
use crate::script::Segment;

/// Copies a submission into the folder of its voice, with a text file of its words. Existing files are never replaced: if the
/// name is in use, the recording gets a number.
///
/// # Errors
/// If the voice has no recordings, if the text of the segment has changed since `project` was read, or if a file cannot be
/// written.
pub fn import_submission(
    project: &Project,
    voice: &str,
    submission: &Submission,
    wait: &mut Wait<'_>,
) -> Result<PathBuf, Error> {
    let (root, seen) = (&project.root, &project.manifest.script);
    let folder = recordings_folder(project, voice)?;
    let _lock = project::lock_script(root, wait)?;
    let now = project::read_manifest(root).map_err(Error::Problems)?.script;
    let at = relocate_segment(root, seen, submission.segment, &now)?;
    let segment = &now.segments[at];
    if text_to_read(segment) != text_to_read(&seen.segments[submission.segment]) {
        return Err(segment_changed(root, seen, submission.segment).into());
    }
    let wav = submission.wav()?;
    folder.sweep_temporaries(&[]);
    let path = write(&folder, &recording_name(segment, at), segment, &wav)?;
    // A person who records a line again wants the new recording.
    if let Some(name) = path.file_stem() {
        choose(root, voice, &folder, &[name.to_string_lossy().into_owned()])?;
    }
    Ok(path)
}

/// Writes the recording and its text file under the first free name.
pub(super) fn write(
    folder: &ProjectPath,
    name: &str,
    segment: &Segment,
    wav: &[u8],
) -> Result<PathBuf, FileError> {
    // The recording is found by the article's words, even if the person reads other ones (`say`).
    let words = format!("{}\n", segment.text);
    let mut names = iter::once(name.to_string()).chain((2..).map(|n| format!("{name}-{n}")));
    loop {
        let path = folder.join(format!("{}.wav", names.next().unwrap_or_default()));
        if path.is_taken()? {
            continue;
        }
        // The text file first: a recording without one is used for any text that its segment has.
        let text_file = path.with_extension("txt");
        let created = text_file.write_new(words.as_bytes())?;
        // A killed run may have left a text file with the same words, but without a recording.
        if !created && !text_file.read(TEXT_LIMIT).is_ok_and(|found| found == words.as_bytes()) {
            continue;
        }
        if path.write_new(wav)? {
            return Ok(path.to_path_buf());
        }
        if created {
            text_file.remove_file()?;
        }
    }
}
