//! Cues that cannot be played, as far as that shows without reading all of their sounds.

use super::super::messages::unplayable;
use crate::audio::sound::Sound;
use crate::base::config::Cue;
use crate::base::diagnostic::Diagnostic;
use crate::project::Project;

/// One for each.
pub(super) fn problems(project: &Project) -> Vec<Diagnostic> {
    let problem = |(nth, cue): (usize, &Cue)| {
        let error = Sound::open(&project.root.join(&cue.file)).err()?;
        Some(unplayable(project, nth, &error.to_string()))
    };
    project.manifest.cues.iter().enumerate().filter_map(problem).collect()
}
