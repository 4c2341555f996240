//! Locks the gains of an episode in script.toml, so later edits do not change the rest of the mix.

use std::path::Path;

use super::amend::{rewrite, syntax_error};
use crate::base::error::Error;
use crate::base::files::ProjectPath;
use crate::outputs::description::Description;
use crate::project::{OUT, Wait};
use crate::script::file::{self, Gains};

/// Returns the gains that an episode was mixed with.
pub fn mixed_gains(described: &Description) -> Gains {
    Gains {
        episode: described.levels.gain_db,
        voices: described
            .voices
            .iter()
            .filter_map(|voice| Some((voice.name.clone(), voice.gain_db?)))
            .collect(),
    }
}

/// Writes the gains of the published episode into script.toml and returns them.
///
/// # Errors
/// When there is no published episode, or script.toml cannot be read or written; then nothing is written.
pub fn lock_gains(root: &Path, wait: &mut Wait<'_>) -> Result<Gains, Error> {
    let mut locked = Gains::default();
    rewrite(root, "aloud levels", wait, |text, _| {
        locked = mixed_gains(&Description::read(&ProjectPath::root(root).join(OUT))?);
        Ok(file::set_gains(text, Some(&locked)).map_err(|error| syntax_error(root, &error))?)
    })?;
    Ok(locked)
}

/// Removes locked gains from script.toml. Every build then computes them.
///
/// # Errors
/// When script.toml cannot be read or written.
pub fn unlock_gains(root: &Path, wait: &mut Wait<'_>) -> Result<(), Error> {
    rewrite(root, "aloud levels", wait, |text, _| {
        Ok(file::set_gains(text, None).map_err(|error| syntax_error(root, &error))?)
    })
}
