//! English lengths and other numbers whose letter or mark has several meanings: `6" of snow`, "3m x 4m", "1080p", "a 10k
//! run".

use super::context::{continues_sentence, is_attributive, is_counted, is_near};
use super::measures::measure;
use super::numbers::{cardinal, designation, in_words, number_in_words, parse_number};
use crate::language::speech::english;
use crate::speech::rules::Reading;
use crate::speech::tokens::Tokens;

/// How many tokens before a number an opening quotation mark is searched for.
const LONGEST_QUOTATION: usize = 120;
/// A mark or an "x" must be this near after a number. Most numbers have none, so the search ends early.
const NEAR: usize = 12;

/// Rule for a height: `6'2"` and `6ft 2in` are "six foot two".
pub(super) fn height(t: &Tokens, i: usize) -> Option<Reading> {
    let feet = t.digits(i).filter(|d| d.len() == 1)?;
    let (inches, len) = if matches!(t.text(i + 1), "'" | "\u{2019}" | "\u{2032}") {
        (t.digits(i + 2).filter(|_| matches!(t.text(i + 3), "\"" | "\u{201d}" | "\u{2033}" | "''"))?, 4)
    } else if t.is(t.past_space(i + 1), "ft") {
        let after_feet = t.past_space(i + 1) + 1;
        let at = t.past_space(after_feet + usize::from(t.is(after_feet, ".")));
        let unit = t.past_space(at + 1);
        let inches = t.digits(at).filter(|_| matches!(t.text(unit), "in" | "ins"))?;
        let dot = t.is(unit + 1, ".") && continues_sentence(t, unit + 2);
        (inches, unit + 1 + usize::from(dot) - i)
    } else {
        return None;
    };
    let value: u64 = inches.parse().ok().filter(|inches| *inches < 12)?;
    Some((format!("{} foot {}", cardinal(feet), in_words(value)), len))
}

/// Rule for a length, or a number with a letter that is no unit.
pub(super) fn length(t: &Tokens, i: usize) -> Option<Reading> {
    t.digits(i)?;
    screen_resolution(t, i)
        .or_else(|| fifteen_hundred_metres(t, i))
        .or_else(|| letter_k(t, i))
        .or_else(|| feet_or_inches(t, i))
        .or_else(|| dimensions(t, i))
}

/// "1080p" of a screen. Near a word of shares, it is pence: "rose 3% to 720p".
fn screen_resolution(t: &Tokens, i: usize) -> Option<Reading> {
    let data = english();
    let digits = t.digits(i).filter(|_| matches!(t.text(i + 1), "p" | "i"))?;
    let sure = data.screen_resolutions.get(digits)?;
    let screen =
        is_near(t, i, i + 2, &data.screen_words) || (*sure && !is_near(t, i, i + 2, &data.share_words));
    screen.then(|| (format!("{} {}", designation(digits), t.text(i + 1).to_uppercase()), 2))
}

/// "1500m" is the name of a race, "the fifteen hundred metres".
fn fifteen_hundred_metres(t: &Tokens, i: usize) -> Option<Reading> {
    t.digits(i).filter(|digits| matches!(*digits, "1500" | "1"))?;
    let n = parse_number(t, i).filter(|n| n.whole == "1500" && n.fraction.is_none())?;
    let raced = english().race_words.has(t.word_after(i + n.len + 1));
    let metres = t.is(i + n.len, "m") && (!n.grouped || raced);
    let name = if is_attributive(t, i, i + n.len + 1) { "metre" } else { "metres" };
    (metres && !is_counted(t, i + n.len + 1)).then(|| (format!("fifteen hundred {name}"), n.len + 1))
}

/// "a 10k run" and "a 4K screen" keep their letter; "10k people" are ten thousand.
fn letter_k(t: &Tokens, i: usize) -> Option<Reading> {
    let data = english();
    let digits = t.digits(i).filter(|digits| digits.len() <= 3)?;
    let next = t.word_after(i + 2);
    let run = t.is(i + 1, "k") && (data.race_words.has(next) || (is_after_run(t, i) && next.is_empty()));
    let screen = t.is(i + 1, "K") && matches!(digits, "4" | "8") && data.screen_words.has(next);
    (run || screen).then(|| (format!("{} K", cardinal(digits)), 2))
}

/// True after "ran", "ran a", "running the".
fn is_after_run(t: &Tokens, i: usize) -> bool {
    let before = t.word_before(i);
    is_run(before)
        || (matches!(before, "a" | "the" | "her" | "his") && is_run(t.word_before(i.saturating_sub(2))))
}

fn is_run(word: &str) -> bool {
    matches!(word, "ran" | "run" | "running" | "runs" | "walked" | "parkrun")
}

/// `6"` and `5'` where no quotation can end: feet, inches, and minutes after degrees.
fn feet_or_inches(t: &Tokens, i: usize) -> Option<Reading> {
    (i + 1..i + NEAR)
        .find(|&k| matches!(t.text(k), "'" | "\"" | "\u{2019}" | "\u{201d}" | "\u{2032}" | "\u{2033}"))?;
    let n = parse_number(t, i)?;
    let end = i + n.len;
    let (one, many) = match t.text(end) {
        "\u{2032}" if t.is(i.wrapping_sub(1), "\u{b0}") => ("minute", "minutes"),
        "\u{2032}" | "'" | "\u{2019}" => ("foot", "feet"),
        "\u{2033}" | "\"" | "\u{201d}" => ("inch", "inches"),
        _ => return None,
    };
    let prime = matches!(t.text(end), "\u{2032}" | "\u{2033}");
    let next = t.word_after(end + 1);
    let attributive = is_attributive(t, i, end + 1);
    let measured = attributive || matches!(next, "of" | "x" | "by") || english().dimensions.has(next);
    if !prime && (!measured || is_in_quotation(t, i) || t.is(end + 1, "s")) {
        return None;
    }
    let name = if n.is_one() || attributive { one } else { many };
    Some((format!("{} {name}", number_in_words(&n)), n.len + 1))
}

/// True when a quotation is open before `i`: `He said "he is 6" of course`.
fn is_in_quotation(t: &Tokens, i: usize) -> bool {
    let (mut straight, mut curly) = (0, 0);
    for k in i.saturating_sub(LONGEST_QUOTATION)..i {
        match t.text(k) {
            // Inches close no quotation.
            "\"" | "\u{201d}" if t.digits(k.wrapping_sub(1)).is_some() => {}
            "\"" => straight += 1,
            "\u{201c}" | "\u{2018}" => curly += 1,
            "\u{201d}" => curly -= 1,
            _ => {}
        }
    }
    straight % 2 == 1 || curly > 0
}

/// "3m x 4m", "3 x 4", "3m × 4m". "3 × 4" is a product, and "2 x 400g tins" are two tins.
fn dimensions(t: &Tokens, i: usize) -> Option<Reading> {
    let data = english();
    (i + 1..i + NEAR).find(|&k| matches!(t.text(k), "x" | "\u{d7}"))?;
    let n = parse_number(t, i)?;
    let (words, len) = measure(t, i).unwrap_or_else(|| (number_in_words(&n), n.len));
    let end = i + len;
    let cross = t.is_space(end) && t.is_space(end + 2) && matches!(t.text(end + 1), "x" | "\u{d7}");
    t.digits(end + 3).filter(|_| cross)?;
    let second = parse_number(t, end + 3)?;
    let unit = end + 3 + second.len;
    let tins = data.recipe_units.has(t.text(unit)) && data.containers.has(t.word_after(unit + 1));
    if len == n.len && tins {
        let [one, _] = data.units.get(t.text(unit))?;
        return Some((format!("{words} {} {one}", number_in_words(&second)), unit + 1 - i));
    }
    let product = t.is(end + 1, "\u{d7}") && len == n.len;
    (!product).then(|| (format!("{words} by"), len + 3))
}
