//! Applies the edits of a person, e.g. in the studio.
//!
//! An edit refers to the script that the person saw. It is applied to the same words in the script as it is now, or refused: two
//! editors of one script never overwrite each other silently.

use std::ops::Range;
use std::path::Path;

use toml_edit::Value;

use super::amend::{self, relocate_segment, segment_changed, syntax_error};
use super::edits::{Edit, nearest_omission};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::toml_reader::parse_mut;
use crate::project::series::folder_of;
use crate::project::{self, Wait, lock_script};
use crate::script::file::{self, Manifest, ScriptDocument};
use crate::script::{Script, Segment};

/// The name of the editor in the list of amendments to undo.
const EDITOR: &str = "aloud studio";

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
    let quickly = |latest| {
        edit_single(root, seen, latest, edits)
            .or_else(|| edit_window(root, seen, latest, edits))
            .or_else(|| edit_table(root, seen, latest, edits))
            .or_else(|| rename(root, latest, edits))
    };
    if let Some((amended, manifest)) = latest.and_then(quickly) {
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

/// Applies an edit of a table with settings, without reading the segments again. `None` where that is not possible, also where the
/// edit is refused.
fn edit_table(
    root: &Path,
    seen: &Script,
    latest: ParsedScript<'_>,
    edits: &[Edit],
) -> Option<(String, Manifest)> {
    let [edit] = edits else { return None };
    let table = edit.table().filter(|_| folder_of(root).is_none())?;
    let path = project::script_path(root);
    file::amend_table(latest.text, latest.manifest, table, &path, |document| {
        let now = &latest.manifest.script;
        Amendment { root, seen, now, document, first: 0, first_omission: 0 }.apply(edit).ok()
    })
}

/// Renames a speaker without reading the segments of others again. `None` where that is not possible, also for other edits.
fn rename(root: &Path, latest: ParsedScript<'_>, edits: &[Edit]) -> Option<(String, Manifest)> {
    let [Edit::Rename { speaker, to }] = edits else { return None };
    let path = project::script_path(root);
    let is_alone = folder_of(root).is_none();
    is_alone.then(|| file::rename_speaker(latest.text, latest.manifest, speaker, to.trim(), &path))?
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
            Edit::Border { segment, at } => self.move_border(*segment, *at)?,
            Edit::Assign { segment, start, end, speaker } => {
                let index = self.unchanged(*segment, |s| (s.speaker.clone(), s.unsure.clone()))?;
                self.assign(index, *start..*end, speaker)
            }
            Edit::Join { segment } => {
                let at = self.neighbours(*segment)?;
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

    /// Returns the current index of a segment that is still before the same segment.
    fn neighbours(&self, segment: usize) -> Result<usize, Diagnostic> {
        let at = self.unchanged(segment, |_| ())?;
        let next = self.unchanged(segment.saturating_add(1), |_| ())?;
        if next == at + 1 { Ok(at) } else { Err(segment_changed(self.root, self.seen, segment)) }
    }

    fn move_border(&mut self, segment: usize, at: usize) -> Result<Option<()>, Diagnostic> {
        let index = self.neighbours(segment)?;
        let [first, second] = [index, index + 1].map(|at| &self.now.segments[at]);
        // Words that a person wrote to be spoken instead belong to the old texts.
        if first.decided.say.is_some() || second.decided.say.is_some() {
            let what = "a segment with other words to say keeps its border";
            return Err(refused(self.root, what).hint("remove `say` from both segments first"));
        }
        let joined = format!("{} {}", first.text, second.text);
        let Some(cut) = byte_of_char(&joined, at) else { return Ok(None) };
        let texts = [joined[..cut].trim(), joined[cut..].trim()];
        if texts.iter().any(|text| text.is_empty()) {
            return Ok(None);
        }
        let set = |document: &mut ScriptDocument, at: usize, text: &str| {
            document.set(at, "text", Some(text.into()))
        };
        let first = index - self.first;
        Ok(set(self.document, first, texts[0]).and_then(|()| set(self.document, first + 1, texts[1])))
    }

    /// Splits a part of a segment off, on both sides where words are left, and gives it to a speaker.
    fn assign(&mut self, index: usize, part: Range<usize>, speaker: &str) -> Option<()> {
        let text = &self.now.segments[index].text;
        let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
        let (start, end) = (byte(part.start), byte(part.end));
        text.get(start..end).filter(|part| !part.trim().is_empty())?;
        let at = index - self.first;
        if !text[end..].trim().is_empty() {
            self.document.split(at, end)?;
        }
        if text[..start].trim().is_empty() {
            return self.document.set_speaker(at, speaker);
        }
        self.document.split(at, start)?;
        self.document.set_speaker(at + 1, speaker)
    }

    fn restore(&mut self, omission: usize) -> Result<Option<()>, Diagnostic> {
        let (at, found) = nearest_omission(self.seen, self.now, omission)
            .ok_or_else(|| refused(self.root, "this omission is not in script.toml any more"))?;
        Ok(self.document.restore(at - self.first_omission, found.after - self.first))
    }
}

/// Returns a text as a value; `None` for one without words, which removes the setting.
fn given(text: Option<&String>) -> Option<Value> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).map(Value::from)
}

fn byte_of_char(text: &str, at: usize) -> Option<usize> {
    text.char_indices().nth(at).map(|(byte, _)| byte).filter(|byte| *byte > 0)
}
