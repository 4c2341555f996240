//! Amounts of languages that are described by a table: numbers with units, currencies and magnitudes.

use super::agreement::{counted_gender, form_of};
use super::numbers::{Form, cardinal, in_words, number_in_words, parse_number};
use crate::language::european::{European, Noun};
use crate::speech::numbers::Number;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens};

/// The most tokens of a written unit: `km`, `/`, `h`.
const LONGEST_UNIT: usize = 3;
/// The longest token of a unit, in bytes.
const LONGEST_UNIT_TOKEN: usize = 12;
/// The longest magnitude that may have a full stop, in bytes: "mln.".
const LONGEST_SHORT_MAGNITUDE: usize = 4;

/// Rule for a number, perhaps with a magnitude and a unit: "5 kg", "3,4 millions d'euros", "4,50 €", "20 %".
pub(super) fn amount(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let n = parse_number(data, t, i)?;
    let end = i + n.len;
    if let Some((scale, after)) = scale_at(data, t, end, &n) {
        let at = t.past_space(after);
        return Some(match noun_at(data, t, at) {
            Some((noun, len)) => {
                (with_scale(data, &n, &scale, Some(noun)), past_stop(t, at + len, noun_is_short(t, at)) - i)
            }
            None => (scaled_number(data, t, after, &n, &scale), after - i),
        });
    }
    let at = t.past_space(end);
    let Some((noun, len)) = noun_at(data, t, at).filter(|_| !is_letter_of_name(t, at)) else {
        return Some(counted(data, t, i, &n));
    };
    let mut end = past_stop(t, at + len, noun_is_short(t, at));
    let mut words = with_noun(data, &n, noun);
    if let Some((per, len)) = noun_at(data, t, end + 1).filter(|_| t.is(end, "/")) {
        words = format!("{words}{}{}", data.per, per.one);
        end += 1 + len;
    }
    Some((words, end - i))
}

/// Reads a number in the form of the noun after it: "deux-cents personnes", "un million d'habitants".
fn counted(data: &European, t: &Tokens, i: usize, n: &Number) -> Reading {
    let noun = t.word_after(i + n.len);
    let words = number_in_words(data, n, form_of(data, t, i, i + n.len, n));
    if is_round_million(n) && counted_gender(data, noun, false).is_some() {
        return (format!("{words} {}", of(data, noun)), n.len + 1);
    }
    (words, n.len)
}

/// True for whole millions, which have their noun after "of".
fn is_round_million(n: &Number) -> bool {
    n.fraction.is_none() && n.whole.len() > 6 && n.whole.ends_with("000000") && !n.whole.starts_with('0')
}

/// Returns the word between millions and their noun: "d'" or "de ".
fn of<'d>(data: &'d European, noun: &str) -> &'d str {
    let vowel = noun.starts_with(|c: char| "aeiouyéèêhœ".contains(c));
    if vowel { &data.of_before_vowel } else { &data.of }
}

/// Rule for a currency before its amount: "€ 5", "R$ 3,4 milhões", "US$5".
pub(super) fn currency_before_amount(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let (noun, len) = currency_at(data, t, i)?;
    let at = t.past_space(i + len);
    let minus = usize::from(matches!(t.text(at), "-" | "\u{2013}" | "\u{2212}"));
    let n = parse_number(data, t, at + minus)?;
    // "5 € 10" has the currency after its amount.
    let after_amount = t.back(i, 2).kind == Kind::Digits && t.is_space(i.wrapping_sub(1))
        || t.back(i, 1).kind == Kind::Digits;
    if after_amount {
        return None;
    }
    let end = at + minus + n.len;
    let sign = if minus == 1 { format!("{} ", data.minus) } else { String::new() };
    Some(match scale_at(data, t, end, &n) {
        Some((scale, after)) => (format!("{sign}{}", with_scale(data, &n, &scale, Some(noun))), after - i),
        None => (format!("{sign}{}", with_noun(data, &n, noun)), end - i),
    })
}

/// Returns the currency at `i`, and its number of tokens: "€", "R$", "US$".
fn currency_at<'d>(data: &'d European, t: &Tokens, i: usize) -> Option<(&'d Noun, usize)> {
    if t.at(i).kind == Kind::Sign {
        return data.currencies.get(t.text(i)).map(|noun| (noun, 1));
    }
    let letters = t.letters(i).filter(|letters| letters.len() <= 3)?;
    if t.at(i + 1).kind == Kind::Sign && t.text(i + 1).len() <= 3 {
        let written = format!("{letters}{}", t.text(i + 1));
        return data.currencies.get(&written).map(|noun| (noun, 2));
    }
    // "EUR 5"
    data.currencies.get(letters).filter(|_| t.is_space(i + 1)).map(|noun| (noun, 1))
}

/// A magnitude in words, and whether "of" follows it: "trois millions d'euros", but "cinco mil euros".
struct Scale {
    words: String,
    large: bool,
}

/// Returns the magnitude at `i`, "M", " millions" or " mil millones", and the index after it.
fn scale_at(data: &European, t: &Tokens, i: usize, n: &Number) -> Option<(Scale, usize)> {
    let at = t.past_space(i);
    let (scale, end) = magnitude_at(data, t, at, n)?;
    match magnitude_at(data, t, t.past_space(end), n).filter(|_| !scale.large) {
        Some((second, end)) => {
            Some((Scale { words: format!("{} {}", scale.words, second.words), large: second.large }, end))
        }
        None => Some((scale, end)),
    }
}

fn magnitude_at(data: &European, t: &Tokens, at: usize, n: &Number) -> Option<(Scale, usize)> {
    let written = t.letters(at)?;
    let [one, many] = data.magnitudes.get(written)?;
    // "5 M€" is an amount, "5 M-Klassen" is not.
    if t.is(at + 1, "-") && t.letters(at + 2).is_some() {
        return None;
    }
    let single = n.whole == "1" || n.whole == "0" && data.zero_is_single;
    let words = if single && (n.fraction.is_none() || data.zero_is_single) { one } else { many };
    let large = data.scales.iter().flatten().any(|scale| scale == words);
    let dot = written.len() < LONGEST_SHORT_MAGNITUDE && t.is(at + 1, ".") && !t.is_end(at + 2);
    Some((Scale { words: words.clone(), large }, at + 1 + usize::from(dot)))
}

/// "trois millions d'euros", "tres millones de euros", "drie miljoen euro".
fn with_scale(data: &European, n: &Number, scale: &Scale, noun: Option<&Noun>) -> String {
    let form = match noun {
        Some(noun) if !scale.large && data.thousands_agree => Form::before(noun.feminine),
        _ => Form::Masculine,
    };
    let number = number_in_words(data, n, form);
    let name = &scale.words;
    // "mil euros" and not "un mil euros", and in Italian and Dutch one word: "cinquemila".
    let counted = match (scale.large, n.is_one()) {
        (false, true) => name.clone(),
        (false, _) if data.joined && n.fraction.is_none() => format!("{number}{name}"),
        _ => format!("{number} {name}"),
    };
    let Some(noun) = noun else { return counted };
    let of = if scale.large { of(data, noun.many()) } else { "" };
    format!("{counted} {of}{}", noun.many())
}

/// "21 mil personas", "3 millones"
fn scaled_number(data: &European, t: &Tokens, after: usize, n: &Number, scale: &Scale) -> String {
    let gender = counted_gender(data, t.word_after(after), false);
    let form = match gender {
        Some(feminine) if !scale.large && data.thousands_agree => Form::before(feminine),
        _ => Form::Masculine,
    };
    let number = number_in_words(data, n, form);
    if !scale.large && n.is_one() { scale.words.clone() } else { format!("{number} {}", scale.words) }
}

/// "cinq kilos", "une heure", "trois euros cinquante".
fn with_noun(data: &European, n: &Number, noun: &Noun) -> String {
    let single = n.whole == "1" || data.zero_is_single && n.whole == "0";
    let name = if single && (n.fraction.is_none() || data.zero_is_single) { &noun.one } else { noun.many() };
    if let Some(coins) = n.fraction.as_deref().filter(|coins| noun.coins && coins.len() == 2) {
        return with_coins(data, n, noun, coins);
    }
    let of = if is_round_million(n) && (noun.coins || noun.one != noun.many()) { of(data, name) } else { "" };
    format!("{} {of}{name}", number_in_words(data, n, Form::before(noun.feminine)))
}

/// "trois euros cinquante", "doce euros con cincuenta"
fn with_coins(data: &European, n: &Number, noun: &Noun, coins: &str) -> String {
    let major = Number { fraction: None, ..n.clone() };
    let name = if major.is_one() || data.zero_is_single && n.whole == "0" { &noun.one } else { noun.many() };
    let words = format!("{} {name}", number_in_words(data, &major, Form::before(noun.feminine)));
    match coins.trim_start_matches('0') {
        "" => words,
        coins => format!("{words}{}{}", data.coin_joint, cardinal(data, coins)),
    }
}

/// Returns the longest unit or currency at `at`, and its number of tokens.
pub(super) fn noun_at<'d>(data: &'d European, t: &Tokens, at: usize) -> Option<(&'d Noun, usize)> {
    if !matches!(t.at(at).kind, Kind::Letters | Kind::Sign) {
        return None;
    }
    if is_degree(t.text(at)) && matches!(t.word_after(at + 1), "C" | "F") {
        return data.units.get(&format!("\u{b0}{}", t.word_after(at + 1))).map(|noun| (noun, 3));
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

/// True for a degree sign, and for the letter that some keyboards have in its place: "20º C".
pub(super) fn is_degree(text: &str) -> bool {
    matches!(text, "\u{b0}" | "\u{ba}")
}

/// True for a letter that begins a name or another word: "5 t-shirts", "3 M. Dupont".
fn is_letter_of_name(t: &Tokens, at: usize) -> bool {
    let letter = t.letters(at).is_some_and(|letters| letters.len() == 1);
    letter && (t.is(at + 1, "-") && t.letters(at + 2).is_some() || t.is(at + 1, "'"))
}

/// True for a unit in letters, which may have a full stop: "30 min. después".
fn noun_is_short(t: &Tokens, at: usize) -> bool {
    t.letters(at).is_some_and(|letters| letters.len() <= LONGEST_SHORT_MAGNITUDE)
}

/// Returns the index after the full stop of a shortened unit inside a sentence.
fn past_stop(t: &Tokens, end: usize, short: bool) -> usize {
    let continues = t.word_after(end + 1).starts_with(char::is_lowercase);
    if short && t.is(end, ".") && continues { end + 1 } else { end }
}

/// Rule for a fraction: "1/2", "3/4", "2 1/2", "24/7".
pub(super) fn fraction(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let whole = t.digits(i).filter(|_| t.is_space(i + 1) && fraction_at(t, i + 2).is_some());
    let Some(whole) = whole else {
        let (over, under) = fraction_at(t, i)?;
        return Some((fraction_in_words(data, over, under), 3));
    };
    let (over, under) = fraction_at(t, i + 2).filter(|(over, under)| over < under && *under <= 10)?;
    let part = match (over, under) {
        (1, 2) => data.half.clone(),
        _ => fraction_in_words(data, over, under),
    };
    Some((format!("{} {} {part}", cardinal(data, whole), data.and), 5))
}

/// Returns the numbers of a fraction at `i`.
fn fraction_at(t: &Tokens, i: usize) -> Option<(u64, u64)> {
    let number = |at: usize| t.digits(at).filter(|digits| digits.len() <= 3 && *digits != "0")?.parse().ok();
    let continues = t.is(i + 3, "/")
        || t.is(i.wrapping_sub(1), "/")
        || t.digits(i.wrapping_sub(2)).is_some() && matches!(t.text(i.wrapping_sub(1)), "." | ",");
    let (over, under) = (number(i)?, number(i + 2)?);
    (t.is(i + 1, "/") && !continues).then_some((over, under))
}

fn fraction_in_words(data: &European, over: u64, under: u64) -> String {
    let names = (under as usize).checked_sub(2).and_then(|at| data.fractions.get(at));
    match names.filter(|_| over < under) {
        Some([one, _]) if over == 1 => format!("{} {one}", data.one),
        Some([_, many]) => format!("{} {many}", in_words(data, over, Form::Masculine)),
        None => {
            let number = |value| in_words(data, value, Form::Plain);
            format!("{}{}{}", number(over), data.over, number(under))
        }
    }
}
