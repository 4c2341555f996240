//! `aloud new`

use std::fs;
use std::path::Path;

use aloud::amend;
use aloud::diagnostic::Diagnostic;
use aloud::episode::BuildError;
use aloud::files::{self, FileError};
use aloud::project::LEXICON;
use serde_json::json;

use super::args::{Global, New};

const ARTICLE: &str = include_str!("template/article.md");
const WORDS: &str = include_str!("template/lexicon.toml");
const IGNORED: &str = include_str!("template/gitignore");

pub fn run(args: &New, global: &Global) -> Result<(), BuildError> {
    let dir = args.dir.as_path();
    refuse_full(dir)?;
    let (name, source) = match &args.article {
        Some(path) => (file_name(path)?, files::read_text(path)?),
        None => ("article.md".into(), ARTICLE.to_string()),
    };
    let article = dir.join(name);
    files::write(&article, source.as_bytes())?;
    let brought = super::amending(global, |wait| amend::bring_in(dir, &article, wait));
    let script = brought.map(|brought| brought.script).inspect_err(|_| {
        // Nothing but the copied article is there yet; a refused article leaves no half project.
        let _ = fs::remove_file(&article);
        let _ = fs::remove_dir(dir);
    })?;
    files::write(&dir.join(LEXICON), WORDS.as_bytes())?;
    files::write(&dir.join(".gitignore"), IGNORED.as_bytes())?;
    let voices = dir.join("voices");
    fs::create_dir_all(&voices).map_err(|e| FileError::new("make the folder", &voices, e))?;
    if global.json {
        super::print_json(&json!({"event": "new", "project": dir, "segments": script.segments.len()}));
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
    Err(Diagnostic::error(format!("`{}` is not empty", dir.display()))
        .at(dir)
        .hint("name a new folder; in a project that exists, `aloud script ARTICLE` amends script.toml"))
}

fn file_name(path: &Path) -> Result<std::ffi::OsString, Diagnostic> {
    let name = path.file_name().map(ToOwned::to_owned);
    name.ok_or_else(|| {
        Diagnostic::error(format!("`{}` is not a file", path.display())).at(path).hint("name an article")
    })
}
