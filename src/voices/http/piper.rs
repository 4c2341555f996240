//! The HTTP server of Piper: `POST /synthesize`. It returns WAV, labelled as HTML.

use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};

use super::decode::{self, Expected};
use super::service::Service;
use crate::base::http::{Answer, Client, Request, Secret, excerpt};
use crate::voices::backend::{Capabilities, Spoken, Utterance, VoiceError};
use crate::voices::config::Piper;

pub(super) struct PiperVoice(pub(super) Piper);

impl PiperVoice {
    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.0.base_url.trim_end_matches('/'))
    }

    /// Checks that the voice has the speaker. For an unknown one, the server silently uses the first.
    fn has_speaker(&self, voice: &Value) -> Result<(), VoiceError> {
        match (self.0.speaker_id, voice["num_speakers"].as_u64()) {
            (Some(speaker), Some(count)) if u64::from(speaker) >= count.max(1) => Err(VoiceError::failed(
                format!("`{}` has no speaker {speaker}, and the server would use another", self.0.voice),
                format!("set `speaker_id` to a number below {}", count.max(1)),
            )),
            _ => Ok(()),
        }
    }
}

impl Service for PiperVoice {
    fn name(&self) -> &'static str {
        "Piper's server"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { longest_text: 2_000, ..Capabilities::PLAIN }
    }

    /// Checks that the server has the voice. For an unknown one, it silently uses its default.
    fn prepare(&self, client: &Client, cancel: &AtomicBool) -> Result<(), VoiceError> {
        let list = || Request { url: self.url("voices"), headers: Vec::new(), body: None };
        let answer = client.send(&list, &|_| false, cancel)?;
        let voices: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let Some(voices) = voices.as_object() else {
            let what = format!("{} lists no voices: {}", self.url("voices"), excerpt(&answer.body));
            let hint = "check that `base_url` is the address of Piper's server";
            return Err(VoiceError::with_code("answer-invalid", what, hint));
        };
        if let Some(known) = voices.get(&self.0.voice) {
            return self.has_speaker(known);
        }
        let names: Vec<&str> = voices.keys().map(String::as_str).collect();
        let what = format!("the server has no voice `{}`, and would use another", self.0.voice);
        Err(VoiceError::failed(what, format!("its voices are {}", names.join(", "))))
    }

    fn request(&self, utterance: &Utterance, _: &[Secret]) -> Request {
        let Piper { voice, speaker_id, length_scale, .. } = &self.0;
        let mut body = json!({"text": utterance.spoken, "voice": voice});
        if let Some(speaker) = speaker_id {
            body["speaker_id"] = json!(speaker);
        }
        if let Some(scale) = length_scale {
            body["length_scale"] = json!(scale);
        }
        let headers = vec![("content-type", "application/json".into())];
        Request { url: self.url("synthesize"), headers, body: Some(body.to_string().into_bytes()) }
    }

    fn decode(&self, answer: &Answer) -> Result<Spoken, VoiceError> {
        Ok(decode::decode(answer, Expected::File(None))?.into())
    }
}
