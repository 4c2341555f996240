//! Words and forms of French, Spanish, Italian, Dutch and Portuguese for text normalisation, one file per language.
//!
//! The comments in `fr/speech.toml` explain each entry. Where a region has other words, a second file has its entries, which
//! replace those of the language.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::Deserialize;
use toml::{Table, Value};

use super::speech::Forms;
use super::table::table;
use super::units::{PrefixAndPower, PrefixedUnit};
use super::words::{WordList, WordMap, WordSet};

table! {
    /// The contents of `speech.toml` of these languages.
    #[derive(Debug)]
    pub(crate) struct European {
        pub(crate) below_hundred: WordList,
        pub(crate) one: String,
        pub(crate) hundreds: WordList,
        pub(crate) hundreds_alone: WordList,
        pub(crate) hundred_joint: String,
        pub(crate) thousand: String,
        pub(crate) thousands: String,
        pub(crate) joined: bool,
        pub(crate) before_thousand: Vec<[String; 2]>,
        pub(crate) thousand_joint: String,
        pub(crate) thousand_joint_round: String,
        pub(crate) million_joint_round: String,
        pub(crate) scales: Vec<[String; 2]>,
        pub(crate) long_scale: bool,
        pub(crate) before_noun: Vec<[String; 3]>,
        pub(crate) before_noun_in_compounds: bool,
        pub(crate) feminine_parts: Vec<[String; 2]>,
        pub(crate) thousands_agree: bool,
        pub(crate) years_as_hundreds: bool,
        pub(crate) zero_is_single: bool,
        pub(crate) ordinals: WordList,
        pub(crate) ordinal_tens: WordList,
        pub(crate) ordinal_endings: Vec<[String; 2]>,
        pub(crate) feminine_ordinals: Vec<[String; 2]>,
        pub(crate) short_ordinals: Vec<[String; 2]>,
        pub(crate) plural_endings: WordSet,
        pub(crate) feminine_nouns: WordSet,
        pub(crate) masculine_nouns: WordSet,
        pub(crate) feminine_endings: WordSet,
        pub(crate) masculine_endings: WordSet,
        pub(crate) function_words: WordSet,
        pub(crate) before_year: WordSet,
        pub(crate) point: String,
        pub(crate) dot: String,
        pub(crate) minus: String,
        pub(crate) plus: String,
        pub(crate) times: String,
        pub(crate) divided: String,
        pub(crate) equals: String,
        pub(crate) to: String,
        pub(crate) of: String,
        pub(crate) of_before_vowel: String,
        pub(crate) and: String,
        pub(crate) per: String,
        pub(crate) coin_joint: String,
        pub(crate) score_joint: String,
        pub(crate) fractions: Vec<[String; 2]>,
        pub(crate) half: String,
        pub(crate) over: String,
        pub(crate) before_phone: WordSet,
        pub(crate) phone_pairs: bool,
        /// True where 1,250.50 has a decimal point.
        pub(crate) decimal_point: bool,
        pub(crate) months: WordList,
        pub(crate) date_joint: String,
        pub(crate) first_is_ordinal: bool,
        pub(crate) before_date: WordSet,
        pub(crate) hour: String,
        pub(crate) hours: String,
        pub(crate) round_hours: String,
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
        pub(crate) numbered_by_numeral: WordSet,
        pub(crate) never_last: WordSet,
        pub(crate) may_end: WordSet,
        pub(crate) with_capital: WordSet,
        pub(crate) without_dot: WordSet,
        pub(crate) before_number: WordSet,
        pub(crate) ordinal_suffixes: WordMap<OrdinalForm>,
        pub(crate) abbreviations: Forms,
        pub(crate) dotted_abbreviations: Forms,
        pub(crate) month_abbreviations: Forms,
        pub(crate) symbols: Forms,
        pub(crate) magnitudes: WordMap<[String; 2]>,
        pub(crate) currencies: WordMap<Noun>,
        unit_prefixes: Forms,
        /// Prefixes of the metre, where they carry its accent: "kilómetro", but "kilogramo".
        accented_prefixes: Forms,
        powers: Powers,
        prefixed_units: WordMap<PrefixedUnit>,
        pub(crate) units: WordMap<Noun>,
    }
}

/// The form of an ordinal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OrdinalForm {
    Masculine,
    Feminine,
    /// Before a masculine noun: "primer".
    Short,
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

/// Words for square and cubic units.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Powers {
    squared: [String; 3],
    cubed: [String; 3],
}

impl Noun {
    /// Returns the plural.
    pub(crate) fn many(&self) -> &str {
        self.many.as_deref().unwrap_or(&self.one)
    }
}

impl European {
    /// Adds the units that consist of a prefix and a unit. A unit that is listed by itself keeps its form.
    fn add_prefixed_units(&mut self) {
        for (symbol, unit) in &self.prefixed_units {
            for PrefixAndPower { prefix, power } in unit.variants(&self.unit_prefixes, ["", ""]) {
                let none = Default::default();
                let [before, after_one, after_many] = match power.0 {
                    "2" => &self.powers.squared,
                    "3" => &self.powers.cubed,
                    _ => &none,
                };
                let accented = self.accented_prefixes.get(prefix.0).filter(|_| symbol == "m");
                let name = accented.map_or(prefix.1, String::as_str);
                let noun = Noun {
                    one: format!("{before}{name}{}{after_one}", unit.one),
                    many: Some(format!("{before}{name}{}{after_many}", unit.many)),
                    feminine: unit.feminine,
                    coins: false,
                };
                self.units.entry(format!("{}{symbol}{}", prefix.0, power.0)).or_insert(noun);
            }
        }
    }
}

/// Returns the table of a file of this folder, with the entries of a region.
macro_rules! european {
    ($language:literal $(, $region:literal)?) => {{
        static DATA: OnceLock<European> = OnceLock::new();
        DATA.get_or_init(|| parse(include_str!($language), concat!($(include_str!($region))?)))
    }};
}

/// Returns the table of French.
pub(crate) fn french() -> &'static European {
    european!("fr/speech.toml")
}

/// Returns the table of French in Belgium and Switzerland.
pub(crate) fn belgian_french() -> &'static European {
    european!("fr/speech.toml", "fr/belgium.toml")
}

/// Returns the table of Spanish.
pub(crate) fn spanish() -> &'static European {
    european!("es/speech.toml")
}

/// Returns the table of Spanish where decimals have a point.
pub(crate) fn american_spanish() -> &'static European {
    european!("es/speech.toml", "es/america.toml")
}

/// Returns the table of Italian.
pub(crate) fn italian() -> &'static European {
    european!("it/speech.toml")
}

/// Returns the table of Dutch.
pub(crate) fn dutch() -> &'static European {
    european!("nl/speech.toml")
}

/// Returns the table of Portuguese in Brazil, which a text without a region is most likely from.
pub(crate) fn portuguese() -> &'static European {
    european!("pt/speech.toml")
}

/// Returns the table of Portuguese in other countries.
pub(crate) fn european_portuguese() -> &'static European {
    european!("pt/speech.toml", "pt/portugal.toml")
}

fn parse(language: &str, region: &str) -> European {
    let mut data = European::read(&[&with_region(language, region)]);
    data.add_prefixed_units();
    data
}

/// Returns the text of a language file in which the entries of a region replace those of the language.
#[expect(clippy::expect_used, reason = "the data is part of the program, and a test reads it")]
fn with_region<'t>(language: &'t str, region: &str) -> Cow<'t, str> {
    if region.is_empty() {
        return Cow::Borrowed(language);
    }
    let mut table: Table = language.parse().expect("language data");
    for (key, value) in region.parse::<Table>().expect("data of a region") {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(forms)), Value::Table(other)) => forms.extend(other),
            (_, value) => drop(table.insert(key, value)),
        }
    }
    Cow::Owned(table.to_string())
}
