//! Adds a voice of your own to a project: it hums a tone for each word.
//!
//! `cargo run --example custom_voice` builds a small project in a temporary folder and prints where the episode is.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use aloud::audio::{Clip, Spec, Word};
use aloud::base::error::Error as BuildError;
use aloud::build::{self, Event, Options, Target};
use aloud::project::Project;
use aloud::voices::Voice;
use aloud::voices::backend::{Backend, Capabilities, Spoken, Utterance, VoiceError};

const SAMPLE_RATE: u32 = 24_000;
/// Length of the tone of one letter, and of the gap after each word, in seconds.
const LETTER: f64 = 0.06;
const GAP: f64 = 0.08;

const SCRIPT: &str = r#"
[cast]
narrator = "hum"

[[segment]]
speaker = "narrator"
text = "The ferry was late. We had tea."
"#;

/// A backend that hums each word at a pitch between 150 and 300 Hz.
struct Humming {
    level: f32,
}

impl Backend for Humming {
    fn capabilities(&self) -> Capabilities {
        Capabilities { word_times: true, ..Capabilities::PLAIN }
    }

    // Everything that changes the sound besides the text. Increase the version if the tones change.
    fn identity(&self, _utterance: &Utterance) -> Result<Vec<u8>, VoiceError> {
        Ok(format!("humming 1 {}", self.level).into_bytes())
    }

    fn speak(&self, utterance: &Utterance, _cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
        let (mut samples, mut words) = (Vec::new(), Vec::new());
        for word in utterance.spoken.split_whitespace() {
            let start = samples.len() as f64 / f64::from(SAMPLE_RATE);
            samples.extend(self.hum(word));
            let end = samples.len() as f64 / f64::from(SAMPLE_RATE);
            words.push(Word { text: word.to_string(), start, end });
            samples.extend(vec![0.0; (GAP * f64::from(SAMPLE_RATE)) as usize]);
        }
        if words.is_empty() {
            return Err(VoiceError::failed("there are no words to hum", "write some words"));
        }
        Ok(Spoken { clip: Clip { spec: Spec { sample_rate: SAMPLE_RATE, channels: 1 }, samples }, words })
    }
}

impl Humming {
    /// Returns a tone that is as long as the word, with a fade at both ends.
    fn hum(&self, word: &str) -> Vec<f32> {
        let pitch = 150.0 + word.bytes().map(u32::from).sum::<u32>() as f32 % 150.0;
        let length = (word.chars().count() as f64 * LETTER * f64::from(SAMPLE_RATE)) as usize;
        let fade = length as f32 / 4.0;
        (0..length)
            .map(|n| {
                let edge = (n.min(length - n) as f32 / fade).min(1.0);
                let phase = n as f32 * pitch / SAMPLE_RATE as f32;
                // `f32::sin` differs between systems in the last bit; a take must not.
                self.level * edge * libm::sinf(phase * std::f32::consts::TAU)
            })
            .collect()
    }
}

/// Builds an episode with the humming voice in `folder`, and returns the path of the WAV.
///
/// # Errors
/// If a file cannot be written or the project cannot be built.
pub fn build_episode(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    fs::write(folder.join("script.toml"), SCRIPT)?;
    let mut project = Project::load(folder).map_err(BuildError::Problems)?;
    // Tones are no speech, so there is no synthetic speech to disclose.
    project.voices.insert(Voice::custom("hum", Arc::new(Humming { level: 0.3 })).not_synthetic());

    let cancel = AtomicBool::new(false);
    let options = Options { jobs: 1, cancel: &cancel, target: Target::Published, limit: None };
    build::build(&project, &options, &mut |event| {
        if let Event::Warning(warning) = event {
            eprintln!("{warning}");
        }
    })?;
    Ok(folder.join("out/episode.wav"))
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?.keep();
    println!("{}", build_episode(&folder)?.display());
    Ok(())
}
