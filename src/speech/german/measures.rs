//! Numbers of things: magnitudes, units, money behind the number, fractions.

use super::amounts::{CURRENCIES, DOTTED_UNITS, FRACTIONS, MAGNITUDES, PAIRS, PER, UNITS, Unit};
use super::numbers;
use super::{Reading, closing_stop, money, past_joint};
use crate::speech::numbers::Number;
use crate::speech::tokens::{Kind, Tokens};

/// The most tokens of a written unit (`US`, `-`, `$`).
const LONGEST_UNIT: usize = 3;
/// The longest token of a unit, in bytes.
const LONGEST_PART: usize = 10;
/// The highest denominator of a fraction that is not round: "1/23" is the number of a file.
const HIGHEST_DENOMINATOR: u64 = 12;
const ROUND_DENOMINATORS: [u64; 5] = [16, 20, 50, 100, 1000];

/// A number or a range with what multiplies it.
#[derive(Debug)]
pub(super) struct Amount {
    pub first: Number,
    pub second: Option<Number>,
    /// One and many, as in the table.
    pub magnitude: Option<(&'static str, &'static str)>,
    /// The token after it.
    pub end: usize,
    /// It ends with the stop of an abbreviation.
    dotted: bool,
}

impl Amount {
    pub fn read(t: &Tokens, i: usize) -> Option<Amount> {
        let first = numbers::read(t, i)?;
        let mut end = money::past_dash(t, i + first.len);
        let second = past_joint(t, end).and_then(|at| {
            let at = if t.is(at, "\u{2212}") { return None } else { at };
            Some((numbers::read(t, at)?, at))
        });
        if let Some((second, at)) = &second {
            end = at + second.len;
        }
        let magnitude = magnitude(t, end);
        let dotted = magnitude.is_some_and(|(.., dotted)| dotted);
        if let Some((_, _, len, _)) = magnitude {
            end += len;
        }
        let magnitude = magnitude.map(|(one, many, ..)| (one, many));
        Some(Amount { first, second: second.map(|(second, _)| second), magnitude, end, dotted })
    }

    /// Its words, with `one` for a single thing: "ein", "eine", "eins".
    pub fn words(&self, one: &str) -> String {
        let single = self.second.is_none() && self.first.is_one();
        let last = match &self.second {
            Some(second) => format!("{} bis {}", numbers::said(&self.first), numbers::said(second)),
            None if single && self.magnitude.is_none() => one.to_string(),
            None => numbers::said(&self.first),
        };
        match self.magnitude {
            Some(("tausend", _)) if self.second.is_none() && self.first.fraction.is_none() => {
                let count = self.first.whole.parse().map_or(last, numbers::stem);
                format!("{count}tausend")
            }
            Some((name, _)) if single => format!("eine {name}"),
            Some((_, many)) => format!("{last} {many}"),
            None => last,
        }
    }

    /// True for exactly one, with nothing that multiplies it.
    pub fn is_single(&self) -> bool {
        self.second.is_none() && self.first.is_one() && self.magnitude.is_none()
    }
}

/// "5 kg", "10–12 km/h", "-5 °C", "3,4 Mio. Euro", "4,50 €", "3 Mrd."
pub(super) fn amount(t: &Tokens, i: usize) -> Option<Reading> {
    let amount = Amount::read(t, i)?;
    let at = t.past_space(amount.end);
    if let Some((unit, len)) = unit(t, at) {
        let mut end = at + len;
        // "1,93 m" is said as money is: "ein Meter dreiundneunzig".
        let parted = CURRENCIES.contains(&unit) || unit.many == "Meter";
        let mut said = if parted { money::say(&amount, unit) } else { measured(&amount, unit) };
        if let Some((per, len)) = per(t, end) {
            said = format!("{said} pro {}", per.one);
            end += len;
        }
        let dotted = DOTTED_UNITS.contains(&unit.written) && t.is(end, ".");
        // "320 S." are pages, "§ 5 S. 1" is a sentence, "S-Bahn" is none of them.
        if unit.written == "S" && (!dotted || t.digits(t.past_space(end + 1)).is_some()) {
            return None;
        }
        end += usize::from(dotted);
        return Some((format!("{said}{}", if dotted { closing_stop(t, end) } else { "" }), end - i));
    }
    amount.magnitude?;
    let stop = if amount.dotted { closing_stop(t, amount.end) } else { "" };
    Some((format!("{}{stop}", amount.words("eins")), amount.end - i))
}

fn measured(amount: &Amount, unit: Unit) -> String {
    let one = if unit.feminine { "eine" } else { "ein" };
    let name = if amount.is_single() { unit.one } else { unit.many };
    format!("{} {name}", amount.words(one))
}

/// The longest unit or currency written at `at`, and its tokens.
pub(super) fn unit(t: &Tokens, at: usize) -> Option<(Unit, usize)> {
    find(t, at, &[UNITS, CURRENCIES])
}

/// "/h", "/Monat" at `at`.
fn per(t: &Tokens, at: usize) -> Option<(Unit, usize)> {
    let (unit, len) = find(t, at + 1, &[UNITS, PER]).filter(|_| t.is(at, "/"))?;
    Some((unit, len + 1))
}

fn find(t: &Tokens, at: usize, tables: &[&'static [Unit]]) -> Option<(Unit, usize)> {
    if !matches!(t.at(at).kind, Kind::Letters | Kind::Sign) {
        return None;
    }
    (1..=LONGEST_UNIT).rev().find_map(|len| {
        let short = (at..at + len).all(|k| t.text(k).len() <= LONGEST_PART);
        let written: String = (at..at + len).filter(|_| short).map(|k| t.text(k)).collect();
        let unit = tables.iter().flat_map(|table| table.iter()).find(|unit| unit.written == written)?;
        let word = written.ends_with(char::is_alphanumeric);
        let joined =
            word && (t.letters(at + len).or(t.digits(at + len)).is_some() || is_compound(t, at + len));
        (!joined).then_some((*unit, len))
    })
}

/// True for a hyphen or colon behind which a word goes on: "20 Cent-Stücke".
fn is_compound(t: &Tokens, i: usize) -> bool {
    matches!(t.text(i), "*" | ":" | "_")
        && t.letters(i + 1).is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// "Mio.", " Mrd" at `i`: one, many, its tokens, and whether it ends with a stop.
fn magnitude(t: &Tokens, i: usize) -> Option<(&'static str, &'static str, usize, bool)> {
    let at = t.past_space(i);
    let written = t.letters(at)?;
    let (short, one, many) = MAGNITUDES.iter().find(|(short, ..)| *short == written)?;
    let dotted = short.len() < 5 && t.is(at + 1, ".");
    Some((*one, *many, at + 1 + usize::from(dotted) - i, dotted))
}

/// "1½" and "2 3/4": "eineinhalb", "zwei drei Viertel".
pub(super) fn mixed_fraction(t: &Tokens, i: usize) -> Option<Reading> {
    let whole: u64 = t.digits(i).filter(|d| d.len() <= 3)?.parse().ok()?;
    let (top, bottom) = parts(t, i + 2).filter(|_| t.is_space(i + 1))?;
    let said = match (top, bottom) {
        (1, 2) => format!("{}einhalb", numbers::stem(whole)),
        (top, bottom) if top < bottom => format!("{} {}", numbers::words(whole), words(top, bottom)),
        _ => return None,
    };
    Some((said, 5))
}

/// "1/2", "3/4", "24/7".
pub(super) fn fraction(t: &Tokens, i: usize) -> Option<Reading> {
    let (top, bottom) = parts(t, i)?;
    if PAIRS.contains(&(top, bottom)) {
        return Some((format!("{} {}", numbers::words(top), numbers::words(bottom)), 3));
    }
    (top < bottom && (bottom <= HIGHEST_DENOMINATOR || ROUND_DENOMINATORS.contains(&bottom)))
        .then(|| (words(top, bottom), 3))
}

fn parts(t: &Tokens, i: usize) -> Option<(u64, u64)> {
    let number = |i: usize| t.digits(i).filter(|d| d.len() <= 3 && !d.starts_with('0'))?.parse().ok();
    let goes_on = matches!(t.text(i + 3), "/" | ",") && t.digits(i + 4).is_some();
    let (top, bottom): (u64, u64) = (number(i)?, number(i + 2).filter(|_| t.is(i + 1, "/"))?);
    (!goes_on && bottom > 1).then_some((top, bottom))
}

fn words(top: u64, bottom: u64) -> String {
    let name = match FRACTIONS.iter().find(|(value, _)| *value == bottom) {
        Some((_, name)) => (*name).to_string(),
        None => super::capitalised(&format!("{}el", numbers::ordinal_stem(bottom))),
    };
    match (top, bottom) {
        (1, 2) => "einhalb".to_string(),
        (top, _) => format!("{} {name}", numbers::stem(top)),
    }
}
