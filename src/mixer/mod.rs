//! Placements → one WAV: resampled, levelled, limited. Knows no text, no voices, no script.
//!
//! ```text
//! plan ──stretches──▶ runs of placements with silence between, each independent of the others
//! stretch ──perform (render, sum, gain, limiter, encode)──▶ bytes, and what was measured
//! bytes ──assemble──▶ WAV, in order; what an earlier mix holds unchanged is copied from its file
//! ```
//!
//! Everything streams: memory does not grow with the episode. Whatever depends on neighbouring samples has a finite
//! reach (the limiter sees 20 ms), so that an edit changes no sample elsewhere.

mod acx;
mod assemble;
pub mod clips;
mod duck;
mod encode;
mod ledger;
mod limiter;
mod passes;
mod perform;
mod plan;
mod programme;
mod render;
mod stretch;
pub mod timeline;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde::Serialize;

pub use acx::acx_failures;
pub use duck::duck;
pub use ledger::Ledger;
pub use plan::{Format, Placement, Plan, Point, edges, identity};
pub use programme::Programme;

use crate::audio::processor;
pub use crate::audio::resample::{ResampleError, frames_at};
use crate::audio::wav::WavError;
use ledger::{Earlier, Keep};
use passes::{Run, passes};

/// What the mix came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Integrated loudness in LUFS (ITU-R BS.1770-5); `None` when all is silent.
    pub loudness: Option<f64>,
    /// Highest momentary loudness in LUFS (EBU Tech 3341: 400 ms); `None` when it is silent or shorter.
    pub momentary_max: Option<f64>,
    /// Highest short-term loudness in LUFS (EBU Tech 3341: 3 s); `None` when it is silent or shorter.
    pub short_term_max: Option<f64>,
    /// Loudness range in LU (EBU Tech 3342); `None` when it is silent or shorter than 3 s.
    pub range: Option<f64>,
    /// Loudness of the quietest 400 ms in LUFS; `None` when they are digital silence, or there are none.
    pub floor: Option<f64>,
    /// RMS of the whole in dB of full scale; `None` when all is silent.
    pub rms_db: Option<f64>,
    /// Highest true peak in dBTP; `None` when all is silent.
    pub true_peak: Option<f64>,
    /// Gain that was given to the whole episode, in dB.
    pub gain_db: f64,
    /// Frames that the limiter turned down.
    pub limited_frames: u64,
    /// The most that it turned them down, in dB.
    pub limiter_max_db: f64,
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
    /// The resampler does not support the rates of a file and the episode.
    #[error(transparent)]
    Resample(#[from] ResampleError),
    /// A placement that is not as a [`Plan`] has them.
    #[error("the placement {nth} {what}")]
    Placement {
        /// Counted from 1.
        nth: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Stopped by the caller.
    #[error("stopped")]
    Cancelled,
}

/// The gain in dB that brings a loudness to a target, in whole steps of 0.1 dB, so that an edit that hardly changes a
/// loudness leaves the samples of all the rest as they were.
pub fn gain_to(target: f64, loudness: f64) -> f64 {
    tenths(target - loudness)
}

/// Mixes into `out`, which is empty.
///
/// The bytes are the same with any number of `threads`. On a processor with other features, samples of placements that are
/// resampled may differ in the last bit. `progress` gets frames done and in all.
///
/// # Errors
/// See [`MixError`]; what was written to `out` until then is of no use.
pub fn mix(
    plan: &Plan,
    out: &File,
    threads: usize,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, MixError> {
    let run = Run { plan, processor: &processor::features(), earlier: None, threads, cancel };
    passes(&run, out, &mut Keep::Nothing, progress)
}

/// As [`mix`], to the same bytes, but what the file of an earlier mix holds unchanged is copied from it, wherever it
/// has moved to. What a processor with other features resampled is not copied. Gives the ledger of the new file, to be kept beside it for the next time.
///
/// `earlier` must be the file that its ledger was given for: see to it that nobody else has written to it.
///
/// # Errors
/// As [`mix`].
pub fn remix(
    plan: &Plan,
    earlier: Option<(&File, &Ledger)>,
    out: &File,
    threads: usize,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Report, Ledger), MixError> {
    let earlier = earlier.and_then(|(file, ledger)| Earlier::open(plan, file, ledger));
    let mut keep = Keep::Ledger(Ledger::default());
    let run = Run { plan, processor: &processor::features(), earlier, threads, cancel };
    let report = passes(&run, out, &mut keep, progress)?;
    match keep {
        Keep::Ledger(ledger) => Ok((report, ledger)),
        Keep::Nothing => Ok((report, Ledger::default())),
    }
}

fn tenths(db: f64) -> f64 {
    (db * 10.0).round() / 10.0
}

/// dB → factor.
fn linear(db: f64) -> f32 {
    libm::pow(10.0, db / 20.0) as f32
}

/// Says which file a reading error is of.
fn in_file(path: &Path) -> impl Fn(WavError) -> MixError {
    let path = path.to_path_buf();
    move |source| MixError::Read { path: path.clone(), source }
}

#[cfg(test)]
mod tests;
