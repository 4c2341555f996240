//! Money: "£3.4bn", "$1.50", "50p", "CHF 20m".

use super::amounts::{CODES, Currency, DOLLARS, MAGNITUDES, SYMBOLS};
use super::numbers;
use super::topics::PRICED;
use super::{Reading, is_attributive, is_joint, measures};
use crate::speech::tokens::{Kind, Tokens};

/// An amount of money before or after its currency.
pub(super) fn money(t: &Tokens, i: usize) -> Option<Reading> {
    before_amount(t, i).or_else(|| after_amount(t, i))
}

/// The name of a currency symbol that stands alone.
pub(super) fn symbol(text: &str) -> Option<&'static Currency> {
    SYMBOLS.iter().find(|currency| currency.written == text)
}

/// "£5", "US$5", "EUR 5".
fn before_amount(t: &Tokens, i: usize) -> Option<Reading> {
    let (currency, len) = currency(t, i)?;
    let start = if code(t, i).is_some() { t.past_space(i + len) } else { i + len };
    let amount = Amount::read(t, start)?;
    let describes = is_attributive(t, i, amount.end) || PRICED.contains(&t.word_after(amount.end));
    let said = amount.say(currency, describes);
    match measures::per(t, amount.end) {
        Some((name, len)) => Some((format!("{said} {} {name}", article(name)), amount.end + len - i)),
        None => Some((said, amount.end - i)),
    }
}

/// "an hour", "a month".
fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o']) || noun.starts_with("hour") { "an" } else { "a" }
}

/// "5€", "5 €", "20m CHF", "50p".
fn after_amount(t: &Tokens, i: usize) -> Option<Reading> {
    let amount = Amount::read(t, i)?;
    if t.is(amount.end, "p") && amount.magnitude.is_none() {
        let coin = if amount.one { "penny" } else { "pence" };
        return Some((format!("{} {coin}", amount.words), amount.end + 1 - i));
    }
    let at = t.past_space(amount.end);
    if t.at(at).kind == Kind::Sign && is_word_or_digit(t, at + 1) {
        return None;
    }
    let (currency, len) = match symbol(t.text(at)) {
        Some(currency) => (currency, 1),
        None => (code(t, at)?, 1),
    };
    Some((amount.say(currency, false), at + len - i))
}

fn is_word_or_digit(t: &Tokens, i: usize) -> bool {
    matches!(t.at(i).kind, Kind::Letters | Kind::Digits)
}

/// The currency written at `i`, and its tokens.
fn currency(t: &Tokens, i: usize) -> Option<(&'static Currency, usize)> {
    if let Some(currency) = symbol(t.text(i)) {
        return Some((currency, 1));
    }
    if t.is(i + 1, "$") {
        return DOLLARS.iter().find(|dollar| dollar.written == t.text(i)).map(|dollar| (dollar, 2));
    }
    code(t, i).map(|currency| (currency, 1))
}

fn code(t: &Tokens, i: usize) -> Option<&'static Currency> {
    CODES.iter().find(|currency| currency.written == t.text(i))
}

/// A number or a range with its magnitude.
struct Amount {
    words: String,
    magnitude: Option<&'static str>,
    /// Whole and fraction when there is nothing else: coins.
    coins: Option<(String, String)>,
    one: bool,
    /// The token after it.
    end: usize,
}

impl Amount {
    fn read(t: &Tokens, i: usize) -> Option<Amount> {
        let first = numbers::read(t, i)?;
        let mut end = i + first.len;
        let mut words = numbers::said(&first);
        let mut one = first.is_one();
        let second = numbers::read(t, end + 1).filter(|_| is_joint(t.text(end)));
        let coins = first.fraction.clone().filter(|f| f.len() == 2 && second.is_none());
        if let Some(second) = second {
            words = format!("{words} to {}", numbers::said(&second));
            end += 1 + second.len;
            one = false;
        }
        let magnitude = magnitude(t, end);
        end += magnitude.map_or(0, |(_, len)| len);
        let coins = coins.filter(|_| magnitude.is_none()).map(|cents| (first.whole.clone(), cents));
        one &= magnitude.is_none();
        Some(Amount { words, magnitude: magnitude.map(|(name, _)| name), coins, one, end })
    }

    fn say(&self, currency: &Currency, attributive: bool) -> String {
        if let (Some((whole, cents)), Some(minor)) = (&self.coins, currency.minor) {
            return coins(currency, minor, whole, cents);
        }
        let name = if self.one || attributive { currency.one } else { currency.many };
        match self.magnitude {
            Some(magnitude) => format!("{} {magnitude} {name}", self.words),
            None => format!("{} {name}", self.words),
        }
    }
}

/// "one pound fifty", "fifty pence".
fn coins(currency: &Currency, minor: (&str, &str), whole: &str, cents: &str) -> String {
    let cents: u64 = cents.parse().unwrap_or_default();
    let major =
        format!("{} {}", numbers::cardinal(whole), if whole == "1" { currency.one } else { currency.many });
    match (whole, cents) {
        (_, 0) => major,
        ("0", 1) => format!("one {}", minor.0),
        ("0", cents) => format!("{} {}", numbers::words(cents), minor.1),
        // A few cents are told apart from tens of them; "one pound five" is said as it is.
        (_, 1..=9) if minor.1 == "cents" => {
            let name = if cents == 1 { minor.0 } else { minor.1 };
            format!("{major} and {} {name}", numbers::words(cents))
        }
        (_, cents) => format!("{major} {}", numbers::words(cents)),
    }
}

/// "bn", " million", "-million" at `i`, and its tokens.
pub(super) fn magnitude(t: &Tokens, i: usize) -> Option<(&'static str, usize)> {
    let find = |text: &str| MAGNITUDES.iter().find(|(written, _)| *written == text).map(|(_, said)| *said);
    if let Some(said) = t.letters(i).and_then(find) {
        return Some((said, 1));
    }
    let spaced = t.is_space(i) || t.is(i, "-");
    let said = t.letters(i + 1).filter(|word| spaced && word.len() > 1).and_then(find)?;
    Some((said, 2))
}
