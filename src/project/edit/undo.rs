//! Keeps the files that a command amended, and brings them back.
//!
//! Each amendment is a step in `.aloud/undo`. A step names the file, and holds the earlier text and a hash of the text that replaced
//! it. The hash reveals edits by hand, which an undo must not throw away silently. A step back is a step forward for `--redo`. The
//! steps of all files are in one order, as the person made them.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{self, FileError, ProjectPath};
use crate::project::series::folder_of;
use crate::project::{self, LEXICON, SCRIPT, STATE, Wait};
use crate::voices::Voices;
use crate::voices::recording_notes::CHOSEN;

/// Number of steps that are kept.
const STEPS: usize = 50;
/// Longest name of a voice in characters.
const LONGEST_NAME: usize = 60;
/// The settings of a voice in its folder.
pub(super) const VOICE: &str = "voice.toml";

/// The direction of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Brings back the text before the last amendment.
    Undo,
    /// Brings back the text before the last undo.
    Redo,
}

/// A file whose amendments can be undone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Amended {
    /// script.toml.
    #[default]
    Script,
    /// lexicon.toml of the project.
    Lexicon,
    /// The list of the recordings that a voice uses.
    Recordings(String),
    /// voice.toml of a voice of the project.
    Voice(String),
}

impl fmt::Display for Amended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Script => f.write_str(SCRIPT),
            Self::Lexicon => f.write_str(LEXICON),
            Self::Recordings(voice) => write!(f, "the choice of recordings of `{voice}`"),
            Self::Voice(name) => write!(f, "the voice `{name}`"),
        }
    }
}

impl Amended {
    /// Returns its path; `None` if its voice is gone.
    fn path(&self, root: &Path) -> Option<ProjectPath> {
        match self {
            Self::Script => Some(ProjectPath::root(root).join(SCRIPT)),
            Self::Lexicon => Some(ProjectPath::root(root).join(LEXICON)),
            Self::Recordings(name) => {
                let (voices, _) = Voices::load_in_series(root, folder_of(root).as_deref());
                Some(voices.get(name)?.recordings()?.join(CHOSEN))
            }
            Self::Voice(name) => Some(voice_folder(root, name)?.join(VOICE)),
        }
    }
}

/// Returns the folder of a voice of the project; `None` if the name is not a plain one. A stranger may have written the step.
pub(super) fn voice_folder(root: &Path, name: &str) -> Option<ProjectPath> {
    let is_plain = !name.is_empty()
        && name.len() <= LONGEST_NAME
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    is_plain.then(|| ProjectPath::root(root).join("voices").join(name))
}

/// An amendment that was undone or redone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Undone {
    /// The command that made the amendment.
    pub command: String,
    /// The file that it amended.
    pub file: Amended,
}

/// A text of a file that can be brought back.
#[derive(Debug, Serialize, Deserialize)]
struct Step {
    /// The command that made the amendment.
    command: String,
    /// The file. Steps of earlier versions name none: they amended script.toml.
    #[serde(default)]
    file: Amended,
    /// The text to bring back; `None` if there was no file.
    text: Option<String>,
    /// Hash of the text that it replaces, which is empty for a missing file.
    replaces: String,
}

/// Writes script.toml for a command, and keeps the text before. A new amendment ends the steps forward.
///
/// # Errors
/// When script.toml is read-only, or a file cannot be written. Then script.toml is unchanged.
pub(super) fn replace(root: &Path, command: &str, before: Option<&str>, text: &str) -> Result<(), Error> {
    let path = ProjectPath::root(root).join(SCRIPT);
    check_writable(&path, &Amended::Script)?;
    if let Some(before) = before {
        remember(root, command, Amended::Script, Some(before), text)?;
    }
    Ok(path.write(text.as_bytes())?)
}

/// Keeps the text before an amendment, which the caller writes next with the lock of script.toml. `before` is `None` if the
/// amendment makes the file.
///
/// # Errors
/// When the step cannot be written. Then the caller must not write.
pub(crate) fn remember(
    root: &Path,
    command: &str,
    file: Amended,
    before: Option<&str>,
    after: &str,
) -> Result<(), FileError> {
    for (_, path) in steps(root, Direction::Redo) {
        path.remove_file()?;
    }
    let step =
        Step { command: command.into(), file, text: before.map(str::to_string), replaces: hash(after) };
    push(root, Direction::Undo, &step)?;
    let steps = steps(root, Direction::Undo);
    steps.iter().rev().skip(STEPS).try_for_each(|(_, path)| path.remove_file())
}

/// Refuses to replace a read-only file: a rename would, but a person has protected it on purpose.
pub(super) fn check_writable(path: &ProjectPath, file: &Amended) -> Result<(), Diagnostic> {
    if path.open().and_then(|file| file.metadata()).is_ok_and(|file| file.permissions().readonly()) {
        let what = format!("{file} is write-protected; nothing was written");
        let problem = Diagnostic::error("script-protected", what);
        return Err(problem.at(path).hint("make it writable (`chmod u+w`)"));
    }
    Ok(())
}

/// Undoes or redoes the last amendment. Without `force`, a file that was edited since then is an error.
///
/// # Errors
/// When there is no step in this direction, when the file was edited, or when a file cannot be read or written.
pub fn undo(root: &Path, direction: Direction, force: bool, wait: &mut Wait<'_>) -> Result<Undone, Error> {
    let _lock = project::lock_script(root, wait)?;
    while let Some((_, kept)) = steps(root, direction).pop() {
        let step = kept.read_checksummed::<Step>().and_then(|step| Some((step.file.path(root)?, step)));
        let Some((path, step)) = step else {
            // It is damaged, or there is nothing left that it could bring back.
            kept.remove_file()?;
            continue;
        };
        let now = path.read_text_if_any()?;
        if step.text == now {
            // The program was killed before or after it wrote the file.
            kept.remove_file()?;
            continue;
        }
        if step.replaces != hash(now.as_deref().unwrap_or_default()) && !force {
            return Err(edited(&path, &step, direction).into());
        }
        check_writable(&path, &step.file)?;
        let replaces = hash(step.text.as_deref().unwrap_or_default());
        let back = Step { command: step.command.clone(), file: step.file.clone(), text: now, replaces };
        push(root, direction.opposite(), &back)?;
        match &step.text {
            Some(text) => path.write(text.as_bytes())?,
            None => {
                path.remove_file()?;
                if let Amended::Voice(name) = &step.file {
                    // With recordings in it, the folder stays.
                    voice_folder(root, name).map(|folder| folder.remove_empty_folder());
                }
            }
        }
        kept.remove_file()?;
        return Ok(Undone { command: step.command, file: step.file });
    }
    Err(nothing_left(&ProjectPath::root(root).join(SCRIPT), direction).into())
}

fn edited(path: &Path, step: &Step, direction: Direction) -> Diagnostic {
    let option = if direction == Direction::Redo { " --redo" } else { "" };
    Diagnostic::error("undo-edited", format!("{} was edited after `{}`", step.file, step.command))
        .at(path)
        .why("the edit would be lost")
        .hint(format!(
            "`aloud undo{option} --force` replaces the file all the same; undo that to get the edit back"
        ))
}

fn nothing_left(path: &Path, direction: Direction) -> Diagnostic {
    let (what, hint) = match direction {
        Direction::Undo => (
            "there is no amendment to undo",
            "Aloud keeps the last amendments in `.aloud/undo` on this machine",
        ),
        Direction::Redo => ("there is no undo to redo", "an amendment after the undo ends it"),
    };
    Diagnostic::error("undo-empty", what).at(path).hint(hint)
}

impl Direction {
    fn opposite(self) -> Self {
        match self {
            Self::Undo => Self::Redo,
            Self::Redo => Self::Undo,
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Undo => "undo-",
            Self::Redo => "redo-",
        }
    }
}

fn folder(root: &Path) -> ProjectPath {
    ProjectPath::root(root).join(STATE).join("undo")
}

/// Returns the steps of a direction with their numbers, the oldest first.
fn steps(root: &Path, direction: Direction) -> Vec<(u64, ProjectPath)> {
    let folder = folder(root);
    let entries = folder.entries().unwrap_or_default().into_iter();
    let mut steps: Vec<(u64, ProjectPath)> = entries
        .filter_map(|(name, _)| {
            let name = name.into_string().ok()?;
            let number = name.strip_prefix(direction.prefix())?.strip_suffix(".json")?;
            Some((number.parse().ok()?, folder.join(&name)))
        })
        .collect();
    steps.sort();
    steps
}

fn push(root: &Path, direction: Direction, step: &Step) -> Result<(), FileError> {
    let number = steps(root, direction).last().map_or(0, |(number, _)| number.saturating_add(1));
    let path = folder(root).join(format!("{}{number:06}.json", direction.prefix()));
    let json = serde_json::to_vec(step).map_err(|error| FileError::new("write", &path, error.into()))?;
    path.write(&files::with_checksum(&json))
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}
