//! Sets of words, read from the language files.

use std::collections::HashSet;
use std::ops::Deref;

use serde::{Deserialize, Deserializer};

/// A set of words. A language file holds it as one string, with white space between the words: a list of hundreds is
/// easier to read and to edit that way than as an array.
#[derive(Debug, Default)]
pub(crate) struct WordSet(HashSet<String>);

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
    type Target = HashSet<String>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'de> Deserialize<'de> for WordSet {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(WordSet(String::deserialize(from)?.split_whitespace().map(str::to_string).collect()))
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
