//! Texts as words: how they differ, and where words went that a person brought elsewhere.

use std::ops::Range;

use super::entry::{Entry, Fresh};

/// Stretches with more comparisons than this are not compared word by word.
const MOST: usize = 1_000_000;

/// Where the words of a text stand in it.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    split(text).map(|word| start(word)..start(word) + word.len()).collect()
}

/// The words of a text in lower case.
pub(super) fn folded(text: &str) -> Vec<String> {
    split(text).map(str::to_lowercase).collect()
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Where two texts differ: which words of the old one stand there, and which of the new one.
pub(super) fn differences(old: &[String], new: &[String]) -> Vec<(Range<usize>, Range<usize>)> {
    let within = |long: &[String], short: &[String]| {
        let found = long.windows(short.len().max(1)).position(|window| window == short);
        found.map(|at| (0..at, at + short.len()..long.len()))
    };
    let found = if let Some((before, behind)) = within(new, old) {
        vec![(0..0, before), (old.len()..old.len(), behind)]
    } else if let Some((before, behind)) = within(old, new) {
        vec![(before, 0..0), (behind, new.len()..new.len())]
    } else {
        compared(old, new)
    };
    found.into_iter().filter(|(old, new)| !old.is_empty() || !new.is_empty()).collect()
}

fn compared(old: &[String], new: &[String]) -> Vec<(Range<usize>, Range<usize>)> {
    let first = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let same = old[first..].iter().rev().zip(new[first..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - same, new.len() - same);
    let mut found = Vec::new();
    let (mut from_old, mut from_new) = (first, first);
    for (at_old, at_new) in common(&old[first..old_end], &new[first..new_end]) {
        found.push((from_old..first + at_old, from_new..first + at_new));
        (from_old, from_new) = (first + at_old + 1, first + at_new + 1);
    }
    found.push((from_old..old_end, from_new..new_end));
    found
}

/// Places of a longest common subsequence.
fn common(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    if old.len() * new.len() > MOST {
        return Vec::new();
    }
    let width = new.len() + 1;
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    for m in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            let skip = longest[(m + 1) * width + n].max(longest[m * width + n + 1]);
            let both = longest[(m + 1) * width + n + 1] + 1;
            longest[m * width + n] = if old[m] == new[n] { both } else { skip };
        }
    }
    let (mut m, mut n, mut found) = (0, 0, Vec::new());
    while m < old.len() && n < new.len() {
        if old[m] == new[n] {
            found.push((m, n));
            (m, n) = (m + 1, n + 1);
        } else if longest[(m + 1) * width + n] >= longest[m * width + n + 1] {
            m += 1;
        } else {
            n += 1;
        }
    }
    found
}

/// Words that a person has brought elsewhere: joined to another segment, or put into one of their own.
pub(super) struct Spare(String);

impl Spare {
    /// `entries` know which part of `fresh` they are.
    pub fn new(entries: &[Entry], fresh: &[Fresh<'_>]) -> Self {
        let mut ordered: Vec<&Entry> = entries.iter().collect();
        ordered.sort_by_key(|entry| entry.file);
        let mut spare = String::from(" ");
        for entry in ordered {
            match entry.rank.map(|rank| fresh[rank].text()) {
                // Own words that follow one another are one run.
                None if entry.edited() || (entry.omitted && entry.base.is_none()) => {
                    folded(&entry.text).iter().for_each(|word| spare.extend([word, " "]));
                }
                Some(article) if entry.edited() => {
                    surplus(article, &entry.text).iter().for_each(|run| spare.extend(["\n ", run, " \n "]));
                }
                _ => spare.push_str("\n "),
            }
        }
        Self(spare)
    }

    /// Whether these words are among them, all in a row; each is found once.
    pub fn take(&mut self, text: &str) -> bool {
        let words = format!(" {} ", folded(text).join(" "));
        if words.trim().is_empty() {
            return true;
        }
        let found = self.0.find(&words);
        if let Some(at) = found {
            self.0.replace_range(at..at + words.len(), " \n ");
        }
        found.is_some()
    }
}

/// What an edited text has that the article's has not.
fn surplus(article: &str, text: &str) -> Vec<String> {
    let words = folded(text);
    let added = differences(&folded(article), &words).into_iter().map(|(_, added)| added);
    added.filter(|added| !added.is_empty()).map(|added| words[added].join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ(old: &str, new: &str) -> Vec<(String, String)> {
        let (old, new) = (folded(old), folded(new));
        let pieces = differences(&old, &new).into_iter();
        pieces.map(|(a, b)| (old[a].join(" "), new[b].join(" "))).collect()
    }

    #[test]
    fn texts_differ_in_as_few_runs_as_tell_it() {
        let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
        assert_eq!(differ("We had tea.", "We had tea."), []);
        assert_eq!(
            differ("We had tea.", "It rained. We had tea. We sang."),
            [pair("", "it rained"), pair("", "we sang")]
        );
        assert_eq!(differ("We had tea and sang.", "We had tea."), [pair("and sang", "")]);
        assert_eq!(
            differ("the boat was late again", "the ship was never late"),
            [pair("boat", "ship"), pair("", "never"), pair("again", "")]
        );
        assert_eq!(differ("", "a"), [pair("", "a")]);
        assert_eq!(spans("“It’s 4,”"), [3..5, 8..9, 10..11]);
    }
}
