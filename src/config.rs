//! What script.toml sets for the whole episode: plain data that the stages read. Defaults stand here and nowhere else.

use serde::{Deserialize, Serialize};

/// Silence around and between placements, in seconds, 0 to 60.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pauses {
    /// Before the first word.
    pub start: f64,
    /// Between two sentences of one segment.
    pub sentence: f64,
    /// Between two segments of different speakers.
    pub speaker: f64,
    /// Before a new paragraph.
    pub paragraph: f64,
    /// Before and after a heading.
    pub heading: f64,
    /// After the last word.
    pub end: f64,
}

impl Default for Pauses {
    fn default() -> Self {
        Self { start: 0.5, sentence: 0.35, speaker: 0.45, paragraph: 0.75, heading: 1.2, end: 1.0 }
    }
}

/// Level and format of the episode.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mix {
    /// Integrated loudness of the episode in LUFS (ITU-R BS.1770-5), -40 to -5.
    pub loudness: f64,
    /// Highest true peak in dBTP (ITU-R BS.1770-5, annex 2), -20 to 0.
    pub peak: f64,
    /// Frames a second, 8,000 to 192,000.
    pub rate: u32,
    /// 1 (mono) or 2 (the same in both).
    pub channels: u16,
    /// 16, 24 (integers) or 32 (float).
    pub bits: u16,
    /// What gets one gain.
    pub levels: Levels,
}

impl Default for Mix {
    fn default() -> Self {
        Self { loudness: -16.0, peak: -1.0, rate: 44_100, channels: 1, bits: 16, levels: Levels::Voice }
    }
}

/// What gets one gain, from its own gated loudness.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Levels {
    /// Each voice: a quiet sentence stays quiet.
    #[default]
    Voice,
    /// Each take: every sentence equally loud.
    Take,
    /// Nothing: voices stay as loud as they came.
    None,
}
