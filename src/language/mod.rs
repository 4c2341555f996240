//! Word lists and patterns of each language, and detection of a text's language.

pub(crate) mod attribution;
pub(crate) mod boilerplate;
mod codes;
mod detect;
pub(crate) mod given_names;
pub(crate) mod ui_texts;

pub(crate) use codes::{code_of, primary, three_letters};
pub(crate) use detect::guess;

/// Tag for text in a language that Aloud does not know (BCP 47, section 4.1).
pub(crate) const UNDETERMINED: &str = "und";

/// How an article speaks of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// He.
    He,
    /// She.
    She,
}
