//! ElevenLabs: `POST /v1/text-to-speech/{voice}?output_format=…`.

use serde_json::json;

use super::decode::{self, Expected};
use super::service::Service;
use super::word_times;
use crate::base::http::{Answer, Request, Secret};
use crate::voices::backend::{Capabilities, Spoken, Utterance, VoiceError};
use crate::voices::config::ElevenLabs;

pub(super) struct ElevenLabsVoice(pub(super) ElevenLabs);

impl Service for ElevenLabsVoice {
    fn name(&self) -> &'static str {
        "ElevenLabs"
    }

    /// The longest text is that of the model with the lowest limit.
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

    fn request(&self, utterance: &Utterance, secrets: &[Secret]) -> Request {
        let settings = &self.0;
        let mut body = json!({"text": utterance.spoken, "model_id": settings.model});
        let context = &utterance.context;
        let around = [("previous_text", &context.before), ("next_text", &context.after)];
        for (key, words) in around.into_iter().filter(|(_, words)| !words.is_empty()) {
            body[key] = json!(words);
        }
        // Another attempt needs another seed, or a seeded service returns the same faulty sound.
        if settings.seed.is_some() || utterance.attempt > 0 {
            body["seed"] = json!(settings.seed.unwrap_or(0).wrapping_add(utterance.attempt));
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

    fn decode(&self, answer: &Answer) -> Result<Spoken, VoiceError> {
        let mut parts = self.0.output_format.split('_');
        let coding = parts.next().unwrap_or_default();
        let rate = parts.next().and_then(|rate| rate.parse().ok());
        let expected = match (coding, rate) {
            ("pcm", Some(rate)) => Expected::Pcm(rate),
            // Opus always decodes to 48 kHz, whatever the name says.
            ("opus", _) => Expected::File(None),
            (_, rate) => Expected::File(rate),
        };
        if self.0.word_times {
            word_times::decode_aligned(answer, expected)
        } else {
            Ok(decode::decode(answer, expected)?.into())
        }
    }
}
