//! Numbers of things: units, magnitudes, fractions, heights.

use super::amounts::{FRACTIONS, PAIRS, PER, TOGETHER, UNITS};
use super::metres::is_million_apart;
use super::money::magnitude;
use super::numbers;
use super::topics::{ODDS, PARTS_OF, RATED, SEASONS, SIZES};
use super::words::FUNCTION_WORDS;
use super::{Reading, is_attributive, near};
use crate::speech::tokens::Tokens;

/// The most tokens of a written unit (`sq`, `.`, a space, `ft`).
const LONGEST_UNIT: usize = 4;

/// "5kg", "10 km/h", "20°C", "3bn", "5-km".
pub(super) fn measure(t: &Tokens, i: usize) -> Option<Reading> {
    let n = numbers::read(t, i)?;
    let end = i + n.len;
    if t.is(end, "x") && t.digits(end + 1).is_some() {
        return Some((format!("{} by", numbers::said(&n)), n.len + 1));
    }
    if is_million_apart(t, end) {
        return Some((format!("{} million", numbers::said(&n)), n.len + 2));
    }
    let spaced = t.is_space(end);
    let hyphen = t.is(end, "-");
    let at = if spaced || hyphen { end + 1 } else { end };
    let Some((unit, len)) = unit(t, at, spaced || hyphen) else {
        let (said, len) = magnitude(t, end)
            .filter(|_| !spaced && !hyphen && t.text(end).starts_with(char::is_lowercase))?;
        return Some((format!("{} {said}", numbers::said(&n)), n.len + len));
    };
    let mut last = at + len;
    if t.is(last, "-") && SIZES.contains(&t.text(last + 1)) && !spaced {
        return Some((format!("{}-{}", numbers::said(&n), unit.1), last - i));
    }
    let hurdled = t.word_after(last) == "hurdles";
    let attributive = !hurdled && is_attributive(t, i, last);
    let one = n.is_one() || hyphen || attributive || is_hour_of(t, at, last);
    let mut said = format!("{} {}", numbers::said(&n), if one { unit.1 } else { unit.2 });
    if let Some((name, len)) = per(t, last) {
        said = format!("{said} per {name}");
        last += len;
    }
    last += usize::from(t.is(last, ".") && goes_on(t, last + 1));
    Some((said, last - i))
}

/// True for "24hr news", written together and in the singular.
fn is_hour_of(t: &Tokens, at: usize, end: usize) -> bool {
    let next = t.word_after(end);
    let noun = next.starts_with(char::is_lowercase) && !FUNCTION_WORDS.contains(&next);
    t.is(at, "hr") && t.digits(at.wrapping_sub(1)).is_some() && noun
}

/// "/kg", "/day": what an amount is for one of, and its tokens.
pub(super) fn per(t: &Tokens, i: usize) -> Option<(&'static str, usize)> {
    if !t.is(i, "/") {
        return None;
    }
    if let Some((_, said)) = PER.iter().find(|(written, _)| t.is(i + 1, written)) {
        return t.digits(i + 2).is_none().then_some((said, 2));
    }
    let (unit, len) = unit(t, i + 1, false)?;
    (unit.0.starts_with(char::is_alphabetic) && !t.is(i + 1 + len, "/")).then_some((unit.1, len + 1))
}

/// True when a small letter follows: the dot of "16 lbs. lighter" ends no sentence.
fn goes_on(t: &Tokens, i: usize) -> bool {
    (i..i + 3).find_map(|k| t.letters(k)).is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// The longest unit written at `at`; `apart` when it does not touch its number.
fn unit(
    t: &Tokens,
    at: usize,
    apart: bool,
) -> Option<(&'static (&'static str, &'static str, &'static str), usize)> {
    (1..=LONGEST_UNIT).rev().find_map(|len| {
        let short = (at..at + len).all(|k| t.text(k).len() < 8);
        // "sq. ft." is written with dots or without.
        let dot = |k: usize| {
            k == at + 1 && len == LONGEST_UNIT && matches!(t.text(at), "sq" | "cu") && t.is(k, ".")
        };
        let written: String = (at..at + len).filter(|&k| short && !dot(k)).map(|k| t.text(k)).collect();
        let unit = UNITS.iter().find(|unit| unit.0 == written && !(apart && TOGETHER.contains(&unit.0)))?;
        let joined = t.letters(at + len).or(t.digits(at + len)).is_some();
        (!joined).then_some((unit, len))
    })
}

/// `6'2"` and `6ft 2in`: "six foot two".
pub(super) fn height(t: &Tokens, i: usize) -> Option<Reading> {
    let feet = t.digits(i).filter(|d| d.len() == 1)?;
    let (inches, len) = if matches!(t.text(i + 1), "'" | "\u{2019}" | "\u{2032}") {
        (t.digits(i + 2).filter(|_| matches!(t.text(i + 3), "\"" | "\u{201d}" | "\u{2033}" | "''"))?, 4)
    } else if t.is(t.past_space(i + 1), "ft") {
        let past = |at: usize| t.past_space(at + usize::from(t.is(at, ".")));
        let at = past(t.past_space(i + 1) + 1);
        let unit = t.past_space(at + 1);
        let inches = t.digits(at).filter(|_| matches!(t.text(unit), "in" | "ins"))?;
        let dot = t.is(unit + 1, ".") && goes_on(t, unit + 2);
        (inches, unit + 1 + usize::from(dot) - i)
    } else {
        return None;
    };
    let value: u64 = inches.parse().ok().filter(|inches| *inches < 12)?;
    Some((format!("{} foot {}", numbers::cardinal(feet), numbers::words(value)), len))
}

/// "3 1/2", "3-1/2".
pub(super) fn mixed_fraction(t: &Tokens, i: usize) -> Option<Reading> {
    let joined = t.is_space(i + 1) || t.is(i + 1, "-");
    let whole = t.digits(i).filter(|d| d.len() <= 6 && joined && !t.is(i.wrapping_sub(1), "/"))?;
    let (top, bottom) = parts(t, i + 2)?;
    let (one, many) = FRACTIONS.get(bottom.checked_sub(2)? as usize)?;
    let fraction = match top {
        1 => format!("a{} {one}", if one.starts_with('e') { "n" } else { "" }),
        top if top < bottom => format!("{} {many}", numbers::words(top)),
        _ => return None,
    };
    Some((format!("{} and {fraction}", numbers::cardinal(whole)), 5))
}

/// "4.5/5 stars".
pub(super) fn rating(t: &Tokens, i: usize) -> Option<Reading> {
    let n = numbers::read(t, i).filter(|n| n.fraction.as_ref().is_some_and(|part| part.len() == 1))?;
    let slash = i + n.len;
    let most = t.digits(slash + 1).filter(|most| t.is(slash, "/") && matches!(*most, "5" | "10" | "100"))?;
    let alone = !matches!(t.text(slash + 2), "/" | "." | "-") || t.digits(slash + 3).is_none();
    alone.then(|| (format!("{} out of {}", numbers::said(&n), numbers::cardinal(most)), n.len + 2))
}

/// "1/3", "8/10", "24/7", "4/5 stars", "page 3/10".
pub(super) fn fraction(t: &Tokens, i: usize) -> Option<Reading> {
    let (top, bottom) = parts(t, i)?;
    let words = numbers::words;
    let said = match (top, bottom) {
        _ if top <= bottom && PARTS_OF.contains(&t.word_before(i).to_lowercase().as_str()) => {
            format!("{} of {}", words(top), words(bottom))
        }
        _ if top <= bottom && RATED.contains(&t.word_after(i + 3)) => {
            format!("{} out of {}", words(top), words(bottom))
        }
        _ if near(t, i, i + 3, ODDS) => format!("{} to {}", words(top), words(bottom)),
        (top, bottom) if top + 1 == bottom && SEASONS.contains(&t.word_after(i + 3)) && top > 9 => {
            format!("{} {}", words(top), words(bottom))
        }
        (50, 50) | (20, 20) => format!("{}-{}", words(top), words(bottom)),
        pair if PAIRS.contains(&pair) => format!("{} {}", words(top), words(bottom)),
        (1100..=2099, 0..=99) => format!("{} {}", numbers::year(top), words(bottom)),
        (_, 10 | 100) if top <= bottom => {
            format!("{} out of {}", words(top), words(bottom))
        }
        (1, 2..=9) => format!("one {}", FRACTIONS.get(bottom as usize - 2)?.0),
        (_, 2..=9) if top < bottom => {
            format!("{} {}", words(top), FRACTIONS.get(bottom as usize - 2)?.1)
        }
        _ => format!("{} over {}", words(top), words(bottom)),
    };
    // "2/3rds" says its ending twice.
    let ending = matches!(t.text(i + 3), "rd" | "rds" | "th" | "ths") && (2..=9).contains(&bottom);
    Some((said, 3 + usize::from(ending)))
}

/// Both numbers of `a/b`, alone.
fn parts(t: &Tokens, i: usize) -> Option<(u64, u64)> {
    let short = |i: usize| t.digits(i).filter(|d| d.len() <= 4 && (d.len() == 1 || !d.starts_with('0')));
    let (top, bottom) = (short(i)?, short(i + 2)?);
    let alone = t.is(i + 1, "/") && !t.is(i + 3, "/") && !t.is(i.wrapping_sub(1), "/");
    if alone { Some((top.parse().ok()?, bottom.parse().ok()?)) } else { None }
}
