//! `aloud new`: starts a project.

use std::ffi::OsString;
use std::path::Path;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::project::create;
use aloud::project::user_config::UserConfig;
use aloud::script::article::{self, Format, loader};
use aloud::voices;
use serde_json::json;

use super::args::{Global, New};
use super::common;
use super::progress;

const ARTICLE_TEMPLATE: &str = include_str!("../project/template/article.md");

pub fn run(args: &New, global: &Global) -> Result<(), Error> {
    let dir = args.dir.as_path();
    create::check_empty(dir)?;
    let (name, source) = match &args.article {
        Some(path) => read_article(path)?,
        None => ("article.md".into(), ARTICLE_TEMPLATE.to_string()),
    };
    let UserConfig { defaults, .. } = UserConfig::of_user().map_err(Error::Problems)?;
    let imported = progress::with_lock(global, |wait| create::create(dir, &name, &source, &defaults, wait))?;
    imported.warnings.iter().for_each(|warning| err_escaped!("{warning}"));
    if global.json {
        common::print_json(
            &json!({"event": "new", "project": dir, "segments": imported.script.segments.len(),
                    "defaults": defaults.names()}),
        );
    } else {
        super::script::summarise(dir)?;
        if let Some(command) = voices::natural_voices_missing(imported.script.language.as_deref()) {
            errln!("the built-in voices are robots; `{command}` installs natural ones");
        }
        if !defaults.names().is_empty() {
            let tables: Vec<String> = defaults.names().iter().map(|name| format!("[{name}]")).collect();
            errln!("your own defaults are in script.toml now: {}", tables.join(", "));
        }
        errln!("next: cd {} && aloud build", dir.display());
    }
    Ok(())
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
