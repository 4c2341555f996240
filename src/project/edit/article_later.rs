//! Leaves some changes of an article open for later.
//!
//! The script is merged with an article that does not have these changes yet. Its revision is not the one of the real article, so the
//! next comparison finds what was left open, and nothing else.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::base::diagnostic::Diagnostic;
use crate::script::file::{Manifest, identify};
use crate::script::merge::Change;
use crate::script::{Script, Segment};

/// Returns an article without some of its changes; `None` if one of them cannot be left open.
pub(super) fn without(article: &Script, before: &Manifest, later: &[&Change]) -> Option<Script> {
    let mut article = article.clone();
    // What was removed and moved is put back after the segments before it, in the order of the script.
    let mut back: Vec<usize> = Vec::new();
    for change in later {
        match change {
            Change::Added(text) | Change::Returned(text) => {
                let at = position(&article.segments, text)?;
                remove(&mut article, at);
            }
            Change::Changed { old, new } => change_back(&mut article, before, old, new)?,
            Change::Title { old, .. } => article.title = (!old.is_empty()).then(|| old.clone()),
            Change::Removed(text) => back.push(position(&before.script.segments, text)?),
            Change::Moved(text) => {
                let at = position(&article.segments, text)?;
                remove(&mut article, at);
                back.push(position(&before.script.segments, text)?);
            }
            Change::Renamed { old, new } => {
                let named = article.segments.iter_mut().filter(|segment| segment.speaker == *new);
                named.for_each(|segment| segment.speaker.clone_from(old));
            }
            _ => return None,
        }
    }
    back.sort_unstable();
    for was in back {
        let earlier = before.script.segments[..was].iter().rev();
        let after = earlier.filter_map(|segment| position(&article.segments, &segment.text)).next();
        insert(&mut article, after.map_or(0, |after| after + 1), before.script.segments[was].clone());
    }
    identify(&mut article);
    Some(article)
}

fn change_back(article: &mut Script, before: &Manifest, old: &str, new: &str) -> Option<()> {
    if let Some(at) = position(&article.segments, new) {
        let was = &before.script.segments[position(&before.script.segments, old)?];
        article.segments[at] = was.clone();
        return Some(());
    }
    let omission = article.omitted.iter_mut().find(|omission| omission.text == new)?;
    omission.text = old.to_string();
    Some(())
}

fn remove(article: &mut Script, at: usize) {
    article.segments.remove(at);
    article
        .omitted
        .iter_mut()
        .filter(|omission| omission.after > at)
        .for_each(|omission| omission.after -= 1);
}

fn insert(article: &mut Script, at: usize, segment: Segment) {
    article.segments.insert(at, segment);
    article
        .omitted
        .iter_mut()
        .filter(|omission| omission.after > at)
        .for_each(|omission| omission.after += 1);
}

fn position(segments: &[Segment], text: &str) -> Option<usize> {
    segments.iter().position(|segment| segment.text == text)
}

/// Returns true if two lists have the same changes, in any order.
pub(super) fn are_same<'a>(
    one: impl IntoIterator<Item = &'a Change>,
    other: impl IntoIterator<Item = &'a Change>,
) -> bool {
    fn counted<'a>(changes: impl IntoIterator<Item = &'a Change>) -> BTreeMap<String, usize> {
        let mut counted = BTreeMap::new();
        for change in changes.into_iter().map(Change::json).map(|json: Value| json.to_string()) {
            *counted.entry(change).or_default() += 1;
        }
        counted
    }
    counted(one) == counted(other)
}

/// Returns the error for changes that belong together, such as one text that was moved and changed.
pub(super) fn depend() -> Diagnostic {
    let what = "a change that is left open belongs to one that is decided; nothing was written";
    Diagnostic::error("edit-refused", what).hint("decide both now, or leave both open")
}
