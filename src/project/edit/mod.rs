//! Amends script.toml and lexicon.toml: imports articles and entries, and writes decisions, picked takes and gains.
//!
//! Each amendment takes the lock of script.toml, reads script.toml again, checks that its segments are still those that the caller
//! saw, and writes the whole file or nothing. The lock is not held while a person or a model thinks.

mod amend;
mod article;
mod article_choices;
mod article_later;
mod article_source;
mod decisions;
mod edits;
mod levels;
mod lexicon;
mod segments;
mod series_cast;
mod undo;
mod voice;

pub(crate) use amend::{relocate_segment, segment_changed};
pub(super) use article::start_script;
pub(crate) use article::{ArticleDetails, NewScript};
pub use article::{
    ArticleImport, article_path, compare_article, import_article, import_article_with_choices, read_article,
};
pub use article_choices::{ArticleChoice, Side};
pub use article_source::replace_article;
pub(crate) use decisions::narrate_unsure;
pub use decisions::{decide, decide_by_model, pick_take};
pub use edits::Edit;
pub use levels::{lock_gains, mixed_gains, unlock_gains};
pub use lexicon::{LexiconImport, LexiconScope, LexiconWord, import_lexicon, set_word, words};
pub use segments::{ParsedScript, edit_script};
pub use series_cast::add_people_to_series;
pub(crate) use undo::remember;
pub use undo::{Amended, Direction, Undone, undo};
pub use voice::add_recorded_voice;

#[cfg(test)]
mod tests;
