//! Checks a recording for problems that can be measured: clipping, noise, level, cut edges and length.

use crate::base::files::{Kind, ProjectPath};
use aloud_audio::Clip;
use aloud_audio::decode;
use aloud_audio::loudness::lufs;
use aloud_audio::measure::{Measures, gated_loudness, measure};

/// Lowest sample rate in Hz. Below it, speech loses its consonants: "s" has most of its energy above 4 kHz.
const LOWEST_RATE: u32 = 16_000;
/// Highest background noise in LUFS. A louder one is audible in the pauses.
const NOISE_LIMIT: f64 = -50.0;
/// Smallest distance of the voice to the noise in LU. Levelling a soft voice raises the noise with it.
const NOISE_DISTANCE: f64 = 25.0;
/// Range of loudness in LUFS that can be levelled without audible noise or clipping.
const SOFTEST: f64 = -42.0;
const LOUDEST: f64 = -8.0;
/// Seconds of silence around the voice that are enough to measure the room.
const ENOUGH_ROOM: f64 = 0.2;
/// Sound within so many seconds of an edge was probably cut off.
const EDGE: f64 = 0.02;
/// Letters a second of the fastest and the slowest reader: 6 and 1.5 words of 5 letters.
const FASTEST: f64 = 30.0;
const SLOWEST: f64 = 7.0;
/// Seconds that a slow start, breaths and a pause may add.
const GRACE: f64 = 1.5;

/// Factor by which the pace of one reader varies between segments.
const PACE_VARIATION: f64 = 1.5;
/// Number of recordings that are needed to know the pace of a reader, and the number that is read at most.
const FEWEST_RECORDINGS: usize = 5;
const MOST_RECORDINGS: usize = 40;

/// Returns the median pace, in letters a second, of the recordings in a folder that have a text file; `None` if there are too
/// few.
pub fn pace(folder: &ProjectPath) -> Option<f64> {
    let files = folder.paths_of(Kind::File).into_iter();
    let files = files.filter(|path| decode::extension_rank(path).is_some());
    let mut paces: Vec<f64> = files.take(MOST_RECORDINGS).filter_map(|path| recording_pace(&path)).collect();
    paces.sort_by(f64::total_cmp);
    (paces.len() >= FEWEST_RECORDINGS).then(|| paces[paces.len() / 2])
}

fn recording_pace(path: &ProjectPath) -> Option<f64> {
    let letters = letters(&path.with_extension("txt").read_text().ok()?);
    let (measures, _) = decode::measure_file(path.open_sound().ok()?, &mut Vec::new()).ok()?;
    let Measures { sound, sample_rate, .. } = measures;
    let seconds = (sound.end - sound.start) as f64 / f64::from(sample_rate);
    (letters > 0.0 && seconds > 0.0).then(|| letters / seconds)
}

/// A problem of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The code of the diagnostic, e.g. `recording-clipped`.
    pub code: &'static str,
    /// What was found.
    pub what: String,
    /// What to do about it.
    pub hint: &'static str,
}

impl Finding {
    /// Creates a problem.
    pub fn new(code: &'static str, what: impl Into<String>, hint: &'static str) -> Self {
        Self { code, what: what.into(), hint }
    }
}

/// Returns the problems of a recording of `text`. `pace` is the known pace of the reader in letters a second.
pub(super) fn check(clip: &Clip, text: &str, pace: Option<f64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let rate = clip.spec.sample_rate;
    if rate < LOWEST_RATE {
        findings.push(Finding {
            code: "recording-rate",
            what: format!("its sample rate is {rate} Hz"),
            hint: "record with 44,100 or 48,000 Hz",
        });
    }
    let measures = measure(clip);
    if measures.sound.is_empty() {
        findings.push(Finding {
            code: "recording-silent",
            what: "it is silent".into(),
            hint: "check that it is the right file, and that the microphone was on",
        });
        return findings;
    }
    if measures.is_clipped() {
        findings.push(Finding {
            code: "recording-clipped",
            what: format!("it is clipped: {} flat samples", measures.clipped),
            hint: "lower the gain and record it again; a limiter cannot restore clipped peaks",
        });
    }
    findings.extend(check_levels(clip, &measures));
    findings.extend(check_edges(&measures, rate));
    let seconds = (measures.sound.end - measures.sound.start) as f64 / f64::from(rate);
    findings.extend(check_length(seconds, text, pace));
    findings
}

fn check_levels(clip: &Clip, measures: &Measures) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(loudness) = gated_loudness([measures]) else { return findings };
    if let Some(noise) = background_noise(clip, measures)
        && (noise > NOISE_LIMIT || loudness - noise < NOISE_DISTANCE)
    {
        findings.push(Finding {
            code: "recording-noisy",
            what: format!("the room is audible: noise of {noise:.0} LUFS, and a voice of {loudness:.0} LUFS"),
            hint: "turn off what hums, move closer to the microphone, or use another room",
        });
    }
    if !(SOFTEST..=LOUDEST).contains(&loudness) {
        findings.push(Finding {
            code: "recording-level",
            what: format!("its loudness is {loudness:.0} LUFS"),
            hint: "set the gain so the meter shows −25 to −15 while you read",
        });
    }
    findings
}

/// Returns the loudness of the background in LUFS: of the silence around the voice, or, if there is too little, of the
/// quietest 100 ms.
fn background_noise(clip: &Clip, measures: &Measures) -> Option<f64> {
    let samples = clip.mono();
    let (start, end) = (measures.sound.start as usize, measures.sound.end as usize);
    let around = || samples.iter().take(start).chain(samples.iter().skip(end));
    let enough = around().count() as f64 >= ENOUGH_ROOM * f64::from(clip.spec.sample_rate);
    let power = if enough {
        let energy: f64 = around().map(|sample| f64::from(*sample) * f64::from(*sample)).sum();
        energy / around().count() as f64
    } else {
        measures.blocks.iter().map(|power| f64::from(*power)).fold(f64::INFINITY, f64::min)
    };
    (power > 0.0 && power.is_finite()).then(|| lufs(power))
}

fn check_edges(measures: &Measures, rate: u32) -> Vec<Finding> {
    let rate = f64::from(rate);
    let start = measures.sound.start as f64 / rate;
    let end = (measures.frames - measures.sound.end) as f64 / rate;
    let cut = [("starts", start), ("ends", end)].into_iter().filter(|(_, silence)| *silence < EDGE);
    cut.map(|(edge, _)| Finding {
        code: "recording-cut",
        what: format!("the sound {edge} at the very edge of the file"),
        hint: "leave half a second of silence on both sides",
    })
    .collect()
}

/// A recording that is too short for its words misses some of them; one that is too long may have a retake in it.
fn check_length(seconds: f64, text: &str, pace: Option<f64>) -> Option<Finding> {
    let letters = letters(text);
    let fastest = pace.map_or(FASTEST, |pace| FASTEST.min(pace * PACE_VARIATION));
    let slowest = pace.map_or(SLOWEST, |pace| SLOWEST.max(pace / PACE_VARIATION));
    // A pace that was measured includes the breaths of the reader.
    let grace = if pace.is_some() { GRACE / 2.0 } else { GRACE };
    if seconds < letters / fastest - 0.3 {
        return Some(Finding {
            code: "recording-length",
            what: format!("{seconds:.1} s are too short for these words"),
            hint: "check that no words are missing, and record it again",
        });
    }
    (seconds > letters / slowest + grace).then(|| Finding {
        code: "recording-length",
        what: format!("{seconds:.1} s are too long for these words"),
        hint: "check for a retake in it, and cut it out or record it again",
    })
}

fn letters(text: &str) -> f64 {
    text.chars().filter(|c| c.is_alphanumeric()).count() as f64
}
