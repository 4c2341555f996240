//! The common part of all online services: keys, requests, repeats and checks. A service implements [`Service`].

use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use crate::base::http::{Answer, Client, Http, Keys, NetError, Request, Secret, redact};
use crate::base::trust::Trust;
use crate::voices::backend::{Backend, Capabilities, Spoken, Utterance, VoiceError};
use crate::voices::checks;

/// The part of a backend that differs between services.
pub(super) trait Service: Send + Sync {
    /// Returns its name for messages.
    fn name(&self) -> &'static str;

    /// Returns its capabilities, except `parallel`, which is set in voice.toml.
    fn capabilities(&self) -> Capabilities;

    /// Creates the request, with the keys of `Settings::keys`. Called for each attempt, because a signature contains the time.
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

/// A voice of a service.
pub(super) struct ServiceVoice {
    service: Box<dyn Service>,
    keys: Option<Keys>,
    trust: Trust,
    client: Client,
    parallel: usize,
    /// Part of the key of its takes.
    identity: Vec<u8>,
    /// Set once [`Service::prepare`] has succeeded.
    prepared: OnceLock<()>,
}

impl ServiceVoice {
    /// Creates a voice. `identity` is part of the key of its takes.
    pub(super) fn new(
        service: Box<dyn Service>,
        keys: Option<Keys>,
        trust: Trust,
        http: Http,
        identity: Vec<u8>,
    ) -> Self {
        let (parallel, client) = (http.parallel, Client::new(http));
        Self { service, keys, trust, client, parallel, identity, prepared: OnceLock::new() }
    }

    fn secrets(&self) -> Result<Vec<Secret>, NetError> {
        self.keys.as_ref().map_or_else(|| Ok(Vec::new()), |keys| keys.read(&self.trust))
    }

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

impl Backend for ServiceVoice {
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
        Ok(self.secrets().map(drop)?)
    }

    fn speak(&self, utterance: &Utterance, cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
        let secrets = self.secrets()?;
        // The text of an error may quote the server's answer, and the answer may repeat the key.
        self.request_speech(utterance, &secrets, cancel).map_err(|error| match error {
            VoiceError::Failed { code, what, hint } => {
                VoiceError::with_code(code, redact(&what, &secrets), redact(&hint, &secrets))
            }
            other => other,
        })
    }
}
