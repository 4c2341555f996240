//! The script against its article, where that is there: whether it has changed since, and what of it got lost.

use std::path::{Path, PathBuf};

use super::super::messages::short;
use crate::base::diagnostic::Diagnostic;
use crate::project::Project;
use crate::script::article::{self, file};
use crate::script::{Script, file as script_file, merge, script_from_article_with};

/// What a person should look at. An article that cannot be read is not the script's fault; `aloud script` says what is wrong.
pub(super) fn remarks(project: &Project) -> Vec<Diagnostic> {
    let manifest = &project.manifest;
    let (Some(revision), Some(article)) = (&manifest.revision, &manifest.article) else { return Vec::new() };
    let Some(script) = read(project, article) else { return Vec::new() };
    if script_file::revision(&script) != *revision {
        let warning =
            Diagnostic::warning("todo", "the article has changed since script.toml was made from it");
        let hint = "`aloud diff` says what that means, `aloud script` brings it in";
        return vec![warning.at(path(project, article)).hint(hint)];
    }
    let lost = merge::lost(&manifest.script, &script);
    lost.iter().map(|words| missing(project, words)).collect()
}

fn read(project: &Project, article: &Path) -> Option<Script> {
    let source = file::read(&project.root.join(article)).ok()?;
    let article = article::parse(&source.text, source.format).ok()?;
    let mut script = script_from_article_with(&article, &project.manifest.casting);
    script_file::identify(&mut script);
    Some(script)
}

/// As diagnostics name it.
fn path(project: &Project, article: &Path) -> PathBuf {
    project.script_path().with_file_name("").join(article)
}

fn missing(project: &Project, words: &str) -> Diagnostic {
    let short = short(words);
    let what = format!("these words of the article are neither spoken nor omitted: \u{201c}{short}\u{201d}");
    let count = words.split_whitespace().count();
    let warning = Diagnostic::warning("todo", what).at(project.script_path());
    let told = if short.ends_with('…') { warning.why(format!("{count} words in all")) } else { warning };
    told.hint("put them back, or list them in an `[[omitted]]` with a `reason`")
}
