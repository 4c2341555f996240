//! The people who may have said a quote, the likeliest first.

use super::attributor::Attributor;
use super::certainty::{Features, certainty};
use super::cue::Cues;
use super::names::{NameKind, is_acronym, is_human_noun, is_plural_role, is_role, name_at};
use super::noun_phrase::{Mention, Pronoun, is_determiner, lower_first, noun_phrase};
use super::resolved::Resolved;
use super::tokens::Token;
use crate::language::given_names::given_name;
use crate::script::{Gender, NARRATOR, UNKNOWN};

/// Maximum number of candidates for an uncertain attribution.
const MAX_CANDIDATES: usize = 8;
/// Number of people by the model that come before those described nearby.
const MAX_LIKELY: usize = 3;
/// Maximum number of descriptions nearby.
const MAX_DESCRIBED: usize = 4;
/// Maximum number of tokens before a quote and after it in which a description counts.
const MAX_BEFORE: usize = 120;
const MAX_NEAR_AFTER: usize = 40;
/// Feature of a person with another gender than the pronoun.
const MISFIT: &str = "gender does not fit";
/// Log odds that put such a person last.
const MISFIT_ODDS: f64 = 20.0;
/// Maximum number of people to rank.
const MAX_RANKED: usize = 24;

impl Attributor<'_> {
    /// Returns the candidates: the chosen speaker first, then the others by the model.
    pub(super) fn ranked_candidates(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        cues: &Cues,
        chosen: &Resolved,
        last_here: Option<&Resolved>,
    ) -> Vec<String> {
        let model = &certainty().candidate;
        let mut others: Vec<(f64, String)> = self
            .possible_speakers(tokens, at, cues, last_here)
            .into_iter()
            .map(|(label, features)| {
                // The gender may be wrong, but people who fit come first.
                let misfit = features.iter().any(|(name, _)| name == MISFIT);
                (model.log_odds(&features) - if misfit { MISFIT_ODDS } else { 0.0 }, label)
            })
            .collect();
        // A stable sort: of equals the first one stays first.
        others.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        let mut names = Vec::new();
        let first = chosen.attribution.speaker.clone();
        let others: Vec<String> = others.into_iter().map(|(_, name)| name).collect();
        let (likely, rest) = others.split_at(others.len().min(MAX_LIKELY));
        let described = self.described_near(tokens, at);
        let all = std::iter::once(first).chain(likely.to_vec()).chain(described).chain(rest.to_vec());
        for name in all {
            if name != UNKNOWN && name != NARRATOR && !names.contains(&name) && names.len() < MAX_CANDIDATES {
                names.push(name);
            }
        }
        names
    }

    /// Returns the organisations and documents around a quote and the people without a name, the nearest first.
    fn described_near(&self, tokens: &[Token<'_>], at: usize) -> Vec<String> {
        let to = tokens.len().min(at + MAX_NEAR_AFTER);
        let mut found: Vec<(usize, String)> = Vec::new();
        let mut n = at.saturating_sub(MAX_BEFORE);
        while n < to {
            let described = self.described_at(&tokens[..to], n);
            if let Some((label, _)) = &described {
                found.push((n.abs_diff(at), label.clone()));
            }
            n = described.map_or(n + 1, |(_, end)| end.max(n + 1));
        }
        found.sort_by_key(|(distance, _)| *distance);
        let mut labels: Vec<String> = Vec::new();
        for (_, label) in found {
            if !labels.contains(&label) && labels.len() < MAX_DESCRIBED {
                labels.push(label);
            }
        }
        labels
    }

    /// Reads one of them: `the ministry`, `a letter`, `the Harbour Board`, and in German a plural: `Demonstranten`. Returns the index
    /// of the token after it, too.
    fn described_at(&self, tokens: &[Token<'_>], n: usize) -> Option<(String, usize)> {
        let token = tokens.get(n).filter(|token| token.is_word())?;
        let language = self.language;
        let several =
            is_plural_role(&token.lower, language) || language.organisation_nouns.contains(&token.lower);
        if language.capitalised_compounds && token.is_capital() && several {
            return Some((token.text.to_string(), n + 1));
        }
        if is_determiner(&token.lower, language) {
            let (mention, end) = noun_phrase(tokens, n, language)?;
            let Mention::Description { phrase, head, .. } = mention else {
                return self.thing_at(tokens, n + 1).filter(|_| language.capitalised_compounds);
            };
            let sources = [&language.document_nouns, &language.denied_nouns];
            // `der Landesverband Baden`
            let named = language.capitalised_compounds
                && phrase.split(' ').any(|word| is_role(&word.to_lowercase(), language));
            let source =
                named || is_role(&head, language) || sources.iter().any(|set| language.has_noun(set, &head));
            return if source {
                Some((lower_first(&phrase, language), end))
            } else {
                self.thing_at(tokens, n + 1).filter(|_| language.capitalised_compounds)
            };
        }
        self.thing_at(tokens, n)
    }

    /// Reads the name of an organisation: `the Harbour Board`, `der Landesapothekerverband Baden-Württemberg`.
    fn thing_at(&self, tokens: &[Token<'_>], n: usize) -> Option<(String, usize)> {
        let language = self.language;
        let name = name_at(tokens, n, language)?;
        let known = self.discourse.entity_named(&name).map(|n| &self.discourse.entities.list[n]);
        let place = name.names.iter().all(|word| language.place_names.contains(&word.to_lowercase()));
        let thing = known.is_none_or(|known| !known.may_be_human())
            && name.kind(language) == NameKind::Thing
            && self.may_be_source(&name.joined())
            && !place;
        thing.then(|| (name.joined(), n + name.length.max(1)))
    }

    /// True for a name that may be an organisation's, in a language where all nouns have capitals: it has an acronym or a noun
    /// for organisations. Others are places and common nouns: `Krefeld`, `Zugriff`.
    fn may_be_source(&self, name: &str) -> bool {
        let language = self.language;
        let mut words = name.split(' ');
        // `Angebot von EADS`
        let complement = words.clone().skip(1).any(|word| language.noun_prepositions.contains(word));
        let organisation = |word: &str| {
            let lower = word.to_lowercase();
            let longer = name.contains(' ') || !language.organisation_words.contains(&lower);
            longer && (is_acronym(word) || is_role(&lower, language))
        };
        let described = name.split(' ').next().is_some_and(|first| is_determiner(first, language));
        !language.capitalised_compounds || described || (!complement && words.any(organisation))
    }

    /// True for words that may be common nouns, in such a language: nothing shows that they are a person's name. News names
    /// people in full.
    fn may_be_noun(&self, entity: usize) -> bool {
        let language = self.language;
        let known = &self.discourse.entities.list[entity];
        let [first, rest @ ..] = known.names.as_slice() else { return false };
        let lower = first.to_lowercase();
        let place = [lower.as_str(), lower.trim_end_matches('s')]
            .iter()
            .any(|word| language.place_names.contains(*word));
        let noun = place
            || is_role(&lower, language)
            || language.is_abstract(&lower)
            || language.capitalised_non_names.contains(&lower);
        let shown = given_name(first).is_some() || known.has_role(|role| is_human_noun(role, language));
        language.capitalised_compounds && !shown && (noun || rest.is_empty())
    }

    /// Returns all people who may have said the quote at `at`, with the evidence for each.
    pub(super) fn possible_speakers(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        cues: &Cues,
        last_here: Option<&Resolved>,
    ) -> Vec<(String, Features)> {
        let mut entities: Vec<usize> = Vec::new();
        let mut add = |entity: Option<usize>| {
            if let Some(entity) = entity
                && !entities.contains(&entity)
                && entities.len() < MAX_RANKED
            {
                entities.push(entity);
            }
        };
        let discourse = &self.discourse;
        let last_block = discourse.last_block.as_ref().map(|last| &last.speaker);
        add(last_here.or(last_block).and_then(|last| last.entity));
        add(discourse.current_subject);
        let to = self.addressee.as_ref();
        add(to.map(|to| to.entity));
        add(to.and_then(|to| to.speaker));
        let before_last = self.block_before_last.as_ref().and_then(|last| last.speaker.entity);
        add(before_last);
        let mut near = self.names_near(tokens, at);
        near.extend(self.namesakes(cues));
        near.iter().for_each(|(entity, _)| add(Some(*entity)));
        let recent = discourse.focus.recent();
        recent.iter().for_each(|entity| add(Some(*entity)));
        let nearby = entities.len();
        for entity in &self.main_people {
            if !entities.contains(entity) {
                entities.push(*entity);
            }
        }
        let distant: Vec<usize> = entities[nearby..].to_vec();
        entities.retain(|entity| discourse.entities.list[*entity].is_human() && !self.may_be_noun(*entity));
        let wanted = wanted_gender(cues);
        let mut found: Vec<(String, Features)> = Vec::new();
        for entity in entities {
            let mut features =
                self.candidate_evidence(entity, wanted, last_here.or(last_block), before_last, &near);
            if distant.contains(&entity) {
                features.push(("not named nearby".into(), 1.0));
            }
            found.push((discourse.entities.label(entity), features));
        }
        // `the woman` may be a woman without a name.
        if let Some(Mention::Description { phrase, .. }) = cues.source() {
            let label = lower_first(phrase, self.language);
            let described = ("described in the cue".into(), 1.0);
            // `the General` may be a person of the story already.
            match found.iter_mut().find(|(known, _)| *known == label) {
                Some((_, features)) => features.push(described),
                None => found.push((label, vec![described])),
            }
        }
        let nameless = discourse.current_nameless.as_ref().or(discourse.nameless_antecedent.as_ref());
        let nameless = nameless.map(|nameless| nameless.phrase.clone());
        if let Some(speaker) = last_here.or(last_block).filter(|speaker| speaker.entity.is_none()) {
            let features = vec![("last speaker".into(), 1.0), ("without a name".into(), 1.0)];
            found.push((speaker.attribution.speaker.clone(), features));
        }
        found.extend(nameless.map(|phrase| (phrase, vec![("person without a name".into(), 1.0)])));
        let thing = discourse.last_thing.clone().filter(|thing| self.may_be_source(thing));
        found.extend(thing.map(|thing| (thing, vec![("organisation".into(), 1.0)])));
        found
    }

    fn candidate_evidence(
        &self,
        entity: usize,
        wanted: Option<Gender>,
        last: Option<&Resolved>,
        before_last: Option<usize>,
        near: &[(usize, &'static str)],
    ) -> Features {
        let discourse = &self.discourse;
        let known = &discourse.entities.list[entity];
        let mut found = Features::new();
        let mut flag = |name: &'static str, holds: bool| {
            if holds {
                found.push((name.into(), 1.0));
            }
        };
        flag("last speaker", last.is_some_and(|last| last.entity == Some(entity)));
        flag("speaker before the last", before_last == Some(entity));
        flag("subject of the latest sentence", discourse.current_subject == Some(entity));
        flag("latest subject", discourse.focus.subject == Some(entity));
        flag("spoken to", self.addressee.as_ref().is_some_and(|to| to.entity == entity));
        flag("asked before", self.addressee.as_ref().is_some_and(|to| to.speaker == Some(entity)));
        flag("certainly a person", known.is_human());
        flag("named often", known.mentions > 4);
        flag("named once", known.mentions < 2);
        flag(MISFIT, wanted.is_some_and(|want| known.gender.is_some_and(|own| own != want)));
        flag("gender fits", wanted.is_some() && known.gender == wanted);
        for (_, place) in near.iter().filter(|(other, _)| *other == entity) {
            flag(place, true);
        }
        let salience = f64::from(discourse.focus.salience(entity).min(6_000)) / 6_000.0;
        found.push(("salience".into(), salience));
        found
    }

    /// Returns all people that the name in the cue may mean.
    fn namesakes(&self, cues: &Cues) -> Vec<(usize, &'static str)> {
        match cues.source() {
            Some(Mention::Name(name)) => {
                let namesakes = self.discourse.entities.matching(name, self.language);
                namesakes.into_iter().map(|entity| (entity, "has the name in the cue")).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the entities named around a quote in its paragraph, with the place.
    fn names_near(&self, tokens: &[Token<'_>], at: usize) -> Vec<(usize, &'static str)> {
        let mut near = Vec::new();
        let last = tokens.len().min(at + MAX_NEAR);
        let mut n = at.saturating_sub(MAX_NEAR);
        while n < last {
            let Some(name) = name_at(&tokens[..last], n, self.language) else {
                n += 1;
                continue;
            };
            let sentence_after = !tokens[(at + 1).min(n)..n].iter().any(Token::ends_sentence);
            let place = if n < at {
                "named before"
            } else if sentence_after {
                "named in the sentence after"
            } else {
                "named after"
            };
            if let Some(entity) = self.discourse.entity_named(&name) {
                near.push((entity, place));
            }
            n += name.length.max(1);
        }
        near.dedup();
        near
    }
}

/// Maximum number of tokens to read on each side of a quote.
const MAX_NEAR: usize = 60;

fn wanted_gender(cues: &Cues) -> Option<Gender> {
    match cues.source() {
        Some(Mention::Pronoun(Pronoun::One(gender))) => Some(*gender),
        _ => None,
    }
}
