//! What is said: the sentences of a text, and its spoken form. Pure functions; the written text never changes.
//!
//! ```text
//! text ──lexicon──▶ said as is, or written ──tokens, rules──▶ words ──tidy──▶ spoken
//! ```
//!
//! The lexicon has the first word: what it says no rule reads again. English is read as a newsreader would,
//! by the rules in `english`; any other language gets its marks cleaned up and keeps its numbers,
//! because a voice of that language reads them better than English words would be.

mod clean;
mod cut;
mod english;
mod lexicon;
mod sentences;
mod tokens;

#[cfg(test)]
mod tests;

pub use cut::cut;
pub use lexicon::{Lexicon, Named};
pub use sentences::sentences;

use std::borrow::Cow;

use english::DateOrder;
use lexicon::Part;
use tokens::Tokens;

/// The spoken form of `text`, which a voice reads aloud letter by letter.
///
/// `language` is a BCP 47 tag; none means English. `speaker` and `voice` choose the tables of the lexicon.
/// In English no digit and no symbol of currency, percent or degree is left. Letters keep their accents:
/// a voice that cannot read them does its own transliteration. A text with a letter or a digit
/// never comes out empty; one with neither does.
pub fn spoken(text: &str, language: Option<&str>, lexicon: &Lexicon, speaker: &str, voice: &str) -> String {
    let parts: Vec<Part<Cow<str>>> =
        lexicon.parts(text, speaker, voice).into_iter().map(|part| part.map_written(clean::fold)).collect();
    let mut tokens = Tokens::default();
    for part in &parts {
        match part {
            Part::Said(said) => tokens.push_said(said),
            Part::Written(written) => tokens.push_written(written),
        }
    }
    let language = language.unwrap_or("en").to_ascii_lowercase().replace('_', "-");
    let said = match language.split('-').next() {
        Some("en") if language.starts_with("en-us") => english::read(&tokens, DateOrder::MonthFirst),
        Some("en") => english::read(&tokens, DateOrder::DayFirst),
        _ => clean::read(&tokens),
    };
    clean::tidy(&said)
}
