//! Pronounces a single word: function words by their context, then the dictionaries, endings, letters, and the network.

use super::accent::Accent;
use super::dictionary::{Dictionary, word_class};
use super::endings::{self, Ending};
use super::letters::Place;
use super::stress::{PRIMARY, Stress, spelled};
use super::table::{Table, TableError};
use super::unknown_words::UnknownWords;

/// Names have at most this many letters if all in capitals. A longer word in capitals is an ordinary word.
const LONGEST_NAME: usize = 7;

/// The words after a word, as far as they change its sound.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Following {
    /// True if a vowel follows, false for a consonant, `None` for a pause.
    pub(super) vowel: Option<bool>,
    /// True if the word "to" follows.
    pub(super) to: bool,
}

/// A word, its part of speech, and its context.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    /// The word, with straight apostrophes.
    pub(super) text: &'a str,
    /// Its tag of the Penn Treebank.
    pub(super) tag: &'a str,
    pub(super) following: Following,
}

/// All knowledge about single words.
pub(super) struct Words {
    accent: Accent,
    dictionary: Dictionary,
    unknown: UnknownWords,
}

impl Words {
    pub(super) fn open(table: &Table) -> Result<Self, TableError> {
        Ok(Self {
            accent: table.accent()?,
            dictionary: Dictionary::open(table)?,
            unknown: UnknownWords::default(),
        })
    }

    pub(super) fn accent(&self) -> Accent {
        self.accent
    }

    /// Returns the phonemes of a word that the rules or the dictionaries know.
    pub(super) fn known(&self, table: &Table, word: Word<'_>) -> Option<String> {
        if let Some(phonemes) = self.function_word(table, word) {
            return Some(phonemes);
        }
        let stress = stress_of_case(word.text);
        let lower = self.without_capitals(table, word);
        let word = Word { text: lower.as_deref().unwrap_or(word.text), ..word };
        if self.is_listed(table, word.text) {
            return self.listed(table, word, stress);
        }
        if let Some(singular) = word.text.strip_suffix('\'').filter(|text| self.is_listed(table, text)) {
            return self.listed(table, Word { text: singular, ..word }, stress);
        }
        let (stem, ending) = endings::split(word.text, |stem| self.is_listed(table, stem))?;
        let stress = match (ending, stress) {
            (Ending::Ing, Stress::Keep) => Stress::AtLeastSecondary,
            _ => stress,
        };
        let phonemes = self.listed(table, Word { text: &stem, ..word }, stress)?;
        Some(endings::add(ending, &phonemes, &stem, self.accent))
    }

    /// Returns the phonemes of any word. They are empty if it has no letters that can be read.
    pub(super) fn any(&self, table: &Table, word: Word<'_>) -> String {
        if let Some(phonemes) = self.known(table, word) {
            return phonemes;
        }
        if let Some(stem) = word.text.strip_suffix("'s") {
            let stem = self.any(table, Word { text: stem, ..word });
            return endings::add(Ending::S, &stem, "", self.accent);
        }
        // "café" may be listed as "cafe".
        let plain = any_ascii::any_ascii(word.text);
        let known = (plain != word.text).then(|| self.known(table, Word { text: &plain, ..word })).flatten();
        known.or_else(|| self.unknown.phonemes(table, word.text)).unwrap_or_default()
    }

    /// Returns the names of letters that are spelled one by one, e.g. of "BBC".
    pub(super) fn letters(&self, table: &Table, letters: &str) -> Option<String> {
        let names: Option<Vec<&str>> = letters
            .chars()
            .filter(|c| c.is_alphabetic())
            .map(|c| self.dictionary.gold(table, &c.to_uppercase().to_string())?.phonemes("", false))
            .collect();
        names.filter(|names| !names.is_empty()).map(|names| spelled(&names))
    }

    /// Returns the name of one letter of a spelled word, e.g. of the "B" in "B B C". Only the last has the full stress.
    pub(super) fn letter(&self, table: &Table, letter: &str, place: Place) -> String {
        let (letter, plural) = match letter.strip_suffix("'s") {
            Some(letter) => (letter, true),
            None => (letter, false),
        };
        let name = self.letters(table, letter).unwrap_or_default();
        let name = if place == Place::Last { name } else { Stress::Demote.apply(&name) };
        if plural { endings::add(Ending::S, &name, letter, self.accent) } else { name }
    }

    /// Small words that are weak before another word, or change before a vowel.
    fn function_word(&self, table: &Table, word: Word<'_>) -> Option<String> {
        let Word { text, tag, following } = word;
        let gold = |word: &str, tag: &str| {
            Some(self.dictionary.gold(table, word)?.phonemes(tag, false)?.to_string())
        };
        let capitals = text.len() > 1 && text.chars().all(char::is_uppercase);
        let noun = word_class(tag) == "NOUN";
        match text.to_ascii_lowercase().as_str() {
            "a" => Some(if tag == "DT" { "ɐ" } else { "ˈA" }.into()),
            "an" if !(capitals && noun) => Some("ɐn".into()),
            "am" if noun => self.letters(table, text),
            "am" if following.vowel.is_none() || text != "am" => gold("am", tag),
            "am" => Some("ɐm".into()),
            "i" if text == "I" && tag == "PRP" => Some("ˌI".into()),
            "by" if word_class(tag) == "ADV" => Some("bˈI".into()),
            "to" if !capitals || matches!(tag, "TO" | "IN") => match following.vowel {
                None => gold("to", tag),
                Some(true) => Some("tʊ".into()),
                Some(false) => Some("tə".into()),
            },
            // Strong at the end and as an adverb: "come in".
            "in" if !capitals || tag != "NNP" => {
                Some(if following.vowel.is_none() || tag != "IN" { "ˈɪn" } else { "ɪn" }.into())
            }
            "the" if !capitals || tag == "DT" => {
                Some(if following.vowel == Some(true) { "ði" } else { "ðə" }.into())
            }
            "used" if following.to && matches!(tag, "VBD" | "JJ") => gold("used", "VBD"),
            "used" => gold("used", "DEFAULT"),
            _ => None,
        }
    }

    /// Returns an ordinary word without its capitals, if it is not listed with them: "WALKED", "Walked".
    fn without_capitals(&self, table: &Table, word: Word<'_>) -> Option<String> {
        let text = word.text;
        let lower = text.to_lowercase();
        let mut rest = text.chars();
        let initial = rest.next().is_some_and(char::is_uppercase);
        let rest_lower = rest.clone().all(|c| !c.is_uppercase());
        let rest_upper = rest.all(|c| !c.is_lowercase());
        let name = word.tag == "NNP" && text.chars().count() <= LONGEST_NAME;
        let applies = text.chars().count() > 1
            && lower != text
            && !name
            && (rest_upper || (initial && rest_lower))
            && text.chars().all(|c| c.is_alphabetic() || c == '\'')
            && !self.dictionary.contains(table, text);
        let listed = |word: &str| self.dictionary.contains(table, word);
        (applies && (listed(&lower) || endings::split(&lower, |stem| self.is_listed(table, stem)).is_some()))
            .then_some(lower)
    }

    /// True for words of the dictionaries, and for letters and runs of capitals, which can be spelled.
    fn is_listed(&self, table: &Table, word: &str) -> bool {
        let letters = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic());
        let capitals = word.bytes().skip(1).all(|b| b.is_ascii_uppercase());
        self.dictionary.contains(table, word) || (letters && capitals)
    }

    fn listed(&self, table: &Table, word: Word<'_>, stress: Stress) -> Option<String> {
        let capitals = !word.text.contains(char::is_lowercase);
        let folded = capitals && self.dictionary.gold(table, word.text).is_none();
        let name = folded && word.tag == "NNP";
        let lower = word.text.to_lowercase();
        let text = if folded { &lower } else { word.text };
        // Names in capitals are only read as words that people listed: silver has too many abbreviations.
        let entry = self
            .dictionary
            .gold(table, text)
            .or_else(|| if name { None } else { self.dictionary.silver(table, text) });
        let phonemes = entry.and_then(|entry| entry.phonemes(word.tag, word.following.vowel.is_none()));
        match phonemes {
            Some(phonemes) if !name || phonemes.contains(PRIMARY) => Some(stress.apply(phonemes)),
            _ => self.letters(table, word.text),
        }
    }
}

/// A capital gives weight to a weak word: "He" begins a sentence, "HE" is shouted.
fn stress_of_case(word: &str) -> Stress {
    match (word.contains(char::is_uppercase), word.contains(char::is_lowercase)) {
        (false, _) => Stress::Keep,
        (true, true) => Stress::AtLeastSecondary,
        (true, false) => Stress::Primary,
    }
}
