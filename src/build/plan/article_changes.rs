//! Warns if the article has changed since script.toml was made from it, or if script.toml has lost some of its words.

use super::super::script_file::ScriptFile;
use crate::base::diagnostic::{Diagnostic, excerpt};
use crate::project::article_check::ArticleCheck;
use crate::script::Omission;
use crate::script::article::Reason;

/// Returns the warnings about a comparison of script.toml with its article.
pub(super) fn warnings(script: &ScriptFile<'_>, check: &ArticleCheck) -> Vec<Diagnostic> {
    if check.is_changed {
        let what = "the article has changed since script.toml was made from it";
        let hint = "`aloud diff` shows the changes, `aloud script` merges them into script.toml";
        let article = script.manifest.article.as_deref().unwrap_or(&script.path);
        let path = script.path.with_file_name("").join(article);
        return vec![Diagnostic::warning("article-changed", what).at(path).hint(hint)];
    }
    check.lost.iter().map(|words| lost_words(script, words)).chain(omitted_sentences(script)).collect()
}

/// A shorter sentence between two paragraphs, in words, is hardly one of the article.
const MIN_SENTENCE_WORDS: usize = 8;

/// Warns of sentences between two paragraphs that were omitted as a notice or as a part of the page. Aloud knows them only by
/// their words or their element, so a person should look at them.
fn omitted_sentences(script: &ScriptFile<'_>) -> Option<Diagnostic> {
    let reasons = [Reason::Notice, Reason::ShareLine, Reason::Boilerplate].map(Reason::as_str);
    let content = &script.manifest.script;
    let is_sentence = |omission: &&Omission| {
        reasons.contains(&omission.reason.as_str())
            && (1..content.segments.len()).contains(&omission.after)
            && omission.text.trim_end().ends_with(['.', '…'])
            && omission.text.split_whitespace().count() >= MIN_SENTENCE_WORDS
    };
    let sentences: Vec<&Omission> = content.omitted.iter().filter(is_sentence).collect();
    let first = sentences.first()?;
    let more = match sentences.len() {
        1 => String::new(),
        count => format!(" ({} more)", count - 1),
    };
    let short = excerpt(&first.text);
    let what = format!(
        "a sentence between two paragraphs is omitted as `{}`: \u{201c}{short}\u{201d}{more}",
        first.reason
    );
    let hint = "if it belongs to the article, make a `[[segment]]` of it; otherwise give another `reason`";
    Some(Diagnostic::warning("sentence-omitted", what).at(&script.path).hint(hint))
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
