//! Starts a project in a new folder: the article, its script.toml, and the files that people edit.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::edit::{self, ArticleDetails, ArticleImport, NewScript};
use super::series::Series;
use super::{LEXICON, SERIES, STATE, Wait};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::ProjectPath;
use crate::base::trust;
use crate::script::article::loader::{self, LoadedArticle};
use crate::script::article::{self, Format};
use crate::script::file::Defaults;
use crate::voices;

const LEXICON_TEMPLATE: &str = include_str!("template/lexicon.toml");
const SERIES_TEMPLATE: &str = include_str!("template/series.toml");
const GITIGNORE: &str = include_str!("template/gitignore");

/// An article that was read and checked, for a new project.
#[derive(Debug)]
#[non_exhaustive]
pub struct NewArticle {
    /// Name of its file in the project.
    pub name: OsString,
    /// Its text in UTF-8.
    pub text: String,
}

impl NewArticle {
    /// Checks a loaded article. `path` is the file or the address that the user named.
    ///
    /// # Errors
    /// When it has no text to read aloud.
    pub fn new(path: &Path, source: LoadedArticle) -> Result<Self, Diagnostic> {
        article::parse(&source.text, source.format).map_err(|error| loader::diagnose(path, &error))?;
        let named = path.file_name().filter(|_| path != Path::new("-") && !loader::is_address(path));
        let extension = source.format.extension();
        let name = match named {
            // A page in `article.txt` or `article.eml` is written as a page, so the name must say so.
            Some(name) if source.is_converted || Format::from_path(Path::new(name)) != source.format => {
                Path::new(name).with_extension(extension).into_os_string()
            }
            Some(name) => name.to_owned(),
            None => format!("article.{extension}").into(),
        };
        Ok(Self { name, text: source.text })
    }
}

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
    // Nothing is created in a series that cannot be read.
    Series::of(dir).map_err(Error::Problems)?;
    let root = ProjectPath::root(dir);
    ProjectPath::named(dir).make_folder()?;
    root.join(name).write(article.as_bytes())?;
    let new = NewScript {
        narrator: voices::natural_narrator,
        defaults: Some(defaults),
        details: ArticleDetails::default(),
        narrate_unsure: false,
        add_to_series: true,
    };
    let imported = edit::start_script(dir, &dir.join(name), &new, wait).inspect_err(|_| {
        // Only the article and Aloud's own state exist yet. A rejected article must not leave half a project.
        let _ = root.join(name).remove_file();
        ProjectPath::named(dir).remove_empty_folder();
    })?;
    write_files(&root)?;
    // The project has no commands yet, so a record that cannot be written is reported when one is needed.
    let _ = trust::record_own(dir);
    Ok(imported)
}

/// Writes the files that people edit.
fn write_files(root: &ProjectPath) -> Result<(), Error> {
    root.join(LEXICON).write(LEXICON_TEMPLATE.as_bytes())?;
    root.join(".gitignore").write(GITIGNORE.as_bytes())?;
    Ok(root.join("voices").make_folder()?)
}

/// Starts a project as [`create`] does, or completes one that a killed run began. script.toml is written last, so a project with
/// one is whole.
///
/// # Errors
/// As [`create`], but the folder may hold what an earlier run left.
pub(crate) fn create_or_complete(
    dir: &ProjectPath,
    article: &NewArticle,
    new: &NewScript<'_>,
    wait: &mut Wait<'_>,
) -> Result<ArticleImport, Error> {
    // Aloud's own folder is made first, so a folder with other files and without it is not a project that was begun.
    if !dir.join(STATE).is_dir() {
        check_empty(dir)?;
    }
    ProjectPath::named(dir).make_folder()?;
    dir.join(STATE).make_folder()?;
    let path = dir.join(&article.name);
    let lock = super::lock(dir, wait)?;
    // No other process writes into an unfinished project, so these are of a killed run.
    dir.remove_temporaries();
    path.write(article.text.as_bytes())?;
    write_files(dir)?;
    drop(lock);
    edit::start_script(dir, &path, new, wait)
}

/// Starts a series in the folder `dir`, which must be empty or not exist.
///
/// # Errors
/// When the folder is not empty, or a file cannot be written.
pub fn create_series(dir: &Path) -> Result<(), Error> {
    check_empty(dir)?;
    let root = ProjectPath::root(dir);
    ProjectPath::named(dir).make_folder()?;
    let path = std::path::absolute(dir).unwrap_or_default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let title = toml_edit::value(name.as_ref()).to_string();
    root.join(SERIES).write(SERIES_TEMPLATE.replace("TITLE", title.trim()).as_bytes())?;
    root.join(LEXICON).write(LEXICON_TEMPLATE.as_bytes())?;
    root.join("voices").make_folder()?;
    // The series has no commands yet, so a record that cannot be written is reported when one is needed.
    let _ = trust::record_own(dir);
    Ok(())
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
