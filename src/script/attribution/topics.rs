//! Finds the person that a sentence is about if its subject is something else: `For Okafor, the wait is the hard part.`

use std::ops::Range;

use super::collect_entities::description_after;
use super::cue::is_reporting_verb;
use super::discourse::{Discourse, Nameless};
use super::focus::SUBJECT;
use super::names::{Name, NameKind, name_at};
use super::noun_phrase::{Mention, noun_phrase, pronoun};
use super::sentence_subject::subject_range;
use super::source::named_source;
use super::tokens::Token;

/// Maximum number of tokens in the name of a person that a sentence introduces at its end.
const MAX_INTRODUCED: usize = 5;

impl Discourse<'_> {
    /// Reads a name after an opening preposition: in `For Okafor, the wait is the hard part.` she is the topic, although
    /// the subject is another.
    pub(super) fn take_topic(&mut self, tokens: &[Token<'_>], sentence: &Range<usize>) -> Option<usize> {
        let opening = &tokens[sentence.start];
        let name = name_at(&tokens[..sentence.end], sentence.start + 1, self.language)
            .filter(|_| self.language.prepositions_and_relatives.contains(&opening.lower))?;
        // `For Okafor it is the third winter.`
        let next = tokens.get(sentence.start + 1 + name.length)?;
        let new_clause = next.is(",") || pronoun(&next.lower, self.language).is_some();
        new_clause.then_some(())?;
        self.take_person(&name)
    }

    /// Reads the person that a sentence about a thing introduces at its end: `It also worked for the welder Ada Okafor, 50.`
    pub(super) fn take_introduced(&mut self, tokens: &[Token<'_>], sentence: &Range<usize>) -> Option<usize> {
        let inside = &tokens[..sentence.end];
        // Few names have a comma after them, and reading a description costs less than reading all names.
        let comma = (sentence.start + 1..sentence.end).find(|n| {
            inside[*n].is(",")
                && inside[n - 1].is_capital()
                && description_after(inside, *n, self.language).is_some()
        })?;
        let from = comma.saturating_sub(MAX_INTRODUCED).max(sentence.start);
        let name = (from..comma).find_map(|n| {
            let name = name_at(inside, n, self.language).filter(|name| n + name.length == comma)?;
            (name.names.len() > 1 && name.kind(self.language) != NameKind::Thing).then_some(name)
        })?;
        self.take_person(&name)
    }

    /// Reads the source of a sentence without another subject: `According to a report by Tom Hill, …`.
    pub(super) fn take_source(&mut self, tokens: &[Token<'_>], sentence: &Range<usize>) -> Option<usize> {
        let name = sentence.clone().find_map(|n| named_source(tokens, n, self.language))?;
        self.take_person(&name)
    }

    /// Reads the nameless person that a sentence names as its source: `Wie eine Sprecherin der Bahn mitteilte, fielen Züge aus.`
    pub(super) fn take_reporter(&mut self, tokens: &[Token<'_>], sentence: &Range<usize>) {
        let inside = &tokens[..sentence.end];
        let start = sentence.start + 1;
        if !self.language.echo_openers.contains(&tokens[sentence.start].lower) {
            return;
        }
        let Some((Mention::Description { phrase, head, .. }, end)) =
            noun_phrase(inside, start, self.language)
        else {
            return;
        };
        let mut clause = (end..sentence.end).take_while(|n| inside[*n].is_word());
        let reports = clause.any(|n| {
            is_reporting_verb(inside, n, self.language) || inside.get(n + 1).is_some_and(|next| next.is(","))
        });
        if reports {
            self.nameless_antecedent = Nameless::new(&phrase, &head, self.language);
            self.set_nameless_subject(self.nameless_antecedent.clone());
        }
    }

    /// Reads the one person in a sentence about the writer: `I put that to Whitlock.`
    pub(super) fn take_counterpart(
        &mut self,
        tokens: &[Token<'_>],
        sentence: &Range<usize>,
    ) -> Option<usize> {
        let (start, _) = subject_range(tokens, sentence, &self.entities, self.language)?;
        self.language.writer_pronouns.contains(&tokens[start].lower).then_some(())?;
        let mut named = sentence.clone().filter_map(|n| name_at(&tokens[..sentence.end], n, self.language));
        // Further single words are the parts of the same name.
        let name = named.next().filter(|_| named.all(|name| name.names.len() == 1))?;
        self.take_person(&name)
    }

    /// Makes a person the subject by name.
    fn take_person(&mut self, name: &Name) -> Option<usize> {
        let entity = self.entity_named(name).filter(|n| self.entities.list[*n].is_human())?;
        self.focus.mention(entity, SUBJECT);
        self.focus.subject = Some(entity);
        self.set_subject(Some(entity));
        Some(entity)
    }
}
