//! Words that the rules look at, as data: one file a language.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer};

use crate::languages::primary;

/// Words to be looked up, never to be gone through: their order is not told.
pub(super) type Words = HashSet<String>;

/// A language's words; see `en.toml` for what each list is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    #[serde(deserialize_with = "words")]
    pub(super) says: Words,
    #[serde(deserialize_with = "words")]
    pub(super) saying: Words,
    #[serde(deserialize_with = "words")]
    pub(super) things: Words,
    #[serde(deserialize_with = "words")]
    pub(super) between: Words,
    pub(super) according: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(super) behind_source: Words,
    #[serde(deserialize_with = "words")]
    pub(super) determiners: Words,
    #[serde(deserialize_with = "words")]
    pub(super) indefinite: Words,
    #[serde(deserialize_with = "words")]
    pub(super) alone: Words,
    #[serde(deserialize_with = "words")]
    pub(super) another: Words,
    #[serde(deserialize_with = "words")]
    pub(super) addressing: Words,
    #[serde(deserialize_with = "words")]
    pub(super) to: Words,
    #[serde(deserialize_with = "words")]
    pub(super) by: Words,
    #[serde(deserialize_with = "words")]
    pub(super) echoes: Words,
    #[serde(deserialize_with = "words")]
    pub(super) links: Words,
    #[serde(deserialize_with = "words")]
    pub(super) of: Words,
    #[serde(deserialize_with = "words")]
    pub(super) joins: Words,
    #[serde(deserialize_with = "words")]
    pub(super) and: Words,
    #[serde(deserialize_with = "words")]
    pub(super) who: Words,
    spelled: BTreeMap<String, String>,
    #[serde(deserialize_with = "words")]
    pub(super) opens: Words,
    #[serde(deserialize_with = "words")]
    pub(super) also_names: Words,
    #[serde(deserialize_with = "words")]
    pub(super) but: Words,
    #[serde(deserialize_with = "words")]
    pub(super) before_things: Words,
    #[serde(deserialize_with = "words")]
    pub(super) it: Words,
    #[serde(deserialize_with = "words")]
    adverbs: Vec<String>,
    #[serde(deserialize_with = "words")]
    adjectives: Vec<String>,
    #[serde(deserialize_with = "words")]
    feminine: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(super) plurals: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(super) plain: Words,
    #[serde(deserialize_with = "words")]
    pub(super) epithets: Words,
    #[serde(deserialize_with = "words")]
    pub(super) once: Words,
    #[serde(deserialize_with = "words")]
    pub(super) suffixes: Words,
    #[serde(deserialize_with = "words")]
    pub(super) relative: Words,
    #[serde(deserialize_with = "words")]
    participles: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(super) dative: Words,
    #[serde(deserialize_with = "words")]
    pub(super) perhaps_dative: Words,
    #[serde(deserialize_with = "words")]
    pub(super) objects: Words,
    #[serde(deserialize_with = "words")]
    pub(super) auxiliaries: Words,
    pub(super) verb_second: bool,
    #[serde(deserialize_with = "words")]
    pub(super) reported: Words,
    #[serde(deserialize_with = "words")]
    pub(super) quoting: Words,
    #[serde(deserialize_with = "words")]
    pub(super) ages: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(super) the: Vec<String>,
    #[serde(deserialize_with = "words")]
    groups: Vec<String>,
    #[serde(deserialize_with = "words")]
    pub(super) he: Words,
    #[serde(deserialize_with = "words")]
    pub(super) she: Words,
    #[serde(deserialize_with = "words")]
    pub(super) they: Words,
    #[serde(deserialize_with = "words")]
    pub(super) his: Words,
    #[serde(deserialize_with = "words")]
    pub(super) hers: Words,
    #[serde(deserialize_with = "words")]
    pub(super) first: Words,
    #[serde(deserialize_with = "words")]
    pub(super) own: Words,
    #[serde(deserialize_with = "words")]
    pub(super) mine: Words,
    #[serde(deserialize_with = "words")]
    pub(super) yours: Words,
    #[serde(deserialize_with = "words")]
    pub(super) talk: Words,
    #[serde(deserialize_with = "words")]
    pub(super) asking: Words,
    #[serde(deserialize_with = "words")]
    pub(super) male: Words,
    #[serde(deserialize_with = "words")]
    pub(super) female: Words,
    #[serde(deserialize_with = "words")]
    pub(super) titles: Words,
    #[serde(deserialize_with = "words")]
    pub(super) men: Words,
    #[serde(deserialize_with = "words")]
    pub(super) women: Words,
    #[serde(deserialize_with = "words")]
    pub(super) people: Words,
    #[serde(deserialize_with = "words")]
    pub(super) bodies: Words,
    #[serde(deserialize_with = "words")]
    pub(super) not_names: Words,
    #[serde(deserialize_with = "words")]
    pub(super) organisations: Words,
    #[serde(deserialize_with = "words")]
    pub(super) places: Words,
    #[serde(deserialize_with = "words")]
    pub(super) streets: Words,
    #[serde(deserialize_with = "words")]
    pub(super) roads: Words,
    #[serde(deserialize_with = "words")]
    pub(super) particles: Words,
    #[serde(deserialize_with = "words")]
    pub(super) elisions: Words,
    #[serde(deserialize_with = "words")]
    pub(super) questions: Words,
    #[serde(deserialize_with = "words")]
    pub(super) answers: Words,
    pub(super) interviewer: String,
    pub(super) interviewee: String,
    pub(super) fragment: usize,
    pub(super) said_fragment: usize,
    pub(super) compounds: bool,
    #[serde(deserialize_with = "words")]
    pub(super) dotted: Words,
}

/// Bytes that the last part of a compound has more than: `Heirat` is no `rat`.
const SHORTEST: usize = 3;

impl Language {
    /// `quietly`: between a subject and its verb, or at the beginning of a sentence, it is no name.
    pub(super) fn is_adverb(&self, lower: &str) -> bool {
        self.adverbs.iter().any(|ending| lower.len() > ending.len() + 3 && lower.ends_with(ending.as_str()))
    }

    /// `wöchentlichen`: an adjective by its ending, and no name at the beginning of a sentence.
    pub(super) fn is_adjective(&self, lower: &str) -> bool {
        self.adjectives
            .iter()
            .any(|ending| lower.len() > ending.len() + 3 && lower.ends_with(ending.as_str()))
    }

    /// `Zeitung`: a noun that is feminine by its ending.
    pub(super) fn is_feminine(&self, lower: &str) -> bool {
        self.holds(&self.women, lower) || self.feminine.iter().any(|ending| lower.ends_with(ending.as_str()))
    }

    /// `Giving`, `Asked`: opens a phrase in front of a sentence's subject.
    pub(super) fn is_participle(&self, lower: &str) -> bool {
        self.participles
            .iter()
            .any(|ending| lower.len() > ending.len() + 2 && lower.ends_with(ending.as_str()))
    }

    /// `Sen.` is a senator.
    pub(super) fn spelled(&self, title: &str) -> String {
        let short = title.trim_end_matches('.').to_lowercase();
        self.spelled.get(&short).cloned().unwrap_or(short)
    }

    /// True when a set holds a word, or, where nouns are compounds, its last part.
    pub(super) fn holds(&self, set: &Words, lower: &str) -> bool {
        let parts = || lower.char_indices().skip(2).map(|(at, _)| &lower[at..]);
        set.contains(lower)
            || (self.compounds && parts().any(|end| end.len() > SHORTEST && set.contains(end)))
    }

    /// `Ohio`, `Airways`: in the name of a place or a thing.
    pub(super) fn is_thing(&self, lower: &str) -> bool {
        self.places.contains(lower) || self.things.contains(lower)
    }

    /// `Republicans`: people, but none of them.
    pub(super) fn is_group(&self, name: &str) -> bool {
        self.groups.iter().any(|ending| name.len() > ending.len() + 2 && name.ends_with(ending.as_str()))
    }
}

/// The language of a BCP 47 tag; English where there is no data for it.
pub fn language(tag: Option<&str>) -> &'static Language {
    static ENGLISH: OnceLock<Language> = OnceLock::new();
    static GERMAN: OnceLock<Language> = OnceLock::new();
    if tag.and_then(primary) == Some("de") {
        GERMAN.get_or_init(|| read(include_str!("de.toml")))
    } else {
        ENGLISH.get_or_init(|| read(include_str!("en.toml")))
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
