//! Differences of word lists, and alignment of old texts with new ones.

use std::ops::Range;

use crate::base::similarity::WordCounts;

/// Word lists with more comparisons than this are not compared word by word. The table then takes 4 MB.
const MAX_WORD_PAIRS: usize = 1_000_000;
/// Two texts with at least this similarity are one text that was edited.
const SIMILAR: f64 = 0.5;
/// Gaps with more comparisons than this are not searched for similar texts: so much is replaced, not edited.
const MAX_TEXT_PAIRS: usize = 250_000;
/// What a pair by place alone adds to the sum of similarities: less than any pair of similar texts.
const SAME_PLACE: f64 = 0.01;

/// Returns the words of a text in lower case, without punctuation.
pub(super) fn fold_words(text: &str) -> Vec<String> {
    words(text).map(str::to_lowercase).collect()
}

/// Returns the bytes of each word in a text.
pub(super) fn word_spans(text: &str) -> Vec<Range<usize>> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    words(text).map(|word| start(word)..start(word) + word.len()).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Splits the new text at its changed words. Each piece says whether `old` lacks it. Together the pieces are the whole text.
pub(crate) fn changed_words(old: &str, new: &str) -> Vec<(String, bool)> {
    let compared = |text: &str| words(text).map(str::to_lowercase).collect::<Vec<_>>();
    let spans = word_spans(new);
    let (mut pieces, mut from) = (Vec::new(), 0);
    for (_, changed) in differences(&compared(old), &compared(new)) {
        let Some(last) = changed.end.checked_sub(1).filter(|_| !changed.is_empty()) else { continue };
        let range = spans[changed.start].start..spans[last].end;
        pieces.push((new[from..range.start].to_string(), false));
        pieces.push((new[range.clone()].to_string(), true));
        from = range.end;
    }
    pieces.push((new[from..].to_string(), false));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

/// Returns the differences of two word lists, each as a range of the old list and the range of the new list that replaces it.
///
/// If one list contains the other as a whole, the differences are what precedes and follows it. This keeps "It rained. We had
/// tea." → "We had tea." one cut, where a common subsequence may match single words elsewhere.
pub(super) fn differences(old: &[String], new: &[String]) -> Vec<(Range<usize>, Range<usize>)> {
    let found = if let Some((before, after)) = around(new, old) {
        vec![(0..0, before), (old.len()..old.len(), after)]
    } else if let Some((before, after)) = around(old, new) {
        vec![(before, 0..0), (after, new.len()..new.len())]
    } else {
        differences_by_subsequence(old, new)
    };
    found.into_iter().filter(|(old, new)| !old.is_empty() || !new.is_empty()).collect()
}

/// Returns the ranges of `long` before and after `short`, if `long` contains it.
fn around(long: &[String], short: &[String]) -> Option<(Range<usize>, Range<usize>)> {
    let at = long.windows(short.len().max(1)).position(|window| window == short)?;
    Some((0..at, at + short.len()..long.len()))
}

fn differences_by_subsequence(old: &[String], new: &[String]) -> Vec<(Range<usize>, Range<usize>)> {
    let first = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let same = old[first..].iter().rev().zip(new[first..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - same, new.len() - same);
    let mut found = Vec::new();
    let (mut from_old, mut from_new) = (first, first);
    for (at_old, at_new) in common_subsequence(&old[first..old_end], &new[first..new_end]) {
        found.push((from_old..first + at_old, from_new..first + at_new));
        (from_old, from_new) = (first + at_old + 1, first + at_new + 1);
    }
    found.push((from_old..old_end, from_new..new_end));
    found
}

/// Returns the index pairs of a longest common subsequence; none for lists that are too long.
fn common_subsequence(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    if old.len() * new.len() > MAX_WORD_PAIRS {
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

/// Whether a new text can come from an old one.
#[derive(Clone, Copy)]
pub(super) enum Origin {
    /// No.
    No,
    /// Only if the texts are similar.
    IfSimilar,
    /// Also if they are not similar, when the place has no other text.
    AtPlace,
}

/// Returns for each new text the old text that it comes from, both in order, with the greatest sum of similarities.
pub(super) fn align_similar(
    old: &[&str],
    new: &[&str],
    origin: impl Fn(usize, usize) -> Origin,
) -> Vec<Option<usize>> {
    if old.len() * new.len() > MAX_TEXT_PAIRS {
        return vec![None; new.len()];
    }
    let old: Vec<WordCounts> = old.iter().map(|text| WordCounts::new(fold_words(text))).collect();
    let new: Vec<WordCounts> = new.iter().map(|text| WordCounts::new(fold_words(text))).collect();
    align_best(new.len(), old.len(), |n, m| {
        let similarity = old[m].similarity(&new[n]);
        match origin(n, m) {
            Origin::IfSimilar | Origin::AtPlace if similarity >= SIMILAR => similarity,
            Origin::AtPlace => SAME_PLACE * (1.0 + similarity),
            _ => 0.0,
        }
    })
}

/// Returns for each new item an old item or none, both in order, with the greatest sum of `score`. Items with score 0 are not
/// paired. Beyond [`MAX_TEXT_PAIRS`] comparisons the items are paired one by one.
pub(super) fn align_best(
    new_count: usize,
    old_count: usize,
    score: impl Fn(usize, usize) -> f64,
) -> Vec<Option<usize>> {
    if old_count * new_count > MAX_TEXT_PAIRS {
        return (0..new_count).map(|n| (n < old_count).then_some(n)).collect();
    }
    let width = old_count + 1;
    // best[n * width + m]: the greatest sum of the new items from n on and the old items from m on.
    let mut best = vec![0.0_f64; (new_count + 1) * width];
    for n in (0..new_count).rev() {
        for m in (0..old_count).rev() {
            let skip = best[(n + 1) * width + m].max(best[n * width + m + 1]);
            let score = score(n, m);
            let pair = if score > 0.0 { score + best[(n + 1) * width + m + 1] } else { 0.0 };
            best[n * width + m] = skip.max(pair);
        }
    }
    let mut m = 0;
    let mut found = Vec::with_capacity(new_count);
    for n in 0..new_count {
        while m < old_count && best[n * width + m + 1] >= best[n * width + m] {
            m += 1;
        }
        let is_paired = m < old_count && best[(n + 1) * width + m] < best[n * width + m];
        found.push(is_paired.then_some(m));
        m += usize::from(is_paired);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differing(old: &str, new: &str) -> Vec<(String, String)> {
        let (old, new) = (fold_words(old), fold_words(new));
        let found = differences(&old, &new).into_iter();
        found.map(|(a, b)| (old[a].join(" "), new[b].join(" "))).collect()
    }

    #[test]
    fn differences_are_as_few_runs_as_possible() {
        let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
        assert_eq!(differing("We had tea.", "We had tea."), []);
        assert_eq!(
            differing("We had tea.", "It rained. We had tea. We sang."),
            [pair("", "it rained"), pair("", "we sang")]
        );
        assert_eq!(differing("We had tea and sang.", "We had tea."), [pair("and sang", "")]);
        assert_eq!(
            differing("the boat was late again", "the ship was never late"),
            [pair("boat", "ship"), pair("", "never"), pair("again", "")]
        );
        assert_eq!(differing("", "a"), [pair("", "a")]);
        assert_eq!(word_spans("“It’s 4,”"), [3..5, 8..9, 10..11]);
    }

    #[test]
    fn edited_texts_find_their_origin_and_new_ones_do_not() {
        let old = ["the boat is late", "we had some tea", "then it came at last"];
        let new = ["something else entirely", "the boat is very late", "then it came at once"];
        assert_eq!(align_similar(&old, &new, |_, _| Origin::IfSimilar), [None, Some(0), Some(2)]);
    }

    #[test]
    fn a_text_at_the_same_place_is_the_origin_where_that_is_allowed() {
        let old = ["the boat is late", "i said as much to them"];
        let new = ["the boat is very late", "everybody was told"];
        let second = |n, m| if (n, m) == (1, 1) { Origin::AtPlace } else { Origin::IfSimilar };
        assert_eq!(align_similar(&old, &new, second), [Some(0), Some(1)]);
        assert_eq!(align_similar(&old, &new, |_, _| Origin::No), [None, None]);
    }

    #[test]
    fn aligns_empty_lists() {
        assert_eq!(align_similar(&[], &["a"], |_, _| Origin::AtPlace), [None]);
        assert!(align_similar(&["a"], &[], |_, _| Origin::AtPlace).is_empty());
    }
}
