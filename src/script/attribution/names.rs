//! Reads names in the text: titles and roles before them, then the names themselves.

use super::tokens::{Token, without_space_after_elision};
use crate::language::attribution::Language;
use crate::language::given_names::{NameGender, given_name};
use crate::language::words::WordSet;
use crate::script::Gender;

/// A mention by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// The names, without titles.
    pub(super) names: Vec<String>,
    /// `Mr`, `Dr`, … before the names.
    pub(super) title: Option<String>,
    /// Last noun before the names, in lower case: `councillor` of `Green Party councillor Ann Lee`.
    pub(super) role: Option<String>,
    /// Number of its tokens.
    pub(super) length: usize,
}

/// What kind of entity a name has, by its words alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameKind {
    /// A person: it has a title, a role, or a given name before a surname.
    Person,
    /// Perhaps a person: a given name alone, or two or three unknown words.
    MaybePerson,
    /// One unknown word.
    Unknown,
    /// An organisation, place or thing: it has a word of such names, or is an acronym.
    Thing,
}

/// More capitalised words in a row are a headline, not a name.
const MAX_NAMES: usize = 5;

/// Reads the name that begins at a token; `None` if there is none.
pub(super) fn name_at(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<Name> {
    // A name begins with a capital, or with a noun before one. Most words are neither, so this comes first.
    let capital = |n: usize| tokens.get(n).is_some_and(Token::is_capital);
    if !capital(at) && !capital(at + 1) {
        return None;
    }
    // `Crucially Russia …`, `Twice Holt …`, `Weiße Farmer …`: the first word has a capital only because it opens the sentence.
    let opens_sentence = tokens.get(at).is_some_and(|token| {
        let given_next = || tokens.get(at + 1).is_some_and(|next| given_name(next.text).is_some());
        token.first
            && ((language.is_adverb(&token.lower) && given_name(token.text).is_none())
                || ((token.before_name || (token.common && given_next()))
                    && !language.is_title(&token.lower)
                    && !is_role(&token.lower, language))
                || (tokens.get(at + 1).is_some_and(Token::is_capital)
                    && is_adjective(token, language)
                    // `Pfarrer Jan Holt`
                    && !is_role(&token.lower, language)))
    });
    // `You’re late`: a contraction of a word that is not a name.
    // `CHAPTER IX`
    let numeral = tokens
        .get(at)
        .is_some_and(|token| token.text.len() > 1 && token.text.chars().all(|c| "IVXLC".contains(c)));
    let contraction = tokens.get(at).is_some_and(|token| {
        let stem = token.lower.split_once('\'').map(|(stem, _)| stem);
        stem.is_some_and(|stem| language.capitalised_non_names.contains(stem))
    });
    if opens_sentence || contraction || numeral {
        return None;
    }
    let mut name = Name::default();
    let mut n = at;
    while let Some(token) = tokens.get(n).filter(|token| token.is_word()) {
        let next_capital = tokens.get(n + 1).is_some_and(Token::is_capital);
        let lower = token.lower.trim_end_matches('.');
        // `hat Anna Elsen Jan Holm getroffen`
        if language.capitalised_compounds && opens_another_name(tokens, n, &name) {
            break;
        }
        // `Nora Whitlock KC` ends with the name.
        let suffix = token.is_capital() && language.name_suffixes.contains(lower) && !next_capital;
        if suffix && !name.names.is_empty() {
            n += 1;
            break;
        }
        // `Del Orr` has a given name, `Del. Orr` the title of a delegate.
        let given = !token.text.ends_with('.')
            && language.abbreviations.contains(lower)
            && given_name(token.text).is_some();
        // `her brother Jory`
        let relative = !token.is_capital() && language.relative_nouns.contains(lower);
        let titled = is_title(lower, language) && !given && !relative && (token.is_capital() || next_capital);
        // In `Mr King` the last word is a surname, although `King` is a title elsewhere.
        let surname = titled && name.title.is_some() && !next_capital;
        let is_name_word = is_particle(tokens, n, &name, language)
            || (token.is_capital()
                && (!language.capitalised_non_names.contains(&token.lower)
                    || is_surname_here(&name, &token.lower, language)));
        // `die zentralen Aussagen`: where nouns have capitals, a small word is no noun.
        let may_be_noun = token.is_capital() || !language.capitalised_compounds;
        let role_before_name = may_be_noun && next_capital && is_role(&token.lower, language);
        if titled && !surname && (name.names.is_empty() || (next_capital && token.is_capital())) {
            name.title = Some(token.text.to_string());
            name.names.clear();
        } else if role_before_name && (is_name_word || n < at + 3) {
            name.role = Some(token.lower.clone());
            name.names.clear();
        } else if is_name_word {
            name.names.push(token.text.to_string());
        } else {
            break;
        }
        n += 1;
    }
    name.length = n - at;
    let after_preposition = at
        .checked_sub(1)
        .is_some_and(|before| language.prepositions_and_relatives.contains(&tokens[before].lower));
    let opens = tokens.get(at).is_some_and(|token| token.first);
    drop_leading_noun(&mut name, opens, after_preposition, language);
    (!name.names.is_empty() && !is_common_noun(tokens, at, &name, language)).then_some(name)
}

/// True if a full name is complete and another one begins.
fn opens_another_name(tokens: &[Token<'_>], n: usize, name: &Name) -> bool {
    let given = |word: &str| given_name(word).is_some();
    let complete = matches!(name.names.as_slice(), [first, last] if given(first) && !given(last));
    complete
        && given(tokens[n].text)
        && tokens.get(n + 1).is_some_and(|next| next.is_capital() && !given(next.text))
}

/// True for a word of the list of non-names that is a surname here: `Ms May`, `Theresa May`.
fn is_surname_here(name: &Name, lower: &str, language: &Language) -> bool {
    let after_first =
        name.title.is_some() || name.names.last().is_some_and(|first| given_name(first).is_some());
    after_first && language.also_surnames.contains(lower)
}

/// Makes a leading noun the role, where it has a capital like all nouns or as the first word of a sentence: `Vorgängerin Petra
/// Lang`, `Beekeeper Arne Holt`. The word after it must be a given name, and the word itself must not be one.
fn drop_leading_noun(name: &mut Name, opens_sentence: bool, after_preposition: bool, language: &Language) {
    let has_given = |n: usize| name.names.get(n).is_some_and(|word| given_name(word).is_some());
    let noun = name
        .names
        .first()
        .filter(|word| !language.name_particles.contains(&word.to_lowercase()))
        .filter(|word| !word.contains('.') && !is_acronym(word))
        .map(|word| word.to_lowercase());
    let surname = name.names.last().is_some_and(|last| !language.is_place_or_thing(&last.to_lowercase()));
    // `attorney for the District of Massachusetts Ann Levy`
    let place = noun.as_ref().is_some_and(|noun| language.place_names.contains(noun));
    if name.names.len() > 2 && place && after_preposition && !has_given(0) && has_given(1) && surname {
        name.names.remove(0);
        return;
    }
    // `ATU-Sprecher Falk`
    let member = name.names.len() == 2
        && name.names[0].split_once('-').is_some_and(|(group, noun)| {
            is_acronym(group) && noun.starts_with(char::is_uppercase) && given_name(noun).is_none()
        });
    if language.capitalised_compounds && member && surname {
        name.role = Some(name.names.remove(0).to_lowercase());
        return;
    }
    // `Chef de Mission Falk`: the words after the noun belong to it.
    let titled = noun.as_ref().is_some_and(|noun| is_human_noun(noun, language)) && !has_given(0);
    if language.capitalised_compounds && name.names.len() > 2 && titled && surname {
        let last = name.names.len() - 1;
        name.role = noun;
        name.names.drain(..(1..last).find(|n| has_given(*n)).unwrap_or(last));
        return;
    }
    let capital = language.capitalised_compounds || (opens_sentence && name.names.len() == 3);
    if capital && name.names.len() > 2 && !has_given(0) && has_given(1) && surname {
        name.role = noun.or(name.role.take());
        name.names.remove(0);
    }
}

/// True for a particle inside a name: `van` in `Rie van Loon`, `Van Loon`.
///
/// A particle that is also an article counts only after another one: `von der Heide`. A particle that is also a preposition
/// does not count after a complete name, where it introduces an organisation: `Jana Kolbe von der Gewerkschaft`.
fn is_particle(tokens: &[Token<'_>], n: usize, name: &Name, language: &Language) -> bool {
    let token = &tokens[n];
    if !language.name_particles.contains(&token.lower) || (name.names.is_empty() && !token.is_capital()) {
        return false;
    }
    let next_word = tokens[n + 1..]
        .iter()
        .find(|token| token.is_capital() || !language.name_particles.contains(&token.lower));
    let before_name = next_word.is_some_and(|token| {
        token.is_capital() && !(language.capitalised_compounds && is_role(&token.lower, language))
    });
    // `Von Jonas Kern` above an article is a byline.
    let byline = token.first
        && language.author_prepositions.contains(&token.lower)
        && tokens.get(n + 1).is_some_and(|next| given_name(next.text).is_some());
    if byline || !before_name {
        return false;
    }
    // `Qualitätssicherung von Falk`, `Leon zu den Plänen`: where nouns have capitals, `von` comes after a given name, and `zu`
    // before the surname.
    let given = name.names.last().is_some_and(|word| given_name(word).is_some() || word.ends_with('.'));
    let after_noun = language.author_prepositions.contains(&token.lower) && !given && !name.names.is_empty();
    let before_article = language.addressee_prepositions.contains(&token.lower)
        && tokens.get(n + 1).is_some_and(|next| !next.is_capital());
    if language.capitalised_compounds && (after_noun || before_article) {
        return false;
    }
    if language.definite_determiners.contains(&token.lower) {
        let before = n.checked_sub(1).map(|before| &tokens[before].lower);
        let particle_before = before.is_some_and(|before| language.name_particles.contains(before));
        // `Karin de Boer`
        let after_given =
            !language.capitalised_compounds && name.names.len() == 1 && given_name(&name.names[0]).is_some();
        return (particle_before && !name.names.is_empty()) || after_given;
    }
    let complete = name.names.len() > 1 && name.names.last().is_some_and(|last| given_name(last).is_none());
    !(complete && language.prepositions_and_relatives.contains(&token.lower))
}

/// True for a single word that is a common noun, in a language where nouns have capitals: after a determiner, a preposition
/// or an adjective (`im Krisengebiet`, `der wöchentlichen Ansprache`), or by its ending (`Manipulation`). Given names are exempt: `der Anna`.
fn is_common_noun(tokens: &[Token<'_>], at: usize, name: &Name, language: &Language) -> bool {
    if !language.capitalised_compounds || !name.is_single_word() || given_name(&name.names[0]).is_some() {
        return false;
    }
    let lower = &tokens[at].lower;
    if language.is_abstract(lower) && !is_role(lower, language) {
        return true;
    }
    // `Zugleich mahnte sie`: the subject comes after the verb.
    let word = |n: usize, set: &WordSet| tokens.get(n).is_some_and(|t| set.contains(&t.lower));
    let inverted = tokens[at].first
        && word(at + 1, &language.reporting_verbs)
        && (word(at + 2, &language.masculine_pronouns) || word(at + 2, &language.feminine_pronouns));
    // `Auf weitere Nachfrage sagt Falk`
    let in_phrase = at.checked_sub(2).is_some_and(|n| {
        let adjective = &tokens[n + 1];
        tokens[n].is_word()
            && language.prepositions_and_relatives.contains(&tokens[n].lower)
            && adjective.is_word()
            && !adjective.is_capital()
            && adjective.lower.ends_with(['e', 'n', 'm', 'r', 's'])
            && !language.prepositions_and_relatives.contains(&adjective.lower)
            && !language.name_particles.contains(&adjective.lower)
    });
    if inverted || in_phrase {
        return true;
    }
    at.checked_sub(1).map(|n| &tokens[n]).is_some_and(|before| {
        language.definite_determiners.contains(&before.lower)
            || language.indefinite_determiners.contains(&before.lower)
            || language.words_before_things.contains(&before.lower)
            || (!before.is_capital() && is_adjective(before, language))
    })
}

/// True for an adjective by its ending, in a language with such endings: `wöchentlichen`.
fn is_adjective(token: &Token<'_>, language: &Language) -> bool {
    let function_words = [
        &language.reporting_verbs,
        &language.prepositions_and_relatives,
        &language.conjunctions,
        &language.verb_modifiers,
    ];
    token.is_word()
        && language.is_adjective(&token.lower)
        && given_name(token.text).is_none()
        && !function_words.iter().any(|set| set.contains(&token.lower))
}

pub(super) fn is_title(lower: &str, language: &Language) -> bool {
    language.is_title(lower)
}

/// True for a noun for people or organisations: `minister`, `co-founder`, `ministry`, also as the last part of a compound.
pub(super) fn is_role(lower: &str, language: &Language) -> bool {
    is_human_noun(lower, language) || is_one_of(lower, &[&language.organisation_nouns], language)
}

/// True for a noun for people, false for an organisation.
pub(super) fn is_human_noun(lower: &str, language: &Language) -> bool {
    let sets = [&language.person_nouns, &language.male_nouns, &language.female_nouns];
    language.age_endings.iter().any(|ending| lower.ends_with(ending)) || is_one_of(lower, &sets, language)
}

/// True for the plural of a role, as in `Council of Economic Advisers`.
pub(super) fn is_plural_role(lower: &str, language: &Language) -> bool {
    let sets = [&language.person_nouns, &language.male_nouns, &language.female_nouns];
    language
        .plural_endings
        .iter()
        .filter_map(|ending| lower.strip_suffix(ending))
        .any(|singular| sets.iter().any(|set| set.contains(singular)))
}

/// True if one of the sets has the noun, its last part after a hyphen, its singular, or the noun for a man.
fn is_one_of(lower: &str, sets: &[&WordSet], language: &Language) -> bool {
    let last = lower.rsplit('-').next().unwrap_or(lower);
    let endings = || language.plural_endings.iter().chain(language.case_endings.iter());
    let singular = endings().filter_map(|ending| lower.strip_suffix(ending));
    // `Stürmerin`, where the list has `Stürmer`.
    let masculine = language.feminine_person_endings.iter().filter_map(|ending| lower.strip_suffix(ending));
    [lower, last]
        .into_iter()
        .chain(singular)
        .chain(masculine)
        .any(|word| sets.iter().any(|set| language.has_noun(set, word)))
}

/// Returns the head noun of a description: `spokeswoman` of `a spokeswoman for the council`.
pub(super) fn head_noun<'a>(phrase: &'a str, language: &Language) -> Option<&'a str> {
    phrase
        .split(' ')
        .enumerate()
        .take_while(|(nth, word)| *nth == 0 || !language.noun_prepositions.contains(*word))
        .map(|(_, word)| word)
        .filter(|word| is_human_noun(&word.to_lowercase(), language))
        .last()
}

pub(super) fn gender_of_noun(lower: &str, language: &Language) -> Option<Gender> {
    if language.has_noun(&language.male_nouns, lower) {
        Some(Gender::He)
    } else if language.has_noun(&language.female_nouns, lower) {
        Some(Gender::She)
    } else {
        let by_ending = language.feminine_person_endings.iter().any(|ending| lower.ends_with(ending));
        (by_ending && is_human_noun(lower, language)).then_some(Gender::She)
    }
}

/// Returns the gender of a person by the noun or, in a language where nouns have a gender, by the determiner: `der Ökonom`.
pub(super) fn gender_of_description(phrase: &str, head: &str, language: &Language) -> Option<Gender> {
    gender_of_noun(head, language).or_else(|| {
        let first = phrase.split(' ').next()?.to_lowercase();
        is_human_noun(head, language).then_some(())?;
        match () {
            () if language.masculine_determiners.contains(&first) => Some(Gender::He),
            () if language.feminine_determiners.contains(&first) => Some(Gender::She),
            () => None,
        }
    })
}

impl Name {
    /// Returns the names in one string, without a title.
    pub(super) fn joined(&self) -> String {
        without_space_after_elision(self.names.join(" "))
    }

    /// True for one word without a title or a role.
    pub(super) fn is_single_word(&self) -> bool {
        self.names.len() == 1 && self.title.is_none() && self.role.is_none()
    }

    /// Returns the gender by the title, a relation, the given name or the occupation, in this order: the son Ashley, the actor
    /// Joan Dell, the actor Robin Vane.
    pub(super) fn gender(&self, language: &Language) -> Option<Gender> {
        let by_role = || gender_of_noun(self.role.as_ref()?, language);
        let relation = self.role.as_ref().is_some_and(|role| {
            language.relative_nouns.contains(role) || language.generic_person_nouns.contains(role)
        });
        let title = self.title_gender(language).or_else(|| by_role().filter(|_| relation));
        title.or_else(|| self.given_gender(language)).or_else(by_role)
    }

    fn given_gender(&self, language: &Language) -> Option<Gender> {
        let first = self.names.first()?;
        match given_name(first)? {
            _ if language.male_given_names.contains(first) => Some(Gender::He),
            _ if language.female_given_names.contains(first) => Some(Gender::She),
            NameGender::One(gender) => Some(gender),
            NameGender::Either => None,
        }
    }

    fn title_gender(&self, language: &Language) -> Option<Gender> {
        let title = self.title.as_ref()?.trim_end_matches('.').to_lowercase();
        if language.male_titles.contains(&title) {
            Some(Gender::He)
        } else if language.female_titles.contains(&title) {
            Some(Gender::She)
        } else {
            gender_of_noun(&title, language)
        }
    }

    /// True for a name that ends as streets do: `Mill Lane`. Some people have such surnames: `Nathan Lane`.
    pub(super) fn is_street(&self, language: &Language) -> bool {
        self.names.last().is_some_and(|last| language.street_words.contains(&last.to_lowercase()))
    }

    /// Classifies the entity by the words of the name.
    pub(super) fn kind(&self, language: &Language) -> NameKind {
        let count = self.names.len();
        let street = self.is_street(language);
        // In `Rose Lane` the given name is the first word of a street.
        let has_given = self.names.first().is_some_and(|first| {
            given_name(first).is_some()
                && !(street && language.street_first_words.contains(&first.to_lowercase()))
        });
        // In `Della Street` the last word is a surname.
        let surname = usize::from(street && (self.title.is_some() || (has_given && count > 1)));
        let too_long = count > MAX_NAMES && self.title.is_none();
        let organisation = self.names[..count - surname]
            .iter()
            .any(|part| language.organisation_words.contains(&part.to_lowercase()) || too_long);
        let place_or_thing =
            || self.names.iter().any(|part| language.is_place_or_thing(&part.to_lowercase()));
        // `Zur Wilden Renate`
        let inflected = language.capitalised_compounds
            && count == 2
            && !has_given
            && given_name(&self.names[1]).is_some()
            && language.is_adjective(&self.names[0].to_lowercase());
        match () {
            () if organisation || (inflected && self.title.is_none() && self.role.is_none()) => {
                NameKind::Thing
            }
            () if self.title.is_some() => NameKind::Person,
            () if self.names.iter().any(|part| is_acronym(part)) => NameKind::Thing,
            () if has_given && count > 1 => NameKind::Person,
            () if place_or_thing() => NameKind::Thing,
            () if self.role.as_ref().is_some_and(|role| is_human_noun(role, language)) => NameKind::Person,
            () if language.is_group(&self.names[count - 1]) => NameKind::Thing,
            () if count > 1 && is_plural_role(&self.names[count - 1].to_lowercase(), language) => {
                NameKind::Thing
            }
            () if count > 1 && street => NameKind::Unknown,
            () if has_given || count == 2 || count == 3 => NameKind::MaybePerson,
            () => NameKind::Unknown,
        }
    }
}

/// True for `BBC`, `UFCW`, `MPs`; false for `J.` and `MacLeod`.
pub(super) fn is_acronym(word: &str) -> bool {
    let letters: Vec<char> = word.trim_end_matches('s').chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() > 1 && !word.contains('.') && letters.iter().take(3).all(|c| c.is_uppercase())
}
