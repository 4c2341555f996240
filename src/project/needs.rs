//! What a project needs trust for: the programs of its voices, and the servers of its keys.

use std::path::Path;

#[cfg(feature = "http")]
use super::{read_manifest, script_path};
use crate::base::diagnostic::Diagnostic;
use crate::base::trust::Need;
use crate::voices::Voices;

/// The needs of a project, and the problems that hide others.
#[derive(Debug, Default)]
pub struct Needs {
    /// The needs of all its voices, and of its language model.
    pub needs: Vec<Need>,
    /// Problems of files that were read. If one is an error, the needs are not complete.
    pub problems: Vec<Diagnostic>,
}

/// Returns the needs of the project in `root`.
pub fn needs(root: &Path) -> Needs {
    let (voices, problems) = Voices::load(root);
    let mut found =
        Needs { needs: Vec::new(), problems: problems.into_iter().map(|(_, problem)| problem).collect() };
    for voice in voices.names().filter_map(|name| voices.get(name)) {
        match voice.need() {
            Ok(need) => found.needs.extend(need),
            Err(problem) => found.problems.push(problem),
        }
    }
    match of_model(root) {
        Ok(need) => found.needs.extend(need),
        Err(problems) => found.problems.extend(problems),
    }
    found
}

#[cfg(feature = "http")]
fn of_model(root: &Path) -> Result<Option<Need>, Vec<Diagnostic>> {
    // A folder of voices may have no script.toml.
    if !script_path(root).exists() {
        return Ok(None);
    }
    let Some(ask) = read_manifest(root)?.ask else { return Ok(None) };
    crate::base::http::Chat::need(&ask).map_err(|error| {
        let problem = Diagnostic::error(error.code, error.what).at(script_path(root));
        vec![problem.hint(error.hint)]
    })
}

#[cfg(not(feature = "http"))]
fn of_model(_root: &Path) -> Result<Option<Need>, Vec<Diagnostic>> {
    Ok(None)
}
