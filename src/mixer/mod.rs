//! Mixes placements into one WAV file. It resamples, sums, sets levels and limits. It knows no text, voices or script.
//!
//! ```text
//! plan ──regions──▶ runs of placements with silence between; no region depends on another
//! region ──render_region (play, sum, gain, limiter, encode)──▶ bytes and measurements
//! bytes ──assemble──▶ WAV, in order; regions that an earlier mix holds are copied from its file
//! ```
//!
//! Everything streams, so memory does not grow with the length of the episode. Each step that depends on neighbouring samples
//! has a finite reach (the limiter sees 20 ms). An edit therefore changes no sample elsewhere.

mod assemble;
pub mod clips;
mod ducking;
mod encode;
mod error;
mod gain;
mod limiter;
mod mix_cache;
mod part_report;
mod passes;
mod phase;
mod plan;
mod playback;
mod region;
mod render_region;
mod report;
pub mod timeline;

use std::fs::File;
use std::sync::atomic::AtomicBool;

pub use ducking::ducking_curve;
pub use error::MixError;
pub use gain::{GainEstimator, gain_to};
pub use mix_cache::MixCache;
pub use part_report::part_report;
pub use plan::{Format, GainPoint, Placement, Plan, edge_fades, identity};
pub use report::{Report, acx_failures, acx_format_failures};

use aloud_audio::processor;
pub use aloud_audio::resample::{ResampleError, frames_at};
use mix_cache::{EarlierMix, NewCache};
use passes::{Run, mix_until_on_target};

/// Mixes a plan into `out`, which is empty.
///
/// The bytes do not depend on the number of `threads`. On a processor with other features, resampled placements may differ in the
/// last bit. `progress` gets the frames that are done and the frames in all.
///
/// # Errors
/// See [`MixError`]. After an error the content of `out` is useless.
pub fn mix(
    plan: &Plan,
    out: &File,
    threads: usize,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, MixError> {
    let run = Run { plan, processor: &processor::features(), earlier: None, threads, cancel };
    mix_until_on_target(&run, out, &mut NewCache::Off, progress)
}

/// Mixes like [`mix`], to the same bytes, but copies unchanged regions from the file of an earlier mix, even if they have moved.
/// Resampled regions from a processor with other features are not copied. Returns the cache of the new file for the next mix.
///
/// `earlier` must be the file that its cache was made for. The caller checks that nothing else has written to it.
///
/// # Errors
/// See [`mix`].
pub fn remix(
    plan: &Plan,
    earlier: Option<(&File, &MixCache)>,
    out: &File,
    threads: usize,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Report, MixCache), MixError> {
    let earlier = earlier.and_then(|(file, cache)| EarlierMix::open(plan, file, cache));
    let mut new_cache = NewCache::On(MixCache::default());
    let run = Run { plan, processor: &processor::features(), earlier, threads, cancel };
    let report = mix_until_on_target(&run, out, &mut new_cache, progress)?;
    match new_cache {
        NewCache::On(cache) => Ok((report, cache)),
        NewCache::Off => Ok((report, MixCache::default())),
    }
}

#[cfg(test)]
mod tests;
