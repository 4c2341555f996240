//! Piper's own server: `POST /synthesize`, WAV back, labelled as HTML.

use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};

use super::answer::{self, Wanted};
use super::{
    Answer, Capabilities, Client, NetError, Request, Secret, Service, Spoken, Utterance, VoiceError,
};
use crate::base::http::beginning;
use crate::voices::config::Piper;

pub(super) struct PiperVoice(pub(super) Piper);

impl PiperVoice {
    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.0.base_url.trim_end_matches('/'))
    }

    /// A speaker that the voice does not have would be its first, with status 200 too.
    fn has_speaker(&self, voice: &Value) -> Result<(), VoiceError> {
        match (self.0.speaker_id, voice["num_speakers"].as_u64()) {
            (Some(speaker), Some(count)) if u64::from(speaker) >= count.max(1) => Err(VoiceError::failed(
                format!("`{}` has no speaker {speaker}, and would speak with another", self.0.voice),
                format!("`speaker_id` is less than {}", count.max(1)),
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

    fn secrets(&self) -> Result<Vec<Secret>, NetError> {
        Ok(Vec::new())
    }

    /// A voice that the server does not have would be spoken by its default one, with status 200.
    fn prepare(&self, client: &Client, cancel: &AtomicBool) -> Result<(), VoiceError> {
        let list = || Request { url: self.url("voices"), headers: Vec::new(), body: None };
        let answer = client.send(&list, &|_| false, cancel)?;
        let voices: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let Some(voices) = voices.as_object() else {
            let what = format!("{} lists no voices: {}", self.url("voices"), beginning(&answer.body));
            return Err(VoiceError::failed(what, "is that Piper's server?"));
        };
        if let Some(known) = voices.get(&self.0.voice) {
            return self.has_speaker(known);
        }
        let names: Vec<&str> = voices.keys().map(String::as_str).collect();
        let what = format!("the server has no voice `{}`, and would speak with another", self.0.voice);
        Err(VoiceError::failed(what, format!("it has {}", names.join(", "))))
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

    fn spoken(&self, answer: &Answer) -> Result<Spoken, VoiceError> {
        Ok(answer::decode(answer, Wanted::File(None))?.into())
    }
}
