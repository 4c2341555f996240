//! Backends of online services. This file has the common part; each service has a file of its own.

mod azure;
mod decode;
mod elevenlabs;
mod google;
mod openai;
mod piper;
mod polly;
mod sigv4;
mod word_times;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use super::backend::{Backend, Capabilities, Spoken, Utterance, VoiceError};
use super::checks;
use super::config::Settings;
use crate::base::http::{Answer, Client, Http, NetError, Request, Secret, redact};

/// The part of a backend that differs between services.
trait Service: Send + Sync {
    /// Returns its name for messages.
    fn name(&self) -> &'static str;

    /// Returns its capabilities, except `parallel`, which is set in voice.toml.
    fn capabilities(&self) -> Capabilities;

    /// Reads its keys from the environment.
    fn secrets(&self) -> Result<Vec<Secret>, NetError>;

    /// Creates the request. Called for each attempt, because a signature contains the time.
    fn request(&self, utterance: &Utterance, secrets: &[Secret]) -> Request;

    /// Returns true for an answer that is temporary although its status does not say so.
    fn busy(&self, _answer: &Answer) -> bool {
        false
    }

    /// Checks the server before the first request. Some servers silently replace an unknown voice with another.
    fn prepare(&self, _client: &Client, _cancel: &AtomicBool) -> Result<(), VoiceError> {
        Ok(())
    }

    /// Decodes an answer with status 200.
    fn decode(&self, answer: &Answer) -> Result<Spoken, VoiceError>;
}

struct NetworkVoice {
    service: Box<dyn Service>,
    client: Client,
    parallel: usize,
    /// Part of the key of its takes.
    identity: Vec<u8>,
    /// Set once [`Service::prepare`] has succeeded.
    prepared: OnceLock<()>,
}

/// Creates the backend of a service. Sends nothing.
///
/// # Errors
/// If the settings are not those of a service.
pub(super) fn open(settings: &Settings) -> Result<Arc<dyn Backend>, VoiceError> {
    let service: Box<dyn Service> = match settings.clone() {
        Settings::OpenAi(settings) => Box::new(openai::OpenAiVoice(settings)),
        Settings::Piper(settings) => Box::new(piper::PiperVoice(settings)),
        Settings::ElevenLabs(settings) => Box::new(elevenlabs::ElevenLabsVoice(settings)),
        Settings::Azure(settings) => Box::new(azure::AzureVoice(settings)),
        Settings::Google(settings) => Box::new(google::GoogleVoice(settings)),
        Settings::Polly(settings) => Box::new(polly::PollyVoice(settings)),
        _ => return Err(VoiceError::failed("its backend is not a service", "correct `backend`")),
    };
    let http = settings.http().cloned().unwrap_or_default();
    // Serializing plain structs with string keys never fails.
    let identity = serde_json::to_vec(settings).unwrap_or_default();
    let Http { parallel, .. } = http;
    let client = Client::new(http);
    Ok(Arc::new(NetworkVoice { service, client, parallel, identity, prepared: Default::default() }))
}

impl NetworkVoice {
    fn request_speech(
        &self,
        utterance: &Utterance,
        secrets: &[Secret],
        cancel: &AtomicBool,
    ) -> Result<Spoken, VoiceError> {
        if self.prepared.get().is_none() {
            self.service.prepare(&self.client, cancel)?;
            let _ = self.prepared.set(());
        }
        let request = || self.service.request(utterance, secrets);
        let answer = self.client.send(&request, &|answer| self.service.busy(answer), cancel)?;
        let spoken = self.service.decode(&answer)?;
        let source = format!("the sound from {}", self.service.name());
        checks::check_not_silent(&spoken.clip, &source)?;
        checks::check_length(&spoken.clip, &utterance.spoken, &source)?;
        Ok(spoken)
    }
}

impl Backend for NetworkVoice {
    fn capabilities(&self) -> Capabilities {
        Capabilities { parallel: self.parallel, ..self.service.capabilities() }
    }

    fn identity(&self, utterance: &Utterance) -> Result<Vec<u8>, VoiceError> {
        let mut identity = self.identity.clone();
        for words in [&utterance.context.before, &utterance.context.after] {
            identity.extend((words.len() as u64).to_le_bytes());
            identity.extend(words.as_bytes());
        }
        Ok(identity)
    }

    fn ready(&self) -> Result<(), VoiceError> {
        Ok(self.service.secrets().map(drop)?)
    }

    fn speak(&self, utterance: &Utterance, cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
        let secrets = self.service.secrets()?;
        // The text of an error may quote the server's answer, and the answer may repeat the key.
        self.request_speech(utterance, &secrets, cancel).map_err(|error| match error {
            VoiceError::Failed { code, what, hint } => {
                VoiceError::with_code(code, redact(&what, &secrets), redact(&hint, &secrets))
            }
            other => other,
        })
    }
}
