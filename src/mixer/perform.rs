//! A stretch → the bytes of its frames and what was measured of them: played side by side where placements overlap, summed,
//! brought to level, limited, encoded.

use serde::{Deserialize, Serialize};

use super::encode::{Origin, encode};
use super::limiter::{Limiter, Work};
use super::render::{Playing, Renderer};
use super::stretch::Stretch;
use super::{MixError, Placement, Plan, linear};
use crate::audio::loudness::{BlockMeter, MomentaryMeter};
use crate::audio::peak::PeakMeter;

/// Bytes given on at a time: few enough calls, little enough memory.
const PIECE: usize = 64 * 1024;
/// Frames of the sum worked on at a time, at most.
const MOST_AT_ONCE: usize = 16_384;

/// What was measured of a stretch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stats {
    /// Mean squares of 100 ms blocks from the stretch's first frame on, K-weighted, all channels together.
    pub(super) blocks: Vec<f32>,
    /// Mean square of the loudest 400 ms, likewise.
    pub(super) momentary: f32,
    /// Sum of the squares of the samples of one channel, the mean of all.
    pub(super) energy: f32,
    /// True peak as a factor of full scale.
    pub(super) peak: f32,
    /// Frames that the limiter turned down.
    pub(super) limited: u64,
    /// Its least gain, in 2⁻²⁴.
    pub(super) least_gain: u32,
}

/// Takes the bytes of a stretch in order.
pub(super) type Give<'a> = &'a mut dyn FnMut(Vec<u8>) -> Result<(), MixError>;

/// Performs stretches; keeps resamplers from one to the next.
pub(super) struct Performer<'a> {
    plan: &'a Plan,
    gain: f32,
    renderer: Renderer,
}

impl<'a> Performer<'a> {
    pub(super) fn new(plan: &'a Plan, gain_db: f64) -> Self {
        let renderer = Renderer::new(plan.format.rate, plan.is_wide());
        Self { plan, gain: linear(gain_db), renderer }
    }

    pub(super) fn perform(&mut self, stretch: &Stretch, give: Give<'_>) -> Result<Stats, MixError> {
        let placements = &self.plan.placements[stretch.placements.clone()];
        let mut sum = Sum::new(self.plan, placements, stretch.frames.start, self.gain);
        let mut playing = Vec::new();
        for placement in placements {
            self.play(&mut playing, &mut sum, placement.start, give)?;
            playing.push(self.renderer.open(placement)?);
        }
        self.play(&mut playing, &mut sum, stretch.frames.end, give)?;
        sum.chain.finish(give)
    }

    /// Plays what is playing up to a frame of the episode.
    fn play(
        &mut self,
        playing: &mut Vec<Playing<'_>>,
        sum: &mut Sum<'_>,
        until: u64,
        give: Give<'_>,
    ) -> Result<(), MixError> {
        while sum.at < until {
            for one in playing.iter_mut() {
                self.renderer.fill(one)?;
            }
            let ready = playing.iter().map(Playing::ready).min().unwrap_or(MOST_AT_ONCE);
            let frames = usize::try_from(until - sum.at).unwrap_or(usize::MAX).min(ready).min(MOST_AT_ONCE);
            sum.push(playing, frames, give)?;
            while let Some(over) = playing.iter().position(Playing::is_over) {
                self.renderer.close(playing.remove(over));
            }
        }
        Ok(())
    }
}

/// The sum of what plays, and the chain behind it.
struct Sum<'a> {
    /// The next frame.
    at: u64,
    gain: f32,
    /// By channel.
    sums: Vec<Vec<f32>>,
    chain: Chain<'a>,
}

impl<'a> Sum<'a> {
    fn new(plan: &'a Plan, placements: &'a [Placement], start: u64, gain: f32) -> Self {
        let channels = if plan.is_wide() { 2 } else { 1 };
        let chain = Chain::new(plan, placements, start, channels);
        Self { at: start, gain, sums: vec![Vec::new(); channels], chain }
    }

    /// Takes so many frames of each and gives their sum on.
    fn push(&mut self, playing: &mut [Playing<'_>], frames: usize, give: Give<'_>) -> Result<(), MixError> {
        for sums in &mut self.sums {
            sums.clear();
            sums.resize(frames, 0.0);
        }
        let wide = self.sums.len() > 1;
        for one in playing.iter_mut() {
            let places = pan_gains(one.pan());
            for (channel, (sums, place)) in self.sums.iter_mut().zip(places).enumerate() {
                let gain = if wide { self.gain * place } else { self.gain };
                sums.iter_mut()
                    .zip(one.next(channel, frames))
                    .for_each(|(sum, sample)| *sum += sample * gain);
            }
            one.take(frames);
        }
        self.at += frames as u64;
        self.chain.push(&self.sums, give)
    }
}

/// Gains left and right of a place between −1 and 1: their squares add up to 2 everywhere, so that a voice is as loud at
/// the side as in the middle, where both are 1.
fn pan_gains(pan: f32) -> [f32; 2] {
    let angle = (f64::from(pan.clamp(-1.0, 1.0)) + 1.0) * std::f64::consts::FRAC_PI_4;
    let both = std::f64::consts::SQRT_2;
    [(libm::cos(angle) * both) as f32, (libm::sin(angle) * both) as f32]
}

/// Limiter, meters, encoder.
struct Chain<'a> {
    plan: &'a Plan,
    placements: &'a [Placement],
    limiter: Limiter,
    limited: Vec<Vec<f32>>,
    loudness: Vec<BlockMeter>,
    momentary: MomentaryMeter,
    energy: f64,
    peaks: Vec<PeakMeter>,
    /// Next frame to be encoded, and the placement that began last before it.
    at: u64,
    current: usize,
    bytes: Vec<u8>,
}

impl<'a> Chain<'a> {
    fn new(plan: &'a Plan, placements: &'a [Placement], start: u64, channels: usize) -> Self {
        Self {
            plan,
            placements,
            limiter: Limiter::new(plan.format.rate, channels, plan.peak),
            limited: vec![Vec::new(); channels],
            loudness: vec![BlockMeter::with_parts(plan.format.rate); channels],
            momentary: MomentaryMeter::new(),
            energy: 0.0,
            peaks: (0..channels).map(|_| PeakMeter::new()).collect(),
            at: start,
            current: 0,
            bytes: Vec::with_capacity(PIECE),
        }
    }

    fn push(&mut self, samples: &[Vec<f32>], give: Give<'_>) -> Result<(), MixError> {
        self.limiter.push(samples, &mut self.limited);
        self.pass_on(give)
    }

    fn pass_on(&mut self, give: Give<'_>) -> Result<(), MixError> {
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
        if self.bytes.len() >= PIECE {
            give(std::mem::replace(&mut self.bytes, Vec::with_capacity(PIECE)))?;
        }
        Ok(())
    }

    /// Dither belongs to the placement that began last.
    fn encode(&mut self, samples: &[Vec<f32>]) {
        let mut done = 0;
        while done < samples[0].len() {
            while self.placements.get(self.current + 1).is_some_and(|next| next.start <= self.at) {
                self.current += 1;
            }
            let next = self.placements.get(self.current + 1).map_or(u64::MAX, |next| next.start);
            let run = usize::try_from(next - self.at).unwrap_or(usize::MAX).min(samples[0].len() - done);
            let placement = &self.placements[self.current];
            let origin = Origin { seed: placement.seed(), at: self.at - placement.start };
            let channels: Vec<&[f32]> = samples.iter().map(|samples| &samples[done..done + run]).collect();
            encode(&channels, self.plan.format, origin, &mut self.bytes);
            self.at += run as u64;
            done += run;
        }
    }

    fn finish(mut self, give: Give<'_>) -> Result<Stats, MixError> {
        let limiter = std::mem::replace(&mut self.limiter, Limiter::new(self.plan.format.rate, 0, 0.0));
        let work: Work = limiter.finish(&mut self.limited);
        self.pass_on(give)?;
        give(self.bytes)?;
        // BS.1770-5, annex 1, equation 2: each channel counts, and so does the same in both.
        let copies = f64::from(self.plan.format.channels) / self.loudness.len() as f64;
        let by_channel: Vec<Vec<f64>> = self.loudness.into_iter().map(BlockMeter::finish).collect();
        let sum = |nth: usize| by_channel.iter().map(|blocks| blocks[nth]).sum::<f64>() * copies;
        Ok(Stats {
            momentary: (self.momentary.most() * copies) as f32,
            blocks: (0..by_channel[0].len()).map(|nth| sum(nth) as f32).collect(),
            energy: self.energy as f32,
            peak: self.peaks.into_iter().map(PeakMeter::finish).fold(0.0, f32::max),
            limited: work.frames,
            least_gain: work.least,
        })
    }
}

/// In eight lanes, which a processor does side by side.
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
