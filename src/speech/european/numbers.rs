//! Numbers of languages that are described by a table: "deux mille vingt-quatre", "tres coma cinco".

use crate::language::european::European;
use crate::speech::numbers::{MOST_GROUPS, Number, cardinal_value};
use crate::speech::tokens::Tokens;

/// Decimals with more digits are spoken one by one.
const LONGEST_DECIMAL: usize = 3;
const THOUSAND: u64 = 1_000;
const MILLION: u64 = 1_000_000;

/// Parses `1234`, `1.234.567`, `10 000` or `3,5` at `i`.
pub(super) fn parse_number(t: &Tokens, i: usize) -> Option<Number> {
    let mut whole = t.digits(i)?.to_string();
    let separator = t.text(i + 1);
    let separates = matches!(separator, "." | " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | "'" | "\u{2019}");
    let mut end = i + 1;
    if separates && whole.len() <= 3 && !whole.starts_with('0') {
        for _ in 0..MOST_GROUPS {
            let Some(group) = t.digits(end + 1).filter(|group| group.len() == 3 && t.is(end, separator))
            else {
                break;
            };
            whole.push_str(group);
            end += 2;
        }
        // Other parts follow in a date or an address: "192.168.1.1".
        if separator == "." && t.is(end, ".") && t.digits(end + 1).is_some() {
            (whole, end) = (t.text(i).to_string(), i + 1);
        }
    }
    let list = t.is(end + 2, ",") && t.digits(end + 3).is_some()
        || t.is(i.wrapping_sub(1), ",") && t.digits(i.wrapping_sub(2)).is_some();
    let fraction = t.digits(end + 1).filter(|_| t.is(end, ",") && !list).map(str::to_string);
    let len = end - i + if fraction.is_some() { 2 } else { 0 };
    Some(Number { whole, fraction, grouped: end > i + 1, len })
}

/// Returns a number in words, with the form of one that the gender of its noun requires.
pub(super) fn number_in_words(data: &European, n: &Number, feminine: Option<bool>) -> String {
    let whole = match cardinal_value(&n.whole) {
        Some(value) if n.fraction.is_none() => counted(data, value, feminine),
        _ => cardinal(data, &n.whole),
    };
    match &n.fraction {
        Some(fraction) => format!("{whole} {} {}", data.point, decimals(data, fraction)),
        None => whole,
    }
}

/// Returns the digits after a decimal mark as people say them: zeros one by one, and the rest as a number.
fn decimals(data: &European, digits: &str) -> String {
    let rest = digits.trim_start_matches('0');
    if digits.len() > LONGEST_DECIMAL || rest.is_empty() {
        return digit_by_digit(data, digits);
    }
    let zeros = digit_by_digit(data, &digits[..digits.len() - rest.len()]);
    format!("{zeros} {}", cardinal(data, rest)).trim_start().to_string()
}

/// Returns digits as a cardinal, or one by one if they have a leading zero or are too many.
pub(super) fn cardinal(data: &European, digits: &str) -> String {
    cardinal_value(digits).map_or_else(|| digit_by_digit(data, digits), |value| in_words(data, value))
}

/// Returns the name of each digit.
pub(super) fn digit_by_digit(data: &European, digits: &str) -> String {
    let names =
        digits.chars().filter_map(|c| c.to_digit(10)).map(|digit| below_hundred(data, u64::from(digit)));
    names.collect::<Vec<_>>().join(" ")
}

/// Returns a value in words.
pub(super) fn in_words(data: &European, value: u64) -> String {
    // The largest scale first: "deux milliards trois millions".
    let mut scale = MILLION;
    let mut scales = Vec::new();
    for names in &data.scales {
        scales.push((scale, names));
        scale = scale.saturating_mul(THOUSAND);
    }
    for (scale, [one, many]) in scales.into_iter().rev() {
        if value >= scale {
            let (count, rest) = (value / scale, value % scale);
            let name = if count == 1 {
                format!("{} {one}", data.one)
            } else {
                format!("{} {many}", counted(data, count, Some(false)))
            };
            return if rest == 0 { name } else { format!("{name} {}", in_words(data, rest)) };
        }
    }
    below_million(data, value)
}

fn below_million(data: &European, value: u64) -> String {
    let (thousands, rest) = (value / THOUSAND, value % THOUSAND);
    if thousands == 0 {
        return below_thousand(data, rest);
    }
    let name = match thousands {
        1 => data.thousand.clone(),
        _ if data.joined => format!("{}{}", below_thousand(data, thousands), data.thousands),
        _ => format!("{} {}", counted(data, thousands, Some(false)), data.thousands),
    };
    let joint = if rest < 100 || rest % 100 == 0 { &data.thousand_joint_round } else { &data.thousand_joint };
    if rest == 0 { name } else { format!("{name}{joint}{}", below_thousand(data, rest)) }
}

fn below_thousand(data: &European, value: u64) -> String {
    match (value / 100, value % 100) {
        (0, rest) => below_hundred(data, rest),
        (1, 0) => data.hundred.clone(),
        (hundreds, 0) => hundreds_in_words(data, hundreds),
        (hundreds, rest) => {
            format!(
                "{}{}{}",
                hundreds_in_words(data, hundreds),
                data.hundred_joint,
                below_hundred(data, rest)
            )
        }
    }
}

fn hundreds_in_words(data: &European, hundreds: u64) -> String {
    data.hundreds.get(hundreds as usize - 1).unwrap_or_default().to_string()
}

fn below_hundred(data: &European, value: u64) -> String {
    data.below_hundred.get(value as usize).unwrap_or_default().replace('_', " ")
}

/// Returns a value before its noun: "veintiún euros", "une heure". Without a gender, it is the plain number.
pub(super) fn counted(data: &European, value: u64, feminine: Option<bool>) -> String {
    let words = in_words(data, value);
    let Some(feminine) = feminine else { return words };
    let forms = data.before_noun.iter().find(|[plain, ..]| {
        words
            .strip_suffix(plain.as_str())
            .is_some_and(|stem| stem.is_empty() || data.before_noun_in_compounds && !stem.is_empty())
    });
    match forms {
        Some([plain, masculine, fem]) => {
            let stem = words.strip_suffix(plain.as_str()).unwrap_or_default();
            format!("{stem}{}", if feminine { fem } else { masculine })
        }
        None => words,
    }
}

/// Returns a year in words. Dutch speaks hundreds: "negentienhonderdachtennegentig".
pub(super) fn year_in_words(data: &European, year: u64) -> String {
    let (century, rest) = (year / 100, year % 100);
    if !data.years_as_hundreds || !(1100..2000).contains(&year) {
        return in_words(data, year);
    }
    let rest = if rest == 0 { String::new() } else { below_hundred(data, rest) };
    format!("{}{}{rest}", below_hundred(data, century), data.hundred)
}

/// Returns an ordinal: "premier", "vigésima", "eenentwintigste". A number without a known ordinal stays a cardinal.
pub(super) fn ordinal(data: &European, value: u64, feminine: bool) -> String {
    let listed = data.ordinals.get((value as usize).wrapping_sub(1)).map(|word| word.replace('_', " "));
    let words = listed.unwrap_or_else(|| {
        let cardinal = in_words(data, value);
        let ending = data.ordinal_endings.iter().find(|[ending, _]| cardinal.ends_with(ending.as_str()));
        ending.map_or(cardinal.clone(), |[ending, ordinal]| {
            format!("{}{ordinal}", cardinal.strip_suffix(ending.as_str()).unwrap_or_default())
        })
    });
    let found =
        data.feminine_ordinals.iter().find(|[masculine, _]| feminine && words.ends_with(masculine.as_str()));
    found.map_or(words.clone(), |[masculine, fem]| {
        format!("{}{fem}", words.strip_suffix(masculine.as_str()).unwrap_or_default())
    })
}
