//! Adds a voice to a project.

use std::path::Path;

use super::undo::{self, Amended};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::{Wait, lock_script};

/// Content of voice.toml for a person who will record.
const RECORDED: &str = "backend = \"recorded\"\n";
/// The editor that adds voices, in the list of amendments to undo.
const EDITOR: &str = "aloud studio";

/// Adds a voice for a person's recordings: `voices/NAME/voice.toml`. Undo removes it again; recordings stay.
///
/// # Errors
/// When the name is in use or not a plain one, or the file cannot be written.
pub fn add_recorded_voice(root: &Path, name: &str, wait: &mut Wait<'_>) -> Result<(), Error> {
    let Some(folder) = undo::voice_folder(root, name) else {
        let problem =
            Diagnostic::error("voice-name-invalid", format!("`{name}` cannot be the name of a voice"));
        return Err(problem.hint("use small letters from a to z, digits, `-` and `_`").into());
    };
    let _turn = lock_script(root, wait)?;
    let path = folder.join(undo::VOICE);
    if path.is_taken()? {
        let problem =
            Diagnostic::error("voice-exists", format!("there is a voice `{name}` already")).at(&path);
        return Err(problem.hint("choose another name").into());
    }
    undo::remember(root, EDITOR, Amended::Voice(name.into()), None, RECORDED)?;
    Ok(path.write(RECORDED.as_bytes())?)
}
