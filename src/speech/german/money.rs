//! Money: "€ 5", "4,50 €", "5,– Euro".

use super::amounts::{CURRENCIES, MINOR, Unit};
use super::measures::Amount;
use super::numbers;
use super::{Reading, is_joint};
use crate::speech::tokens::{Kind, Tokens};

/// "€ 5", "$3,4 Mio.", "CHF 20", "US-$ 5".
pub(super) fn before_amount(t: &Tokens, i: usize) -> Option<Reading> {
    if !matches!(t.at(i).kind, Kind::Letters | Kind::Sign) || t.letters(i).is_some_and(|word| word.len() > 3)
    {
        return None;
    }
    let (currency, len) = (1..=3).rev().find_map(|len| {
        let written: String = (i..i + len).filter(|k| t.text(*k).len() <= 3).map(|k| t.text(k)).collect();
        let currency = CURRENCIES.iter().find(|currency| currency.written == written)?;
        (t.at(i + len - 1).kind != Kind::Space).then_some((*currency, len))
    })?;
    let touching = t.digits(i + len).is_some() && t.at(i + len - 1).kind == Kind::Letters;
    let dot = usize::from(currency.written == "Fr" && t.is(i + len, "."));
    let amount = Amount::read(t, t.past_space(i + len + dot)).filter(|_| !touching)?;
    let end = past_dash(t, amount.end);
    Some((say(&amount, currency), end - i))
}

/// Past the dash that stands for no hundredths: "5,– Euro", "20.–".
pub(super) fn past_dash(t: &Tokens, end: usize) -> usize {
    let dash = matches!(t.text(end), "," | ".") && (is_joint(t.text(end + 1)) || t.is(end + 1, "--"));
    let alone = t.is_space(end + 2) || t.at(end + 2).kind == Kind::Sign;
    if dash && alone { end + 2 } else { end }
}

/// "vier Euro fünfzig", "neunundneunzig Cent", "drei Komma vier Millionen Euro", "ein Euro".
pub(super) fn say(amount: &Amount, currency: Unit) -> String {
    let coins = amount.first.fraction.as_deref().filter(|coins| coins.len() == 2);
    let coins = coins.filter(|_| amount.second.is_none() && amount.magnitude.is_none());
    let minor = MINOR.iter().find(|(name, _)| *name == currency.many);
    let (Some(coins), Some((_, minor))) = (coins, minor) else {
        return format!("{} {}", amount.words("ein"), currency.many);
    };
    let coins: u64 = coins.parse().unwrap_or_default();
    let whole =
        if amount.first.whole == "1" { "ein".to_string() } else { numbers::cardinal(&amount.first.whole) };
    match (amount.first.whole.as_str(), coins) {
        (_, 0) => format!("{whole} {}", currency.many),
        ("0", 1) => format!("ein {minor}"),
        ("0", coins) => format!("{} {minor}", numbers::words(coins)),
        (_, coins) => format!("{whole} {} {}", currency.many, numbers::words(coins)),
    }
}

/// The currency of a symbol.
pub(super) fn symbol(text: &str) -> Option<Unit> {
    let symbol = CURRENCIES.iter().find(|currency| text.starts_with(currency.written))?;
    (!symbol.written.starts_with(char::is_alphabetic) && !text.is_empty()).then_some(*symbol)
}
