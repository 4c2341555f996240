//! The voices inside Aloud: eight speakers made of one, told apart by pitch, size of the vocal tract and tempo.
//!
//! Pitch and tract go together as they do in people (Peterson and Barney, "Control Methods Used in a Study of the Vowels",
//! JASA 24, 1952: women's formants lie about 17 % above men's, their pitch about 70 %), and any two speakers differ by
//! more than 12 % in pitch or 6 % in tract, several times what listeners need to tell voices apart.

use super::config::Embedded;
use crate::script::Gender::{self, He, She};

/// The narrator's voice where the cast names none.
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

/// All of them: name, a line for people, and how they speak.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str, Embedded)> {
    PRESETS.iter().map(|Preset(name, description, _, speaker)| (*name, *description, *speaker))
}

/// The names of those that are assigned to speakers, and whose voices they could be: all but the narrator's.
pub(super) fn assignable() -> impl Iterator<Item = (&'static str, Gender)> {
    PRESETS.iter().map(|Preset(name, _, gender, _)| (*name, *gender)).filter(|(name, _)| *name != NARRATOR)
}
