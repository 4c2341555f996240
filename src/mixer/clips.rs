//! Clips → one WAV, without article or script: what `aloud mix` does. Sees sound, timeline and mixer, nothing else.

use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::audio::measure::{Measures, gated_loudness};
use crate::audio::sound::{self, EXTENSIONS};
use crate::audio::wav::WavError;
use crate::base::config::{Levels, Pauses};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::FileError;
use crate::mixer::timeline::{Arranger, Item, Seam};
use crate::mixer::{self, Format, Placement, Plan, Programme};

/// How clips are joined.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Silence before the first, between two (as between sentences), and after the last.
    pub pauses: Pauses,
    /// Silence at the ends of each clip is cut off, cuts are faded and an offset is taken off; else a clip is played as
    /// it is.
    pub trim: bool,
    /// Integrated loudness in LUFS; `None` leaves levels as they are.
    pub loudness: Option<f64>,
    /// Highest true peak in dBTP; infinity leaves peaks as they are.
    pub peak: f64,
    /// `Take` brings every clip to the same loudness; the others leave clips as they are to one another.
    pub levels: Levels,
    /// Of the file.
    pub format: Format,
}

/// Files and folders → clips: a folder stands for the sound files in it, in the order of their names.
///
/// # Errors
/// When a folder cannot be read, or there is nothing to mix.
pub fn find(paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut clips = Vec::new();
    for path in paths {
        if path.is_dir() {
            clips.extend(in_folder(&path).map_err(|error| FileError::new("read the folder", &path, error))?);
        } else {
            clips.push(path);
        }
    }
    if clips.is_empty() {
        return Err(Diagnostic::error("todo", "there are no sound files to mix")
            .hint("name files, or a folder of files"));
    }
    Ok(clips)
}

fn in_folder(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let is_sound = |path: &PathBuf| {
        let known = |extension: &str| EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known));
        path.extension().is_some_and(|extension| known(&extension.to_string_lossy())) && path.is_file()
    };
    let mut clips: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).filter(is_sound).collect();
    clips.sort();
    Ok(clips)
}

/// Measures the clips and lays them out; with warnings of what a person should look at.
///
/// # Errors
/// With all clips that cannot be played.
pub fn plan(
    clips: Vec<PathBuf>,
    settings: &Settings,
    threads: usize,
) -> Result<(Plan, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut layout = Layout::new(clips.len(), settings);
    let mut problems = Vec::new();
    // Paths are handed on, not copied: there may be tens of thousands.
    let mut clips = clips.into_iter();
    loop {
        let batch: Vec<PathBuf> = clips.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let measured = measure_all(&batch, threads);
        for (path, measures) in batch.into_iter().zip(measured) {
            match measures {
                Ok(measures) => layout.add(path, measures),
                Err(error) => problems.push(told(&path, &error)),
            }
        }
    }
    if problems.is_empty() { Ok(layout.finish()) } else { Err(problems) }
}

/// Clips measured at a time; their block powers are not kept for longer.
const BATCH: usize = 256;

fn told(path: &Path, error: &WavError) -> Diagnostic {
    Diagnostic::error("todo", "a clip cannot be played").at(path).why(error.to_string())
}

fn measure_all(clips: &[PathBuf], threads: usize) -> Vec<Result<Measures, WavError>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut measured = Vec::new();
        let mut samples = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = clips.get(index) else { return measured };
            measured.push((index, sound::measure(path, &mut samples)));
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

/// A plan in the making.
struct Layout<'a> {
    settings: &'a Settings,
    arranger: Arranger<'a>,
    placements: Vec<Placement>,
    warnings: Vec<Diagnostic>,
    /// Blocks go by here, so that not all of them have to be kept.
    programme: Programme,
}

impl<'a> Layout<'a> {
    fn new(clips: usize, settings: &'a Settings) -> Self {
        Self {
            settings,
            arranger: Arranger::new(&settings.pauses, settings.format.rate),
            placements: Vec::with_capacity(clips),
            warnings: Vec::new(),
            programme: Programme::new(settings.format, settings.peak),
        }
    }

    fn add(&mut self, path: PathBuf, measures: Measures) {
        if measures.is_clipped() {
            let what = format!("a clip is clipped: {} flat samples", measures.clipped);
            self.warnings
                .push(Diagnostic::warning("todo", what).at(&path).hint("record it again with less gain"));
        }
        let whole = 0..measures.frames;
        let sound = if self.settings.trim { measures.sound.clone() } else { whole };
        if sound.is_empty() {
            let what = if measures.frames == 0 { "a clip has no frames" } else { "a clip is silent" };
            self.warnings
                .push(Diagnostic::warning("todo", what).at(path).why("there is nothing of it in the mix"));
            return;
        }
        let rate = self.settings.format.rate;
        let at_rate = |frames| mixer::frames_at(frames, measures.sample_rate, rate);
        let frames = at_rate(sound.end - sound.start);
        let item = Item { frames, seam: Seam::Sentence };
        let start = self.arranger.place(&item).start;
        let gain_db = self.gain_db(&measures);
        // Blocks are those of the sound, wherever the placement begins.
        self.programme.add(&measures, start + at_rate(measures.sound.start - sound.start), gain_db);
        let identity = mixer::identity(&path.file_name().unwrap_or_default().to_string_lossy(), &measures);
        self.placements.push(Placement {
            path,
            sound,
            sample_rate: measures.sample_rate,
            offset: if self.settings.trim { measures.offset } else { 0.0 },
            start,
            gain_db,
            pan: 0.0,
            wide: false,
            quiet: false,
            fades: if self.settings.trim { mixer::edges(frames, rate) } else { [0; 2] },
            curve: Vec::new(),
            identity,
        });
    }

    /// In steps of 0.1 dB, as everywhere.
    fn gain_db(&self, measures: &Measures) -> f64 {
        let target = self.settings.loudness.filter(|_| self.settings.levels == Levels::Take);
        let loudness = gated_loudness([measures]);
        target.zip(loudness).map_or(0.0, |(target, loudness)| mixer::gain_to(target, loudness))
    }

    fn finish(self) -> (Plan, Vec<Diagnostic>) {
        let plan = Plan {
            placements: self.placements,
            length: self.arranger.length(),
            format: self.settings.format,
            loudness: self.settings.loudness,
            gain_db: self.settings.loudness.map_or(0.0, |target| self.programme.gain_to(target)),
            peak: self.settings.peak,
        };
        (plan, self.warnings)
    }
}
