//! Google Cloud Text-to-Speech: `POST /v1/text:synthesize`. The sound is base64 in JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::decode::{self, Expected};
use super::service::Service;
use super::ssml;
use crate::base::http::{Answer, Request, Secret, excerpt};
use crate::voices::backend::{Capabilities, Spoken, Utterance, VoiceError};
use crate::voices::config::Google;

pub(super) struct GoogleVoice(pub(super) Google);

impl Service for GoogleVoice {
    fn name(&self) -> &'static str {
        "Google"
    }

    /// The service accepts 5,000 bytes, and a character has at most four.
    fn capabilities(&self) -> Capabilities {
        Capabilities { longest_text: 1_250, phonemes: true, ..Capabilities::PLAIN }
    }

    fn request(&self, utterance: &Utterance, secrets: &[Secret]) -> Request {
        let Google { voice, language, rate, speaking_rate, pitch, .. } = &self.0;
        let mut config = json!({"audioEncoding": "LINEAR16", "sampleRateHertz": rate});
        if let Some(speed) = speaking_rate {
            config["speakingRate"] = json!(speed);
        }
        if let Some(pitch) = pitch {
            config["pitch"] = json!(pitch);
        }
        // Some voices refuse SSML, so only texts with phonemes use it.
        let input = match utterance.phonemes.as_slice() {
            [] => json!({"text": utterance.spoken}),
            _ => json!({"ssml": ssml::document(utterance)}),
        };
        let body = json!({
            "input": input,
            "voice": {"languageCode": language, "name": voice},
            "audioConfig": config,
        });
        let key = secrets.first().map(|key| ("x-goog-api-key", key.expose().to_string()));
        Request {
            url: format!("{}/v1/text:synthesize", self.0.base_url.trim_end_matches('/')),
            headers: [("content-type", "application/json".into())].into_iter().chain(key).collect(),
            body: Some(body.to_string().into_bytes()),
        }
    }

    fn decode(&self, answer: &Answer) -> Result<Spoken, VoiceError> {
        let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let sound = json["audioContent"].as_str().and_then(|text| STANDARD.decode(text).ok());
        let sound = sound.ok_or_else(|| {
            let what = format!("the answer has no `audioContent`: {}", excerpt(&answer.body));
            VoiceError::with_code("answer-invalid", what, "check `base_url`")
        })?;
        Ok(decode::decode(&answer.with_body(sound), Expected::File(Some(self.0.rate)))?.into())
    }
}
