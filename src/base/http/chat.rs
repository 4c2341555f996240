//! `POST {base_url}/v1/chat/completions`, as OpenAI and many servers, also local ones, have it.

use std::sync::atomic::AtomicBool;

use serde::Deserialize;
use serde_json::json;

use super::{Client, Http, NetError, Request, Secret, beginning, redact};
use crate::base::config::Ask;

/// A model that answers questions.
pub struct Chat {
    settings: Ask,
    client: Client,
}

/// A question is asked by itself: Ctrl-C ends the program.
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
    /// Makes it ready; sends nothing.
    pub fn new(settings: Ask) -> Self {
        let http = Http { timeout: settings.timeout, parallel: 1, ..Http::default() };
        Self { settings, client: Client::new(http) }
    }

    /// What the model says to a question, as it says it. `rules` come first, as the system's message.
    ///
    /// # Errors
    /// When the key is missing, nobody answers, or the answer is none; the key stands in no error.
    pub fn ask(&self, rules: &str, question: &str) -> Result<String, NetError> {
        let secrets: Vec<Secret> =
            self.settings.api_key_env.iter().map(|name| Secret::from_env(name)).collect::<Result<_, _>>()?;
        self.once(rules, question, &secrets)
            .map_err(|error| NetError::new(redact(&error.what, &secrets), redact(&error.hint, &secrets)))
    }

    fn once(&self, rules: &str, question: &str, secrets: &[Secret]) -> Result<String, NetError> {
        let answer = self.client.send(&|| self.request(rules, question, secrets), &|_| false, &NEVER)?;
        let completion: Completion = serde_json::from_slice(&answer.body).map_err(|_| {
            let what = format!("the answer is no chat completion: {}", beginning(&answer.body));
            NetError::new(what, "is `base_url` in `[ask]` right?")
        })?;
        let first = completion.choices.into_iter().next();
        first
            .map(|choice| choice.message.content)
            .ok_or_else(|| NetError::new("the answer is empty", "does `model` in `[ask]` take questions?"))
    }

    fn request(&self, rules: &str, question: &str, secrets: &[Secret]) -> Request {
        let body = json!({
            "model": self.settings.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": rules}, {"role": "user", "content": question}],
        });
        let key = secrets.first().map(|key| ("authorization", format!("Bearer {}", key.expose())));
        Request {
            url: format!("{}/v1/chat/completions", self.settings.base_url.trim_end_matches('/')),
            headers: [("content-type", "application/json".into())].into_iter().chain(key).collect(),
            body: Some(body.to_string().into_bytes()),
        }
    }
}
