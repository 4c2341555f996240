//! Loads the words and patterns that quote attribution needs, from one TOML file per language.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::table::table;
use super::words::{WordList, WordSet};
use super::{UNDETERMINED, primary};

table! {
    /// The words and patterns of one language. `en/attribution.toml` explains each list with an example.
    #[derive(Debug)]
    pub(crate) struct Language {
        // Cues: verbs and phrases that introduce speech.
        pub(crate) reporting_verbs: WordSet,
        pub(crate) reporting_participles: WordSet,
        pub(crate) quoting_verbs: WordSet,
        pub(crate) addressing_verbs: WordSet,
        pub(crate) addressee_prepositions: WordSet,
        pub(crate) source_phrases: Vec<String>,
        pub(crate) source_postpositions: WordSet,
        pub(crate) echo_openers: WordSet,
        pub(crate) author_prepositions: WordSet,
        pub(crate) reported_speech_verbs: WordSet,
        pub(crate) complement_prepositions: WordSet,
        pub(crate) naming_words: WordSet,
        pub(crate) impersonal_verbs: WordSet,
        pub(crate) demonstrative_objects: WordSet,
        // Clauses: words around a verb and its subject.
        pub(crate) verb_modifiers: WordSet,
        pub(crate) verb_second: bool,
        pub(crate) subject_after_verb: bool,
        pub(crate) drops_pronouns: bool,
        pub(crate) subordinators: WordSet,
        pub(crate) auxiliary_verbs: WordSet,
        pub(crate) object_words: WordSet,
        pub(crate) dative_determiners: WordSet,
        pub(crate) ambiguous_dative_determiners: WordSet,
        pub(crate) genitive_determiners: WordSet,
        pub(crate) conjunctions: WordSet,
        pub(crate) and_words: WordSet,
        pub(crate) opening_conjunctions: WordSet,
        pub(crate) clause_conjunctions: WordSet,
        pub(crate) prepositions_and_relatives: WordSet,
        pub(crate) noun_prepositions: WordSet,
        pub(crate) occasion_prepositions: WordSet,
        pub(crate) occasion_nouns: WordSet,
        pub(crate) personal_relatives: WordSet,
        pub(crate) thing_relatives: WordSet,
        participle_endings: WordList,
        past_participle_endings: WordList,
        pub(crate) opening_participles: WordSet,
        // Pronouns and determiners.
        pub(crate) definite_determiners: WordSet,
        pub(crate) indefinite_determiners: WordSet,
        pub(crate) definite_articles: WordList,
        pub(crate) masculine_determiners: WordSet,
        pub(crate) feminine_determiners: WordSet,
        pub(crate) standalone_determiners: WordSet,
        pub(crate) same_kind_words: WordSet,
        pub(crate) masculine_pronouns: WordSet,
        pub(crate) feminine_pronouns: WordSet,
        pub(crate) plural_pronouns: WordSet,
        pub(crate) neuter_pronouns: WordSet,
        pub(crate) masculine_case_forms: WordSet,
        pub(crate) feminine_case_forms: WordSet,
        pub(crate) writer_pronouns: WordSet,
        pub(crate) first_person_words: WordSet,
        pub(crate) first_person_possessives: WordSet,
        pub(crate) second_person_words: WordSet,
        pub(crate) address_words: WordSet,
        pub(crate) spoken_language_words: WordSet,
        pub(crate) interviewer_verbs: WordSet,
        // Nouns for people and organisations.
        pub(crate) male_nouns: WordSet,
        pub(crate) female_nouns: WordSet,
        pub(crate) person_nouns: WordSet,
        pub(crate) organisation_nouns: WordSet,
        pub(crate) general_organisations: WordSet,
        pub(crate) generic_person_nouns: WordSet,
        pub(crate) neuter_person_nouns: WordSet,
        pub(crate) feminine_person_endings: WordList,
        pub(crate) epithets: WordSet,
        pub(crate) former_words: WordSet,
        pub(crate) elder_words: WordSet,
        pub(crate) deputy_prefixes: WordSet,
        pub(crate) origin_prepositions: WordSet,
        pub(crate) office_nouns: WordSet,
        pub(crate) experience_verbs: WordSet,
        /// Noun for an office → other nouns for it.
        pub(crate) role_synonyms: BTreeMap<String, String>,
        pub(crate) age_endings: WordList,
        pub(crate) age_adjectives: WordSet,
        pub(crate) plural_endings: WordList,
        pub(crate) case_endings: WordList,
        feminine_endings: WordList,
        abstract_endings: WordList,
        group_endings: WordList,
        adverb_endings: WordList,
        adjective_endings: WordList,
        pub(crate) capitalised_compounds: bool,
        // Names.
        pub(crate) male_given_names: WordSet,
        pub(crate) female_given_names: WordSet,
        pub(crate) word_names: WordSet,
        pub(crate) male_titles: WordSet,
        pub(crate) female_titles: WordSet,
        pub(crate) neutral_titles: WordSet,
        pub(crate) name_suffixes: WordSet,
        pub(crate) name_particles: WordSet,
        pub(crate) capitalised_non_names: WordSet,
        pub(crate) also_surnames: WordSet,
        pub(crate) organisation_words: WordSet,
        pub(crate) thing_words: WordSet,
        pub(crate) place_names: WordSet,
        pub(crate) street_words: WordSet,
        pub(crate) street_first_words: WordSet,
        pub(crate) words_before_things: WordSet,
        // Tokens, labels and limits.
        pub(crate) abbreviations: WordSet,
        pub(crate) elided_words: WordSet,
        pub(crate) elided_articles: WordSet,
        pub(crate) clitic_pronouns: BTreeMap<String, String>,
        pub(crate) ordinal_dots: bool,
        pub(crate) dash_dialogue: bool,
        // Documents, replies and relatives.
        pub(crate) document_nouns: WordSet,
        pub(crate) reply_nouns: WordSet,
        pub(crate) reply_verbs: WordSet,
        pub(crate) message_nouns: WordSet,
        pub(crate) denial_verbs: WordSet,
        pub(crate) denied_nouns: WordSet,
        pub(crate) introducing_words: WordSet,
        pub(crate) copula_verbs: WordSet,
        pub(crate) sign_nouns: WordSet,
        pub(crate) sign_verbs: WordSet,
        pub(crate) relative_nouns: WordSet,
        pub(crate) credit_words: WordSet,
        pub(crate) question_labels: WordSet,
        pub(crate) answer_labels: WordSet,
        pub(crate) stage_directions: WordSet,
        pub(crate) fact_labels: WordSet,
        pub(crate) interviewer: String,
        pub(crate) interviewee: String,
        pub(crate) min_voiced_words: usize,
        pub(crate) min_voiced_words_with_cue: usize,
        /// Abbreviated title → its noun.
        title_nouns: BTreeMap<String, String>,
    }
}

/// Each language with data, and its file. The first ones are measured.
const FILES: [(&str, &str); 7] = [
    ("en", include_str!("en/attribution.toml")),
    ("de", include_str!("de/attribution.toml")),
    ("fr", include_str!("fr/attribution.toml")),
    ("es", include_str!("es/attribution.toml")),
    ("it", include_str!("it/attribution.toml")),
    ("nl", include_str!("nl/attribution.toml")),
    ("pt", include_str!("pt/attribution.toml")),
];

/// Number of languages whose attributions were compared with annotated articles.
const MEASURED: usize = 2;

/// True if quotes in this language are attributed without being asked for. No tag means English. In other languages the
/// narrator reads everything, since it was not measured how often the rules are right there.
pub(crate) fn has_rules(tag: Option<&str>) -> bool {
    tag.and_then(primary)
        .is_none_or(|code| FILES[..MEASURED].iter().any(|(known, _)| *known == code) || code == UNDETERMINED)
}

/// True if the data for quotes in this language exists.
pub(crate) fn has_data(tag: Option<&str>) -> bool {
    has_rules(tag) || tag.and_then(primary).is_some_and(|code| FILES.iter().any(|(known, _)| *known == code))
}

/// Returns the data for a BCP 47 tag. A language without data gets the English data.
pub(crate) fn language(tag: Option<&str>) -> &'static Language {
    static PARSED: [OnceLock<Language>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
    let code = tag.and_then(primary).unwrap_or("en");
    let at = FILES.iter().position(|(known, _)| *known == code).unwrap_or(0);
    PARSED[at].get_or_init(|| parse(FILES[at].1))
}

/// Parses a language file. Participles introduce speech too, so they join the reporting verbs.
fn parse(text: &str) -> Language {
    let mut language = Language::read(&[text]);
    language.reporting_verbs.extend(&language.reporting_participles);
    language
}

/// A compound's last part must be longer than this, in bytes: `Heirat` (marriage) is not a `Rat` (council).
const SHORTEST_COMPOUND_PART: usize = 3;

/// The stem before an adverb's or adjective's ending must be longer than this, in bytes: `fly` is not an adverb in `-ly`.
const SHORTEST_STEM: usize = 3;

/// The same before the ending of a participle or of a group: `king` is not a participle in `-ing`.
const SHORTEST_OTHER_STEM: usize = 2;

impl Language {
    /// True for an adverb by its ending, e.g. `quietly`. One may come between a subject and its verb, and one that opens a
    /// sentence with a capital is not a name.
    pub(crate) fn is_adverb(&self, lower: &str) -> bool {
        ends_with_any(lower, &self.adverb_endings, SHORTEST_STEM)
    }

    /// True for an adjective by its ending, e.g. `wöchentlichen`. One that opens a sentence is not a name.
    pub(crate) fn is_adjective(&self, lower: &str) -> bool {
        ends_with_any(lower, &self.adjective_endings, SHORTEST_STEM)
    }

    /// True for a noun that is feminine by its ending, e.g. `Zeitung`, or a noun for a woman.
    pub(crate) fn is_feminine(&self, lower: &str) -> bool {
        self.has_noun(&self.female_nouns, lower)
            || self.feminine_endings.iter().any(|ending| lower.ends_with(ending))
    }

    /// True for an abstract noun by its ending, e.g. `Manipulation`. It is not a name.
    pub(crate) fn is_abstract(&self, lower: &str) -> bool {
        ends_with_any(lower, &self.abstract_endings, SHORTEST_STEM)
    }

    /// True for a participle that may open a phrase before the subject, e.g. `Giving evidence, …`.
    pub(crate) fn is_participle(&self, lower: &str) -> bool {
        ends_with_any(lower, &self.participle_endings, SHORTEST_OTHER_STEM)
    }

    /// True for a title before a name, in lower case and without a dot.
    pub(crate) fn is_title(&self, lower: &str) -> bool {
        [&self.male_titles, &self.female_titles, &self.neutral_titles].iter().any(|set| set.contains(lower))
    }

    /// Returns the noun for a title, in lower case: `senator` for `Sen.`, and `judge` for `judge`.
    pub(crate) fn title_noun(&self, title: &str) -> String {
        let short = title.trim_end_matches('.').to_lowercase();
        self.title_nouns.get(&short).cloned().unwrap_or(short)
    }

    /// True if a set has the noun. In a language with compounds the last part counts: `Polizeisprecher` is a `Sprecher`.
    pub(crate) fn has_noun(&self, set: &WordSet, lower: &str) -> bool {
        set.contains(lower)
            || (self.capitalised_compounds
                && lower
                    .char_indices()
                    .skip(2)
                    .map(|(at, _)| &lower[at..])
                    .any(|part| part.len() > SHORTEST_COMPOUND_PART && set.contains(part)))
    }

    /// True for a word in the name of a place or a thing, e.g. `Ohio`, `Airways`.
    pub(crate) fn is_place_or_thing(&self, lower: &str) -> bool {
        self.place_names.contains(lower) || self.thing_words.contains(lower)
    }

    /// True for a participle that may follow a noun, e.g. `a paper titled …`.
    pub(crate) fn is_past_participle(&self, lower: &str) -> bool {
        ends_with_any(lower, &self.past_participle_endings, SHORTEST_OTHER_STEM)
    }

    /// True for the name of a group, e.g. `Republicans`: people, but not one person.
    pub(crate) fn is_group(&self, name: &str) -> bool {
        ends_with_any(name, &self.group_endings, SHORTEST_OTHER_STEM)
    }
}

/// True if a word is one of the endings after a stem of more than `stem` bytes.
fn ends_with_any(word: &str, endings: &[String], stem: usize) -> bool {
    endings.iter().any(|ending| word.len() > ending.len() + stem && word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_every_language_file_and_no_noun_is_both_male_and_female() {
        for (tag, _) in FILES {
            let language = language(Some(tag));
            assert!(language.reporting_verbs.len() > 30);
            let both: Vec<_> = language.male_nouns.intersection(&language.female_nouns).collect();
            assert!(both.is_empty(), "{both:?}");
        }
    }
}
