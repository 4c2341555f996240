//! Edits of segments by a person, e.g. in the studio.
//!
//! An edit refers to the script that the person saw. It is applied to the same words in the script as it is now, or refused: two
//! editors of one script never overwrite each other silently.

use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml_edit::Value;

use super::amend::{self, relocate_segment, segment_changed, syntax_error};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::toml_reader::parse_mut;
use crate::project::{self, Wait, lock_script};
use crate::script::file::{self, Manifest, ScriptDocument};
use crate::script::{Omission, Script, Segment};

/// The name of the editor in the list of amendments to undo.
const EDITOR: &str = "aloud studio";

/// An edit of script.toml. Segments and omissions are counted from 0 in the script that the person saw.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Edit {
    /// Changes the words.
    Text {
        /// Index of the segment.
        segment: usize,
        /// The new words.
        text: String,
    },
    /// Sets the speaker, and so answers the question who speaks.
    Speaker {
        /// Index of the segment.
        segment: usize,
        /// Name of the speaker.
        speaker: String,
    },
    /// Sets the words to speak instead.
    Say {
        /// Index of the segment.
        segment: usize,
        /// The words; `None` removes them.
        say: Option<String>,
    },
    /// Sets the voice of the segment.
    Voice {
        /// Index of the segment.
        segment: usize,
        /// Name of the voice; `None` uses the speaker's.
        voice: Option<String>,
    },
    /// Sets the pause before the segment.
    Pause {
        /// Index of the segment.
        segment: usize,
        /// The pause in seconds; `None` uses the usual one.
        pause: Option<f64>,
    },
    /// Locks the take of the segment, or unlocks it.
    Lock {
        /// Index of the segment.
        segment: usize,
        /// Whether it is locked from now on.
        lock: bool,
    },
    /// Starts a sting or a bed at the segment.
    Cue {
        /// Index of the segment.
        segment: usize,
        /// Name of the cue; `None` starts none.
        cue: Option<String>,
    },
    /// Ends a bed with the segment.
    CueEnd {
        /// Index of the segment.
        segment: usize,
        /// Name of the cue; `None` ends none.
        cue: Option<String>,
    },
    /// Splits the segment into two.
    Split {
        /// Index of the segment.
        segment: usize,
        /// The first character of the second part, counted from 0.
        at: usize,
    },
    /// Joins the segment with the next one.
    Join {
        /// Index of the segment.
        segment: usize,
    },
    /// Moves the segment.
    Move {
        /// Index of the segment.
        segment: usize,
        /// The segment that it comes before; the number of segments for the end.
        before: usize,
    },
    /// Omits the segment from the episode.
    Omit {
        /// Index of the segment.
        segment: usize,
    },
    /// Brings an omission back as a segment.
    Restore {
        /// Index of the omission.
        omission: usize,
    },
    /// Gives a speaker a voice in `[cast]`.
    Cast {
        /// Name of the speaker.
        speaker: String,
        /// Name of the voice; `None` lets Aloud assign one.
        voice: Option<String>,
    },
    /// Turns a file of the edition on or off.
    Output {
        /// Its key in `[outputs]`.
        output: String,
        /// Whether it is made from now on.
        on: bool,
    },
    /// Chooses the loudness preset of the episode.
    Preset {
        /// Name of the preset.
        preset: String,
    },
    /// Adds a cue. Its `name` is the file name without extension.
    AddCue {
        /// The sound, relative to the project.
        file: String,
        /// `intro`, `outro`, `sting` or `bed`.
        role: String,
    },
    /// Removes a cue, and the places in segments that name it.
    RemoveCue {
        /// Name of the cue.
        cue: String,
    },
    /// Sets a number of a cue.
    CueSetting {
        /// Name of the cue.
        cue: String,
        /// Its key, such as `gain`, `gap` or `duck`.
        key: String,
        /// The number; `None` uses the default.
        value: Option<f64>,
    },
    /// Renames a speaker. If the new name is a speaker, both become one.
    Rename {
        /// Name of the speaker.
        speaker: String,
        /// The new name.
        to: String,
    },
}

/// A text of script.toml with its content. A long script is not parsed again while the file still has this text.
#[derive(Debug, Clone, Copy)]
pub struct ParsedScript<'a> {
    /// The text of script.toml.
    pub text: &'a str,
    /// Its content.
    pub manifest: &'a Manifest,
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
    let latest = latest.filter(|latest| latest.text == text);
    if let Some((amended, manifest)) = latest.and_then(|latest| edit_single(root, seen, latest, edits)) {
        amend::write_parsed(root, EDITOR, &text, &amended)?;
        return Ok((amended, manifest));
    }
    if let Some((amended, manifest)) = latest.and_then(|latest| edit_window(root, seen, latest, edits)) {
        amend::write_parsed(root, EDITOR, &text, &amended)?;
        return Ok((amended, manifest));
    }
    let parsed = match latest {
        Some(_) => None,
        None => Some(project::parse_script(root, &text).map_err(Error::Problems)?),
    };
    let now = parsed.as_ref().or(latest.map(|latest| latest.manifest)).map(|manifest| &manifest.script);
    let mut document = ScriptDocument(parse_mut(&text).map_err(|error| syntax_error(root, &error))?);
    let now = now.unwrap_or(seen);
    let mut amendment = Amendment { root, seen, now, document: &mut document, first: 0, first_omission: 0 };
    edits.iter().try_for_each(|edit| amendment.apply(edit))?;
    let amended = document.0.to_string();
    let manifest = amend::write(root, EDITOR, Some(&text), &amended)?;
    Ok((amended, manifest))
}

/// Applies edits of which each concerns one segment, without reading the rest of the file again. `None` where that is not possible,
/// also where an edit is refused.
fn edit_single(
    root: &Path,
    seen: &Script,
    latest: ParsedScript<'_>,
    edits: &[Edit],
) -> Option<(String, Manifest)> {
    let path = project::script_path(root);
    let mut amended: Option<(String, Manifest)> = None;
    for edit in edits {
        let (text, manifest) = amended
            .as_ref()
            .map_or((latest.text, latest.manifest), |(text, manifest)| (text.as_str(), manifest));
        let at = relocate_segment(root, seen, edit.single_segment()?, &manifest.script).ok()?;
        let apply = |document: &mut ScriptDocument| {
            let now = &manifest.script;
            Amendment { root, seen, now, document, first: at, first_omission: 0 }.apply(edit).ok()
        };
        let next = file::amend_segment(text, manifest, at, &path, apply)?;
        amended = Some(next);
    }
    amended
}

/// Applies an edit that changes the order or number of segments, without reading the rest of the file again. `None` where that is not
/// possible, also where the edit is refused.
fn edit_window(
    root: &Path,
    seen: &Script,
    latest: ParsedScript<'_>,
    edits: &[Edit],
) -> Option<(String, Manifest)> {
    let [edit] = edits else { return None };
    let now = &latest.manifest.script;
    let window = edit.window(seen, now, |segment| relocate_segment(root, seen, segment, now).ok())?;
    let first = window.start;
    // Those before the window come after none of its segments.
    let first_omission = now.omitted.partition_point(|omission| omission.after <= first);
    let path = project::script_path(root);
    file::amend_window(latest.text, latest.manifest, window, &path, |document| {
        Amendment { root, seen, now, document, first, first_omission }.apply(edit).ok()
    })
}

impl Edit {
    /// Returns the segments that an edit of their order or number concerns. `find` returns where a segment is now.
    fn window(
        &self,
        seen: &Script,
        now: &Script,
        find: impl Fn(usize) -> Option<usize>,
    ) -> Option<Range<usize>> {
        match self {
            Self::Split { segment, .. } | Self::Omit { segment } => {
                find(*segment).map(|segment| segment..segment + 1)
            }
            Self::Join { segment } => find(*segment).map(|segment| segment..segment + 2),
            Self::Move { segment, before } => {
                let from = find(*segment)?;
                let last = now.segments.len().checked_sub(1)?;
                let to = if *before == seen.segments.len() { last } else { find(*before)? };
                Some(from.min(to)..from.max(to) + 1)
            }
            Self::Restore { omission } => {
                let omission = nearest_omission(seen, now, *omission)?.1;
                omission.after.checked_sub(1).map(|segment| segment..segment + 1)
            }
            _ => None,
        }
    }

    /// Returns the segment of an edit that concerns nothing else.
    fn single_segment(&self) -> Option<usize> {
        match self {
            Self::Text { segment, .. }
            | Self::Speaker { segment, .. }
            | Self::Say { segment, .. }
            | Self::Voice { segment, .. }
            | Self::Pause { segment, .. }
            | Self::Lock { segment, .. }
            | Self::Cue { segment, .. }
            | Self::CueEnd { segment, .. } => Some(*segment),
            _ => None,
        }
    }

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
    document: &'a mut ScriptDocument,
    /// Index of the first segment in the document.
    first: usize,
    /// Index of the first omission in the document.
    first_omission: usize,
}

impl Amendment<'_> {
    fn apply(&mut self, edit: &Edit) -> Result<(), Diagnostic> {
        let done = match edit {
            Edit::Text { segment, text } => {
                let at = self.unchanged(*segment, |_| ())?;
                self.document.set(at - self.first, "text", Some(text.as_str().into()))
            }
            Edit::Speaker { segment, speaker } => {
                let at = self.unchanged(*segment, |s| (s.speaker.clone(), s.unsure.clone()))?;
                self.document.set_speaker(at - self.first, speaker)
            }
            Edit::Say { segment, say } => {
                let at = self.unchanged(*segment, |s| s.decided.say.clone())?;
                // `stale` belongs to the words that were spoken before.
                self.document
                    .set(at - self.first, "say", given(say.as_ref()))
                    .and_then(|()| self.document.set(at - self.first, "stale", None))
            }
            Edit::Voice { segment, voice } => {
                let at = self.unchanged(*segment, |s| s.decided.voice.clone())?;
                self.document.set(at - self.first, "voice", given(voice.as_ref()))
            }
            Edit::Pause { segment, pause } => {
                let at = self.unchanged(*segment, |s| s.decided.pause.map(f64::to_bits))?;
                self.document.set(at - self.first, "pause", pause.map(Value::from))
            }
            Edit::Lock { segment, lock } => {
                let at = self.unchanged(*segment, |s| s.decided.lock)?;
                self.document.set(at - self.first, "lock", lock.then(|| true.into()))
            }
            Edit::Cue { segment, cue } => {
                let at = self.unchanged(*segment, |s| s.decided.cue.clone())?;
                self.document.set(at - self.first, "cue", given(cue.as_ref()))
            }
            Edit::CueEnd { segment, cue } => {
                let at = self.unchanged(*segment, |s| s.decided.cue_end.clone())?;
                self.document.set(at - self.first, "cue_end", given(cue.as_ref()))
            }
            Edit::Split { segment, at } => {
                let index = self.unchanged(*segment, |_| ())?;
                let cut = byte_of_char(&self.now.segments[index].text, *at);
                cut.and_then(|cut| self.document.split(index - self.first, cut))
            }
            Edit::Join { segment } => {
                let at = self.unchanged(*segment, |_| ())?;
                let next = self.unchanged(segment.saturating_add(1), |_| ())?;
                if next != at + 1 {
                    return Err(segment_changed(self.root, self.seen, *segment));
                }
                self.document.join(at - self.first)
            }
            Edit::Move { segment, before } => {
                let at = self.unchanged(*segment, |_| ())?;
                let before = match self.seen.segments.len() == *before {
                    true => self.now.segments.len(),
                    false => self.unchanged(*before, |_| ())?,
                };
                self.document.move_before(at - self.first, before - self.first)
            }
            Edit::Omit { segment } => {
                let at = self.unchanged(*segment, |_| ())?;
                self.document.omit(at - self.first)
            }
            Edit::Restore { omission } => self.restore(*omission)?,
            Edit::Cast { speaker, voice } => self.document.set_voice(speaker, voice.as_deref()),
            Edit::Output { output, on } => self.document.set_output(output, *on),
            Edit::Preset { preset } => self.document.set_preset(preset),
            Edit::AddCue { file, role } => self.document.add_cue(file, role),
            Edit::RemoveCue { cue } => self.document.remove_cue(cue),
            Edit::CueSetting { cue, key, value } => self.document.set_cue(cue, key, *value),
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
        let (at, found) = nearest_omission(self.seen, self.now, omission)
            .ok_or_else(|| refused(self.root, "this omission is not in script.toml any more"))?;
        Ok(self.document.restore(at - self.first_omission, found.after - self.first))
    }
}

/// Finds an omission that a person saw. The same words may be omitted several times, e.g. a caption. Each is as good as the other, so
/// the nearest is taken.
fn nearest_omission<'a>(seen: &Script, now: &'a Script, omission: usize) -> Option<(usize, &'a Omission)> {
    let wanted = seen.omitted.get(omission)?;
    let same = now.omitted.iter().enumerate().filter(|(_, found)| found.text == wanted.text);
    same.min_by_key(|(at, _)| at.abs_diff(omission))
}

/// Returns a text as a value; `None` for one without words, which removes the setting.
fn given(text: Option<&String>) -> Option<Value> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).map(Value::from)
}

fn byte_of_char(text: &str, at: usize) -> Option<usize> {
    text.char_indices().nth(at).map(|(byte, _)| byte).filter(|byte| *byte > 0)
}
