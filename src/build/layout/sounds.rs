//! Sounds other than speech: reads the files of cues and room tones, and places them.

use std::io::Seek;
use std::ops::Range;
use std::path::Path;

use super::super::plan::{Plan, VoicePlan};
use super::super::script_file::ScriptFile;
use crate::base::config::{Cue, Mix, Role};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::ProjectPath;
use crate::base::project_files::STATE;
use crate::mixer::timeline::{Span, Timeline};
use crate::mixer::{self, Placement};
use aloud_audio::decode;
use aloud_audio::measure::{Measures, gated_loudness};

/// The shortest sound that is repeated, in seconds. A shorter one would be heard as a buzz.
const SHORTEST_LOOP: f64 = 1.0;
/// The highest peak of a room tone, in dBFS. If it is louder, something else than the room was recorded.
const LOUDEST_ROOM: f32 = -30.0;
/// A pause shorter than this, in seconds, gets one piece of room tone instead of two.
const SHORTEST_SPLIT: f64 = 0.2;

/// A sound file, measured.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sound {
    pub(super) path: ProjectPath,
    pub(super) measures: Measures,
    /// Hash of its content.
    pub(super) identity: [u8; 32],
}

/// All sounds of an episode other than speech.
pub(in crate::build) struct Sounds {
    /// One for each cue.
    pub(super) cues: Vec<Sound>,
    /// By voice of the plan: its room tone.
    pub(super) rooms: Vec<Option<Sound>>,
}

/// Reads the sounds of the cues and the room tones.
///
/// # Errors
/// All sounds that cannot be used, not only the first.
pub(in crate::build) fn read_sounds(
    root: &Path,
    script: &ScriptFile<'_>,
    plan: &Plan,
) -> Result<Sounds, Vec<Diagnostic>> {
    let cues = script.manifest.cues.iter().enumerate();
    let cues = cues.map(|(nth, cue)| cue_sound(root, cue).map_err(|why| script.unplayable_cue(nth, &why)));
    match (all_or_problems(cues), rooms(root, plan)) {
        (Ok(cues), Ok(rooms)) => Ok(Sounds { cues, rooms }),
        (cues, rooms) => Err(cues.err().into_iter().chain(rooms.err()).flatten().collect()),
    }
}

impl Sounds {
    /// Reads the room tones again, for a plan with other voices.
    ///
    /// # Errors
    /// All room tones that cannot be used.
    pub(in crate::build) fn update_rooms(&mut self, root: &Path, plan: &Plan) -> Result<(), Vec<Diagnostic>> {
        self.rooms = rooms(root, plan)?;
        Ok(())
    }
}

/// Returns the room tone of each voice of a plan.
fn rooms(root: &Path, plan: &Plan) -> Result<Vec<Option<Sound>>, Vec<Diagnostic>> {
    all_or_problems(plan.voices.iter().map(|voice| room(root, voice)))
}

fn room(root: &Path, voice: &VoicePlan) -> Result<Option<Sound>, Diagnostic> {
    let Some(path) = &voice.room_tone else { return Ok(None) };
    room_sound(root, path).map(Some).map_err(|why| {
        let what = format!("the room tone of voice `{}` cannot be used", voice.name);
        let hint = "record a few seconds of the silent room, with the same microphone and gain as the voice";
        Diagnostic::error("room-tone-unusable", what).at(path).why(why).hint(hint)
    })
}

fn all_or_problems<T>(
    results: impl Iterator<Item = Result<T, Diagnostic>>,
) -> Result<Vec<T>, Vec<Diagnostic>> {
    let (mut good, mut problems) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(one) => good.push(one),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(good) } else { Err(problems) }
}

fn cue_sound(root: &Path, cue: &Cue) -> Result<Sound, String> {
    let sound = read(root, &cue.path(root))?;
    if sound.measures.sound.is_empty() {
        return Err("it is silent".into());
    }
    let seconds = cue.length.map_or(sound.seconds(), |length| length.min(sound.seconds()));
    if cue.role == Role::Bed && seconds < SHORTEST_LOOP {
        return Err(format!("a bed is repeated, and this one is only {seconds:.2} s long"));
    }
    Ok(sound)
}

fn room_sound(root: &Path, path: &ProjectPath) -> Result<Sound, String> {
    let sound = read(root, path)?;
    let peak = 20.0 * libm::log10f(sound.measures.peak.max(f32::MIN_POSITIVE));
    if peak > LOUDEST_ROOM {
        return Err(format!("its peak is {peak:.0} dBFS, so it has speech or noise in it"));
    }
    let seconds = sound.seconds();
    if seconds < SHORTEST_LOOP {
        return Err(format!("a room tone is repeated, and this one is only {seconds:.2} s long"));
    }
    Ok(sound)
}

/// Reads a file. Its measures are cached by its content, because a bed of an hour takes seconds to measure.
fn read(root: &Path, path: &ProjectPath) -> Result<Sound, String> {
    let mut hasher = blake3::Hasher::new();
    let mut file = path.open_sound().map_err(|error| error.to_string())?;
    let read = hasher.update_reader(&mut file).and_then(|_| file.rewind());
    read.map_err(|error| error.to_string())?;
    let content = hasher.finalize();
    let cache =
        ProjectPath::root(root).join(STATE).join("sounds").join(format!("{}.json", &content.to_hex()[..32]));
    let measures = match cache.read_checksummed::<Measures>() {
        Some(cached) if cached.is_possible() => cached,
        _ => {
            let measured = decode::measure_file(file, &mut Vec::new());
            let (measures, verdict) = measured.map_err(|error| error.to_string())?;
            if !verdict.is_whole() {
                return Err(verdict.to_string());
            }
            // Without a cache file, the next build measures it again.
            let _ = cache.write_checksummed(&measures);
            measures
        }
    };
    Ok(Sound { path: path.clone(), measures, identity: *content.as_bytes() })
}

impl Sound {
    fn seconds(&self) -> f64 {
        self.measures.frames as f64 / f64::from(self.measures.sample_rate.max(1))
    }

    /// Returns how many frames of the episode a cue plays of it.
    pub(super) fn played(&self, cue: &Cue, rate: u32) -> u64 {
        let Measures { frames, sample_rate, .. } = self.measures;
        let most = cue.length.map_or(frames, |seconds| (seconds * f64::from(sample_rate)) as u64);
        mixer::frames_at(frames.min(most), sample_rate, rate)
    }

    /// Returns how many of its own frames fill so many frames of the episode.
    fn frames_for(&self, frames: u64, rate: u32) -> u64 {
        let exact = u128::from(frames) * u128::from(self.measures.sample_rate) / u128::from(rate.max(1));
        self.measures.frames.min(u64::try_from(exact).unwrap_or(u64::MAX))
    }
}

/// Places a cue. A bed that is longer than its sound repeats it, with a crossfade at each seam.
pub(super) fn place_cue(
    cue: &Cue,
    sound: &Sound,
    span: Span,
    speech: &[Range<u64>],
    settings: &Mix,
) -> Vec<Placement> {
    let rate = settings.rate;
    let whole = sound.played(cue, rate);
    let edge = mixer::edge_fades(whole, rate)[0];
    let placement = |part: Span| {
        let Span { start, end } = part;
        let fade_in = if start == span.start { frames(cue.fade_in, rate).max(edge) } else { edge };
        let fade_out = if end == span.end { frames(cue.fade_out, rate).max(edge) } else { edge };
        Placement {
            path: sound.path.clone(),
            frames: 0..sound.frames_for(end - start, rate),
            sample_rate: sound.measures.sample_rate,
            dc_offset: 0.0,
            start,
            gain_db: cue_gain_db(cue, sound, settings),
            pan: 0.0,
            stereo: sound.measures.channels == 2,
            quiet: false,
            rotate_phase: false,
            fades: [fade_in, fade_out],
            gain_curve: mixer::ducking_curve(&(start..end), speech, &cue.duck, rate),
            identity: sound.identity,
        }
    };
    repeated(whole, span, rate).into_iter().map(placement).collect()
}

/// Returns the frames of the episode in so many seconds.
pub(super) fn frames(seconds: f64, rate: u32) -> u64 {
    (seconds * f64::from(rate)).round() as u64
}

/// Returns the gain that makes a cue as loud as speech, in steps of 0.1 dB, plus the gain of the cue itself.
fn cue_gain_db(cue: &Cue, sound: &Sound, settings: &Mix) -> f64 {
    let loudness = settings.loudness.zip(gated_loudness([&sound.measures]));
    cue.gain + loudness.map_or(0.0, |(target, loudness)| mixer::gain_to(target, loudness))
}

/// Fills a span with repetitions of a sound of `whole` frames, which overlap for their crossfades.
fn repeated(whole: u64, span: Span, rate: u32) -> Vec<Span> {
    let edge = mixer::edge_fades(whole, rate)[0];
    let mut parts = Vec::new();
    let mut start = span.start;
    while start + edge < span.end {
        parts.push(Span { start, end: (start + whole).min(span.end) });
        start += (whole - edge).max(1);
    }
    parts
}

/// The room tone of a voice, and its gain.
#[derive(Clone, Copy)]
pub(super) struct RoomTone<'a> {
    pub(super) sound: &'a Sound,
    pub(super) gain_db: f64,
}

/// Places room tone in every pause between two utterances in which no cue plays: digital silence next to a recorded voice
/// would be heard as a hole. `rooms` has one entry for each utterance, the room of its voice.
///
/// The pause has the room of the utterance before it, or, if that has none, of the one after it.
pub(super) fn place_room_tones<'a>(
    rooms: &[Option<RoomTone<'a>>],
    timeline: &Timeline,
) -> Vec<(Placement, &'a Sound)> {
    let mut placed = Vec::new();
    for (nth, pair) in timeline.placements.windows(2).enumerate() {
        let pause = Span { start: pair[0].end, end: pair[1].start };
        let busy = timeline.cues.iter().any(|sound| sound.start < pause.end && sound.end > pause.start);
        if busy || pause.end <= pause.start {
            continue;
        }
        if let Some(room) = rooms[nth].or(rooms[nth + 1]) {
            let halves = halves(pause, timeline.rate);
            placed.extend(halves.flat_map(|half| place_room_tone(room, half, timeline.rate)));
        }
    }
    placed
}

/// Extends a pause by the crossfades with the utterances on both sides, and splits it in the middle. Thus an edit on one
/// side of the pause does not change the samples on the other.
fn halves(pause: Span, rate: u32) -> impl Iterator<Item = Span> {
    let length = pause.end - pause.start;
    let [edge, _] = mixer::edge_fades(length, rate);
    let whole = Span { start: pause.start.saturating_sub(edge), end: pause.end + edge };
    let middle = pause.start + length / 2;
    let split = length as f64 >= SHORTEST_SPLIT * f64::from(rate);
    let halves =
        [Span { end: if split { middle } else { whole.end }, ..whole }, Span { start: middle, ..whole }];
    halves.into_iter().take(if split { 2 } else { 1 })
}

fn place_room_tone(
    RoomTone { sound, gain_db }: RoomTone<'_>,
    span: Span,
    rate: u32,
) -> Vec<(Placement, &Sound)> {
    let whole = mixer::frames_at(sound.measures.frames, sound.measures.sample_rate, rate);
    let placement = |part: Span| {
        let placement = Placement {
            path: sound.path.clone(),
            frames: 0..sound.frames_for(part.end - part.start, rate),
            sample_rate: sound.measures.sample_rate,
            dc_offset: sound.measures.dc_offset,
            start: part.start,
            gain_db,
            pan: 0.0,
            stereo: false,
            quiet: true,
            rotate_phase: false,
            fades: mixer::edge_fades(part.end - part.start, rate),
            gain_curve: Vec::new(),
            identity: sound.identity,
        };
        (placement, sound)
    };
    repeated(whole, span, rate).into_iter().map(placement).collect()
}
