//! Words that the rules look at, as data: one file a language.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer};

use crate::language::primary;

/// Words to be looked up, never to be gone through: their order is not told.
pub(crate) type Words = HashSet<String>;

/// A language's words; see `en.toml` for what each list is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    #[serde(deserialize_with = "words")]
    pub(crate) says: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) saying: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) things: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) between: Words,
    pub(crate) according: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(crate) behind_source: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) determiners: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) indefinite: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) alone: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) another: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) addressing: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) to: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) by: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) echoes: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) links: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) of: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) joins: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) and: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) who: Words,
    spelled: BTreeMap<String, String>,
    #[serde(deserialize_with = "words")]
    pub(crate) opens: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) also_names: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) but: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) before_things: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) it: Words,
    #[serde(deserialize_with = "words")]
    adverbs: Vec<String>,
    #[serde(deserialize_with = "words")]
    adjectives: Vec<String>,
    #[serde(deserialize_with = "words")]
    feminine: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(crate) plurals: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(crate) plain: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) epithets: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) once: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) suffixes: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) relative: Words,
    #[serde(deserialize_with = "words")]
    participles: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(crate) dative: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) perhaps_dative: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) objects: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) auxiliaries: Words,
    pub(crate) verb_second: bool,
    #[serde(deserialize_with = "words")]
    pub(crate) reported: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) quoting: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) ages: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(crate) the: Vec<String>,
    #[serde(deserialize_with = "words")]
    groups: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(crate) he: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) she: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) they: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) his: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) hers: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) first: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) own: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) mine: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) yours: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) talk: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) asking: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) male: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) female: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) titles: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) men: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) women: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) people: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) bodies: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) not_names: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) organisations: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) places: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) streets: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) roads: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) particles: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) elisions: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) questions: Words,
    #[serde(deserialize_with = "words")]
    pub(crate) answers: Words,
    pub(crate) interviewer: String,
    pub(crate) interviewee: String,
    pub(crate) fragment: usize,
    pub(crate) said_fragment: usize,
    pub(crate) compounds: bool,
    #[serde(deserialize_with = "words")]
    pub(crate) dotted: Words,
}

/// Bytes that the last part of a compound has more than: `Heirat` is no `rat`.
const SHORTEST: usize = 3;

impl Language {
    /// `quietly`: between a subject and its verb, or at the beginning of a sentence, it is no name.
    pub(crate) fn is_adverb(&self, lower: &str) -> bool {
        self.adverbs.iter().any(|ending| lower.len() > ending.len() + 3 && lower.ends_with(ending.as_str()))
    }

    /// `wöchentlichen`: an adjective by its ending, and no name at the beginning of a sentence.
    pub(crate) fn is_adjective(&self, lower: &str) -> bool {
        self.adjectives
            .iter()
            .any(|ending| lower.len() > ending.len() + 3 && lower.ends_with(ending.as_str()))
    }

    /// `Zeitung`: a noun that is feminine by its ending.
    pub(crate) fn is_feminine(&self, lower: &str) -> bool {
        self.holds(&self.women, lower) || self.feminine.iter().any(|ending| lower.ends_with(ending.as_str()))
    }

    /// `Giving`, `Asked`: opens a phrase in front of a sentence's subject.
    pub(crate) fn is_participle(&self, lower: &str) -> bool {
        self.participles
            .iter()
            .any(|ending| lower.len() > ending.len() + 2 && lower.ends_with(ending.as_str()))
    }

    /// `Sen.` is a senator.
    pub(crate) fn spelled(&self, title: &str) -> String {
        let short = title.trim_end_matches('.').to_lowercase();
        self.spelled.get(&short).cloned().unwrap_or(short)
    }

    /// True when a set holds a word, or, where nouns are compounds, its last part.
    pub(crate) fn holds(&self, set: &Words, lower: &str) -> bool {
        let parts = || lower.char_indices().skip(2).map(|(at, _)| &lower[at..]);
        set.contains(lower)
            || (self.compounds && parts().any(|end| end.len() > SHORTEST && set.contains(end)))
    }

    /// `Ohio`, `Airways`: in the name of a place or a thing.
    pub(crate) fn is_thing(&self, lower: &str) -> bool {
        self.places.contains(lower) || self.things.contains(lower)
    }

    /// `Republicans`: people, but none of them.
    pub(crate) fn is_group(&self, name: &str) -> bool {
        self.groups.iter().any(|ending| name.len() > ending.len() + 2 && name.ends_with(ending.as_str()))
    }
}

/// The language of a BCP 47 tag; English where there is no data for it.
pub fn language(tag: Option<&str>) -> &'static Language {
    static ENGLISH: OnceLock<Language> = OnceLock::new();
    static GERMAN: OnceLock<Language> = OnceLock::new();
    if tag.and_then(primary) == Some("de") {
        GERMAN.get_or_init(|| read(include_str!("de/attribution.toml")))
    } else {
        ENGLISH.get_or_init(|| read(include_str!("en/attribution.toml")))
    }
}

#[expect(clippy::expect_used, reason = "the data is part of the program, and a test reads it")]
fn read(text: &str) -> Language {
    let mut language: Language = toml::from_str(text).expect("a language file");
    language.says.extend(language.saying.iter().cloned());
    language
}

/// Words in one string, apart by white space: lists of hundreds read better so than as arrays.
fn words<'de, D: Deserializer<'de>, C: FromIterator<String>>(from: D) -> Result<C, D::Error> {
    Ok(String::deserialize(from)?.split_whitespace().map(str::to_string).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_file_is_read_and_no_noun_is_both_a_mans_and_a_womans() {
        for tag in ["en", "de"] {
            let language = language(Some(tag));
            assert!(language.says.len() > 30);
            let both: Vec<_> = language.men.intersection(&language.women).collect();
            assert!(both.is_empty(), "{both:?}");
        }
    }
}
