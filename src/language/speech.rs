//! Word lists and tables for text normalisation and sentence segmentation, one file per language.
//!
//! The comments in `en/speech.toml` and `de/speech.toml` explain each list.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer};

use super::table::table;
use super::units::{PrefixAndPower, PrefixedUnit};
use super::words::capitalised;
pub(crate) use super::words::{WordList, WordMap, WordSet};

/// Written forms and their spoken forms.
pub(crate) type Forms = WordMap<String>;

table! {
    /// The contents of `any/speech.toml`.
    #[derive(Debug)]
    pub(crate) struct AnyLanguage {
        pub(crate) titles: WordSet,
        pub(crate) before_citation: WordSet,
        pub(crate) between_citations: WordSet,
    }
}

table! {
    /// The contents of `en/speech.toml`.
    #[derive(Debug)]
    pub(crate) struct English {
        pub(crate) determiners: WordSet,
        pub(crate) function_words: WordSet,
        pub(crate) counted_nouns: WordSet,
        pub(crate) time_nouns: WordSet,
        pub(crate) before_count: WordSet,
        pub(crate) before_range: WordSet,
        pub(crate) small_numbers: WordList,
        pub(crate) tens: WordList,
        pub(crate) scales: WordList,
        pub(crate) fractions: Vec<[String; 2]>,
        pub(crate) named_pairs: Vec<(u64, u64)>,
        pub(crate) parts: WordSet,
        pub(crate) rated: WordSet,
        pub(crate) odds_words: WordSet,
        pub(crate) season_words: WordSet,
        pub(crate) counted_parts: WordSet,
        pub(crate) split_magnitudes: WordSet,
        pub(crate) months: WordList,
        pub(crate) before_year: WordSet,
        pub(crate) before_distant_year: WordSet,
        pub(crate) before_of_year: WordSet,
        pub(crate) eras: WordSet,
        pub(crate) before_date: WordSet,
        pub(crate) before_of_date: WordSet,
        pub(crate) time_systems: WordSet,
        pub(crate) before_time: WordSet,
        pub(crate) before_military_time: WordSet,
        pub(crate) before_timetable: WordSet,
        pub(crate) after_decimal: WordSet,
        pub(crate) after_time: WordSet,
        pub(crate) timed: WordSet,
        pub(crate) timetable_words: WordSet,
        pub(crate) market_words: WordSet,
        pub(crate) time_zones: WordSet,
        pub(crate) priced: WordSet,
        pub(crate) share_words: WordSet,
        pub(crate) cent_words: WordSet,
        pub(crate) joined_units: WordSet,
        pub(crate) electric_words: WordSet,
        pub(crate) dimensions: WordSet,
        pub(crate) hyphenated_dimensions: WordSet,
        pub(crate) recipe_units: WordSet,
        pub(crate) containers: WordSet,
        pub(crate) screen_words: WordSet,
        pub(crate) race_distances: WordSet,
        pub(crate) before_race: WordSet,
        pub(crate) race_words: WordSet,
        pub(crate) crowd_words: WordSet,
        pub(crate) length_words: WordSet,
        pub(crate) after_people: WordSet,
        pub(crate) after_people_of: WordSet,
        pub(crate) starred: WordSet,
        pub(crate) guns: WordSet,
        pub(crate) score_words: WordSet,
        pub(crate) cricket_words: WordSet,
        pub(crate) vote_words: WordSet,
        pub(crate) emergency_numbers: WordSet,
        pub(crate) calling_words: WordSet,
        pub(crate) after_emergency_number: WordSet,
        pub(crate) call_verbs: WordSet,
        pub(crate) after_called_number: WordSet,
        pub(crate) code_words: WordSet,
        pub(crate) numbered_files: WordSet,
        pub(crate) ending_words: WordSet,
        pub(crate) designated: WordSet,
        pub(crate) numbered_places: WordSet,
        pub(crate) transport_lines: WordSet,
        pub(crate) street_words: WordSet,
        pub(crate) articles: WordSet,
        pub(crate) bible_books: WordSet,
        pub(crate) numbered_bible_books: WordSet,
        pub(crate) bible_abbreviations: Forms,
        pub(crate) elements: WordSet,
        pub(crate) oxides: WordSet,
        pub(crate) regnal_names: WordSet,
        pub(crate) before_pronoun: WordSet,
        pub(crate) after_pronoun: WordSet,
        pub(crate) ruler_titles: WordSet,
        pub(crate) numbered_by_numeral: WordSet,
        pub(crate) numbered_by_small_numeral: WordSet,
        pub(crate) after_class_one: WordSet,
        pub(crate) after_part_one: WordSet,
        pub(crate) team_numerals: WordSet,
        pub(crate) before_team: WordSet,
        pub(crate) spelled_acronyms: WordSet,
        pub(crate) capital_words: WordSet,
        pub(crate) shouted_words: WordSet,
        pub(crate) before_us: WordSet,
        pub(crate) before_us_at_end: WordSet,
        pub(crate) word_onsets: WordSet,
        pub(crate) word_endings: WordSet,
        pub(crate) word_codas: WordSet,
        pub(crate) nun_names: WordSet,
        pub(crate) host_endings: WordSet,
        pub(crate) spoken_endings: WordSet,
        pub(crate) transcript_notes: WordSet,
        pub(crate) never_last: WordSet,
        pub(crate) before_number: WordSet,
        pub(crate) cited_before_number: WordSet,
        pub(crate) around_its_noun: WordSet,
        pub(crate) ambiguous_abbreviations: WordSet,
        pub(crate) sentence_starters: WordSet,
        pub(crate) before_letter: WordSet,
        pub(crate) titles_before_names: WordSet,
        pub(crate) before_street: WordSet,
        pub(crate) named_after_junior: WordSet,
        pub(crate) abbreviations: Abbreviations,
        pub(crate) slashed_abbreviations: Forms,
        pub(crate) dotted_abbreviations: Forms,
        pub(crate) acronyms: Forms,
        pub(crate) respellings: Forms,
        pub(crate) world_wars: Forms,
        pub(crate) ordinals: Forms,
        pub(crate) magnitudes: Forms,
        pub(crate) month_abbreviations: WordMap<usize>,
        pub(crate) weekday_abbreviations: Forms,
        pub(crate) currency_symbols: WordMap<Currency>,
        pub(crate) dollars: WordMap<Currency>,
        pub(crate) currency_codes: WordMap<Currency>,
        pub(crate) units: WordMap<[String; 2]>,
        unit_prefixes: Forms,
        prefixed_units: WordMap<PrefixedUnit>,
        pub(crate) per: Forms,
        pub(crate) screen_resolutions: WordMap<bool>,
        pub(crate) symbols: Forms,
        pub(crate) path_marks: Forms,
        pub(crate) us_states: WordMap<[String; 2]>,
    }
}

table! {
    /// The contents of `de/speech.toml`.
    #[derive(Debug)]
    pub(crate) struct German {
        pub(crate) sentence_starters: WordSet,
        pub(crate) ordinal_governors: WordSet,
        pub(crate) articles: WordSet,
        pub(crate) article_endings: Vec<String>,
        pub(crate) contractions: WordSet,
        pub(crate) prepositions: WordSet,
        pub(crate) dative_prepositions: WordSet,
        pub(crate) accusative_prepositions: WordSet,
        pub(crate) feminine_nouns: WordSet,
        pub(crate) feminine_endings: WordSet,
        pub(crate) not_feminine_nouns: WordSet,
        pub(crate) neuter_nouns: WordSet,
        pub(crate) gendered_pronouns: WordSet,
        pub(crate) gendered_endings: WordSet,
        pub(crate) small_numbers: WordList,
        pub(crate) tens: WordList,
        pub(crate) scales: Vec<[String; 2]>,
        pub(crate) irregular_ordinals: Vec<(u64, String)>,
        pub(crate) irregular_fractions: Vec<(u64, String)>,
        pub(crate) ranked_nouns: WordSet,
        pub(crate) counted_nouns: WordSet,
        pub(crate) number_suffixes: WordSet,
        pub(crate) named_pairs: Vec<(u64, u64)>,
        pub(crate) seasons: WordSet,
        pub(crate) numbered_files: WordSet,
        pub(crate) electric_words: WordSet,
        pub(crate) months: WordList,
        pub(crate) before_year: WordSet,
        pub(crate) before_day: WordSet,
        pub(crate) before_weekday: WordSet,
        pub(crate) century_abbreviations: WordSet,
        pub(crate) result_words: WordSet,
        pub(crate) announcing_phone: WordSet,
        pub(crate) emergency_numbers: WordSet,
        pub(crate) social_numbers: WordSet,
        pub(crate) calling_words: WordSet,
        pub(crate) kings: WordSet,
        pub(crate) queens: WordSet,
        pub(crate) ruler_titles: WordSet,
        pub(crate) numbered_by_numeral: WordSet,
        pub(crate) dotted_units: WordSet,
        pub(crate) host_endings: WordSet,
        pub(crate) never_last: WordSet,
        pub(crate) ambiguous_abbreviations: WordSet,
        pub(crate) before_number: WordSet,
        pub(crate) abbreviations: Abbreviations,
        pub(crate) dotted_abbreviations: Forms,
        pub(crate) storeys: Forms,
        pub(crate) adjective_abbreviations: Forms,
        pub(crate) month_abbreviations: WordMap<usize>,
        pub(crate) weekdays: Forms,
        pub(crate) ordinal_endings: Forms,
        pub(crate) currencies: WordMap<Unit>,
        pub(crate) units: WordMap<Unit>,
        unit_prefixes: Forms,
        prefixed_units: WordMap<PrefixedUnit>,
        pub(crate) per: WordMap<Unit>,
        pub(crate) minor_units: Forms,
        pub(crate) magnitudes: WordMap<[String; 2]>,
        pub(crate) symbols: Forms,
    }
}

impl German {
    /// Adds the units that consist of a prefix and a unit, as [`English::add_prefixed_units`] does.
    fn add_prefixed_units(&mut self) {
        for (symbol, unit) in &self.prefixed_units {
            for PrefixAndPower { prefix, power } in unit.variants(&self.unit_prefixes, ["Quadrat", "Kubik"]) {
                let first = format!("{}{}", power.1, prefix.1);
                let written = format!("{}{symbol}{}", prefix.0, power.0);
                let forms = Unit {
                    written: written.clone(),
                    one: compound(&first, &unit.one),
                    many: Some(compound(&first, &unit.many)),
                    feminine: unit.feminine,
                };
                self.units.entry(written).or_insert(forms);
            }
        }
    }
}

/// Joins two nouns into one with a capital: "Quadrat" and "Meter" are "Quadratmeter".
fn compound(first: &str, last: &str) -> String {
    if first.is_empty() { last.to_string() } else { capitalised(&format!("{first}{last}").to_lowercase()) }
}

impl English {
    /// Adds the units that consist of a prefix and a unit. A unit that is listed by itself keeps its form.
    fn add_prefixed_units(&mut self) {
        for (symbol, unit) in &self.prefixed_units {
            for PrefixAndPower { prefix, power } in unit.variants(&self.unit_prefixes, ["square ", "cubic "])
            {
                let forms = [&unit.one, &unit.many].map(|name| format!("{}{}{name}", power.1, prefix.1));
                self.units.entry(format!("{}{symbol}{}", prefix.0, power.0)).or_insert(forms);
            }
        }
    }
}

/// The spoken forms of an English currency.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Currency {
    pub(crate) one: String,
    pub(crate) many: String,
    /// A hundredth of it, singular and plural.
    pub(crate) minor: Option<[String; 2]>,
}

/// A German unit or currency.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unit {
    #[serde(skip)]
    pub(crate) written: String,
    pub(crate) one: String,
    many: Option<String>,
    /// "eine Tonne", not "ein".
    #[serde(default)]
    pub(crate) feminine: bool,
}

impl Unit {
    /// Returns the plural.
    pub(crate) fn many(&self) -> &str {
        self.many.as_deref().unwrap_or(&self.one)
    }
}

/// The condition under which a written form counts as an abbreviation. Forms are tried in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Condition {
    /// With or without a full stop.
    Always,
    /// With a full stop only.
    Dotted,
    /// When a capital follows.
    BeforeName,
    /// With a full stop, when a capital follows.
    DottedBeforeName,
    /// When a number follows.
    BeforeNumber,
    /// With a full stop, when a number follows.
    DottedBeforeNumber,
    /// With a full stop, after a capital.
    DottedAfterName,
    /// Between two capitals.
    BetweenNames,
    /// When a number follows and none precedes.
    Cited,
}

/// Abbreviations, written without the full stop.
#[derive(Debug)]
pub(crate) struct Abbreviations(WordMap<Vec<(Condition, String)>>);

impl Abbreviations {
    /// Returns the conditions and the spoken forms of an abbreviation.
    pub(crate) fn get(&self, written: &str) -> &[(Condition, String)] {
        self.0.get(written).map(Vec::as_slice).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Abbreviations {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut abbreviations: WordMap<Vec<(Condition, String)>> = WordMap::default();
        for (condition, forms) in BTreeMap::<Condition, Forms>::deserialize(from)? {
            for (written, spoken) in forms {
                abbreviations.entry(written).or_default().push((condition, spoken));
            }
        }
        Ok(Abbreviations(abbreviations))
    }
}

/// Returns the data that all languages share.
pub(crate) fn any_language() -> &'static AnyLanguage {
    static DATA: OnceLock<AnyLanguage> = OnceLock::new();
    DATA.get_or_init(|| AnyLanguage::read(&[include_str!("any/speech.toml")]))
}

/// Returns the data of English.
pub(crate) fn english() -> &'static English {
    static DATA: OnceLock<English> = OnceLock::new();
    DATA.get_or_init(|| {
        let mut english = English::read(&[include_str!("en/speech.toml")]);
        english.add_prefixed_units();
        english
    })
}

/// Returns the data of German.
pub(crate) fn german() -> &'static German {
    static DATA: OnceLock<German> = OnceLock::new();
    DATA.get_or_init(|| {
        let mut german = German::read(&[include_str!("de/speech.toml")]);
        german.add_prefixed_units();
        for units in [&mut german.currencies, &mut german.units, &mut german.per] {
            for (written, unit) in units {
                unit.written.clone_from(written);
            }
        }
        german
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_data_of_every_language() {
        assert!(any_language().titles.has("prof"));
        assert_eq!(english().abbreviations.get("Sec").len(), 2);
        assert_eq!(english().small_numbers.get(19), Some("nineteen"));
        assert_eq!(german().units.get("t").map(Unit::many), Some("Tonnen"));
        assert_eq!(german().tens.get(7), Some("neunzig"));
    }
}
