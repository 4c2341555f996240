//! What the outputs are made of: a plan, laid out.

use super::super::layout::{Heard, LaidOut, voice_gain_db};
use super::super::plan::disclosure_sentence;
use super::super::{Line, Plan, VoicePlan};
use crate::outputs::{self, VoiceReport};
use crate::project::Project;
use crate::script::Script;

/// The script with what is said at the beginning.
pub(super) fn script(project: &Project, plan: &Plan) -> Script {
    let mut script = project.manifest.script.clone();
    script.segments.extend(plan.disclosure.clone());
    script
}

pub(super) fn edition<'a>(
    project: &'a Project,
    plan: &'a Plan,
    laid_out: &'a LaidOut,
    script: &'a Script,
    voices: &'a [VoiceReport],
) -> outputs::Edition<'a> {
    let line = |(nth, line): (usize, &'a Line)| outputs::Line {
        segment: line.segment,
        text: &line.text,
        spoken: &line.utterance.spoken,
        voice: &plan.voices[line.voice].name,
        take: line.key.to_string(),
        words: laid_out.words[nth].clone(),
    };
    let lines = plan.lines.iter().enumerate().map(line).collect();
    let manifest = &project.manifest;
    let sound = |heard: &Heard| outputs::Sound { cue: &manifest.cues[heard.cue], span: heard.span };
    outputs::Edition {
        script,
        lines,
        timeline: &laid_out.timeline,
        sounds: laid_out.heard.iter().map(sound).collect(),
        outputs: &manifest.outputs,
        disclosure: disclosure_sentence(plan.synthetic, script.language.as_deref()),
        disclosed: plan.disclosure.is_some(),
        author: manifest.author.as_deref(),
        series: manifest.series.as_deref(),
        voices,
        cover: plan.formats.cover.as_ref(),
    }
}

pub(super) fn voices(project: &Project, plan: &Plan, laid_out: &LaidOut) -> Vec<VoiceReport> {
    let report = |(voice, loudness): (&VoicePlan, &Option<f64>)| VoiceReport {
        name: voice.name.clone(),
        backend: voice.kind,
        synthetic: voice.synthetic,
        person: voice.origin.person.clone(),
        consent: voice.origin.consent.clone(),
        licence: voice.origin.licence.clone(),
        trained: voice.origin.trained,
        loudness: loudness.map(|lufs| (lufs * 10.0).round() / 10.0),
        gain_db: voice_gain_db(project, &voice.name, *loudness),
    };
    plan.voices.iter().zip(&laid_out.loudness).map(report).collect()
}
