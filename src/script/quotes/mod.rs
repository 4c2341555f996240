//! Finds quoted spans and dialogue turns in an article.

pub(crate) mod labels;
pub(crate) mod marks;
mod narration;
mod scanner;
pub(crate) mod turn_paragraphs;
pub(crate) mod turns;
