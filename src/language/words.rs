//! Sets of words and lists of phrases, read from the language files.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Deref;

use aho_corasick::AhoCorasick;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// A set of words. A language file holds it as one string, with white space between the words: a list of hundreds is
/// easier to read and to edit that way than as an array.
#[derive(Debug, Default)]
pub(crate) struct WordSet(HashSet<String, BuildHasherDefault<WordHasher>>);

/// Words of a language file with their values.
pub(crate) type WordMap<V> = HashMap<String, V, BuildHasherDefault<WordHasher>>;

/// A hash for short words. Each word of a text is looked up in many lists, and the standard hash took a tenth of the time of
/// text normalisation. Its defence against chosen keys is not needed: the keys are those of the language files.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    /// An odd number with about as many ones as zeros, the golden ratio in 64 bits.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

    fn add(&mut self, part: u64) {
        self.0 = (self.0.rotate_left(5) ^ part).wrapping_mul(Self::FACTOR);
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (parts, rest) = bytes.as_chunks::<8>();
        parts.iter().for_each(|part| self.add(u64::from_le_bytes(*part)));
        let last = rest.iter().fold(0, |last, byte| last << 8 | u64::from(*byte));
        self.add(last);
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    fn finish(&self) -> u64 {
        // The table uses the low bits and the highest seven.
        self.0 ^ self.0 >> 32
    }
}

impl WordSet {
    /// True when the set contains exactly this word.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// True when the set contains the word in lower case.
    pub(crate) fn has_lower(&self, word: &str) -> bool {
        self.0.contains(word.to_lowercase().as_str())
    }

    /// The words, in no particular order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Adds the words of another set.
    pub(super) fn extend(&mut self, other: &Self) {
        self.0.extend(other.iter().map(str::to_string));
    }
}

impl Deref for WordSet {
    type Target = HashSet<String, BuildHasherDefault<WordHasher>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'de> Deserialize<'de> for WordSet {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(WordSet(String::deserialize(from)?.split_whitespace().map(str::to_string).collect()))
    }
}

/// Phrases that are searched for in a text, all at once: one search for each of a hundred phrases took a third of the time of
/// reading an article.
#[derive(Debug)]
pub(crate) struct PhraseList {
    phrases: Vec<String>,
    searcher: AhoCorasick,
}

impl PhraseList {
    /// True if a text contains one of the phrases.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.searcher.is_match(text)
    }

    /// The phrases, in the order of the file.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.phrases.iter().map(String::as_str)
    }
}

impl<'de> Deserialize<'de> for PhraseList {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let phrases: Vec<String> = Vec::deserialize(from)?;
        let searcher = AhoCorasick::new(&phrases).map_err(D::Error::custom)?;
        Ok(PhraseList { phrases, searcher })
    }
}

/// Words in the order of the file, where their place has a meaning: the names of the numbers from zero on.
#[derive(Debug, Default)]
pub(crate) struct WordList(Vec<String>);

impl WordList {
    /// The word at a place, counted from 0.
    pub(crate) fn get(&self, at: usize) -> Option<&str> {
        self.0.get(at).map(String::as_str)
    }

    /// The words, in the order of the file.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl Deref for WordList {
    type Target = [String];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'de> Deserialize<'de> for WordList {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(WordList(String::deserialize(from)?.split_whitespace().map(str::to_string).collect()))
    }
}

/// Returns the word with its first letter in upper case.
pub(crate) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
