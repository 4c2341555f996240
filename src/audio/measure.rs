//! Measures of a clip, taken once when it is stored: all that placing and levelling need to know of it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::loudness::{self, BLOCKS_A_SECOND, KWeighting};
use super::{Clip, mix_down};

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
    /// Mean of the samples: an offset of the recording, taken off when it is mixed.
    pub offset: f32,
    /// Greatest magnitude of a sample, 1.0 is full scale.
    pub peak: f32,
    /// Samples in runs of three or more that all stand at the peak: the tops of waves that were cut off.
    #[serde(default)]
    pub clipped: u64,
    /// Mean squares of the sound's blocks, K-weighted (ITU-R BS.1770-5, annex 1), of
    /// [`Measures::block_frames`] frames each. In single precision they come back from JSON as they went.
    pub blocks: Vec<f32>,
    /// Greatest magnitude of the sound in mono, its offset taken off.
    #[serde(default)]
    pub sound_peak: f32,
    /// Shares of the sound's energy that a limiter leaves of it when its ceiling lies 0 dB, 1 dB, … below
    /// `sound_peak`: by these the level after a limiter is foretold.
    #[serde(default)]
    pub kept: Vec<f32>,
}

impl Measures {
    /// Frames in a block: 100 ms in whole hundredths of a second.
    pub fn block_frames(&self) -> u32 {
        hop(self.sample_rate) * HOPS_A_BLOCK
    }

    /// Share of the energy that is left when the ceiling lies `db` below the peak; 1 when it lies above.
    pub fn kept_at(&self, db: f64) -> f64 {
        let at = db.clamp(0.0, (self.kept.len().max(1) - 1) as f64);
        let value = |at: usize| self.kept.get(at).map_or(1.0, |kept| f64::from(*kept));
        let (from, part) = (at as usize, at.fract());
        value(from) + (value(from + 1).min(value(from)) - value(from)) * part
    }

    /// True when tops of waves were cut off: a few flat samples happen in any loud recording.
    pub fn is_clipped(&self) -> bool {
        self.clipped >= FLAT_IS_CLIPPED
    }
}

/// What lies this far below the loudest 10 ms is not speech but what the room and the device add; 55 dB are
/// between a whisper's consonants in a good recording and the noise of a fair one.
const FLOOR_DB: f32 = -55.0;
/// In a noisy recording the floor is raised, to at most this: the softest consonants lie 40 dB below the loudest vowels.
const HIGHEST_FLOOR_DB: f32 = -40.0;
/// The noise of a room varies by a decibel or two from one 10 ms to the next; this far above it something else is heard.
const ABOVE_NOISE_DB: f32 = 8.0;
/// A recording is silent between words for at least this share of its time.
const NOISE_SHARE: f32 = 0.05;
/// Quieter than this is silence in any recording.
const SILENCE: f32 = 1e-4;
/// How many blocks of 10 ms are kept before the first sound: the soft onset of an `f` or an `h` lies below the floor for as long.
const GUARD_BEFORE: usize = 4;
/// How many are kept after the last: a vowel's end and the room fade for longer.
const GUARD_AFTER: usize = 6;
/// Flat samples that nobody hears.
const FLAT_IS_CLIPPED: u64 = 16;
/// Full scale from which flat tops are cut tops.
const LOUD: f32 = 0.25;
const HOPS_A_SECOND: u32 = 100;
const HOPS_A_BLOCK: u32 = HOPS_A_SECOND / BLOCKS_A_SECOND;

/// Frames in 10 ms.
fn hop(rate: u32) -> u32 {
    (rate / HOPS_A_SECOND).max(1)
}

/// Measures a clip.
pub fn measure(clip: &Clip) -> Measures {
    let mut meter = Meter::new(clip.spec.sample_rate, clip.spec.channels);
    meter.push(&clip.samples);
    meter.finish()
}

/// Measures a clip that comes in pieces; keeps eight bytes for each 10 ms.
pub struct Meter {
    rate: u32,
    channels: u16,
    filter: KWeighting,
    mono: Vec<f32>,
    /// Mono samples that do not yet fill 10 ms.
    pending: Vec<f32>,
    hops: Vec<Hop>,
    frames: u64,
    sum: f64,
    tops: Tops,
}

#[derive(Clone, Copy)]
struct Hop {
    /// RMS around the hop's own mean: an offset is no sound.
    level: f32,
    /// Sum of K-weighted squares.
    energy: f32,
    /// Greatest and least sample.
    top: f32,
    bottom: f32,
}

impl Meter {
    /// For a clip of this layout.
    pub fn new(rate: u32, channels: u16) -> Self {
        let filter = KWeighting::new(rate);
        let (mono, pending, hops) = (Vec::new(), Vec::new(), Vec::new());
        Self { rate, channels, filter, mono, pending, hops, frames: 0, sum: 0.0, tops: Tops::default() }
    }

    /// Takes further whole frames, interleaved.
    pub fn push(&mut self, interleaved: &[f32]) {
        self.tops.push(interleaved, usize::from(self.channels));
        let mut mono = std::mem::take(&mut self.mono);
        mix_down(interleaved, self.channels, &mut mono);
        self.frames += mono.len() as u64;
        let hop = hop(self.rate) as usize;
        let mut samples = mono.as_slice();
        if !self.pending.is_empty() {
            let (now, later) = samples.split_at(samples.len().min(hop - self.pending.len()));
            self.pending.extend_from_slice(now);
            samples = later;
            if self.pending.len() == hop {
                let full = std::mem::take(&mut self.pending);
                self.hop(&full);
            }
        }
        let whole = samples.chunks_exact(hop);
        self.pending.extend_from_slice(whole.remainder());
        whole.for_each(|samples| self.hop(samples));
        self.mono = mono;
    }

    fn hop(&mut self, samples: &[f32]) {
        let Sums { sum, squares, top, bottom } = sums(samples);
        let mean = sum / samples.len() as f32;
        let power = (squares / samples.len() as f32 - mean * mean).max(0.0);
        self.sum += f64::from(sum);
        let energy = self.filter.energy(samples) as f32;
        self.hops.push(Hop { level: power.sqrt(), energy, top, bottom });
    }

    /// The measures.
    pub fn finish(mut self) -> Measures {
        let rest = std::mem::take(&mut self.pending);
        if !rest.is_empty() {
            self.hop(&rest);
        }
        let sound = sound(&self.hops);
        let hop = u64::from(hop(self.rate));
        let block = f64::from(hop as u32 * HOPS_A_BLOCK);
        let energy =
            |hops: &[Hop]| (hops.iter().map(|hop| f64::from(hop.energy)).sum::<f64>() / block) as f32;
        let offset = (self.sum / self.frames.max(1) as f64) as f32;
        let (sound_peak, kept) = kept(&self.hops[sound.clone()], offset);
        let blocks = self.hops[sound.clone()].chunks(HOPS_A_BLOCK as usize).map(energy).collect();
        Measures {
            frames: self.frames,
            sample_rate: self.rate,
            channels: self.channels,
            sound: sound.start as u64 * hop..(sound.end as u64 * hop).min(self.frames),
            offset,
            peak: self.tops.peak,
            clipped: if self.tops.peak >= LOUD { self.tops.flat } else { 0 },
            blocks,
            sound_peak,
            kept,
        }
    }
}

/// What is worked out over some samples: sum, sum of squares, the greatest and the least of them and zero.
struct Sums {
    sum: f32,
    squares: f32,
    top: f32,
    bottom: f32,
}

/// In eight lanes, which a processor does side by side.
fn sums(samples: &[f32]) -> Sums {
    let (mut sum, mut squares, mut top, mut bottom) =
        ([0.0_f32; 8], [0.0_f32; 8], [0.0_f32; 8], [0.0_f32; 8]);
    let mut add = |lane: &[f32; 8]| {
        for at in 0..8 {
            let sample = lane[at];
            sum[at] += sample;
            squares[at] += sample * sample;
            top[at] = if sample > top[at] { sample } else { top[at] };
            bottom[at] = if sample < bottom[at] { sample } else { bottom[at] };
        }
    };
    let (lanes, rest) = samples.as_chunks::<8>();
    lanes.iter().for_each(&mut add);
    let mut last = [0.0; 8];
    last[..rest.len()].copy_from_slice(rest);
    add(&last);
    Sums {
        sum: sum.iter().sum(),
        squares: squares.iter().sum(),
        top: top.iter().copied().fold(0.0, f32::max),
        bottom: bottom.iter().copied().fold(0.0, f32::min),
    }
}

/// The peak of a sound, and what a limiter would keep of it for each decibel that its ceiling lies below: each 10 ms as
/// loud as its own peak and those beside it allow.
fn kept(hops: &[Hop], offset: f32) -> (f32, Vec<f32>) {
    let peaks: Vec<f32> = hops.iter().map(|hop| (hop.top - offset).max(offset - hop.bottom)).collect();
    let peak = peaks.iter().copied().fold(0.0, f32::max);
    let all: f64 = hops.iter().map(|hop| f64::from(hop.energy)).sum();
    let share = |db: usize| {
        let ceiling = peak * factor(-(db as f32));
        let gain =
            |at: usize| peaks.get(at).map_or(1.0, |peak| if *peak > ceiling { ceiling / peak } else { 1.0 });
        let kept = hops.iter().enumerate().map(|(at, hop)| {
            let (own, before, after) = (gain(at), gain(at.wrapping_sub(1)), gain(at + 1));
            let gain = (own + own.min(before) + own.min(after)) / 3.0;
            f64::from(hop.energy * gain * gain)
        });
        (kept.sum::<f64>() / all) as f32
    };
    (peak, if all > 0.0 { (0..=DEEPEST_DB).map(share).collect() } else { Vec::new() })
}

/// A limiter that works harder than this is no longer inaudible.
const DEEPEST_DB: usize = 12;

/// The peak, and how many samples stand flat at it.
#[derive(Default)]
struct Tops {
    peak: f32,
    flat: u64,
    /// By channel: how many samples before now stood at the peak in a row.
    runs: Vec<u64>,
}

/// So many equal samples at the peak are a top that was cut off.
const FLAT: u64 = 3;

impl Tops {
    fn push(&mut self, interleaved: &[f32], channels: usize) {
        self.runs.resize(channels, 0);
        for piece in interleaved.chunks(256 * channels) {
            let highest = piece
                .iter()
                .fold(0.0_f32, |most, sample| if sample.abs() > most { sample.abs() } else { most });
            if highest > self.peak {
                (self.peak, self.flat) = (highest, 0);
                self.runs.fill(0);
            }
            if highest == self.peak && highest > 0.0 {
                self.count(piece, channels);
            } else {
                self.runs.fill(0);
            }
        }
    }

    fn count(&mut self, piece: &[f32], channels: usize) {
        for frame in piece.chunks_exact(channels) {
            for (run, sample) in self.runs.iter_mut().zip(frame) {
                *run = if sample.abs() == self.peak { *run + 1 } else { 0 };
                self.flat += match *run {
                    FLAT => FLAT,
                    run if run > FLAT => 1,
                    _ => 0,
                };
            }
        }
    }
}

/// Gated loudness of a set of takes, in LUFS (ITU-R BS.1770-5, annex 1), from their blocks; windows do not reach
/// from one take into the next. `None` when all are silent.
pub fn gated_loudness<'a>(takes: impl IntoIterator<Item = &'a Measures>) -> Option<f64> {
    let blocks = |take: &Measures| take.blocks.iter().map(|power| f64::from(*power)).collect::<Vec<f64>>();
    let takes: Vec<Vec<f64>> = takes.into_iter().map(blocks).collect();
    loudness::integrated(takes.iter().map(Vec::as_slice))
}

/// From the first 10 ms that are louder than the floor to the last, with the guards.
fn sound(hops: &[Hop]) -> Range<usize> {
    let floor = floor(hops);
    let (Some(first), Some(last)) =
        (hops.iter().position(|hop| hop.level > floor), hops.iter().rposition(|hop| hop.level > floor))
    else {
        return 0..0;
    };
    first.saturating_sub(GUARD_BEFORE)..(last + 1 + GUARD_AFTER).min(hops.len())
}

/// The level above which there is sound: higher where the recording is noisy.
fn floor(hops: &[Hop]) -> f32 {
    let mut levels: Vec<f32> = hops.iter().map(|hop| hop.level).collect();
    let loudest = levels.iter().copied().fold(0.0, f32::max);
    let quiet = (levels.len() as f32 * NOISE_SHARE) as usize;
    if levels.is_empty() {
        return SILENCE;
    }
    let (_, noise, _) = levels.select_nth_unstable_by(quiet, f32::total_cmp);
    let below = |db: f32| loudest * factor(db);
    (*noise * factor(ABOVE_NOISE_DB)).clamp(below(FLOOR_DB), below(HIGHEST_FLOOR_DB)).max(SILENCE)
}

fn factor(db: f32) -> f32 {
    libm::powf(10.0, db / 20.0)
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
        let blocks = takes.iter().flat_map(|take| take.blocks.iter());
        let joined: Vec<f64> = blocks.map(|power| f64::from(*power)).collect();
        let joined = loudness::integrated([joined.as_slice()]).unwrap();
        assert!(
            (gated_loudness(&takes).unwrap() - joined).abs() < 0.15,
            "only windows over the seams differ"
        );
    }
}
