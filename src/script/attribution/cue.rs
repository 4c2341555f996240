//! Speech cues: the words around a quote that attribute it, e.g. `said Okafor`.

use super::names::is_role;
use super::noun_phrase::{Mention, is_determiner};
use super::tokens::{Token, joined};
use crate::language::attribution::Language;

/// The words around a quote that attribute it to a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SpeechCue {
    /// Who speaks.
    pub(super) source: Mention,
    /// The words of the cue, shown as evidence.
    pub(super) words: String,
    /// True with a reporting verb. False if only the topic of the sentence suggests the source.
    pub(super) explicit: bool,
}

/// The cues in the sentence around a quote.
pub(super) struct Cues {
    pub(super) before: Option<SpeechCue>,
    pub(super) after: Option<SpeechCue>,
    /// First token of the sentence before the quote.
    pub(super) sentence: usize,
}

/// A quote in the tokens of its block, with the cues around it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) tokens: &'a [Token<'a>],
    pub(super) at: usize,
    /// Index into the article's quotes.
    pub(super) index: usize,
    pub(super) cues: &'a Cues,
}

/// Maximum number of tokens in a subject with its description.
pub(super) const MAX_SUBJECT: usize = 40;
/// Maximum number of tokens of a cue that are shown as evidence.
const MAX_SHOWN: usize = 12;

impl SpeechCue {
    pub(super) fn new(source: Mention, tokens: &[Token<'_>], from: usize, to: usize, explicit: bool) -> Self {
        let to = to.min(tokens.len()).min(from + MAX_SHOWN);
        Self { source, words: joined(&tokens[from..to.max(from)]), explicit }
    }

    /// True if the source is a thing: `the sign said`.
    pub(super) fn is_thing(&self, language: &Language) -> bool {
        !may_speak(&self.source, language)
    }
}

impl Cues {
    /// Returns the source of the cue after the quote, or else of the one before.
    pub(super) fn source(&self) -> Option<&Mention> {
        self.after.as_ref().or(self.before.as_ref()).map(|cue| &cue.source)
    }

    /// True if a cue with a reporting verb attributes the quote.
    pub(super) fn is_explicit(&self) -> bool {
        [&self.before, &self.after].into_iter().flatten().any(|cue| cue.explicit)
    }
}

/// True unless the mention describes a thing. Its noun must be for people or organisations: `the ministry`, `einer der Männer`.
pub(super) fn may_speak(mention: &Mention, language: &Language) -> bool {
    let Mention::Description { phrase, head, .. } = mention else { return true };
    let one_of_several = language.standalone_determiners.contains(head)
        && phrase.split(' ').skip(1).any(|noun| is_role(&noun.to_lowercase(), language));
    one_of_several || is_role(head, language)
}

/// True for a reporting verb in this place. After a determiner it is another part of speech, as in `a said man`,
/// `his claims`, unless the determiner is the subject: `Another said: …`.
pub(super) fn is_reporting_verb(tokens: &[Token<'_>], at: usize, language: &Language) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    if !token.is_word() || token.is_capital() {
        return false;
    }
    if !language.reporting_verbs.contains(&token.lower) {
        return is_impersonal_verb(tokens, at, language);
    }
    let ends_clause = tokens.get(at + 1).is_none_or(|next| !next.is_word());
    // `Das teilte ein Sprecher mit`, but `Die bekannte Autorin`
    let second = language.verb_second
        && at.checked_sub(1).is_some_and(|before| tokens[before].first)
        && tokens.get(at + 1).is_some_and(|next| !next.is_capital());
    if second {
        return true;
    }
    !at.checked_sub(1).map(|n| &tokens[n].lower).is_some_and(|before| {
        is_determiner(before, language) && !(ends_clause && language.standalone_determiners.contains(before))
    })
}

/// True for a verb of a report next to its subject `it`: `In dem Brief heißt es: …`. Alone, it introduces a name: `Das Boot
/// heißt „Anna“`.
fn is_impersonal_verb(tokens: &[Token<'_>], at: usize, language: &Language) -> bool {
    let is_it = |n: usize| tokens.get(n).is_some_and(|t| language.neuter_pronouns.contains(&t.lower));
    language.impersonal_verbs.contains(&tokens[at].lower)
        && (is_it(at + 1) || at.checked_sub(1).is_some_and(is_it))
}

/// True if a reporting verb without a subject comes before this token: `“…,” said Okafor`.
pub(super) fn is_inverted(tokens: &[Token<'_>], at: usize, language: &Language) -> bool {
    let Some(verb) = at.checked_sub(1).filter(|verb| is_reporting_verb(tokens, *verb, language)) else {
        return false;
    };
    let Some(before) = verb.checked_sub(1) else { return true };
    // `Ann Lee, 70, told Dana Roe`: the verb has its subject before the comma.
    let addressed = tokens[before].is(",") && language.addressing_verbs.contains(&tokens[verb].lower);
    let after_quote = before.checked_sub(1).is_some_and(|n| tokens[n].is_quote());
    !tokens[before].is_word() && (!addressed || after_quote)
}

/// Finds the end of a clause from token `n` on: at the end of the sentence, at a quote, or after the maximum length.
pub(super) fn clause_end(tokens: &[Token<'_>], n: usize) -> usize {
    let max = tokens.len().min(n + MAX_SUBJECT);
    (n..max).find(|k| tokens[*k].ends_sentence() || tokens[*k].is_quote()).unwrap_or(max)
}

/// True if a verb has the mood of reported speech: `er sei müde`.
pub(super) fn has_reported_verb(tokens: &[Token<'_>], language: &Language) -> bool {
    tokens.iter().any(|t| (t.first || !t.is_capital()) && language.reported_speech_verbs.contains(&t.lower))
}
