//! What a project needs trust for: the programs of its voices and its recogniser, and the servers of its keys.

use std::collections::BTreeSet;
use std::path::Path;

use super::series::folder_of;
use super::{Project, read_manifest, script_path};
use crate::base::config::{self, Ask};
use crate::base::diagnostic::Diagnostic;
use crate::base::trust::Need;
use crate::script::NARRATOR;
use crate::voices::{Recogniser, Voice, Voices, assign};

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
    for need in of_voices(&voices) {
        match need {
            Ok((_, need)) => found.needs.push(need),
            Err(problem) => found.problems.push(problem),
        }
    }
    match of_script(root) {
        Ok(needs) => found.needs.extend(needs),
        Err(problems) => found.problems.extend(problems),
    }
    found
}

/// Returns the needs of the voices with their names, without those that need no trust.
fn of_voices(voices: &Voices) -> impl Iterator<Item = Result<(&str, Need), Diagnostic>> {
    // The folder of the series has a record of its own.
    let own = voices.names().filter_map(|name| voices.get(name)).filter(|voice| !voice.is_of_series());
    own.filter_map(|voice| Some(voice.need().transpose()?.map(|need| (voice.name.as_str(), need))))
}

/// A need of a project, and what has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProjectNeed {
    /// What would run or be sent.
    pub need: Need,
    /// The voice that has it; `None` for the recogniser.
    pub voice: Option<String>,
    /// True if a build of the script as it is now may run or send it.
    pub in_build: bool,
}

/// Returns the needs of the voices and the recogniser of a project. A build has those of the voices that speak in it, and of their
/// fallbacks; any voice may be auditioned. Needs that cannot be read are missing: the build reports them.
pub fn needs_by_source(project: &Project) -> Vec<ProjectNeed> {
    let Project { manifest, voices, root, .. } = project;
    let segments = &manifest.script.segments;
    let speakers = segments.iter().filter(|segment| segment.decided.voice.is_none());
    let speakers: BTreeSet<&str> = speakers.map(|segment| segment.speaker.as_str()).collect();
    let cast = assign(segments.iter().map(|s| s.speaker.as_str()), &manifest.cast, &manifest.casting.people);
    let of_speakers = cast.iter().filter(|(speaker, _)| speakers.contains(speaker.as_str()));
    let of_speakers = of_speakers.map(|(_, voice)| voice);
    let of_segments = segments.iter().filter_map(|segment| segment.decided.voice.as_ref());
    // Without a voice of its own, the narrator's voice says the disclosure.
    let narrator = cast.get(NARRATOR).or_else(|| manifest.cast.get(NARRATOR));
    let of_disclosure = manifest.disclosure.voice.as_ref().or(narrator);
    let named = of_speakers.chain(of_segments).chain(of_disclosure).map(String::as_str);
    let spoken = voices.with_fallbacks(named);
    let need_of = |(voice, need): (&str, Need)| ProjectNeed {
        need,
        in_build: spoken.contains(voice),
        voice: Some(voice.to_string()),
    };
    let of_voices = of_voices(voices).flatten().map(need_of);
    let recogniser =
        manifest.verify.as_ref().and_then(|verify| Recogniser::need(verify, root).ok().flatten());
    let of_recogniser = recogniser.map(|need| ProjectNeed { need, voice: None, in_build: true });
    of_voices.chain(of_recogniser).collect()
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
