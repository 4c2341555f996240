//! Takes → edition: the timeline in frames, and one gain for each voice.

mod apart;
mod music;
mod room;
mod sounds;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use music::Heard;
pub(super) use sounds::{Sounds, sounds};

use super::messages::{at_segment, short};
use super::produce::Takes;
use super::{Line, Plan};
use crate::audio::measure::{Measures, gated_loudness};
use crate::base::config::{Cue, Levels, Mix};
use crate::base::diagnostic::Diagnostic;
use crate::mixer::timeline::{self, Item, Span, Timeline};
use crate::mixer::{self, Format, Placement, Programme};
use crate::project::Project;
use crate::script::file::Manifest;
use crate::takes::Take;
use room::Room;
use sounds::Sound;

/// An episode, laid out and levelled, not yet mixed.
pub(super) struct LaidOut {
    /// A placement for each line of the plan, and one for each sound between them.
    pub(super) timeline: Timeline,
    /// By line: where each word is heard; empty where the voice did not tell.
    pub(super) words: Vec<Vec<(String, Span)>>,
    /// The cues that are heard, in the order of their starts.
    pub(super) heard: Vec<Heard>,
    /// What the mixer needs.
    pub(super) mix: mixer::Plan,
    /// By voice of the plan: its gated loudness in LUFS; `None` when it is silent.
    pub(super) loudness: Vec<Option<f64>>,
    /// What a person should listen to.
    pub(super) warnings: Vec<Diagnostic>,
}

/// Lays the takes of a plan out, with the sounds of the cues.
pub(super) fn lay_out(project: &Project, plan: &Plan, takes: &Takes, sounds: &Sounds) -> LaidOut {
    let Manifest { script, cues, mix: settings, pauses, .. } = &project.manifest;
    let takes: Vec<&Take> = plan.lines.iter().filter_map(|line| takes.get(&line.key)).collect();
    let item = |(line, take): (&Line, &&Take)| {
        let frames = mixer::frames_at(sound_length(&take.measures), take.measures.sample_rate, settings.rate);
        (line.segment, Item { frames, seam: line.seam })
    };
    let items: Vec<(usize, Item)> = plan.lines.iter().zip(&takes).map(item).collect();
    let (sequence, cues_between) = music::sequence(script, cues, &sounds.cues, &items, settings.rate);
    let timeline = timeline::arrange(&sequence, pauses, settings.rate);
    let lines = plan.lines.iter().map(|line| line.segment).zip(timeline.placements.iter().copied());
    let lines: Vec<(usize, Span)> = lines.collect();
    let between = cues_between.into_iter().zip(&timeline.sounds);
    let mut heard: Vec<Heard> = between.map(|(cue, span)| Heard { cue, span: *span }).collect();
    heard.extend(music::beds(script, cues, &lines, timeline.length, settings.rate));
    heard.sort_by_key(|heard| heard.span.start);
    let loudness = loudness_by_voice(plan, &takes);
    let speech = spoken(project, plan, &takes, &timeline, &loudness);
    let music = played(cues, &sounds.cues, &heard, &timeline.placements, settings);
    let tones = tones(project, plan, &sounds.rooms, &timeline, &loudness);
    let mut warnings = clipped(project, plan, &takes);
    warnings.extend(apart::too_near(project, plan, &takes));
    let words = takes.iter().zip(&timeline.placements).map(|(take, span)| words(take, span, settings.rate));
    let words = words.collect();
    let mix = mix(settings, timeline.length, speech.into_iter().chain(music).chain(tones));
    LaidOut { timeline, words, heard, mix, loudness, warnings }
}

/// A placement, and what was measured of its file.
type Sounding<'a> = (Placement, &'a Measures);

fn spoken<'a>(
    project: &Project,
    plan: &Plan,
    takes: &[&'a Take],
    timeline: &Timeline,
    loudness: &[Option<f64>],
) -> Vec<Sounding<'a>> {
    let settings = &project.manifest.mix;
    let placements = plan.lines.iter().zip(takes).zip(&timeline.placements);
    let placement = |((line, take), span): ((&Line, &&'a Take), &Span)| {
        let placement = Placement {
            path: take.path.clone(),
            sound: take.measures.sound.clone(),
            sample_rate: take.measures.sample_rate,
            offset: take.measures.offset,
            start: span.start,
            gain_db: gain_db(project, &plan.voices[line.voice].name, take, loudness[line.voice]),
            pan: pan(project, &plan.voices[line.voice].name),
            wide: false,
            quiet: false,
            fades: mixer::edges(span.end - span.start, settings.rate),
            curve: Vec::new(),
            identity: mixer::identity(&take.key.to_string(), &take.measures),
        };
        (placement, &take.measures)
    };
    placements.map(placement).collect()
}

fn played<'a>(
    cues: &[Cue],
    sounds: &'a [Sound],
    heard: &[Heard],
    speech: &[Span],
    settings: &Mix,
) -> Vec<Sounding<'a>> {
    let speech: Vec<_> = speech.iter().map(|span| span.start..span.end).collect();
    let placements = |heard: &Heard| {
        let sound = &sounds[heard.cue];
        let placements = music::placements(&cues[heard.cue], sound, heard.span, &speech, settings);
        placements.into_iter().map(|placement| (placement, &sound.measures))
    };
    heard.iter().flat_map(placements).collect()
}

/// Room tone in the pauses, by the rooms of the voices.
fn tones<'a>(
    project: &Project,
    plan: &Plan,
    rooms: &'a [Option<Sound>],
    timeline: &Timeline,
    loudness: &[Option<f64>],
) -> Vec<Sounding<'a>> {
    let room = |line: &Line| {
        let sound = rooms.get(line.voice)?.as_ref()?;
        let gain = voice_gain_db(project, &plan.voices[line.voice].name, loudness[line.voice]);
        Some((sound, gain.unwrap_or(0.0)))
    };
    let rooms: Vec<Room<'_>> = plan.lines.iter().map(room).collect();
    room::tones(&rooms, timeline).into_iter().map(|(placement, sound)| (placement, &sound.measures)).collect()
}

/// Puts everything in the order of its start, and foretells the gain of the whole.
fn mix<'a>(settings: &Mix, length: u64, all: impl Iterator<Item = Sounding<'a>>) -> mixer::Plan {
    let mut all: Vec<Sounding<'_>> = all.collect();
    all.sort_by_key(|(placement, _)| placement.start);
    let format = Format { rate: settings.rate, channels: settings.channels, bits: settings.bits };
    let mut programme = Programme::new(format, settings.peak);
    for (placement, measures) in &all {
        // Mostly as low as it goes under speech.
        let low = placement.curve.iter().map(|point| point.gain).fold(1.0, f32::min);
        let gain_db = placement.gain_db + f64::from(20.0 * libm::log10f(low));
        programme.add(measures, placement.start, gain_db);
    }
    let foretold = settings.loudness.map(|target| programme.gain_to(target));
    mixer::Plan {
        placements: all.into_iter().map(|(placement, _)| placement).collect(),
        length,
        format,
        // A gain that is held is not corrected.
        loudness: settings.loudness.filter(|_| settings.gain.is_none()),
        gain_db: settings.gain.or(foretold).unwrap_or(0.0),
        peak: settings.peak,
    }
}

/// Words of a take in the episode; silence that was cut off at its beginning is taken off.
fn words(take: &Take, place: &Span, rate: u32) -> Vec<(String, Span)> {
    let cut = take.measures.sound.start as f64 / f64::from(take.measures.sample_rate.max(1));
    let frame = |seconds: f64| {
        let at = ((seconds - cut).max(0.0) * f64::from(rate)).round() as u64;
        (place.start + at).min(place.end)
    };
    take.words
        .iter()
        .map(|word| (word.text.clone(), Span { start: frame(word.start), end: frame(word.end) }))
        .collect()
}

fn pan(project: &Project, voice: &str) -> f32 {
    project.manifest.pan.get(voice).map_or(0.0, |pan| *pan as f32)
}

/// Takes whose waves were cut off when they were recorded or spoken: no mixer mends that. Each is told once.
fn clipped(project: &Project, plan: &Plan, takes: &[&Take]) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let clipped = plan.lines.iter().zip(takes).filter(|(_, take)| take.measures.is_clipped());
    let warning = |(line, take): (&Line, &&Take)| {
        let voice = &plan.voices[line.voice].name;
        let text = short(&line.utterance.spoken);
        let what = format!(
            "`{voice}` is clipped where it says \u{201c}{text}\u{201d}: {} flat samples",
            take.measures.clipped
        );
        let problem =
            Diagnostic::warning("todo", what).hint("record it again with less gain, or turn the voice down");
        at_segment(project, line.segment, problem)
    };
    clipped.filter(|(line, _)| seen.insert(line.key)).map(warning).collect()
}

/// Gain in dB of a voice, where all its takes have the same: the one that is held, or else the one that brings it to the
/// episode's loudness.
pub(super) fn voice_gain_db(project: &Project, voice: &str, loudness: Option<f64>) -> Option<f64> {
    let settings = &project.manifest.mix;
    let held = project.manifest.gains.get(voice).copied();
    let found = || settings.loudness.zip(loudness).map(|(target, loudness)| mixer::gain_to(target, loudness));
    match settings.levels {
        Levels::Voice => held.or_else(found),
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
fn gain_db(project: &Project, voice: &str, take: &Take, of_voice: Option<f64>) -> f64 {
    let settings = &project.manifest.mix;
    let of_take = || settings.loudness.zip(gated_loudness([&take.measures]));
    let gain = match settings.levels {
        Levels::Take => of_take().map(|(target, loudness)| mixer::gain_to(target, loudness)),
        _ => voice_gain_db(project, voice, of_voice),
    };
    gain.unwrap_or(0.0)
}
