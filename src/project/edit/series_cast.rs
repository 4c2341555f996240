//! Adds the people of episodes to the cast of their series.

use std::path::{Path, PathBuf};

use crate::base::error::Error;
use crate::project::series::{self, people_of};
use crate::project::{Wait, read_manifest};
use crate::voices::assign;

/// Adds the people of these episodes to `[cast]` of the series in `root`: in the order of the episodes, and in an episode in the order in
/// which they speak. Each gets the voice that the first of the episodes gives. Returns the new people with their voices.
///
/// # Errors
/// When a script.toml or series.toml has problems, or series.toml cannot be written.
pub fn add_people_to_series(
    root: &Path,
    episodes: &[PathBuf],
    wait: &mut Wait<'_>,
) -> Result<Vec<(String, String)>, Error> {
    let mut added = Vec::new();
    for episode in episodes {
        let manifest = read_manifest(episode).map_err(Error::Problems)?;
        let speakers = || manifest.script.segments.iter().map(|segment| segment.speaker.as_str());
        let voices = assign(speakers(), &manifest.cast, &manifest.casting.people);
        let people = people_of(speakers().filter(|name| !manifest.series_cast.contains(*name)), &voices);
        series::add_people(root, &people, wait)?;
        // An episode that keeps a voice of its own is no new person.
        added.extend(people.into_iter().filter(|(name, _)| !is_listed(&added, name)).collect::<Vec<_>>());
    }
    Ok(added)
}

fn is_listed(people: &[(String, String)], name: &str) -> bool {
    people.iter().any(|(known, _)| known == name)
}
