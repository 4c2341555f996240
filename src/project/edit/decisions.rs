//! What a person or a model decided → script.toml.

use std::path::Path;

use super::{again, changed, not_amended, rewrite};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::{self, Wait};
use crate::script::review::{self, Question};
use crate::script::{Script, Segment, file};
use crate::takes::{History, version_of};

/// Writes who speaks, in a person's answer to a question about the script as it was `asked` about.
///
/// # Errors
/// When one of the segments is gone, reads otherwise or was decided meanwhile, or script.toml cannot be read or written; then
/// nothing is written.
pub fn decide(
    root: &Path,
    asked: &Script,
    question: &Question,
    speaker: &str,
    wait: &mut Wait<'_>,
) -> Result<(), Error> {
    rewrite(root, wait, |text, now| {
        let segments = still_asked(root, asked, question, &now.script)?;
        Ok(review::decide(text, &segments, speaker).map_err(|error| not_amended(root, &error))?)
    })
}

/// The same for the answer of a language model, which is marked with its name.
///
/// # Errors
/// As [`decide`].
pub fn settle(
    root: &Path,
    asked: &Script,
    question: &Question,
    (speaker, model): (&str, &str),
    wait: &mut Wait<'_>,
) -> Result<(), Error> {
    rewrite(root, wait, |text, now| {
        let segments = still_asked(root, asked, question, &now.script)?;
        Ok(review::settle(text, &segments, speaker, model).map_err(|error| not_amended(root, &error))?)
    })
}

/// Where the segments of a question stand now; an error unless all are there, read the same, and are in the same doubt.
fn still_asked(
    root: &Path,
    asked: &Script,
    question: &Question,
    now: &Script,
) -> Result<Vec<usize>, Diagnostic> {
    let place = |segment: &usize| {
        let at = again(root, asked, *segment, now)?;
        let (was, is) = (&asked.segments[*segment], &now.segments[at]);
        let same = (&was.speaker, &was.unsure) == (&is.speaker, &is.unsure);
        same.then_some(at).ok_or_else(|| changed(root, asked, *segment))
    };
    question.segments.iter().map(place).collect()
}

/// Lets a version from the history be heard in a segment of the script as it was `seen`, whatever the text says; `None`: has it
/// spoken from its text again.
///
/// # Errors
/// When there is no such version, the segment is gone or reads otherwise, or script.toml cannot be read or written; then nothing is
/// written.
pub fn pick(
    root: &Path,
    seen: &Script,
    segment: usize,
    version: Option<&str>,
    wait: &mut Wait<'_>,
) -> Result<(), Error> {
    rewrite(root, wait, |text, now| {
        let at = again(root, seen, segment, &now.script)?;
        if let Some(version) = version {
            known(root, version, &now.script.segments[at], at)?;
        }
        Ok(file::set_take(text, at, version).map_err(|error| not_amended(root, &error))?)
    })
}

fn known(root: &Path, version: &str, segment: &Segment, at: usize) -> Result<(), Diagnostic> {
    let history = History::read(&project::history_path(root))?;
    version_of(&history, segment, version).map(|_| ()).ok_or_else(|| {
        Diagnostic::error("todo", format!("this segment has no take `{version}`"))
            .at(project::script_path(root))
            .segment(at + 1)
            .hint(format!("`aloud takes {}` lists what there is", at + 1))
    })
}
