//! Takes → edition: the timeline in frames, and one gain for each voice.

use std::collections::BTreeMap;

use super::Plan;
use super::produce::Takes;
use crate::audio::measure::{Measures, gated_loudness};
use crate::config::{Levels, Mix};
use crate::diagnostic::Diagnostic;
use crate::mixer::{self, Format, Placement, Programme};
use crate::project::Project;
use crate::takes::Take;
use crate::timeline::{self, Item, Timeline};

/// An episode, laid out and levelled, not yet mixed.
pub(super) struct Edition {
    /// One placement for each line of the plan.
    pub(super) timeline: Timeline,
    /// What the mixer needs.
    pub(super) mix: mixer::Plan,
    /// By voice of the plan: its gated loudness in LUFS; `None` when it is silent.
    pub(super) loudness: Vec<Option<f64>>,
    /// What a person should listen to.
    pub(super) warnings: Vec<Diagnostic>,
}

/// Lays the takes of a plan out.
pub(super) fn lay_out(project: &Project, plan: &Plan, takes: &Takes) -> Edition {
    let settings = &project.manifest.mix;
    let takes: Vec<&Take> = plan.lines.iter().filter_map(|line| takes.get(&line.key)).collect();
    let item = |(line, take): (&super::Line, &&Take)| Item {
        frames: mixer::frames_at(sound_length(&take.measures), take.measures.sample_rate, settings.rate),
        seam: line.seam,
    };
    let items: Vec<Item> = plan.lines.iter().zip(&takes).map(item).collect();
    let timeline = timeline::arrange(&items, &project.manifest.pauses, settings.rate);
    let loudness = loudness_by_voice(plan, &takes);
    let format = Format { rate: settings.rate, channels: settings.channels, bits: settings.bits };
    let mut programme = Programme::new(format, settings.peak);
    let placements = plan.lines.iter().zip(&takes).zip(&timeline.placements);
    let placements = placements.map(|((line, take), span)| {
        let gain_db = gain_db(settings, take, loudness[line.voice]);
        programme.add(&take.measures, span.start, gain_db);
        Placement {
            path: take.path.clone(),
            sound: take.measures.sound.clone(),
            sample_rate: take.measures.sample_rate,
            offset: take.measures.offset,
            start: span.start,
            gain_db,
            pan: pan(project, &plan.voices[line.voice].name),
            faded: true,
            identity: mixer::identity(&take.key.to_string(), &take.measures),
        }
    });
    let placements = placements.collect();
    let mix = mixer::Plan {
        placements,
        length: timeline.length,
        format,
        loudness: settings.loudness,
        gain_db: settings.loudness.map_or(0.0, |target| programme.gain_to(target)),
        peak: settings.peak,
    };
    let warnings = clipped(project, plan, &takes);
    Edition { timeline, mix, loudness, warnings }
}

fn pan(project: &Project, voice: &str) -> f32 {
    project.manifest.pan.get(voice).map_or(0.0, |pan| *pan as f32)
}

/// Takes whose waves were cut off when they were recorded or spoken: no mixer mends that.
fn clipped(project: &Project, plan: &Plan, takes: &[&Take]) -> Vec<Diagnostic> {
    let lines = plan.lines.iter().zip(takes).enumerate().filter(|(_, (_, take))| take.measures.is_clipped());
    let warning = |(nth, (line, take)): (usize, (&super::Line, &&Take))| {
        Diagnostic::warning(format!("take {} is clipped: {} flat samples", nth + 1, take.measures.clipped))
            .at(project.root.join("script.toml"))
            .segment(line.segment + 1)
            .hint("record it again with less gain, or turn the voice down")
    };
    lines.map(warning).collect()
}

/// Gain in dB of a voice, where all its takes have the same.
pub(super) fn voice_gain_db(settings: &Mix, loudness: Option<f64>) -> Option<f64> {
    match settings.levels {
        Levels::Voice => {
            settings.loudness.zip(loudness).map(|(target, loudness)| mixer::gain_to(target, loudness))
        }
        Levels::Take => None,
        Levels::None => Some(0.0),
    }
}

fn sound_length(measures: &Measures) -> u64 {
    measures.sound.end - measures.sound.start
}

/// Gated loudness over all takes of each voice; a take that is heard twice counts once, so that
/// repeating a sentence does not change the level of the rest.
fn loudness_by_voice(plan: &Plan, takes: &[&Take]) -> Vec<Option<f64>> {
    let mut by_voice = vec![BTreeMap::new(); plan.voices.len()];
    for (line, take) in plan.lines.iter().zip(takes) {
        by_voice[line.voice].insert(take.key, &take.measures);
    }
    by_voice.into_iter().map(|takes| gated_loudness(takes.into_values())).collect()
}

/// Brings a voice, or a take, to the episode's loudness, in steps of 0.1 dB: an edit that hardly changes a
/// voice's loudness leaves the samples of its other takes as they were.
fn gain_db(settings: &Mix, take: &Take, of_voice: Option<f64>) -> f64 {
    let of_take = || settings.loudness.zip(gated_loudness([&take.measures]));
    let gain = match settings.levels {
        Levels::Take => of_take().map(|(target, loudness)| mixer::gain_to(target, loudness)),
        _ => voice_gain_db(settings, of_voice),
    };
    gain.unwrap_or(0.0)
}
