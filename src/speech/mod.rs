//! Text normalisation and sentence segmentation: turns written text into the words that a voice speaks.
//!
//! ```text
//! text ──lexicon──▶ fixed spoken forms, and written text ──tokens, rules──▶ words ──tidy──▶ spoken form
//! ```
//!
//! The lexicon comes first: no rule changes the forms that it fixes. English and German have rules in `english` and
//! `german`. In any other language, only the punctuation is cleaned up and the numbers remain as written.
//!
//! All functions are pure. The written text never changes.

mod characters;
mod english;
mod german;
mod given_phonemes;
mod languages;
mod lexicon;
mod numbers;
pub mod phonemes;
mod punctuation;
mod rules;
mod sentences;
mod syllables;
mod tokens;
mod web_addresses;
mod words;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use given_phonemes::{SpokenForm, check_say, phoneme_markup};
pub use lexicon::{Lexicon, LexiconTable};
pub use sentences::{sentences, split_to_length};
pub use syllables::{has_repeated_words, syllables};

use given_phonemes::{SayPart, say_parts, unmarked};
use lexicon::Part;
use tokens::Tokens;

/// Returns the spoken form of `text`, which a voice reads aloud word by word.
///
/// `language` is a BCP 47 tag; `None` means English. `speaker` and `voice` choose the tables of the lexicon.
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
    spoken_form_with_phonemes(text, false, language, lexicon, speaker, voice).text
}

/// Like [`spoken_form`], with the phonemes that the lexicon gives for some words.
///
/// If `markup` is true, the text is one that a person wrote to be spoken, and may give phonemes itself:
/// `[Siobhan](/ʃɪˈvɔːn/)`.
pub fn spoken_form_with_phonemes(
    text: &str,
    markup: bool,
    language: Option<&str>,
    lexicon: &Lexicon,
    speaker: &str,
    voice: &str,
) -> SpokenForm {
    let mut given = Vec::new();
    let mut parts: Vec<Part<Cow<str>>> = Vec::new();
    for part in if markup { say_parts(text) } else { vec![SayPart::Plain(text)] } {
        match part {
            SayPart::Plain(plain) => {
                let fixed = lexicon.parts(plain, speaker, voice).into_iter();
                parts.extend(fixed.map(|part| part.normalised(&mut given)));
            }
            SayPart::Phonemes { word, ipa } => {
                parts.push(Part::Phonemes { word, ipa }.normalised(&mut given));
            }
        }
    }
    let mut tokens = Tokens::default();
    for part in &parts {
        match part {
            Part::Written(written) => tokens.push_written(written),
            Part::Spoken(spoken) => tokens.push_lexicon(spoken),
            Part::Phonemes { word, .. } => tokens.push_lexicon(word),
        }
    }
    unmarked(&punctuation::tidy(&languages::rules_for(language).spoken_form(&tokens)), &given)
}
