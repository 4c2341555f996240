//! Levels of speech: the loudness and the gain of each voice or take, and the voices with high peaks.

use std::collections::BTreeMap;

use super::super::plan::{Plan, VoicePlan};
use super::super::script_file::ScriptFile;
use crate::base::config::{Levels, Mix};
use crate::base::diagnostic::Diagnostic;
use crate::mixer;
use crate::script::file::Manifest;
use crate::takes::Take;
use aloud_audio::measure::gated_loudness;

/// Takes of a voice that differ by more than this get a gain each, in LU. Sessions on two days often do, and services whose model
/// was replaced in between. Natural voices differ by up to 2.1 LU.
const UNEVEN: f64 = 3.0;
/// Share of the takes of a synthetic voice that do not count at either end: an outcry of one second is louder than the rest.
const OUTLIERS: f64 = 0.05;
/// The loudness of a shorter take says little about its session, in seconds.
const SHORTEST: f64 = 1.0;
/// A synthetic voice is peaky if the limiter would attenuate one of its takes by more than this, in dB.
const PEAKY_DB: f64 = 1.0;

/// The levels of a voice.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::build) struct VoiceLevels {
    /// Gated loudness of its takes in LUFS; `None` if it is silent.
    pub(in crate::build) loudness: Option<f64>,
    /// Distance of the loudest and the softest take in LU, of a voice that is levelled by take because they differ too much.
    pub(in crate::build) uneven: Option<f64>,
}

/// Returns the levels of each voice. A take that is used twice counts once, so repeating a sentence does not change the level
/// of the others.
pub(super) fn levels_by_voice(manifest: &Manifest, plan: &Plan, takes: &[&Take]) -> Vec<VoiceLevels> {
    let mut by_voice = vec![BTreeMap::new(); plan.voices.len()];
    for (planned, take) in plan.utterances.iter().zip(takes) {
        by_voice[planned.voice].insert(take.key, *take);
    }
    let levels = by_voice.iter().zip(&plan.voices).map(|(takes, voice)| {
        let automatic = manifest.mix.levels == Levels::Auto && !manifest.gains.contains_key(&voice.name);
        let outliers = if voice.synthetic { OUTLIERS } else { 0.0 };
        let spread = spread(takes.values().copied(), outliers);
        VoiceLevels {
            loudness: gated_loudness(takes.values().map(|take| &take.measures)),
            uneven: spread.filter(|spread| automatic && *spread > UNEVEN),
        }
    });
    levels.collect()
}

/// Returns the distance of the loudest and the softest take in LU, without a share of outliers at either end. Short takes do not
/// count.
fn spread<'a>(takes: impl Iterator<Item = &'a Take>, outliers: f64) -> Option<f64> {
    let takes = takes.filter(|take| !is_short(take));
    let mut loudness: Vec<f64> = takes.filter_map(|take| gated_loudness([&take.measures])).collect();
    loudness.sort_by(f64::total_cmp);
    let skipped = (loudness.len() as f64 * outliers) as usize;
    Some(loudness.iter().rev().nth(skipped)? - loudness.get(skipped)?)
}

fn is_short(take: &Take) -> bool {
    let frames = take.measures.sound.end - take.measures.sound.start;
    (frames as f64) < SHORTEST * f64::from(take.measures.sample_rate)
}

/// Warns of voices that need a gain for each take. A synthetic voice that always speaks the same words alike cannot be asked for an even
/// level, so nobody needs to know.
pub(super) fn uneven_voices(script: &ScriptFile<'_>, plan: &Plan, levels: &[VoiceLevels]) -> Vec<Diagnostic> {
    let adjustable = |voice: &VoicePlan| !(voice.synthetic && voice.backend.capabilities().deterministic);
    let voices = plan.voices.iter().zip(levels).filter(|(voice, _)| adjustable(voice));
    let uneven = voices.filter_map(|(voice, levels)| Some((voice, levels.uneven?)));
    uneven
        .map(|(voice, spread)| {
            let what = |takes: &str| {
                let name = &voice.name;
                format!("the {takes} of `{name}` differ by {spread:.1} LU, so each gets a gain of its own")
            };
            let (warning, remedy) = match voice.synthetic {
                true => {
                    (Diagnostic::warning("takes-uneven", what("takes")), "ask the voice for an even level")
                }
                false => {
                    (Diagnostic::warning("recordings-uneven", what("recordings")), "record in one session")
                }
            };
            let hint = format!("{remedy}, or set `levels = \"voice\"` in `[mix]` to keep the differences");
            warning.at(&script.path).hint(hint)
        })
        .collect()
}

/// Returns the gain in dB of a take: its own, or its voice's. Gains have steps of 0.1 dB: an edit that hardly changes the
/// loudness of a voice keeps the samples of its other takes.
pub(super) fn take_gain_db(manifest: &Manifest, voice: &str, take: &Take, levels: VoiceLevels) -> f64 {
    let settings = &manifest.mix;
    let own = settings.levels == Levels::Take || levels.uneven.is_some() && !is_short(take);
    let gain = if own {
        gain_to_target(settings, gated_loudness([&take.measures]))
    } else if levels.uneven.is_some() {
        gain_to_target(settings, levels.loudness)
    } else {
        voice_gain_db(manifest, voice, levels)
    };
    gain.unwrap_or(0.0)
}

/// Returns the gain in dB of a voice: the locked one, or else the one that brings it to the target loudness. Returns `None`
/// if its takes have no common gain.
pub(in crate::build) fn voice_gain_db(manifest: &Manifest, voice: &str, levels: VoiceLevels) -> Option<f64> {
    match manifest.mix.levels {
        Levels::Auto if levels.uneven.is_some() => None,
        Levels::Auto | Levels::Voice => {
            let locked = manifest.gains.get(voice).copied();
            locked.or_else(|| gain_to_target(&manifest.mix, levels.loudness))
        }
        Levels::Take => None,
        Levels::None => Some(0.0),
    }
}

fn gain_to_target(settings: &Mix, loudness: Option<f64>) -> Option<f64> {
    settings.loudness.zip(loudness).map(|(target, loudness)| mixer::gain_to(target, loudness))
}

/// Returns, by voice, whether its peaks would reach far beyond the ceiling. The phase of people's recordings stays as it is.
pub(super) fn peaky_voices(
    manifest: &Manifest,
    plan: &Plan,
    takes: &[&Take],
    levels: &[VoiceLevels],
) -> Vec<bool> {
    let settings = &manifest.mix;
    // The same sound in two channels is 3 LU louder, so each channel is softer by as much.
    let channels = 10.0 * libm::log10(f64::from(settings.channels));
    let mut peaky = vec![false; plan.voices.len()];
    for (planned, take) in plan.utterances.iter().zip(takes) {
        let voice = &plan.voices[planned.voice];
        if !voice.synthetic || settings.loudness.is_none() {
            continue;
        }
        let gain = take_gain_db(manifest, &voice.name, take, levels[planned.voice]) - channels;
        let peak = 20.0 * libm::log10(f64::from(take.measures.sound_peak)) + gain;
        peaky[planned.voice] |= peak > settings.peak + PEAKY_DB;
    }
    peaky
}
