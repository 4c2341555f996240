//! Adds a voice to a project.

use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::ProjectPath;
use crate::project::{Wait, lock_script};

/// Content of voice.toml for a person who will record.
const RECORDED: &str = "backend = \"recorded\"\n";
/// Longest name in characters.
const LONGEST: usize = 60;

/// Adds a voice for a person's recordings: `voices/NAME/voice.toml`.
///
/// # Errors
/// When the name is in use or not a plain one, or the file cannot be written.
pub fn add_recorded_voice(root: &Path, name: &str, wait: &mut Wait<'_>) -> Result<(), Error> {
    let is_plain = !name.is_empty()
        && name.len() <= LONGEST
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    if !is_plain {
        let problem =
            Diagnostic::error("voice-name-invalid", format!("`{name}` cannot be the name of a voice"));
        return Err(problem.hint("use small letters from a to z, digits, `-` and `_`").into());
    }
    let _turn = lock_script(root, wait)?;
    let path = ProjectPath::root(root).join("voices").join(name).join("voice.toml");
    if !path.write_new(RECORDED.as_bytes())? {
        let problem =
            Diagnostic::error("voice-exists", format!("there is a voice `{name}` already")).at(&path);
        return Err(problem.hint("choose another name").into());
    }
    Ok(())
}
