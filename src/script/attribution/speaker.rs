//! Chooses the speaker of a quote, by the strongest evidence first.

use super::addressed::{Address, Addressed};
use super::attributor::Attributor;
use super::cue::{Cues, SpeechCue, has_reported_verb, is_reporting_verb};
use super::discourse::{Nameless, SpokenBlock};
use super::introductions::topic_cue;
use super::layout;
use super::names::{Name, NameKind};
use super::noun_phrase::Mention;
use super::resolved::Resolved;
use super::tokens::{BlockTokens, Token, TokenKind};
use super::transcript_labels::{last_word, speaker_name};
use crate::language::attribution::Language;
use crate::script::UNKNOWN;
use crate::script::quotes::label_grammar::{is_answer_label, is_question_label};
use crate::script::quotes::quote::{Marker, Quote};

/// Maximum number of words in a paragraph of a dialogue in which two people take turns without cues.
const MAX_TURN_WORDS: usize = 16;

/// Salience from which a person takes part in a dialogue: a mention some sentences ago.
const MIN_PRESENT: i32 = 150;

impl Attributor<'_> {
    /// Reads the signature of a quote: the name after a dash, after the quote or on the next line. The paragraphs in
    /// between may continue a block quotation.
    pub(super) fn signature(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        index: usize,
        following: &[BlockTokens<'_>],
    ) -> Option<Name> {
        // `der „Goldene Löffel“-Preis`: the hyphen joins a compound.
        let mut after = self.article.text[self.quotes[index].span.end..].chars();
        if after.next() == Some('-') && after.next().is_some_and(char::is_alphabetic) {
            return None;
        }
        layout::signature(tokens, at + 1, self.language).or_else(|| {
            let next = following.iter().find(|block| !self.is_continuation(block))?;
            if at + 1 < tokens.len() {
                return None;
            }
            let inside = || layout::signature_inside(&next.tokens, self.language);
            layout::signature(&next.tokens, 0, self.language)
                .or_else(|| if self.quotes[index].closed { None } else { inside() })
        })
    }

    /// True for a block that is nothing but a quote that continues the one before.
    pub(super) fn is_continuation(&self, block: &BlockTokens<'_>) -> bool {
        match block.tokens.as_slice() {
            [Token { kind: TokenKind::Quote(index), .. }] => self.quotes[*index].continues,
            _ => false,
        }
    }

    /// Chooses the speaker of the quote at `at`. `last_here` is the last speaker of the block. `continues`: the quote
    /// continues that of the block before.
    pub(super) fn speaker(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        cues: &Cues,
        last_here: Option<&Resolved>,
        continues: bool,
        signature: Option<Name>,
    ) -> Resolved {
        let quote = match tokens[at].kind {
            TokenKind::Quote(index) => Some(&self.quotes[index]),
            _ => None,
        };
        if let Some(resolved) = quote.and_then(|quote| self.by_label(quote)) {
            return resolved;
        }
        if let (true, None, Some(last)) = (continues, &cues.after, &self.discourse.last_block) {
            return last.speaker.with_reason("goes on over the paragraph");
        }
        let introduced = at > 0 && (tokens[at - 1].is(":") || tokens[at - 1].is_dash());
        if let Some(resolved) = self.by_cue(tokens, at, cues, introduced, last_here) {
            let denied =
                !introduced && !tokens[at].first && is_denied(&tokens[cues.sentence..at], self.language);
            return if denied { self.discourse.doubted(resolved) } else { resolved };
        }
        if let Some(name) = signature {
            return self.by_signature(&name);
        }
        if quote.is_some_and(|quote| quote.marker == Marker::Dash) && last_here.is_none() {
            return self.reply_in_dialogue();
        }
        let topic =
            || topic_cue(tokens, cues.sentence, at, self.language).filter(|cue| !self.is_new_word(cue));
        if introduced && let Some(cue) = topic() {
            return self.discourse.resolve(&cue);
        }
        let resolved = self.not_addressed(tokens, at, self.without_cue(tokens, at, last_here));
        // There is a reporting verb, but its subject is not readable: `“Never,” shouts whoever it is.`
        let verb =
            tokens.get(at + 1).is_some_and(|t| !t.first) && is_reporting_verb(tokens, at + 1, self.language);
        if verb { self.discourse.doubted(resolved) } else { resolved }
    }

    /// Replaces a guess that the quote itself addresses by the other person: `“With an instrument, Mr Vane.”`
    fn not_addressed(&self, tokens: &[Token<'_>], at: usize, guess: Resolved) -> Resolved {
        let TokenKind::Quote(index) = tokens[at].kind else { return guess };
        let label = &guess.attribution.speaker;
        // In a dialogue the decision over all turns knows the addressees. Most other quotes do not name the guess.
        if self.turns.is_some() || !label.split(' ').any(|name| self.inner(index).contains(name)) {
            return guess;
        }
        let addressed = Addressed::read(self.inner(index), self.language);
        let Some(entity) = guess.entity.filter(|_| addressed.find(label) == Address::Addressed) else {
            return guess;
        };
        match self.most_salient_person(Some(entity)) {
            Some(other) => self.discourse.unsure_entity(other, format!("speaks to: {label}")),
            None => self.discourse.doubted(guess),
        }
    }

    /// True for a single capital word that is no entity of the article, where all nouns have capitals: `Versichert war nichts: …`
    fn is_new_word(&self, cue: &SpeechCue) -> bool {
        let Mention::Name(name) = &cue.source else { return false };
        self.language.capitalised_compounds
            && name.is_single_word()
            && name.kind(self.language) == NameKind::Unknown
            && self.discourse.entity_named(name).is_none()
    }

    /// Resolves the label of a turn, or the label inside a quote: `“WALLACE: Let’s start.”`
    fn by_label(&self, quote: &Quote) -> Option<Resolved> {
        match &quote.marker {
            Marker::Label(span) => Some(self.labelled(&self.article.text[span.clone()])),
            Marker::AfterLabel(span) => {
                let resolved = self.labelled(&self.article.text[span.clone()]);
                Some(self.discourse.doubted(resolved.with_reason("may go on over the paragraph")))
            }
            _ => {
                let inner = &self.article.text[quote.inner.clone()];
                layout::label_inside(inner).map(|label| self.named_by_label(label))
            }
        }
    }

    fn labelled(&self, label: &str) -> Resolved {
        if is_question_label(label, self.language) {
            return Resolved::sure(self.language.interviewer.clone(), format!("label: {label}"), None);
        }
        if is_answer_label(label, self.language) {
            let mut resolved = self.interviewee.clone();
            resolved.attribution.because = format!("label: {label}");
            return resolved;
        }
        self.named_by_label(label)
    }

    /// Resolves a name in a label, by the fullest label with the same last word and by the entities of the article.
    fn named_by_label(&self, label: &str) -> Resolved {
        let name = speaker_name(label, self.language);
        let name = self.labels.get(&last_word(&name)).unwrap_or(&name);
        let names = name.split_whitespace().map(str::to_string).collect();
        let entities = &self.discourse.entities;
        let found = entities
            .find(&Name { names, ..Name::default() }, self.language)
            .filter(|entity| entities.list[*entity].may_be_human());
        let speaker = found.map_or_else(|| name.clone(), |entity| entities.label(entity));
        Resolved::sure(speaker, format!("transcript: {name}"), found)
    }

    /// Resolves the cue of a quote. The cue before it counts if the quote is introduced by a colon or a dash; otherwise the
    /// cue after it is the stronger one.
    fn by_cue(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        cues: &Cues,
        introduced: bool,
        last_here: Option<&Resolved>,
    ) -> Option<Resolved> {
        let cue = match (&cues.before, &cues.after) {
            // `Viele Verbände wenden sich an die Stadt: „Es eilt“, räumt Anna Holm ein.`
            (Some(before), Some(after)) if !before.explicit && after.explicit && !self.opens(tokens, at) => {
                after
            }
            // `Nora Whitlock described a roof “as thin as paper,” as the reporter Ann Lee wrote.`
            (Some(before), Some(after)) if before.explicit && self.is_echo(after) => before,
            (Some(before), _) if introduced => before,
            // `Ann Lee answers with “Not now.” Bob Ray laughs.`
            (Some(before), Some(_)) if before.explicit && self.is_next_sentence(tokens, at, cues) => before,
            // `The baker sighed: “So it is.” Bob Ray laughs.` The next sentence is about another.
            (None, Some(_)) if !tokens[at].first && self.is_next_sentence(tokens, at, cues) => {
                let own =
                    topic_cue(tokens, cues.sentence, at, self.language).filter(|cue| !self.is_new_word(cue));
                let resolved = own.map(|cue| self.discourse.resolve(&cue));
                return Some(
                    self.discourse
                        .doubted(resolved.unwrap_or_else(|| self.without_cue(tokens, at, last_here))),
                );
            }
            (before, after) => after.as_ref().or(before.as_ref())?,
        };
        let resolved = self.answer(cue).unwrap_or_else(|| self.discourse.resolve(cue));
        if cue.source == Mention::Reply {
            let last = self.discourse.last_block.as_ref();
            let partner = || last.and_then(|last| self.partner(last));
            return Some(self.addressee_answers(false).or_else(partner).unwrap_or(resolved));
        }
        let by_before = introduced && cues.before.as_ref().is_some_and(|before| before == cue);
        if by_before || !self.is_next_sentence(tokens, at, cues) || self.is_current_subject(&resolved) {
            return Some(resolved);
        }
        Some(self.discourse.doubted(self.without_cue(tokens, at, last_here)))
    }

    /// True for a cue that names who reported the words: `as Ann Lee wrote`.
    fn is_echo(&self, cue: &SpeechCue) -> bool {
        let first = cue.words.split(' ').next().unwrap_or_default();
        !self.language.verb_second && self.language.echo_openers.contains(first)
    }

    /// True if a sentence opens after the quote at `at`.
    fn opens(&self, tokens: &[Token<'_>], at: usize) -> bool {
        tokens.get(at + 1).is_some_and(|t| t.first)
    }

    /// True if the cue after a quote is a sentence of its own, and so may not be a cue: `“You’re mad.” Our guide spoke little.`
    fn is_next_sentence(&self, tokens: &[Token<'_>], at: usize, cues: &Cues) -> bool {
        let TokenKind::Quote(index) = tokens[at].kind else { return false };
        cues.after.is_some()
            && tokens.get(at + 1).is_some_and(|t| t.first)
            && self.inner(index).trim_end().ends_with('.')
    }

    /// True if the sentence before the quote is about this speaker, or about no person.
    fn is_current_subject(&self, speaker: &Resolved) -> bool {
        let subject = self.discourse.current_subject;
        let nameless = self.discourse.current_nameless.as_ref();
        subject.is_none_or(|subject| Some(subject) == speaker.entity)
            && nameless.is_none_or(|nameless| nameless.phrase == speaker.attribution.speaker)
    }

    fn by_signature(&self, name: &Name) -> Resolved {
        let because = format!("signed: {}", name.joined());
        let entity = self.discourse.entity_named(name);
        let speaker = entity.map_or_else(|| name.joined(), |n| self.discourse.entities.label(n));
        Resolved::sure(speaker, because, entity)
    }

    /// Guesses the speaker of a line of dialogue without a cue: the most salient person who is not the last speaker.
    fn reply_in_dialogue(&self) -> Resolved {
        let last = self.discourse.last_block.as_ref().and_then(|last| last.speaker.entity);
        let entity = self.most_salient_person(last);
        let speaker = entity.map_or(UNKNOWN.to_string(), |n| self.discourse.entities.label(n));
        self.discourse.unsure(speaker, "a reply".into(), entity)
    }

    fn most_salient_person(&self, except: Option<usize>) -> Option<usize> {
        let ranked = self.discourse.focus.ranked(|n| (Some(n) != except && self.is_human(n)).then_some(100));
        ranked.first().map(|(entity, _)| *entity)
    }

    pub(super) fn is_human(&self, entity: usize) -> bool {
        self.discourse.entities.list[entity].is_human()
    }

    /// Chooses the speaker of a quote without a cue: by the other quotes of its block, then by the blocks before.
    fn without_cue(&self, tokens: &[Token<'_>], at: usize, last_here: Option<&Resolved>) -> Resolved {
        if let Some(last) = last_here {
            let question = match tokens[at].kind {
                TokenKind::Quote(index) => self.is_question(index),
                _ => false,
            };
            let resolved = self.after_quote(last, question);
            // `Für Jan Holt ist klar, dass „es reicht“` after a quote by another person.
            let from = (0..at).rev().find(|n| tokens[*n].is_quote() || tokens[*n].first).unwrap_or(at);
            let about_other = self.language.verb_second
                && !tokens[at].first
                && self.names_another(tokens, from, at, &resolved);
            return if about_other { self.discourse.doubted(resolved) } else { resolved };
        }
        if let Some(cue) = &self.cue_ahead {
            return self.discourse.resolve(cue);
        }
        // After `Ann Lee looked up.` a cue before the next quote is about that one.
        let about_other = self.discourse.current_subject.is_some();
        let later = self.later_cue(tokens, at, about_other);
        if let Some(cue) = later.filter(|_| self.discourse.current_nameless.is_none()) {
            return self.discourse.resolve(&cue);
        }
        self.by_discourse(tokens, at)
    }

    /// Returns the cue of a later quote of the same block: `“A.” “B,” she said.`
    pub(super) fn later_cue(&self, tokens: &[Token<'_>], at: usize, only_after: bool) -> Option<SpeechCue> {
        let mut later = (at + 1..tokens.len()).filter(|n| matches!(tokens[*n].kind, TokenKind::Quote(_)));
        later.find_map(|n| {
            let cues = self.cues(tokens, n, 0);
            cues.after.or(cues.before.filter(|_| !only_after))
        })
    }

    /// Chooses the speaker of a further quote of a block: the same, unless the narration turned to another person or the
    /// quote may be an answer. A further question is the same speaker's.
    fn after_quote(&self, last_here: &Resolved, question: bool) -> Resolved {
        if let Some(nameless) = &self.discourse.current_nameless
            && !self.is_current_subject(last_here)
        {
            return self.nameless_subject(nameless);
        }
        match self.discourse.current_subject.filter(|subject| Some(*subject) != last_here.entity) {
            Some(subject) => self.subject_before(subject),
            None => self
                .addressee_answers(true)
                .filter(|_| !question)
                .unwrap_or_else(|| last_here.with_reason("follow-on")),
        }
    }

    /// Guesses that the subject of the sentence before is the speaker.
    pub(super) fn subject_before(&self, subject: usize) -> Resolved {
        let label = self.discourse.entities.label(subject);
        self.discourse.unsure_entity(subject, format!("the sentence before is about: {label}"))
    }

    fn nameless_subject(&self, nameless: &Nameless) -> Resolved {
        let because = format!("the sentence before is about: {}", nameless.phrase);
        self.discourse.unsure(nameless.phrase.clone(), because, None)
    }

    /// Chooses the speaker by the narration before the quote and by the blocks before.
    fn by_discourse(&self, tokens: &[Token<'_>], at: usize) -> Resolved {
        if at == 0
            && let Some(announced) = &self.announced
        {
            return announced.with_reason("announced in the paragraph before");
        }
        if let Some(subject) = self.discourse.current_subject {
            return self.subject_before(subject);
        }
        if let Some(nameless) = &self.discourse.current_nameless {
            return self.nameless_subject(nameless);
        }
        if let Some(thing) = self.discourse.speaking_thing.as_ref().filter(|_| self.language.verb_second) {
            let because = format!("the sentence before is about: {thing}");
            return self.discourse.unsure(thing.clone(), because, None);
        }
        // The narration before ends with a question: `Ann Lee asked the ferryman, Bob Ray, for a price.`
        let narrated = self.discourse.last_block.as_ref().is_none_or(|last| !last.ends_spoken);
        if let Some(reply) = self.addressee_answers(true).filter(|_| at == 0 && narrated) {
            return reply;
        }
        match &self.discourse.last_block {
            Some(last) if last.ends_spoken => {
                // The sentence before the quote has no known subject, so it may be about another person.
                let new_topic = tokens[..at].iter().any(Token::ends_sentence);
                self.after_spoken_block(last, new_topic)
            }
            last => self.most_likely(last.as_ref()),
        }
    }

    /// Chooses the speaker after a block that ends with speech: the other of two people who take turns, the addressee, or
    /// the same speaker.
    fn after_spoken_block(&self, last: &SpokenBlock, new_topic: bool) -> Resolved {
        // The writer's own speech is rare, so it is not continued.
        if !last.open && self.discourse.is_writer(&last.speaker.attribution.speaker) {
            return self.addressee_answers(false).unwrap_or_else(|| self.most_likely(None));
        }
        if let Some(other) = self.other_in_turns(last) {
            let speaker = other.speaker.attribution.speaker.clone();
            let because = format!("in turns: {speaker}");
            return self.discourse.unsure(speaker, because, other.speaker.entity);
        }
        let only_after_question = last.open || last.words > MAX_TURN_WORDS;
        let partner = || self.partner(last).filter(|_| self.in_dialogue && !last.open);
        self.addressee_answers(only_after_question).or_else(partner).unwrap_or_else(|| {
            let same = last.speaker.with_reason("follow-on from the paragraph before");
            if new_topic { self.discourse.doubted(same) } else { same }
        })
    }

    /// Guesses the other of two people in a dialogue. With three it may be either, so the last speaker is the guess.
    fn partner(&self, last: &SpokenBlock) -> Option<Resolved> {
        let focus = &self.discourse.focus;
        let present = |n: &usize| {
            Some(*n) != last.speaker.entity && self.is_human(*n) && focus.salience(*n) >= MIN_PRESENT
        };
        let others: Vec<usize> = focus.recent().into_iter().filter(present).collect();
        match others.as_slice() {
            [] => None,
            [other] => Some(self.discourse.unsure_entity(*other, "the other of two people".into())),
            _ => Some(self.discourse.doubted(last.speaker.with_reason("one of several people"))),
        }
    }

    /// Returns the block of the other person, if two people have just taken turns in short paragraphs.
    fn other_in_turns(&self, last: &SpokenBlock) -> Option<&SpokenBlock> {
        let other = self.block_before_last.as_ref()?;
        let differ = other.speaker.attribution.speaker != last.speaker.attribution.speaker;
        (differ && !last.open && last.words <= MAX_TURN_WORDS && other.words <= MAX_TURN_WORDS)
            .then_some(other)
    }

    /// Guesses the speaker without any evidence: the last subject, the most salient person, or the last speaker.
    fn most_likely(&self, last: Option<&SpokenBlock>) -> Resolved {
        let subject = self.discourse.focus.subject.filter(|subject| self.is_human(*subject));
        let best = subject.or_else(|| self.most_salient_person(None));
        match (best, last) {
            (Some(entity), Some(last)) if last.speaker.entity == Some(entity) => {
                let label = self.discourse.entities.label(entity);
                self.discourse.unsure_entity(entity, format!("the last who spoke: {label}"))
            }
            (Some(entity), _) => {
                self.discourse.unsure_entity(entity, "the paragraph before is about them".into())
            }
            (None, Some(last)) => {
                let speaker = last.speaker.attribution.speaker.clone();
                let because = format!("the last who spoke: {speaker}");
                self.discourse.unsure(speaker, because, last.speaker.entity)
            }
            (None, None) => match &self.discourse.last_thing {
                Some(thing) => {
                    self.discourse.unsure(thing.clone(), "the text before is about it".into(), None)
                }
                None => self.discourse.unsure(UNKNOWN.into(), "no speaker is named nearby".into(), None),
            },
        }
    }

    pub(super) fn is_question(&self, index: usize) -> bool {
        self.inner(index).trim_end().ends_with('?')
    }
}

/// True if the words before a quote deny what others say in it: `The mayor denied claims that the bridge was “about to fall”.`
/// In `He rejected the claims as “nonsense”` the words are his own.
fn is_denied(before: &[Token<'_>], language: &Language) -> bool {
    let denial = before.iter().rposition(|t| language.denial_verbs.contains(&t.lower));
    let noun = before.iter().rposition(|t| language.denied_nouns.contains(&t.lower));
    let (Some(denial), Some(noun)) = (denial, noun) else {
        return denial.is_some_and(|denial| denies_own_words(before, denial, language));
    };
    let clause = &before[denial.max(noun) + 1..];
    let subordinate = clause
        .iter()
        .any(|t| language.subordinators.contains(&t.lower) || language.thing_relatives.contains(&t.lower))
        || has_reported_verb(clause, language);
    subordinate && !(0..clause.len()).any(|n| is_reporting_verb(clause, n, language))
}

/// True if the denial is of one's own words: `She denied that she had said “…”`, `He denied calling it “…”`. In `She denied it,
/// saying “…”` the words are not denied.
fn denies_own_words(before: &[Token<'_>], denial: usize, language: &Language) -> bool {
    let end = before.len() - usize::from(before.last().is_some_and(|t| t.is(",")));
    let clause = &before[..end.max(denial + 1)];
    let mut rest = denial + 1..clause.len();
    let one_clause = !clause[denial + 1..].iter().any(|t| !t.is_word());
    one_clause
        && rest.any(|n| is_reporting_verb(clause, n, language) || language.is_participle(&clause[n].lower))
}
