//! What a project needs trust for: the programs of its voices and its recogniser, and the servers of its keys.

use std::collections::BTreeSet;
use std::path::Path;

use super::series::folder_of;
use super::{Project, read_manifest, script_path};
use crate::base::config::{self, Ask};
use crate::base::diagnostic::Diagnostic;
use crate::base::trust::Need;
use crate::voices::{Recogniser, Voice, Voices};

/// The needs of a project, and the problems that hide others.
#[derive(Debug, Default)]
pub struct Needs {
    /// The needs of all its voices, its recogniser and its language model.
    pub needs: Vec<Need>,
    /// Problems of files that were read. If one is an error, the needs are not complete.
    pub problems: Vec<Diagnostic>,
}

/// Returns the needs of the project in `root`.
pub fn needs(root: &Path) -> Needs {
    let (voices, problems) = Voices::load_in_series(root, folder_of(root).as_deref());
    let mut found =
        Needs { needs: Vec::new(), problems: problems.into_iter().map(|(_, problem)| problem).collect() };
    // The folder of the series has a record of its own.
    for voice in voices.names().filter_map(|name| voices.get(name)).filter(|voice| !voice.is_of_series()) {
        match voice.need() {
            Ok(need) => found.needs.extend(need),
            Err(problem) => found.problems.push(problem),
        }
    }
    match of_script(root) {
        Ok(needs) => found.needs.extend(needs),
        Err(problems) => found.problems.extend(problems),
    }
    found
}

/// Returns the environment variables that the project names for keys.
pub fn key_variables(project: &Project) -> BTreeSet<String> {
    let voices = project.voices.names().filter_map(|name| project.voices.get(name));
    let of_recogniser = match project.manifest.verify.as_ref().map(|verify| &verify.recogniser) {
        Some(config::Recogniser::Server { api_key_env, .. }) => api_key_env.clone(),
        _ => None,
    };
    let of_model = project.manifest.ask.as_ref().and_then(|ask| ask.api_key_env.clone());
    voices.flat_map(Voice::key_variables).chain(of_recogniser).chain(of_model).collect()
}

/// Returns the needs of script.toml: those of its recogniser and of its language model.
fn of_script(root: &Path) -> Result<Vec<Need>, Vec<Diagnostic>> {
    let path = script_path(root);
    // A folder of voices may have no script.toml.
    if !path.exists() {
        return Ok(Vec::new());
    }
    let manifest = read_manifest(root)?;
    let recogniser = manifest.verify.as_ref().map(|verify| Recogniser::need(verify, root));
    let found = [recogniser, manifest.ask.as_ref().map(of_model)];
    let (mut needs, mut problems) = (Vec::new(), Vec::new());
    for found in found.into_iter().flatten() {
        match found {
            Ok(need) => needs.extend(need),
            Err(problem) => problems.push(problem.at(&path)),
        }
    }
    if problems.is_empty() { Ok(needs) } else { Err(problems) }
}

#[cfg(feature = "http")]
fn of_model(ask: &Ask) -> Result<Option<Need>, Diagnostic> {
    crate::base::http::Chat::need(ask)
        .map_err(|error| Diagnostic::error(error.code, error.what).hint(error.hint))
}

#[cfg(not(feature = "http"))]
fn of_model(_ask: &Ask) -> Result<Option<Need>, Diagnostic> {
    Ok(None)
}
