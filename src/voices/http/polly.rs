//! Amazon Polly: `POST /v1/speech`, with an AWS signature.

use std::time::SystemTime;

use serde_json::json;

use super::decode::{self, Expected};
use super::service::Service;
use super::sigv4;
use super::ssml;
use crate::base::http::{Answer, Request, Secret};
use crate::voices::backend::{Capabilities, Spoken, Utterance, VoiceError};
use crate::voices::config::Polly;

pub(super) struct PollyVoice(pub(super) Polly);

impl Service for PollyVoice {
    fn name(&self) -> &'static str {
        "Polly"
    }

    /// The longest text is the service's limit of billed characters.
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            longest_text: 3_000,
            phonemes: true,
            formats: &["pcm", "mp3", "ogg_vorbis"],
            ..Capabilities::PLAIN
        }
    }

    fn request(&self, utterance: &Utterance, secrets: &[Secret]) -> Request {
        let Polly { region, voice, engine, format, rate, language, .. } = &self.0;
        let (text, kind) = match utterance.phonemes.as_slice() {
            [] => (utterance.spoken.clone(), "text"),
            _ => (ssml::document(utterance), "ssml"),
        };
        let mut body = json!({
            "Engine": engine, "OutputFormat": format, "SampleRate": rate.to_string(),
            "Text": text, "TextType": kind, "VoiceId": voice,
        });
        if let Some(language) = language {
            body["LanguageCode"] = json!(language);
        }
        let body = body.to_string().into_bytes();
        let base = self.0.url();
        let base = base.trim_end_matches('/');
        // A proxy may have a path. The signature includes the path, and the host as a header.
        let place = base.split_once("://").map_or(base, |(_, place)| place);
        let (host, prefix) = place.split_at(place.find('/').unwrap_or(place.len()));
        let path = format!("{prefix}/v1/speech");
        let key = |nth: usize| secrets.get(nth).map_or("", Secret::expose);
        let mut headers = vec![
            ("content-type", "application/json".to_string()),
            ("host", host.to_string()),
            ("x-amz-date", sigv4::timestamp(SystemTime::now())),
        ];
        headers.extend(secrets.get(2).map(|token| ("x-amz-security-token", token.expose().to_string())));
        let scope = sigv4::Scope { region, service: "polly" };
        let signature = sigv4::authorization(&headers, &path, &body, &scope, key(0), key(1));
        headers.push(("authorization", signature));
        Request { url: format!("{base}/v1/speech"), headers, body: Some(body) }
    }

    /// Polly reports throttling with status 400.
    fn busy(&self, answer: &Answer) -> bool {
        answer.header("x-amzn-errortype").starts_with("ThrottlingException")
            || answer.body.windows(19).any(|part| part == b"ThrottlingException")
    }

    fn decode(&self, answer: &Answer) -> Result<Spoken, VoiceError> {
        let rate = self.0.rate;
        let expected = if self.0.format == "pcm" { Expected::Pcm(rate) } else { Expected::File(Some(rate)) };
        Ok(decode::decode(answer, expected)?.into())
    }
}
