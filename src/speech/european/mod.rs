//! Text normalisation of French, Spanish, Italian, Dutch and Portuguese.
//!
//! These languages write numbers, dates, times and amounts alike. So they share a few rules, and a table in
//! `language/CODE/speech.toml` has their words. Acronyms and names remain as written: a voice of the language reads them.

mod agreement;
mod amounts;
mod dates;
mod numbers;
mod ranges;
mod words;

use crate::language::european::European;

use super::equations::Arithmetic;
use super::numbers::{footnotes, is_note_number};
use super::punctuation::pause;
use super::rules::{LanguageRules, Reading, Report, apply};
use super::tokens::{Kind, Tokens, is_joint};
use super::words::{has_capital, is_dotted, is_initial, last_word};

/// The rules of one of these languages.
#[derive(Debug)]
pub(super) struct EuropeanRules {
    pub(super) data: fn() -> &'static European,
}

/// A rule with the table of its language.
type TableRule = fn(&European, &Tokens, usize) -> Option<Reading>;

/// The rules in their order: those that match the most context come first.
const RULES: [(&str, TableRule); 18] = [
    ("note_number", note_number),
    ("ranges::phone", ranges::phone),
    ("ranges::ip_address", ranges::ip_address),
    ("equation", equation),
    ("dates::numeric_date", dates::numeric_date),
    ("dates::first_day", dates::first_day),
    ("dates::time", dates::time),
    ("amounts::currency_before_amount", amounts::currency_before_amount),
    ("amounts::fraction", amounts::fraction),
    ("words::ordinal", words::ordinal),
    ("amounts::amount", amounts::amount),
    ("ranges::paragraphs", ranges::paragraphs),
    ("ranges::range", ranges::range),
    ("dates::month_abbreviation", dates::month_abbreviation),
    ("words::abbreviation", words::abbreviation),
    ("words::roman_numeral", words::roman_numeral),
    ("note_mark", note_mark),
    ("symbol", symbol),
];

impl LanguageRules for EuropeanRules {
    fn spoken_form(&self, t: &Tokens, report: Report) -> String {
        let data = (self.data)();
        apply(t, report, |t, i| {
            if t.is_space(i) {
                // Only a dash with spaces around it begins with one.
                return ranges::range(data, t, i).map(|reading| ("ranges::range", reading));
            }
            RULES.iter().find_map(|(name, rule)| rule(data, t, i).map(|reading| (*name, reading)))
        })
    }

    /// An abbreviation before a name or a number ends no sentence, and neither does an initial.
    fn may_end(&self, sentence: &str, next: &str) -> bool {
        let data = (self.data)();
        let word = last_word(sentence);
        let lower = word.to_lowercase();
        let number = next.starts_with(|c: char| c.is_ascii_digit());
        if is_initial(word) || is_dotted(word) {
            return false;
        }
        if data.before_number.has(&lower)
            || data.may_end.has(&lower)
            || data.month_abbreviations.contains_key(&lower)
        {
            return !number;
        }
        !data.never_last.has(&lower) || data.with_capital.has(&lower) && !has_capital(word)
    }
}

/// Rule for arithmetic: "9 - 4 = 5".
fn equation(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let term = |t: &Tokens, i: usize| {
        let fraction = amounts::currency_before_amount(data, t, i).or_else(|| amounts::fraction(data, t, i));
        fraction.or_else(|| amounts::amount(data, t, i))
    };
    let arithmetic = Arithmetic {
        term: &term,
        plus: &data.plus,
        minus: &data.minus,
        times: &data.times,
        divided: &data.divided,
        equals: &data.equals,
    };
    super::equations::equation(t, i, &arithmetic)
}

/// Rule for the number of a note that is stuck to the end of a sentence.
fn note_number(_data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    is_note_number(t, i, |_| false).then(|| (String::new(), 1))
}

/// Rule for footnote marks in brackets.
fn note_mark(_data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    footnotes(t, i).map(|len| (String::new(), len))
}

/// Rule for marks: signs of numbers, spoken symbols, pauses.
fn symbol(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let token = t.at(i);
    if token.kind != Kind::Sign {
        return None;
    }
    // The marks that open a question or an exclamation change how a voice reads it.
    if token.text.starts_with(['\u{bf}', '\u{a1}']) {
        return Some((token.text.to_string(), 1));
    }
    if is_minus(t, i) {
        return Some((format!(" {} ", data.minus), 1));
    }
    let between = t.digits(i.wrapping_sub(1)).is_some() && t.digits(i + 1).is_some();
    if token.text == "#" && t.digits(i + 1).is_some() {
        return Some((format!(" {} ", data.symbols.get("\u{2116}").map_or("", String::as_str)), 1));
    }
    let spoken = token.text.chars().next().and_then(|first| data.symbols.get(first.encode_utf8(&mut [0; 4])));
    if let Some(words) = spoken {
        return Some((format!(" {words} "), 1));
    }
    let words = pause(t, i).unwrap_or(match token.text {
        "." | ":" if between => " ",
        "," | ";" | ":" | "." | "-" => token.text,
        joint if is_joint(joint) => "-",
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
    let number = t.digits(i + 1).is_some() || matches!(t.text(i + 1), "." | ",") && t.digits(i + 2).is_some();
    sign && (free || t.is(i, "\u{2212}")) && number
}
