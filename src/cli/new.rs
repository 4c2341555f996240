//! `aloud new`: starts a project.

use std::path::Path;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::project::create::{self, NewArticle};
use aloud::project::series::folder_of;
use aloud::project::user_config::UserConfig;
use aloud::script::article::loader;
use aloud::script::file::Defaults;
use aloud::voices;
use serde_json::json;

use super::args::{Global, New};
use super::common;
use super::progress;

const ARTICLE_TEMPLATE: &str = include_str!("../project/template/article.md");

pub fn run(args: &New, global: &Global) -> Result<(), Error> {
    let dir = args.dir.as_path();
    if args.series {
        return start_series(dir, global);
    }
    create::check_empty(dir)?;
    let (name, source) = match &args.article {
        Some(path) => {
            let article = read_article(path)?;
            (article.name, article.text)
        }
        None => ("article.md".into(), ARTICLE_TEMPLATE.to_string()),
    };
    let UserConfig { defaults, .. } = UserConfig::of_user().map_err(Error::Problems)?;
    // An episode has the settings of its series.
    let defaults = if folder_of(dir).is_some() { Defaults::default() } else { defaults };
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

fn start_series(dir: &Path, global: &Global) -> Result<(), Error> {
    create::create_series(dir)?;
    if global.json {
        common::print_json(&json!({"event": "new", "series": dir}));
    } else {
        let dir = dir.display();
        errln!("a series, with its settings in {dir}/series.toml");
        errln!("next: aloud new {dir}/FIRST-EPISODE ARTICLE && aloud -C {dir} build");
    }
    Ok(())
}

/// Reads and checks an article before anything is created.
fn read_article(path: &Path) -> Result<NewArticle, Diagnostic> {
    let source = match path.to_str() {
        Some("-") => loader::load_stdin()?,
        _ => loader::load_or_fetch(path)?,
    };
    let warnings = source.warnings.clone();
    let article = NewArticle::new(path, source)?;
    warnings.iter().for_each(|warning| err_escaped!("{warning}"));
    Ok(article)
}
