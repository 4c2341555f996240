//! Language data: word lists and tables of each language, language codes, and language detection.

pub(crate) mod attribution;
pub(crate) mod boilerplate;
mod codes;
mod detect;
pub(crate) mod european;
pub(crate) mod given_names;
pub(crate) mod speech;
mod table;
pub(crate) mod ui_texts;
mod units;
pub(crate) mod words;

pub(crate) use codes::{UNDETERMINED, code_of, primary, three_letters};
pub(crate) use detect::{guess, is_certain_guess};

/// The pronoun that an article uses for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// He.
    He,
    /// She.
    She,
}
