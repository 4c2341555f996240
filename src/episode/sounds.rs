//! The files of cues: read once to be measured, known again by their content.

use std::fs::File;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::audio::measure::Measures;
use crate::audio::sound;
use crate::config::{Cue, Role};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::mixer;
use crate::project::{Project, STATE};

/// The sound of a cue.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sound {
    pub(super) path: PathBuf,
    pub(super) measures: Measures,
    /// Of its content.
    pub(super) identity: [u8; 32],
}

#[derive(Serialize, Deserialize)]
struct Measured {
    measures: Measures,
}

/// A bed is repeated; one that is shorter than this is a buzz.
const SHORTEST_BED: f64 = 1.0;

impl Sound {
    /// How many frames of the episode the cue plays of it.
    pub(super) fn played(&self, cue: &Cue, rate: u32) -> u64 {
        let Measures { frames, sample_rate, .. } = self.measures;
        let most = cue.length.map_or(frames, |seconds| (seconds * f64::from(sample_rate)) as u64);
        mixer::frames_at(frames.min(most), sample_rate, rate)
    }

    /// How many of its own frames fill so many of the episode.
    pub(super) fn frames_for(&self, frames: u64, rate: u32) -> u64 {
        let exact = u128::from(frames) * u128::from(self.measures.sample_rate) / u128::from(rate.max(1));
        self.measures.frames.min(u64::try_from(exact).unwrap_or(u64::MAX))
    }
}

/// Cues that cannot be played, as far as that shows without reading all of their sounds.
pub(super) fn problems(project: &Project) -> Vec<Diagnostic> {
    let unplayable = |(nth, cue): (usize, &Cue)| {
        let error = sound::Sound::open(&project.root.join(&cue.file)).err()?;
        Some(told(project, nth, &error.to_string()))
    };
    project.manifest.cues.iter().enumerate().filter_map(unplayable).collect()
}

/// The sound of each cue.
///
/// # Errors
/// With all that cannot be played.
pub(super) fn sounds(project: &Project) -> Result<Vec<Sound>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut sounds = Vec::new();
    for (nth, cue) in project.manifest.cues.iter().enumerate() {
        match read(project, cue) {
            Ok(sound) => sounds.push(sound),
            Err(why) => problems.push(told(project, nth, &why)),
        }
    }
    if problems.is_empty() { Ok(sounds) } else { Err(problems) }
}

fn read(project: &Project, cue: &Cue) -> Result<Sound, String> {
    let path = project.root.join(&cue.file);
    let mut hasher = blake3::Hasher::new();
    let read = File::open(&path).and_then(|file| hasher.update_reader(file).map(|_| ()));
    read.map_err(|error| error.to_string())?;
    let content = hasher.finalize();
    let kept = project.root.join(STATE).join("sounds").join(format!("{}.json", &content.to_hex()[..32]));
    let measures = match files::read_sealed::<Measured>(&kept) {
        Some(known) => known.measures,
        None => {
            let measures = sound::measure(&path, &mut Vec::new()).map_err(|error| error.to_string())?;
            let measured = Measured { measures };
            // What cannot be kept is measured again the next time.
            let _ = files::write_sealed(&kept, &measured);
            measured.measures
        }
    };
    if measures.sound.is_empty() {
        return Err("it is silent".into());
    }
    let seconds = measures.frames as f64 / f64::from(measures.sample_rate.max(1));
    if cue.role == Role::Bed && seconds < SHORTEST_BED {
        return Err(format!("a bed is repeated, and this is only {seconds:.2} s long"));
    }
    Ok(Sound { path, measures, identity: *content.as_bytes() })
}

fn told(project: &Project, nth: usize, why: &str) -> Diagnostic {
    let cue = &project.manifest.cues[nth];
    let what = format!("the cue `{}` cannot be played: `{}`", cue.name, cue.file.display());
    let problem = Diagnostic::error(what).at(project.script_path()).why(why);
    let problem = problem.hint("a sound file in the project: WAV, FLAC, MP3, Ogg, Opus, M4A or AIFF");
    match project.manifest.cue_lines.get(nth) {
        Some(line) => problem.line(*line),
        None => problem,
    }
}
