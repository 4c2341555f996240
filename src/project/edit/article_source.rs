//! Gives a project a new version of its article.

use std::path::{Path, PathBuf};

use super::amend::{rewrite, syntax_error};
use crate::base::error::Error;
use crate::base::files::{FileError, ProjectPath};
use crate::base::toml_reader::parse_mut;
use crate::project::Wait;
use crate::project::create::NewArticle;
use crate::script::file::ScriptDocument;

/// The editor in the list of amendments to undo.
const EDITOR: &str = "aloud studio";

/// Adds a new version of the article to the project, and lets script.toml name it. The earlier version stays, so undo goes back to it.
/// The script itself is not merged yet. Returns the name of the new file.
///
/// # Errors
/// When a file cannot be written, or script.toml has problems.
pub fn replace_article(root: &Path, article: &NewArticle, wait: &mut Wait<'_>) -> Result<PathBuf, Error> {
    let mut written = None;
    rewrite(root, EDITOR, wait, |text, _| {
        let mut document = ScriptDocument(parse_mut(text).map_err(|error| syntax_error(root, &error))?);
        let name = write_new(root, article)?;
        let _ = document.set_article(&name.to_string_lossy());
        written = Some(name);
        Ok(document.0.to_string())
    })?;
    Ok(written.unwrap_or_default())
}

/// Writes the article under the first free name: `article.txt`, `article-2.txt`.
fn write_new(root: &Path, article: &NewArticle) -> Result<PathBuf, FileError> {
    let named = Path::new(&article.name);
    let stem = named.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = named.extension().unwrap_or_default().to_string_lossy().into_owned();
    let mut name = PathBuf::from(&article.name);
    for number in 2.. {
        if ProjectPath::root(root).join(&name).write_new(article.text.as_bytes())? {
            break;
        }
        name = format!("{stem}-{number}.{extension}").into();
    }
    Ok(name)
}
