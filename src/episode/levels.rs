//! Takes → edition: the timeline in frames, and one gain for each voice.

use std::collections::BTreeMap;

use super::Plan;
use super::produce::Takes;
use crate::audio::measure::{Measures, gated_loudness};
use crate::config::{Levels, Mix};
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
            pan: 0.0,
            faded: true,
            identity: mixer::identity(&take.key.to_string(), &take.measures),
        }
    });
    let placements = placements.collect();
    let mix = mixer::Plan {
        placements,
        length: timeline.length,
        format,
        loudness: Some(settings.loudness),
        gain_db: programme.gain_to(settings.loudness),
        peak: settings.peak,
    };
    Edition { timeline, mix, loudness }
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
    let loudness = match settings.levels {
        Levels::Voice => of_voice,
        Levels::Take => gated_loudness([&take.measures]),
        Levels::None => None,
    };
    loudness.map_or(0.0, |loudness| mixer::gain_to(settings.loudness, loudness))
}
