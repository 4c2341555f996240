//! Keeps the script.toml that a command amended, and brings it back.
//!
//! Each amendment is a step in `.aloud/undo`. A step holds the earlier text and a hash of the text that replaced it. The hash
//! reveals edits by hand, which an undo must not throw away silently. A step back is a step forward for `--redo`.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{self, FileError, ProjectPath};
use crate::project::{self, SCRIPT, STATE, Wait};

/// Number of steps that are kept.
const STEPS: usize = 50;

/// The direction of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Brings back the text before the last amendment.
    Undo,
    /// Brings back the text before the last undo.
    Redo,
}

/// A text of script.toml that can be brought back.
#[derive(Debug, Serialize, Deserialize)]
struct Step {
    /// The command that made the amendment.
    command: String,
    /// The text to bring back.
    text: String,
    /// Hash of the text that it replaces.
    replaces: String,
}

/// Writes script.toml for a command, and keeps the text before. A new amendment ends the steps forward.
///
/// # Errors
/// When script.toml is read-only, or a file cannot be written. Then script.toml is unchanged.
pub(super) fn replace(root: &Path, command: &str, before: Option<&str>, text: &str) -> Result<(), Error> {
    let path = ProjectPath::root(root).join(SCRIPT);
    check_writable(&path)?;
    if let Some(before) = before {
        remember(root, command, before, text)?;
    }
    Ok(path.write(text.as_bytes())?)
}

fn remember(root: &Path, command: &str, before: &str, after: &str) -> Result<(), FileError> {
    for (_, path) in steps(root, Direction::Redo) {
        path.remove_file()?;
    }
    push(
        root,
        Direction::Undo,
        &Step { command: command.into(), text: before.into(), replaces: hash(after) },
    )?;
    let steps = steps(root, Direction::Undo);
    steps.iter().rev().skip(STEPS).try_for_each(|(_, path)| path.remove_file())
}

/// Refuses to replace a read-only file: a rename would, but a person has protected it on purpose.
fn check_writable(path: &ProjectPath) -> Result<(), Diagnostic> {
    if path.open().and_then(|file| file.metadata()).is_ok_and(|file| file.permissions().readonly()) {
        let problem =
            Diagnostic::error("script-protected", "script.toml is write-protected; nothing was written");
        return Err(problem.at(path).hint("make it writable (`chmod u+w`)"));
    }
    Ok(())
}

/// Undoes or redoes an amendment of script.toml, and returns the command that made it. Without `force`, a script.toml that was
/// edited since then is an error.
///
/// # Errors
/// When there is no step in this direction, when script.toml was edited, or when a file cannot be read or written.
pub fn undo(root: &Path, direction: Direction, force: bool, wait: &mut Wait<'_>) -> Result<String, Error> {
    let _lock = project::lock_script(root, wait)?;
    let path = ProjectPath::root(root).join(SCRIPT);
    let now = path.read_text()?;
    while let Some((_, kept)) = steps(root, direction).pop() {
        let step = kept.read_checksummed::<Step>().filter(|step| step.text != now);
        let Some(step) = step else {
            // It is damaged, or the program was killed before or after it wrote script.toml.
            kept.remove_file()?;
            continue;
        };
        if step.replaces != hash(&now) && !force {
            return Err(edited(&path, &step.command, direction).into());
        }
        check_writable(&path)?;
        let back = Step { command: step.command.clone(), text: now, replaces: hash(&step.text) };
        push(root, direction.opposite(), &back)?;
        path.write(step.text.as_bytes())?;
        kept.remove_file()?;
        return Ok(step.command);
    }
    Err(nothing_left(&path, direction).into())
}

fn edited(path: &Path, command: &str, direction: Direction) -> Diagnostic {
    let option = if direction == Direction::Redo { " --redo" } else { "" };
    Diagnostic::error("undo-edited", format!("script.toml was edited after `{command}`"))
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
