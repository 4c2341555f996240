//! Repeats the mix with another gain until the output of the limiter has the target loudness.

use std::fs::File;
use std::sync::atomic::AtomicBool;

use super::assemble::{self, Job, Target};
use super::error::MixError;
use super::gain::round_to_tenth;
use super::limiter::LimiterStats;
use super::mix_cache::{self, CachedRegion, EarlierMix, NewCache};
use super::plan::{Format, Plan};
use super::region::{self, Region};
use super::render_region::RegionStats;
use super::report::Report;
use aloud_audio::loudness::{BLOCKS_PER_SECOND, lufs};
use aloud_audio::program_loudness::ProgramMeter;

/// The inputs of a mix.
pub(super) struct Run<'a> {
    pub(super) plan: &'a Plan,
    /// Features of the processor that mixes.
    pub(super) processor: &'a str,
    pub(super) earlier: Option<EarlierMix<'a>>,
    pub(super) threads: usize,
    pub(super) cancel: &'a AtomicBool,
}

/// If the limiter works so hard that five passes miss the target, more passes miss it too.
const MAX_PASSES: usize = 5;
/// Tolerance of the target in LU. Together with the rounding of gains to 0.1 dB, any meter finds the target within 0.1 LU.
const TARGET_TOLERANCE: f64 = 0.075;

/// Mixes with the predicted gain, and again with corrected gains until the target is met.
pub(super) fn mix_until_on_target(
    run: &Run<'_>,
    out: &File,
    new_cache: &mut NewCache,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, MixError> {
    let plan = run.plan;
    plan.check()?;
    let regions = region::regions(plan);
    let mut gain_db = plan.gain_db;
    let mut passes = 1;
    loop {
        // An earlier mix has measured this gain, but its file has another: the result is known without writing a file.
        let measured_only = run.earlier.as_ref().is_some_and(|earlier| earlier.has_only_measured(gain_db));
        let pass = Pass { run, gain_db, regions: &regions };
        let (mut report, mut cached) = pass.run((!measured_only).then_some(out), new_cache, progress)?;
        let miss = plan.loudness.zip(report.loudness).map_or(0.0, |(target, reached)| target - reached);
        let settled = miss.abs() <= TARGET_TOLERANCE || passes == MAX_PASSES;
        if settled && measured_only {
            (report, cached) = pass.run(Some(out), new_cache, progress)?;
        }
        new_cache.add_pass(gain_db, cached);
        if settled {
            return Ok(report);
        }
        // Compensates the loudness that the limiter removes.
        gain_db = round_to_tenth(gain_db + miss);
        passes += 1;
    }
}

/// One pass over the whole plan with one gain.
struct Pass<'a> {
    run: &'a Run<'a>,
    gain_db: f64,
    regions: &'a [Region],
}

impl Pass<'_> {
    /// Renders all regions and writes them to `out`, or only measures them without `out`.
    fn run(
        &self,
        out: Option<&File>,
        new_cache: &NewCache,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(Report, Vec<CachedRegion>), MixError> {
        let Run { plan, processor, earlier, threads, cancel } = self.run;
        let keys = new_cache.keys(plan, processor, self.gain_db, self.regions);
        let sources =
            mix_cache::sources(earlier.as_ref(), self.gain_db, &keys, self.regions.len(), out.is_some());
        let mut target =
            Target::new(plan, out, earlier.as_ref().map(|earlier| (earlier.file, earlier.data_start)))?;
        let mut meters = EpisodeMeters::new(plan.format);
        let mut cached = Vec::new();
        let job = Job {
            plan,
            gain_db: self.gain_db,
            regions: self.regions,
            sources: &sources,
            threads: *threads,
            cancel,
        };
        assemble::assemble(&job, &mut target, &mut |index, stats| {
            let frames = &self.regions[index].frames;
            meters.add(frames.start, &stats);
            progress(frames.end, plan.length);
            if let Some(key) = keys.get(index) {
                cached.push(CachedRegion::new(key.clone(), frames.start, stats));
            }
        })?;
        target.finish()?;
        Ok((meters.report(plan.length, self.gain_db), cached))
    }
}

/// Combines the measurements of the regions into those of the episode.
struct EpisodeMeters {
    /// Length of a loudness block in frames.
    block: f64,
    loudness: ProgramMeter,
    momentary: f32,
    energy: f64,
    peak: f32,
    limiter: LimiterStats,
}

impl EpisodeMeters {
    fn new(format: Format) -> Self {
        let block = f64::from((format.rate / BLOCKS_PER_SECOND).max(1));
        let loudness = ProgramMeter::new(format.rate);
        Self { block, loudness, momentary: 0.0, energy: 0.0, peak: 0.0, limiter: LimiterStats::NONE }
    }

    fn add(&mut self, start: u64, stats: &RegionStats) {
        self.loudness.add(start, self.block, stats.blocks.iter().map(|power| f64::from(*power)));
        self.momentary = self.momentary.max(stats.momentary);
        self.energy += f64::from(stats.energy);
        self.peak = self.peak.max(stats.peak);
        self.limiter = self.limiter.combine(LimiterStats {
            frames: stats.limited,
            hard_frames: stats.limited_hard,
            least_gain: stats.least_gain,
        });
    }

    fn report(self, length: u64, gain_db: f64) -> Report {
        let loudness = self.loudness.finish(length);
        Report {
            loudness: loudness.integrated,
            // A region finds its loudest 400 ms to 10 ms. Windows across several regions are only on the grid of 100 ms.
            momentary_max: loudness.momentary_max.map(|grid| grid.max(lufs(f64::from(self.momentary)))),
            short_term_max: loudness.short_term_max,
            range: loudness.range,
            floor: loudness.floor,
            rms_db: (self.energy > 0.0).then(|| 10.0 * libm::log10(self.energy / length as f64)),
            true_peak: (self.peak > 0.0).then(|| 20.0 * libm::log10(f64::from(self.peak))),
            gain_db,
            limited_frames: self.limiter.frames,
            hard_limited_frames: self.limiter.hard_frames,
            limiter_max_db: self.limiter.max_reduction_db(),
        }
    }
}
