//! Placements → one WAV: resampled, levelled, limited. Knows no text, no voices, no script.
//!
//! ```text
//! placement ──render──▶ samples at the episode's rate ──assemble──▶ programme, in order
//! programme ──master gain, limiter──▶ ──encode──▶ WAV
//! ```
//!
//! Everything streams: memory does not grow with the episode. Whatever depends on neighbouring samples has a finite
//! reach (the limiter sees 20 ms), so that an edit changes no sample elsewhere.

mod assemble;
mod encode;
mod limiter;
mod peak;
mod render;
mod resample;

use std::io::{Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde::Serialize;

use crate::audio::loudness::{self, BlockMeter};
use crate::audio::wav::WavError;
use assemble::Origin;
use encode::Encoder;
use limiter::Limiter;
use peak::PeakMeter;

/// What is to be mixed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// In the order of their starts; where they overlap they are summed.
    pub placements: Vec<Placement>,
    /// Length of the episode in frames.
    pub length: u64,
    /// Of the file.
    pub format: Format,
    /// Integrated loudness to reach, in LUFS (ITU-R BS.1770-5); `None` leaves the level as it is.
    pub loudness: Option<f64>,
    /// Highest true peak, in dBTP.
    pub peak: f64,
}

/// Format of the WAV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Frames a second.
    pub rate: u32,
    /// 1, or 2 with the same in both.
    pub channels: u16,
    /// 16 or 24 (integers, dithered), 32 (float).
    pub bits: u16,
}

/// A stretch of a WAV file, and where it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// The file.
    pub path: PathBuf,
    /// The frames of it that are played.
    pub sound: Range<u64>,
    /// The file's frames a second.
    pub sample_rate: u32,
    /// Taken off every sample.
    pub offset: f32,
    /// First frame in the episode.
    pub start: u64,
    /// Gain in dB.
    pub gain_db: f64,
    /// Seeds the dither.
    pub seed: u64,
}

/// What the mix came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Integrated loudness in LUFS; `None` when all is silent.
    pub loudness: Option<f64>,
    /// Highest true peak in dBTP; `None` when all is silent.
    pub true_peak: Option<f64>,
    /// Gain that was given to the whole episode, in dB.
    pub gain_db: f64,
    /// Frames that the limiter turned down.
    pub limited_frames: u64,
}

/// Why there is no mix.
#[derive(Debug, thiserror::Error)]
pub enum MixError {
    /// A placement's file cannot be read.
    #[error("`{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: WavError,
    },
    /// The file cannot be written.
    #[error("cannot write: {0}")]
    Write(#[from] std::io::Error),
    /// Two rates between which there is no resampler.
    #[error("cannot resample from {from} to {to} Hz: {why}")]
    Resample {
        /// Frames a second of the file.
        from: u32,
        /// Frames a second of the episode.
        to: u32,
        /// What the resampler said.
        why: String,
    },
    /// A WAV's sizes have 32 bits.
    #[error("the episode would be {0} bytes long, a WAV holds at most 4 GiB")]
    TooLong(u64),
    /// Stopped by the caller.
    #[error("stopped")]
    Cancelled,
}

/// Length in frames of a sound of `frames` frames brought from one rate to another.
pub fn frames_at(frames: u64, from: u32, to: u32) -> u64 {
    let exact = u128::from(frames) * u128::from(to);
    u64::try_from(exact.div_ceil(u128::from(from.max(1)))).unwrap_or(u64::MAX)
}

/// Mixes into `out`, from its beginning.
///
/// The bytes are the same with any number of `threads`. `progress` gets frames done and in all.
///
/// # Errors
/// See [`MixError`]; what was written to `out` until then is of no use.
pub fn mix(
    plan: &Plan,
    mut out: impl Write + Seek,
    threads: usize,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, MixError> {
    encode::check_length(plan)?;
    let measured = measure(plan, threads, cancel, progress)?;
    let mut gain_db = gain_to(plan.loudness, measured);
    for _ in 0..MOST_PASSES {
        out.seek(SeekFrom::Start(0))?;
        let report = write(plan, gain_db, &mut out, threads, cancel, progress)?;
        // The limiter takes loudness away; what it took is given back, in steps of 0.1 dB.
        match gain_to(plan.loudness, report.loudness) {
            0.0 => return Ok(report),
            more => gain_db += more,
        }
    }
    out.seek(SeekFrom::Start(0))?;
    write(plan, gain_db, &mut out, threads, cancel, progress)
}

/// A limiter that has to work so hard that four rounds do not reach the target will not reach it at all.
const MOST_PASSES: usize = 4;

/// The gain that brings `loudness` to the target, in whole steps of 0.1 dB, so that an edit that hardly changes the
/// loudness of the whole leaves all other samples as they were.
fn gain_to(target: Option<f64>, loudness: Option<f64>) -> f64 {
    match (target, loudness) {
        (Some(target), Some(loudness)) => ((target - loudness) * 10.0).round() / 10.0,
        _ => 0.0,
    }
}

/// Loudness of the programme before master gain and limiter.
fn measure(
    plan: &Plan,
    threads: usize,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Option<f64>, MixError> {
    let mut meter = BlockMeter::new(plan.format.rate);
    let mut done = 0;
    assemble::programme(plan, threads, cancel, &mut |samples, _| {
        meter.push(samples);
        done += samples.len() as u64;
        progress(done / 2, plan.length);
        Ok(())
    })?;
    Ok(loudness_of(meter, plan.format))
}

/// Each channel counts (BS.1770-5, annex 1, equation 2): the same in two is 3.01 LU louder than in one.
fn loudness_of(meter: BlockMeter, format: Format) -> Option<f64> {
    let channels = f64::from(format.channels);
    let blocks: Vec<f64> = meter.finish().into_iter().map(|power| power * channels).collect();
    loudness::integrated([blocks.as_slice()])
}

fn write(
    plan: &Plan,
    gain_db: f64,
    out: &mut (impl Write + Seek),
    threads: usize,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, MixError> {
    let mut master = Master::new(plan, gain_db, out)?;
    assemble::programme(plan, threads, cancel, &mut |samples, origin| {
        master.push(samples, origin)?;
        progress((plan.length + master.pushed) / 2, plan.length);
        Ok(())
    })?;
    master.finish()
}

/// The end of the chain: gain, limiter, meters, file.
struct Master<W: Write + Seek> {
    gain: f32,
    gain_db: f64,
    format: Format,
    limiter: Limiter,
    loudness: BlockMeter,
    peak: PeakMeter,
    encoder: Encoder<W>,
    scaled: Vec<f32>,
    pushed: u64,
}

impl<W: Write + Seek> Master<W> {
    fn new(plan: &Plan, gain_db: f64, out: W) -> Result<Self, MixError> {
        Ok(Self {
            gain: linear(gain_db),
            gain_db,
            format: plan.format,
            limiter: Limiter::new(plan.format.rate, plan.peak),
            loudness: BlockMeter::new(plan.format.rate),
            peak: PeakMeter::default(),
            encoder: Encoder::new(out, plan.format)?,
            scaled: Vec::new(),
            pushed: 0,
        })
    }

    fn push(&mut self, samples: &[f32], origin: Origin) -> Result<(), MixError> {
        self.pushed += samples.len() as u64;
        self.encoder.announce(samples.len(), origin);
        self.scaled.clear();
        self.scaled.extend(samples.iter().map(|sample| sample * self.gain));
        let limited = self.limiter.push(&self.scaled);
        self.loudness.push(&limited);
        self.peak.push(&limited);
        self.encoder.write(&limited)
    }

    fn finish(mut self) -> Result<Report, MixError> {
        let limited = self.limiter.finish();
        self.loudness.push(&limited);
        self.peak.push(&limited);
        self.encoder.write(&limited)?;
        self.encoder.finish()?;
        Ok(Report {
            loudness: loudness_of(self.loudness, self.format),
            true_peak: self.peak.finish(),
            gain_db: (self.gain_db * 10.0).round() / 10.0,
            limited_frames: self.limiter.limited_frames(),
        })
    }
}

/// dB → factor.
fn linear(db: f64) -> f32 {
    10_f64.powf(db / 20.0) as f32
}

/// Says which file a reading error is of.
fn in_file(path: &Path) -> impl Fn(WavError) -> MixError {
    let path = path.to_path_buf();
    move |source| MixError::Read { path: path.clone(), source }
}

#[cfg(test)]
mod tests;
