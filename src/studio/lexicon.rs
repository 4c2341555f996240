//! The words of a project that are spoken in another way than they are written.

use serde::Deserialize;
use serde_json::{Value, json};

use super::desk::{Desk, with_wait};
use super::message::{Answer, Request, ok};
use crate::base::error::Error;
use crate::project::edit::{self, LexiconWord};

/// A word of `[words]` in lexicon.toml; `say` is missing to remove it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    written: String,
    say: Option<String>,
}

/// Returns the words of the project and of its series.
///
/// # Errors
/// When lexicon.toml cannot be read.
pub(super) fn list(desk: &Desk) -> Result<Answer, Error> {
    let words = edit::words(&desk.root)?;
    let view =
        |word: LexiconWord| json!({"written": word.written, "say": word.say, "series": word.of_series});
    let words: Vec<Value> = words.into_iter().map(view).collect();
    Ok(ok(&json!({"words": words})))
}

/// Changes a word, and returns all.
///
/// # Errors
/// When lexicon.toml cannot be read or written, or the entry is wrong.
pub(super) fn change(desk: &Desk, request: &Request) -> Result<Answer, Error> {
    let Word { written, say } = request.json()?;
    let say = say.as_deref().map(str::trim).filter(|say| !say.is_empty());
    with_wait(|wait| edit::set_word(&desk.root, written.trim(), say, wait))?;
    desk.want_plan();
    list(desk)
}
