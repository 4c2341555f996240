//! Reads the article that a person brings: a text that was pasted, a file, or the address of a page. It starts a project, or is the
//! new version of a project's article.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::json;

use super::desk::{Desk, with_wait};
use super::message::{Answer, Request, ok};
use super::workspace::{Workspace, plain_name};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::create::NewArticle;
use crate::project::edit;
use crate::script::article::loader::{self, LoadedArticle};

/// An article that was pasted, or the address of one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, untagged)]
enum Sent {
    Text { name: String, text: String },
    Page { url: String },
}

/// Makes a project of the article in a request.
///
/// # Errors
/// When the article cannot be read, or when the project cannot be made.
pub(super) fn make(workspace: &Workspace, request: &Request) -> Result<Answer, Error> {
    let (name, article, warnings) = article_of(request)?;
    let name = workspace.create(&name, &article)?;
    Ok(ok(&json!({"name": name, "warnings": warnings})))
}

/// Gives an open project the article in a request as the new version of its article.
///
/// # Errors
/// When the article cannot be read or written.
pub(super) fn replace(desk: &Desk, request: &Request) -> Result<Answer, Error> {
    let (_, article, warnings) = article_of(request)?;
    let file = with_wait(|wait| edit::replace_article(&desk.root, &article, wait))?;
    desk.refresh();
    Ok(ok(&json!({"file": file.display().to_string(), "warnings": warnings})))
}

/// Reads the article that a person brings, and the name for its project. The body is JSON, or the content of the file that the query
/// names.
fn article_of(request: &Request) -> Result<(String, NewArticle, Vec<Diagnostic>), Error> {
    let (name, path, source) = match request.parameter("file") {
        Some(file) => {
            let path = PathBuf::from(file);
            let source = loader::load_bytes(&path, &request.body)?;
            (stem(&path), path, source)
        }
        None => match request.json()? {
            Sent::Text { name, text } => {
                let path = PathBuf::from("article.txt");
                let source = loader::load_bytes(&path, text.as_bytes())?;
                (name, path, source)
            }
            Sent::Page { url } => {
                let path = PathBuf::from(url.trim());
                let source = fetch(&path)?;
                (stem(&path), path, source)
            }
        },
    };
    let (format, warnings) = (source.format, source.warnings.clone());
    let mut article = NewArticle::new(&path, source)?;
    // The name comes from outside. It may have a meaning in a project, or to the file system.
    article.name = format!("{}.{}", plain_name(&stem(Path::new(&article.name))), format.extension()).into();
    Ok((name, article, warnings))
}

fn fetch(address: &Path) -> Result<LoadedArticle, Diagnostic> {
    if !loader::is_address(address) {
        // A path would be a file of this machine.
        let what = format!("`{}` is not the address of a page", address.display());
        return Err(Diagnostic::error("request-invalid", what).hint("it starts with https://"));
    }
    loader::load_or_fetch(address)
}

/// Returns the last part of a path or an address without its extension. It names the project.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
