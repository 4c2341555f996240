//! Lengths that their neighbours tell: "6" of snow", "3m x 4m", "1500m", "1080p", "a 10k run".

use super::measures::measure;
use super::numbers;
use super::sports::RACES;
use super::topics::{CONTAINERS, DIMENSIONS, LINES, RECIPE_UNITS, SCREENS, SHARES};
use super::{Reading, is_attributive, near};
use crate::speech::tokens::Tokens;

/// How far back a quote mark may have opened that a mark behind a number closes.
const LONGEST_QUOTE: usize = 120;

/// How near behind a number the mark must stand that these rules are about; most numbers have none.
const NEAR: usize = 12;

/// A length, or a number with a letter that is no unit.
pub(super) fn length(t: &Tokens, i: usize) -> Option<Reading> {
    t.digits(i)?;
    lines(t, i)
        .or_else(|| thousand_metres(t, i))
        .or_else(|| kilo(t, i))
        .or_else(|| marked(t, i))
        .or_else(|| by(t, i))
}

/// "1080p" of a screen; of a share it is pence.
fn lines(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|_| matches!(t.text(i + 1), "p" | "i"))?;
    let (_, sure) = LINES.iter().find(|(lines, _)| *lines == digits)?;
    let screen = near(t, i, i + 2, SCREENS) || (*sure && !near(t, i, i + 2, SHARES));
    screen.then(|| (format!("{} {}", numbers::designation(digits), t.text(i + 1).to_uppercase()), 2))
}

/// "1500m" is run as the fifteen hundred metres.
fn thousand_metres(t: &Tokens, i: usize) -> Option<Reading> {
    t.digits(i).filter(|digits| matches!(*digits, "1500" | "1"))?;
    let n = numbers::read(t, i).filter(|n| n.whole == "1500" && n.fraction.is_none())?;
    let raced = RACES.contains(&t.word_after(i + n.len + 1));
    let metres = t.is(i + n.len, "m") && (!n.grouped || raced);
    let name = if is_attributive(t, i, i + n.len + 1) { "metre" } else { "metres" };
    (metres && !super::is_counted(t, i + n.len + 1)).then(|| (format!("fifteen hundred {name}"), n.len + 1))
}

/// "a 10k run", "a 4K screen".
fn kilo(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() <= 3)?;
    let next = t.word_after(i + 2);
    let ran = t.is(i + 1, "k") && (RACES.contains(&next) || (is_run(t, i) && t.word_after(i + 2).is_empty()));
    let screen = t.is(i + 1, "K") && matches!(digits, "4" | "8") && SCREENS.contains(&next);
    (ran || screen).then(|| (format!("{} K", numbers::cardinal(digits)), 2))
}

/// True after "ran a", "the", "parkrun".
fn is_run(t: &Tokens, i: usize) -> bool {
    let verb = |word: &str| matches!(word, "ran" | "run" | "running" | "runs" | "walked" | "parkrun");
    let before = t.word_before(i);
    verb(before)
        || (matches!(before, "a" | "the" | "her" | "his") && verb(t.word_before(i.saturating_sub(2))))
}

/// `6"` and `5'` where no quote can end: feet, inches, and minutes after degrees.
fn marked(t: &Tokens, i: usize) -> Option<Reading> {
    let mark = |k| matches!(t.text(k), "'" | "\"" | "\u{2019}" | "\u{201d}" | "\u{2032}" | "\u{2033}");
    (i + 1..i + NEAR).find(|&k| mark(k))?;
    let n = numbers::read(t, i)?;
    let end = i + n.len;
    let (one, many) = match t.text(end) {
        "\u{2032}" if t.is(i.wrapping_sub(1), "\u{b0}") => ("minute", "minutes"),
        "\u{2032}" | "'" | "\u{2019}" => ("foot", "feet"),
        "\u{2033}" | "\"" | "\u{201d}" => ("inch", "inches"),
        _ => return None,
    };
    let sure = matches!(t.text(end), "\u{2032}" | "\u{2033}");
    let next = t.word_after(end + 1);
    let attributive = is_attributive(t, i, end + 1);
    let measured = attributive || matches!(next, "of" | "x" | "by") || DIMENSIONS.contains(&next);
    if !sure && (!measured || is_quoted(t, i) || t.is(end + 1, "s")) {
        return None;
    }
    let name = if n.is_one() || attributive { one } else { many };
    Some((format!("{} {name}", numbers::said(&n)), n.len + 1))
}

/// True when a quote mark is open before `i`.
fn is_quoted(t: &Tokens, i: usize) -> bool {
    let (mut straight, mut curly) = (0, 0);
    for k in i.saturating_sub(LONGEST_QUOTE)..i {
        match t.text(k) {
            "\"" | "\u{201d}" if t.digits(k.wrapping_sub(1)).is_some() => {}
            "\"" => straight += 1,
            "\u{201c}" | "\u{2018}" => curly += 1,
            "\u{201d}" => curly -= 1,
            _ => {}
        }
    }
    straight % 2 == 1 || curly > 0
}

/// "3m x 4m", "3 x 4", "3m × 4m"; "2 x 400g tins" are two tins.
fn by(t: &Tokens, i: usize) -> Option<Reading> {
    (i + 1..i + NEAR).find(|&k| matches!(t.text(k), "x" | "\u{d7}"))?;
    let n = numbers::read(t, i)?;
    let (said, len) = measure(t, i).unwrap_or_else(|| (numbers::said(&n), n.len));
    let end = i + len;
    let cross = t.is_space(end) && t.is_space(end + 2) && matches!(t.text(end + 1), "x" | "\u{d7}");
    t.digits(end + 3).filter(|_| cross)?;
    let second = numbers::read(t, end + 3)?;
    let unit = end + 3 + second.len;
    if len == n.len && RECIPE_UNITS.contains(&t.text(unit)) && CONTAINERS.contains(&t.word_after(unit + 1)) {
        let (one, _) = super::amounts::UNITS.iter().find(|u| u.0 == t.text(unit)).map(|u| (u.1, u.2))?;
        return Some((format!("{said} {} {one}", numbers::said(&second)), unit + 1 - i));
    }
    let product = t.is(end + 1, "\u{d7}") && len == n.len;
    (!product).then(|| (format!("{said} by"), len + 3))
}
