//! English amounts of money: "£3.4bn", "$1.50", "50p", "CHF 20m".

use super::context::{is_attributive, is_near, is_word_or_digits};
use super::measures::per_unit;
use super::numbers::{cardinal, in_words, magnitude_at, number_in_words, parse_number};
use crate::language::speech::{Currency, english};
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_joint};

/// Rule for an amount of money before or after its currency.
pub(super) fn money(t: &Tokens, i: usize) -> Option<Reading> {
    currency_before_amount(t, i).or_else(|| currency_after_amount(t, i))
}

/// "£5", "US$5", "EUR 5".
fn currency_before_amount(t: &Tokens, i: usize) -> Option<Reading> {
    let (currency, len) = currency_at(t, i)?;
    // "€ 5", but not "5 € 7".
    let spaced = currency_code(t, i).is_some() || t.back(i, 2).kind != Kind::Digits;
    // "Rs. 500"
    let dot = usize::from(t.is(i, "Rs") && t.is(i + len, ".") && t.is_space(i + len + 1));
    let start = if spaced { t.past_space(i + len + dot) } else { i + len };
    let minus = usize::from(start == i + len && matches!(t.text(start), "-" | "\u{2212}" | "\u{2013}"));
    let amount = Amount::parse(t, start + minus)?;
    let sign = if minus == 1 { "minus " } else { "" };
    let words = format!("{sign}{}", amount.in_words(currency, describes(t, i, amount.end)));
    match per_unit(t, amount.end) {
        Some((name, len)) => Some((format!("{words} {} {name}", article(name)), amount.end + len - i)),
        None => Some((words, amount.end - i)),
    }
}

/// "an hour", "a month".
fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o']) || noun.starts_with("hour") { "an" } else { "a" }
}

/// "5€", "5 €", "20m CHF", "50p", "5c" near a word of prices.
fn currency_after_amount(t: &Tokens, i: usize) -> Option<Reading> {
    let amount = Amount::parse(t, i)?;
    if t.is(amount.end, "p") && amount.magnitude.is_none() {
        let coin = if amount.one { "penny" } else { "pence" };
        return Some((format!("{} {coin}", amount.number), amount.end + 1 - i));
    }
    let cents = t.is(amount.end, "c") && amount.magnitude.is_none();
    if cents && is_near(t, i, amount.end, &english().cent_words) {
        let one = amount.one || describes(t, i, amount.end + 1);
        return Some((
            format!("{} {}", amount.number, if one { "cent" } else { "cents" }),
            amount.end + 1 - i,
        ));
    }
    let at = t.past_space(amount.end);
    // In "rose 5 $3", the symbol belongs to the number after it.
    if t.at(at).kind == Kind::Sign && is_word_or_digits(t, at + 1) {
        return None;
    }
    let currency = currency_symbol(t.text(at)).or_else(|| currency_code(t, at))?;
    Some((amount.in_words(currency, describes(t, i, at + 1)), at + 1 - i))
}

/// True when the amount from `i` to `end` describes the noun after it: "a 50¢ fee", "$20 bills".
fn describes(t: &Tokens, i: usize, end: usize) -> bool {
    is_attributive(t, i, end) || english().priced.has(t.word_after(end))
}

/// Returns the currency of a symbol such as "£".
pub(super) fn currency_symbol(text: &str) -> Option<&'static Currency> {
    english().currency_symbols.get(text)
}

/// Returns the currency at `i`, and its number of tokens.
fn currency_at(t: &Tokens, i: usize) -> Option<(&'static Currency, usize)> {
    if let Some(currency) = currency_symbol(t.text(i)) {
        return Some((currency, 1));
    }
    if t.is(i + 1, "$") {
        return english().dollars.get(t.text(i)).map(|dollar| (dollar, 2));
    }
    currency_code(t, i).map(|currency| (currency, 1))
}

fn currency_code(t: &Tokens, i: usize) -> Option<&'static Currency> {
    english().currency_codes.get(t.text(i))
}

/// A number or a range with its magnitude.
struct Amount {
    /// The number or the range in words.
    number: String,
    magnitude: Option<&'static str>,
    /// The digits of pounds and pence, when there is neither a range nor a magnitude.
    coins: Option<(String, String)>,
    one: bool,
    /// The index after the amount.
    end: usize,
}

impl Amount {
    fn parse(t: &Tokens, i: usize) -> Option<Amount> {
        let first = parse_number(t, i)?;
        let mut end = i + first.len;
        let mut number = number_in_words(&first);
        let mut one = first.is_one();
        let second = parse_number(t, end + 1).filter(|_| is_joint(t.text(end)));
        let mut coins = first.fraction.clone().filter(|f| f.len() <= 2 && second.is_none());
        // "$0.5" is fifty cents, "$2.5" is two and a half dollars.
        if coins.as_ref().is_some_and(|coins| coins.len() == 1) {
            coins = coins.filter(|_| first.whole.is_empty() || first.whole == "0").map(|coins| coins + "0");
        }
        if let Some(second) = second {
            number = format!("{number} to {}", number_in_words(&second));
            end += 1 + second.len;
            one = false;
        }
        let magnitude = magnitude_at(t, end);
        end += magnitude.map_or(0, |(_, len)| len);
        let coins = coins.filter(|_| magnitude.is_none()).map(|coins| (first.whole.clone(), coins));
        one &= magnitude.is_none();
        Some(Amount { number, magnitude: magnitude.map(|(name, _)| name), coins, one, end })
    }

    fn in_words(&self, currency: &Currency, attributive: bool) -> String {
        if let (Some((whole, coins)), Some(minor)) = (&self.coins, &currency.minor) {
            return coins_in_words(currency, minor, whole, coins);
        }
        let name = if self.one || attributive { &currency.one } else { &currency.many };
        match self.magnitude {
            Some(magnitude) => format!("{} {magnitude} {name}", self.number),
            None => format!("{} {name}", self.number),
        }
    }
}

/// "one pound fifty", "fifty pence".
fn coins_in_words(currency: &Currency, [coin, coins]: &[String; 2], whole: &str, fraction: &str) -> String {
    let count: u64 = fraction.parse().unwrap_or_default();
    let name = if whole == "1" { &currency.one } else { &currency.many };
    let major = format!("{} {name}", cardinal(if whole.is_empty() { "0" } else { whole }));
    match (whole, count) {
        (_, 0) => major,
        ("0" | "", 1) => format!("one {coin}"),
        ("0" | "", count) => format!("{} {coins}", in_words(count)),
        // "four dollars five" could be heard as $4.50, so the cents are named; "one pound five" is usual.
        (_, 1..=9) if coins == "cents" => {
            let name = if count == 1 { coin } else { coins };
            format!("{major} and {} {name}", in_words(count))
        }
        (_, count) => format!("{major} {}", in_words(count)),
    }
}
