//! Edits of segments by a person, e.g. in the studio.
//!
//! An edit refers to the script that the person saw. It is applied to the same words in the script as it is now, or refused: two
//! editors of one script never overwrite each other silently.

use std::path::Path;

use serde::Deserialize;
use toml_edit::Value;

use super::amend::{self, relocate_segment, segment_changed, syntax_error};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::toml_reader::parse_mut;
use crate::project::{self, Wait, lock_script};
use crate::script::file::{self, Manifest, ScriptDocument};
use crate::script::{Script, Segment};

/// An edit of script.toml. Segments and omissions are counted from 0 in the script that the person saw.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Edit {
    /// Changes the words.
    #[allow(missing_docs)]
    Text { segment: usize, text: String },
    /// Sets the speaker, and so answers the question who speaks.
    #[allow(missing_docs)]
    Speaker { segment: usize, speaker: String },
    /// Sets the words to speak instead; `None` removes them.
    #[allow(missing_docs)]
    Say { segment: usize, say: Option<String> },
    /// Sets the voice of the segment; `None` uses the speaker's.
    #[allow(missing_docs)]
    Voice { segment: usize, voice: Option<String> },
    /// Sets the pause before the segment in seconds; `None` uses the usual one.
    #[allow(missing_docs)]
    Pause { segment: usize, pause: Option<f64> },
    /// Locks the take of the segment, or unlocks it.
    #[allow(missing_docs)]
    Lock { segment: usize, lock: bool },
    /// Splits the segment before a character of its text, counted from 0.
    #[allow(missing_docs)]
    Split { segment: usize, at: usize },
    /// Joins the segment with the next one.
    #[allow(missing_docs)]
    Join { segment: usize },
    /// Moves the segment before another one, or to the end.
    #[allow(missing_docs)]
    Move { segment: usize, before: usize },
    /// Omits the segment from the episode.
    #[allow(missing_docs)]
    Omit { segment: usize },
    /// Brings an omission back as a segment.
    #[allow(missing_docs)]
    Restore { omission: usize },
    /// Gives a speaker a voice in `[cast]`; `None` lets Aloud assign one.
    #[allow(missing_docs)]
    Cast { speaker: String, voice: Option<String> },
    /// Turns a file of the edition on or off, by its key in `[outputs]`.
    #[allow(missing_docs)]
    Output { output: String, on: bool },
    /// Chooses the loudness preset of the episode.
    #[allow(missing_docs)]
    Preset { preset: String },
    /// Renames a speaker. If the new name is a speaker, both become one.
    #[allow(missing_docs)]
    Rename { speaker: String, to: String },
}

/// A text of script.toml with its content. A long script is not parsed again while the file still has this text.
#[derive(Debug, Clone, Copy)]
pub struct ParsedScript<'a> {
    /// The text of script.toml.
    pub text: &'a str,
    /// Its segments and omissions.
    pub script: &'a Script,
}

/// Applies edits to script.toml as one amendment, and returns its new text and content. `seen` is the script that they refer to,
/// and `latest` the last known state of the file. Edits that change the order or number of segments cannot be combined with others.
///
/// # Errors
/// When a segment or the changed setting is not as it was in `seen`, or when script.toml cannot be read or written. Then nothing
/// is written.
pub fn edit_script(
    root: &Path,
    seen: &Script,
    latest: Option<ParsedScript<'_>>,
    edits: &[Edit],
    wait: &mut Wait<'_>,
) -> Result<(String, Manifest), Error> {
    if edits.len() > 1 && edits.iter().any(Edit::changes_places) {
        let what = "an edit that splits, joins, moves, omits or restores is sent alone";
        return Err(refused(root, what).into());
    }
    let _turn = lock_script(root, wait)?;
    let text = project::read_script_text(root).map_err(Error::Problems)?;
    let parsed = match latest.filter(|latest| latest.text == text) {
        Some(_) => None,
        None => Some(file::parse(&text, &project::script_path(root)).map_err(Error::Problems)?),
    };
    let now = parsed.as_ref().map(|manifest| &manifest.script).or(latest.map(|latest| latest.script));
    let document = parse_mut(&text).map_err(|error| syntax_error(root, &error))?;
    let mut amendment =
        Amendment { root, seen, now: now.unwrap_or(seen), document: ScriptDocument(document) };
    edits.iter().try_for_each(|edit| amendment.apply(edit))?;
    let amended = amendment.document.0.to_string();
    let manifest = amend::write(root, "aloud studio", Some(&text), &amended)?;
    Ok((amended, manifest))
}

impl Edit {
    fn changes_places(&self) -> bool {
        matches!(
            self,
            Self::Split { .. }
                | Self::Join { .. }
                | Self::Move { .. }
                | Self::Omit { .. }
                | Self::Restore { .. }
        )
    }
}

fn refused(root: &Path, what: impl Into<String>) -> Diagnostic {
    Diagnostic::error("edit-refused", what)
        .at(project::script_path(root))
        .hint("look at script.toml as it is now, and edit it again")
}

struct Amendment<'a> {
    root: &'a Path,
    seen: &'a Script,
    now: &'a Script,
    document: ScriptDocument,
}

impl Amendment<'_> {
    fn apply(&mut self, edit: &Edit) -> Result<(), Diagnostic> {
        let done = match edit {
            Edit::Text { segment, text } => {
                let at = self.unchanged(*segment, |_| ())?;
                self.document.set(at, "text", Some(text.as_str().into()))
            }
            Edit::Speaker { segment, speaker } => {
                let at = self.unchanged(*segment, |s| (s.speaker.clone(), s.unsure.clone()))?;
                self.document.set_speaker(at, speaker)
            }
            Edit::Say { segment, say } => {
                let at = self.unchanged(*segment, |s| s.decided.say.clone())?;
                // `stale` belongs to the words that were spoken before.
                self.document
                    .set(at, "say", given(say.as_ref()))
                    .and_then(|()| self.document.set(at, "stale", None))
            }
            Edit::Voice { segment, voice } => {
                let at = self.unchanged(*segment, |s| s.decided.voice.clone())?;
                self.document.set(at, "voice", given(voice.as_ref()))
            }
            Edit::Pause { segment, pause } => {
                let at = self.unchanged(*segment, |s| s.decided.pause.map(f64::to_bits))?;
                self.document.set(at, "pause", pause.map(Value::from))
            }
            Edit::Lock { segment, lock } => {
                let at = self.unchanged(*segment, |s| s.decided.lock)?;
                self.document.set(at, "lock", lock.then(|| true.into()))
            }
            Edit::Split { segment, at } => {
                let index = self.unchanged(*segment, |_| ())?;
                let cut = byte_of_char(&self.now.segments[index].text, *at);
                cut.and_then(|cut| self.document.split(index, cut))
            }
            Edit::Join { segment } => {
                let at = self.unchanged(*segment, |_| ())?;
                let next = self.unchanged(segment.saturating_add(1), |_| ())?;
                if next != at + 1 {
                    return Err(segment_changed(self.root, self.seen, *segment));
                }
                self.document.join(at)
            }
            Edit::Move { segment, before } => {
                let at = self.unchanged(*segment, |_| ())?;
                let before = match self.seen.segments.len() == *before {
                    true => self.now.segments.len(),
                    false => self.unchanged(*before, |_| ())?,
                };
                self.document.move_before(at, before)
            }
            Edit::Omit { segment } => {
                let at = self.unchanged(*segment, |_| ())?;
                self.document.omit(at)
            }
            Edit::Restore { omission } => self.restore(*omission)?,
            Edit::Cast { speaker, voice } => self.document.set_voice(speaker, voice.as_deref()),
            Edit::Output { output, on } => self.document.set_output(output, *on),
            Edit::Preset { preset } => self.document.set_preset(preset),
            Edit::Rename { speaker, to } => self.document.rename_speaker(speaker, to.trim()),
        };
        done.ok_or_else(|| refused(self.root, "this edit does not fit script.toml as it is now"))
    }

    /// Returns the current index of a segment whose words, and the part that an edit replaces, are as the person saw them.
    fn unchanged<T: PartialEq>(
        &self,
        segment: usize,
        part: impl Fn(&Segment) -> T,
    ) -> Result<usize, Diagnostic> {
        let at = relocate_segment(self.root, self.seen, segment, self.now)?;
        let same = part(&self.seen.segments[segment]) == part(&self.now.segments[at]);
        same.then_some(at).ok_or_else(|| segment_changed(self.root, self.seen, segment))
    }

    fn restore(&mut self, omission: usize) -> Result<Option<()>, Diagnostic> {
        let gone = || refused(self.root, "this omission is not in script.toml any more");
        let wanted = self.seen.omitted.get(omission).ok_or_else(gone)?;
        // The same words may be omitted several times, e.g. a caption. Each is as good as the other, so the nearest is taken.
        let same = self.now.omitted.iter().enumerate().filter(|(_, found)| found.text == wanted.text);
        let (at, found) = same.min_by_key(|(at, _)| at.abs_diff(omission)).ok_or_else(gone)?;
        Ok(self.document.restore(at, found.after))
    }
}

/// Returns a text as a value; `None` for one without words, which removes the setting.
fn given(text: Option<&String>) -> Option<Value> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).map(Value::from)
}

fn byte_of_char(text: &str, at: usize) -> Option<usize> {
    text.char_indices().nth(at).map(|(byte, _)| byte).filter(|byte| *byte > 0)
}
