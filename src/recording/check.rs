//! What is wrong with a recording, as far as it can be measured.

use std::fs;
use std::path::{Path, PathBuf};

use crate::audio::Clip;
use crate::audio::loudness::lufs;
use crate::audio::measure::{Measures, gated_loudness, measure};
use crate::audio::sound;

/// Frames a second below which speech loses its consonants.
const LOWEST_RATE: u32 = 16_000;
/// A room noisier than this is heard behind the voice, in LUFS.
const NOISE: f64 = -50.0;
/// …and so is one that is less far below the voice, in LU.
const DISTANCE: f64 = 25.0;
/// Recordings softer or louder than this cannot be levelled without harm, in LUFS.
const SOFTEST: f64 = -42.0;
const LOUDEST: f64 = -8.0;
/// Seconds of silence around the voice that tell of the room.
const ROOM: f64 = 0.2;
/// Sound within so many seconds of an edge may have been cut off.
const EDGE: f64 = 0.02;
/// Letters a second of the fastest and of the slowest reader (6 and 1.5 words a second).
const FASTEST: f64 = 30.0;
const SLOWEST: f64 = 7.0;
/// Seconds that a slow start, breath and a pause may add.
const GRACE: f64 = 1.5;

/// A reader's own pace differs from line to line by up to this factor.
const UNSTEADY: f64 = 1.5;
/// So many recordings tell a reader's pace, and no more need be read for it.
const TELLING: usize = 5;
const ENOUGH: usize = 40;

/// The median pace, in letters a second, of the recordings in a folder that have their words beside them; `None` where there
/// are too few to tell.
pub fn pace(folder: &Path) -> Option<f64> {
    let entries = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "wav")).collect();
    files.sort();
    let pace = |path: &PathBuf| {
        let letters = letters(&fs::read_to_string(path.with_extension("txt")).ok()?);
        let Measures { sound, sample_rate, .. } = sound::measure(path, &mut Vec::new()).ok()?;
        let seconds = (sound.end - sound.start) as f64 / f64::from(sample_rate);
        (letters > 0.0 && seconds > 0.0).then(|| letters / seconds)
    };
    let mut paces: Vec<f64> = files.iter().take(ENOUGH).filter_map(pace).collect();
    paces.sort_by(f64::total_cmp);
    (paces.len() >= TELLING).then(|| paces[paces.len() / 2])
}

fn letters(text: &str) -> f64 {
    text.chars().filter(|c| c.is_alphanumeric()).count() as f64
}

/// One thing that is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub what: String,
    /// How to mend it.
    pub hint: &'static str,
}

/// All that is wrong with a recording of these words; `pace` is that of who reads, in letters a second, if it is known.
pub fn findings(clip: &Clip, text: &str, pace: Option<f64>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut tell = |what: String, hint| found.push(Finding { what, hint });
    let rate = f64::from(clip.spec.sample_rate);
    if clip.spec.sample_rate < LOWEST_RATE {
        tell(format!("it has {} frames a second", clip.spec.sample_rate), "record with 44,100 or 48,000");
    }
    let measures = measure(clip);
    if measures.sound.is_empty() {
        tell("nothing is heard in it".into(), "is it the right file, and was the microphone on?");
        return found;
    }
    if measures.is_clipped() {
        let what = format!("it is clipped: {} flat samples", measures.clipped);
        tell(what, "lower the gain and read it again; a limiter cannot bring back what was cut off");
    }
    let loudness = gated_loudness([&measures]);
    let floor = floor(clip, &measures);
    if let (Some(loudness), Some(floor)) = (loudness, floor)
        && (floor > NOISE || loudness - floor < DISTANCE)
    {
        let what = format!("the room is heard: {floor:.0} LUFS behind a voice of {loudness:.0}");
        tell(what, "turn off what hums, come nearer to the microphone, or read in another room");
    }
    if let Some(loudness) = loudness.filter(|loudness| !(SOFTEST..=LOUDEST).contains(loudness)) {
        let what = format!("its loudness is {loudness:.0} LUFS");
        tell(what, "set the gain so that the meter shows −25 to −15 while you read");
    }
    let seconds = |frames: u64| frames as f64 / rate;
    let (start, end) = (seconds(measures.sound.start), seconds(measures.frames - measures.sound.end));
    for (edge, at) in [("begins", start), ("ends", end)] {
        if at < EDGE {
            tell(
                format!("the sound {edge} at the very edge of the file"),
                "leave half a second of silence on both sides",
            );
        }
    }
    length(seconds(measures.sound.end - measures.sound.start), text, pace, &mut tell);
    found
}

/// Loudness of what is no voice, in LUFS: of the silence around it, or, where there is none, of the quietest 100 ms.
fn floor(clip: &Clip, measures: &Measures) -> Option<f64> {
    let samples = clip.mono();
    let (start, end) = (measures.sound.start as usize, measures.sound.end as usize);
    let around = || samples.iter().take(start).chain(samples.iter().skip(end));
    let enough = around().count() as f64 >= ROOM * f64::from(clip.spec.sample_rate);
    let power = if enough {
        let energy: f64 = around().map(|sample| f64::from(*sample) * f64::from(*sample)).sum();
        energy / around().count() as f64
    } else {
        measures.blocks.iter().map(|power| f64::from(*power)).fold(f64::INFINITY, f64::min)
    };
    (power > 0.0 && power.is_finite()).then(|| lufs(power))
}

/// Too short for its words: a line was skipped. Too long: a retake is inside.
fn length(seconds: f64, text: &str, pace: Option<f64>, tell: &mut impl FnMut(String, &'static str)) {
    let letters = letters(text);
    let fastest = pace.map_or(FASTEST, |pace| FASTEST.min(pace * UNSTEADY));
    let slowest = pace.map_or(SLOWEST, |pace| SLOWEST.max(pace / UNSTEADY));
    // A pace that is known has the reader's breaths in it.
    let grace = if pace.is_some() { GRACE / 2.0 } else { GRACE };
    if seconds < letters / fastest - 0.3 {
        tell(
            format!("{seconds:.1} s are too short for these words"),
            "was a line skipped? read it to its end",
        );
    } else if seconds > letters / slowest + grace {
        tell(
            format!("{seconds:.1} s are too long for these words"),
            "is a retake inside? cut it out, or read it again",
        );
    }
}
