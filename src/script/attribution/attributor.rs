//! Reads an article from the front and attributes its quotes.

use std::collections::HashSet;
use std::ops::Range;

use super::addressed::Addressed;
use super::certainty::Speech;
use super::cue::{Cues, Place, SpeechCue, clause_end, has_reported_verb, may_speak};
use super::cue_after::cue_after;
use super::cue_before::cue_before;
use super::discourse::{Discourse, SpokenBlock};
use super::exchange::{self, Choice};
use super::introductions::topic_cue;
use super::noun_phrase::{Mention, noun_phrase};
use super::quoted_speech::{clause_around, is_aside, is_name, is_on_sign, is_speech, repeated_terms};
use super::resolved::{Attribution, Resolved};
use super::sentence_subject::subject_range;
use super::tokens::{BlockTokens, Token, TokenKind};
use super::trace::{Attributed, QuoteEvidence};
use super::transcript_labels::FullLabels;
use super::turns::{self, Turn};
use crate::language::attribution::Language;
use crate::script::article::Article;
use crate::script::quotes::quote::{Marker, Quote};

/// The state of attribution between two blocks.
pub(super) struct Attributor<'a> {
    pub(super) article: &'a Article,
    pub(super) quotes: &'a [Quote],
    pub(super) language: &'a Language,
    pub(super) discourse: Discourse<'a>,
    /// The people named most often.
    pub(super) main_people: Vec<usize>,
    /// Speaker of the answers of an interview.
    pub(super) interviewee: Resolved,
    pub(super) labels: FullLabels,
    /// Setting: short quoted fragments are voiced by their speaker.
    voice_fragments: bool,
    /// The person addressed by the last quote, who is likely to answer.
    pub(super) addressee: Option<Addressee>,
    /// The speaker that a colon at the end of the block before announces.
    pub(super) announced: Option<Resolved>,
    /// The block with a quote before the last one, if no narration comes between.
    pub(super) block_before_last: Option<SpokenBlock>,
    /// The block is one of several bare lines in a row, as in a dialogue.
    pub(super) in_dialogue: bool,
    /// The block before is a bare line.
    after_bare_line: bool,
    /// The cue of a later paragraph of the same quote.
    pub(super) cue_ahead: Option<SpeechCue>,
    attributions: Vec<Option<Attribution>>,
    /// Quotes that may be speech although the narrator reads them.
    pub(super) doubtful: Vec<(usize, Attribution)>,
    /// Quotes that repeat a term, by index.
    terms: HashSet<usize>,
    /// The evidence of all quotes, if it was asked for.
    pub(super) trace: Option<Vec<QuoteEvidence>>,
    /// The turns of the article, if it is mostly dialogue.
    pub(super) turns: Option<Vec<Turn>>,
    /// Number of blocks read so far.
    blocks_read: usize,
}

/// The person addressed by a quote.
#[derive(Debug, Clone)]
pub(super) struct Addressee {
    pub(super) entity: usize,
    /// The speaker of the quote, if named.
    pub(super) speaker: Option<usize>,
    /// The writer is the speaker: `I asked`.
    pub(super) by_writer: bool,
    /// The quote is a question.
    pub(super) question: bool,
    /// The question is in the narration right before: `I asked Carl Dean.`
    pub(super) narrated: bool,
}

/// Maximum number of tokens to read before or after a quote in its sentence.
const MAX_SENTENCE: usize = 120;
/// Maximum number of quotes that are not speech inside one sentence. Without a limit a line of many such quotes would take
/// quadratic time.
const MAX_TITLES: usize = 3;
/// Maximum number of words in a bare line of a dialogue.
const MAX_LINE: usize = 12;
/// Maximum number of turns that are decided together. It bounds the memory for a novel.
const MAX_RUN: usize = 2_000;
/// Number of narrated words after the last quote of a block from which the next block has a new topic.
const MIN_NEW_TOPIC: usize = 25;

impl<'a> Attributor<'a> {
    pub(super) fn new(
        article: &'a Article,
        quotes: &'a [Quote],
        language: &'a Language,
        discourse: Discourse<'a>,
        interviewee: Resolved,
        labels: FullLabels,
        voice_fragments: bool,
    ) -> Self {
        Self {
            article,
            quotes,
            language,
            main_people: discourse.entities.main_people(),
            discourse,
            interviewee,
            labels,
            voice_fragments,
            addressee: None,
            announced: None,
            block_before_last: None,
            in_dialogue: false,
            after_bare_line: false,
            cue_ahead: None,
            doubtful: Vec::new(),
            terms: repeated_terms(article, quotes),
            trace: None,
            turns: None,
            blocks_read: 0,
            attributions: vec![None; quotes.len()],
        }
    }

    /// Returns the attribution of each quote.
    pub(super) fn finish(mut self) -> Attributed {
        self.decide_together();
        let mut quotes = self.attributions;
        for (index, attribution) in self.doubtful {
            quotes[index] = Some(attribution);
        }
        Attributed { quotes, genders: self.discourse.genders(), trace: self.trace.unwrap_or_default() }
    }

    /// Reads a block: its narration and its quotes, in their order. `following` are the blocks after it.
    pub(super) fn block(&mut self, block: &BlockTokens<'_>, following: &[BlockTokens<'_>]) {
        self.blocks_read += 1;
        if block.caption {
            return;
        }
        if block.heading || block.byline {
            self.announced = None;
            return;
        }
        let tokens = &block.tokens;
        let mut last_here: Option<Resolved> = None;
        let mut open = false;
        let mut read = 0;
        let bare = self.is_bare_line(block);
        self.in_dialogue =
            bare && (self.after_bare_line || following.first().is_some_and(|next| self.is_bare_line(next)));
        self.after_bare_line = bare;
        self.discourse.start_block();
        for at in 0..tokens.len() {
            let TokenKind::Quote(index) = tokens[at].kind else { continue };
            let cues = self.cues(tokens, at, index);
            // First the whole sentences before that of the quote. The quote's own sentence is read once it is known
            // whether the quote is part of it.
            let whole = cues.sentence.clamp(read, at);
            self.discourse.narrate(tokens, read..whole);
            read = whole;
            let subject_before = self.discourse.current_subject;
            let continues = self.quotes[index].continues
                && self.discourse.last_block.as_ref().is_some_and(|last| last.open);
            let signature = self.signature(tokens, at, index, following);
            self.cue_ahead = self.cue_of_later_paragraph(tokens, at, index, following);
            let own_sentence = if tokens[at].first { at } else { cues.sentence };
            if let Some(asked) = self.asked_in(&tokens[..own_sentence]) {
                self.addressee = Some(asked);
            }
            let reported = self.is_reported(tokens, at, index, &cues);
            let spoken = self.is_spoken(tokens, at, index, &cues)
                || (reported && self.has_reported_speaker(tokens, at, last_here.as_ref()));
            if is_aside(self.inner(index)) {
                continue;
            }
            // `Ann Lee said it “gives us hope.` and a new paragraph within the quotation.
            let goes_on = !self.quotes[index].closed
                && cues.is_explicit()
                && at + 1 == tokens.len()
                && following.first().is_some_and(|next| self.is_continuation(next));
            let by_rule = continues || signature.is_some() || spoken || goes_on;
            let on_sign = cues.after.is_none() && is_on_sign(&tokens[own_sentence..at], self.language);
            if on_sign && !continues && signature.is_none() {
                continue;
            }
            // `Auf dem Plakat stand „Wir müssen mal“.`
            let named = is_name(tokens, at, self.language) && cues.after.is_none() && !tokens[at].first;
            let named = named || self.terms.contains(&index);
            if named && !continues && signature.is_none() {
                continue;
            }
            let speech = if by_rule {
                Speech::Certain
            } else {
                self.judged_speech(tokens, at, index, &cues, last_here.as_ref())
            };
            if speech == Speech::None {
                continue;
            }
            self.discourse.narrate(tokens, read..at);
            read = at + 1;
            let place = Place { tokens, at, index, cues: &cues };
            let own = || self.own_subject(tokens, cues.sentence..at);
            let speaker = match own().or_else(|| self.reported_speaker(subject_before, last_here.as_ref())) {
                Some(speaker) if reported => speaker,
                _ if reported => {
                    let speaker = self.speaker(tokens, at, &cues, None, continues, signature);
                    self.discourse.doubted(speaker)
                }
                _ => self.speaker(tokens, at, &cues, last_here.as_ref(), continues, signature),
            };
            let certain = speaker.attribution.sure;
            let speaker = self.judged(place, speaker, last_here.as_ref(), speech);
            self.add_turn(place, &speaker, last_here.as_ref(), certain, speech);
            open = !self.quotes[index].closed;
            self.attributions[index] = Some(speaker.attribution.clone());
            self.addressee = self.addressee_of(tokens, at, index, &cues, &speaker);
            let clause = cues.sentence..clause_end(tokens, at + 1);
            self.discourse.add_documents(&tokens[clause], speaker.entity);
            self.discourse.add_speaker(&speaker);
            last_here = Some(speaker);
        }
        self.discourse.narrate(tokens, read..tokens.len());
        self.end_block(tokens, last_here, open);
    }

    /// Returns the speaker of reported speech without a cue: the subject of the sentence before, or else the last speaker of
    /// the block. In `Petra Lang widersprach. Der Plan sei „falsch“.` the sentence of the quote does not name her.
    fn reported_speaker(&self, subject: Option<usize>, last_here: Option<&Resolved>) -> Option<Resolved> {
        let last = || last_here.map(|last| last.with_reason("goes on in reported speech"));
        let turned = subject.filter(|n| last_here.is_none_or(|last| last.entity != Some(*n)));
        turned.map(|subject| self.subject_before(subject)).or_else(last)
    }

    /// Returns the person who is the subject of the main clause before reported speech: `Dann ging Lang, die Anwältin, davon
    /// aus, der Plan sei „falsch“.` In `Lang habe „geschlafen“` she is not the speaker.
    fn own_subject(&self, tokens: &[Token<'_>], sentence: Range<usize>) -> Option<Resolved> {
        let main = sentence.clone().find(|n| tokens[*n].is(",") || tokens[*n].is(":"));
        let main = main.filter(|_| tokens[sentence.start].first)?;
        if has_reported_verb(&tokens[sentence.start..main], self.language) {
            return None;
        }
        let entities = &self.discourse.entities;
        let subject = subject_range(tokens, &sentence, entities, self.language).filter(|(n, _)| *n < main);
        let person = subject.and_then(|(start, _)| match noun_phrase(tokens, start, self.language)?.0 {
            Mention::Name(name) => self.discourse.entity_named(&name).filter(|n| self.is_human(*n)),
            _ => None,
        });
        let Some(entity) = person else { return self.source_before_colon(tokens, sentence.start..main) };
        let label = entities.label(entity);
        Some(self.discourse.unsure_entity(entity, format!("the sentence is about: {label}")))
    }

    /// Returns the source at the end of an introduction to reported speech: `Kritik kam vom Verband Pro Takt: Die Bahn habe …`
    fn source_before_colon(&self, tokens: &[Token<'_>], introduction: Range<usize>) -> Option<Resolved> {
        let colon = introduction.end;
        tokens.get(colon).filter(|t| t.is(":"))?;
        let clause = &tokens[..colon];
        let (start, mention) = introduction.skip(1).find_map(|n| {
            let source = self.language.prepositions_and_relatives.contains(&clause[n - 1].lower);
            let (mention, end) = noun_phrase(clause, n, self.language)?;
            (source && end == colon).then_some((n, mention))
        })?;
        may_speak(&mention, self.language).then_some(())?;
        let cue = SpeechCue::new(mention, clause, start, colon, false);
        Some(self.discourse.doubted(self.discourse.resolve(&cue)))
    }

    /// Adds a quote to the turns of a dialogue.
    fn add_turn(
        &mut self,
        place: Place<'_>,
        chosen: &Resolved,
        last_here: Option<&Resolved>,
        certain: bool,
        speech: Speech,
    ) {
        if self.turns.is_none() {
            return;
        }
        let Place { tokens, at, index, cues } = place;
        let near = self.possible_speakers(tokens, at, cues, last_here);
        let narrated =
            tokens[..at].iter().rev().take_while(|t| !t.is_quote()).filter(|t| t.is_word()).count();
        let turn = Turn {
            quote: index,
            block: self.blocks_read,
            narrated,
            by_rules: chosen.attribution.clone(),
            certain,
            speech: speech == Speech::Certain,
            settled: self.is_settled(index, &chosen.attribution.because),
            near,
            addressed: Addressed::read(self.inner(index), self.language),
        };
        self.turns.get_or_insert_default().push(turn);
    }

    /// Decides the turns of a dialogue together.
    fn decide_together(&mut self) {
        for run in self.turns.take().unwrap_or_default().chunks(MAX_RUN) {
            let choices: Vec<Choice> = (0..run.len()).map(|n| turns::choice(run, n)).collect();
            let decided = run.iter().zip(exchange::decode(&choices));
            let mut decided: Vec<Attribution> =
                decided.map(|(turn, likely)| turns::decided(turn, likely)).collect();
            turns::name_writer(run, &mut decided, &self.article.text);
            for (turn, attribution) in run.iter().zip(decided) {
                self.attributions[turn.quote] = Some(attribution);
            }
            if let Some(trace) = &mut self.trace {
                for (turn, choice) in run.iter().zip(choices) {
                    let span = &self.quotes[turn.quote].inner;
                    let quote = trace.iter_mut().find(|quote| quote.span == *span);
                    if let Some(quote) = quote {
                        quote.turn = Some(choice.into_trace());
                    }
                }
            }
        }
    }

    /// True for a paragraph that is one short quote and nothing else.
    fn is_bare_line(&self, block: &BlockTokens<'_>) -> bool {
        let [Token { kind: TokenKind::Quote(index), .. }] = block.tokens.as_slice() else { return false };
        let quote = &self.quotes[*index];
        let short = self.inner(*index).split_whitespace().take(MAX_LINE + 1).count() <= MAX_LINE;
        short && quote.closed && !quote.continues && quote.marker == Marker::QuotationMarks
    }

    /// Returns the cue in a later paragraph of a quote without a closing mark: `“Dear all.` `“It rains,” wrote Ann Lee.`
    fn cue_of_later_paragraph(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        index: usize,
        following: &[BlockTokens<'_>],
    ) -> Option<SpeechCue> {
        // Only for the first paragraph, so each quote is read once.
        let quote = &self.quotes[index];
        if quote.closed || quote.continues || at + 1 < tokens.len() {
            return None;
        }
        for block in following {
            let TokenKind::Quote(next) = block.tokens.first()?.kind else { return None };
            if !self.quotes[next].continues {
                return None;
            }
            let cue = self.cues(&block.tokens, 0, next).after;
            if cue.is_some() || self.quotes[next].closed {
                return cue;
            }
        }
        None
    }

    /// Returns the text of a quote, without its marks.
    pub(super) fn inner(&self, index: usize) -> &str {
        &self.article.text[self.quotes[index].inner.clone()]
    }

    /// Reads the cues around the quote at `at`. Of the quotes before the one with index `undecided` it is known whether
    /// they are speech; one that is not is part of the sentence.
    pub(super) fn cues(&self, tokens: &[Token<'_>], at: usize, undecided: usize) -> Cues {
        let mut titles = 0;
        let sentence_start = |n: usize| match tokens[n].kind {
            TokenKind::Quote(index) if index >= undecided || self.attributions[index].is_some() => {
                Some(n + 1)
            }
            TokenKind::Quote(_) if titles == MAX_TITLES => Some(n + 1),
            kind => {
                titles += usize::from(matches!(kind, TokenKind::Quote(_)));
                tokens[n].first.then_some(n)
            }
        };
        let nearest = at.saturating_sub(MAX_SENTENCE);
        let sentence = (nearest..at).rev().find_map(sentence_start).unwrap_or(nearest);
        let comma = match tokens[at].kind {
            TokenKind::Quote(index) => self.inner(index).trim_end().ends_with([',', '!', '?', '—']),
            _ => false,
        };
        let after = cue_after(tokens, at, comma, self.language);
        let before = if tokens[at].first { None } else { cue_before(tokens, sentence, at, self.language) };
        Cues { before, after, sentence }
    }

    /// True for speech; false for a title, a term or a fragment in quotation marks.
    fn is_spoken(&self, tokens: &[Token<'_>], at: usize, index: usize, cues: &Cues) -> bool {
        let quote = &self.quotes[index];
        quote.marker != Marker::QuotationMarks
            || is_speech(tokens, at, self.inner(index), quote, cues, self.language)
            || (self.voice_fragments && cues.is_explicit())
    }

    /// True for a part of a sentence that reports speech without a cue, by the mood of its verb, as German does with the
    /// subjunctive: `Er sei „müde von allem“.`
    fn is_reported(&self, tokens: &[Token<'_>], at: usize, index: usize, cues: &Cues) -> bool {
        let end = (at + 1..tokens.len().min(at + MAX_SENTENCE))
            .find(|n| tokens[*n].ends_sentence())
            .unwrap_or(at + 1);
        let no_cue = cues.before.is_none() && cues.after.is_none();
        let part = if self.inner(index).trim().starts_with(char::is_lowercase) {
            &tokens[cues.sentence..end]
        } else {
            // A noun may be a name in another clause of the sentence.
            clause_around(tokens, at)
        };
        no_cue && self.is_part_of_clause(tokens, at, index) && has_reported_verb(part, self.language)
    }

    /// True for words inside a clause, and not for a whole sentence, a title or a name.
    fn is_part_of_clause(&self, tokens: &[Token<'_>], at: usize, index: usize) -> bool {
        let inner = self.inner(index).trim();
        let noun_before = at.checked_sub(1).is_some_and(|before| tokens[before].is_capital());
        let single = !inner.contains(' ');
        let small = inner.starts_with(char::is_lowercase);
        let name = (noun_before && single && !small) || is_name(tokens, at, self.language);
        let closed = inner.ends_with(['.', '!', '?', '…']);
        !name && (small || (at > 0 && !tokens[at].first && !noun_before && !closed))
    }

    /// True if it is known who is reported: the last speaker of the block, the current subject, or the source of a later cue.
    fn has_reported_speaker(&self, tokens: &[Token<'_>], at: usize, last_here: Option<&Resolved>) -> bool {
        last_here.is_some()
            || self.discourse.current_subject.is_some()
            || self.later_cue(tokens, at, false).is_some()
    }

    /// Ends a block. A block without a quote ends the exchange before it, except for who spoke last.
    fn end_block(&mut self, tokens: &[Token<'_>], last_here: Option<Resolved>, open: bool) {
        self.announced = self.announced_speaker(tokens);
        if let Some(speaker) = last_here {
            let narrated = tokens
                .iter()
                .rev()
                .take_while(|t| !matches!(t.kind, TokenKind::Quote(_)))
                .filter(|t| t.is_word())
                .count();
            let words = narrated + self.quoted_words(tokens);
            let ends_spoken = narrated < MIN_NEW_TOPIC;
            self.block_before_last = self.discourse.last_block.take().filter(|last| last.ends_spoken);
            self.discourse.last_block = Some(SpokenBlock { speaker, open, ends_spoken, words });
        } else {
            self.block_before_last = None;
            self.addressee = self.asked_in(tokens);
            if let Some(last) = &mut self.discourse.last_block {
                last.ends_spoken = false;
                last.open = false;
            }
        }
    }

    /// Returns the speaker that a colon at the end of a block announces: `Nora Whitlock put it like this:`.
    fn announced_speaker(&self, tokens: &[Token<'_>]) -> Option<Resolved> {
        tokens.last().filter(|t| t.is(":"))?;
        let from = (0..tokens.len()).rev().find(|n| tokens[*n].first).unwrap_or(0);
        let cue = cue_before(tokens, from, tokens.len(), self.language)
            .or_else(|| topic_cue(tokens, from, tokens.len(), self.language))?;
        Some(self.discourse.resolve(&cue))
    }

    fn quoted_words(&self, tokens: &[Token<'_>]) -> usize {
        let quotes = tokens.iter().filter_map(|token| match token.kind {
            TokenKind::Quote(index) => Some(index),
            _ => None,
        });
        quotes.map(|index| self.inner(index).split_whitespace().count()).sum()
    }
}
