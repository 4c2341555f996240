//! The built-in voices: eight speakers of the embedded backend, and nine of the neural one.
//!
//! Pitch and tract are combined as in people: women's formants are about 17 % higher than men's, and their pitch about 70 %
//! (Peterson and Barney, "Control Methods Used in a Study of the Vowels", JASA 24, 1952). Any two embedded speakers differ by more
//! than 12 % in pitch or 6 % in tract, several times the difference that listeners can hear. Natural speakers share a manner of
//! speaking, so any two differ by at least 15 % in pitch.

use super::config::{Embedded, Neural, Settings};
use crate::script::Gender::{self, He, She};

/// The built-in voices of one backend. A project uses one family, because robots among natural voices are confusing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Inside Aloud.
    Embedded,
    /// Made from the installed model `heart`.
    Neural,
}

/// The narrator's voice if `[cast]` names none.
pub const NARRATOR: &str = "alder";
/// The narrator's voice in a new project, if the model is installed: the model's own voice, which sounds best.
pub(super) const NEURAL_NARRATOR: &str = "heart";
/// The model of the neural voices.
pub(super) const MODEL: &str = "heart";

struct Preset<S>(&'static str, &'static str, Gender, S);

const fn speaker(pitch: f32, spread: f32, tract: f32, tempo: f32) -> Embedded {
    Embedded { pitch, spread, tract, tempo }
}

const EMBEDDED: [Preset<Embedded>; 8] = [
    Preset("alder", "calm man, the narrator", He, speaker(104.0, 14.0, 1.0, 1.0)),
    Preset("birch", "bright woman", She, speaker(205.0, 26.0, 1.20, 1.03)),
    Preset("cedar", "deep man, slow", He, speaker(80.0, 11.0, 0.90, 0.93)),
    Preset("elm", "young man, quick", He, speaker(132.0, 20.0, 1.06, 1.10)),
    Preset("hazel", "woman, calm", She, speaker(172.0, 20.0, 1.13, 0.97)),
    Preset("juniper", "young woman, quick", She, speaker(232.0, 30.0, 1.27, 1.10)),
    Preset("oak", "old man, dry", He, speaker(118.0, 8.0, 0.94, 0.90)),
    Preset("rowan", "low woman's voice, slow", She, speaker(150.0, 17.0, 1.20, 0.92)),
];

/// Factors of the model's pitch, tract and tempo.
struct Factors(f32, f32, f32);

const NEURAL: [Preset<Factors>; 9] = [
    Preset("heart", "natural: woman, warm, the narrator", She, Factors(1.0, 1.0, 1.0)),
    Preset("crane", "natural: old man, thoughtful", He, Factors(0.47, 0.88, 0.92)),
    Preset("dove", "natural: low woman's voice, calm", She, Factors(0.752, 0.96, 0.96)),
    Preset("finch", "natural: young man, quick", He, Factors(0.648, 0.92, 1.06)),
    Preset("heron", "natural: man, calm", He, Factors(0.553, 0.83, 0.98)),
    Preset("lark", "natural: bright woman", She, Factors(1.38, 1.07, 1.06)),
    Preset("raven", "natural: deep man, slow", He, Factors(0.4, 0.79, 0.94)),
    Preset("swift", "natural: woman, brisk", She, Factors(0.866, 1.13, 1.1)),
    Preset("wren", "natural: young woman, lively", She, Factors(1.19, 1.16, 1.08)),
];

/// Returns the speakers of the embedded backend: name, description and settings.
pub(super) fn embedded() -> impl Iterator<Item = (&'static str, &'static str, Embedded)> {
    EMBEDDED.iter().map(|Preset(name, description, _, speaker)| (*name, *description, *speaker))
}

/// Returns the speakers of the neural backend: name, description and settings.
pub(super) fn neural() -> impl Iterator<Item = (&'static str, &'static str, Neural)> {
    NEURAL.iter().map(|Preset(name, description, _, Factors(pitch, tract, tempo))| {
        let settings =
            Neural { model: MODEL.into(), pitch: *pitch, tract: *tract, tempo: *tempo, accent: None };
        (*name, *description, settings)
    })
}

/// Returns all built-in voices: name, description and settings.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str, Settings)> {
    let embedded =
        embedded().map(|(name, description, settings)| (name, description, Settings::Embedded(settings)));
    embedded
        .chain(neural().map(|(name, description, settings)| (name, description, Settings::Neural(settings))))
}

/// Returns true for the name of a built-in voice.
pub fn is_built_in(voice: &str) -> bool {
    all().any(|(name, ..)| name == voice)
}

/// Returns true for the name of a natural built-in voice.
pub(super) fn is_natural(voice: &str) -> bool {
    NEURAL.iter().any(|Preset(name, ..)| *name == voice)
}

impl Family {
    /// Returns the family of a project by the voice of its narrator.
    pub(super) fn of_narrator(voice: Option<&String>) -> Self {
        let is_neural = voice.is_some_and(|voice| is_natural(voice));
        if is_neural { Self::Neural } else { Self::Embedded }
    }

    /// Returns the voices that can be assigned to speakers, with their gender: all but the narrator's.
    pub(super) fn assignable(self) -> Vec<(&'static str, Gender)> {
        let voices: Vec<(&'static str, Gender)> = match self {
            Self::Embedded => EMBEDDED.iter().map(|Preset(name, _, gender, _)| (*name, *gender)).collect(),
            Self::Neural => NEURAL.iter().map(|Preset(name, _, gender, _)| (*name, *gender)).collect(),
        };
        voices.into_iter().filter(|(name, _)| ![NARRATOR, NEURAL_NARRATOR].contains(name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neural_speakers_differ_clearly_from_each_other() {
        let speakers: Vec<Neural> = neural().map(|(_, _, speaker)| speaker).collect();
        for (n, a) in speakers.iter().enumerate() {
            for b in &speakers[n + 1..] {
                assert!((a.pitch / b.pitch).ln().abs() > 1.15_f32.ln(), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_neural_narrator_has_neural_company() {
        let family = |voice: &str| Family::of_narrator(Some(&voice.to_string()));
        assert_eq!(
            (family("heron"), family("alder"), family("mine")),
            (Family::Neural, Family::Embedded, Family::Embedded)
        );
        assert_eq!(Family::of_narrator(None), Family::Embedded);
        assert_eq!((Family::Neural.assignable().len(), Family::Embedded.assignable().len()), (8, 7));
    }
}
