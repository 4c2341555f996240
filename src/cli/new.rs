//! `aloud new`: starts a project.

use std::ffi::OsString;
use std::path::Path;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::files::ProjectPath;
use aloud::base::trust;
use aloud::project::LEXICON;
use aloud::project::edit;
use aloud::script::article::{self, Format, loader};
use aloud::voices;
use serde_json::json;

use super::args::{Global, New};
use super::common;
use super::progress;

const ARTICLE_TEMPLATE: &str = include_str!("template/article.md");
const LEXICON_TEMPLATE: &str = include_str!("template/lexicon.toml");
const GITIGNORE: &str = include_str!("template/gitignore");

pub fn run(args: &New, global: &Global) -> Result<(), Error> {
    let dir = args.dir.as_path();
    check_empty(dir)?;
    let (name, source) = match &args.article {
        Some(path) => read_article(path)?,
        None => ("article.md".into(), ARTICLE_TEMPLATE.to_string()),
    };
    let root = ProjectPath::root(dir);
    ProjectPath::named(dir).make_folder()?;
    let article = dir.join(&name);
    root.join(&name).write(source.as_bytes())?;
    let imported = progress::with_lock(global, |wait| {
        edit::start_script(dir, &article, &voices::natural_narrator, wait)
    })
    .inspect_err(|_| {
        // Only the copied article exists yet. Remove it, or a rejected article would leave half a project.
        let _ = root.join(&name).remove_file();
        ProjectPath::named(dir).remove_empty_folder();
    })?;
    imported.warnings.iter().for_each(|warning| err_escaped!("{warning}"));
    root.join(LEXICON).write(LEXICON_TEMPLATE.as_bytes())?;
    root.join(".gitignore").write(GITIGNORE.as_bytes())?;
    root.join("voices").make_folder()?;
    // The project has no commands yet, so a record that cannot be written is reported when one is needed.
    let _ = trust::record_own(dir);
    if global.json {
        common::print_json(
            &json!({"event": "new", "project": dir, "segments": imported.script.segments.len()}),
        );
    } else {
        super::script::summarise(dir)?;
        if let Some(command) = voices::natural_voices_missing(imported.script.language.as_deref()) {
            errln!("the built-in voices are robots; `{command}` installs natural ones");
        }
        errln!("next: cd {} && aloud build", dir.display());
    }
    Ok(())
}

fn check_empty(dir: &Path) -> Result<(), Diagnostic> {
    if !ProjectPath::root(dir).has_entries() {
        return Ok(());
    }
    Err(Diagnostic::error("folder-not-empty", format!("`{}` is not empty", dir.display()))
        .at(dir)
        .hint("choose a new folder; in an existing project, `aloud script ARTICLE` updates script.toml"))
}

/// Reads and checks an article before anything is created. Returns its name in the project, and its text in UTF-8.
fn read_article(path: &Path) -> Result<(OsString, String), Diagnostic> {
    let is_stdin = path == Path::new("-");
    let is_address = loader::is_address(path);
    let source = match path.to_str() {
        Some("-") => loader::load_stdin()?,
        #[cfg(feature = "http")]
        Some(url) if is_address => loader::fetch(url)?,
        _ => loader::load(path)?,
    };
    article::parse(&source.text, source.format).map_err(|error| loader::diagnose(path, &error))?;
    source.warnings.iter().for_each(|warning| err_escaped!("{warning}"));
    let extension = source.format.extension();
    let name = match path.file_name() {
        // A page in `article.txt` or `article.eml` is written as a page, so the name must say so.
        Some(name)
            if !is_stdin
                && !is_address
                && (source.is_converted || Format::from_path(Path::new(name)) != source.format) =>
        {
            Path::new(name).with_extension(extension).into_os_string()
        }
        Some(name) if !is_stdin && !is_address => name.to_owned(),
        _ => format!("article.{extension}").into(),
    };
    Ok((name, source.text))
}
