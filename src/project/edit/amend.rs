//! Rewrites script.toml under the project's lock.

use std::fs;
use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files;
use crate::project::{self, Wait, lock};
use crate::script::file::{self, Manifest, TomlSyntaxError};
use crate::script::{Script, relocate};

/// Rewrites script.toml. `edit` gets the text and its content and returns the new text.
pub(super) fn rewrite(
    root: &Path,
    wait: &mut Wait<'_>,
    edit: impl FnOnce(&str, &Manifest) -> Result<String, Error>,
) -> Result<(), Error> {
    let _turn = lock(root, wait)?;
    let (text, manifest) = project::read_script(root).map_err(Error::Problems)?;
    write(root, Some(&text), &edit(&text, &manifest)?).map(|_| ())
}

/// Writes script.toml if its text changed, and returns its content. A text that could not be read again is refused.
pub(super) fn write(root: &Path, before: Option<&str>, text: &str) -> Result<Manifest, Error> {
    let path = project::script_path(root);
    let manifest = file::parse(text, &path).map_err(|problems| {
        let refused =
            |problem: Diagnostic| problem.why("the edit would make script.toml invalid; nothing was written");
        Error::Problems(problems.into_iter().map(refused).collect())
    })?;
    if before == Some(text) {
        return Ok(manifest);
    }
    // A rename replaces even a read-only file, but a person has protected it on purpose.
    if fs::metadata(&path).is_ok_and(|file| file.permissions().readonly()) {
        let problem =
            Diagnostic::error("script-protected", "script.toml is write-protected; nothing was written");
        return Err(problem.at(path).hint("make it writable (`chmod u+w`)").into());
    }
    files::write(&path, text.as_bytes())?;
    Ok(manifest)
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
