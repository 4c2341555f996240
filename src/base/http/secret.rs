//! Keys: from the environment, into a header, and nowhere else.

use std::env;

use super::NetError;

/// A key. It has no `Debug` and no `Display`, so that it cannot be printed by mistake.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// The value of an environment variable.
    pub(crate) fn from_env(name: &str) -> Result<Self, NetError> {
        let value = env::var(name).unwrap_or_default().trim().to_string();
        if value.is_empty() || value.chars().any(|c| c.is_control() || !c.is_ascii()) {
            let what = format!("the environment variable `{name}` holds no key");
            return Err(NetError::new(what, format!("`export {name}=…`; keys never stand in a file")));
        }
        Ok(Self(value))
    }

    /// For a header or a signature.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

/// Takes the keys out of what is shown.
pub(crate) fn redact(text: &str, secrets: &[Secret]) -> String {
    secrets.iter().fold(text.to_string(), |text, secret| text.replace(&secret.0, "[key]"))
}
