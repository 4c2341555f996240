//! Stars of a review: "★★★★☆".

use super::tokens::Tokens;

/// The most stars that a review gives.
const MOST: usize = 10;

/// How many stars are given, out of how many, and the tokens of all. One star alone is an ornament.
pub(super) fn stars(t: &Tokens, i: usize) -> Option<(u64, u64, usize)> {
    let count =
        |i: usize, star: char| if t.text(i).starts_with(star) { t.text(i).chars().count() } else { 0 };
    let (given, left) = (count(i, '\u{2605}'), count(i + 1, '\u{2606}'));
    let fits = given > 0 && given + left > 1 && given + left <= MOST;
    fits.then_some((given as u64, (given + left) as u64, 1 + usize::from(left > 0)))
}
