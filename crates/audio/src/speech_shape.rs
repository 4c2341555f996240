//! Measures the shape of a spoken clip, which shows faults of speech engines: holes, noise, a cut end, repetitions.
//!
//! Everything is computed from the levels of half-octave bands in frames of 20 ms. Speech changes its spectrum several times
//! a second, noise does not; a word is never spoken twice the same way, a copy is.

use serde::{Deserialize, Serialize};

use super::clip::Clip;
use super::measure::floor_of;
use super::timbre::{BANDS, RATE, band_frames, downsample};

/// The shape of a spoken clip.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SpeechShape {
    /// Longest silence within the sound, in seconds.
    pub silence: f32,
    /// Longest part in which the spectrum does not change, in seconds: noise, a hum, or a tone.
    pub steady: f32,
    /// True if the sound ends at full level with the clip.
    pub cut: bool,
    /// Length in seconds of the longest part that occurs twice as a copy; 0 if there is none.
    pub repeated: f32,
}

/// Samples of a hop of 10 ms.
const HOP: usize = 80;
/// Samples of a frame of 20 ms.
const FRAME: usize = 2 * HOP;
/// Frames of a block of 100 ms, in which noise has a stable level.
const BLOCK: usize = 5;
/// Mean deviation in dB of the bands of a steady part. White noise has 0.7. Of 400 good takes of four engines, no part of more than
/// half a second has less than this.
const STEADY_DB: f32 = 2.0;
/// Blocks below this level in dB relative to the loudest are pauses.
const PAUSE_DB: f32 = -50.0;
/// Level in dB of the last 30 ms of a cut clip, relative to the loudest 10 ms. The last sound of a whole clip fades.
const CUT_DB: f32 = -14.0;
/// Hops of silence after the sound of a cut clip.
const CUT_SILENCE: usize = 2;
/// Shortest repetition in frames. Shorter sounds are alike by chance.
const SHORTEST_COPY: usize = 12;
/// Frames that are compared for a repetition. Longer ones need not be compared whole.
const LONGEST_COPY: usize = 40;
/// Longest clip that is searched for repetitions, in frames: the time grows with the square.
const LONGEST_SEARCHED: usize = 3_000;
/// Difference of a copy from the original, relative to the variation within it. Copies have 0.0 to 0.1. Different words have at
/// least 0.28 in 400 takes of four engines. The same words spoken again have 0.1 to 0.9.
const COPY: f32 = 0.18;
/// Lowest variation in dB of a part that is compared. Steady parts resemble themselves.
const MIN_VARIATION: f32 = 3.0;
/// Share of a part that must be speech.
const MIN_SPEECH: f32 = 0.6;

type Bands = [f32; BANDS];

/// Measures a clip.
pub fn speech_shape(clip: &Clip) -> SpeechShape {
    let samples = downsample(&clip.mono(), f64::from(clip.spec.sample_rate));
    let levels: Vec<f32> = samples.chunks_exact(HOP).map(level).collect();
    let floor = floor_of(levels.clone());
    let is_sound = |level: &f32| *level > floor;
    let (Some(first), Some(last)) = (levels.iter().position(is_sound), levels.iter().rposition(is_sound))
    else {
        return SpeechShape { silence: 0.0, steady: 0.0, cut: false, repeated: 0.0 };
    };
    let frames = band_frames(&samples[first * HOP..(last + 1) * HOP], FRAME);
    SpeechShape {
        silence: longest_run(levels[first..=last].iter().map(|level| !is_sound(level))) as f32 * seconds(HOP),
        steady: steady(&frames) as f32 * seconds(FRAME * BLOCK),
        cut: is_cut(&levels, last),
        repeated: repeated(&frames) as f32 * seconds(FRAME),
    }
}

fn seconds(samples: usize) -> f32 {
    (samples as f64 / RATE) as f32
}

/// Returns the RMS level without the mean.
fn level(samples: &[f32]) -> f32 {
    let count = samples.len() as f32;
    let mean = samples.iter().sum::<f32>() / count;
    (samples.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / count).sqrt()
}

fn longest_run(flags: impl Iterator<Item = bool>) -> usize {
    let (mut longest, mut run) = (0, 0);
    for flag in flags {
        run = if flag { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn is_cut(levels: &[f32], last: usize) -> bool {
    let loudest = levels.iter().copied().fold(0.0, f32::max);
    let end = levels[last.saturating_sub(2)..=last].iter().copied().fold(0.0, f32::max);
    levels.len() - 1 - last <= CUT_SILENCE && decibels(end * end) - decibels(loudest * loudest) > CUT_DB
}

fn decibels(power: f32) -> f32 {
    10.0 * libm::log10f(power + 1e-12)
}

/// Returns the length in blocks of the longest part with a constant spectrum.
fn steady(frames: &[Bands]) -> usize {
    let blocks: Vec<Bands> = frames.chunks_exact(BLOCK).map(mean).collect();
    let powers: Vec<f32> = blocks.iter().map(|bands| decibels(bands.iter().sum())).collect();
    let loudest = powers.iter().copied().fold(f32::MIN, f32::max);
    let blocks: Vec<Bands> = blocks.iter().map(|bands| bands.map(decibels)).collect();
    let (mut longest, mut start) = (0, 0);
    for end in 0..blocks.len() {
        if powers[end] < loudest + PAUSE_DB {
            start = end + 1;
        }
        while start < end && deviation(&blocks[start..=end]) > STEADY_DB {
            start += 1;
        }
        longest = longest.max(end + 1 - start.min(end + 1));
    }
    longest
}

fn mean(frames: &[Bands]) -> Bands {
    let mut mean = [0.0; BANDS];
    for frame in frames {
        mean.iter_mut().zip(frame).for_each(|(sum, band)| *sum += band / frames.len() as f32);
    }
    mean
}

/// Returns the mean deviation of all bands from their means.
fn deviation(frames: &[Bands]) -> f32 {
    let mean = mean(frames);
    let sum: f32 = frames.iter().map(|frame| distance(frame, &mean)).sum();
    sum / frames.len() as f32
}

/// Returns the mean difference of two frames in dB.
fn distance(a: &Bands, b: &Bands) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f32>() / BANDS as f32
}

/// Returns the length in frames of the longest part that occurs again as a copy.
fn repeated(frames: &[Bands]) -> usize {
    let frames = &frames[..frames.len().min(LONGEST_SEARCHED)];
    let powers: Vec<f32> = frames.iter().map(|bands| decibels(bands.iter().sum())).collect();
    let loudest = powers.iter().copied().fold(f32::MIN, f32::max);
    let speech: Vec<bool> = powers.iter().map(|power| *power > loudest + PAUSE_DB / 2.0).collect();
    let frames: Vec<Bands> =
        frames.iter().map(|bands| bands.map(|band| decibels(band).max(loudest + PAUSE_DB))).collect();
    let lags = SHORTEST_COPY..frames.len();
    lags.map(|lag| copy_at(&frames, &speech, lag)).max().unwrap_or(0)
}

/// Returns the length in frames of a part that is repeated after `lag` frames, or 0.
fn copy_at(frames: &[Bands], speech: &[bool], lag: usize) -> usize {
    let length = lag.min(LONGEST_COPY);
    let distances: Vec<f32> = frames.iter().zip(&frames[lag..]).map(|(a, b)| distance(a, b)).collect();
    let limit = COPY * length as f32;
    let mut longest = 0;
    let mut sum: f32 = distances.iter().take(length).sum();
    for start in 0..(distances.len() + 1).saturating_sub(length) {
        if start > 0 {
            sum += distances[start + length - 1] - distances[start - 1];
        }
        // A quick test first: no part of speech varies by more than 20 dB.
        if sum > limit * 20.0 {
            continue;
        }
        let part = &frames[start..start + length];
        let spoken = speech[start..start + length].iter().filter(|speech| **speech).count();
        let variation = deviation(part);
        if variation > MIN_VARIATION && sum < limit * variation && spoken as f32 > MIN_SPEECH * length as f32
        {
            longest = longest.max(length);
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Spec;

    const CLIP_RATE: u32 = 16_000;

    /// Syllables of different pitch and level, with pauses: a crude sentence of a second per four syllables.
    fn babble(syllables: usize) -> Vec<f32> {
        let mut samples = Vec::new();
        for nth in 0..syllables {
            let hertz = 200.0 + 130.0 * ((nth * 7) % 11) as f64;
            for n in 0..CLIP_RATE as usize / 4 {
                let time = n as f64 / f64::from(CLIP_RATE);
                let shape = libm::sin(std::f64::consts::PI * time / 0.25);
                let glide = hertz * (1.0 + 0.3 * ((nth * 5) % 3) as f64 * time);
                let wave = libm::sin(std::f64::consts::TAU * glide * time)
                    + 0.5 * libm::sin(std::f64::consts::TAU * glide * (2.0 + ((nth * 3) % 4) as f64) * time);
                samples.push((0.2 * shape * wave) as f32);
            }
        }
        samples
    }

    fn noise(seconds: f64, level: f32) -> Vec<f32> {
        let mut x = 1_u32;
        let count = (seconds * f64::from(CLIP_RATE)) as usize;
        let next = (0..count).map(|_| {
            x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((x >> 8) as f32 / 8_388_608.0 - 1.0) * level
        });
        next.collect()
    }

    fn shape(parts: &[Vec<f32>]) -> SpeechShape {
        speech_shape(&Clip { spec: Spec { sample_rate: CLIP_RATE, channels: 1 }, samples: parts.concat() })
    }

    #[test]
    fn a_whole_sentence_has_no_fault() {
        let found = shape(&[babble(24), vec![0.0; 4_000]]);
        assert!(
            found.silence < 0.3 && found.steady < 0.6 && !found.cut && found.repeated == 0.0,
            "{found:?}"
        );
    }

    #[test]
    fn finds_a_hole() {
        let found = shape(&[babble(8), vec![0.0; 48_000], babble(6)]);
        assert!((found.silence - 3.0).abs() < 0.15, "{found:?}");
    }

    #[test]
    fn finds_noise_of_any_level() {
        for level in [0.3, 0.03, 0.005] {
            let found = shape(&[babble(12), noise(3.0, level)]);
            assert!((2.5..3.4).contains(&found.steady), "{level}: {found:?}");
        }
    }

    #[test]
    fn finds_a_cut_end() {
        let mut samples = babble(8);
        samples.truncate(samples.len() - 2_000);
        assert!(shape(&[samples]).cut);
    }

    #[test]
    fn finds_a_repeated_part() {
        let whole = babble(24);
        let part = whole[16_000..24_000].to_vec();
        let found = shape(&[whole[..24_000].to_vec(), part, whole[24_000..].to_vec()]);
        assert!((0.4..0.9).contains(&found.repeated), "{found:?}");
    }

    #[test]
    fn silence_and_short_clips_have_no_shape() {
        for samples in [vec![], vec![0.1; 3], vec![0.0; 20_000]] {
            assert_eq!(shape(&[samples]).repeated, 0.0);
        }
    }
}
