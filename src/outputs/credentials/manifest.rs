//! Makes the content of a manifest: how the sound was made (`c2pa.actions`), and its metadata (`cawg.metadata`, which
//! replaces the CreativeWork of schema.org in C2PA 2).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::base::files::ProjectPath;
use crate::outputs::description::{DescribedVoice, Description};
use crate::outputs::single_line;

/// XML namespace of the Dublin Core elements.
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";
/// XML namespace of the IPTC extension.
const IPTC: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";

/// The edition to sign.
#[derive(Debug, Clone, Copy)]
pub struct SignedEdition<'a> {
    /// Its folder.
    pub folder: &'a ProjectPath,
    /// Names of its files; other files in the folder are not signed.
    pub files: &'a BTreeSet<String>,
    /// Its description.
    pub description: &'a Description,
    /// Author of the article.
    pub author: Option<&'a str>,
}

/// Returns the definition of a manifest for the `c2pa` crate.
pub(super) fn definition(edition: &SignedEdition<'_>, source: DigitalSourceType) -> Value {
    let aloud = json!({"name": "Aloud", "version": env!("CARGO_PKG_VERSION")});
    json!({
        "claim_generator_info": [aloud.clone()],
        "title": title(edition),
        "assertions": [
            {"label": "c2pa.actions.v2", "created": true, "data": {"actions": [action(edition, source, aloud)]}},
            {"label": "cawg.metadata", "kind": "Json", "data": metadata(edition, source)},
        ],
    })
}

/// Returns the only action: the sound was created, not edited. It has no time, because an edition has none.
fn action(edition: &SignedEdition<'_>, source: DigitalSourceType, aloud: Value) -> Value {
    let mut action =
        json!({"action": "c2pa.created", "digitalSourceType": source.uri(), "softwareAgent": aloud});
    add_text(&mut action, "description", Some(disclosure(edition)));
    action
}

fn metadata(edition: &SignedEdition<'_>, source: DigitalSourceType) -> Value {
    let mut metadata = json!({
        "@context": {"dc": DUBLIN_CORE, "Iptc4xmpExt": IPTC},
        "dc:title": title(edition),
        "Iptc4xmpExt:DigitalSourceType": source.uri(),
    });
    add_text(&mut metadata, "dc:creator", edition.author.map(single_line));
    add_text(&mut metadata, "dc:language", edition.description.language.clone());
    add_text(&mut metadata, "dc:description", Some(disclosure(edition)));
    metadata
}

fn title(edition: &SignedEdition<'_>) -> String {
    let title = edition.description.title.as_deref().map(single_line).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| "Episode".into())
}

fn disclosure(edition: &SignedEdition<'_>) -> String {
    single_line(&edition.description.disclosure.text)
}

/// Adds a text unless it is missing or empty.
fn add_text(to: &mut Value, key: &str, text: Option<String>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        to[key] = text.into();
    }
}

/// How the sound was made: a term of the IPTC's digital source types
/// (<https://cv.iptc.org/newscodes/digitalsourcetype>), which C2PA requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DigitalSourceType {
    /// Only recordings of people, joined.
    CompositeCapture,
    /// Only rule-based speech.
    AlgorithmicMedia,
    /// Only speech of trained models.
    TrainedAlgorithmicMedia,
    /// A mixture, or speech with music, that includes a trained model.
    CompositeSynthetic,
    /// A mixture, or speech with music, without a known trained model.
    Composite,
}

impl DigitalSourceType {
    /// Returns the type of a finished edition, from the voices of its takes.
    pub(super) fn of_edition(edition: &Description) -> Self {
        let takes = edition.segments.iter().flat_map(|segment| &segment.takes);
        let origins = takes.map(|take| voice_origin(edition.voice(&take.voice))).collect();
        source_type(&origins, !edition.sounds.is_empty())
    }

    /// Returns the last part of the term's URI.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::CompositeCapture => "compositeCapture",
            Self::AlgorithmicMedia => "algorithmicMedia",
            Self::TrainedAlgorithmicMedia => "trainedAlgorithmicMedia",
            Self::CompositeSynthetic => "compositeSynthetic",
            Self::Composite => "composite",
        }
    }

    /// Returns the URI of the term.
    fn uri(self) -> String {
        format!("http://cv.iptc.org/newscodes/digitalsourcetype/{}", self.name())
    }
}

/// How the speech of a voice is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum VoiceOrigin {
    /// Recorded from a person.
    Person,
    /// Made by rules or from stored units of speech, without a trained model.
    Rules,
    /// Made by a model that was trained on speech, as far as is known.
    Model,
}

/// Returns the origin of a voice. Aloud does not know which programs and services use trained models, so it assumes a
/// model unless voice.toml says otherwise. A wrong "model" for espeak is harmless; a cloned voice without it would mislead.
fn voice_origin(voice: Option<&DescribedVoice>) -> VoiceOrigin {
    let Some(voice) = voice else { return VoiceOrigin::Model };
    match (voice.trained, voice.backend.as_str()) {
        (Some(true), _) => VoiceOrigin::Model,
        (_, "recorded") => VoiceOrigin::Person,
        (Some(false), _) | (_, "embedded" | "test") => VoiceOrigin::Rules,
        _ => VoiceOrigin::Model,
    }
}

/// Returns the type of speech with these origins; `has_sounds` is true if there is music or another sound.
///
/// Recordings of people are never `digitalCapture`, because Aloud trims, levels and joins them. Nor is an edition
/// `compositeWithTrainedAlgorithmicMedia`, which means that a model changed captured media.
fn source_type(origins: &BTreeSet<VoiceOrigin>, has_sounds: bool) -> DigitalSourceType {
    let is_pure = origins.len() == 1 && !has_sounds;
    match origins.last() {
        Some(VoiceOrigin::Model) if is_pure => DigitalSourceType::TrainedAlgorithmicMedia,
        Some(VoiceOrigin::Model) => DigitalSourceType::CompositeSynthetic,
        Some(VoiceOrigin::Rules) if is_pure => DigitalSourceType::AlgorithmicMedia,
        Some(VoiceOrigin::Person) if is_pure => DigitalSourceType::CompositeCapture,
        _ => DigitalSourceType::Composite,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chooses_the_source_type_of_each_mixture() {
        use VoiceOrigin::{Model, Person, Rules};
        for (origins, has_sounds, name) in [
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
            let found = source_type(&origins.iter().copied().collect(), has_sounds);
            assert_eq!(found.name(), name, "{origins:?}, sounds: {has_sounds}");
        }
    }

    #[test]
    fn assumes_a_model_unless_voice_toml_says_otherwise() {
        let voice = |backend: &str, trained| DescribedVoice {
            name: "one".into(),
            backend: backend.into(),
            synthetic: true,
            person: None,
            trained,
            loudness: None,
            gain_db: None,
        };
        let origin = |backend: &str, trained| voice_origin(Some(&voice(backend, trained)));
        for backend in ["command", "openai", "piper", "elevenlabs", "azure", "google", "polly", "new"] {
            assert_eq!(origin(backend, None), VoiceOrigin::Model, "{backend}");
            assert_eq!(origin(backend, Some(false)), VoiceOrigin::Rules, "{backend}");
        }
        assert_eq!(voice_origin(None), VoiceOrigin::Model);
        assert_eq!(origin("embedded", None), VoiceOrigin::Rules);
        assert_eq!(origin("recorded", None), VoiceOrigin::Person);
        assert_eq!(origin("recorded", Some(false)), VoiceOrigin::Person);
        assert_eq!(origin("recorded", Some(true)), VoiceOrigin::Model, "recorded from a machine");
    }
}
