//! Plans a mix of clips without an article or script, for `aloud mix`.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::gain::{GainEstimator, gain_to};
use super::plan::{Format, Placement, Plan, edge_fades, identity};
use super::timeline::{Arranger, Item, Seam};
use crate::base::config::{Levels, Pauses};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::files::{self, FileError, ProjectPath};
use aloud_audio::decode;
use aloud_audio::measure::{Measures, gated_loudness};
use aloud_audio::resample::frames_at;
use aloud_audio::verdict::Verdict;
use aloud_audio::wav::WavError;

/// Settings of a mix of clips.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Silence before the first clip, between two (the pause between sentences), and after the last.
    pub pauses: Pauses,
    /// Trims the silence at both ends of each clip, fades the cuts and removes a DC offset. If false, clips play as they
    /// are.
    pub trim: bool,
    /// Target of the integrated loudness in LUFS. `None` leaves levels as they are.
    pub loudness: Option<f64>,
    /// Highest true peak in dBTP. Infinity leaves peaks as they are.
    pub peak: f64,
    /// With `Take`, each clip gets the same loudness. With the others, the levels between clips stay.
    pub levels: Levels,
    /// Uses the parts of damaged clips that can be decoded, with a warning. If false, such a clip is an error.
    pub keep_damaged: bool,
    /// Format of the file.
    pub format: Format,
}

/// Lists the clips of files and folders. A folder means the audio files in it, in natural order: `2.wav` comes before `10.wav`.
/// Hidden files are skipped, such as the `._1.wav` that macOS writes to other disks.
///
/// # Errors
/// If a folder cannot be read, or there are no clips.
pub fn find(paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut clips = Vec::new();
    for path in paths {
        if path.is_dir() {
            clips.extend(in_folder(&path)?);
        } else {
            clips.push(path);
        }
    }
    if clips.is_empty() {
        return Err(Diagnostic::error("clips-missing", "there are no audio files to mix")
            .hint("name audio files, or a folder with audio files"));
    }
    Ok(clips)
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let names = files::visible_names(folder)?;
    let paths = names.into_iter().map(|name| folder.join(name));
    let mut clips: Vec<PathBuf> = paths.filter(|path| is_audio(path) && path.is_file()).collect();
    clips.sort_by_cached_key(|path| natural_key(&path.file_name().unwrap_or_default().to_string_lossy()));
    Ok(clips)
}

/// A part of a name for natural sorting. Numbers come before letters.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum NamePart {
    /// A number: first its length without zeros, then its digits, so it may have any length.
    Number(usize, String),
    Text(String),
}

/// Returns the key by which names are in natural order: numbers by their value, letters whatever their case. The name itself is last,
/// for names that differ only in case or zeros.
fn natural_key(name: &str) -> (Vec<NamePart>, String) {
    let mut parts = Vec::new();
    for run in name.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
        let run = String::from_utf8_lossy(run);
        parts.push(match run.starts_with(|c: char| c.is_ascii_digit()) {
            true => {
                let digits = run.trim_start_matches('0').to_string();
                NamePart::Number(digits.len(), digits)
            }
            false => NamePart::Text(run.to_lowercase()),
        });
    }
    (parts, name.to_string())
}

fn is_audio(path: &Path) -> bool {
    decode::extension_rank(path).is_some()
}

/// Measures the clips and lays them out. Returns the plan and warnings about single clips.
///
/// # Errors
/// One error for each clip that cannot be decoded.
pub fn plan(
    clips: Vec<PathBuf>,
    settings: &Settings,
    threads: usize,
) -> Result<(Plan, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut builder = PlanBuilder::new(clips.len(), settings);
    let mut problems = Vec::new();
    // Paths are moved, not copied: there may be tens of thousands.
    let mut clips = clips.into_iter();
    loop {
        let batch: Vec<PathBuf> = clips.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let measured = measure_all(&batch, threads);
        for (path, measures) in batch.into_iter().zip(measured) {
            match measures {
                Ok((measures, Verdict::Whole)) => builder.add(path, measures),
                Ok((measures, verdict)) if settings.keep_damaged => {
                    builder.warnings.push(damaged(Severity::Warning, &path, &verdict));
                    builder.add(path, measures);
                }
                Ok((_, verdict)) => problems.push(damaged(Severity::Error, &path, &verdict)),
                Err(error) => problems.push(unreadable(&path, &error)),
            }
        }
    }
    if problems.is_empty() { Ok(builder.finish()) } else { Err(problems) }
}

/// Number of clips to measure at a time. Their block powers are kept only until the batch is laid out.
const BATCH: usize = 256;

fn unreadable(path: &Path, error: &WavError) -> Diagnostic {
    Diagnostic::error("clip-unreadable", "a clip cannot be decoded")
        .at(path)
        .why(error.to_string())
        .hint("convert it to WAV or FLAC, or leave it out")
}

fn damaged(severity: Severity, path: &Path, verdict: &Verdict) -> Diagnostic {
    let (diagnostic, hint) = match severity {
        Severity::Error => (
            Diagnostic::error("clip-damaged", "a clip is not whole"),
            "get the whole file, or mix what there is of it with `--keep-damaged`",
        ),
        Severity::Warning => (
            Diagnostic::warning("clip-damaged", "a clip is not whole"),
            "get the whole file: the mix has a part of it",
        ),
    };
    diagnostic.at(path).why(verdict.to_string()).hint(hint)
}

fn measure_all(clips: &[PathBuf], threads: usize) -> Vec<Result<(Measures, Verdict), WavError>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut measured = Vec::new();
        let mut samples = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = clips.get(index) else { return measured };
            let file = files::open_regular(path).map_err(WavError::from);
            measured.push((index, file.and_then(|file| decode::measure_file(file, &mut samples))));
        }
    };
    let mut measured = if threads < 2 {
        work()
    } else {
        thread::scope(|scope| {
            let threads: Vec<_> = (0..threads.min(clips.len())).map(|_| scope.spawn(work)).collect();
            threads
                .into_iter()
                .flat_map(|thread| thread.join().unwrap_or_else(|p| resume_unwind(p)))
                .collect()
        })
    };
    measured.sort_by_key(|(index, _)| *index);
    measured.into_iter().map(|(_, result)| result).collect()
}

/// Collects the placements of a plan.
struct PlanBuilder<'a> {
    settings: &'a Settings,
    arranger: Arranger<'a>,
    placements: Vec<Placement>,
    warnings: Vec<Diagnostic>,
    /// Predicts the gain from the measurements as they pass, so they need not be kept.
    estimator: GainEstimator,
}

impl<'a> PlanBuilder<'a> {
    fn new(clips: usize, settings: &'a Settings) -> Self {
        Self {
            settings,
            arranger: Arranger::new(&settings.pauses, settings.format.rate),
            placements: Vec::with_capacity(clips),
            warnings: Vec::new(),
            estimator: GainEstimator::new(settings.format, settings.peak),
        }
    }

    fn add(&mut self, path: PathBuf, measures: Measures) {
        if measures.is_clipped() {
            let what = format!("a clip is clipped: {} flat samples", measures.clipped);
            self.warnings.push(
                Diagnostic::warning("clip-clipped", what).at(&path).hint("record it again with less gain"),
            );
        }
        let range = if self.settings.trim { measures.sound.clone() } else { 0..measures.frames };
        if range.is_empty() {
            let what = if measures.frames == 0 { "a clip has no frames" } else { "a clip is silent" };
            let warning = Diagnostic::warning("clip-silent", what).at(path);
            self.warnings.push(warning.why("the mix does not contain it"));
            return;
        }
        let rate = self.settings.format.rate;
        let frames = frames_at(range.end - range.start, measures.sample_rate, rate);
        let item = Item { frames, seam: Seam::Sentence };
        let start = self.arranger.place(&item).start;
        let gain_db = self.gain_db(&measures);
        // The measured blocks begin at the first sound, also if the placement begins earlier.
        let lead = frames_at(measures.sound.start - range.start, measures.sample_rate, rate);
        self.estimator.add(&measures, start + lead, gain_db);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let identity = identity(&name, &measures);
        self.placements.push(Placement {
            path: ProjectPath::input(&path),
            frames: range,
            sample_rate: measures.sample_rate,
            dc_offset: if self.settings.trim { measures.dc_offset } else { 0.0 },
            start,
            gain_db,
            pan: 0.0,
            stereo: false,
            quiet: false,
            rotate_phase: false,
            fades: if self.settings.trim { edge_fades(frames, rate) } else { [0; 2] },
            gain_curve: Vec::new(),
            identity,
        });
    }

    /// Returns the gain of a clip, rounded to 0.1 dB.
    fn gain_db(&self, measures: &Measures) -> f64 {
        let target = self.settings.loudness.filter(|_| self.settings.levels == Levels::Take);
        let loudness = gated_loudness([measures]);
        target.zip(loudness).map_or(0.0, |(target, loudness)| gain_to(target, loudness))
    }

    fn finish(self) -> (Plan, Vec<Diagnostic>) {
        let plan = Plan {
            placements: self.placements,
            length: self.arranger.length(),
            format: self.settings.format,
            loudness: self.settings.loudness,
            gain_db: self.settings.loudness.map_or(0.0, |target| self.estimator.gain_to(target)),
            peak: self.settings.peak,
        };
        (plan, self.warnings)
    }
}
