//! Renders a region: plays its placements, sums them, applies the gain, limits, measures and encodes.

use serde::{Deserialize, Serialize};

use super::encode::{DitherPosition, encode};
use super::error::MixError;
use super::gain::db_to_factor;
use super::limiter::{Limiter, LimiterStats};
use super::plan::{Placement, Plan};
use super::playback::{Playback, Player};
use super::region::Region;
use aloud_audio::loudness::{BlockMeter, MomentaryMeter};
use aloud_audio::peak::PeakMeter;

/// Number of bytes to emit at a time: large enough for few calls, small enough for little memory.
const BUFFER: usize = 64 * 1024;
/// Highest number of frames to sum at a time.
const MAX_FRAMES: usize = 16_384;

/// Measurements of a region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionStats {
    /// Mean squares of 100 ms blocks from the region's first frame on, K-weighted, summed over all channels.
    pub(super) blocks: Vec<f32>,
    /// Mean square of the loudest 400 ms, likewise.
    pub(super) momentary: f32,
    /// Sum of the squares of the samples, as the mean of all channels.
    pub(super) energy: f32,
    /// True peak as a factor of full scale.
    pub(super) peak: f32,
    /// Number of frames that the limiter attenuated.
    pub(super) limited: u64,
    /// Number of frames that it attenuated by more than 1 dB.
    pub(super) limited_hard: u64,
    /// Lowest gain of the limiter in units of 2⁻²⁴.
    pub(super) least_gain: u32,
}

/// Receives the bytes of a region in order.
pub(super) type Emit<'a> = &'a mut dyn FnMut(Vec<u8>) -> Result<(), MixError>;

/// Renders regions one after the other. It keeps resamplers for the next region.
pub(super) struct RegionRenderer<'a> {
    plan: &'a Plan,
    gain: f32,
    player: Player,
}

impl<'a> RegionRenderer<'a> {
    /// Creates a renderer that applies `gain_db` to the whole episode.
    pub(super) fn new(plan: &'a Plan, gain_db: f64) -> Self {
        let player = Player::new(plan.format.rate, plan.is_stereo());
        Self { plan, gain: db_to_factor(gain_db), player }
    }

    /// Renders a region and returns its measurements.
    pub(super) fn render(&mut self, region: &Region, emit: Emit<'_>) -> Result<RegionStats, MixError> {
        let placements = &self.plan.placements[region.placements.clone()];
        let mut sum = Sum::new(self.plan, placements, region.frames.start, self.gain);
        let mut playing = Vec::new();
        for placement in placements {
            self.play_until(placement.start, &mut playing, &mut sum, emit)?;
            playing.push(self.player.open(placement)?);
        }
        self.play_until(region.frames.end, &mut playing, &mut sum, emit)?;
        sum.chain.finish(emit)
    }

    /// Plays all open placements up to a frame of the episode.
    fn play_until(
        &mut self,
        end: u64,
        playing: &mut Vec<Playback<'_>>,
        sum: &mut Sum<'_>,
        emit: Emit<'_>,
    ) -> Result<(), MixError> {
        while sum.at < end {
            for playback in playing.iter_mut() {
                self.player.fill(playback)?;
            }
            let ready = playing.iter().map(Playback::ready).min().unwrap_or(MAX_FRAMES);
            let frames = usize::try_from(end - sum.at).unwrap_or(usize::MAX).min(ready).min(MAX_FRAMES);
            sum.push(playing, frames, emit)?;
            while let Some(over) = playing.iter().position(Playback::is_over) {
                self.player.close(playing.remove(over));
            }
        }
        Ok(())
    }
}

/// The sum of all open placements, followed by the output chain.
struct Sum<'a> {
    /// The next frame of the episode.
    at: u64,
    gain: f32,
    /// By channel.
    sums: Vec<Vec<f32>>,
    chain: OutputChain<'a>,
}

impl<'a> Sum<'a> {
    fn new(plan: &'a Plan, placements: &'a [Placement], start: u64, gain: f32) -> Self {
        let channels = if plan.is_stereo() { 2 } else { 1 };
        let chain = OutputChain::new(plan, placements, start, channels);
        Self { at: start, gain, sums: vec![Vec::new(); channels], chain }
    }

    /// Takes `frames` frames of each placement and passes their sum on.
    fn push(&mut self, playing: &mut [Playback<'_>], frames: usize, emit: Emit<'_>) -> Result<(), MixError> {
        for sums in &mut self.sums {
            sums.clear();
            sums.resize(frames, 0.0);
        }
        let stereo = self.sums.len() > 1;
        for playback in playing.iter_mut() {
            let pans = pan_gains(playback.pan());
            for (channel, (sums, pan)) in self.sums.iter_mut().zip(pans).enumerate() {
                let gain = if stereo { self.gain * pan } else { self.gain };
                sums.iter_mut()
                    .zip(playback.next(channel, frames))
                    .for_each(|(sum, sample)| *sum += sample * gain);
            }
            playback.take(frames);
        }
        self.at += frames as u64;
        self.chain.push(&self.sums, emit)
    }
}

/// Returns the gains of the left and right channel for a pan from −1 to 1, by the constant-power law.
///
/// The squares of the gains add up to 2 everywhere. A voice is therefore as loud at the side as in the middle, where both are 1.
fn pan_gains(pan: f32) -> [f32; 2] {
    let angle = (f64::from(pan.clamp(-1.0, 1.0)) + 1.0) * std::f64::consts::FRAC_PI_4;
    let scale = std::f64::consts::SQRT_2;
    [(libm::cos(angle) * scale) as f32, (libm::sin(angle) * scale) as f32]
}

/// Limiter, meters and encoder.
struct OutputChain<'a> {
    plan: &'a Plan,
    placements: &'a [Placement],
    limiter: Limiter,
    limited: Vec<Vec<f32>>,
    loudness: Vec<BlockMeter>,
    momentary: MomentaryMeter,
    energy: f64,
    peaks: Vec<PeakMeter>,
    /// Next frame to be encoded.
    at: u64,
    /// Index of the placement that began last before that frame.
    current: usize,
    bytes: Vec<u8>,
}

impl<'a> OutputChain<'a> {
    fn new(plan: &'a Plan, placements: &'a [Placement], start: u64, channels: usize) -> Self {
        Self {
            plan,
            placements,
            limiter: Limiter::new(plan.format.rate, channels, plan.peak),
            limited: vec![Vec::new(); channels],
            loudness: vec![BlockMeter::with_parts(plan.format.rate); channels],
            momentary: MomentaryMeter::default(),
            energy: 0.0,
            peaks: (0..channels).map(|_| PeakMeter::default()).collect(),
            at: start,
            current: 0,
            bytes: Vec::with_capacity(BUFFER),
        }
    }

    fn push(&mut self, samples: &[Vec<f32>], emit: Emit<'_>) -> Result<(), MixError> {
        self.limiter.push(samples, &mut self.limited);
        self.measure_and_encode(emit)
    }

    fn finish(mut self, emit: Emit<'_>) -> Result<RegionStats, MixError> {
        let limiter = std::mem::replace(&mut self.limiter, Limiter::new(self.plan.format.rate, 0, 0.0));
        let limiter: LimiterStats = limiter.finish(&mut self.limited);
        self.measure_and_encode(emit)?;
        emit(self.bytes)?;
        // BS.1770-5, annex 1, equation 2: the powers of the channels add up, also if both have the same signal.
        let copies = f64::from(self.plan.format.channels) / self.loudness.len() as f64;
        let by_channel: Vec<Vec<f64>> = self.loudness.into_iter().map(BlockMeter::finish).collect();
        let sum = |nth: usize| by_channel.iter().map(|blocks| blocks[nth]).sum::<f64>() * copies;
        Ok(RegionStats {
            momentary: (self.momentary.max() * copies) as f32,
            blocks: (0..by_channel[0].len()).map(|nth| sum(nth) as f32).collect(),
            energy: self.energy as f32,
            peak: self.peaks.into_iter().map(PeakMeter::finish).fold(0.0, f32::max),
            limited: limiter.frames,
            limited_hard: limiter.hard_frames,
            least_gain: limiter.least_gain,
        })
    }

    /// Measures and encodes the output of the limiter.
    fn measure_and_encode(&mut self, emit: Emit<'_>) -> Result<(), MixError> {
        let limited = std::mem::take(&mut self.limited);
        for (channel, samples) in limited.iter().enumerate() {
            self.loudness[channel].push(samples);
            self.energy += energy(samples) / limited.len() as f64;
            self.peaks[channel].push(samples);
        }
        self.momentary.take(&mut self.loudness);
        self.encode(&limited);
        self.limited = limited;
        self.limited.iter_mut().for_each(Vec::clear);
        if self.bytes.len() >= BUFFER {
            emit(std::mem::replace(&mut self.bytes, Vec::with_capacity(BUFFER)))?;
        }
        Ok(())
    }

    /// Encodes frames with the dither of the placement that began last, so the dither moves with the placement.
    fn encode(&mut self, samples: &[Vec<f32>]) {
        let mut done = 0;
        while done < samples[0].len() {
            while self.placements.get(self.current + 1).is_some_and(|next| next.start <= self.at) {
                self.current += 1;
            }
            let next = self.placements.get(self.current + 1).map_or(u64::MAX, |next| next.start);
            let run = usize::try_from(next - self.at).unwrap_or(usize::MAX).min(samples[0].len() - done);
            let placement = &self.placements[self.current];
            let position = DitherPosition { seed: placement.dither_seed(), at: self.at - placement.start };
            let channels: Vec<&[f32]> = samples.iter().map(|samples| &samples[done..done + run]).collect();
            encode(&channels, self.plan.format, position, &mut self.bytes);
            self.at += run as u64;
            done += run;
        }
    }
}

/// Returns the sum of the squares. It adds in eight lanes, which the compiler turns into vector instructions.
fn energy(samples: &[f32]) -> f64 {
    let mut total = 0.0;
    for samples in samples.chunks(4_096) {
        let (lanes, rest) = samples.as_chunks::<8>();
        let mut sums = [0.0_f32; 8];
        for lane in lanes {
            sums.iter_mut().zip(lane).for_each(|(sum, sample)| *sum += sample * sample);
        }
        sums.iter_mut().zip(rest).for_each(|(sum, sample)| *sum += sample * sample);
        total += f64::from(sums.iter().sum::<f32>());
    }
    total
}
