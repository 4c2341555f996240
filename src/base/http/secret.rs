//! API keys: they come from the environment, go into a header, and appear nowhere else.

use std::env;

use super::types::NetError;

/// An API key. Without `Debug` and `Display` it cannot be printed by mistake.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// Reads a key from an environment variable.
    pub(crate) fn from_env(name: &str) -> Result<Self, NetError> {
        let value = env::var(name).unwrap_or_default().trim().to_string();
        if value.is_empty() || value.chars().any(|c| c.is_control() || !c.is_ascii()) {
            let what = format!("the environment variable `{name}` has no key");
            let hint = format!("set it with `export {name}=…`; keys are never read from a file");
            return Err(NetError::new("key-missing", what, hint));
        }
        Ok(Self(value))
    }

    /// Returns the key, for a header or a signature.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

/// Removes the keys from a text: a server may repeat the key in its answer.
pub(crate) fn redact(text: &str, secrets: &[Secret]) -> String {
    secrets.iter().fold(text.to_string(), |text, secret| text.replace(&secret.0, "[key]"))
}
