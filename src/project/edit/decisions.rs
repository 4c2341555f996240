//! Writes decisions of a person or a language model into script.toml.

use std::path::Path;

use super::amend::{relocate_segment, rewrite, segment_changed, syntax_error};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::{self, Wait};
use crate::script::review::{self, Question};
use crate::script::{NARRATOR, Script, Segment, file};
use crate::takes::{History, find_version};

/// Writes the speaker that a person chose in answer to a question about the script `asked`.
///
/// # Errors
/// When one of the segments is gone, changed or was decided meanwhile, or when script.toml cannot be read or written. Then
/// nothing is written.
pub fn decide(
    root: &Path,
    asked: &Script,
    question: &Question,
    speaker: &str,
    wait: &mut Wait<'_>,
) -> Result<(), Error> {
    rewrite(root, "aloud review", wait, |text, now| {
        let segments = still_asked(root, asked, question, &now.script)?;
        Ok(review::decide(text, &segments, speaker).map_err(|error| syntax_error(root, &error))?)
    })
}

/// Writes the speaker that a language model chose, with the name of the model.
///
/// # Errors
/// As [`decide`].
pub fn decide_by_model(
    root: &Path,
    asked: &Script,
    question: &Question,
    (speaker, model): (&str, &str),
    wait: &mut Wait<'_>,
) -> Result<(), Error> {
    rewrite(root, "aloud script --ask", wait, |text, now| {
        let segments = still_asked(root, asked, question, &now.script)?;
        Ok(review::settle(text, &segments, speaker, model).map_err(|error| syntax_error(root, &error))?)
    })
}

/// Gives the quotes of unsure speakers to the narrator, and those of later changes of the article too.
///
/// # Errors
/// When script.toml cannot be read or written.
pub(crate) fn narrate_unsure(root: &Path, wait: &mut Wait<'_>) -> Result<(), Error> {
    rewrite(root, "aloud batch", wait, |text, now| {
        let segments = now.script.segments.iter().enumerate();
        let unsure: Vec<usize> =
            segments.filter(|(_, segment)| segment.unsure.is_some()).map(|(index, _)| index).collect();
        let narrated =
            review::decide(text, &unsure, NARRATOR).and_then(|text| file::set_narrate_unsure(&text));
        Ok(narrated.map_err(|error| syntax_error(root, &error))?)
    })
}

/// Returns the current indices of the segments of a question. All must have the same words, speaker and candidates as before.
fn still_asked(
    root: &Path,
    asked: &Script,
    question: &Question,
    now: &Script,
) -> Result<Vec<usize>, Diagnostic> {
    let index = |segment: &usize| {
        let at = relocate_segment(root, asked, *segment, now)?;
        let (was, is) = (&asked.segments[*segment], &now.segments[at]);
        let same = (&was.speaker, &was.unsure) == (&is.speaker, &is.unsure);
        same.then_some(at).ok_or_else(|| segment_changed(root, asked, *segment))
    };
    question.segments.iter().map(index).collect()
}

/// Picks a version from the history for a segment of the script `seen`. `None` removes the pick, and the text is spoken again.
///
/// # Errors
/// When there is no such version, when the segment is gone or changed, or when script.toml cannot be read or written. Then
/// nothing is written.
pub fn pick_take(
    root: &Path,
    seen: &Script,
    segment: usize,
    version: Option<&str>,
    wait: &mut Wait<'_>,
) -> Result<(), Error> {
    rewrite(root, "aloud takes", wait, |text, now| {
        let at = relocate_segment(root, seen, segment, &now.script)?;
        if let Some(version) = version {
            check_version(root, version, &now.script.segments[at], at)?;
        }
        Ok(file::set_take(text, at, version).map_err(|error| syntax_error(root, &error))?)
    })
}

fn check_version(root: &Path, version: &str, segment: &Segment, at: usize) -> Result<(), Diagnostic> {
    let history = History::read(&project::history_path(root))?;
    find_version(&history, segment, version).map(|_| ()).ok_or_else(|| {
        Diagnostic::error("take-missing", format!("this segment has no take `{version}`"))
            .at(project::script_path(root))
            .segment(at + 1)
            .hint(format!("list its takes with `aloud takes {}`", at + 1))
    })
}
