//! Plans a build: the utterances of the script, the voice of each, and the takes that the store already has.

mod article_changes;
mod disclosure;
mod pinned_takes;
mod planner;
mod segmentation;
mod shared_takes;
mod types;
mod unrecorded;
mod warnings;

pub(super) use disclosure::sentence as disclosure_sentence;
pub(super) use types::{FailedVoices, as_fallback_warning};
pub use types::{Plan, PlannedUtterance, SyntheticShare, VoicePlan, WantedRecording};

use std::collections::BTreeSet;

use super::formats;
use super::listener::Listener;
use super::script_file::ScriptFile;
use super::take_checks;
use super::verify;
use crate::base::diagnostic::Diagnostic;
use crate::base::files::ProjectPath;
use crate::project::Project;
use crate::project::article_check::ArticleCheck;
use crate::takes::{Key, Lookup};
use crate::voices::backend::VoiceError;
use aloud_audio::decode::Decoder;
use aloud_audio::wav::WavError;
use planner::Planner;

/// Plans a build. Speaks nothing, and writes nothing but takes that it finds in a shared store. A plan with [`Plan::problems`] cannot be built.
pub fn plan(project: &Project) -> Plan {
    let mut plan = plan_without(project, &FailedVoices::new());
    plan.article_check = ArticleCheck::new(&project.root, &project.manifest);
    if let Some(check) = &plan.article_check {
        plan.warnings.extend(article_changes::warnings(&ScriptFile::of(project), check));
    }
    plan
}

/// Plans only some segments, without the checks of the whole project. Its problems are those of the segments and their voices.
pub(super) fn plan_segments(project: &Project, segments: &[usize]) -> Plan {
    let mut plan = Planner::new(project, &FailedVoices::new()).plan_only(segments);
    plan.problems.extend(unready_voices(project, &plan));
    plan
}

/// Returns the keys of all takes that the script uses. They are known even if a cue, a program or a recording is missing.
///
/// # Errors
/// If the takes of a segment are not known, for example because its voice is missing.
pub(super) fn keys_in_use(project: &Project) -> Result<BTreeSet<Key>, Vec<Diagnostic>> {
    let failed = FailedVoices::new();
    let own = Planner::new(project, &failed).plan();
    let unknown: Vec<_> =
        own.problems.into_iter().filter(|problem| problem.code != "recording-missing").collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    // Where a voice is not installed, the takes of its fallback are used too.
    let spoken = plan_without(project, &failed);
    Ok(own.utterances.iter().chain(&spoken.utterances).map(|planned| planned.key).collect())
}

/// Plans a build in which some voices have failed: their fallbacks speak those segments.
pub(super) fn plan_without(project: &Project, failed: &FailedVoices) -> Plan {
    let plan = plan_with(project, failed);
    let missing = voices_to_install(&plan);
    if missing.is_empty() {
        return plan;
    }
    // The takes that they spoke on another machine stay in use. Their fallbacks speak the rest.
    let mut failed = failed.clone();
    let mut warnings = Vec::new();
    for (index, error) in missing {
        let voice = &plan.voices[index];
        let waiting = plan.utterances.iter().filter(|planned| planned.voice == index && is_missing(planned));
        failed.extend(waiting.map(|planned| (planned.segment, voice.name.clone())));
        let problem = unready(project, &voice.name, &error);
        warnings.push(as_fallback_warning(problem, voice.fallback.as_deref().unwrap_or_default()));
    }
    let mut plan = plan_without(project, &failed);
    plan.warnings.extend(warnings);
    plan
}

/// Returns the voices that have something to speak and a fallback, but are not installed on this machine.
fn voices_to_install(plan: &Plan) -> Vec<(usize, VoiceError)> {
    let voices = plan.voices.iter().enumerate().filter(|(_, voice)| voice.fallback.is_some());
    let unready = voices.filter_map(|(index, voice)| Some((index, voice.backend.ready().err()?)));
    let to_install = unready.filter(|(_, error)| error.code() == "voice-not-installed");
    to_install
        .filter(|(index, _)| {
            plan.utterances.iter().any(|planned| planned.voice == *index && is_missing(planned))
        })
        .collect()
}

fn is_missing(planned: &PlannedUtterance) -> bool {
    matches!(planned.stored, Lookup::Miss(_))
}

fn plan_with(project: &Project, failed: &FailedVoices) -> Plan {
    let script = ScriptFile::of(project);
    let mut plan = Planner::new(project, failed).plan();
    if let Err(error) = shared_takes::fetch(&project.store(), &mut plan) {
        plan.problems.push(error.into());
    }
    plan.problems.extend(unplayable_cues(project, &script));
    match formats::find(&project.root, &script) {
        Ok(formats) => plan.formats = formats,
        Err(problems) => plan.problems.extend(problems),
    }
    plan.problems.extend(unready_voices(project, &plan));
    match Listener::of(project) {
        Ok(listener) => plan.listener = listener,
        Err(problem) => plan.problems.push(problem),
    }
    plan.problems.extend(verify::unready(&script, &plan));
    if plan.utterances.is_empty() && plan.problems.is_empty() {
        let problem = Diagnostic::error("script-empty", "there is nothing to speak").at(&script.path);
        plan.problems.push(problem.hint("add a `[[segment]]` with a `speaker` and a `text`"));
    }
    let warnings = [warnings::damaged_takes(&script, &plan), warnings::language_mismatch(&script, &plan)];
    plan.warnings.extend(warnings.into_iter().flatten());
    plan.warnings.extend(warnings::not_normalised(&script, &plan));
    plan.warnings.extend(warnings::unspoken_disclosure(&script, &plan));
    let stored = |at: usize| match &plan.utterances[at].stored {
        Lookup::Hit(take) => Some(&**take),
        Lookup::Miss(_) => None,
    };
    let faulty = take_checks::warnings(&script, &plan, &stored, &|_, _| true);
    plan.warnings.extend(faulty);
    plan
}

/// Returns an error for each cue that cannot be opened. Its sound is not read yet: that takes long.
fn unplayable_cues(project: &Project, script: &ScriptFile<'_>) -> Vec<Diagnostic> {
    let cues = script.manifest.cues.iter().enumerate();
    cues.filter_map(|(nth, cue)| {
        let why = open_error(&cue.path(&project.root))?;
        Some(script.unplayable_cue(nth, &why))
    })
    .collect()
}

/// Returns the reason why a sound cannot be opened. A cut WAV shows in its header. Other formats are verified when they are measured.
fn open_error(path: &ProjectPath) -> Option<String> {
    match path.open_sound().map_err(WavError::from).and_then(Decoder::of_file) {
        Ok(decoder) if decoder.verdict().is_whole() => None,
        Ok(decoder) => Some(decoder.verdict().to_string()),
        Err(error) => Some(error.to_string()),
    }
}

/// Returns an error for each voice that has something to speak and is not ready.
fn unready_voices(project: &Project, plan: &Plan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (index, voice) in plan.voices.iter().enumerate() {
        if !plan.utterances.iter().any(|planned| planned.voice == index && is_missing(planned)) {
            continue;
        }
        if let Err(error) = voice.backend.ready() {
            problems.push(unready(project, &voice.name, &error));
        }
    }
    problems
}

fn unready(project: &Project, voice: &str, error: &VoiceError) -> Diagnostic {
    let problem = Diagnostic::error(error.code(), format!("voice `{voice}` cannot speak: {error}"));
    let path = project.root.join("voices").join(voice).join("voice.toml");
    // A built-in voice has no file.
    let problem = if path.exists() { problem.at(path) } else { problem };
    problem.hint(error.hint())
}
