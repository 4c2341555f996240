//! Which of the old texts each of the new ones comes from.

use super::words::folded;
use crate::base::similarity::WordCounts;

/// Texts that share this part of their words are one text that was edited.
const LIKE: f64 = 0.5;
/// Gaps with more comparisons than this are paired in order only; so much is not edited, it is replaced.
const MOST: usize = 250_000;

/// What an old text that stands at the place of a new one is worth to it where they are not alike.
const PLACE: f64 = 0.01;

/// For each new text the old one that it was made from, both in order: the pairing with the greatest likeness in all. `may`
/// says of a new and an old one whether they can be one at all, and whether the place alone makes them one.
pub(super) fn pairs(old: &[&str], new: &[&str], may: impl Fn(usize, usize) -> May) -> Vec<Option<usize>> {
    if old.len() * new.len() > MOST {
        return vec![None; new.len()];
    }
    let counted = |text: &&str| WordCounts::new(folded(text));
    let old: Vec<WordCounts> = old.iter().map(counted).collect();
    let new: Vec<WordCounts> = new.iter().map(counted).collect();
    best(new.len(), old.len(), |n, m| {
        let likeness = old[m].similarity(&new[n]);
        match may(n, m) {
            May::BeLike | May::BeThere if likeness >= LIKE => likeness,
            May::BeThere => PLACE * (1.0 + likeness),
            _ => 0.0,
        }
    })
}

/// Whether an old text and a new one can be one.
#[derive(Clone, Copy)]
pub(super) enum May {
    /// No.
    Not,
    /// When they are alike.
    BeLike,
    /// Also when they are not, where nothing else stands there.
    BeThere,
}

/// For each of `news` one of `olds` or none, both in order, with the greatest sum of `worth`; what is worth nothing is not
/// paired. Beyond [`MOST`] comparisons they are paired as they come.
pub(super) fn best(news: usize, olds: usize, worth: impl Fn(usize, usize) -> f64) -> Vec<Option<usize>> {
    if olds * news > MOST {
        return (0..news).map(|n| (n < olds).then_some(n)).collect();
    }
    let width = olds + 1;
    // best[n][m]: the greatest sum between the new from n and the old from m on.
    let mut best = vec![0.0_f64; (news + 1) * width];
    for n in (0..news).rev() {
        for m in (0..olds).rev() {
            let skip = best[(n + 1) * width + m].max(best[n * width + m + 1]);
            let worth = worth(n, m);
            let pair = if worth > 0.0 { worth + best[(n + 1) * width + m + 1] } else { 0.0 };
            best[n * width + m] = skip.max(pair);
        }
    }
    let mut m = 0;
    let mut found = Vec::with_capacity(news);
    for n in 0..news {
        while m < olds && best[n * width + m + 1] >= best[n * width + m] {
            m += 1;
        }
        let taken = m < olds && best[(n + 1) * width + m] < best[n * width + m];
        found.push(taken.then_some(m));
        m += usize::from(taken);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edited_texts_find_where_they_come_from_and_new_ones_do_not() {
        let old = ["the boat is late", "we had some tea", "then it came at last"];
        let new = ["something else entirely", "the boat is very late", "then it came at once"];
        assert_eq!(pairs(&old, &new, |_, _| May::BeLike), [None, Some(0), Some(2)]);
    }

    #[test]
    fn what_is_left_at_a_place_is_paired_where_that_is_allowed() {
        let old = ["the boat is late", "i said as much to them"];
        let new = ["the boat is very late", "everybody was told"];
        let second = |n, m| if (n, m) == (1, 1) { May::BeThere } else { May::BeLike };
        assert_eq!(pairs(&old, &new, second), [Some(0), Some(1)]);
        assert_eq!(pairs(&old, &new, |_, _| May::Not), [None, None]);
    }

    #[test]
    fn nothing_is_like_nothing() {
        assert_eq!(pairs(&[], &["a"], |_, _| May::BeThere), [None]);
        assert!(pairs(&["a"], &[], |_, _| May::BeThere).is_empty());
    }
}
