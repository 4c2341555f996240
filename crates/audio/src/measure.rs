//! Measures a clip once, when it is stored: extent, peak, clipping and loudness. Placement and levels need no other
//! analysis.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::clip::{Clip, Spec, mix_down};
use super::loudness::{self, BLOCKS_PER_SECOND, KWeighting};
use super::wav;

/// The measurements of a clip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Measures {
    /// Length in frames.
    pub frames: u64,
    /// Sample rate in Hz.
    pub sample_rate: u32,
    /// Number of channels.
    pub channels: u16,
    /// Frames from the first sound to the last, with a guard on both sides. Empty if the clip is silent.
    pub sound: Range<u64>,
    /// DC offset of the recording: the mean of the samples, full scale ±1.0. The mix subtracts it.
    #[serde(rename = "offset")]
    pub dc_offset: f32,
    /// Greatest magnitude of a sample, full scale 1.0.
    pub peak: f32,
    /// Number of samples in runs of three or more at the peak. Such runs are clipped waves.
    #[serde(default)]
    pub clipped: u64,
    /// Mean squares of the sound's blocks, K-weighted (ITU-R BS.1770-5, annex 1). A block has [`Measures::block_frames`]
    /// frames. Values in single precision survive JSON unchanged.
    pub blocks: Vec<f32>,
    /// Greatest magnitude of the sound in mono, without the DC offset.
    #[serde(default)]
    pub sound_peak: f32,
    /// Shares of the sound's energy that remain after a limiter with its ceiling 0 dB, 1 dB, … below `sound_peak`. They
    /// predict the loudness after the limiter.
    #[serde(default, rename = "kept")]
    pub limited_shares: Vec<f32>,
}

impl Measures {
    /// Returns the length of a block in frames: 100 ms, as ten times the frames in 10 ms.
    pub fn block_frames(&self) -> u32 {
        hop(self.sample_rate) * HOPS_PER_BLOCK
    }

    /// Returns the share of the energy that remains after a limiter with its ceiling `db` below the peak. Returns 1 if the
    /// ceiling is above the peak.
    pub fn limited_share(&self, db: f64) -> f64 {
        let at = db.clamp(0.0, (self.limited_shares.len().max(1) - 1) as f64);
        let (from, part) = (at as usize, at.fract());
        let (share, next) = (self.limited_share_at(from), self.limited_share_at(from + 1));
        share + (next.min(share) - share) * part
    }

    /// Returns the share for whole decibels.
    fn limited_share_at(&self, db: usize) -> f64 {
        self.limited_shares.get(db).map_or(1.0, |share| f64::from(*share))
    }

    /// Returns true if a clip can have these measurements. Those in a file of a stranger may be invented, and a length of 2^63 frames
    /// would overflow each sum.
    pub fn is_possible(&self) -> bool {
        let Self { frames, sample_rate, channels, sound, .. } = self;
        let spec = Spec { sample_rate: *sample_rate, channels: *channels };
        let powers = self.blocks.iter().chain(&self.limited_shares);
        wav::check(spec).is_ok()
            && *frames <= u64::from(*sample_rate) * LONGEST_SECONDS
            && sound.start <= sound.end
            && sound.end <= *frames
            && (sound.end - sound.start)
                .div_ceil(u64::from(self.block_frames()))
                .abs_diff(self.blocks.len() as u64)
                <= 1
            && powers.chain([&self.peak, &self.sound_peak]).all(|power| *power >= 0.0 && power.is_finite())
            && self.dc_offset.is_finite()
    }

    /// Returns true if waves are clipped. A few flat samples occur in any loud recording.
    pub fn is_clipped(&self) -> bool {
        self.clipped >= AUDIBLE_CLIPPING
    }
}

/// Floor in dB below the loudest 10 ms. Softer parts are the noise of room and device, not speech. In a good recording a
/// whisper's consonants are above the floor, and in a fair one the noise is below it.
const FLOOR_DB: f32 = -55.0;
/// Highest floor of a noisy recording in dB: the softest consonants are 40 dB below the loudest vowels.
const HIGHEST_FLOOR_DB: f32 = -40.0;
/// Distance of the floor from the noise in dB. The noise of a room varies by 1 or 2 dB from one 10 ms to the next.
const ABOVE_NOISE_DB: f32 = 8.0;
/// Lowest share of a recording that is silence between words. The noise level is the quantile of this share.
const NOISE_SHARE: f32 = 0.05;
/// Level of silence in any recording, full scale 1.0 (−80 dBFS).
const SILENCE: f32 = 1e-4;
/// Guard before the first sound in hops of 10 ms. The soft onset of an `f` or an `h` is below the floor for as long.
const GUARD_BEFORE: usize = 4;
/// Guard after the last sound in hops. The end of a vowel and the reverberation fade for longer.
const GUARD_AFTER: usize = 6;
/// No clip lasts longer than a week.
const LONGEST_SECONDS: u64 = 7 * 24 * 3600;
/// Number of clipped samples that are audible.
const AUDIBLE_CLIPPING: u64 = 16;
/// Lowest peak of a clipped recording, full scale 1.0. Flat waves below it are not clipped, e.g. a square wave in a test.
const MIN_CLIPPED_PEAK: f32 = 0.25;
const HOPS_PER_SECOND: u32 = 100;
const HOPS_PER_BLOCK: u32 = HOPS_PER_SECOND / BLOCKS_PER_SECOND;

/// Returns the number of frames in a hop of 10 ms.
fn hop(rate: u32) -> u32 {
    (rate / HOPS_PER_SECOND).max(1)
}

/// Measures a clip.
pub fn measure(clip: &Clip) -> Measures {
    let mut meter = ClipMeter::new(clip.spec.sample_rate, clip.spec.channels);
    meter.push(&clip.samples);
    meter.finish()
}

/// Measures a clip in pieces. It keeps 16 bytes for each 10 ms.
pub struct ClipMeter {
    rate: u32,
    channels: u16,
    filter: KWeighting,
    mono: Vec<f32>,
    /// Mono samples of the hop that is not complete.
    pending: Vec<f32>,
    hops: Vec<Hop>,
    frames: u64,
    sum: f64,
    clipping: ClippingDetector,
}

#[derive(Clone, Copy)]
struct Hop {
    /// RMS without the mean of the hop: a DC offset is no sound.
    level: f32,
    /// Sum of K-weighted squares.
    energy: f32,
    /// Greatest and lowest sample.
    highest: f32,
    lowest: f32,
}

impl ClipMeter {
    /// Creates a meter for a clip with this sample rate in Hz and number of channels.
    pub fn new(rate: u32, channels: u16) -> Self {
        let filter = KWeighting::new(rate);
        let (mono, pending, hops) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            rate,
            channels,
            filter,
            mono,
            pending,
            hops,
            frames: 0,
            sum: 0.0,
            clipping: ClippingDetector::default(),
        }
    }

    /// Adds whole frames, interleaved.
    pub fn push(&mut self, interleaved: &[f32]) {
        self.clipping.push(interleaved, usize::from(self.channels));
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
        let hops = samples.chunks_exact(hop);
        self.pending.extend_from_slice(hops.remainder());
        hops.for_each(|samples| self.hop(samples));
        self.mono = mono;
    }

    #[inline]
    fn hop(&mut self, samples: &[f32]) {
        let Sums { sum, squares, highest, lowest } = sums(samples);
        let mean = sum / samples.len() as f32;
        let power = (squares / samples.len() as f32 - mean * mean).max(0.0);
        self.sum += f64::from(sum);
        let energy = self.filter.energy(samples) as f32;
        self.hops.push(Hop { level: power.sqrt(), energy, highest, lowest });
    }

    /// Returns the measurements.
    pub fn finish(mut self) -> Measures {
        let rest = std::mem::take(&mut self.pending);
        if !rest.is_empty() {
            self.hop(&rest);
        }
        let sound = sound(&self.hops);
        let hop = u64::from(hop(self.rate));
        let block = f64::from(hop as u32 * HOPS_PER_BLOCK);
        let energy =
            |hops: &[Hop]| (hops.iter().map(|hop| f64::from(hop.energy)).sum::<f64>() / block) as f32;
        let dc_offset = (self.sum / self.frames.max(1) as f64) as f32;
        let (sound_peak, limited_shares) = limited_shares(&self.hops[sound.clone()], dc_offset);
        let blocks = self.hops[sound.clone()].chunks(HOPS_PER_BLOCK as usize).map(energy).collect();
        Measures {
            frames: self.frames,
            sample_rate: self.rate,
            channels: self.channels,
            sound: sound.start as u64 * hop..(sound.end as u64 * hop).min(self.frames),
            dc_offset,
            peak: self.clipping.peak,
            clipped: if self.clipping.peak >= MIN_CLIPPED_PEAK { self.clipping.flat } else { 0 },
            blocks,
            sound_peak,
            limited_shares,
        }
    }
}

/// Sum, sum of squares, and the greatest and lowest of the samples and zero.
struct Sums {
    sum: f32,
    squares: f32,
    highest: f32,
    lowest: f32,
}

/// Computes the sums in eight lanes, which the compiler turns into vector instructions.
#[inline]
fn sums(samples: &[f32]) -> Sums {
    let (mut sum, mut squares, mut highest, mut lowest) =
        ([0.0_f32; 8], [0.0_f32; 8], [0.0_f32; 8], [0.0_f32; 8]);
    let mut add = |lane: &[f32; 8]| {
        for at in 0..8 {
            let sample = lane[at];
            sum[at] += sample;
            squares[at] += sample * sample;
            highest[at] = if sample > highest[at] { sample } else { highest[at] };
            lowest[at] = if sample < lowest[at] { sample } else { lowest[at] };
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
        highest: highest.iter().copied().fold(0.0, f32::max),
        lowest: lowest.iter().copied().fold(0.0, f32::min),
    }
}

/// Greatest gain reduction in dB to predict. A limiter that works harder is audible.
const MAX_REDUCTION_DB: usize = 12;

/// Returns the peak of the sound, and the shares of its energy that remain after a limiter, for each dB that its ceiling is
/// below the peak. The gain of a hop is what its own peak and those of its neighbours allow.
fn limited_shares(hops: &[Hop], dc_offset: f32) -> (f32, Vec<f32>) {
    let peaks: Vec<f32> =
        hops.iter().map(|hop| (hop.highest - dc_offset).max(dc_offset - hop.lowest)).collect();
    let peak = peaks.iter().copied().fold(0.0, f32::max);
    let all: f64 = hops.iter().map(|hop| f64::from(hop.energy)).sum();
    let share = |db: usize| {
        let ceiling = peak * db_to_factor(-(db as f32));
        let gain =
            |at: usize| peaks.get(at).map_or(1.0, |peak| if *peak > ceiling { ceiling / peak } else { 1.0 });
        let limited = hops.iter().enumerate().map(|(at, hop)| {
            let (own, before, after) = (gain(at), gain(at.wrapping_sub(1)), gain(at + 1));
            let gain = (own + own.min(before) + own.min(after)) / 3.0;
            f64::from(hop.energy * gain * gain)
        });
        (limited.sum::<f64>() / all) as f32
    };
    (peak, if all > 0.0 { (0..=MAX_REDUCTION_DB).map(share).collect() } else { Vec::new() })
}

/// Finds the peak, and counts the samples in flat runs at the peak.
#[derive(Default)]
struct ClippingDetector {
    peak: f32,
    flat: u64,
    /// By channel: the number of samples at the peak in a row before the current sample.
    runs: Vec<u64>,
}

/// Number of equal samples at the peak that are a clipped wave.
const MIN_RUN: u64 = 3;

impl ClippingDetector {
    #[inline]
    fn push(&mut self, interleaved: &[f32], channels: usize) {
        self.runs.resize(channels, 0);
        for block in interleaved.chunks(256 * channels) {
            let highest = block
                .iter()
                .fold(0.0_f32, |most, sample| if sample.abs() > most { sample.abs() } else { most });
            if highest > self.peak {
                (self.peak, self.flat) = (highest, 0);
                self.runs.fill(0);
            }
            if highest == self.peak && highest > 0.0 {
                self.count(block, channels);
            } else {
                self.runs.fill(0);
            }
        }
    }

    #[inline]
    fn count(&mut self, block: &[f32], channels: usize) {
        for frame in block.chunks_exact(channels) {
            for (run, sample) in self.runs.iter_mut().zip(frame) {
                *run = if sample.abs() == self.peak { *run + 1 } else { 0 };
                self.flat += match *run {
                    MIN_RUN => MIN_RUN,
                    run if run > MIN_RUN => 1,
                    _ => 0,
                };
            }
        }
    }
}

/// Returns the gated loudness of a set of takes in LUFS (ITU-R BS.1770-5, annex 1), or `None` if all are silent. Windows do
/// not reach from one take into the next.
pub fn gated_loudness<'a>(takes: impl IntoIterator<Item = &'a Measures>) -> Option<f64> {
    let takes: Vec<Vec<f64>> =
        takes.into_iter().map(|take| take.blocks.iter().map(|power| f64::from(*power)).collect()).collect();
    loudness::integrated(takes.iter().map(Vec::as_slice))
}

/// Returns the hops from the first above the floor to the last, with the guards.
fn sound(hops: &[Hop]) -> Range<usize> {
    let floor = floor(hops);
    let (Some(first), Some(last)) =
        (hops.iter().position(|hop| hop.level > floor), hops.iter().rposition(|hop| hop.level > floor))
    else {
        return 0..0;
    };
    first.saturating_sub(GUARD_BEFORE)..(last + 1 + GUARD_AFTER).min(hops.len())
}

fn floor(hops: &[Hop]) -> f32 {
    floor_of(hops.iter().map(|hop| hop.level).collect())
}

/// Returns the level above which there is sound, from the levels of all 10 ms. It is higher in a noisy recording.
pub(super) fn floor_of(mut levels: Vec<f32>) -> f32 {
    let loudest = levels.iter().copied().fold(0.0, f32::max);
    let quiet = (levels.len() as f32 * NOISE_SHARE) as usize;
    if levels.is_empty() {
        return SILENCE;
    }
    let (_, noise, _) = levels.select_nth_unstable_by(quiet, f32::total_cmp);
    let (lowest, highest) = (loudest * db_to_factor(FLOOR_DB), loudest * db_to_factor(HIGHEST_FLOOR_DB));
    (*noise * db_to_factor(ABOVE_NOISE_DB)).clamp(lowest, highest).max(SILENCE)
}

fn db_to_factor(db: f32) -> f32 {
    libm::powf(10.0, db / 20.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Spec;

    fn clip(rate: u32, samples: Vec<f32>) -> Clip {
        Clip { spec: Spec { sample_rate: rate, channels: 1 }, samples }
    }

    fn tone(frames: usize, level: f32) -> Vec<f32> {
        (0..frames).map(|n| if n % 80 < 40 { level } else { -level }).collect()
    }

    #[test]
    fn finds_silence_around_the_sound_and_keeps_the_guards() {
        let samples = [vec![0.0; 8_000], tone(16_000, 0.25), vec![0.0; 8_000]].concat();
        let sound = measure(&clip(16_000, samples)).sound;
        assert!(sound.start <= 8_000 - 320 && sound.start >= 8_000 - 800, "{sound:?}");
        assert!(sound.end >= 24_000 + 640 && sound.end <= 24_000 + 1_280, "{sound:?}");
    }

    #[test]
    fn keeps_a_soft_onset() {
        // An onset that rises from −60 dB over 50 ms, as a breathed `h` does.
        let onset = (0..800).map(|n| {
            0.25 * 10_f32.powf(-3.0 * (1.0 - n as f32 / 800.0)) * if n % 8 < 4 { 1.0 } else { -1.0 }
        });
        let samples = [vec![0.0; 8_000], onset.collect(), tone(16_000, 0.25)].concat();
        assert!(measure(&clip(16_000, samples)).sound.start <= 8_000);
    }

    #[test]
    fn measures_a_dc_offset_and_does_not_count_it_as_sound() {
        let samples: Vec<f32> = [vec![0.0; 16_000], tone(16_000, 0.25), vec![0.0; 16_000]].concat();
        let shifted = samples.iter().map(|s| s + 0.05).collect();
        let (plain, shifted) = (measure(&clip(16_000, samples)), measure(&clip(16_000, shifted)));
        assert!((shifted.dc_offset - 0.05).abs() < 1e-5);
        assert_eq!(plain.sound, shifted.sound);
    }

    #[test]
    fn silence_has_no_sound_and_no_loudness() {
        let measures = measure(&clip(16_000, vec![0.0; 16_000]));
        assert!(measures.sound.is_empty());
        assert_eq!(gated_loudness([&measures]), None);
    }

    #[test]
    fn loudness_of_a_set_equals_that_of_its_takes_joined() {
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
