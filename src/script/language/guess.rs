//! In which language a text is written.

use super::language;

/// Languages other than English that there is data for.
const OTHERS: [&str; 1] = ["de"];

/// The language that a text is written in, told by its commonest words; `None` for English.
pub fn guess(text: &str) -> Option<&'static str> {
    let count = |tag: Option<&str>| {
        let common = &language(tag).common;
        text.split_whitespace().take(2_000).filter(|word| common.iter().any(|of| of == word)).count()
    };
    let best = OTHERS.iter().max_by_key(|tag| count(Some(tag)))?;
    (count(Some(best)) > count(None)).then_some(*best)
}
