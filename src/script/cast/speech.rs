//! Is what stands between quotation marks spoken, or is it a title, a term, a fragment in the narrator's own sentence?

use super::Clauses;
use super::clause::{Subject, is_saying};
use super::phrase::Reference;
use super::tokens::{Token, TokenKind};
use crate::script::language::Language;
use crate::script::split::marks::Quote;

/// Tokens between a verb of saying and the quote that its clause introduces: `told me,`, `joked of the museum,`.
const NEAR: usize = 6;

/// So many words with a capital are a term, where nouns have capitals.
const TERM: usize = 2;

/// So many words between dashes are a sentence, and no term.
const ASIDE: usize = 4;

/// So many words are a sentence, also without a mark at the end.
const SENTENCE: usize = 6;

/// True for speech: it stands as a sentence of its own, or a clause says that somebody says it.
pub(super) fn is_speech(
    tokens: &[Token<'_>],
    at: usize,
    inner: &str,
    quote: &Quote,
    clauses: &Clauses,
    language: &Language,
) -> bool {
    let words = inner.split_whitespace().count();
    if words == 0 {
        return false;
    }
    let before = at.checked_sub(1).and_then(|n| tokens.get(n));
    let after = tokens.get(at + 1);
    let capital = inner.trim_start().starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || matches!(c, '…' | '[' | '\u{2018}' | '\'' | '$' | '£')
    });
    let ended = ends(inner) || !quote.closed;
    let standing = tokens[at].first;
    // Behind a colon or comma, or right behind a verb of saying.
    let introduced = before.is_some_and(|t| t.is(":") || t.is(","));
    let behind_verb = at > 0 && is_saying(tokens, at - 1, language);
    let resumed = introduced && resumes(tokens, at);
    let british = after.is_some_and(|t| t.is(",")) && clauses.after.is_some();
    let long = words >= SENTENCE && capital;
    if clauses.after.is_some() && (standing || resumed) && (ended || british || long) {
        return true;
    }
    // `As for the cost, “there is no way around it,” said Okafor`
    let told_after = clauses.after.as_ref().is_some_and(|subject| subject.said);
    if told_after && words >= SENTENCE && inner.trim_end().ends_with(',') {
        return true;
    }
    // `Okafor had an answer -- “That is how it is” -- and left.`
    let aside = before.is_some_and(Token::is_dash) && after.is_none_or(|t| t.is_dash() || t.ends_sentence());
    if aside && capital && words >= ASIDE && !is_title_case(inner) {
        return true;
    }
    // A paragraph of its own with a capital on every word: a subhead.
    if tokens.len() == 1 && words <= SENTENCE && is_title_case(inner) && words > 1 {
        return false;
    }
    if standing {
        return ended
            && (words > 1 || capital)
            && !(words < 3 && clauses.after.is_none() && !ends_hard(inner));
    }
    if resumed {
        return true;
    }
    let said_before = clauses.before.as_ref().is_some_and(|subject| subject.said);
    // `The sign said “No entry”.`
    let by_thing = clauses.before.as_ref().is_some_and(|subject| subject.is_thing(language));
    if behind_verb && by_thing && !ended {
        return false;
    }
    let verb_near = introduced && (at.saturating_sub(NEAR)..at).any(|n| is_saying(tokens, n, language));
    // `He had read “The Old Man and the Sea”`
    if behind_verb && !introduced && !ended && is_title_case(inner) {
        return false;
    }
    if (introduced || behind_verb) && (said_before || verb_near) && capital {
        return ended || words > 3 || after.is_none_or(|t| t.ends_sentence());
    }
    // `said, “we were floored.”`
    let at_once = before.is_some_and(|t| t.is(",")) && at > 1 && is_saying(tokens, at - 2, language);
    if at_once && said_before && ends_hard(inner) {
        return true;
    }
    let name = capital && !introduced && !ended && words < SENTENCE;
    if language.compounds && name && names_a_noun(tokens, at, clauses) {
        return false;
    }
    // More than a fragment, though the sentence is the narrator's.
    let said = said_before || clauses.after.is_some();
    // `die „Sammelstelle“`: a noun or two are a term.
    if language.compounds && capital && words <= TERM && !introduced && !behind_verb {
        return false;
    }
    if words >= if said { language.said_fragment } else { language.fragment } {
        return true;
    }
    before.is_some_and(|t| t.is(":"))
        && capital
        && words > 1
        && (ended || (words > 3 && after.is_none_or(Token::ends_sentence)))
}

/// A clause says whose words they are, be they a fragment in the narrator's own sentence.
pub(super) fn is_said(clauses: &Clauses) -> bool {
    [&clauses.before, &clauses.after].into_iter().flatten().any(|subject| subject.said)
}

fn ends(inner: &str) -> bool {
    inner
        .trim_end()
        .trim_end_matches(['\u{2019}', '\'', ')'])
        .ends_with([',', '.', '!', '?', '…', '—', '–', ';', '-'])
}

fn ends_hard(inner: &str) -> bool {
    inner.trim_end().ends_with(['.', '!', '?', '…', ','])
}

/// `“I think,” he said, “that we won.”`: the same sentence goes on.
fn resumes(tokens: &[Token<'_>], at: usize) -> bool {
    let start = (0..at)
        .rev()
        .take_while(|n| !tokens[*n].ends_sentence())
        .find(|n| matches!(tokens[*n].kind, TokenKind::Quote(_)));
    start.is_some_and(|quote| at - quote < 40 && tokens[quote].first)
}

/// `die Zeitung „Morgen“`, where nouns have capitals: a name of it, unless the noun is who speaks.
fn names_a_noun(tokens: &[Token<'_>], at: usize, clauses: &Clauses) -> bool {
    let Some(noun) = at.checked_sub(1).map(|n| &tokens[n]).filter(|noun| noun.is_capital()) else {
        return false;
    };
    let speaker = |subject: &Subject| {
        matches!(subject.reference, Reference::Name(_)) && subject.words.ends_with(noun.text)
    };
    !clauses.before.as_ref().is_some_and(speaker)
}

/// Most of its longer words have a capital.
fn is_title_case(inner: &str) -> bool {
    let words = inner.split_whitespace().filter(|word| word.len() > 2);
    let capitals = words.clone().filter(|word| word.starts_with(char::is_uppercase)).count();
    capitals * 5 > words.count() * 3
}
