//! Detects the language of a text from its most common words.
//!
//! The method is a plain count, without a trained model: the same text always gets the same result.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::codes::UNDETERMINED;

/// Scripts that are written without spaces between words: first character, last character, language.
const SCRIPTS: [(char, char, &str); 4] = [
    ('\u{3040}', '\u{30ff}', "ja"),
    ('\u{4e00}', '\u{9fff}', "zh"),
    ('\u{ac00}', '\u{d7af}', "ko"),
    ('\u{0e00}', '\u{0e7f}', "th"),
];
/// Index of Japanese (kana) in [`SCRIPTS`].
const KANA: usize = 0;
/// Index of Chinese in [`SCRIPTS`].
const HAN: usize = 1;
/// Words that are counted. This many are enough: the rest of a book is in the same language.
const COUNTED_WORDS: usize = 2_000;
/// In a shorter text, the absence of common words proves nothing: "Rust 1.89" is not in an unknown language.
const FEWEST_WORDS_FOR_UNDETERMINED: usize = 40;
/// A text in a known language has at least one common word in this many words.
const WORDS_PER_COMMON_WORD: usize = 16;
/// Fewest common words that identify a language.
const FEWEST_COMMON_WORDS: usize = 2;
/// Another language must have this many times the common words of English, because some words are common in both:
/// "in" and "an" are English and German.
const TIMES_ENGLISH: usize = 2;
/// Index of English in `detect.toml`.
const ENGLISH: usize = 0;

/// The contents of `detect.toml`, indexed by word.
#[derive(Debug)]
struct CommonWords {
    codes: Vec<&'static str>,
    /// Word to the languages that it is common in, one bit per language.
    languages: HashMap<&'static str, u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Languages<'a> {
    #[serde(borrow)]
    language: Vec<Language<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Language<'a> {
    code: &'a str,
    words: &'a str,
}

/// Returns the code of the language of a text, or `und` for a long text in no known language. `None` when the text has
/// too few words to decide.
pub(crate) fn guess(text: &str) -> Option<&'static str> {
    if let Some(language) = by_script(text) {
        return Some(language);
    }
    let common = common_words();
    let mut counts = vec![0usize; common.codes.len()];
    let mut words = 0;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(COUNTED_WORDS) {
        words += 1;
        let found = common.languages.get(word.to_lowercase().as_str());
        for (n, count) in counts.iter_mut().enumerate() {
            *count += usize::from(found.is_some_and(|languages| languages & 1 << n != 0));
        }
    }
    // `max_by_key` returns the last of equal counts; reversed, that is the language listed first.
    let (best, count) = counts.iter().enumerate().rev().max_by_key(|(_, count)| **count)?;
    let english = counts.get(ENGLISH).copied().unwrap_or_default();
    let language = match *count {
        count if count * WORDS_PER_COMMON_WORD < words && words >= FEWEST_WORDS_FOR_UNDETERMINED => {
            return Some(UNDETERMINED);
        }
        count if count < FEWEST_COMMON_WORDS => return None,
        count if best != ENGLISH && count < english * TIMES_ENGLISH => ENGLISH,
        _ => best,
    };
    common.codes.get(language).copied()
}

/// Fewest different common words that make a guess certain. In a few words of English, "no" and "do" are Portuguese too.
const FEWEST_DIFFERENT_WORDS: usize = 4;

/// True if enough different words show that a text is in this language.
pub(crate) fn is_certain_guess(text: &str, code: &str) -> bool {
    if by_script(text) == Some(code) {
        return true;
    }
    let common = common_words();
    let Some(language) = common.codes.iter().position(|known| *known == code) else { return false };
    let words = text.split(|c: char| !c.is_alphabetic()).take(COUNTED_WORDS).map(str::to_lowercase);
    let different: HashSet<String> = words
        .filter(|word| common.languages.get(word.as_str()).is_some_and(|all| all & 1 << language != 0))
        .collect();
    different.len() >= FEWEST_DIFFERENT_WORDS
}

#[expect(clippy::expect_used, reason = "the data is part of the program, and a test reads it")]
fn common_words() -> &'static CommonWords {
    static COMMON: OnceLock<CommonWords> = OnceLock::new();
    COMMON.get_or_init(|| {
        let file: Languages = toml::from_str(include_str!("detect.toml")).expect("detect.toml");
        let mut languages = HashMap::new();
        for (n, language) in file.language.iter().enumerate() {
            for word in language.words.split(' ') {
                *languages.entry(word).or_insert(0) |= 1 << n;
            }
        }
        CommonWords { codes: file.language.iter().map(|language| language.code).collect(), languages }
    })
}

/// Detects a language by the script of most letters. Japanese text also has many Chinese characters, so a tenth of kana
/// among them is enough for Japanese.
fn by_script(text: &str) -> Option<&'static str> {
    let mut counts = [0usize; SCRIPTS.len()];
    let mut letters = 0;
    for c in text.chars().filter(|c| c.is_alphabetic()).take(COUNTED_WORDS * 4) {
        letters += 1;
        let script = SCRIPTS.iter().position(|(first, last, _)| (*first..=*last).contains(&c));
        script.into_iter().for_each(|n| counts[n] += 1);
    }
    let all: usize = counts.iter().sum();
    let most = counts.iter().enumerate().max_by_key(|(_, count)| **count)?.0;
    let japanese = counts[KANA] * 10 > all && most <= HAN;
    (all * 2 > letters).then(|| SCRIPTS[if japanese { KANA } else { most }].2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_a_language_by_its_common_words() {
        for (text, wanted) in [
            ("That is the man and the woman is not here.", Some("en")),
            ("First para here now. Second para is here too. Third para ends it.", Some("en")),
            ("Das ist der Mann, und die Frau ist nicht da.", Some("de")),
            ("La grève continue. « Nous restons », a dit Marie Curie, 45 ans, dans la rue.", Some("fr")),
            ("La huelga sigue. «No nos vamos», dijo la presidenta del sindicato en la plaza.", Some("es")),
            ("Lo sciopero continua, ha detto il sindaco della città, che non è contento.", Some("it")),
            ("De staking gaat door, zei de voorzitter van het bestuur, en dat is niet alles.", Some("nl")),
            ("Strejken fortsätter, och det är inte slut på den än, sade hon.", Some("sv")),
            ("Streiken fortsetter, og det er ikke slutt etter dette, sa hun.", Some("nb")),
            ("Strajk trwa i nie jest to jeszcze koniec, jak mówi prezes.", Some("pl")),
            ("Забастовка продолжается, и это не конец, как он сказал.", Some("ru")),
            ("罢工仍在继续。我们不会离开。", Some("zh")),
            ("ストライキは続いている。私たちは帰らない。", Some("ja")),
            ("Rust 1.89", None),
            ("", None),
        ] {
            assert_eq!(guess(text), wanted, "{text}");
        }
    }

    #[test]
    fn returns_undetermined_for_a_long_text_in_an_unknown_language() {
        assert_eq!(guess(&"lorem ipsum dolor sit amet consectetur ".repeat(10)), Some("und"));
    }
}
