//! What an edition is made of, in the words of the IPTC's list of digital source types
//! (<https://cv.iptc.org/newscodes/digitalsourcetype>), which C2PA prescribes.

use std::collections::BTreeSet;

use crate::outputs::description::{Description, Voice};

/// How a voice comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nature {
    /// A person was recorded.
    Person,
    /// By rules, from stored pieces of speech; no model was trained.
    Rules,
    /// By a model that was trained on speech, as far as is known.
    Model,
}

/// What an edition is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Recordings of people alone, put together.
    CompositeCapture,
    /// Speech by rules alone.
    AlgorithmicMedia,
    /// Speech of trained models alone.
    TrainedAlgorithmicMedia,
    /// Several of these, or with music; something of it comes from a trained model.
    CompositeSynthetic,
    /// Several of these, or with music; nothing that is known of comes from a trained model.
    Composite,
}

impl Source {
    /// That of a finished edition, by who speaks each of its takes.
    pub fn of(edition: &Description) -> Self {
        let takes = edition.segments.iter().flat_map(|segment| &segment.takes);
        let natures = takes.map(|take| nature(edition.voice(&take.voice))).collect();
        source(&natures, !edition.sounds.is_empty())
    }

    /// The last word of the term.
    pub fn word(self) -> &'static str {
        match self {
            Self::CompositeCapture => "compositeCapture",
            Self::AlgorithmicMedia => "algorithmicMedia",
            Self::TrainedAlgorithmicMedia => "trainedAlgorithmicMedia",
            Self::CompositeSynthetic => "compositeSynthetic",
            Self::Composite => "composite",
        }
    }

    /// The term.
    pub fn uri(self) -> String {
        format!("http://cv.iptc.org/newscodes/digitalsourcetype/{}", self.word())
    }
}

/// Of programs and services Aloud does not know whether they were trained, unless voice.toml says so. They are taken for models: whoever reads that
/// of espeak is told too much, and whoever did not read it of a cloned voice would be misled.
fn nature(voice: Option<&Voice>) -> Nature {
    let Some(voice) = voice else { return Nature::Model };
    match (voice.trained, voice.backend.as_str()) {
        (Some(true), _) => Nature::Model,
        (_, "recorded") => Nature::Person,
        (Some(false), _) | (_, "embedded" | "test") => Nature::Rules,
        _ => Nature::Model,
    }
}

/// `sounds`: there is music, or another sound of which Aloud knows nothing. An edition of people is never `digitalCapture`:
/// its recordings are cut, levelled and joined. `compositeWithTrainedAlgorithmicMedia` is for what a model has changed in
/// something captured, and Aloud changes nothing in recordings.
fn source(natures: &BTreeSet<Nature>, sounds: bool) -> Source {
    let alone = natures.len() == 1 && !sounds;
    match natures.last() {
        Some(Nature::Model) if alone => Source::TrainedAlgorithmicMedia,
        Some(Nature::Model) => Source::CompositeSynthetic,
        Some(Nature::Rules) if alone => Source::AlgorithmicMedia,
        Some(Nature::Person) if alone => Source::CompositeCapture,
        _ => Source::Composite,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mixture_has_the_term_that_is_true_of_it() {
        use Nature::{Model, Person, Rules};
        for (natures, sounds, word) in [
            (vec![Person], false, "compositeCapture"),
            (vec![Rules], false, "algorithmicMedia"),
            (vec![Model], false, "trainedAlgorithmicMedia"),
            (vec![Person], true, "composite"),
            (vec![Rules], true, "composite"),
            (vec![Person, Rules], false, "composite"),
            (vec![Model], true, "compositeSynthetic"),
            (vec![Person, Model], false, "compositeSynthetic"),
            (vec![Rules, Model], false, "compositeSynthetic"),
            (vec![Person, Rules, Model], true, "compositeSynthetic"),
        ] {
            let told = source(&natures.iter().copied().collect(), sounds);
            assert_eq!(told.word(), word, "{natures:?}, sounds: {sounds}");
        }
    }

    #[test]
    fn what_is_not_known_is_taken_for_a_model_unless_voice_toml_says_what_it_is() {
        let voice = |backend: &str, trained| Voice {
            name: "one".into(),
            backend: backend.into(),
            synthetic: true,
            person: None,
            trained,
            loudness: None,
            gain_db: None,
        };
        for backend in ["command", "openai", "piper", "elevenlabs", "azure", "google", "polly", "new"] {
            assert_eq!(nature(Some(&voice(backend, None))), Nature::Model, "{backend}");
            assert_eq!(nature(Some(&voice(backend, Some(false)))), Nature::Rules, "{backend}");
        }
        assert_eq!(nature(None), Nature::Model);
        assert_eq!(nature(Some(&voice("embedded", None))), Nature::Rules);
        assert_eq!(nature(Some(&voice("recorded", None))), Nature::Person);
        assert_eq!(nature(Some(&voice("recorded", Some(false)))), Nature::Person);
        assert_eq!(nature(Some(&voice("recorded", Some(true)))), Nature::Model, "recorded from a machine");
    }
}
