//! The one door through which a project is amended: articles, decisions, picks, gains and recordings come in here.
//!
//! Each amendment takes the project's lock, reads script.toml as it is then, sees to it that what it is about is still what somebody
//! was asked about, and writes the whole file or nothing. Nobody holds the lock while a person or a model thinks.

mod article;
mod decisions;
mod levels;

use std::fs;
use std::path::Path;

pub use article::{Brought, article_of, bring_in, compare, read};
pub use decisions::{decide, pick, settle};
pub use levels::{gains, hold, release};

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files;
use crate::project::{self, Wait, lock};
use crate::script::file::{self, Manifest, TomlSyntaxError};
use crate::script::{Script, relocate};

/// Rewrites script.toml: `edit` gets its text and what that says, and gives the new text.
fn rewrite(
    root: &Path,
    wait: &mut Wait<'_>,
    edit: impl FnOnce(&str, &Manifest) -> Result<String, Error>,
) -> Result<(), Error> {
    let _turn = lock(root, wait)?;
    let (text, manifest) = project::read_script(root).map_err(Error::Problems)?;
    write(root, Some(&text), &edit(&text, &manifest)?)
}

/// Writes script.toml, unless nothing changes, or it could not be read again.
fn write(root: &Path, before: Option<&str>, text: &str) -> Result<(), Error> {
    if before == Some(text) {
        return Ok(());
    }
    let path = project::script_path(root);
    let unreadable = |problem: Diagnostic| problem.why("it would stand there then; nothing was written");
    file::parse(text, &path)
        .map_err(|problems| Error::Problems(problems.into_iter().map(unreadable).collect()))?;
    // Whoever may write into the folder may replace the file, but somebody has said that it stay.
    if fs::metadata(&path).is_ok_and(|file| file.permissions().readonly()) {
        let problem = Diagnostic::error("todo", "script.toml is write-protected, nothing was written");
        return Err(problem.at(path).hint("make it writable (`chmod u+w`)").into());
    }
    Ok(files::write(&path, text.as_bytes())?)
}

/// Where a segment of the script as it was stands now.
pub(crate) fn again(root: &Path, was: &Script, segment: usize, is: &Script) -> Result<usize, Diagnostic> {
    relocate::find(was, segment, is).ok_or_else(|| changed(root, was, segment))
}

/// What an amendment is about is no longer there, or no longer the same.
pub(crate) fn changed(root: &Path, was: &Script, segment: usize) -> Diagnostic {
    let text = was.segments.get(segment).map_or("", |segment| segment.text.as_str());
    let what = format!(
        "script.toml changed meanwhile: \u{201c}{text}\u{201d} is no longer there as it was, nothing was written"
    );
    Diagnostic::error("todo", what).at(project::script_path(root)).hint("run it again")
}

fn not_amended(root: &Path, error: &TomlSyntaxError) -> Diagnostic {
    Diagnostic::error("todo", format!("script.toml cannot be amended: {error}"))
        .at(project::script_path(root))
        .hint("mend it by hand first")
}

#[cfg(test)]
mod tests;
