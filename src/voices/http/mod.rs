//! Backends of online services: chooses the service by the settings of the voice.

mod azure;
mod decode;
mod elevenlabs;
mod google;
mod openai;
mod piper;
mod polly;
mod service;
mod sigv4;
mod ssml;
mod word_times;

use std::sync::Arc;

use super::backend::{Backend, VoiceError};
use super::config::Settings;
use crate::base::trust::Trust;
use service::{Service, ServiceVoice};

/// Creates the backend of a service. Sends nothing, and later sends keys only as far as `trust` allows it.
///
/// # Errors
/// If the settings are not those of a service.
pub(super) fn open(settings: &Settings, voice: &str, trust: Trust) -> Result<Arc<dyn Backend>, VoiceError> {
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
    Ok(Arc::new(ServiceVoice::new(service, settings.keys(voice), trust, http, identity)))
}
