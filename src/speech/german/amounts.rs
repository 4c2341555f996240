//! German amounts: money, units of measure, magnitudes and fractions.

use super::grammar::closing_stop;
use super::numbers::{cardinal, compound_part, in_words, number_in_words, ordinal_stem, parse_number};
use crate::language::speech::{Unit, german};
use crate::speech::numbers::Number;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_joint};
use crate::speech::words::capitalised;

/// The most tokens of a written unit or currency: `m`, `/`, `s`, `2`.
const LONGEST_UNIT: usize = 4;
/// The longest token of a unit, in bytes.
const LONGEST_UNIT_TOKEN: usize = 10;
/// The longest token of a currency before its amount, in bytes.
const LONGEST_CURRENCY_TOKEN: usize = 3;
/// The highest denominator of a fraction, apart from 1000.
const HIGHEST_DENOMINATOR: u64 = 100;
/// The lowest year of two digits after a slash, which is a season: "in der Saison 23/24".
const LOWEST_SHORT_YEAR: u64 = 13;

/// A number or a range with its magnitude.
#[derive(Debug)]
struct Amount {
    first: Number,
    second: Option<Number>,
    /// Singular and plural, as in the data.
    magnitude: Option<&'static [String; 2]>,
    /// The index after the amount.
    end: usize,
    /// True when it ends with the full stop of an abbreviation: "3 Mio."
    dotted: bool,
}

impl Amount {
    fn parse(t: &Tokens, i: usize) -> Option<Amount> {
        let first = parse_number(t, i)?;
        let mut end = after_money_dash(t, i + first.len);
        let second = t.past_joint(end).and_then(|at| Some((parse_number(t, at)?, at)));
        if let Some((second, at)) = &second {
            end = at + second.len;
        }
        let magnitude = magnitude_at(t, end);
        let dotted = magnitude.is_some_and(|(.., dotted)| dotted);
        if let Some((_, len, _)) = magnitude {
            end += len;
        }
        let magnitude = magnitude.map(|(forms, ..)| forms);
        Some(Amount { first, second: second.map(|(second, _)| second), magnitude, end, dotted })
    }

    /// Returns the amount in words. `one` is the word for a single thing: "ein", "eine", "eins".
    fn in_words(&self, one: &str) -> String {
        let single = self.second.is_none() && self.first.is_one();
        let number = match &self.second {
            Some(second) => format!("{} bis {}", number_in_words(&self.first), number_in_words(second)),
            None if single && self.magnitude.is_none() => one.to_string(),
            None => number_in_words(&self.first),
        };
        let Some([name, many]) = self.magnitude else { return number };
        // Thousands form one word with their number: "zwanzigtausend", but "drei Millionen".
        if name == "tausend" && self.second.is_none() && self.first.fraction.is_none() {
            let count = self.first.whole.parse().map_or(number, compound_part);
            return format!("{count}tausend");
        }
        if single { format!("eine {name}") } else { format!("{number} {many}") }
    }

    /// True for exactly one without a magnitude.
    fn is_single(&self) -> bool {
        self.second.is_none() && self.first.is_one() && self.magnitude.is_none()
    }
}

/// Rule for an amount with a unit, a currency or a magnitude: "5 kg", "10–12 km/h", "-5 °C", "3,4 Mio. Euro", "4,50 €",
/// "3 Mrd."
pub(super) fn amount(t: &Tokens, i: usize) -> Option<Reading> {
    let amount = Amount::parse(t, i)?;
    let at = t.past_space(amount.end);
    if let Some((unit, len)) = unit_at(t, at).filter(|(unit, _)| !is_letter(t, i, at, unit)) {
        let mut end = at + len;
        // "1,93 m" is spoken like money: "ein Meter dreiundneunzig".
        let like_money = german().currencies.contains_key(&unit.written) || unit.many() == "Meter";
        let mut words =
            if like_money { money_in_words(&amount, unit) } else { measure_in_words(&amount, unit) };
        if let Some((per, len)) = per_at(t, end) {
            words = format!("{words} pro {}", per.one);
            end += len;
        }
        let dotted = german().dotted_units.has(&unit.written) && t.is(end, ".");
        // "320 S." are pages, "§ 5 S. 1" is a sentence of a law, "S-Bahn" is neither.
        if unit.written == "S" && (!dotted || t.digits(t.past_space(end + 1)).is_some()) {
            return None;
        }
        end += usize::from(dotted);
        return Some((format!("{words}{}", if dotted { closing_stop(t, end) } else { "" }), end - i));
    }
    amount.magnitude?;
    let stop = if amount.dotted { closing_stop(t, amount.end) } else { "" };
    Some((format!("{}{stop}", amount.in_words("eins")), amount.end - i))
}

/// True for a unit that is only a letter, as in "Haus 5 A", unless a word for electricity is near.
fn is_letter(t: &Tokens, i: usize, at: usize, unit: &Unit) -> bool {
    const CONTEXT: usize = 14;
    let near = |k: usize| t.letters(k).is_some_and(|word| german().electric_words.has_lower(word));
    matches!(unit.written.as_str(), "A" | "J" | "N" | "F")
        && !(i.saturating_sub(CONTEXT)..at + CONTEXT).any(near)
}

fn measure_in_words(amount: &Amount, unit: &Unit) -> String {
    let one = if unit.feminine { "eine" } else { "ein" };
    let name = if amount.is_single() { unit.one.as_str() } else { unit.many() };
    format!("{} {name}", amount.in_words(one))
}

/// Rule for an amount after its currency: "€ 5", "$3,4 Mio.", "CHF 20", "US-$ 5".
pub(super) fn currency_before_amount(t: &Tokens, i: usize) -> Option<Reading> {
    if !matches!(t.at(i).kind, Kind::Letters | Kind::Sign)
        || t.letters(i).is_some_and(|word| word.len() > LONGEST_CURRENCY_TOKEN)
    {
        return None;
    }
    let (currency, len) = (1..=LONGEST_UNIT).rev().find_map(|len| {
        let tokens = (i..i + len).map(|k| t.text(k)).filter(|text| text.len() <= LONGEST_CURRENCY_TOKEN);
        let currency = german().currencies.get(&tokens.collect::<String>())?;
        (t.at(i + len - 1).kind != Kind::Space).then_some((currency, len))
    })?;
    // "EUR5" is a code, not an amount.
    let touching = t.digits(i + len).is_some() && t.at(i + len - 1).kind == Kind::Letters;
    let dot = usize::from(currency.written == "Fr" && t.is(i + len, "."));
    // "$-5"
    let minus =
        usize::from(matches!(t.text(i + len), "-" | "\u{2212}") && t.at(i + len - 1).kind == Kind::Sign);
    let amount = Amount::parse(t, t.past_space(i + len + dot + minus)).filter(|_| !touching)?;
    let end = after_money_dash(t, amount.end);
    let sign = if minus == 1 { "minus " } else { "" };
    Some((format!("{sign}{}", money_in_words(&amount, currency)), end - i))
}

/// Returns the index after a dash in place of the cents: "5,– Euro", "20.–".
fn after_money_dash(t: &Tokens, end: usize) -> usize {
    let dash = matches!(t.text(end), "," | ".") && (is_joint(t.text(end + 1)) || t.is(end + 1, "--"));
    let alone = t.is_space(end + 2) || t.at(end + 2).kind == Kind::Sign;
    if dash && alone { end + 2 } else { end }
}

/// "vier Euro fünfzig", "neunundneunzig Cent", "drei Komma vier Millionen Euro", "ein Euro".
fn money_in_words(amount: &Amount, currency: &Unit) -> String {
    let coins = amount.first.fraction.as_deref().filter(|coins| coins.len() == 2);
    let coins = coins.filter(|_| amount.second.is_none() && amount.magnitude.is_none());
    let (Some(coins), Some(minor)) = (coins, german().minor_units.get(currency.many())) else {
        return format!("{} {}", amount.in_words("ein"), currency.many());
    };
    let coins: u64 = coins.parse().unwrap_or_default();
    let whole = if amount.first.whole == "1" { "ein".to_string() } else { cardinal(&amount.first.whole) };
    match (amount.first.whole.as_str(), coins) {
        (_, 0) => format!("{whole} {}", currency.many()),
        ("0", 1) => format!("ein {minor}"),
        ("0", coins) => format!("{} {minor}", in_words(coins)),
        (_, coins) => format!("{whole} {} {}", currency.many(), in_words(coins)),
    }
}

/// Returns the currency of a symbol such as "€".
pub(super) fn currency_symbol(text: &str) -> Option<&'static Unit> {
    let first = text.chars().next()?;
    german().currencies.get(first.encode_utf8(&mut [0; 4])).filter(|_| !first.is_alphabetic())
}

/// Returns the longest unit or currency at `at`, and its number of tokens.
pub(super) fn unit_at(t: &Tokens, at: usize) -> Option<(&'static Unit, usize)> {
    let data = german();
    longest_unit(t, at, |written| data.units.get(written).or_else(|| data.currencies.get(written)))
}

/// Returns the unit in "/h", "/Monat" at `at`.
fn per_at(t: &Tokens, at: usize) -> Option<(&'static Unit, usize)> {
    let data = german();
    let (unit, len) =
        longest_unit(t, at + 1, |written| data.units.get(written).or_else(|| data.per.get(written)))
            .filter(|_| t.is(at, "/"))?;
    Some((unit, len + 1))
}

fn longest_unit(
    t: &Tokens,
    at: usize,
    find: impl Fn(&str) -> Option<&'static Unit>,
) -> Option<(&'static Unit, usize)> {
    if !matches!(t.at(at).kind, Kind::Letters | Kind::Sign) {
        return None;
    }
    (1..=LONGEST_UNIT).rev().find_map(|len| {
        if (at..at + len).any(|k| t.text(k).len() > LONGEST_UNIT_TOKEN) {
            return None;
        }
        let written: String = (at..at + len).map(|k| t.text(k)).collect();
        let unit = find(&written)?;
        let word = written.ends_with(char::is_alphanumeric);
        let joined =
            word && (t.letters(at + len).or(t.digits(at + len)).is_some() || continues_word(t, at + len));
        (!joined).then_some((unit, len))
    })
}

/// True for a gender sign after which the word continues, as in "L*innen": it is no unit then.
fn continues_word(t: &Tokens, i: usize) -> bool {
    matches!(t.text(i), "*" | ":" | "_")
        && t.letters(i + 1).is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// Returns the magnitude "Mio." or " Mrd" at `i`, its number of tokens, and whether it ends with a full stop.
fn magnitude_at(t: &Tokens, i: usize) -> Option<(&'static [String; 2], usize, bool)> {
    let at = t.past_space(i);
    let written = t.letters(at)?;
    let forms = german().magnitudes.get(written)?;
    // "Million" in full has no full stop of its own.
    let dotted = written.len() < 5 && t.is(at + 1, ".");
    Some((forms, at + 1 + usize::from(dotted) - i, dotted))
}

/// Rule for a mixed fraction, perhaps with a unit: "1½" is "eineinhalb", "2 3/4" is "zwei drei Viertel".
pub(super) fn mixed_fraction(t: &Tokens, i: usize) -> Option<Reading> {
    let whole: u64 = t.digits(i).filter(|d| d.len() <= 3)?.parse().ok()?;
    let (top, bottom) = parse_fraction(t, i + 2).filter(|_| t.is_space(i + 1))?;
    let words = match (top, bottom) {
        (1, 2) => format!("{}einhalb", compound_part(whole)),
        (top, bottom) if top < bottom => format!("{} {}", in_words(whole), fraction_in_words(top, bottom)),
        _ => return None,
    };
    let at = t.past_space(i + 5);
    match unit_at(t, at) {
        Some((unit, len)) => Some((format!("{words} {}", unit.many()), at + len - i)),
        None => Some((words, 5)),
    }
}

/// Rule for a fraction or a pair of numbers: "1/2", "3/4", "24/7".
pub(super) fn fraction(t: &Tokens, i: usize) -> Option<Reading> {
    let (top, bottom) = parse_fraction(t, i)?;
    if german().named_pairs.contains(&(top, bottom)) {
        return Some((format!("{} {}", in_words(top), in_words(bottom)), 3));
    }
    let before = t.word_before(i);
    if top + 1 == bottom && top >= LOWEST_SHORT_YEAR && german().seasons.has(before) {
        return Some((format!("{} {}", in_words(top), in_words(bottom)), 3));
    }
    // "Heft 3/24", "Az. 5/17" are numbers of an issue and of a file.
    let filed = german().numbered_files.has(before)
        || t.back(i, 2).text == "." && german().numbered_files.has(t.back(i, 3).text);
    // "2 BvR 1/23" is the number of a case.
    let register = before.chars().filter(|c| c.is_uppercase()).count() > 1;
    let named = (filed || register) && bottom >= LOWEST_SHORT_YEAR;
    if top >= bottom || (bottom > HIGHEST_DENOMINATOR && bottom != 1000) || named {
        return None;
    }
    let at = t.past_space(i + 3);
    match unit_at(t, at) {
        Some((unit, len)) => {
            Some((format!("{} {}", fraction_in_words(top, bottom), unit.many()), at + len - i))
        }
        None => Some((fraction_in_words(top, bottom), 3)),
    }
}

/// Rule for "pro" before a unit of area or volume: "56 Einwohner/km²", "42259 /m²".
pub(super) fn per_area(t: &Tokens, i: usize) -> Option<Reading> {
    let before = if t.is_space(i.wrapping_sub(1)) { t.back(i, 2) } else { t.back(i, 1) };
    let counted = matches!(before.kind, Kind::Letters | Kind::Digits);
    let area = counted && t.digits(i + 2).is_some_and(|power| matches!(power, "2" | "3"));
    let (unit, len) = per_at(t, i).filter(|_| area)?;
    Some((format!(" pro {}", unit.one), len))
}

fn parse_fraction(t: &Tokens, i: usize) -> Option<(u64, u64)> {
    let continues = matches!(t.text(i + 3), "/" | ",") && t.digits(i + 4).is_some();
    let (top, bottom) = (short_number(t, i)?, short_number(t, i + 2).filter(|_| t.is(i + 1, "/"))?);
    (!continues && bottom > 1).then_some((top, bottom))
}

fn short_number(t: &Tokens, i: usize) -> Option<u64> {
    t.digits(i).filter(|digits| digits.len() <= 3 && !digits.starts_with('0'))?.parse().ok()
}

fn fraction_in_words(top: u64, bottom: u64) -> String {
    if (top, bottom) == (1, 2) {
        return "einhalb".to_string();
    }
    let name = match german().irregular_fractions.iter().find(|(value, _)| *value == bottom) {
        Some((_, name)) => name.clone(),
        None => capitalised(&format!("{}el", ordinal_stem(bottom))),
    };
    format!("{} {name}", compound_part(top))
}
