//! The interface between text normalisation and the rules of a language.

use std::borrow::Cow;

use super::lexicon::Respellings;
use super::tokens::Tokens;
use super::words::push_words;

/// The rules of one language.
pub(super) trait LanguageRules {
    /// Changes a written text before it is split into tokens.
    fn prepare<'t>(&self, text: &'t str) -> Cow<'t, str> {
        Cow::Borrowed(text)
    }

    /// Returns the spoken form of a text: words with punctuation between them. The caller tidies the spaces. `report` gets
    /// the name of each rule that applied, with the written part and its spoken form.
    fn spoken_form(&self, tokens: &Tokens, report: Report) -> String;

    /// Returns false for a language in which numbers stay as they are written.
    fn normalise(&self) -> bool {
        true
    }

    /// Returns true for a question mark that other languages use in another way.
    fn ends_question(&self, _c: char) -> bool {
        false
    }

    /// Returns the respellings for voices that read them.
    fn respellings(&self) -> Option<&'static Respellings> {
        None
    }

    /// Returns true when the full stop after `sentence` may end it. `next` is the text after the full stop without spaces
    /// and opening marks; it begins with a capital, a digit or a mark.
    fn may_end(&self, sentence: &str, next: &str) -> bool;
}

/// Receives the name of a rule, the written part and its spoken form. `None` without a reader for them.
pub(super) type Report<'r> = Option<&'r mut dyn FnMut(&'static str, &str, &str)>;

/// A spoken form, and the number of tokens that it replaces.
pub(super) type Reading = (String, usize);

/// A normalisation rule: returns the spoken form of the tokens from an index on, or `None` if the rule does not apply.
pub(super) type Rule = fn(&Tokens, usize) -> Option<Reading>;

/// Lists rules with their names: `rules![dates::year]` is `[("dates::year", dates::year)]`.
macro_rules! rules {
    ($($rule:path),* $(,)?) => { [$((stringify!($rule), $rule as $crate::speech::rules::Rule)),*] };
}
pub(super) use rules;

/// Reads the tokens from left to right by the first of `rules` that applies. A token without a rule remains as it is.
pub(super) fn apply(
    t: &Tokens,
    mut report: Report,
    reading: impl Fn(&Tokens, usize) -> Option<(&'static str, Reading)>,
) -> String {
    let mut spoken = String::new();
    let mut i = 0;
    while i < t.len() {
        let Some((rule, (words, len))) = reading(t, i) else {
            push_words(&mut spoken, t.text(i));
            i += 1;
            continue;
        };
        let len = len.max(1);
        if let Some(report) = report.as_deref_mut() {
            report(rule, &t.source(i, i + len), &words);
        }
        push_words(&mut spoken, &words);
        i += len;
    }
    spoken
}

/// Returns the reading of the first rule that applies, with the name of the rule.
pub(super) fn first_reading(
    rules: &[(&'static str, Rule)],
    t: &Tokens,
    i: usize,
) -> Option<(&'static str, Reading)> {
    rules.iter().find_map(|(name, rule)| rule(t, i).map(|reading| (*name, reading)))
}
