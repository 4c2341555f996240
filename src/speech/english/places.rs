//! Letters behind the number of a place or a part: "flat 12b", "Table 2b", "the 6b bus". No magnitude and no unit.

use super::topics::DIMENSIONS;
use super::{Reading, is_counted, numbers};
use crate::speech::tokens::Tokens;

/// What has a number with a letter, in small letters.
const NUMBERED: &[&str] = &[
    "annex",
    "apartment",
    "appendix",
    "apt",
    "article",
    "bay",
    "block",
    "building",
    "bus",
    "chapter",
    "chart",
    "class",
    "clause",
    "exhibit",
    "fig",
    "figs",
    "figure",
    "figures",
    "flat",
    "flats",
    "gate",
    "gates",
    "lot",
    "no",
    "note",
    "number",
    "para",
    "paragraph",
    "part",
    "phase",
    "platform",
    "plot",
    "question",
    "room",
    "route",
    "row",
    "rule",
    "schedule",
    "seat",
    "section",
    "shed",
    "studio",
    "suite",
    "table",
    "tables",
    "terminal",
    "tram",
    "unit",
    "units",
    "ward",
    "year",
];
/// What a number with a letter may stand before.
const LINES: &[&str] = &["bus", "buses", "route", "service", "tram", "trams"];
/// Before the thing itself, which then has a size: "a table 2m by 1m".
const ARTICLES: &[&str] = &["a", "an", "each", "every"];
/// The most digits of such a number.
const LONGEST: usize = 4;

/// The number, and its letter by its name.
pub(super) fn lettered(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() <= LONGEST)?;
    let letter =
        t.letters(i + 1).filter(|l| l.len() == 1 && l.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let goes_on = (t.is(i + 2, ".") && t.letters(i + 3).is_some()) || t.digits(i + 2).is_some();
    let next = t.word_after(i + 2);
    let unit = matches!(letter, "g" | "k" | "l" | "m" | "t");
    let sized = DIMENSIONS.contains(&next)
        || matches!(next, "by" | "from" | "of" | "x")
        || unit && (is_counted(t, i + 2) || is_sized(t, i));
    let line = matches!(t.word_before(i), "the" | "a") && LINES.contains(&next);
    if goes_on || !(line || is_numbered(t, i) && !sized) {
        return None;
    }
    Some((format!("{} {}", numbers::cardinal(digits), letter.to_uppercase()), 2))
}

/// True behind "flat", "Fig."
fn is_numbered(t: &Tokens, i: usize) -> bool {
    let dot = t.is_space(i.wrapping_sub(1)) && t.back(i, 2).text == ".";
    let name = if dot { t.back(i, 3).text } else { t.word_before(i) };
    NUMBERED.contains(&name.to_lowercase().as_str())
}

/// True behind "a table", which has a size and no number.
fn is_sized(t: &Tokens, i: usize) -> bool {
    ARTICLES.contains(&t.word_before(i.saturating_sub(2)).to_lowercase().as_str())
}
