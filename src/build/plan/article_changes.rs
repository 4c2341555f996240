//! Warns if the article has changed since script.toml was made from it, or if script.toml has lost some of its words.

use super::super::script_file::{ScriptFile, excerpt};
use crate::base::diagnostic::Diagnostic;
use crate::project::article_check::ArticleCheck;

/// Returns the warnings about a comparison of script.toml with its article.
pub(super) fn warnings(script: &ScriptFile<'_>, check: &ArticleCheck) -> Vec<Diagnostic> {
    if check.is_changed {
        let what = "the article has changed since script.toml was made from it";
        let hint = "`aloud diff` shows the changes, `aloud script` merges them into script.toml";
        let article = script.manifest.article.as_deref().unwrap_or(&script.path);
        let path = script.path.with_file_name("").join(article);
        return vec![Diagnostic::warning("article-changed", what).at(path).hint(hint)];
    }
    check.lost.iter().map(|words| lost_words(script, words)).collect()
}

fn lost_words(script: &ScriptFile<'_>, words: &str) -> Diagnostic {
    let short = excerpt(words);
    let what = format!("these words of the article are neither spoken nor omitted: \u{201c}{short}\u{201d}");
    let mut warning = Diagnostic::warning("words-missing", what).at(&script.path);
    if short.ends_with('…') {
        warning = warning.why(format!("it is {} words in all", words.split_whitespace().count()));
    }
    warning.hint("put them back, or list them in an `[[omitted]]` with a `reason`")
}
