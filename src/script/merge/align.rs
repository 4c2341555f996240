//! Which of the old texts each of the new ones comes from.

use std::collections::BTreeMap;

/// Texts that share this part of their words are one text that was edited.
const LIKE: f64 = 0.5;
/// Gaps with more comparisons than this are paired in order only; so much is not edited, it is replaced.
const MOST: usize = 250_000;

/// For each new text the old one that it was made from, both in order: the pairing with the greatest likeness in all.
pub(super) fn pairs(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    if old.is_empty() || old.len() * new.len() > MOST {
        return vec![None; new.len()];
    }
    let width = old.len() + 1;
    let counted: Vec<_> = old.iter().map(|text| counts(text)).collect();
    let likeness: Vec<Vec<f64>> = new
        .iter()
        .map(|text| {
            let words = counts(text);
            counted.iter().map(|old| like(old, &words)).collect()
        })
        .collect();
    // best[n][m]: the greatest sum of likeness between the texts from new n and old m on.
    let mut best = vec![0.0_f64; (new.len() + 1) * width];
    for n in (0..new.len()).rev() {
        for m in (0..old.len()).rev() {
            let skip = best[(n + 1) * width + m].max(best[n * width + m + 1]);
            let pair =
                if likeness[n][m] >= LIKE { likeness[n][m] + best[(n + 1) * width + m + 1] } else { 0.0 };
            best[n * width + m] = skip.max(pair);
        }
    }
    let mut m = 0;
    let mut found = Vec::with_capacity(new.len());
    for n in 0..new.len() {
        while m < old.len() && best[n * width + m + 1] >= best[n * width + m] {
            m += 1;
        }
        let taken = m < old.len() && best[(n + 1) * width + m] < best[n * width + m];
        found.push(taken.then_some(m));
        m += usize::from(taken);
    }
    found
}

/// Words in lower case, single spaces between.
pub(super) fn folded(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn counts(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    folded(text).split(' ').for_each(|word| *counts.entry(word.to_string()).or_default() += 1);
    counts
}

/// Words that both have, twice over the words of both (Dice's coefficient).
fn like(a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>) -> f64 {
    let shared: usize = a.iter().map(|(word, n)| b.get(word).map_or(0, |m| *n.min(m))).sum();
    let all: usize = a.values().chain(b.values()).sum();
    2.0 * shared as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edited_texts_find_where_they_come_from_and_new_ones_do_not() {
        let old = ["the boat is late", "we had some tea", "then it came at last"];
        let new = ["something else entirely", "the boat is very late", "then it came at once"];
        assert_eq!(pairs(&old, &new), [None, Some(0), Some(2)]);
    }

    #[test]
    fn nothing_is_like_nothing() {
        assert_eq!(pairs(&[], &["a"]), [None]);
        assert!(pairs(&["a"], &[]).is_empty());
    }
}
