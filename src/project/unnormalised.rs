//! Warns of numbers in a language without rules for text normalisation.

use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use crate::language::{UNDETERMINED, primary};
use crate::speech;

/// Returns a warning if `language` has no rules and one of the texts has numbers or currency signs. Texts without them are
/// spoken as they are written, in any language.
pub(crate) fn warning<'t>(
    language: Option<&str>,
    texts: impl Iterator<Item = &'t str>,
    path: &Path,
) -> Option<Diagnostic> {
    let tag = language?;
    let known = primary(tag).is_some_and(|language| language != UNDETERMINED);
    if !known || speech::has_rules(language) {
        return None;
    }
    let count = texts.filter(|text| needs_rules(text)).count();
    let are = if count == 1 { "text has" } else { "texts have" };
    let what = format!("Aloud has no text normalisation for `{tag}`, and {count} {are} numbers or symbols");
    (count > 0).then(|| {
        Diagnostic::warning("language-not-normalised", what)
            .at(path)
            .why("they go to the voice as they are written".to_string())
            .hint("use a voice that reads numbers in this language, or write them as words into `say` or lexicon.toml")
    })
}

fn needs_rules(text: &str) -> bool {
    text.contains(|c: char| {
        c.is_numeric() || matches!(c, '$' | '%' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}')
    })
}
