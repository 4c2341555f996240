//! A mix is repeated until what comes out of the limiter has the loudness that is asked for.

use std::fs::File;
use std::sync::atomic::AtomicBool;

use super::assemble::{self, Job, Target};
use super::ledger::{self, Earlier, Entry, Keep};
use super::limiter::Work;
use super::perform::Stats;
use super::stretch::{self, Stretch};
use super::{Format, MixError, Plan, Report, tenths};
use crate::audio::loudness::{BLOCKS_A_SECOND, lufs};
use crate::audio::programme::ProgrammeMeter;

/// How a plan is mixed.
pub(super) struct Run<'a> {
    pub(super) plan: &'a Plan,
    /// Features of the processor that mixes.
    pub(super) processor: &'a str,
    pub(super) earlier: Option<Earlier<'a>>,
    pub(super) threads: usize,
    pub(super) cancel: &'a AtomicBool,
}

/// A limiter that has to work so hard that so many rounds do not reach the target will not reach it at all.
const MOST_PASSES: usize = 5;
/// How far from the target, in LU, the episode may lie: with the tenth that gains are rounded to, the target is met
/// within 0.1 LU by any meter.
const CLOSE_ENOUGH: f64 = 0.075;

/// Mixes with the gain that was foretold, and with others until the target is met.
pub(super) fn passes(
    run: &Run<'_>,
    out: &File,
    keep: &mut Keep,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, MixError> {
    let plan = run.plan;
    plan.check()?;
    let stretches = stretch::stretches(plan);
    let mut gain_db = plan.gain_db;
    let mut rounds = 1;
    loop {
        // An earlier mix has measured this gain, but its file has another: it need not be written to be known.
        let measured_only = run.earlier.as_ref().is_some_and(|earlier| earlier.has_measured(gain_db));
        let pass = Pass { run, gain_db, stretches: &stretches };
        let (mut report, mut entries) = pass.go((!measured_only).then_some(out), keep, progress)?;
        let miss = plan.loudness.zip(report.loudness).map_or(0.0, |(target, reached)| target - reached);
        let settled = miss.abs() <= CLOSE_ENOUGH || rounds == MOST_PASSES;
        if settled && measured_only {
            (report, entries) = pass.go(Some(out), keep, progress)?;
        }
        keep.pass(gain_db, entries);
        if settled {
            return Ok(report);
        }
        // The limiter takes loudness away; what it took is given back.
        gain_db = tenths(gain_db + miss);
        rounds += 1;
    }
}

/// One pass over the whole plan with one gain.
struct Pass<'a> {
    run: &'a Run<'a>,
    gain_db: f64,
    stretches: &'a [Stretch],
}

impl Pass<'_> {
    /// Writes to `out`, or only measures.
    fn go(
        &self,
        out: Option<&File>,
        keep: &Keep,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(Report, Vec<Entry>), MixError> {
        let Run { plan, processor, earlier, threads, cancel } = self.run;
        let keys = keep.keys(plan, processor, self.gain_db, self.stretches);
        let sources =
            ledger::sources(earlier.as_ref(), self.gain_db, &keys, self.stretches.len(), out.is_some());
        let mut target =
            Target::new(plan, out, earlier.as_ref().map(|earlier| (earlier.file, earlier.data)))?;
        let mut meters = Meters::new(plan.format);
        let mut entries = Vec::new();
        let job = Job {
            plan,
            gain_db: self.gain_db,
            stretches: self.stretches,
            sources: &sources,
            threads: *threads,
            cancel,
        };
        assemble::assemble(&job, &mut target, &mut |index, stats| {
            let frames = &self.stretches[index].frames;
            meters.add(frames.start, &stats);
            progress(frames.end, plan.length);
            if let Some(key) = keys.get(index) {
                entries.push(Entry::new(key.clone(), frames.start, stats));
            }
        })?;
        target.finish()?;
        Ok((meters.report(plan.length, self.gain_db), entries))
    }
}

/// What is measured of the whole from what was measured of its stretches.
struct Meters {
    block: f64,
    programme: ProgrammeMeter,
    momentary: f32,
    energy: f64,
    peak: f32,
    work: Work,
}

impl Meters {
    fn new(format: Format) -> Self {
        let block = f64::from((format.rate / BLOCKS_A_SECOND).max(1));
        let programme = ProgrammeMeter::new(format.rate);
        Self { block, programme, momentary: 0.0, energy: 0.0, peak: 0.0, work: Work::NONE }
    }

    fn add(&mut self, start: u64, stats: &Stats) {
        self.programme.add(start, self.block, stats.blocks.iter().map(|power| f64::from(*power)));
        self.momentary = self.momentary.max(stats.momentary);
        self.energy += f64::from(stats.energy);
        self.peak = self.peak.max(stats.peak);
        self.work = self.work.and(Work { frames: stats.limited, least: stats.least_gain });
    }

    fn report(self, length: u64, gain_db: f64) -> Report {
        let reading = self.programme.finish(length);
        Report {
            loudness: reading.integrated,
            // Windows that reach over several stretches are only on the grid of 100 ms.
            momentary_max: reading.momentary_max.map(|grid| grid.max(lufs(f64::from(self.momentary)))),
            short_term_max: reading.short_term_max,
            range: reading.range,
            floor: reading.floor,
            rms_db: (self.energy > 0.0).then(|| 10.0 * libm::log10(self.energy / length as f64)),
            true_peak: (self.peak > 0.0).then(|| 20.0 * libm::log10(f64::from(self.peak))),
            gain_db,
            limited_frames: self.work.frames,
            limiter_max_db: self.work.deepest_db(),
        }
    }
}
