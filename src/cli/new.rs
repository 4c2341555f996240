//! `aloud new`

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::files::{self, FileError};
use aloud::project::LEXICON;
use aloud::project::edit;
use aloud::script::article::{self, loader};
use serde_json::json;

use super::args::{Global, New};

const ARTICLE: &str = include_str!("template/article.md");
const WORDS: &str = include_str!("template/lexicon.toml");
const IGNORED: &str = include_str!("template/gitignore");

pub fn run(args: &New, global: &Global) -> Result<(), Error> {
    let dir = args.dir.as_path();
    refuse_full(dir)?;
    let (name, source) = match &args.article {
        Some(path) => brought(path)?,
        None => ("article.md".into(), ARTICLE.to_string()),
    };
    let article = dir.join(name);
    files::write(&article, source.as_bytes())?;
    let brought = super::amending(global, |wait| edit::bring_in(dir, &article, wait)).inspect_err(|_| {
        // Nothing but the copied article is there yet; a refused article leaves no half project.
        let _ = fs::remove_file(&article);
        let _ = fs::remove_dir(dir);
    })?;
    brought.remarks.iter().for_each(|remark| eprintln!("{remark}"));
    files::write(&dir.join(LEXICON), WORDS.as_bytes())?;
    files::write(&dir.join(".gitignore"), IGNORED.as_bytes())?;
    let voices = dir.join("voices");
    fs::create_dir_all(&voices).map_err(|e| FileError::new("make the folder", &voices, e))?;
    if global.json {
        super::print_json(
            &json!({"event": "new", "project": dir, "segments": brought.script.segments.len()}),
        );
    } else {
        super::script::summarise(dir)?;
        eprintln!("next: cd {} && aloud build", dir.display());
    }
    Ok(())
}

fn refuse_full(dir: &Path) -> Result<(), Diagnostic> {
    let full = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if !full {
        return Ok(());
    }
    Err(Diagnostic::error("todo", format!("`{}` is not empty", dir.display()))
        .at(dir)
        .hint("name a new folder; in a project that exists, `aloud script ARTICLE` amends script.toml"))
}

/// An article as it stands in the project: its name there, and its text in UTF-8. What is wrong with it is told before anything is
/// made.
fn brought(path: &Path) -> Result<(OsString, String), Diagnostic> {
    let is_input = path == Path::new("-");
    let source = if is_input { loader::load_stdin()? } else { loader::load(path)? };
    article::parse(&source.text, source.format).map_err(|error| loader::diagnose(path, &error))?;
    source.warning.iter().for_each(|warning| eprintln!("{warning}"));
    let name = match path.file_name() {
        Some(name) if !is_input => name.to_owned(),
        _ => format!("article.{}", source.format.extension()).into(),
    };
    Ok((name, source.text))
}
