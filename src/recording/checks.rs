//! Checks a recording for problems that can be measured: clipping, noise, level, cut edges and length.

use crate::base::files::{Kind, ProjectPath};
use aloud_audio::decode::{self, Decoder, read_blocks};
use aloud_audio::loudness::lufs;
use aloud_audio::measure::{ClipMeter, Measures, gated_loudness};
use aloud_audio::wav::WavError;
use aloud_audio::{Spec, mix_down};

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

/// Measurements of a recording of one line.
pub(super) struct Sound {
    pub(super) spec: Spec,
    pub(super) measures: Measures,
    /// Loudness of the background in LUFS.
    noise: Option<f64>,
}

/// Longest recording of one line in seconds, and its most samples: ten minutes of stereo at 48 kHz. A longer file is a session.
const LONGEST_LINE: u64 = 600;
const MOST_SAMPLES: u64 = 1 << 26;

impl Sound {
    /// Measures a recording that `open` opens, in two passes: silence takes no space in FLAC, so a small file may be too long for the
    /// memory.
    ///
    /// # Errors
    /// If the recording cannot be played, is not whole, or is too long for one line.
    pub(super) fn of(open: impl Fn() -> Result<Decoder, WavError>) -> Result<Self, WavError> {
        let mut decoder = open()?;
        let spec = decoder.spec();
        let most = MOST_SAMPLES / u64::from(spec.channels.max(1));
        let most = most.min(LONGEST_LINE * u64::from(spec.sample_rate));
        let (mut meter, mut block, mut frames) =
            (ClipMeter::new(spec.sample_rate, spec.channels), Vec::new(), 0);
        loop {
            match decoder.read(&mut block, BLOCK)? {
                0 => break,
                read => frames += read as u64,
            }
            if frames > most {
                let minutes = most / u64::from(spec.sample_rate).max(1) / 60;
                return Err(WavError::Coding(format!(
                    "it is longer than {minutes} minutes, too long for one line"
                )));
            }
            meter.push(&block);
        }
        let verdict = decoder.verdict();
        if !verdict.is_whole() {
            return Err(WavError::Incomplete(verdict));
        }
        let measures = meter.finish();
        let noise = if measures.sound.is_empty() { None } else { background_noise(open()?, &measures)? };
        Ok(Self { spec, measures, noise })
    }
}

/// Frames to decode at a time.
const BLOCK: usize = 1 << 14;

/// Returns the problems of a recording of `text`. `pace` is the known pace of the reader in letters a second.
pub(super) fn check(sound: &Sound, text: &str, pace: Option<f64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (rate, measures) = (sound.spec.sample_rate, &sound.measures);
    if rate < LOWEST_RATE {
        findings.push(Finding {
            code: "recording-rate",
            what: format!("its sample rate is {rate} Hz"),
            hint: "record with 44,100 or 48,000 Hz",
        });
    }
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
    findings.extend(check_levels(sound));
    findings.extend(check_edges(measures, rate));
    let seconds = (measures.sound.end - measures.sound.start) as f64 / f64::from(rate);
    findings.extend(check_length(seconds, text, pace));
    findings
}

fn check_levels(sound: &Sound) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(loudness) = gated_loudness([&sound.measures]) else { return findings };
    if let Some(noise) = sound.noise
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
fn background_noise(decoder: Decoder, measures: &Measures) -> Result<Option<f64>, WavError> {
    let Measures { sound, frames, sample_rate, channels, .. } = measures;
    let around = frames - (sound.end - sound.start);
    let power = if around as f64 >= ENOUGH_ROOM * f64::from(*sample_rate) {
        let (mut mono, mut at, mut energy) = (Vec::new(), 0_u64, 0.0);
        read_blocks(decoder, |block| {
            mix_down(block, *channels, &mut mono);
            let samples = (at..).zip(&mono).filter(|(at, _)| !sound.contains(at));
            energy += samples.map(|(_, sample)| f64::from(*sample) * f64::from(*sample)).sum::<f64>();
            at += mono.len() as u64;
        })?;
        energy / around as f64
    } else {
        measures.blocks.iter().map(|power| f64::from(*power)).fold(f64::INFINITY, f64::min)
    };
    Ok((power > 0.0 && power.is_finite()).then(|| lufs(power)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use aloud_audio::wav;

    #[test]
    fn a_recording_that_is_too_long_for_a_line_is_refused_early() {
        let spec = Spec { sample_rate: 1_000, channels: 1 };
        let sound = |frames: usize| {
            let bytes = wav::encode_16(spec, vec![0.25; frames].into_iter());
            Sound::of(|| Decoder::of_bytes(bytes.clone().into()))
        };
        assert_eq!(sound(600_000).unwrap().measures.frames, 600_000);
        assert!(sound(600_001).err().unwrap().to_string().contains("longer than 10 minutes"));
    }
}
