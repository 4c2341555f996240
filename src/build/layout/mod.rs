//! Lays out the episode: the timeline in frames, a placement for every sound, and one gain for each voice.

mod cues;
mod levels;
pub(super) mod similar_voices;
mod sounds;

use std::collections::BTreeSet;

pub(super) use cues::PlacedCue;
pub(super) use levels::{VoiceLevels, voice_gain_db};
pub(super) use sounds::{Sounds, read_sounds};

use super::plan::{Plan, PlannedUtterance};
use super::script_file::ScriptFile;
use super::speak::Takes;
use crate::base::config::Mix;
use crate::base::diagnostic::{Diagnostic, excerpt};
use crate::mixer::timeline::{self, Item, Span, Timeline};
use crate::mixer::{self, Format, GainEstimator, Placement};
use crate::script::file::Manifest;
use crate::takes::Take;
use aloud_audio::measure::Measures;
use levels::{levels_by_voice, peaky_voices, take_gain_db, uneven_voices};
use sounds::RoomTone;

/// An episode with its timeline and levels, not yet mixed.
pub(super) struct LaidOut {
    /// A span for each utterance of the plan, and one for each sound between them.
    pub(super) timeline: Timeline,
    /// By utterance: the span of each word; empty if the voice gives no word times.
    pub(super) words: Vec<Vec<(String, Span)>>,
    /// The cues, sorted by their start.
    pub(super) cues: Vec<PlacedCue>,
    /// The input of the mixer.
    pub(super) mix: mixer::Plan,
    /// By voice of the plan.
    pub(super) levels: Vec<VoiceLevels>,
    /// Clipped takes, uneven recordings and similar voices.
    pub(super) warnings: Vec<Diagnostic>,
}

/// Lays out the takes of a plan and the sounds of its cues and rooms.
pub(super) fn lay_out(script: &ScriptFile<'_>, plan: &Plan, takes: &Takes, sounds: &Sounds) -> LaidOut {
    let manifest = script.manifest;
    let settings = &manifest.mix;
    let takes: Vec<&Take> = plan.utterances.iter().filter_map(|planned| takes.get(&planned.key)).collect();
    let (timeline, mut cues) = timeline(manifest, plan, &takes, sounds);
    let spans = timeline.placements.iter().copied();
    let spans: Vec<(usize, Span)> =
        plan.utterances.iter().map(|planned| planned.segment).zip(spans).collect();
    cues.extend(cues::beds(&manifest.script, &manifest.cues, &spans, timeline.length, settings.rate));
    cues.sort_by_key(|cue| cue.span.start);

    let levels = levels_by_voice(manifest, plan, &takes);
    let speech = place_speech(manifest, plan, &takes, &timeline, &levels);
    let music = place_cues(manifest, sounds, &cues, &timeline.placements);
    let tones = place_room_tones(manifest, plan, sounds, &timeline, &levels);
    let mix = mixer_plan(settings, timeline.length, speech.into_iter().chain(music).chain(tones));

    let mut warnings = clipped_takes(script, plan, &takes);
    warnings.extend(uneven_voices(script, plan, &levels));
    warnings.extend(similar_voices::warnings(script, plan, &|at| takes.get(at).copied()));
    let words = takes.iter().zip(&timeline.placements);
    let words = words.map(|(take, span)| word_spans(take, span, settings.rate)).collect();
    LaidOut { timeline, words, cues, mix, levels, warnings }
}

/// Arranges the takes and the cues that play between them.
fn timeline(
    manifest: &Manifest,
    plan: &Plan,
    takes: &[&Take],
    sounds: &Sounds,
) -> (Timeline, Vec<PlacedCue>) {
    let rate = manifest.mix.rate;
    let mut items = Vec::new();
    for (planned, take) in plan.utterances.iter().zip(takes) {
        let frames = mixer::frames_at(sound_length(&take.measures), take.measures.sample_rate, rate);
        items.push((planned.segment, Item { frames, seam: planned.seam }));
    }
    let (sequence, between) = cues::sequence(&manifest.script, &manifest.cues, &sounds.cues, &items, rate);
    let timeline = timeline::arrange(&sequence, &manifest.pauses, rate);
    let cues = between.into_iter().zip(&timeline.cues);
    let cues = cues.map(|(cue, span)| PlacedCue { cue, span: *span }).collect();
    (timeline, cues)
}

/// Number of frames of a take without the silence around it.
fn sound_length(measures: &Measures) -> u64 {
    measures.sound.end - measures.sound.start
}

/// A placement, and the measures of its file.
type Placed<'a> = (Placement, &'a Measures);

fn place_speech<'a>(
    manifest: &Manifest,
    plan: &Plan,
    takes: &[&'a Take],
    timeline: &Timeline,
    levels: &[VoiceLevels],
) -> Vec<Placed<'a>> {
    let mut placed = Vec::new();
    let peaky = peaky_voices(manifest, plan, takes, levels);
    for ((planned, take), span) in plan.utterances.iter().zip(takes).zip(&timeline.placements) {
        let voice = &plan.voices[planned.voice].name;
        let placement = Placement {
            path: take.path.clone(),
            frames: take.measures.sound.clone(),
            sample_rate: take.measures.sample_rate,
            dc_offset: take.measures.dc_offset,
            start: span.start,
            gain_db: take_gain_db(manifest, voice, take, levels[planned.voice]),
            pan: manifest.pan.get(voice).map_or(0.0, |pan| *pan as f32),
            stereo: false,
            quiet: false,
            rotate_phase: peaky[planned.voice],
            fades: mixer::edge_fades(span.end - span.start, manifest.mix.rate),
            gain_curve: Vec::new(),
            identity: mixer::identity(&take.key.to_string(), &take.measures),
        };
        placed.push((placement, &take.measures));
    }
    placed
}

fn place_cues<'a>(
    manifest: &Manifest,
    sounds: &'a Sounds,
    cues: &[PlacedCue],
    speech: &[Span],
) -> Vec<Placed<'a>> {
    let speech: Vec<_> = speech.iter().map(|span| span.start..span.end).collect();
    let mut placed = Vec::new();
    for &PlacedCue { cue, span } in cues {
        let sound = &sounds.cues[cue];
        let placements = sounds::place_cue(&manifest.cues[cue], sound, span, &speech, &manifest.mix);
        placed.extend(placements.into_iter().map(|placement| (placement, &sound.measures)));
    }
    placed
}

/// Places the room tone of each voice in the pauses.
fn place_room_tones<'a>(
    manifest: &Manifest,
    plan: &Plan,
    sounds: &'a Sounds,
    timeline: &Timeline,
    levels: &[VoiceLevels],
) -> Vec<Placed<'a>> {
    let room = |planned: &PlannedUtterance| {
        let sound = sounds.rooms.get(planned.voice)?.as_ref()?;
        let gain = voice_gain_db(manifest, &plan.voices[planned.voice].name, levels[planned.voice]);
        Some(RoomTone { sound, gain_db: gain.unwrap_or(0.0) })
    };
    let rooms: Vec<Option<RoomTone<'_>>> = plan.utterances.iter().map(room).collect();
    let tones = sounds::place_room_tones(&rooms, timeline);
    tones.into_iter().map(|(placement, sound)| (placement, &sound.measures)).collect()
}

/// Sorts all placements by their start, and predicts the gain of the whole episode.
fn mixer_plan<'a>(settings: &Mix, length: u64, placed: impl Iterator<Item = Placed<'a>>) -> mixer::Plan {
    let mut placed: Vec<Placed<'_>> = placed.collect();
    placed.sort_by_key(|(placement, _)| placement.start);
    let format = Format { rate: settings.rate, channels: settings.channels, bits: settings.bits };
    let mut estimator = GainEstimator::new(format, settings.peak);
    for (placement, measures) in &placed {
        // Music under speech is ducked most of the time, so its lowest gain counts.
        let lowest = placement.gain_curve.iter().map(|point| point.gain).fold(1.0, f32::min);
        let gain_db = placement.gain_db + f64::from(20.0 * libm::log10f(lowest));
        estimator.add(measures, placement.start, gain_db);
    }
    let predicted = settings.loudness.map(|target| estimator.gain_to(target));
    mixer::Plan {
        placements: placed.into_iter().map(|(placement, _)| placement).collect(),
        length,
        format,
        // A locked gain is not corrected after the mix.
        loudness: settings.loudness.filter(|_| settings.gain.is_none()),
        gain_db: settings.gain.or(predicted).unwrap_or(0.0),
        peak: settings.peak,
    }
}

/// Returns the span of each word of a take in the episode. Silence at the start of the take is cut off, so its length is
/// subtracted.
fn word_spans(take: &Take, place: &Span, rate: u32) -> Vec<(String, Span)> {
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

/// Warns, once each, of takes that were clipped when they were recorded or spoken: the mixer cannot repair them.
fn clipped_takes(script: &ScriptFile<'_>, plan: &Plan, takes: &[&Take]) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let mut warnings = Vec::new();
    for (planned, take) in plan.utterances.iter().zip(takes) {
        if !take.measures.is_clipped() || !seen.insert(planned.key) {
            continue;
        }
        let voice = &plan.voices[planned.voice].name;
        let text = excerpt(&planned.utterance.spoken);
        let clipped = take.measures.clipped;
        let what = format!("`{voice}` is clipped at \u{201c}{text}\u{201d}: {clipped} flat samples");
        let warning = Diagnostic::warning("take-clipped", what)
            .hint("record it again with less gain, or lower the volume of the voice");
        warnings.push(script.at_segment(planned.segment, warning));
    }
    warnings
}
