//! The pronunciation dictionaries: the phonemes of a word, which may depend on its part of speech.

use super::sorted_map::SortedMap;
use super::table::{Section, Table, TableError};

/// Separates the variants of a word. Neither phonemes nor tags contain these characters.
pub(super) const VARIANT: char = '\u{1}';
/// Separates a tag from its phonemes.
pub(super) const TAG_END: char = '\u{2}';

/// The two dictionaries of a table.
pub(super) struct Dictionary {
    gold: SortedMap,
    silver: SortedMap,
}

/// The pronunciations of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'t>(&'t str);

impl Dictionary {
    pub(super) fn open(table: &Table) -> Result<Self, TableError> {
        let open = |section| SortedMap::open(table.bytes(), table.range(section));
        Ok(Self { gold: open(Section::Gold)?, silver: open(Section::Silver)? })
    }

    /// Returns the entry of a word in the dictionary that people corrected.
    pub(super) fn gold<'t>(&self, table: &'t Table, word: &str) -> Option<Entry<'t>> {
        find(&self.gold, table, word)
    }

    /// Returns the entry of a word in the dictionary that a program made.
    pub(super) fn silver<'t>(&self, table: &'t Table, word: &str) -> Option<Entry<'t>> {
        find(&self.silver, table, word)
    }

    pub(super) fn contains(&self, table: &Table, word: &str) -> bool {
        self.gold(table, word).is_some() || self.silver(table, word).is_some()
    }
}

/// Looks a word up. The dictionaries list "smith" or "Smith", not both, unless they are two words such as "polish" and
/// "Polish". So a word that is missing is also looked up with the other first letter.
fn find<'t>(map: &SortedMap, table: &'t Table, word: &str) -> Option<Entry<'t>> {
    let entry = |word: &str| {
        let value = map.get(table.bytes(), word.as_bytes())?;
        Some(Entry(std::str::from_utf8(value).ok()?))
    };
    entry(word).or_else(|| entry(&with_other_initial(word)?))
}

/// Returns "Smith" for "smith" and the reverse. `None` for single letters and for other mixtures of cases.
fn with_other_initial(word: &str) -> Option<String> {
    let mut chars = word.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    if rest.is_empty() || rest.chars().any(char::is_uppercase) {
        return None;
    }
    match first.is_uppercase() {
        true => Some(first.to_lowercase().chain(rest.chars()).collect()),
        false => Some(first.to_uppercase().chain(rest.chars()).collect()),
    }
}

impl<'t> Entry<'t> {
    /// Returns the phonemes for a tag of the Penn Treebank, e.g. "VBD" or "NN". Without an entry for the tag, its word class
    /// decides, then the entry for all others.
    ///
    /// `None` means that the word is spelled letter by letter as this part of speech: "ACT" as a name of a test.
    pub(super) fn phonemes(self, tag: &str, last: bool) -> Option<&'t str> {
        if !self.0.starts_with(VARIANT) {
            return Some(self.0);
        }
        // Some words are strong before a pause: "the one he waited for."
        let pause = last.then(|| self.variant("None")).flatten();
        let found = pause
            .or_else(|| self.variant(tag))
            .or_else(|| self.variant(word_class(tag)))
            .or_else(|| self.variant("DEFAULT"))?;
        (!found.is_empty()).then_some(found)
    }

    /// Returns the phonemes of one tag.
    pub(super) fn variant(self, tag: &str) -> Option<&'t str> {
        let variants = self.0.split(VARIANT).filter_map(|variant| variant.split_once(TAG_END));
        variants.into_iter().find(|(name, _)| *name == tag).map(|(_, phonemes)| phonemes)
    }
}

/// Returns the class by which the dictionaries list a tag.
pub(super) fn word_class(tag: &str) -> &str {
    match tag.get(..2) {
        Some("VB") => "VERB",
        Some("NN") => "NOUN",
        Some("RB") => "ADV",
        Some("JJ") => "ADJ",
        _ => tag,
    }
}
