//! The built-in voices: eight speakers of the embedded backend, with different pitch, vocal tract and tempo.
//!
//! Pitch and tract are combined as in people: women's formants are about 17 % higher than men's, and their pitch about 70 %
//! (Peterson and Barney, "Control Methods Used in a Study of the Vowels", JASA 24, 1952). Any two speakers differ by more
//! than 12 % in pitch or 6 % in tract, several times the difference that listeners can hear.

use super::config::Embedded;
use crate::script::Gender::{self, He, She};

/// The narrator's voice if `[cast]` names none.
pub const NARRATOR: &str = "alder";

struct Preset(&'static str, &'static str, Gender, Embedded);

const fn speaker(pitch: f32, spread: f32, tract: f32, tempo: f32) -> Embedded {
    Embedded { pitch, spread, tract, tempo }
}

const PRESETS: [Preset; 8] = [
    Preset("alder", "calm man, the narrator", He, speaker(104.0, 14.0, 1.0, 1.0)),
    Preset("birch", "bright woman", She, speaker(205.0, 26.0, 1.20, 1.03)),
    Preset("cedar", "deep man, slow", He, speaker(80.0, 11.0, 0.90, 0.93)),
    Preset("elm", "young man, quick", He, speaker(132.0, 20.0, 1.06, 1.10)),
    Preset("hazel", "woman, calm", She, speaker(172.0, 20.0, 1.13, 0.97)),
    Preset("juniper", "young woman, quick", She, speaker(232.0, 30.0, 1.27, 1.10)),
    Preset("oak", "old man, dry", He, speaker(118.0, 8.0, 0.94, 0.90)),
    Preset("rowan", "low woman's voice, slow", She, speaker(150.0, 17.0, 1.20, 0.92)),
];

/// Returns all built-in voices: name, description and settings.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str, Embedded)> {
    PRESETS.iter().map(|Preset(name, description, _, speaker)| (*name, *description, *speaker))
}

/// Returns the voices that can be assigned to speakers, with their gender: all but the narrator's.
pub(super) fn assignable() -> impl Iterator<Item = (&'static str, Gender)> {
    PRESETS.iter().map(|Preset(name, _, gender, _)| (*name, *gender)).filter(|(name, _)| *name != NARRATOR)
}
