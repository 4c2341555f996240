//! Measures of a clip, taken once when it is stored: all that placing and levelling need to know of it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Clip;
use super::loudness::{self, BlockMeter};

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// Length in frames.
    pub frames: u64,
    /// Frames a second.
    pub sample_rate: u32,
    /// Channels.
    pub channels: u16,
    /// Frames from the first sound to the last, with a guard on both sides; empty when it is silent.
    pub sound: Range<u64>,
    /// Mean of the sound's samples: an offset of the recording, taken off when it is mixed.
    pub offset: f32,
    /// Greatest magnitude of a sample, 1.0 is full scale.
    pub peak: f32,
    /// Mean squares of the sound's 100 ms blocks, K-weighted (ITU-R BS.1770-5, annex 1).
    pub blocks: Vec<f64>,
}

/// What lies this far below the loudest 10 ms is not speech but what the room and the device add; 55 dB are
/// between a whisper's consonants in a good recording and the noise of a fair one.
const FLOOR_DB: f32 = -55.0;
/// Quieter than this is silence in any recording.
const SILENCE: f32 = 1e-4;
/// Kept before the first sound found: the soft onset of an `f` or an `h` lies below the floor for as long.
const GUARD_BEFORE: f32 = 0.030;
/// Kept after the last: a vowel's end and the room fade for longer.
const GUARD_AFTER: f32 = 0.060;

/// Measures a clip.
pub fn measure(clip: &Clip) -> Measures {
    let mono = clip.mono();
    let rate = clip.spec.sample_rate;
    let offset = mean(&mono);
    let sound = sound(&mono, offset, rate);
    let heard: Vec<f32> = mono[sound.clone()].iter().map(|sample| sample - offset).collect();
    let mut meter = BlockMeter::new(rate);
    meter.push(&heard);
    Measures {
        frames: mono.len() as u64,
        sample_rate: rate,
        channels: clip.spec.channels,
        sound: sound.start as u64..sound.end as u64,
        offset,
        peak: clip.samples.iter().fold(0.0, |peak, sample| peak.max(sample.abs())),
        blocks: meter.finish(),
    }
}

/// Gated loudness of a set of takes, in LUFS (ITU-R BS.1770-5, annex 1), from their blocks; windows do not reach
/// from one take into the next. `None` when all are silent.
pub fn gated_loudness<'a>(takes: impl IntoIterator<Item = &'a Measures>) -> Option<f64> {
    loudness::integrated(takes.into_iter().map(|take| take.blocks.as_slice()))
}

fn mean(samples: &[f32]) -> f32 {
    let sum: f64 = samples.iter().map(|sample| f64::from(*sample)).sum();
    (sum / samples.len().max(1) as f64) as f32
}

/// From the first 10 ms that are louder than the floor to the last, with the guards.
fn sound(mono: &[f32], offset: f32, rate: u32) -> Range<usize> {
    let hop = (rate as usize / 100).max(1);
    let level = |frame: &[f32]| {
        let power: f32 = frame.iter().map(|s| (s - offset) * (s - offset)).sum();
        (power / frame.len() as f32).sqrt()
    };
    let levels: Vec<f32> = mono.chunks(hop).map(level).collect();
    let loudest = levels.iter().copied().fold(0.0, f32::max);
    let floor = (loudest * 10_f32.powf(FLOOR_DB / 20.0)).max(SILENCE);
    let (Some(first), Some(last)) =
        (levels.iter().position(|l| *l > floor), levels.iter().rposition(|l| *l > floor))
    else {
        return 0..0;
    };
    let guard = |seconds: f32| (seconds * rate as f32) as usize;
    let start = (first * hop).saturating_sub(guard(GUARD_BEFORE));
    start..((last + 1) * hop + guard(GUARD_AFTER)).min(mono.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::Spec;

    fn clip(rate: u32, samples: Vec<f32>) -> Clip {
        Clip { spec: Spec { sample_rate: rate, channels: 1 }, samples }
    }

    fn tone(frames: usize, level: f32) -> Vec<f32> {
        (0..frames).map(|n| if n % 80 < 40 { level } else { -level }).collect()
    }

    #[test]
    fn silence_around_the_sound_is_found_and_the_guards_are_kept() {
        let samples = [vec![0.0; 8_000], tone(16_000, 0.25), vec![0.0; 8_000]].concat();
        let sound = measure(&clip(16_000, samples)).sound;
        assert!(sound.start <= 8_000 - 320 && sound.start >= 8_000 - 800, "{sound:?}");
        assert!(sound.end >= 24_000 + 640 && sound.end <= 24_000 + 1_280, "{sound:?}");
    }

    #[test]
    fn a_soft_onset_is_not_cut() {
        // An onset that rises from −60 dB over 50 ms, as a breathed `h` does.
        let onset = (0..800).map(|n| {
            0.25 * 10_f32.powf(-3.0 * (1.0 - n as f32 / 800.0)) * if n % 8 < 4 { 1.0 } else { -1.0 }
        });
        let samples = [vec![0.0; 8_000], onset.collect(), tone(16_000, 0.25)].concat();
        assert!(measure(&clip(16_000, samples)).sound.start <= 8_000);
    }

    #[test]
    fn an_offset_is_measured_and_does_not_count_as_sound() {
        let samples: Vec<f32> = [vec![0.0; 16_000], tone(16_000, 0.25), vec![0.0; 16_000]].concat();
        let shifted = samples.iter().map(|s| s + 0.05).collect();
        let (plain, shifted) = (measure(&clip(16_000, samples)), measure(&clip(16_000, shifted)));
        assert!((shifted.offset - 0.05).abs() < 1e-5);
        assert_eq!(plain.sound, shifted.sound);
    }

    #[test]
    fn silence_has_no_sound_and_no_loudness() {
        let measures = measure(&clip(16_000, vec![0.0; 16_000]));
        assert!(measures.sound.is_empty());
        assert_eq!(gated_loudness([&measures]), None);
    }

    #[test]
    fn the_loudness_of_a_set_is_that_of_its_takes_joined() {
        let takes: Vec<Measures> =
            [0.1, 0.2, 0.3].iter().map(|level| measure(&clip(16_000, tone(48_000, *level)))).collect();
        let joined: Vec<f64> = takes.iter().flat_map(|take| take.blocks.clone()).collect();
        let joined = loudness::integrated([joined.as_slice()]).unwrap();
        assert!(
            (gated_loudness(&takes).unwrap() - joined).abs() < 0.15,
            "only windows over the seams differ"
        );
    }
}
