//! Starts a project in a new folder: the article, its script.toml, and the files that people edit.

use std::ffi::OsStr;
use std::path::Path;

use super::edit::{self, ArticleImport, Start};
use super::{LEXICON, Wait};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::ProjectPath;
use crate::base::trust;
use crate::script::file::Defaults;
use crate::voices;

const LEXICON_TEMPLATE: &str = include_str!("template/lexicon.toml");
const GITIGNORE: &str = include_str!("template/gitignore");

/// Starts a project in the folder `dir`, which must be empty or not exist. `name` is the name of the article's file in it, and
/// `defaults` are the tables that script.toml gets.
///
/// # Errors
/// When the folder is not empty, when the article has no text to read aloud, or when a file cannot be written. Then no project
/// is left.
pub fn create(
    dir: &Path,
    name: &OsStr,
    article: &str,
    defaults: &Defaults,
    wait: &mut Wait<'_>,
) -> Result<ArticleImport, Error> {
    check_empty(dir)?;
    let root = ProjectPath::root(dir);
    ProjectPath::named(dir).make_folder()?;
    root.join(name).write(article.as_bytes())?;
    let start = Start { narrator: voices::natural_narrator, defaults: Some(defaults) };
    let imported = edit::start_script(dir, &dir.join(name), &start, wait).inspect_err(|_| {
        // Only the article and Aloud's own state exist yet. A rejected article must not leave half a project.
        let _ = root.join(name).remove_file();
        ProjectPath::named(dir).remove_empty_folder();
    })?;
    root.join(LEXICON).write(LEXICON_TEMPLATE.as_bytes())?;
    root.join(".gitignore").write(GITIGNORE.as_bytes())?;
    root.join("voices").make_folder()?;
    // The project has no commands yet, so a record that cannot be written is reported when one is needed.
    let _ = trust::record_own(dir);
    Ok(imported)
}

/// Refuses a folder that has files.
///
/// # Errors
/// With the way to update an existing project.
pub fn check_empty(dir: &Path) -> Result<(), Diagnostic> {
    if !ProjectPath::root(dir).has_entries() {
        return Ok(());
    }
    Err(Diagnostic::error("folder-not-empty", format!("`{}` is not empty", dir.display()))
        .at(dir)
        .hint("choose a new folder; in an existing project, `aloud script ARTICLE` updates script.toml"))
}
