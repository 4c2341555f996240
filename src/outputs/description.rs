//! Reads `episode.json`, the description of a finished edition.

use serde::Deserialize;

use super::catalog::DESCRIPTION;
use super::edition::DISCLOSURE;
use crate::base::diagnostic::Diagnostic;
use crate::base::files::ProjectPath;

/// The description of a finished edition, without the fields that Aloud does not read back.
#[derive(Debug, Clone, Deserialize)]
pub struct Description {
    /// The headline.
    pub title: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Frames per second.
    pub sample_rate: u32,
    /// Length in frames.
    pub frames: u64,
    /// The mixer's report.
    pub levels: DescribedLevels,
    /// The disclosure of synthetic speech.
    pub disclosure: DescribedDisclosure,
    /// The voices that speak.
    pub voices: Vec<DescribedVoice>,
    /// The spoken segments in order.
    pub segments: Vec<DescribedSegment>,
    /// Music and sounds.
    #[serde(default)]
    pub sounds: Vec<DescribedSound>,
}

/// The mixer's report.
#[derive(Debug, Clone, Deserialize)]
pub struct DescribedLevels {
    /// Integrated loudness in LUFS; `None` if the episode is silent.
    #[serde(default)]
    pub loudness: Option<f64>,
    /// Gain of the whole episode in dB.
    pub gain_db: f64,
    /// Number of frames that the limiter attenuated.
    pub limited_frames: u64,
    /// Number of frames that the limiter attenuated by more than 1 dB.
    #[serde(default)]
    pub hard_limited_frames: u64,
    /// Largest attenuation by the limiter in dB.
    pub limiter_max_db: f64,
    /// Warnings for people.
    #[serde(default)]
    pub warnings: Vec<String>,
}

/// The disclosure of synthetic speech.
#[derive(Debug, Clone, Deserialize)]
pub struct DescribedDisclosure {
    /// Whether there is synthetic speech.
    pub synthetic: bool,
    /// The disclosure in words; empty if there is none.
    pub text: String,
}

/// A voice of the edition.
#[derive(Debug, Clone, Deserialize)]
pub struct DescribedVoice {
    /// Name in the cast.
    pub name: String,
    /// Kind of backend.
    pub backend: String,
    /// Whether the speech is synthetic.
    pub synthetic: bool,
    /// The person with this voice.
    #[serde(default)]
    pub person: Option<String>,
    /// Whether a model was trained to speak with this voice, as voice.toml states.
    #[serde(default)]
    pub trained: Option<bool>,
    /// Gated loudness of its takes before any gain, in LUFS.
    pub loudness: Option<f64>,
    /// Gain of the voice in dB.
    #[serde(default)]
    pub gain_db: Option<f64>,
}

/// A segment of the episode.
#[derive(Debug, Clone, Deserialize)]
pub struct DescribedSegment {
    /// Its id, if script.toml has one.
    pub id: Option<String>,
    /// The speaker.
    pub speaker: String,
    /// The article's words.
    pub text: String,
    /// Its `kind` as in script.toml.
    pub kind: String,
    /// Whether it continues the paragraph of the segment before.
    pub continues: bool,
    /// First frame.
    pub start_frame: u64,
    /// The frame after the last.
    pub end_frame: u64,
    /// Its takes in order.
    pub takes: Vec<DescribedTake>,
}

/// A take of the episode.
#[derive(Debug, Clone, Deserialize)]
pub struct DescribedTake {
    /// Its key, 64 hex digits.
    pub take: String,
    /// The voice's name.
    pub voice: String,
}

/// A cue of the episode.
#[derive(Debug, Clone, Deserialize)]
pub struct DescribedSound {
    /// Its name.
    pub cue: String,
    /// Its role as in script.toml.
    pub role: String,
    /// Its description for people.
    #[serde(default)]
    pub description: Option<String>,
    /// First frame.
    pub start_frame: u64,
    /// The frame after the last.
    pub end_frame: u64,
}

impl DescribedSegment {
    /// Returns true for the spoken disclosure of synthetic speech.
    pub(crate) fn is_disclosure(&self) -> bool {
        self.id.as_deref() == Some(DISCLOSURE)
    }
}

impl Description {
    /// Reads the description of the edition in `folder`.
    ///
    /// # Errors
    /// Returns an error if the file is missing or invalid.
    pub fn read(folder: &ProjectPath) -> Result<Self, Diagnostic> {
        let path = folder.join(DESCRIPTION);
        let text = path.read_text_if_any()?.ok_or_else(|| {
            Diagnostic::error("episode-missing", "there is no finished episode")
                .at(&path)
                .hint("run `aloud build`")
        })?;
        serde_json::from_str(&text).map_err(|error| {
            Diagnostic::error("description-invalid", "the description of the episode is invalid")
                .at(&path)
                .line(error.line())
                .why(error.to_string())
                .hint("run `aloud build` to write it again")
        })
    }

    /// Converts a frame to seconds.
    pub fn seconds(&self, frame: u64) -> f64 {
        frame as f64 / f64::from(self.sample_rate.max(1))
    }

    /// Returns the voice of that name.
    pub fn voice(&self, name: &str) -> Option<&DescribedVoice> {
        self.voices.iter().find(|voice| voice.name == name)
    }
}
