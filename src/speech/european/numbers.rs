//! Numbers of languages that are described by a table: "deux mille vingt-quatre", "tres coma cinco".

use crate::language::european::{European, OrdinalForm};
use crate::speech::numbers::{MOST_GROUPS, Number, cardinal_value};
use crate::speech::tokens::{Kind, Tokens};

/// Decimals with more digits are spoken one by one.
const LONGEST_DECIMAL: usize = 3;
const THOUSAND: u64 = 1_000;
const MILLION: u64 = 1_000_000;

/// The form of a number, by the noun that it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Without a noun: "veintiuno".
    Plain,
    /// "veintiún años".
    Masculine,
    /// "veintiuna casas".
    Feminine,
}

impl Form {
    /// The form before a noun of this gender.
    pub(super) fn before(feminine: bool) -> Form {
        if feminine { Form::Feminine } else { Form::Masculine }
    }
}

/// Parses `1234`, `1.234.567`, `10 000`, `3,5`, `3.5` or `,5` at `i`.
pub(super) fn parse_number(data: &European, t: &Tokens, i: usize) -> Option<Number> {
    if let Some(number) = leading_decimal(t, i) {
        return Some(number);
    }
    let (whole, end, separator) = grouped(data, t, i)?;
    let fraction = decimals_at(data, t, i, end, separator, &whole).map(str::to_string);
    let len = end - i + if fraction.is_some() { 2 } else { 0 };
    Some(Number { whole, fraction, grouped: end > i + 1, len })
}

/// ".5", "-,8"
fn leading_decimal(t: &Tokens, i: usize) -> Option<Number> {
    let before = t.back(i, 1);
    let free = before.kind == Kind::Space || before.kind == Kind::Sign && !matches!(before.text, ")" | "]");
    let fraction = t.digits(i + 1).filter(|_| matches!(t.text(i), "." | ",") && free)?;
    let listed = matches!(t.text(i + 2), "." | ",") && t.digits(i + 3).is_some();
    (!listed).then(|| Number {
        whole: "0".to_string(),
        fraction: Some(fraction.to_string()),
        grouped: false,
        len: 2,
    })
}

/// Returns the digits at `i` without separators of thousands, the index after them, and the separator.
fn grouped<'a>(data: &European, t: &Tokens<'a>, i: usize) -> Option<(String, usize, &'a str)> {
    let first = t.digits(i)?;
    let separator = t.text(i + 1);
    let separates =
        matches!(separator, "." | "," | " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | "'" | "\u{2019}");
    let alone = (first.to_string(), i + 1, "");
    if !separates || first.len() > 3 || first.starts_with('0') {
        return Some(alone);
    }
    let (mut whole, mut end, mut groups) = (first.to_string(), i + 1, 0);
    while let Some(group) = t.digits(end + 1).filter(|group| group.len() == 3 && t.is(end, separator)) {
        whole.push_str(group);
        end += 2;
        groups += 1;
        if groups > MOST_GROUPS {
            return Some(alone);
        }
    }
    let continues = t.is(end, separator) && t.digits(end + 1).is_some() && !t.is_space(end);
    // A single comma is a decimal mark, unless a decimal point follows: "1,250" against "1,250.50".
    let point = t.is(end, ".") && t.digits(end + 1).is_some();
    let comma = separator == "," && groups < 2 && !data.decimal_point && !point;
    let decimal = separator == "." && groups < 2 && data.decimal_point;
    Some(if groups == 0 || continues || comma || decimal { alone } else { (whole, end, separator) })
}

/// Returns the decimals after the number that ends at `end`.
fn decimals_at<'a>(
    data: &European,
    t: &Tokens<'a>,
    i: usize,
    end: usize,
    separator: &str,
    whole: &str,
) -> Option<&'a str> {
    let mark = t.text(end);
    let digits = t.digits(end + 1).filter(|_| matches!(mark, "," | ".") && mark != separator)?;
    let list = t.is(end + 2, mark) && t.digits(end + 3).is_some()
        || t.is(i.wrapping_sub(1), mark) && t.digits(i.wrapping_sub(2)).is_some();
    // "3.500" without a group before is a number of thousands only if `grouped` took it.
    let thousands =
        mark == "." && digits.len() == 3 && !data.decimal_point && whole.len() <= 3 && whole != "0";
    (!(list || thousands && separator.is_empty())).then_some(digits)
}

/// Returns a number in words, in the form that its noun requires.
pub(super) fn number_in_words(data: &European, n: &Number, form: Form) -> String {
    if let Some(words) = n.plain().and_then(|value| as_hundreds(data, value)) {
        return words;
    }
    let form = if n.fraction.is_some() { Form::Plain } else { form };
    let whole = match cardinal_value(&n.whole) {
        Some(value) => in_words(data, value, form),
        None => digit_by_digit(data, &n.whole),
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
    cardinal_value(digits)
        .map_or_else(|| digit_by_digit(data, digits), |value| in_words(data, value, Form::Plain))
}

/// Returns the name of each digit.
pub(super) fn digit_by_digit(data: &European, digits: &str) -> String {
    let names =
        digits.chars().filter_map(|c| c.to_digit(10)).map(|digit| below_hundred(data, u64::from(digit)));
    names.collect::<Vec<_>>().join(" ")
}

/// Returns a value in words, in the form that its noun requires.
pub(super) fn in_words(data: &European, value: u64, form: Form) -> String {
    let words = with_scales(data, value, form);
    let nouns = match form {
        Form::Plain => return words,
        Form::Masculine | Form::Feminine => data.before_noun.iter(),
    };
    for [plain, masculine, feminine] in nouns {
        let Some(stem) = words.strip_suffix(plain.as_str()) else { continue };
        if stem.is_empty() || data.before_noun_in_compounds {
            return format!("{stem}{}", if form == Form::Feminine { feminine } else { masculine });
        }
    }
    words
}

/// "deux milliards trois millions cinq", "dos mil quinientos millones"
fn with_scales(data: &European, value: u64, form: Form) -> String {
    let step = if data.long_scale { MILLION } else { THOUSAND };
    let scales = std::iter::successors(Some(MILLION), |scale| scale.checked_mul(step));
    for (scale, [one, many]) in scales.zip(&data.scales).collect::<Vec<_>>().into_iter().rev() {
        let (count, rest) = (value / scale, value % scale);
        if count == 0 {
            continue;
        }
        let name = match count {
            1 => format!("{} {one}", data.one),
            _ => format!("{} {many}", in_words(data, count, Form::Masculine)),
        };
        let round = rest < 100 || rest < THOUSAND && rest % 100 == 0 || rest % (100 * THOUSAND) == 0;
        let joint = if round { data.million_joint_round.as_str() } else { " " };
        return if rest == 0 { name } else { format!("{name}{joint}{}", with_scales(data, rest, form)) };
    }
    below_million(data, value, form)
}

fn below_million(data: &European, value: u64, form: Form) -> String {
    let (thousands, rest) = (value / THOUSAND, value % THOUSAND);
    if thousands >= THOUSAND {
        // Beyond the last scale of the table.
        return digit_by_digit(data, &value.to_string());
    }
    let name = match thousands {
        0 => return below_thousand(data, rest, form),
        1 => data.thousand.clone(),
        _ => count_of_thousands(data, thousands, form),
    };
    let joint = if rest < 100 || rest % 100 == 0 { &data.thousand_joint_round } else { &data.thousand_joint };
    if rest == 0 { name } else { format!("{name}{joint}{}", below_thousand(data, rest, form)) }
}

/// "tweeduizend", "quatre-vingt mille", "doscientas mil"
fn count_of_thousands(data: &European, thousands: u64, form: Form) -> String {
    if data.joined {
        return format!("{}{}", below_thousand(data, thousands, Form::Plain), data.thousands);
    }
    let agrees = if data.thousands_agree && form == Form::Feminine { form } else { Form::Masculine };
    let mut count = in_words(data, thousands, agrees);
    for [ending, other] in &data.before_thousand {
        if let Some(stem) = count.strip_suffix(ending.as_str()) {
            count = format!("{stem}{other}");
        }
    }
    format!("{count} {}", data.thousands)
}

fn below_thousand(data: &European, value: u64, form: Form) -> String {
    let (hundreds, rest) = (value / 100, value % 100);
    let Some(at) = (hundreds as usize).checked_sub(1) else { return below_hundred(data, rest) };
    let names = if rest == 0 { &data.hundreds_alone } else { &data.hundreds };
    let mut name = names.get(at).unwrap_or_default().to_string();
    if form == Form::Feminine {
        name = with_endings(&name, &data.feminine_parts);
    }
    if rest == 0 { name } else { format!("{name}{}{}", data.hundred_joint, below_hundred(data, rest)) }
}

fn below_hundred(data: &European, value: u64) -> String {
    data.below_hundred.get(value as usize).unwrap_or_default().replace('_', " ")
}

/// Returns a number of four digits as hundreds, where the language speaks it that way: "negentienhonderdachtennegentig".
fn as_hundreds(data: &European, value: u64) -> Option<String> {
    let (century, rest) = (value / 100, value % 100);
    if !data.years_as_hundreds || !(1100..2000).contains(&value) {
        return None;
    }
    let rest = if rest == 0 { String::new() } else { below_hundred(data, rest) };
    Some(format!("{}{}{rest}", below_hundred(data, century), data.hundreds.get(0).unwrap_or_default()))
}

/// Returns a year in words.
pub(super) fn year_in_words(data: &European, year: u64) -> String {
    as_hundreds(data, year).unwrap_or_else(|| in_words(data, year, Form::Plain))
}

/// Returns an ordinal: "premier", "vigésima primera", "eenentwintigste". A number without a known ordinal stays a cardinal.
pub(super) fn ordinal(data: &European, value: u64, form: OrdinalForm) -> String {
    let words = listed_ordinal(data, value).unwrap_or_else(|| {
        let cardinal = in_words(data, value, Form::Plain);
        with_endings(&cardinal, &data.ordinal_endings)
    });
    match form {
        OrdinalForm::Masculine => words,
        OrdinalForm::Short => with_endings(&words, &data.short_ordinals),
        OrdinalForm::Feminine => {
            let feminine = words.split(' ').map(|word| with_endings(word, &data.feminine_ordinals));
            feminine.collect::<Vec<_>>().join(" ")
        }
    }
}

/// Returns an ordinal from the lists: "décimo", "vigésimo segundo".
fn listed_ordinal(data: &European, value: u64) -> Option<String> {
    let unit = |value: u64| data.ordinals.get((value as usize).wrapping_sub(1));
    if let Some(word) = unit(value) {
        return Some(word.replace('_', " "));
    }
    let tens = data.ordinal_tens.get((value as usize / 10).wrapping_sub(2))?;
    Some(match unit(value % 10) {
        Some(unit) => format!("{tens} {unit}"),
        None => tens.to_string(),
    })
}

/// Replaces the ending of a word by that of the first pair that fits.
fn with_endings(word: &str, endings: &[[String; 2]]) -> String {
    let found = endings.iter().find_map(|[ending, other]| Some((word.strip_suffix(ending.as_str())?, other)));
    found.map_or_else(|| word.to_string(), |(stem, other)| format!("{stem}{other}"))
}
