//! The evidence for a speaker and for speech, as features of the model in [`super::certainty`].

use super::attributor::Attributor;
use super::certainty::Features;
use super::cue::{Cues, has_reported_verb, is_reporting_verb};
use super::names::{Name, NameKind, gender_of_description, head_noun, name_at};
use super::noun_phrase::{Mention, Pronoun};
use super::quoted_speech::{clause_around, is_title_case};
use super::resolved::{Resolved, kind_of_reason};
use super::tokens::{Token, TokenKind};
use crate::language::given_names::given_name;
use crate::script::quotes::quote::Marker;

/// Maximum number of tokens to read on each side of a quote.
const MAX_AROUND: usize = 60;

/// A feature of all quotes in a language with the verb in second place.
const VERB_SECOND: &str = "verb in second place";
/// Features of speech that have a weight of their own there.
const OF_VERB_SECOND: [&str; 8] = [
    "in title case",
    "cue before",
    "small first letter",
    "explicit cue",
    "one word",
    "after a word",
    "a verb near before",
    "ends the sentence",
];

/// Collects features. The names are those of the file of weights.
#[derive(Default)]
struct Collected(Features);

impl Collected {
    fn flag(&mut self, name: &'static str, holds: bool) {
        if holds {
            self.0.push((name.into(), 1.0));
        }
    }

    fn named(&mut self, name: String) {
        self.0.push((name.into(), 1.0));
    }

    /// Adds some of the features once more with a weight of their own. Where all nouns have capitals, a capital says nothing of a
    /// title, and a single noun in quotation marks is more often a word that a person used.
    fn add_of_verb_second(&mut self) {
        let again: Vec<String> = (self.0.iter())
            .filter(|(name, _)| OF_VERB_SECOND.contains(&name.as_ref()))
            .map(|(name, _)| format!("{VERB_SECOND}, {name}"))
            .collect();
        again.into_iter().for_each(|name| self.named(name));
    }

    fn value(&mut self, name: &'static str, value: f64) {
        self.0.push((name.into(), value));
    }
}

impl Attributor<'_> {
    /// Returns the evidence for the chosen speaker of the quote at `at`.
    pub(super) fn evidence(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        index: usize,
        cues: &Cues,
        chosen: &Resolved,
        last_here: Option<&Resolved>,
    ) -> Features {
        let mut found = Collected::default();
        let by = &chosen.attribution;
        let reason = kind_of_reason(&by.because);
        found.named(format!("reason: {reason}"));
        if by.sure {
            found.named(format!("reason: {reason}, by rule certain"));
        }
        // There a description is the speaker as the text has it, and a name is less often only part of the subject.
        if self.language.verb_second {
            let certain = if by.sure { ", by rule certain" } else { "" };
            found.named(format!("{VERB_SECOND}, reason: {reason}{certain}"));
        }
        // For rare reasons, which have no weight of their own.
        found.flag("by rule certain", by.sure);
        self.add_cues(&mut found, tokens, at, cues);
        self.add_quote(&mut found, tokens, at, index);
        self.add_speaker(&mut found, chosen);
        self.add_rivals(&mut found, tokens, at, cues, chosen);
        let before = last_here.or(self.discourse.last_block.as_ref().map(|last| &last.speaker));
        let same = before.is_some_and(|before| before.attribution.speaker == by.speaker);
        let inherits = cues.before.is_none() && cues.after.is_none();
        found.flag("same speaker as the quote before", same && last_here.is_some());
        found.flag("same speaker as the paragraph before", same && last_here.is_none());
        if let Some(before) = before.filter(|_| same && inherits) {
            found.named(format!("goes back to: {}", before.root));
        }
        found.flag("first quote of the article", before.is_none());
        found.flag("one of several bare lines", self.in_dialogue);
        found.0
    }

    fn add_cues(&self, found: &mut Collected, tokens: &[Token<'_>], at: usize, cues: &Cues) {
        found.flag("cue before", cues.before.is_some());
        found.flag("cue after", cues.after.is_some());
        found.flag(
            "cue without a verb",
            !cues.is_explicit() && (cues.before.is_some() || cues.after.is_some()),
        );
        let differ = matches!((&cues.before, &cues.after), (Some(a), Some(b)) if a.source != b.source);
        found.flag("two cues differ", differ);
        let opens = cues.after.is_some() && tokens.get(at + 1).is_some_and(|t| t.first);
        found.flag("the cue after is a new sentence", opens);
        let unread = tokens.get(at + 1).is_some_and(|t| !t.first)
            && cues.after.is_none()
            && is_reporting_verb(tokens, at + 1, self.language);
        found.flag("a verb after without a readable subject", unread);
        let cue = cues.after.as_ref().or(cues.before.as_ref());
        let pronoun = matches!(cue.map(|cue| &cue.source), Some(Mention::Pronoun(Pronoun::One(_))));
        found.flag("cue with a pronoun", pronoun);
        if let Some(Mention::Name(name)) = cue.map(|cue| &cue.source) {
            found.flag("full name in the cue", name.names.len() > 1);
            found.flag("title or role in the cue", name.title.is_some() || name.role.is_some());
            let alone = name.names.len() == 1;
            let namesakes = self.discourse.entities.matching(name, self.language);
            found.flag("surname of several people in the cue", alone && namesakes.len() > 1);
            found.flag("new name of one word in the cue", alone && namesakes.is_empty());
            found.flag("thing in the cue", name.kind(self.language) == NameKind::Thing);
        }
    }

    fn add_quote(&self, found: &mut Collected, tokens: &[Token<'_>], at: usize, index: usize) {
        let quote = &self.quotes[index];
        let inner = self.inner(index).trim();
        add_length(found, inner);
        found.flag("small first letter", inner.starts_with(char::is_lowercase));
        found.flag("ends with a comma", inner.ends_with(','));
        found.flag("ends as a sentence", inner.ends_with(['.', '!', '?', '…', '—']));
        found.flag("a question", inner.ends_with('?'));
        found.flag("without a closing mark", !quote.closed);
        found.flag("by a dash", quote.marker == Marker::Dash);
        found.flag("a block quotation", quote.marker == Marker::Block);
        found.flag("starts a sentence", tokens[at].first);
        found.flag("starts the paragraph", at == 0);
        found.flag("is the whole paragraph", tokens.len() == 1);
        let before = at.checked_sub(1).map(|n| &tokens[n]);
        found.flag("after a colon", before.is_some_and(|t| t.is(":")));
        found.flag("after a comma", before.is_some_and(|t| t.is(",")));
        found.flag("after a word", before.is_some_and(Token::is_word));
        found.flag(VERB_SECOND, self.language.verb_second);
    }

    fn add_speaker(&self, found: &mut Collected, chosen: &Resolved) {
        let label = chosen.attribution.speaker.as_str();
        let words = label.split(' ').count();
        found.flag("label of one word", words == 1);
        found.flag("label of four words or more", words > 3);
        found.flag("label with a small first letter", label.starts_with(char::is_lowercase));
        let Some(entity) = chosen.entity else {
            found.flag("not a known entity", true);
            found.flag("may be a person with a name", self.may_be_named(label));
            found.flag("described while a person is in focus", self.may_be_in_focus(label));
            return;
        };
        let known = &self.discourse.entities.list[entity];
        found.flag("certainly a person", known.is_human());
        let given = known.names.first().is_some_and(|first| given_name(first).is_some());
        found.flag("has a given name", given && known.names.len() > 1);
        found.flag("one word in all", known.names.len() == 1);
        found.flag("hardly a person", !known.may_be_human());
        found.flag("gender known", known.gender.is_some());
        found.flag("named once", known.mentions < 2);
        found.flag("named often", known.mentions > 4);
        found.flag("a relative", known.relative);
        let name = Name { names: known.names.iter().rev().take(1).cloned().collect(), ..Name::default() };
        let namesakes = self.discourse.entities.matching(&name, self.language).len();
        found.flag("has a namesake", namesakes > 1);
        found.flag("in focus", self.discourse.focus.salience(entity) > 1_000);
        found.flag("out of focus", self.discourse.focus.salience(entity) == 0);
        found.flag("subject of the latest sentence", self.discourse.current_subject == Some(entity));
        found.flag("latest subject", self.discourse.focus.subject == Some(entity));
    }

    /// True for `the minister` if the text is about a person of this gender with a name.
    fn may_be_named(&self, label: &str) -> bool {
        let mut words = label.split(' ');
        let article =
            words.next().is_some_and(|first| self.language.definite_articles.iter().any(|the| the == first));
        let noun = words.next_back().unwrap_or_default().to_lowercase();
        let gender = gender_of_description(label, &noun, self.language).filter(|_| article);
        gender.is_some_and(|gender| self.discourse.antecedent(gender).is_some())
    }

    /// True for a definite description of a person while the text is about someone with a name: `the country star`.
    fn may_be_in_focus(&self, label: &str) -> bool {
        let language = self.language;
        let first = label.split(' ').next().unwrap_or_default();
        let definite = language.definite_articles.iter().any(|the| the == first);
        let person = head_noun(label, language).is_some();
        definite && person && self.discourse.focus.subject.is_some_and(|n| self.is_human(n))
    }

    /// Adds the other people who may have said it.
    fn add_rivals(
        &self,
        found: &mut Collected,
        tokens: &[Token<'_>],
        at: usize,
        cues: &Cues,
        chosen: &Resolved,
    ) {
        let cue = cues.after.as_ref().or(cues.before.as_ref());
        let pronoun = match cue.map(|cue| &cue.source) {
            Some(Mention::Pronoun(Pronoun::One(gender))) => Some(*gender),
            _ => None,
        };
        let list = &self.discourse.entities.list;
        let fits = |n: usize| {
            let gender = list[n].gender;
            list[n].is_human() && pronoun.is_none_or(|wanted| gender.is_none_or(|known| known == wanted))
        };
        let ranked = self.discourse.focus.ranked(|n| fits(n).then_some(100));
        let own = chosen.entity.map_or(0, |n| self.discourse.focus.salience(n));
        let rival = ranked.iter().filter(|(n, _)| Some(*n) != chosen.entity).map(|(_, weight)| *weight).max();
        let rival = f64::from(rival.unwrap_or(0)) / f64::from(own.max(1) + rival.unwrap_or(0));
        found.value(if pronoun.is_some() { "rival of a pronoun" } else { "rival" }, rival);
        let people = ranked.len().min(5);
        found.value("people in focus", people as f64 / 5.0);
        let from = (at.saturating_sub(MAX_AROUND)..at)
            .rev()
            .find(|n| tokens[*n].is_quote())
            .map_or(at.saturating_sub(MAX_AROUND), |n| n + 1);
        let to = (at + 1..tokens.len().min(at + MAX_AROUND))
            .find(|n| tokens[*n].is_quote() || tokens[*n].ends_sentence())
            .unwrap_or(tokens.len().min(at + MAX_AROUND));
        found.flag("another person named before", self.names_another(tokens, from, at, chosen));
        found.flag("another person named after", self.names_another(tokens, at + 1, to, chosen));
        let nameless =
            self.discourse.current_nameless.is_some() || self.discourse.nameless_antecedent.is_some();
        found.flag("a person without a name before", nameless);
    }

    /// True if a range names a person who is not the chosen speaker.
    pub(super) fn names_another(
        &self,
        tokens: &[Token<'_>],
        from: usize,
        to: usize,
        chosen: &Resolved,
    ) -> bool {
        let mut n = from;
        while n < to {
            let Some(name) = name_at(&tokens[..to], n, self.language) else {
                n += 1;
                continue;
            };
            n += name.length.max(1);
            let entity = self.discourse.entity_named(&name);
            let person = entity.is_some_and(|n| self.discourse.entities.list[n].may_be_human())
                || name.kind(self.language) == NameKind::Person;
            if person && entity != chosen.entity {
                return true;
            }
        }
        false
    }

    /// Returns the evidence that a quote is speech which the rules take for a title, a term or a fragment.
    pub(super) fn speech_evidence(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        index: usize,
        cues: &Cues,
    ) -> Features {
        let mut found = Collected::default();
        self.add_cues(&mut found, tokens, at, cues);
        self.add_quote(&mut found, tokens, at, index);
        let inner = self.inner(index).trim();
        let verb = |n: usize| is_reporting_verb(tokens, n, self.language);
        found.flag("explicit cue", cues.is_explicit());
        found.flag("in title case", is_title_case(inner));
        found.flag("directly after a verb", at > 0 && verb(at - 1));
        found.flag("a verb near before", (at.saturating_sub(6)..at).any(verb));
        let sentence = cues.sentence..at;
        let quoted = tokens[sentence].iter().any(|t| matches!(t.kind, TokenKind::Quote(_)));
        found.flag("another quote in the sentence", quoted);
        let ends = tokens.get(at + 1).is_none_or(Token::ends_sentence);
        found.flag("ends the sentence", ends);
        found.flag("first person inside", has_first_person(inner, self.language));
        found.flag("a verb of reported speech", has_reported_verb(clause_around(tokens, at), self.language));
        found.flag("sentence inside", inner.contains(". ") || inner.contains("? "));
        if self.language.verb_second {
            found.add_of_verb_second();
        }
        found.0
    }
}

fn has_first_person(inner: &str, language: &crate::language::attribution::Language) -> bool {
    inner
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}')
        .any(|word| language.first_person_words.has_lower(&word.replace('\u{2019}', "'")))
}

fn add_length(found: &mut Collected, inner: &str) {
    let words = inner.split_whitespace().take(40).count();
    let name = match words {
        0..=1 => "one word",
        2..=3 => "two or three words",
        4..=6 => "four to six words",
        7..=12 => "seven to twelve words",
        13..=29 => "thirteen words or more",
        _ => "thirty words or more",
    };
    found.flag(name, true);
}
