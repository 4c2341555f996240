//! ElevenLabs: `POST /v1/text-to-speech/{voice}?output_format=…`.

use serde_json::json;

use super::answer::{self, Wanted};
use super::timed;
use super::{Answer, Capabilities, NetError, Request, Secret, Service, Spoken, Utterance, VoiceError};
use crate::voices::config::ElevenLabs;

pub(super) struct ElevenLabsVoice(pub(super) ElevenLabs);

impl Service for ElevenLabsVoice {
    fn name(&self) -> &'static str {
        "ElevenLabs"
    }

    /// That of the model that takes least.
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            longest_text: 5_000,
            context: self.0.context,
            word_times: self.0.word_times,
            seed: true,
            formats: &["pcm_…", "wav_…", "mp3_…", "opus_…"],
            ..Capabilities::PLAIN
        }
    }

    fn secrets(&self) -> Result<Vec<Secret>, NetError> {
        Ok(vec![Secret::from_env(&self.0.api_key_env)?])
    }

    fn request(&self, utterance: &Utterance, secrets: &[Secret]) -> Request {
        let settings = &self.0;
        let mut body = json!({"text": utterance.spoken, "model_id": settings.model});
        let around = &utterance.around;
        let context = [("previous_text", &around.before), ("next_text", &around.after)];
        for (key, words) in context.into_iter().filter(|(_, words)| !words.is_empty()) {
            body[key] = json!(words);
        }
        if let Some(seed) = settings.seed {
            body["seed"] = json!(seed);
        }
        if let Some(language) = &settings.language {
            body["language_code"] = json!(language);
        }
        if !settings.settings.is_empty() {
            body["voice_settings"] = json!(settings.settings);
        }
        let base = settings.base_url.trim_end_matches('/');
        let key = secrets.first().map(|key| ("xi-api-key", key.expose().to_string()));
        Request {
            url: format!(
                "{base}/v1/text-to-speech/{}{}?output_format={}",
                settings.voice,
                if settings.word_times { "/with-timestamps" } else { "" },
                settings.output_format
            ),
            headers: [("content-type", "application/json".into())].into_iter().chain(key).collect(),
            body: Some(body.to_string().into_bytes()),
        }
    }

    fn spoken(&self, answer: &Answer) -> Result<Spoken, VoiceError> {
        let mut parts = self.0.output_format.split('_');
        let coding = parts.next().unwrap_or_default();
        let rate = parts.next().and_then(|rate| rate.parse().ok());
        let wanted = match (coding, rate) {
            ("pcm", Some(rate)) => Wanted::Pcm(rate),
            // Opus is always decoded at 48 kHz.
            ("opus", _) => Wanted::File(None),
            (_, rate) => Wanted::File(rate),
        };
        if self.0.word_times {
            timed::aligned(answer, wanted)
        } else {
            Ok(answer::decode(answer, wanted)?.into())
        }
    }
}
