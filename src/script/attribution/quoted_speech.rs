//! Decides whether a quote is speech, or a title, a term, or a fragment inside a sentence of narration.
//!
//! Quotation marks do not mean speech: `He had read “The Old Man and the Sea”`, `the so-called “ghost boat”`. A quote is
//! speech if it is a sentence of its own, or if a cue attributes it and it is more than a few words.

use std::collections::{BTreeMap, HashSet};

use super::cue::{Cues, SpeechCue, has_reported_verb, is_reporting_verb};
use super::introductions::topic_cue;
use super::names::is_role;
use super::noun_phrase::{Mention, Pronoun, is_determiner, pronoun};
use super::source::after_source_phrase;
use super::tokens::{Token, TokenKind};
use crate::language::attribution::Language;
use crate::script::article::Article;
use crate::script::quotes::quote::{Marker, Quote};

/// Maximum distance in tokens from a reporting verb to the quote that it introduces: `warned us, “…`, `joked of the museum, “…`.
const MAX_VERB_DISTANCE: usize = 6;
/// Maximum number of words in a term, in a language where nouns have capitals.
const MAX_TERM: usize = 2;
/// Minimum number of words in a clause that is not a term.
const MIN_CLAUSE: usize = 4;
/// Number of words from which a quote is a sentence, also without a mark at its end.
const MIN_SENTENCE: usize = 6;
/// Maximum distance in tokens between the two parts of an interrupted sentence.
const MAX_INTERRUPTION: usize = 40;

/// True for speech.
pub(super) fn is_speech(
    tokens: &[Token<'_>],
    at: usize,
    inner: &str,
    quote: &Quote,
    cues: &Cues,
    language: &Language,
) -> bool {
    let quote = QuoteInSentence::new(tokens, at, inner, quote, cues, language);
    quote.words > 0
        && quote.by_position().or_else(|| quote.by_verb_before()).unwrap_or_else(|| quote.by_length())
}

/// True if the words before a quote say that it is written on a thing: `A sign on the door reads:`. In `He saw the sign and said:`
/// another verb follows.
pub(super) fn is_on_sign(before: &[Token<'_>], language: &Language) -> bool {
    let Some(noun) = before.iter().rposition(|t| language.sign_nouns.contains(&t.lower)) else {
        return false;
    };
    // Her own note, and one with a possessive, have an author.
    let owned = noun.checked_sub(1).is_some_and(|n| {
        let owner = &before[n].lower;
        before[n].is_possessive()
            || language.masculine_case_forms.contains(owner)
            || language.feminine_case_forms.contains(owner)
    });
    let clause = &before[noun + 1..];
    let verb = clause.iter().position(|t| language.sign_verbs.contains(&t.lower));
    verb.filter(|_| !owned).is_some_and(|verb| {
        // `In a note the minister said: …`
        let other_subject = |n: usize| {
            let token = &clause[n];
            token.is(",")
                || token.is_quote()
                || language.and_words.contains(&token.lower)
                || (token.is_capital() && !language.capitalised_compounds)
                || is_role(&token.lower, language)
                || pronoun(&token.lower, language).is_some()
                || is_reporting_verb(clause, n, language)
        };
        !(0..verb).any(other_subject)
    })
}

/// Maximum number of words in a term that an article repeats in quotation marks.
const MAX_REPEATED_TERM: usize = 4;

/// Returns the indices of quotes that repeat the words of another one and do not end as a sentence does. People who repeat
/// themselves word for word are rare, names such as `the “Gold Spoon” award` are not.
pub(super) fn repeated_terms(article: &Article, quotes: &[Quote]) -> HashSet<usize> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, quote) in quotes.iter().enumerate() {
        let inner = article.text[quote.inner.clone()].trim();
        let short = inner.split_whitespace().take(MAX_REPEATED_TERM + 1).count() <= MAX_REPEATED_TERM;
        if quote.marker == Marker::QuotationMarks && quote.closed && short && !ends_clause(inner) {
            places.entry(inner).or_default().push(index);
        }
    }
    places.into_values().filter(|same| same.len() > 1).flatten().collect()
}

/// True for a remark of the transcriber, which is not speech: `"(CROSSTALK.)`
pub(super) fn is_aside(inner: &str) -> bool {
    inner.trim().starts_with('(') && inner.trim().ends_with(')')
}

/// A quote with its features in the sentence.
struct QuoteInSentence<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    inner: &'a str,
    cues: &'a Cues,
    language: &'a Language,
    /// Number of words.
    words: usize,
    /// It begins with a capital, or with a character that may replace one.
    capital: bool,
    /// It ends as a sentence or a clause does.
    ended: bool,
    /// It begins a sentence of narration.
    starts_sentence: bool,
    /// It follows a colon or a comma.
    introduced: bool,
    /// It follows a reporting verb directly.
    after_verb: bool,
}

impl<'a> QuoteInSentence<'a> {
    fn new(
        tokens: &'a [Token<'a>],
        at: usize,
        inner: &'a str,
        quote: &Quote,
        cues: &'a Cues,
        language: &'a Language,
    ) -> Self {
        let capital = inner.trim_start().starts_with(|c: char| {
            c.is_uppercase()
                || c.is_ascii_digit()
                || matches!(c, '…' | '[' | '¿' | '¡' | '\u{2018}' | '\'' | '$' | '£')
        });
        let before = at.checked_sub(1).and_then(|n| tokens.get(n));
        Self {
            words: inner.split_whitespace().count(),
            capital,
            ended: ends_clause(inner) || !quote.closed,
            starts_sentence: tokens[at].first,
            introduced: before.is_some_and(|t| t.is(":") || t.is(",") || t.is(";")),
            after_verb: at > 0 && is_reporting_verb(tokens, at - 1, language),
            tokens,
            at,
            inner,
            cues,
            language,
        }
    }

    fn before(&self) -> Option<&Token<'a>> {
        self.at.checked_sub(1).and_then(|n| self.tokens.get(n))
    }

    fn after(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at + 1)
    }

    /// Decides by the position in the sentence and by the cue after the quote; `None` if they do not decide.
    fn by_position(&self) -> Option<bool> {
        let Self { inner, words, .. } = *self;
        let resumed = self.introduced && self.resumes_quote();
        let cue_after = self.cues.after.is_some();
        // British style has the comma after the mark: `‘The bridge is shut’, said Okafor`.
        let british = cue_after && self.after().is_some_and(|t| t.is(","));
        let long = words >= MIN_SENTENCE && self.capital;
        // `«Sì» rispose la ragazza.`
        let direct = self.language.subject_after_verb
            && self.cues.after.as_ref().is_some_and(|cue| cue.explicit)
            && is_reporting_verb(self.tokens, self.at + 1, self.language);
        if cue_after && (self.starts_sentence || resumed) && (self.ended || british || long || direct) {
            return Some(true);
        }
        // `As for the cost, “there is no way around it,” said Okafor`
        let explicit_after = self.cues.after.as_ref().is_some_and(|cue| cue.explicit);
        let clause = words >= MIN_SENTENCE || (self.capital && words >= MIN_CLAUSE && !is_title_case(inner));
        if explicit_after && clause && (inner.trim_end().ends_with(',') || british) {
            return Some(true);
        }
        // `Okafor had an answer -- “That is how it is” -- and left.`
        let between_dashes = self.before().is_some_and(Token::is_dash)
            && self.after().is_none_or(|t| t.is_dash() || t.ends_sentence());
        if between_dashes && self.capital && words >= MIN_CLAUSE && !is_title_case(inner) {
            // `You cut the bread and it hits you — “Not again!”` is a thought of no one in particular.
            let cue = topic_cue(self.tokens, self.cues.sentence, self.at, self.language);
            return Some(cue.is_some_and(|cue| match cue.source {
                Mention::Pronoun(pronoun) => pronoun != Pronoun::It,
                source => source != Mention::Writer,
            }));
        }
        // A paragraph of its own in title case is a subhead: `‘The Last Boat Home.’`
        let subhead = is_title_case(inner) && !self.language.capitalised_compounds && !inner.contains(',');
        if self.tokens.len() == 1 && words <= MIN_SENTENCE && subhead && words > 1 {
            return Some(false);
        }
        // `‘The bridge was old and no one asked’.`
        let sentence =
            self.capital && words >= MIN_SENTENCE && self.after().is_some_and(Token::ends_sentence);
        if self.starts_sentence && sentence && !is_title_case(inner) {
            return Some(true);
        }
        if self.starts_sentence {
            // `“Ulysses,” a novel, …`
            let bare_words = words < 3 && !cue_after && !ends_sentence_or_comma(inner);
            return Some(self.ended && (words > 1 || self.capital) && !bare_words);
        }
        resumed.then_some(true)
    }

    /// True if the quote continues a quoted sentence after a cue: `“I think,” he said, “that we won.”`
    fn resumes_quote(&self) -> bool {
        let first_part = (0..self.at)
            .rev()
            .take_while(|n| !self.tokens[*n].ends_sentence())
            .find(|n| matches!(self.tokens[*n].kind, TokenKind::Quote(_)));
        first_part.is_some_and(|n| self.at - n < MAX_INTERRUPTION && self.tokens[n].first)
    }

    /// Decides by the reporting verb before the quote; `None` if it does not decide.
    fn by_verb_before(&self) -> Option<bool> {
        let Self { tokens, at, language, .. } = *self;
        let cue_before = self.cues.before.as_ref();
        let explicit_before = cue_before.is_some_and(|cue| cue.explicit);
        // `The sign said “No entry”.`
        let by_thing = cue_before.is_some_and(|cue| cue.is_thing(language));
        if self.after_verb && by_thing && !self.ended {
            return Some(false);
        }
        let verb_near = self.introduced
            && (at.saturating_sub(MAX_VERB_DISTANCE)..at).any(|n| is_reporting_verb(tokens, n, language));
        // `He had read “The Old Man and the Sea”`
        if self.after_verb && !self.introduced && !self.ended && is_title_case(self.inner) {
            return Some(false);
        }
        if (self.introduced || self.after_verb) && (explicit_before || verb_near) && self.capital {
            let closes = self.after().is_none_or(Token::ends_sentence);
            return Some(self.ended || self.words > 3 || closes);
        }
        if self.ends_source_phrase() || self.is_message() || self.is_whole_sentence() {
            return Some(true);
        }
        let after_comma = self.before().is_some_and(|t| t.is(","));
        // `said, “we were floored.”`
        let verb_and_comma = after_comma && at > 1 && is_reporting_verb(tokens, at - 2, language);
        // `As Okafor wrote last year, “a bridge is a promise to the other side.”`
        let opening = tokens.get(self.cues.sentence).filter(|t| language.echo_openers.contains(&t.lower));
        let echo =
            cue_before.is_some_and(|cue: &SpeechCue| opening.is_some_and(|t| cue.words.starts_with(t.text)));
        let echoed_sentence = echo && after_comma && self.words >= MIN_SENTENCE;
        // `What, Okafor asked -- and no one knew -- “would you do now?”`
        let question = (self.introduced || self.before().is_some_and(Token::is_dash))
            && self.words >= MIN_CLAUSE
            && self.inner.trim_end().ends_with('?');
        // `She looked up, crowed, “It is my rose!” and left.`
        let verb = at > 1 && language.is_past_participle(&tokens[at - 2].lower);
        let min = if verb { 2 } else { MIN_CLAUSE };
        let whole = self.capital && self.words >= min && !is_title_case(self.inner);
        if after_comma && whole && self.inner.trim_end().ends_with(['.', '!', '?', '…']) {
            return Some(true);
        }
        let placed = verb_and_comma || echoed_sentence || question;
        (placed && explicit_before && ends_sentence_or_comma(self.inner)).then_some(true)
    }

    /// True for a clause after the source that opens the sentence: `According to Ann Lee, an analyst, “the price will fall”.`
    fn ends_source_phrase(&self) -> bool {
        let Self { tokens, at, language, cues, words, .. } = *self;
        let after_comma = self.before().is_some_and(|t| t.is(","));
        let closes = self.after().is_none_or(Token::ends_sentence);
        let source = after_source_phrase(tokens, cues.sentence, language).is_some_and(|n| n < at);
        source && after_comma && words >= MIN_SENTENCE && (closes || self.ended)
    }

    /// True for a whole sentence that a cue in its own sentence attributes: `Ann Lee asked last week “Why has it taken so long?”`
    fn is_whole_sentence(&self) -> bool {
        let explicit =
            self.cues.before.as_ref().is_some_and(|cue| cue.explicit && !cue.is_thing(self.language));
        let sentence = self.inner.trim_end().ends_with(['.', '!', '?', '…']) && self.words >= MIN_SENTENCE;
        explicit && self.capital && sentence && !is_title_case(self.inner)
    }

    /// True for a whole sentence after `with` or a word for a message: `She answered with “Not now.”`, `a note with the subject
    /// line “It worked!”`
    fn is_message(&self) -> bool {
        let Self { tokens, at, language, cues, .. } = *self;
        let Some(before) = self.before().filter(|t| t.is_word()) else { return false };
        let sentence = self.capital && self.inner.trim_end().ends_with(['.', '!', '?', '…']);
        let after_verb = language.noun_prepositions.contains(&before.lower)
            && (at.saturating_sub(MAX_VERB_DISTANCE)..at).any(|n| is_reporting_verb(tokens, n, language))
            && cues.before.as_ref().is_some_and(|cue| cue.explicit);
        sentence && (after_verb || language.message_nouns.contains(&before.lower))
    }

    /// Decides by length: a long quote is speech, also inside a sentence of narration. After a colon a short sentence is.
    fn by_length(&self) -> bool {
        let Self { language, words, capital, ended, .. } = *self;
        let may_be_name = capital && !self.introduced && !ended && words < MIN_SENTENCE;
        if language.capitalised_compounds && may_be_name && self.names_noun_before() {
            return false;
        }
        if self.is_attributed_fragment() {
            return true;
        }
        // One or two nouns are a term: `die „Sammelstelle“`.
        let may_be_term = capital && words <= MAX_TERM && !self.introduced && !self.after_verb;
        if language.capitalised_compounds && may_be_term {
            return false;
        }
        let min = if self.cues.is_explicit() {
            language.min_voiced_words_with_cue
        } else {
            language.min_voiced_words
        };
        if words >= min {
            return true;
        }
        // `Bo Hale’s curt answer: “Hungry.”`
        let answer = self.at > 1 && language.reply_nouns.contains(&self.tokens[self.at - 2].lower);
        let min_words = if answer { 1 } else { 2 };
        let closes = words > 3 && self.after().is_none_or(Token::ends_sentence);
        self.before().is_some_and(|t| t.is(":")) && capital && words >= min_words && (ended || closes)
    }

    /// True for a few words that a cue attributes, in a language where only nouns have capitals. Other words are no names:
    /// `Sie nannte die Lage „heikel“.` A noun must be the complement of the verb, or part of reported speech:
    /// `Sie sprach von „Wortbruch“`, `Sie warnte, der Ort werde zum „Nadelöhr“`.
    fn is_attributed_fragment(&self) -> bool {
        let Self { language, tokens, at, .. } = *self;
        if !language.capitalised_compounds || !self.cues.is_explicit() || is_name(tokens, at, language) {
            return false;
        }
        !self.capital
            || is_complement(tokens, at, language)
            || has_reported_verb(clause_around(tokens, at), language)
    }

    /// True if the quote is the name of the noun before it, in a language where nouns have capitals: `die Zeitung „Morgen“`.
    /// If that noun is the speaker, the quote is speech.
    fn names_noun_before(&self) -> bool {
        let Some(noun) = self.before().filter(|noun| noun.is_capital()) else { return false };
        let speaker = self
            .cues
            .before
            .as_ref()
            .is_some_and(|cue| matches!(cue.source, Mention::Name(_)) && cue.words.ends_with(noun.text));
        !speaker
    }
}

/// True after a word that makes the quote a name: `die sogenannte „Reform“`, `laut „Stadtblatt“`.
pub(super) fn is_name(tokens: &[Token<'_>], at: usize, language: &Language) -> bool {
    let source = |word: &String| language.source_phrases.iter().any(|phrase| phrase == word);
    let before = at.checked_sub(1).map(|before| &tokens[before].lower);
    before.is_some_and(|before| language.naming_words.contains(before) || source(before))
}

/// Returns the clause of a quote, between two marks.
pub(super) fn clause_around<'a, 't>(tokens: &'a [Token<'t>], at: usize) -> &'a [Token<'t>] {
    let is_mark = |n: &usize| !tokens[*n].is_word() && *n != at;
    let from = (0..at).rev().find(is_mark).map_or(0, |mark| mark + 1);
    let to = (at..tokens.len()).find(is_mark).unwrap_or(tokens.len());
    &tokens[from..to]
}

/// True after `als` or `von`, with or without an article: `sprach von einem „Wortbruch“`.
fn is_complement(tokens: &[Token<'_>], at: usize, language: &Language) -> bool {
    let is_article = |n: &usize| is_determiner(&tokens[*n].lower, language);
    let before = at.checked_sub(1);
    let before = before.filter(is_article).map_or(before, |article| article.checked_sub(1));
    before.is_some_and(|n| language.complement_prepositions.contains(&tokens[n].lower))
}

/// True if the text ends as a sentence or a clause does.
fn ends_clause(inner: &str) -> bool {
    inner
        .trim_end()
        .trim_end_matches(['\u{2019}', '\'', ')'])
        .ends_with([',', '.', '!', '?', '…', '—', '–', ';', '-'])
}

fn ends_sentence_or_comma(inner: &str) -> bool {
    inner.trim_end().ends_with(['.', '!', '?', '…', ','])
}

/// True if more than three in five of the longer words have a capital.
pub(super) fn is_title_case(inner: &str) -> bool {
    let words = inner.split_whitespace().filter(|word| word.len() > 2);
    let capitals = words.clone().filter(|word| word.starts_with(char::is_uppercase)).count();
    capitals * 5 > words.count() * 3
}
