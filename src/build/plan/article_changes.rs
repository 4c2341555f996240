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

/// Warns of sentences between two paragraphs that were omitted as a notice or as a part of the page. Aloud knows them only by
/// their words or their element, so a person should look at them.
fn omitted_sentences(script: &ScriptFile<'_>) -> Option<Diagnostic> {
    let content = &script.manifest.script;
    let is_between = |omission: &&Omission| (1..content.segments.len()).contains(&omission.after);
    let sentences: Vec<&Omission> =
        content.omitted.iter().filter(is_between).filter(|omission| may_be_of_article(omission)).collect();
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

/// A shorter sentence between two paragraphs, in words, is hardly one of the article.
const MIN_SENTENCE_WORDS: usize = 8;
/// Titles of other stories and notes about the author are often sentences. Longer ones may be the article's.
const MIN_LONG_WORDS: usize = 20;

/// True for a sentence that was omitted for its words or its element. A caption or a footnote is omitted for what it is.
fn may_be_of_article(omission: &Omission) -> bool {
    let is_one_of = |reasons: &[Reason]| reasons.iter().any(|reason| reason.as_str() == omission.reason);
    let least = if is_one_of(&[Reason::Notice, Reason::ShareLine, Reason::Boilerplate]) {
        MIN_SENTENCE_WORDS
    } else if is_one_of(&[Reason::LinkList, Reason::Byline]) {
        MIN_LONG_WORDS
    } else {
        return false;
    };
    let is_closer = |c: char| c.is_whitespace() || "\"'”’“»«)]".contains(c);
    omission.text.split_whitespace().count() >= least
        && omission.text.trim_end_matches(is_closer).ends_with(['.', '…'])
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warns_of_sentences_that_may_belong_to_the_article() {
        let short = "The keeper says that the lamp is out.";
        let quoted = "“The lamp has been out for nine days,” she said, “and nobody has come.”";
        let long = "The keeper has lit the lamp of the island on each of the last nine evenings, and nobody has thanked her \
                    for it so far.";
        let cases = [
            (Reason::Notice, short, true),
            (Reason::Boilerplate, quoted, true),
            (Reason::ShareLine, "Share this story now", false),
            (Reason::ShareLine, "The lamp is out.", false),
            (Reason::LinkList, short, false),
            (Reason::LinkList, long, true),
            (Reason::Byline, long, true),
            (Reason::Caption, long, false),
            (Reason::Footnote, long, false),
        ];
        for (reason, text, expected) in cases {
            let omission = Omission { reason: reason.as_str().into(), text: text.into(), after: 1 };
            assert_eq!(may_be_of_article(&omission), expected, "{} {text}", reason.as_str());
        }
    }
}
