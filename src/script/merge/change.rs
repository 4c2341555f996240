//! What a merge did, told one difference at a time.

use std::fmt;

use crate::script::file::GONE;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// New in the article.
    Added(String),
    /// New in the article, where a person had left out what stood there before.
    Returned(String),
    /// A person deleted it, and it is now listed as omitted.
    Deleted(String),
    /// The article's words changed, and those of the script with them.
    Changed {
        /// Before.
        old: String,
        /// Now.
        new: String,
    },
    /// No longer in the article, and nobody had worked on it.
    Removed(String),
    /// It stands elsewhere in the article now, with all that a person decided of it.
    Moved(String),
    /// The article changed where a person had edited; the person's words stay, with the article's beside them.
    Conflict {
        /// The person's.
        kept: String,
        /// The article's.
        article: String,
    },
    /// The article's words changed, and what is spoken instead of them stays, marked stale.
    Say {
        /// What is spoken.
        kept: String,
        /// The article's.
        article: String,
    },
    /// The article's title changed, and that of the episode with it.
    Title {
        /// Before.
        old: String,
        /// Now.
        new: String,
    },
    /// The sentence around a quote changed, and the article now has another speaker than the script, which keeps its own, marked
    /// unsure.
    Speaker {
        /// The quote.
        text: String,
        /// The script's.
        kept: String,
        /// The article's.
        article: String,
    },
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(text) => write!(f, "added    {}", text.trim()),
            Self::Returned(text) => {
                write!(f, "added    {}\n         you had left out what stood here before", text.trim())
            }
            Self::Deleted(text) => {
                write!(
                    f,
                    "omitted  {}\n         you had deleted it; it is listed in `[[omitted]]` now",
                    text.trim()
                )
            }
            Self::Title { old, new } => write!(f, "title    {}\n      to {}", old.trim(), new.trim()),
            Self::Say { kept, article } => {
                write!(f, "stale    kept say {}\n     article {}", kept.trim(), article.trim())
            }
            Self::Changed { old, new } => write!(f, "changed  {}\n      to {}", old.trim(), new.trim()),
            Self::Removed(text) => write!(f, "removed  {}", text.trim()),
            Self::Moved(text) => write!(f, "moved    {}", text.trim()),
            Self::Speaker { text, kept, article } => {
                write!(f, "speaker  kept {kept}, the article says {article}: {}", text.trim())
            }
            Self::Conflict { kept, article } if article == GONE => {
                write!(f, "conflict kept {}\n         the article no longer has it", kept.trim())
            }
            Self::Conflict { kept, article } => {
                write!(f, "conflict kept {}\n     article {}", kept.trim(), article.trim())
            }
        }
    }
}
