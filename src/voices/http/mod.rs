//! Voices that are services: what all have in common. One file a service, each by its own documented contract.

mod answer;
mod azure;
mod elevenlabs;
mod google;
mod openai;
mod piper;
mod polly;
mod sigv4;
mod timed;

use std::sync::atomic::AtomicBool;

use super::backend::{Backend, Capabilities, Spoken, Utterance, VoiceError};
use super::config::Settings;
use super::sanity;
use crate::base::http::{Answer, Client, Http, NetError, Request, Secret, redact};

/// The contract of one service.
trait Service: Send + Sync {
    /// As its users name it.
    fn name(&self) -> &'static str;

    /// What it can do; how many requests may be under way at once is set in voice.toml.
    fn capabilities(&self) -> Capabilities;

    /// Its keys, from the environment.
    fn secrets(&self) -> Result<Vec<Secret>, NetError>;

    /// Called anew for each try.
    fn request(&self, utterance: &Utterance, secrets: &[Secret]) -> Request;

    /// Whether a refusal may pass although its status says otherwise.
    fn busy(&self, _answer: &Answer) -> bool {
        false
    }

    /// What is to be made sure of before the first request: some servers speak with another voice than asked for.
    fn prepare(&self, _client: &Client, _cancel: &AtomicBool) -> Result<(), VoiceError> {
        Ok(())
    }

    /// The sound of an answer with status 200, and its words' times where it has them.
    fn spoken(&self, answer: &Answer) -> Result<Spoken, VoiceError>;
}

struct NetworkVoice {
    service: Box<dyn Service>,
    client: Client,
    parallel: usize,
    /// What the take's key is made of.
    identity: Vec<u8>,
    prepared: std::sync::OnceLock<()>,
}

/// Makes a service ready; sends nothing.
///
/// # Errors
/// When it is none, or its address is no address.
pub(super) fn open(settings: &Settings) -> Result<Box<dyn Backend>, VoiceError> {
    let service: Box<dyn Service> = match settings.clone() {
        Settings::OpenAi(settings) => Box::new(openai::OpenAiVoice(settings)),
        Settings::Piper(settings) => Box::new(piper::PiperVoice(settings)),
        Settings::ElevenLabs(settings) => Box::new(elevenlabs::ElevenLabsVoice(settings)),
        Settings::Azure(settings) => Box::new(azure::AzureVoice(settings)),
        Settings::Google(settings) => Box::new(google::GoogleVoice(settings)),
        Settings::Polly(settings) => Box::new(polly::PollyVoice(settings)),
        _ => return Err(VoiceError::failed("it is no service", "correct `backend`")),
    };
    let http = settings.http().cloned().unwrap_or_default();
    // Plain structs with string keys always serialise.
    let identity = serde_json::to_vec(settings).unwrap_or_default();
    let Http { parallel, .. } = http;
    let client = Client::new(http);
    Ok(Box::new(NetworkVoice { service, client, parallel, identity, prepared: Default::default() }))
}

impl NetworkVoice {
    fn ask(
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
        let spoken = self.service.spoken(&answer)?;
        let whose = format!("the sound from {}", self.service.name());
        sanity::heard(&spoken.clip, &whose)?;
        sanity::fits(&spoken.clip, &utterance.spoken, &whose)?;
        Ok(spoken)
    }
}

impl Backend for NetworkVoice {
    fn capabilities(&self) -> Capabilities {
        Capabilities { parallel: self.parallel, ..self.service.capabilities() }
    }

    fn identity(&self, utterance: &Utterance) -> Result<Vec<u8>, VoiceError> {
        let mut identity = self.identity.clone();
        for words in [&utterance.around.before, &utterance.around.after] {
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
        // Whatever a server sends back, it may be the key.
        self.ask(utterance, &secrets, cancel).map_err(|error| match error {
            VoiceError::Failed { what, hint } => {
                VoiceError::failed(redact(&what, &secrets), redact(&hint, &secrets))
            }
            other => other,
        })
    }
}
