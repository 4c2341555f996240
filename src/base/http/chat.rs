//! Asks a language model: `POST {base_url}/v1/chat/completions`, the API of OpenAI and of many local servers.

use std::sync::atomic::AtomicBool;

use serde::Deserialize;
use serde_json::json;

use super::client::{Client, Request, excerpt};
use super::secret::{Keys, Secret, redact};
use super::types::{Http, NetError};
use crate::base::config::Ask;
use crate::base::project_files::SCRIPT;
use crate::base::trust::{Need, Trust};
use crate::base::url::openai_server;

/// A model that answers questions.
pub struct Chat {
    settings: Ask,
    client: Client,
    trust: Trust,
}

/// Never set: a question is not part of a build, and Ctrl-C ends the program.
static NEVER: AtomicBool = AtomicBool::new(false);

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: String,
}

impl Chat {
    /// Creates a client. Sends nothing. A key is sent only as far as `trust` allows it.
    pub fn new(settings: Ask, trust: Trust) -> Self {
        let http = Http { timeout: settings.timeout, parallel: 1, ..Http::default() };
        Self { settings, client: Client::new(http), trust }
    }

    /// Asks each question once, also after a temporary failure. Otherwise it waits and asks again.
    #[must_use]
    pub fn without_retries(self) -> Self {
        let http = Http { timeout: self.settings.timeout, parallel: 1, retries: 0, ..Http::default() };
        Self { client: Client::new(http), ..self }
    }

    /// Returns what these settings need trust for; `None` if they name the key of the service at this address.
    ///
    /// # Errors
    /// If nothing can be sent at all: the address is invalid, or the key would not be encrypted.
    pub fn need(settings: &Ask) -> Result<Option<Need>, NetError> {
        keys(settings).need()
    }

    /// Returns the model's answer to a question. `rules` are the system message.
    ///
    /// # Errors
    /// If the key is missing, or there is no valid answer. No error contains the key.
    pub fn ask(&self, rules: &str, question: &str) -> Result<String, NetError> {
        let secrets = keys(&self.settings).read(&self.trust)?;
        self.request_answer(rules, question, &secrets).map_err(|error| {
            NetError::new(error.code, redact(&error.what, &secrets), redact(&error.hint, &secrets))
        })
    }

    fn request_answer(&self, rules: &str, question: &str, secrets: &[Secret]) -> Result<String, NetError> {
        let answer = self.client.send(&|| self.request(rules, question, secrets), &|_| false, &NEVER)?;
        let completion: Completion = serde_json::from_slice(&answer.body).map_err(|_| {
            let what = format!("the answer is not a chat completion: {}", excerpt(&answer.body));
            NetError::new("answer-invalid", what, "check `base_url` in `[ask]`")
        })?;
        let first = completion.choices.into_iter().next();
        first.map(|choice| choice.message.content).ok_or_else(|| {
            NetError::new(
                "answer-invalid",
                "the answer is empty",
                "check that `model` in `[ask]` is a chat model",
            )
        })
    }

    fn request(&self, rules: &str, question: &str, secrets: &[Secret]) -> Request {
        let body = json!({
            "model": self.settings.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": rules}, {"role": "user", "content": question}],
        });
        let key = secrets.first().map(|key| ("authorization", format!("Bearer {}", key.expose())));
        Request {
            url: format!("{}/v1/chat/completions", openai_server(&self.settings.base_url)),
            headers: [("content-type", "application/json".into())].into_iter().chain(key).collect(),
            body: Some(body.to_string().into_bytes()),
        }
    }
}

/// Returns the keys that the settings name, and their server.
fn keys(settings: &Ask) -> Keys {
    Keys {
        variables: settings.api_key_env.iter().cloned().collect(),
        optional: None,
        url: settings.base_url.clone(),
        named_in: SCRIPT.to_string(),
    }
}
