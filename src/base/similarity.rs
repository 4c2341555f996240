//! How alike two texts are, by their words.

use std::collections::BTreeMap;

/// The words of a text, each with how often it stands there.
pub(crate) struct Counted {
    counts: BTreeMap<String, usize>,
    all: usize,
}

impl Counted {
    pub(crate) fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut counts = BTreeMap::new();
        words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
        let all = counts.values().sum();
        Self { counts, all }
    }

    /// Words that both have, twice over the words of both (Dice's coefficient): from 0, nothing in common, to 1, the same words in
    /// any order. Two texts without words are alike.
    pub(crate) fn like(&self, other: &Self) -> f64 {
        if self.all + other.all == 0 {
            return 1.0;
        }
        let in_both = |(word, n): (&String, &usize)| other.counts.get(word).map_or(0, |m| *n.min(m));
        let shared: usize = self.counts.iter().map(in_both).sum();
        2.0 * shared as f64 / (self.all + other.all) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_as_often_as_they_stand_in_both() {
        let like = |a: &str, b: &str| {
            let counted = |text: &str| Counted::new(text.split_whitespace().map(str::to_string));
            counted(a).like(&counted(b))
        };
        assert_eq!(like("we had tea", "tea we had"), 1.0);
        assert_eq!(like("no no yes", "no no no"), 2.0 / 3.0);
        assert_eq!(like("we had tea", ""), 0.0);
        assert_eq!(like("", ""), 1.0);
    }
}
