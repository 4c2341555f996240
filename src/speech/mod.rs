//! What is said: the sentences of a text, and its spoken form. Pure functions; the written text never changes.
//!
//! ```text
//! text ──lexicon──▶ said as is, or written ──tokens, rules──▶ words ──tidy──▶ spoken
//! ```
//!
//! The lexicon has the first word: what it says no rule reads again. English and German are read as newsreaders
//! would, by the rules in `english` and `german`; any other language gets its marks cleaned up and keeps its
//! numbers, because a voice of that language reads them better than words of another would be.

mod addresses;
mod clean;
mod cut;
mod english;
mod footnotes;
mod german;
mod lexicon;
mod numbers;
mod raised;
mod sentences;
mod stars;
mod stopped;
mod stops;
mod tokens;

#[cfg(test)]
mod tests;

pub use cut::cut;
pub use lexicon::{Lexicon, Named};
pub use sentences::sentences_in;

use std::borrow::Cow;

use english::DateOrder;
use lexicon::Part;
use tokens::Tokens;

/// What a language is read by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rules {
    English(DateOrder),
    German,
    /// There are none: the text passes as it stands.
    Neutral,
}

impl Rules {
    /// Those of a BCP 47 tag; English where there is none.
    fn of(language: Option<&str>) -> Rules {
        let tag = language.unwrap_or("en").trim().to_ascii_lowercase().replace('_', "-");
        match tag.split('-').next() {
            Some("en" | "eng") if tag.starts_with("en-us") => Rules::English(DateOrder::MonthFirst),
            Some("en" | "eng") => Rules::English(DateOrder::DayFirst),
            Some("de" | "deu" | "ger") => Rules::German,
            _ => Rules::Neutral,
        }
    }
}

/// The spoken form of `text`, which a voice reads aloud letter by letter.
///
/// `language` is a BCP 47 tag; none means English. `speaker` and `voice` choose the tables of the lexicon.
/// In English and German no digit and no symbol of currency, percent or degree is left. Letters keep their accents:
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
    let said = match Rules::of(language) {
        Rules::English(order) => english::read(&tokens, order),
        Rules::German => german::read(&tokens),
        Rules::Neutral => clean::read(&tokens),
    };
    clean::tidy(&said)
}
