//! Text normalisation and sentence segmentation: turns written text into the words that a voice speaks.
//!
//! ```text
//! text ──lexicon──▶ fixed spoken forms, and written text ──tokens, rules──▶ words ──tidy──▶ spoken form
//! ```
//!
//! The lexicon comes first: no rule changes the forms that it fixes. English and German have rules in `english` and
//! `german`, five languages share those in `european`. In any other language, only the punctuation is cleaned up and the
//! numbers remain as written.
//!
//! All functions are pure. The written text never changes.

mod characters;
mod english;
mod equations;
mod european;
mod german;
mod given_phonemes;
mod languages;
mod lexicon;
mod markup;
mod numbers;
pub mod phonemes;
mod punctuation;
mod reader;
mod recognition;
mod roman_numerals;
mod rules;
mod sentences;
mod syllables;
mod tokens;
mod web_addresses;
mod words;

#[cfg(test)]
mod tests;

pub use given_phonemes::{SpokenForm, check_say, phoneme_markup};
pub use languages::has_rules;
pub use lexicon::{CsvEntry, Lexicon, LexiconTable, read_csv};
pub use reader::{Explanation, Reader, Step};
pub use recognition::{Difference, Recognition, compare_heard};
pub use sentences::{sentences, split_to_length};
pub use syllables::{has_repeated_words, syllables};

/// Returns the spoken form of `text`, which a voice reads aloud word by word.
///
/// `language` is a BCP 47 tag; `None` means English. `speaker` and `voice` choose the tables of the lexicon. [`Reader`] has
/// more options, and explains each change.
///
/// In English and German, the spoken form contains no digits and no symbols for currencies, percent or degrees. Letters
/// keep their accents: a voice that cannot read them transliterates them itself. The spoken form of a text with a letter or
/// a digit is never empty.
///
/// ```
/// use aloud::speech::{Lexicon, spoken_form};
/// let spoken = spoken_form("£3.4bn in 2024", Some("en"), &Lexicon::default(), "narrator", "default");
/// assert_eq!(spoken, "three point four billion pounds in twenty twenty-four");
/// ```
pub fn spoken_form(
    text: &str,
    language: Option<&str>,
    lexicon: &Lexicon,
    speaker: &str,
    voice: &str,
) -> String {
    Reader { language, lexicon, speaker, voice, respelled: false }.spoken_form(text)
}
