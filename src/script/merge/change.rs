//! The changes that a merge reports.

use std::fmt;

use serde_json::{Value, json};

use crate::base::terminal::escape;
use crate::script::file::GONE;

/// One difference between the old and the new script.toml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// New in the article.
    Added(String),
    /// New in the article, at a place where a person had deleted or omitted the earlier text.
    Returned(String),
    /// A person deleted it, and it is listed as omitted now.
    Deleted(String),
    /// The article's words changed, and the script's with them.
    Changed {
        /// Before.
        old: String,
        /// Now.
        new: String,
    },
    /// No longer in the article, and without a person's work on it.
    Removed(String),
    /// Moved in the article. The person's decisions moved with it.
    Moved(String),
    /// The article changed where a person had edited. The person's words stay, and `conflict` has the article's.
    Conflict {
        /// The person's words.
        kept: String,
        /// The article's new words.
        article: String,
    },
    /// The article's words changed. The spoken replacement stays, marked stale.
    Say {
        /// The `say` of the segment.
        kept: String,
        /// The article's new words.
        article: String,
    },
    /// The article's title changed, and the episode's with it.
    Title {
        /// Before.
        old: String,
        /// Now.
        new: String,
    },
    /// The article corrected the name of a speaker. The voice stays.
    Renamed {
        /// Before.
        old: String,
        /// Now.
        new: String,
    },
    /// The sentence around a quote changed, and the article now has another speaker. The script keeps its own, marked unsure.
    Speaker {
        /// The quoted words.
        text: String,
        /// The script's speaker.
        kept: String,
        /// The article's speaker.
        article: String,
    },
}

impl Change {
    /// Returns the change as `aloud diff --json` prints it.
    pub fn json(&self) -> Value {
        match self {
            Self::Added(text) => json!({"change": "added", "text": text}),
            Self::Returned(text) => json!({"change": "added", "text": text, "left_out_before": true}),
            Self::Deleted(text) => json!({"change": "omitted", "text": text}),
            Self::Title { old, new } => json!({"change": "title", "old": old, "text": new}),
            Self::Say { kept, article } => json!({"change": "stale", "kept": kept, "text": article}),
            Self::Renamed { old, new } => json!({"change": "renamed", "old": old, "text": new}),
            Self::Removed(text) => json!({"change": "removed", "text": text}),
            Self::Moved(text) => json!({"change": "moved", "text": text}),
            Self::Changed { old, new } => json!({"change": "changed", "old": old, "text": new}),
            Self::Speaker { text, kept, article } => {
                json!({"change": "speaker", "text": text, "kept": kept, "article": article})
            }
            Self::Conflict { kept, article } => json!({"change": "conflict", "kept": kept, "text": article}),
        }
    }
}

/// Shows the change for a terminal: all its texts are escaped.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(text) => write!(f, "added    {}", escape(text.trim())),
            Self::Returned(text) => {
                write!(
                    f,
                    "added    {}\n         you had removed the earlier text of this place",
                    escape(text.trim())
                )
            }
            Self::Deleted(text) => {
                write!(
                    f,
                    "omitted  {}\n         you had deleted it; it is in `[[omitted]]` now",
                    escape(text.trim())
                )
            }
            Self::Title { old, new } => {
                write!(f, "title    {}\n      to {}", escape(old.trim()), escape(new.trim()))
            }
            Self::Say { kept, article } => {
                write!(
                    f,
                    "stale    kept say {}\n     article {}",
                    escape(kept.trim()),
                    escape(article.trim())
                )
            }
            Self::Renamed { old, new } => write!(f, "renamed  {} to {}", escape(old), escape(new)),
            Self::Changed { old, new } => {
                write!(f, "changed  {}\n      to {}", escape(old.trim()), escape(new.trim()))
            }
            Self::Removed(text) => write!(f, "removed  {}", escape(text.trim())),
            Self::Moved(text) => write!(f, "moved    {}", escape(text.trim())),
            Self::Speaker { text, kept, article } => {
                let (kept, article, text) = (escape(kept), escape(article), escape(text.trim()));
                write!(f, "speaker  kept {kept}, the article says {article}: {text}")
            }
            Self::Conflict { kept, article } if article == GONE => {
                write!(f, "conflict kept {}\n         the article no longer has it", escape(kept.trim()))
            }
            Self::Conflict { kept, article } => {
                write!(f, "conflict kept {}\n     article {}", escape(kept.trim()), escape(article.trim()))
            }
        }
    }
}
