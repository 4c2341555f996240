//! Asks a speech recogniser: `POST {base_url}/v1/audio/transcriptions`, the API of OpenAI and of many local servers.

use std::sync::atomic::AtomicBool;

use serde::Deserialize;

use super::client::{Client, Request, excerpt};
use super::secret::{Keys, Secret, redact};
use super::types::{Http, NetError};
use crate::base::project_files::SCRIPT;
use crate::base::trust::{Need, Trust};
use crate::base::url::openai_server;

/// A server that recognises speech.
pub(crate) struct Transcriber {
    server: TranscriptionServer,
    client: Client,
    trust: Trust,
}

/// Address and model of a recogniser.
#[derive(Debug, Clone)]
pub(crate) struct TranscriptionServer {
    /// With or without `/v1` at its end.
    pub(crate) base_url: String,
    pub(crate) model: String,
    pub(crate) api_key_env: Option<String>,
}

#[derive(Deserialize)]
struct Transcription {
    text: String,
}

impl TranscriptionServer {
    /// Returns what this server needs trust for; `None` if it gets the key of the service at its address.
    ///
    /// # Errors
    /// If nothing can be sent at all: the address is invalid, or the key would not be encrypted.
    pub(crate) fn need(&self) -> Result<Option<Need>, NetError> {
        self.keys().need()
    }

    fn keys(&self) -> Keys {
        Keys {
            variables: self.api_key_env.iter().cloned().collect(),
            optional: None,
            url: self.base_url.clone(),
            // The language model of the same file is another need.
            named_in: format!("[verify] in {SCRIPT}"),
        }
    }

    fn request(&self, wav: &[u8], language: Option<&str>, secrets: &[Secret]) -> Request {
        let boundary = format!("aloud-{}", &blake3::hash(wav).to_hex()[..32]);
        let key = secrets.first().map(|key| ("authorization", format!("Bearer {}", key.expose())));
        let content = ("content-type", format!("multipart/form-data; boundary={boundary}"));
        Request {
            url: format!("{}/v1/audio/transcriptions", openai_server(&self.base_url)),
            headers: [content].into_iter().chain(key).collect(),
            body: Some(self.form(wav, language, &boundary)),
        }
    }

    /// Returns the form of the request (RFC 7578).
    fn form(&self, wav: &[u8], language: Option<&str>, boundary: &str) -> Vec<u8> {
        let fields = [
            ("model", Some(self.model.as_str())),
            ("language", language),
            ("response_format", Some("json")),
            ("temperature", Some("0")),
        ];
        let mut form = Vec::new();
        for (name, value) in fields {
            let Some(value) = value else { continue };
            let part =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            form.extend(part.as_bytes());
        }
        let file =
            "Content-Disposition: form-data; name=\"file\"; filename=\"take.wav\"\r\nContent-Type: audio/wav";
        form.extend(format!("--{boundary}\r\n{file}\r\n\r\n").as_bytes());
        form.extend(wav);
        form.extend(format!("\r\n--{boundary}--\r\n").as_bytes());
        form
    }
}

impl Transcriber {
    /// Creates a client. Sends nothing. A key is sent only as far as `trust` allows it.
    pub(crate) fn new(server: TranscriptionServer, timeout: f64, trust: Trust) -> Self {
        Self { server, client: Client::new(Http { timeout, ..Http::default() }), trust }
    }

    /// Checks that the key is set, and that the user trusts the project to send to this server.
    ///
    /// # Errors
    /// If one of them is not so.
    pub(crate) fn ready(&self) -> Result<(), NetError> {
        self.server.keys().read(&self.trust).map(drop)
    }

    /// Returns the words of a WAV file.
    ///
    /// # Errors
    /// If the key is missing, or there is no valid answer. No error contains the key.
    pub(crate) fn transcribe(
        &self,
        wav: &[u8],
        language: Option<&str>,
        cancel: &AtomicBool,
    ) -> Result<String, NetError> {
        let secrets = self.server.keys().read(&self.trust)?;
        self.request_words(wav, language, &secrets, cancel).map_err(|error| {
            NetError::new(error.code, redact(&error.what, &secrets), redact(&error.hint, &secrets))
        })
    }

    fn request_words(
        &self,
        wav: &[u8],
        language: Option<&str>,
        secrets: &[Secret],
        cancel: &AtomicBool,
    ) -> Result<String, NetError> {
        let request = || self.server.request(wav, language, secrets);
        let answer = self.client.send(&request, &|_| false, cancel)?;
        let transcription: Transcription = serde_json::from_slice(&answer.body).map_err(|_| {
            let what = format!("the answer is not a transcription: {}", excerpt(&answer.body));
            NetError::new("answer-invalid", what, "check `base_url` in `[verify]`")
        })?;
        Ok(transcription.text)
    }
}
