//! Languages: their codes, and which one a text is written in.

mod codes;
mod common;

pub(crate) use codes::{code_of, primary, three_letters};
pub(crate) use common::guess;

/// A tag for a language that is none of those known here (BCP 47, section 4.1).
pub(crate) const UNDETERMINED: &str = "und";
