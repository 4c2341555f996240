//! The interface between text normalisation and the rules of a language.

use super::tokens::Tokens;

/// The rules of one language.
pub(super) trait LanguageRules {
    /// Returns the spoken form of a text: words with punctuation between them. The caller tidies the spaces.
    fn spoken_form(&self, tokens: &Tokens) -> String;

    /// Returns true when the full stop after `sentence` may end it. `next` is the text after the full stop without spaces
    /// and opening marks; it begins with a capital, a digit or a mark.
    fn may_end(&self, sentence: &str, next: &str) -> bool;
}

/// A spoken form, and the number of tokens that it replaces.
pub(super) type Reading = (String, usize);

/// A normalisation rule: returns the spoken form of the tokens from an index on, or `None` if the rule does not apply.
pub(super) type Rule = fn(&Tokens, usize) -> Option<Reading>;
