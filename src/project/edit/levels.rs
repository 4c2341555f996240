//! The gains of an episode → script.toml, to be kept to.

use std::path::Path;

use super::{not_amended, rewrite};
use crate::base::error::Error;
use crate::outputs::description::{DescribedVoice, Description};
use crate::project::{OUT, Wait};
use crate::script::file::{self, Gains};

/// Gains that an episode was mixed with.
pub fn gains(described: &Description) -> Gains {
    let voice = |voice: &DescribedVoice| Some((voice.name.clone(), voice.gain_db?));
    Gains { episode: described.levels.gain_db, voices: described.voices.iter().filter_map(voice).collect() }
}

/// Writes the gains of the published episode into script.toml, and gives them.
///
/// # Errors
/// When there is no published episode, or script.toml cannot be read or written; then nothing is written.
pub fn hold(root: &Path, wait: &mut Wait<'_>) -> Result<Gains, Error> {
    let mut held = Gains::default();
    rewrite(root, wait, |text, _| {
        held = gains(&Description::read(&root.join(OUT))?);
        Ok(file::set_gains(text, Some(&held)).map_err(|error| not_amended(root, &error))?)
    })?;
    Ok(held)
}

/// Takes gains out of script.toml: they are found anew with every build.
///
/// # Errors
/// When script.toml cannot be read or written.
pub fn release(root: &Path, wait: &mut Wait<'_>) -> Result<(), Error> {
    rewrite(root, wait, |text, _| Ok(file::set_gains(text, None).map_err(|error| not_amended(root, &error))?))
}
