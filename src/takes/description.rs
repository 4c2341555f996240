//! The description of a stored take.

use serde::{Deserialize, Serialize};

use super::take::Heard;
use crate::base::files;
use aloud_audio::Word;
use aloud_audio::measure::Measures;
use aloud_audio::speech_shape::SpeechShape;
use aloud_audio::timbre::Timbre;

/// The content of `KEY.json`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Description {
    /// Voice and spoken form, for people who look into the store.
    pub(super) voice: String,
    pub(super) spoken: String,
    /// True for a person's recording, which is never pruned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) recorded: bool,
    /// BLAKE3 of the WAV file in hex.
    pub(super) checksum: String,
    pub(super) measures: Measures,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) words: Vec<Word>,
    #[serde(default)]
    pub(super) timbre: Option<Timbre>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) shape: Option<SpeechShape>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) heard: Option<Heard>,
}

impl Description {
    /// Parses a description and verifies its checksum. Descriptions of early versions have none.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let json = if bytes.starts_with(b"{") { bytes } else { files::verify_checksum(bytes)? };
        let description: Self = serde_json::from_slice(json).ok()?;
        description.measures.is_possible().then_some(description)
    }

    /// Returns true for the sound that it describes.
    pub(super) fn fits(&self, sound: &[u8]) -> bool {
        blake3::hash(sound).to_hex().as_str() == self.checksum
    }
}
