//! `episode.json` read back: what a finished edition says of itself.

use std::path::Path;

use serde::Deserialize;

use super::DISCLOSURE;
use crate::base::diagnostic::Diagnostic;
use crate::base::files;

/// Name of the description in an edition's folder.
pub const FILE: &str = "episode.json";

/// A finished edition; what no reader of it needs is left out.
#[derive(Debug, Clone, Deserialize)]
pub struct Description {
    /// The headline.
    pub title: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Frames a second.
    pub sample_rate: u32,
    /// Length.
    pub frames: u64,
    /// What the mixer reported.
    pub levels: Levels,
    /// What is told of synthetic speech.
    pub disclosure: Disclosure,
    /// Who speaks.
    pub voices: Vec<Voice>,
    /// What is heard, in its order.
    pub segments: Vec<Segment>,
    /// Music and sounds.
    #[serde(default)]
    pub sounds: Vec<Sound>,
}

/// What the mixer reported.
#[derive(Debug, Clone, Deserialize)]
pub struct Levels {
    /// Integrated loudness, LUFS; `None` when all is silent.
    #[serde(default)]
    pub loudness: Option<f64>,
    /// Gain of the whole episode, dB.
    pub gain_db: f64,
    /// Frames that the limiter turned down.
    pub limited_frames: u64,
    /// The most that it turned them down, dB.
    pub limiter_max_db: f64,
    /// What a person should see to.
    #[serde(default)]
    pub warnings: Vec<String>,
}

/// What is told of synthetic speech.
#[derive(Debug, Clone, Deserialize)]
pub struct Disclosure {
    /// There is some.
    pub synthetic: bool,
    /// What is told; empty where there is none.
    pub text: String,
}

/// A voice of the edition.
#[derive(Debug, Clone, Deserialize)]
pub struct Voice {
    /// As in the cast.
    pub name: String,
    /// Kind of its backend.
    pub backend: String,
    /// No person spoke it.
    pub synthetic: bool,
    /// Whose voice it is.
    #[serde(default)]
    pub person: Option<String>,
    /// Whether a model was trained to speak it, as voice.toml states it.
    #[serde(default)]
    pub trained: Option<bool>,
    /// Gated loudness of its takes as they came, LUFS.
    pub loudness: Option<f64>,
    /// The gain that they were given, dB.
    #[serde(default)]
    pub gain_db: Option<f64>,
}

/// A segment as it is heard.
#[derive(Debug, Clone, Deserialize)]
pub struct Segment {
    /// Its id, if script.toml had one.
    pub id: Option<String>,
    /// Who speaks.
    pub speaker: String,
    /// The article's words.
    pub text: String,
    /// As `kind` has it in script.toml.
    pub kind: String,
    /// It goes on in the paragraph of the segment before.
    pub continues: bool,
    /// First frame.
    pub start_frame: u64,
    /// The frame after the last.
    pub end_frame: u64,
    /// What it is made of.
    pub takes: Vec<Take>,
}

/// A take as it is heard.
#[derive(Debug, Clone, Deserialize)]
pub struct Take {
    /// Its key, 64 hex digits.
    pub take: String,
    /// The voice's name.
    pub voice: String,
}

/// A cue as it is heard.
#[derive(Debug, Clone, Deserialize)]
pub struct Sound {
    /// Its name.
    pub cue: String,
    /// Where it stands, by its kind.
    pub role: String,
    /// What it is.
    #[serde(default)]
    pub description: Option<String>,
    /// First frame.
    pub start_frame: u64,
    /// The frame after the last.
    pub end_frame: u64,
}

impl Segment {
    /// True for the line that tells of synthetic speech.
    pub fn is_disclosure(&self) -> bool {
        self.id.as_deref() == Some(DISCLOSURE)
    }
}

impl Description {
    /// Reads the description of the edition in `folder`.
    ///
    /// # Errors
    /// When there is none, or it is not one.
    pub fn read(folder: &Path) -> Result<Self, Diagnostic> {
        let path = folder.join(FILE);
        let text = files::read_text_if_any(&path)?.ok_or_else(|| {
            Diagnostic::error("todo", "there is no finished episode here")
                .at(&path)
                .hint("`aloud build` makes it")
        })?;
        serde_json::from_str(&text).map_err(|error| {
            Diagnostic::error("todo", "this is not the description of an episode")
                .at(&path)
                .line(error.line())
                .why(error.to_string())
                .hint("`aloud build` writes it anew")
        })
    }

    /// A place in seconds.
    pub fn seconds(&self, frame: u64) -> f64 {
        frame as f64 / f64::from(self.sample_rate.max(1))
    }

    /// The voice of that name.
    pub fn voice(&self, name: &str) -> Option<&Voice> {
        self.voices.iter().find(|voice| voice.name == name)
    }
}
