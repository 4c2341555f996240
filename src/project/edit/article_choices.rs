//! Merges an article of which a person accepts only some changes.
//!
//! The article is merged whole, because the next merge compares with the article as it is now. What the person declines is then
//! edited back, as if the person had done it by hand. So the merge never asks about it again, unless the article changes there.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use toml_edit::Item;

use super::amend::syntax_error;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::toml_reader::parse_mut;
use crate::project;
use crate::script::file::{self, Manifest, ScriptDocument};
use crate::script::merge::{Change, Merged};
use crate::script::{Script, Segment};

/// What a person decided about one change of the article.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ArticleChoice {
    /// The change as [`Change::json`] writes it.
    pub change: Value,
    /// Whose version is used.
    #[serde(rename = "use")]
    pub side: Side,
}

/// One side of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The script stays as it was.
    Script,
    /// The article's version is used, also where a person had edited the script.
    Article,
    /// The change stays open: the next comparison has it again.
    Later,
}

/// Returns the text of a merge in which the choices are applied. `before` is script.toml before the merge.
///
/// # Errors
/// When a choice belongs to no change of the merge, because the article or the script changed meanwhile.
pub(super) fn apply(
    root: &Path,
    before: &str,
    merged: &Merged,
    choices: &[ArticleChoice],
) -> Result<String, Error> {
    let before = project::parse_script(root, before).map_err(Error::Problems)?;
    let mut text = merged.text.clone();
    for (change, side) in matched(root, merged, choices)? {
        let now = project::parse_script(root, &text).map_err(Error::Problems)?;
        let document = parse_mut(&text).map_err(|error| syntax_error(root, &error))?;
        let (before, document) = (&before, ScriptDocument(document));
        let mut choosing = Choosing { before, now: &now, renumbered: &merged.renumbered, document };
        // A change without an effect here, such as a removed omission, stays as the merge made it.
        if choosing.choose(change, side).is_some() {
            text = choosing.document.0.to_string();
        }
    }
    Ok(text)
}

/// Finds the change of each choice. Equal changes are chosen in their order.
pub(super) fn matched<'m>(
    root: &Path,
    merged: &'m Merged,
    choices: &[ArticleChoice],
) -> Result<Vec<(&'m Change, Side)>, Diagnostic> {
    let mut open: BTreeMap<String, Vec<&Change>> = BTreeMap::new();
    for change in merged.changes.iter().rev() {
        open.entry(change.json().to_string()).or_default().push(change);
    }
    let matched = choices.iter().map(|choice| {
        let change = open.get_mut(&choice.change.to_string()).and_then(Vec::pop);
        change.map(|change| (change, choice.side)).ok_or_else(|| {
            Diagnostic::error(
                "edit-refused",
                "the article or script.toml changed meanwhile; nothing was written",
            )
            .at(project::script_path(root))
            .hint("compare them again")
        })
    });
    matched.collect()
}

struct Choosing<'a> {
    before: &'a Manifest,
    now: &'a Manifest,
    /// Old id → new id of the segments whose words the article changed.
    renumbered: &'a [(String, String)],
    document: ScriptDocument,
}

impl Choosing<'_> {
    /// Applies one choice; `None` if the script has nothing to change for it.
    fn choose(&mut self, change: &Change, side: Side) -> Option<()> {
        match (change, side) {
            (Change::Added(text) | Change::Returned(text), Side::Script) => {
                self.document.omit(segment_with(&self.now.script, text)?)
            }
            (Change::Changed { old, new }, Side::Script) => self.change_back(old, new),
            (Change::Removed(text), Side::Script) => self.bring_back(text),
            (Change::Moved(text), Side::Script) => self.move_back(text),
            (Change::Title { old, .. }, Side::Script) => self.document.set_title(old),
            (Change::Renamed { old, new }, Side::Script) => self.document.rename_speaker(new, old),
            (_, Side::Later) => None,
            (Change::Say { article, .. }, side) => {
                let at = segment_with(&self.now.script, article)?;
                if side == Side::Article {
                    self.document.set(at, "say", None)?;
                }
                self.document.set(at, "stale", None)
            }
            (Change::Conflict { kept, article }, side) => {
                let at = self.in_conflict(kept)?;
                if side == Side::Article && article == file::GONE {
                    return self.document.omit(at);
                }
                if side == Side::Article {
                    self.document.set(at, "text", Some(article.as_str().into()))?;
                }
                self.document.set(at, "conflict", None)
            }
            (Change::Speaker { text, kept, article }, side) => {
                let mut segments = self.now.script.segments.iter();
                let at = segments.position(|segment| segment.text == *text && segment.speaker == *kept)?;
                self.document.set_speaker(at, if side == Side::Article { article } else { kept })
            }
            // What a person deleted stays deleted, and the rest is as the article has it.
            (Change::Deleted(_), _) | (_, Side::Article) => None,
        }
    }

    /// Restores the words, the speaker and the kind of a segment, or the words of an omission.
    fn change_back(&mut self, old: &str, new: &str) -> Option<()> {
        let Some(at) = segment_with(&self.now.script, new) else {
            let at = self.now.script.omitted.iter().position(|omission| omission.text == new)?;
            let table = self.document.0.get_mut("omitted")?.as_array_of_tables_mut()?.get_mut(at)?;
            table.insert("text", toml_edit::value(old));
            return Some(());
        };
        let was = &self.before.script.segments[segment_with(&self.before.script, old)?];
        let is = &self.now.script.segments[at];
        self.document.set(at, "text", Some(old.into()))?;
        if is.speaker != was.speaker {
            self.document.set(at, "speaker", Some(was.speaker.as_str().into()))?;
        }
        if is.kind != was.kind {
            let kind = file::kind_name(was.kind);
            self.document.set(at, "kind", (kind != "paragraph").then(|| kind.into()))?;
        }
        self.document.set(at, "stale", None)
    }

    /// Inserts a removed segment again, as words of the person. An omission is not brought back: nothing of it is heard.
    fn bring_back(&mut self, text: &str) -> Option<()> {
        let was = segment_with(&self.before.script, text)?;
        let at = self.place_after(was)?;
        let segment = Segment { id: None, ..self.before.script.segments[was].clone() };
        // The merge removed the voice of a speaker without lines.
        if let Some(voice) = self.before.cast.get(&segment.speaker) {
            self.document.set_voice(&segment.speaker, Some(voice))?;
        }
        self.document.insert_segment(at, &segment)
    }

    fn move_back(&mut self, text: &str) -> Option<()> {
        let was = segment_with(&self.before.script, text)?;
        let from = segment_with(&self.now.script, text)?;
        let to = self.place_after(was)?;
        if from == to || from + 1 == to {
            return None;
        }
        self.document.move_before(from, to)
    }

    /// Returns the place after the nearest segment before `was` that is still in the script.
    fn place_after(&self, was: usize) -> Option<usize> {
        let mut earlier = self.before.script.segments[..was].iter().rev();
        Some(earlier.find_map(|segment| self.now_of(segment)).map_or(0, |before| before + 1))
    }

    /// Finds a segment of the earlier script in the merged one.
    fn now_of(&self, was: &Segment) -> Option<usize> {
        let renumbered =
            self.renumbered.iter().find(|(old, _)| Some(old) == was.id.as_ref()).map(|(_, new)| new);
        let id = renumbered.or(was.id.as_ref());
        let mut segments = self.now.script.segments.iter();
        segments.position(|now| if id.is_some() { now.id.as_ref() == id } else { now.text == was.text })
    }

    fn in_conflict(&self, kept: &str) -> Option<usize> {
        let tables = self.document.0.get("segment")?.as_array_of_tables()?;
        tables.iter().position(|table| {
            table.get("text").and_then(Item::as_str) == Some(kept) && table.contains_key("conflict")
        })
    }
}

fn segment_with(script: &Script, text: &str) -> Option<usize> {
    script.segments.iter().position(|segment| segment.text == text)
}
