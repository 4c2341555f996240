//! The script module: turns an article into segments with speakers, and keeps script.toml. Knows no audio.

pub mod article;
pub mod ask;
mod attribution;
pub mod file;
mod from_article;
pub mod merge;
mod model;
mod quotes;
pub(crate) mod relocate;
pub mod review;

pub use crate::language::Gender;
#[doc(hidden)]
pub use attribution::QuoteEvidence;
#[doc(hidden)]
pub use from_article::quote_evidence;
pub use from_article::{script_from_article, script_from_article_with};
pub use model::{Casting, Decisions, Kind, NARRATOR, Omission, Script, Segment, UNKNOWN, Unsure};
