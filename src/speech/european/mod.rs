//! Text normalisation of French, Spanish, Italian, Dutch and Portuguese.
//!
//! These languages write numbers, dates, times and amounts alike. So they share a few rules, and a table in
//! `language/CODE/speech.toml` has their words. Acronyms and names remain as written: a voice of the language reads them.

mod amounts;
mod dates;
mod numbers;
mod words;

use crate::language::european::European;

use super::numbers::footnotes;
use super::punctuation::pause;
use super::rules::{LanguageRules, Reading, Report, apply};
use super::tokens::{Kind, Tokens, is_joint};
use super::words::{is_dotted, is_initial, last_word};

/// The rules of one of these languages.
#[derive(Debug)]
pub(super) struct EuropeanRules {
    pub(super) data: fn() -> &'static European,
}

/// A rule with the table of its language.
type TableRule = fn(&European, &Tokens, usize) -> Option<Reading>;

/// The rules in their order: those that match the most context come first.
const RULES: [(&str, TableRule); 10] = [
    ("dates::numeric_date", dates::numeric_date),
    ("dates::first_day", dates::first_day),
    ("dates::time", dates::time),
    ("amounts::currency_before_amount", amounts::currency_before_amount),
    ("words::ordinal", words::ordinal),
    ("amounts::amount", amounts::amount),
    ("amounts::range", amounts::range),
    ("words::abbreviation", words::abbreviation),
    ("words::roman_numeral", words::roman_numeral),
    ("symbol", symbol),
];

impl LanguageRules for EuropeanRules {
    fn spoken_form(&self, t: &Tokens, report: Report) -> String {
        let data = (self.data)();
        apply(t, report, |t, i| {
            RULES.iter().find_map(|(name, rule)| rule(data, t, i).map(|reading| (*name, reading)))
        })
    }

    /// An abbreviation before a name or a number ends no sentence, and neither does an initial.
    fn may_end(&self, sentence: &str, next: &str) -> bool {
        let data = (self.data)();
        let word = last_word(sentence);
        let lower = word.to_lowercase();
        let number = next.starts_with(|c: char| c.is_ascii_digit());
        let letter = is_initial(word) || is_dotted(word);
        let ends_anyway = data.may_end.has(&lower);
        !(letter
            || data.abbreviations.contains_key(&lower) && (!ends_anyway || number)
            || data.never_last.has(&lower))
    }
}

/// Rule for marks: signs of numbers, spoken symbols, pauses.
fn symbol(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let token = t.at(i);
    if token.kind != Kind::Sign {
        return None;
    }
    if let Some(len) = footnotes(t, i) {
        return Some((String::new(), len));
    }
    // The marks that open a question or an exclamation change how a voice reads it.
    if token.text.starts_with(['\u{bf}', '\u{a1}']) {
        return Some((token.text.to_string(), 1));
    }
    if is_minus(t, i) {
        return Some((format!(" {} ", data.minus), 1));
    }
    let between = t.digits(i.wrapping_sub(1)).is_some() && t.digits(i + 1).is_some();
    if between && is_joint(token.text) {
        return Some((format!(" {} ", data.to), 1));
    }
    let spoken = token.text.chars().next().and_then(|first| data.symbols.get(first.encode_utf8(&mut [0; 4])));
    if let Some(words) = spoken.filter(|_| token.text != "." && token.text != "/") {
        return Some((format!(" {words} "), 1));
    }
    let words = pause(t, i).unwrap_or(match token.text {
        "." if between => " ",
        "," | ";" | ":" if !between => token.text,
        "." => ".",
        "-" => "-",
        _ => " ",
    });
    Some((words.to_string(), 1))
}

/// True for the sign of a number: "-5 °C", "(−3)", "= -1".
fn is_minus(t: &Tokens, i: usize) -> bool {
    let sign = matches!(t.text(i), "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2212}");
    let before = t.back(i, 1);
    let free = !matches!(before.kind, Kind::Letters | Kind::Digits | Kind::Lexicon)
        && !before.text.ends_with([')', ']', '%', '\u{b0}']);
    sign && (free || t.is(i, "\u{2212}")) && t.digits(i + 1).is_some()
}
