//! Words that the rules look at, as data: one file a language.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

/// Words to be looked up, never to be gone through: their order is not told.
pub(super) type Words = HashSet<String>;

/// A language's words; see `en.toml` for what each list is.
#[derive(Debug)]
pub struct Language {
    pub(super) says: Words,
    pub(super) saying: Words,
    pub(super) things: Words,
    pub(super) between: Words,
    pub(super) according: Vec<String>,
    pub(super) determiners: Words,
    pub(super) indefinite: Words,
    pub(super) links: Words,
    pub(super) of: Words,
    pub(super) joins: Words,
    pub(super) and: Words,
    pub(super) who: Words,
    spelled: BTreeMap<String, String>,
    pub(super) opens: Words,
    pub(super) also_names: Words,
    pub(super) but: Words,
    pub(super) before_things: Words,
    pub(super) it: Words,
    adverbs: Vec<String>,
    pub(super) ages: Vec<String>,
    pub(super) the: Vec<String>,
    groups: Vec<String>,
    pub(super) he: Words,
    pub(super) she: Words,
    pub(super) they: Words,
    pub(super) his: Words,
    pub(super) hers: Words,
    pub(super) first: Words,
    pub(super) male: Words,
    pub(super) female: Words,
    pub(super) titles: Words,
    pub(super) men: Words,
    pub(super) women: Words,
    pub(super) people: Words,
    pub(super) not_names: Words,
    pub(super) organisations: Words,
    pub(super) places: Words,
    pub(super) particles: Words,
    pub(super) elisions: Words,
    pub(super) questions: Words,
    pub(super) answers: Words,
    pub(super) interviewer: String,
    pub(super) fragment: usize,
    pub(super) said_fragment: usize,
    pub(super) compounds: bool,
    common: Vec<String>,
}

/// Bytes that the last part of a compound has more than: `Heirat` is no `rat`.
const SHORTEST: usize = 3;

impl Language {
    /// `quietly`: between a subject and its verb, or at the beginning of a sentence, it is no name.
    pub(super) fn is_adverb(&self, lower: &str) -> bool {
        self.adverbs.iter().any(|ending| lower.len() > ending.len() + 3 && lower.ends_with(ending.as_str()))
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

    /// `Republicans`: people, but none of them.
    pub(super) fn is_group(&self, name: &str) -> bool {
        self.groups.iter().any(|ending| name.len() > ending.len() + 2 && name.ends_with(ending.as_str()))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    says: String,
    saying: String,
    things: String,
    between: String,
    according: Vec<String>,
    determiners: String,
    indefinite: String,
    links: String,
    of: String,
    joins: String,
    and: String,
    who: String,
    spelled: BTreeMap<String, String>,
    opens: String,
    also_names: String,
    but: String,
    before_things: String,
    it: String,
    adverbs: String,
    ages: String,
    the: String,
    groups: String,
    he: String,
    she: String,
    they: String,
    his: String,
    hers: String,
    first: String,
    male: String,
    female: String,
    titles: String,
    men: String,
    women: String,
    people: String,
    not_names: String,
    organisations: String,
    places: String,
    particles: String,
    elisions: String,
    questions: String,
    answers: String,
    interviewer: String,
    fragment: usize,
    said_fragment: usize,
    compounds: bool,
    common: String,
}

/// Languages other than English that there is data for.
const OTHERS: [&str; 1] = ["de"];

/// The language of a BCP 47 tag; English where there is no data for it.
pub fn language(tag: Option<&str>) -> &'static Language {
    static ENGLISH: OnceLock<Language> = OnceLock::new();
    static GERMAN: OnceLock<Language> = OnceLock::new();
    let german = tag.is_some_and(|tag| tag.to_ascii_lowercase().starts_with("de"));
    if german {
        GERMAN.get_or_init(|| read(include_str!("de.toml")))
    } else {
        ENGLISH.get_or_init(|| read(include_str!("en.toml")))
    }
}

/// The language that a text is written in, told by its commonest words; `None` for English.
pub fn guess(text: &str) -> Option<&'static str> {
    let count = |tag: Option<&str>| {
        let common = &language(tag).common;
        text.split_whitespace().take(2_000).filter(|word| common.iter().any(|of| of == word)).count()
    };
    let best = OTHERS.iter().max_by_key(|tag| count(Some(tag)))?;
    (count(Some(best)) > count(None)).then_some(*best)
}

#[expect(clippy::expect_used, reason = "the data is part of the program, and a test reads it")]
fn read(text: &str) -> Language {
    let file: File = toml::from_str(text).expect("a language file");
    let set = |words: &str| words.split_whitespace().map(str::to_string).collect::<Words>();
    let list = |words: &str| words.split_whitespace().map(str::to_string).collect::<Vec<String>>();
    let mut says = set(&file.says);
    says.extend(set(&file.saying));
    Language {
        says,
        saying: set(&file.saying),
        things: set(&file.things),
        between: set(&file.between),
        according: file.according,
        determiners: set(&file.determiners),
        indefinite: set(&file.indefinite),
        links: set(&file.links),
        of: set(&file.of),
        joins: set(&file.joins),
        and: set(&file.and),
        who: set(&file.who),
        spelled: file.spelled,
        opens: set(&file.opens),
        also_names: set(&file.also_names),
        but: set(&file.but),
        before_things: set(&file.before_things),
        it: set(&file.it),
        adverbs: list(&file.adverbs),
        ages: list(&file.ages),
        the: list(&file.the),
        groups: list(&file.groups),
        he: set(&file.he),
        she: set(&file.she),
        they: set(&file.they),
        his: set(&file.his),
        hers: set(&file.hers),
        first: set(&file.first),
        male: set(&file.male),
        female: set(&file.female),
        titles: set(&file.titles),
        men: set(&file.men),
        women: set(&file.women),
        people: set(&file.people),
        not_names: set(&file.not_names),
        organisations: set(&file.organisations),
        places: set(&file.places),
        particles: set(&file.particles),
        elisions: set(&file.elisions),
        questions: set(&file.questions),
        answers: set(&file.answers),
        interviewer: file.interviewer,
        fragment: file.fragment,
        said_fragment: file.said_fragment,
        compounds: file.compounds,
        common: file.common.split_whitespace().map(str::to_string).collect(),
    }
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

    #[test]
    fn a_language_is_told_by_its_common_words() {
        assert_eq!(guess("Das ist der Mann, und die Frau ist nicht da."), Some("de"));
        assert_eq!(guess("That is the man and the woman is not here."), None);
    }
}
