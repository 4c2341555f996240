//! Guesses the part of speech of each word, which decides between "he read it" and "to read it".
//!
//! An averaged perceptron: each feature of a word and its neighbours has a weight for each tag of the Penn Treebank, and the
//! tag with the largest sum wins. Weights are whole tenths, so sums are exact. The tables are part of the installed voice; they
//! define which features exist.

use super::sorted_map::SortedMap;
use super::table::{Section, Table, TableError};

/// Bytes of one weight in the table: the tag, then its weight in tenths as i16.
const WEIGHT: usize = 3;
/// Tags before the first word, and words outside the sentence.
const BEFORE: [&str; 2] = ["-START2-", "-START-"];
const AFTER: [&str; 2] = ["-END-", "-END2-"];

/// The tagger of a table.
pub(super) struct Tagger {
    names: Vec<String>,
    of_word: SortedMap,
    words: SortedMap,
    weights: SortedMap,
}

impl Tagger {
    pub(super) fn open(table: &Table) -> Result<Self, TableError> {
        let names = std::str::from_utf8(table.section(Section::TagNames)).map_err(|_| TableError::Damaged)?;
        let open = |section| SortedMap::open(table.bytes(), table.range(section));
        Ok(Self {
            names: names.lines().map(str::to_string).collect(),
            of_word: open(Section::TagOfWord)?,
            words: open(Section::TaggerWords)?,
            weights: open(Section::TagWeights)?,
        })
    }

    /// Returns the tag of each word of a sentence.
    pub(super) fn tags(&self, table: &Table, words: &[&str]) -> Vec<&str> {
        let normalised = words.iter().map(|word| self.normalised(table, word));
        let context: Vec<String> = BEFORE
            .into_iter()
            .map(String::from)
            .chain(normalised)
            .chain(AFTER.into_iter().map(String::from))
            .collect();
        let mut tags: Vec<&str> = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            let before = |n: usize| at.checked_sub(n).and_then(|at| tags.get(at)).copied();
            let previous = before(1).unwrap_or(BEFORE[1]);
            let second = before(2).unwrap_or(if at == 1 { BEFORE[1] } else { BEFORE[0] });
            let known = self.of_word.get(table.bytes(), word.as_bytes()).and_then(|tag| tag.first());
            let tag = match known {
                Some(&tag) => usize::from(tag),
                None => self.best(table, &features(at, word, &context, previous, second)),
            };
            tags.push(self.names.get(tag).map_or("NN", String::as_str));
        }
        tags
    }

    /// Returns the form by which the features name a word: rare words by their shape.
    fn normalised(&self, table: &Table, word: &str) -> String {
        let digits = word.chars().all(|c| c.is_ascii_digit());
        let form = if word.contains('-') && !word.starts_with('-') {
            "!HYPHEN".to_string()
        } else if digits && word.len() == 4 {
            "!YEAR".to_string()
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            "!DIGITS".to_string()
        } else {
            word.to_lowercase()
        };
        match self.words.get(table.bytes(), form.as_bytes()) {
            Some(_) => form,
            None => format!("<{}>", shape(word)),
        }
    }

    /// Returns the index of the tag with the largest sum. Of equal ones, the last by name.
    fn best(&self, table: &Table, features: &[String]) -> usize {
        let mut sums: Vec<i32> = vec![0; self.names.len()];
        let mut found = false;
        for feature in features {
            let weights = self.weights.get(table.bytes(), feature.as_bytes()).unwrap_or_default();
            for &[tag, low, high] in weights.as_chunks::<WEIGHT>().0 {
                if let Some(sum) = sums.get_mut(usize::from(tag)) {
                    *sum += i32::from(i16::from_le_bytes([low, high]));
                    found = true;
                }
            }
        }
        let best = sums.iter().enumerate().max_by_key(|(at, sum)| (**sum, *at));
        best.filter(|_| found).map_or(usize::MAX, |(at, _)| at)
    }
}

/// Returns the features of a word: itself, its shape and endings, two tags before it, and two words on each side.
fn features(at: usize, word: &str, context: &[String], previous: &str, second: &str) -> Vec<String> {
    let near = |offset: usize| context.get(at + offset).map_or("", String::as_str);
    let first = word.chars().next().map(String::from).unwrap_or_default();
    vec![
        "b".to_string(),
        format!("s3={}", ending(word)),
        format!("p1={first}"),
        format!("w={}", near(2)),
        format!("sh={}", shape(word)),
        if at == 0 { "i0" } else { "i+" }.to_string(),
        format!("t-1={previous}"),
        format!("t-2={second}"),
        format!("t-12={previous},{second}"),
        format!("w-1={}", near(1)),
        format!("s3-1={}", ending(near(1))),
        format!("w-2={}", near(0)),
        format!("w+1={}", near(3)),
        format!("s3+1={}", ending(near(3))),
        format!("w+2={}", near(4)),
    ]
}

/// Returns the last three characters of a word.
fn ending(word: &str) -> &str {
    let start = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    &word[start..]
}

/// Returns the shape of a word: "Xx" for one with a capital, "d" for digits.
fn shape(word: &str) -> String {
    if word.chars().all(char::is_alphabetic) {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let length = word.chars().count();
        let name = match capitals {
            0 => "x",
            1 if length == 1 => "X1",
            all if all == length => "XX",
            1 if word.starts_with(char::is_uppercase) => "Xx",
            _ => "xX",
        };
        return name.to_string();
    }
    if word.chars().all(|c| c.is_ascii_digit()) {
        return "d".to_string();
    }
    let class = |c: char| match c {
        c if c.is_numeric() => 'd',
        c if c.is_alphabetic() => 'x',
        c => c,
    };
    word.chars().take(4).map(class).collect()
}
