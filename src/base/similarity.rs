//! Similarity of two texts by their words, and of two names by their letters.

use std::collections::BTreeMap;

/// The words of a text with their counts (a bag of words).
pub(crate) struct WordCounts {
    counts: BTreeMap<String, usize>,
    total: usize,
}

impl WordCounts {
    pub(crate) fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut counts = BTreeMap::new();
        words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
        let total = counts.values().sum();
        Self { counts, total }
    }

    /// Returns the Sørensen–Dice coefficient: twice the number of common words, divided by the number of words of both.
    ///
    /// 0 means no common word, 1 means the same words in any order. Two texts without words have similarity 1.
    pub(crate) fn similarity(&self, other: &Self) -> f64 {
        if self.total + other.total == 0 {
            return 1.0;
        }
        let common: usize = self.counts.iter().map(|(word, n)| other.count(word).min(*n)).sum();
        2.0 * common as f64 / (self.total + other.total) as f64
    }

    fn count(&self, word: &str) -> usize {
        self.counts.get(word).copied().unwrap_or(0)
    }
}

/// Returns how many letters must be inserted, deleted, replaced or swapped with the next one to get from one name to the other:
/// the optimal string alignment distance. So "adler" is one step from "alder". Only the first 64 letters of `a` count, to
/// bound the time.
pub(crate) fn edit_distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().collect();
    let mut earlier = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let replaced = last[j] + usize::from(a[i] != b[j]);
            let mut best = replaced.min(row[j] + 1).min(last[j + 1] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                best = best.min(earlier[j - 1] + 1);
            }
            row.push(best);
        }
        earlier = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(a: &str, b: &str) -> f64 {
        let counts = |text: &str| WordCounts::new(text.split_whitespace().map(str::to_string));
        counts(a).similarity(&counts(b))
    }

    #[test]
    fn a_repeated_word_counts_as_often_as_both_texts_have_it() {
        assert_eq!(similarity("we had tea", "tea we had"), 1.0);
        assert_eq!(similarity("no no yes", "no no no"), 2.0 / 3.0);
        assert_eq!(similarity("we had tea", ""), 0.0);
        assert_eq!(similarity("", ""), 1.0);
    }

    #[test]
    fn counts_edits() {
        for (a, b, distance) in
            [("jia", "jiang", 2), ("", "ab", 2), ("lind", "lund", 1), ("adler", "alder", 1)]
        {
            assert_eq!(edit_distance(a, b), distance, "{a} {b}");
        }
    }
}
