//! OpenAI and compatible servers (Kokoro-FastAPI, LocalAI, Speaches, vLLM-Omni): `POST {base_url}/v1/audio/speech`. With
//! word times, Kokoro-FastAPI's `/dev/captioned_speech`.

use serde_json::{Value, json};

use super::decode::{self, Expected};
use super::service::Service;
use super::word_times;
use crate::base::http::{Answer, Request, Secret};
use crate::base::url::openai_server;
use crate::voices::backend::{Capabilities, Spoken, Utterance, VoiceError};
use crate::voices::config::OpenAi;

/// Sample rate of OpenAI's PCM.
const PCM_RATE: u32 = 24_000;

pub(super) struct OpenAiVoice(pub(super) OpenAi);

impl Service for OpenAiVoice {
    fn name(&self) -> &'static str {
        "the server"
    }

    /// The longest text is OpenAI's limit. Other servers accept more.
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            longest_text: 4_096,
            word_times: self.0.word_times,
            formats: &["wav", "pcm", "mp3", "flac", "opus", "aac"],
            ..Capabilities::PLAIN
        }
    }

    fn request(&self, utterance: &Utterance, secrets: &[Secret]) -> Request {
        let settings = &self.0;
        let mut body = settings.extra.clone();
        if let Some(seed) = body.get("seed").and_then(Value::as_u64) {
            body.insert("seed".into(), json!(seed.wrapping_add(u64::from(utterance.attempt))));
        }
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
        let path = if settings.word_times { "dev/captioned_speech" } else { "v1/audio/speech" };
        if settings.word_times {
            body.insert("stream".into(), json!(false));
        }
        let key = secrets.first().map(|key| ("authorization", format!("Bearer {}", key.expose())));
        Request {
            url: format!("{}/{path}", openai_server(&settings.base_url)),
            headers: [("content-type", "application/json".into())].into_iter().chain(key).collect(),
            body: Some(Value::Object(body).to_string().into_bytes()),
        }
    }

    fn decode(&self, answer: &Answer) -> Result<Spoken, VoiceError> {
        let rate = self.0.rate;
        let pcm = self.0.format == "pcm";
        let expected = if pcm { Expected::Pcm(rate.unwrap_or(PCM_RATE)) } else { Expected::File(rate) };
        if self.0.word_times {
            word_times::decode_captioned(answer, expected)
        } else {
            Ok(decode::decode(answer, expected)?.into())
        }
    }
}
