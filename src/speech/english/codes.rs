//! Numbers that are called, typed or looked up: said digit by digit.

use super::topics::{CALLING, CALLS, CODE_WORDS, EMERGENCY};
use super::words::{FUNCTION_WORDS, RECENT};
use super::{Reading, is_counted, is_joint, numbers};
use crate::speech::tokens::{Kind, Tokens};

/// How far behind a number the word "text" may stand.
const CONTEXT: usize = 8;
/// How many tokens may stand between a number and what names it ("reference no. 4411").
const BETWEEN: usize = 6;
/// How far before a number the verb may stand that says to call it.
const CALL_CONTEXT: usize = 30;
/// Verbs behind which any short number is called.
const SAYING_TO_CALL: &[&str] = &["call", "dial", "dialled", "dialling", "phone", "ring", "text"];
/// After such a number, besides small words.
const AFTER_CALL: &[&str] = &["free", "immediately", "now", "straight", "today", "tomorrow"];
/// More digits are no code.
const LONGEST_CODE: usize = 20;

/// "call 999", "text 88222", "account 12345678", "the 149 bus".
pub(super) fn code(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() <= LONGEST_CODE)?;
    let mark = matches!(t.text(i + 1), "." | "," | ":" | "/") || is_joint(t.text(i + 1));
    let goes_on = t.digits(i + 2).is_some_and(|next| mark || (t.is_space(i + 1) && next.len() == 3));
    if goes_on || t.letters(i + 1).is_some() || t.is(i + 1, "%") {
        return None;
    }
    let counted = is_counted(t, i + 1);
    let called = is_emergency(t, i) || is_texted(t, i) && digits.len() >= 3 || is_short_number(t, i, digits);
    if called && !counted || is_code(t, i, digits, counted) {
        return Some((numbers::one_by_one(digits), 1));
    }
    None
}

/// True for a number of the emergency services that is called: "dial 999", "a 911 call", "999 or 911".
fn is_emergency(t: &Tokens, i: usize) -> bool {
    let known = |i: usize| t.digits(i).is_some_and(|digits| EMERGENCY.contains(&digits));
    let called = |i: usize| CALLING.contains(&t.word_before(i).to_lowercase().as_str());
    let before = i.checked_sub(4).filter(|&k| known(k) && matches!(t.text(k + 2), "or" | "and"));
    let follows = t.is(i + 2, "or") && known(i + 4);
    known(i)
        && (called(i)
            || is_to_call(t, i)
            || CALLS.contains(&t.word_after(i + 1))
            || follows
            || before.is_some_and(|k| t.is(i - 2, "or") || called(k)))
}

/// True for a number that somebody is told to call, perhaps with the name of whom and with others before it:
/// "Call the Samaritans on 116 123", "call 020 7946 0958 or 999".
pub(super) fn is_to_call(t: &Tokens, i: usize) -> bool {
    let before = t.word_before(i);
    if CALLING.contains(&before.to_lowercase().as_str()) {
        return true;
    }
    let listed = matches!(before, "or" | "and")
        && (t.back(i, 4).kind == Kind::Digits || t.back(i, 4).text == ",")
        || t.back(i, 2).text == "," && t.back(i, 3).kind == Kind::Digits;
    if !(listed || before == "on") {
        return false;
    }
    for n in 2..CALL_CONTEXT {
        let token = t.back(i, n);
        let ends = token.kind == Kind::Sign && matches!(token.text, "." | "!" | "?" | ";");
        if ends || n > i {
            return false;
        }
        // "called on 999 people to" is no call.
        if token.kind == Kind::Letters && CALLING.contains(&token.text.to_lowercase().as_str()) {
            return n > 4 || listed;
        }
    }
    false
}

/// True for "dial 1471", "call 105 now": a few digits behind the verb, and no things that are called.
fn is_short_number(t: &Tokens, i: usize, digits: &str) -> bool {
    let next = t.word_after(i + 1);
    let year = digits.len() == 4 && RECENT.contains(&digits.parse().unwrap_or_default());
    let free = next.is_empty() || FUNCTION_WORDS.contains(&next) || AFTER_CALL.contains(&next);
    let verb = SAYING_TO_CALL.contains(&t.word_before(i).to_lowercase().as_str());
    verb && free && !year && (3..=6).contains(&digits.len()) && !t.is(i + 1, "-")
}

/// True after "text", or "text HELP to".
fn is_texted(t: &Tokens, i: usize) -> bool {
    let text = |word: &str| matches!(word.to_ascii_lowercase().as_str(), "text" | "texting" | "texted");
    let before = t.word_before(i);
    text(before) || before == "to" && (i.saturating_sub(CONTEXT)..i).any(|k| t.letters(k).is_some_and(text))
}

/// True when the word that names the number calls it a code. One that is called by its place in a row stays a number,
/// and a year stays a year.
fn is_code(t: &Tokens, i: usize, digits: &str, counted: bool) -> bool {
    let (mut at, mut numbered) = (i, false);
    while at > 0 && i - at < BETWEEN {
        at -= 1;
        let token = t.at(at);
        let word = token.text.to_lowercase();
        match token.kind {
            Kind::Space => {}
            Kind::Sign if matches!(token.text, ":" | "#" | ".") => numbered |= token.text != ".",
            Kind::Letters if matches!(word.as_str(), "number" | "no") => numbered = true,
            Kind::Letters if word == "is" && matches!(t.word_before(at), "PIN" | "pin" | "passcode") => {}
            Kind::Letters => {
                let year = RECENT.contains(&digits.parse().unwrap_or_default()) && digits.len() == 4;
                let extension = matches!(word.as_str(), "ext" | "extension");
                return CODE_WORDS.contains(&word.as_str())
                    && (digits.len() > 2 || extension)
                    && (!counted || numbered)
                    && (!year || numbered || word == "pin");
            }
            _ => return false,
        }
    }
    false
}
