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
mod duck;
mod encode;
mod ledger;
mod limiter;
mod perform;
mod programme;
mod render;
mod stretch;

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde::Serialize;

use crate::audio::Spec;
use crate::audio::loudness::{BLOCKS_A_SECOND, lufs};
use crate::audio::measure::Measures;
use crate::audio::programme::ProgrammeMeter;
pub use crate::audio::resample::frames_at;
use crate::audio::wav::WavError;
use assemble::{Job, Target};
use ledger::{Earlier, Entry, Keep};
use limiter::Work;
use perform::Stats;
use stretch::Stretch;

pub use acx::acx_failures;
pub use duck::duck;
pub use ledger::Ledger;
pub use programme::Programme;

/// What is to be mixed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// In the order of their starts, none beyond `length`; where they overlap they are summed.
    pub placements: Vec<Placement>,
    /// Length of the episode in frames.
    pub length: u64,
    /// Of the file.
    pub format: Format,
    /// Integrated loudness to reach, in LUFS (ITU-R BS.1770-5); `None` leaves the level as it is.
    pub loudness: Option<f64>,
    /// Gain for the whole episode to begin with, in dB: what [`Programme`] foretells. It is corrected when what comes out
    /// of the limiter turns out to miss the target.
    pub gain_db: f64,
    /// Highest true peak, in dBTP; infinity leaves peaks as they are.
    pub peak: f64,
}

impl Plan {
    /// True when two channels differ: something stands elsewhere than in the middle, or is wide itself.
    fn is_wide(&self) -> bool {
        let wide = |placement: &Placement| placement.pan != 0.0 || placement.wide;
        self.format.channels == 2 && self.placements.iter().any(wide)
    }

    /// Holds the placements against what is asked of them.
    fn check(&self) -> Result<(), MixError> {
        let mut before = 0;
        for (at, placement) in self.placements.iter().enumerate() {
            let wrong = |what| Err(MixError::Placement { nth: at + 1, what });
            if placement.sound.start > placement.sound.end {
                return wrong("ends before it begins");
            }
            if placement.start < before {
                return wrong("starts before the one that it follows");
            }
            let end = placement.start.checked_add(stretch::length(placement, self.format.rate));
            if end.is_none_or(|end| end > self.length) {
                return wrong("ends after the episode");
            }
            before = placement.start;
        }
        Ok(())
    }

    /// Hash of all that the file depends on: what stands where, format and levels.
    pub fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new_derive_key("aloud mix v1");
        let settings = (self.length, self.format, self.loudness, self.peak);
        hasher.update(format!("{settings:?}").as_bytes());
        for stretch in stretch::stretches(self) {
            hasher.update(&stretch.frames.start.to_le_bytes());
            hasher.update(stretch::key(self, self.gain_db, &stretch).as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
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

impl Format {
    /// Bytes of a frame.
    fn frame_bytes(self) -> u64 {
        u64::from(self.channels) * u64::from(self.bits / 8)
    }

    fn spec(self) -> Spec {
        Spec { sample_rate: self.rate, channels: self.channels }
    }
}

/// A stretch of a file, and where it goes.
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
    /// Place between −1 (left) and 1 (right); it is heard where the format has two channels.
    pub pan: f32,
    /// Keeps two channels of its file apart where the format has two; else it is heard in mono.
    pub wide: bool,
    /// So soft that neither limiter nor meters mind it: where two such follow one another a mix may be cut.
    pub quiet: bool,
    /// Frames of the episode over which it fades in and out; see [`edges`].
    pub fades: [u64; 2],
    /// Turns it up and down, besides its gain.
    pub curve: Vec<Point>,
    /// A hash of what the file holds: by it a placement is known again after an edit, and its dither is seeded.
    pub identity: [u8; 32],
}

/// A point of a gain curve: from one to the next the gain goes in a straight line, before the first and after the last it
/// stays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Frames of the episode from the placement's start.
    pub at: u64,
    /// Factor.
    pub gain: f32,
}

/// A cut is faded over 5 ms: too short to be heard as a fade, long enough that nothing clicks.
const FADES_A_SECOND: u32 = 200;

/// The fades at the ends of a cut of so many frames in an episode of this rate.
pub fn edges(frames: u64, rate: u32) -> [u64; 2] {
    [u64::from(rate / FADES_A_SECOND).min(frames / 2); 2]
}

impl Placement {
    fn seed(&self) -> u64 {
        self.identity.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
    }
}

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
    /// Two rates between which there is no resampler.
    #[error("cannot resample from {from} to {to} Hz: they have too little in common")]
    Resample {
        /// Frames a second of the file.
        from: u32,
        /// Frames a second of the episode.
        to: u32,
    },
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

/// Identity of a take or clip for [`Placement::identity`]: its name and all that was measured of it, among which the
/// powers of each 100 ms tell one sound from another.
pub fn identity(name: &str, measures: &Measures) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("aloud placement v1");
    hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes());
    hasher.update(&measures.frames.to_le_bytes()).update(&measures.sample_rate.to_le_bytes());
    hasher.update(&measures.offset.to_le_bytes()).update(&measures.peak.to_le_bytes());
    for power in &measures.blocks {
        hasher.update(&power.to_le_bytes());
    }
    *hasher.finalize().as_bytes()
}

/// The gain in dB that brings a loudness to a target, in whole steps of 0.1 dB, so that an edit that hardly changes a
/// loudness leaves the samples of all the rest as they were.
pub fn gain_to(target: f64, loudness: f64) -> f64 {
    tenths(target - loudness)
}

/// Mixes into `out`, which is empty.
///
/// The bytes are the same with any number of `threads`. `progress` gets frames done and in all.
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
    passes(&Run { plan, earlier: None, threads, cancel }, out, &mut Keep::Nothing, progress)
}

/// As [`mix`], to the same bytes, but what the file of an earlier mix holds unchanged is copied from it, wherever it
/// has moved to. Gives the ledger of the new file, to be kept beside it for the next time.
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
    let report = passes(&Run { plan, earlier, threads, cancel }, out, &mut keep, progress)?;
    match keep {
        Keep::Ledger(ledger) => Ok((report, ledger)),
        Keep::Nothing => Ok((report, Ledger::default())),
    }
}

struct Run<'a> {
    plan: &'a Plan,
    earlier: Option<Earlier<'a>>,
    threads: usize,
    cancel: &'a AtomicBool,
}

/// A limiter that has to work so hard that so many rounds do not reach the target will not reach it at all.
const MOST_PASSES: usize = 5;
/// How far from the target, in LU, the episode may lie: with the tenth that gains are rounded to, the target is met
/// within 0.1 LU by any meter.
const CLOSE_ENOUGH: f64 = 0.075;

fn passes(
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

fn tenths(db: f64) -> f64 {
    (db * 10.0).round() / 10.0
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
        let Run { plan, earlier, threads, cancel } = self.run;
        let keys = keep.keys(plan, self.gain_db, self.stretches);
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
