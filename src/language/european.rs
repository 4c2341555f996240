//! Words and forms of French, Spanish, Italian, Dutch and Portuguese for text normalisation, one file per language.
//!
//! The comments in `fr/speech.toml` explain each entry.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::table::table;
use super::words::{WordList, WordSet};

/// Written forms and their spoken forms.
type Forms = HashMap<String, String>;

table! {
/// The contents of `speech.toml` of these languages.
#[derive(Debug)]
pub(crate) struct European {
    pub(crate) below_hundred: WordList,
    pub(crate) one: String,
    pub(crate) hundred: String,
    pub(crate) hundreds: WordList,
    pub(crate) hundred_joint: String,
    pub(crate) thousand: String,
    pub(crate) thousands: String,
    pub(crate) joined: bool,
    pub(crate) thousand_joint: String,
    pub(crate) thousand_joint_round: String,
    pub(crate) scales: Vec<[String; 2]>,
    pub(crate) before_noun: Vec<[String; 3]>,
    pub(crate) before_noun_in_compounds: bool,
    pub(crate) years_as_hundreds: bool,
    pub(crate) zero_is_single: bool,
    pub(crate) ordinals: WordList,
    pub(crate) ordinal_endings: Vec<[String; 2]>,
    pub(crate) feminine_ordinals: Vec<[String; 2]>,
    pub(crate) ordinal_suffixes: HashMap<String, bool>,
    pub(crate) point: String,
    pub(crate) minus: String,
    pub(crate) to: String,
    pub(crate) of: String,
    pub(crate) of_before_vowel: String,
    pub(crate) coin_joint: String,
    pub(crate) months: WordList,
    pub(crate) date_joint: String,
    pub(crate) first_is_ordinal: bool,
    pub(crate) hour: String,
    pub(crate) hours: String,
    pub(crate) hour_is_feminine: bool,
    pub(crate) hour_letters: bool,
    pub(crate) minute_joint: String,
    pub(crate) after_clock: WordSet,
    pub(crate) before_clock: WordSet,
    pub(crate) centuries: WordSet,
    pub(crate) centuries_are_ordinal: bool,
    pub(crate) kings: WordSet,
    pub(crate) queens: WordSet,
    pub(crate) rulers_are_ordinal: bool,
    pub(crate) high_rulers_are_ordinal: bool,
    pub(crate) ruler_article: String,
    pub(crate) never_last: WordSet,
    pub(crate) may_end: WordSet,
    pub(crate) without_dot: WordSet,
    pub(crate) before_number: WordSet,
    pub(crate) abbreviations: Forms,
    pub(crate) dotted_abbreviations: Forms,
    pub(crate) symbols: Forms,
    pub(crate) magnitudes: HashMap<String, [String; 2]>,
    pub(crate) currencies: HashMap<String, Noun>,
    pub(crate) units: HashMap<String, Noun>,
}
}

/// A unit or a currency.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Noun {
    pub(crate) one: String,
    many: Option<String>,
    #[serde(default)]
    pub(crate) feminine: bool,
    /// True for a currency with hundredths: "3,50 €".
    #[serde(default)]
    pub(crate) coins: bool,
}

impl Noun {
    /// Returns the plural.
    pub(crate) fn many(&self) -> &str {
        self.many.as_deref().unwrap_or(&self.one)
    }
}

/// Returns the table of French.
pub(crate) fn french() -> &'static European {
    static DATA: OnceLock<European> = OnceLock::new();
    DATA.get_or_init(|| European::read(&[include_str!("fr/speech.toml")]))
}

/// Returns the table of Spanish.
pub(crate) fn spanish() -> &'static European {
    static DATA: OnceLock<European> = OnceLock::new();
    DATA.get_or_init(|| European::read(&[include_str!("es/speech.toml")]))
}

/// Returns the table of Italian.
pub(crate) fn italian() -> &'static European {
    static DATA: OnceLock<European> = OnceLock::new();
    DATA.get_or_init(|| European::read(&[include_str!("it/speech.toml")]))
}

/// Returns the table of Dutch.
pub(crate) fn dutch() -> &'static European {
    static DATA: OnceLock<European> = OnceLock::new();
    DATA.get_or_init(|| European::read(&[include_str!("nl/speech.toml")]))
}

/// Returns the table of Portuguese.
pub(crate) fn portuguese() -> &'static European {
    static DATA: OnceLock<European> = OnceLock::new();
    DATA.get_or_init(|| European::read(&[include_str!("pt/speech.toml")]))
}
