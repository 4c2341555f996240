//! Chooses the rules for a language, and holds those for languages without rules of their own.

use std::fmt::Write;

use super::english::{DateOrder, EnglishRules};
use super::european::EuropeanRules;
use super::german::GermanRules;
use super::numbers::{bracketed_range, footnotes};
use super::punctuation::pause;
use super::rules::{LanguageRules, Report};
use super::tokens::{Kind, Tokens};
use super::words::{is_dotted, is_initial, last_word};
use crate::language::european;
use crate::language::speech::any_language;

/// Returns the rules for a BCP 47 tag. `None` means English.
pub(super) fn rules_for(language: Option<&str>) -> &'static dyn LanguageRules {
    let tag = language.unwrap_or("en").trim().to_ascii_lowercase().replace('_', "-");
    let region = tag.split('-').skip(1).find(|part| matches!(part.len(), 2 | 3)).unwrap_or_default();
    match tag.split('-').next() {
        Some("en" | "eng") if tag.starts_with("en-us") => &EnglishRules { date_order: DateOrder::MonthFirst },
        Some("en" | "eng") => &EnglishRules { date_order: DateOrder::DayFirst },
        Some("de" | "deu" | "ger") => &GermanRules,
        Some("fr" | "fra" | "fre") => french(region),
        Some("es" | "spa") => spanish(region),
        Some("it" | "ita") => &EuropeanRules { data: european::italian },
        Some("nl" | "nld" | "dut") => &EuropeanRules { data: european::dutch },
        Some("pt" | "por") => portuguese(region),
        Some("el" | "ell" | "gre") => &OtherLanguage { semicolon_asks: true },
        _ => &OtherLanguage { semicolon_asks: false },
    }
}

/// Returns true if numbers, dates, amounts and abbreviations of a language are normalised. `None` means English.
pub fn has_rules(language: Option<&str>) -> bool {
    rules_for(language).normalise()
}

fn french(region: &str) -> &'static EuropeanRules {
    match region {
        "be" | "ch" => &EuropeanRules { data: european::belgian_french },
        _ => &EuropeanRules { data: european::french },
    }
}

fn spanish(region: &str) -> &'static EuropeanRules {
    match region {
        "mx" | "us" | "pr" | "do" | "gt" | "hn" | "ni" | "pa" | "sv" | "419" => {
            &EuropeanRules { data: european::american_spanish }
        }
        _ => &EuropeanRules { data: european::spanish },
    }
}

fn portuguese(region: &str) -> &'static EuropeanRules {
    match region {
        "" | "br" => &EuropeanRules { data: european::portuguese },
        _ => &EuropeanRules { data: european::european_portuguese },
    }
}

/// A language without rules of its own. Letters and numbers remain, because a voice of that language reads them better
/// than words of another language would be.
struct OtherLanguage {
    /// In Greek, a semicolon ends a question.
    semicolon_asks: bool,
}

impl LanguageRules for OtherLanguage {
    fn normalise(&self) -> bool {
        false
    }

    fn ends_question(&self, c: char) -> bool {
        c == ';' && self.semicolon_asks
    }

    fn spoken_form(&self, t: &Tokens, _report: Report) -> String {
        let mut spoken = String::new();
        let mut i = 0;
        while i < t.len() {
            let token = t.at(i);
            if let Some(len) = footnotes(t, i) {
                i += len;
                continue;
            }
            if let Some((first, last, len)) = bracketed_range(t, i) {
                let _ = write!(spoken, " {first}-{last} ");
                i += len;
                continue;
            }
            match token.kind {
                Kind::Sign if is_minus(t, i) => spoken.push('-'),
                // A voice of that language knows its own marks.
                Kind::Sign if token.text.starts_with(['\u{a1}', '\u{bf}', '\u{ab}', '\u{bb}']) => {
                    spoken.push_str(token.text)
                }
                Kind::Sign => spoken.push_str(pause(t, i).unwrap_or(token.text)),
                _ => spoken.push_str(token.text),
            }
            i += 1;
        }
        spoken
    }

    /// A single letter is an initial ("M. Curie"), and a title comes before a name ("Mme. Curie").
    fn may_end(&self, sentence: &str, _next: &str) -> bool {
        let word = last_word(sentence);
        !(is_initial(word) || is_dotted(word) || any_language().titles.has_lower(word))
    }
}

/// True for the sign of a number: "-5 °C", "(−3)". A hyphen between two words or two numbers is not a sign: "5-10 %".
fn is_minus(t: &Tokens, i: usize) -> bool {
    let sign = matches!(t.text(i), "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2212}");
    let before = t.back(i, 1);
    let free = !matches!(before.kind, Kind::Letters | Kind::Digits | Kind::Lexicon)
        && !before.text.ends_with([')', ']', '%', '\u{b0}']);
    sign && free && t.digits(i + 1).is_some()
}
