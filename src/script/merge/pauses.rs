//! Follows the article's scene breaks and pause marks. Pauses that a person wrote stay.
//!
//! Aloud writes `pause` into the segment after an omitted `* * *` or `[pause 3s]`. So a pause is Aloud's own if it has the seconds of
//! such an omission before it.

use toml_edit::{Item, value};

use super::entry::{ArticlePart, PauseOrigin, ScriptEntry};
use crate::script::article::pauses::seconds;

/// Notes where the pauses of script.toml come from. `entries` are in the order of the file.
pub(super) fn find_origins(entries: &mut [ScriptEntry]) {
    let mut asked: Option<f64> = None;
    for entry in entries {
        if entry.is_omitted {
            asked = seconds(&entry.text).or(asked);
        } else if let Some(seconds) = asked.take() {
            let is_own = pause(entry) == Some(seconds);
            entry.pause_origin = if is_own { PauseOrigin::Article } else { PauseOrigin::Declined };
        }
    }
}

/// Brings the pauses of the merged entries to those of the article.
pub(super) fn follow_article(entries: &mut [ScriptEntry], parts: &[ArticlePart<'_>]) {
    for entry in entries.iter_mut().filter(|entry| !entry.is_omitted) {
        let Some(ArticlePart::Segment(segment)) = entry.part.and_then(|part| parts.get(part)) else {
            continue;
        };
        let is_articles = entry.pause_origin == PauseOrigin::Article;
        let may_add = entry.pause_origin == PauseOrigin::Person && pause(entry).is_none();
        let now = segment.decided.pause;
        if (is_articles || may_add) && now != pause(entry) {
            match now {
                Some(seconds) => entry.table["pause"] = value(seconds),
                None => drop(entry.table.remove("pause")),
            }
        }
    }
}

fn pause(entry: &ScriptEntry) -> Option<f64> {
    let item = entry.table.get("pause")?;
    item.as_float().or_else(|| Item::as_integer(item).map(|whole| whole as f64))
}
