//! `POST {base_url}/v1/audio/speech`: OpenAI's, and that of Kokoro-FastAPI, LocalAI, Speaches, vLLM-Omni and others.

use serde_json::{Value, json};

use super::answer::{self, Wanted};
use super::{Answer, NetError, Request, Secret, Service, Utterance, VoiceError};
use crate::audio::Clip;
use crate::voices::config::OpenAi;

/// OpenAI's PCM has this rate.
const PCM_RATE: u32 = 24_000;

pub(super) struct OpenAiVoice(pub(super) OpenAi);

impl Service for OpenAiVoice {
    fn name(&self) -> &'static str {
        "the server"
    }

    /// OpenAI's limit; servers of one's own take more.
    fn longest_text(&self) -> usize {
        4_096
    }

    fn secrets(&self) -> Result<Vec<Secret>, NetError> {
        self.0.api_key_env.iter().map(|name| Secret::from_env(name)).collect()
    }

    fn request(&self, utterance: &Utterance, secrets: &[Secret]) -> Request {
        let settings = &self.0;
        let mut body = settings.extra.clone();
        body.insert("model".into(), json!(settings.model));
        body.insert("voice".into(), json!(settings.voice));
        body.insert("input".into(), json!(utterance.spoken));
        body.insert("response_format".into(), json!(settings.format));
        let optional = [
            ("speed", settings.speed.map(|speed| json!(speed))),
            ("instructions", settings.instructions.as_ref().map(|text| json!(text))),
            ("language", settings.language.as_ref().map(|text| json!(text))),
        ];
        body.extend(optional.into_iter().filter_map(|(key, value)| Some((key.into(), value?))));
        let key = secrets.first().map(|key| ("authorization", format!("Bearer {}", key.expose())));
        Request {
            url: format!("{}/v1/audio/speech", settings.base_url.trim_end_matches('/')),
            headers: [("content-type", "application/json".into())].into_iter().chain(key).collect(),
            body: Some(Value::Object(body).to_string().into_bytes()),
        }
    }

    fn clip(&self, answer: &Answer) -> Result<Clip, VoiceError> {
        let rate = self.0.rate;
        let pcm = self.0.format == "pcm";
        answer::decode(answer, if pcm { Wanted::Pcm(rate.unwrap_or(PCM_RATE)) } else { Wanted::File(rate) })
    }
}
