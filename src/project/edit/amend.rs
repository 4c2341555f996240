//! Rewrites script.toml under its lock.

use std::path::Path;

use super::undo;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::{self, Wait, lock_script};
use crate::script::file::{Manifest, TomlSyntaxError};
use crate::script::{Script, relocate};

/// Rewrites script.toml for a command. `edit` gets the text and its content and returns the new text.
pub(super) fn rewrite(
    root: &Path,
    command: &str,
    wait: &mut Wait<'_>,
    edit: impl FnOnce(&str, &Manifest) -> Result<String, Error>,
) -> Result<(), Error> {
    let _turn = lock_script(root, wait)?;
    let (text, manifest) = project::read_script(root).map_err(Error::Problems)?;
    write(root, command, Some(&text), &edit(&text, &manifest)?).map(|_| ())
}

/// Writes script.toml if its text changed, keeps the text before, and returns the new content. A text that could not be read
/// again is refused.
pub(super) fn write(root: &Path, command: &str, before: Option<&str>, text: &str) -> Result<Manifest, Error> {
    let manifest = project::parse_script(root, text).map_err(|problems| {
        let refused =
            |problem: Diagnostic| problem.why("the edit would make script.toml invalid; nothing was written");
        Error::Problems(problems.into_iter().map(refused).collect())
    })?;
    if before == Some(text) {
        return Ok(manifest);
    }
    undo::replace(root, command, before, text)?;
    Ok(manifest)
}

/// Writes a text of script.toml that was read already, and keeps the text before.
pub(super) fn write_parsed(root: &Path, command: &str, before: &str, text: &str) -> Result<(), Error> {
    if before == text { Ok(()) } else { undo::replace(root, command, Some(before), text) }
}

/// Returns the index in the current script of a segment that the caller saw.
///
/// # Errors
/// [`segment_changed`] when it is not there with the same words.
pub(crate) fn relocate_segment(
    root: &Path,
    seen: &Script,
    segment: usize,
    now: &Script,
) -> Result<usize, Diagnostic> {
    relocate::find(seen, segment, now).ok_or_else(|| segment_changed(root, seen, segment))
}

/// Returns the error for a segment that changed since the caller saw it.
pub(crate) fn segment_changed(root: &Path, was: &Script, segment: usize) -> Diagnostic {
    let text = was.segments.get(segment).map_or("", |segment| segment.text.as_str());
    let what =
        format!("the segment \u{201c}{text}\u{201d} of script.toml changed meanwhile; nothing was written");
    Diagnostic::error("segment-changed", what).at(project::script_path(root)).hint("run the command again")
}

pub(super) fn syntax_error(root: &Path, error: &TomlSyntaxError) -> Diagnostic {
    Diagnostic::error("toml-syntax", format!("script.toml cannot be amended: {error}"))
        .at(project::script_path(root))
        .hint("fix it by hand first")
}
