//! Azure AI Speech: `POST /cognitiveservices/v1` with SSML.

use super::decode::{self, Expected};
use super::service::Service;
use super::ssml::{content, escaped};
use crate::base::http::{Answer, Request, Secret};
use crate::voices::backend::{Capabilities, Spoken, Utterance, VoiceError};
use crate::voices::config::Azure;

pub(super) struct AzureVoice(pub(super) Azure);

impl Service for AzureVoice {
    fn name(&self) -> &'static str {
        "Azure"
    }

    /// The service limits a request to ten minutes of sound. 5,000 characters are about half of that.
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            longest_text: 5_000,
            phonemes: true,
            formats: &["riff-…", "raw-…", "audio-…", "ogg-…"],
            ..Capabilities::PLAIN
        }
    }

    fn request(&self, utterance: &Utterance, secrets: &[Secret]) -> Request {
        let key = secrets.first().map(|key| ("ocp-apim-subscription-key", key.expose().to_string()));
        let headers = [
            ("content-type", "application/ssml+xml".to_string()),
            ("x-microsoft-outputformat", self.0.output_format.clone()),
        ];
        Request {
            url: format!("{}/cognitiveservices/v1", self.0.base_url.trim_end_matches('/')),
            headers: headers.into_iter().chain(key).collect(),
            body: Some(ssml(&self.0, utterance).into_bytes()),
        }
    }

    fn decode(&self, answer: &Answer) -> Result<Spoken, VoiceError> {
        let format = &self.0.output_format;
        // Names such as `raw-24khz-16bit-mono-pcm` and `riff-44100hz-16bit-mono-pcm`.
        let rate = format.split('-').find_map(|part| match part.strip_suffix("khz") {
            Some(kilo) => kilo.parse::<u32>().ok()?.checked_mul(1_000),
            None => part.strip_suffix("hz")?.parse().ok(),
        });
        let clip = match rate {
            Some(rate) if format.starts_with("raw-") => decode::decode(answer, Expected::Pcm(rate)),
            _ if format.contains("opus") => decode::decode(answer, Expected::File(None)),
            rate => decode::decode(answer, Expected::File(rate)),
        }?;
        Ok(clip.into())
    }
}

/// Returns the request as SSML.
fn ssml(settings: &Azure, utterance: &Utterance) -> String {
    let prosody = attribute("rate", &settings.rate) + &attribute("pitch", &settings.pitch);
    let said = match prosody.as_str() {
        "" => content(utterance),
        prosody => format!("<prosody{prosody}>{}</prosody>", content(utterance)),
    };
    format!(
        "<speak version=\"1.0\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\"{}\"><voice name=\"{}\">{said}</voice></speak>",
        escaped(&settings.language),
        escaped(&settings.voice)
    )
}

fn attribute(name: &str, value: &Option<String>) -> String {
    match value {
        Some(value) => format!(" {name}=\"{}\"", escaped(value)),
        None => String::new(),
    }
}
