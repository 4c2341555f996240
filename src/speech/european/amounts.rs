//! Amounts of languages that are described by a table: numbers with units, currencies and magnitudes, and ranges.

use super::numbers::{number_in_words, parse_number};
use crate::language::european::{European, Noun};
use crate::speech::numbers::Number;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens};

/// The most tokens of a written unit: `km`, `/`, `h`.
const LONGEST_UNIT: usize = 3;
/// The longest token of a unit, in bytes.
const LONGEST_UNIT_TOKEN: usize = 12;

/// Rule for a number, perhaps with a magnitude and a unit: "5 kg", "3,4 millions d'euros", "4,50 €", "20 %".
pub(super) fn amount(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let n = parse_number(t, i)?;
    let end = i + n.len;
    if let Some((scale, len)) = magnitude_at(data, t, end) {
        let after = end + len;
        if let Some((noun, len)) = noun_at(data, t, t.past_space(after)) {
            return Some((with_scale(data, &n, scale, noun), t.past_space(after) + len - i));
        }
        return Some((
            format!("{} {}", number_in_words(data, &n, Some(false)), scale_name(&n, scale)),
            after - i,
        ));
    }
    let at = t.past_space(end);
    let Some((noun, len)) = noun_at(data, t, at) else {
        return Some((number_in_words(data, &n, None), n.len));
    };
    Some((with_noun(data, &n, noun), at + len - i))
}

/// Rule for a currency before its amount: "€ 5", "$3,4 millones".
pub(super) fn currency_before_amount(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let noun = data.currencies.get(t.text(i)).filter(|_| t.at(i).kind == Kind::Sign)?;
    let at = t.past_space(i + 1);
    let minus = usize::from(matches!(t.text(at), "-" | "\u{2212}"));
    let n = parse_number(t, at + minus).filter(|_| t.back(i, 2).kind != Kind::Digits)?;
    let end = at + minus + n.len;
    let sign = if minus == 1 { format!("{} ", data.minus) } else { String::new() };
    match magnitude_at(data, t, end) {
        Some((scale, len)) => Some((format!("{sign}{}", with_scale(data, &n, scale, noun)), end + len - i)),
        None => Some((format!("{sign}{}", with_noun(data, &n, noun)), end - i)),
    }
}

/// Rule for the dash of a range between a number and the next: "5-10 %", "1914–1918". The numbers are read by other rules.
pub(super) fn range(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let spaced = t.is_space(i) && t.digits(i.wrapping_sub(1)).is_some();
    let at = t.past_joint(i).filter(|&at| spaced && t.digits(at).is_some())?;
    Some((format!(" {} ", data.to), at - i))
}

/// "trois millions d'euros", "tres millones de euros", "drie miljoen euro".
fn with_scale(data: &European, n: &Number, scale: &[String; 2], noun: &Noun) -> String {
    let number = format!("{} {}", number_in_words(data, n, Some(false)), scale_name(n, scale));
    let vowel = noun.many().starts_with(|c: char| "aeiouyéèêh".contains(c));
    let of = if vowel { &data.of_before_vowel } else { &data.of };
    format!("{number} {of}{}", noun.many())
}

fn scale_name<'s>(n: &Number, [one, many]: &'s [String; 2]) -> &'s str {
    if n.whole == "1" || n.whole == "0" { one } else { many }
}

/// "cinq kilos", "une heure", "trois euros cinquante".
fn with_noun(data: &European, n: &Number, noun: &Noun) -> String {
    let single = n.whole == "1" || data.zero_is_single && n.whole == "0";
    let name = if single && (n.fraction.is_none() || data.zero_is_single) { &noun.one } else { noun.many() };
    let coins = n.fraction.as_deref().filter(|coins| noun.coins && coins.len() == 2);
    if let Some(coins) = coins {
        let major = Number { fraction: None, ..n.clone() };
        let words = format!("{} {name}", number_in_words(data, &major, Some(noun.feminine)));
        let minor = Number { whole: coins.trim_start_matches('0').to_string(), ..major };
        return match coins {
            "00" => words,
            coins => {
                let coins = if coins.starts_with('0') {
                    number_in_words(data, &minor, None)
                } else {
                    number_in_words(data, &Number { whole: coins.to_string(), ..minor }, None)
                };
                format!("{words}{}{coins}", data.coin_joint)
            }
        };
    }
    format!("{} {name}", number_in_words(data, n, Some(noun.feminine)))
}

/// Returns the magnitude at `i`, "M" or " millions", and its number of tokens. An "of" after it belongs to it.
fn magnitude_at<'d>(data: &'d European, t: &Tokens, i: usize) -> Option<(&'d [String; 2], usize)> {
    let at = t.past_space(i);
    let written = t.letters(at)?;
    let scale = data.magnitudes.get(written)?;
    let dot = usize::from(written.len() < 4 && t.is(at + 1, ".") && !t.is_end(at + 2));
    Some((scale, at + 1 + dot - i))
}

/// Returns the longest unit or currency at `at`, and its number of tokens.
fn noun_at<'d>(data: &'d European, t: &Tokens, at: usize) -> Option<(&'d Noun, usize)> {
    if !matches!(t.at(at).kind, Kind::Letters | Kind::Sign) {
        return None;
    }
    (1..=LONGEST_UNIT).rev().find_map(|len| {
        if (at..at + len).any(|k| t.text(k).len() > LONGEST_UNIT_TOKEN) {
            return None;
        }
        let written: String = (at..at + len).map(|k| t.text(k)).collect();
        let noun = data.units.get(&written).or_else(|| data.currencies.get(&written))?;
        let joined =
            written.ends_with(char::is_alphanumeric) && t.letters(at + len).or(t.digits(at + len)).is_some();
        (!joined).then_some((noun, len))
    })
}
