//! Keys: from the environment, into a header, and nowhere else.

use std::env;

use super::VoiceError;

/// A key. It has no `Debug` and no `Display`, so that it cannot be printed by mistake.
#[derive(Clone)]
pub(super) struct Secret(String);

impl Secret {
    /// The value of an environment variable.
    pub(super) fn from_env(name: &str) -> Result<Self, VoiceError> {
        let value = env::var(name).unwrap_or_default().trim().to_string();
        if value.is_empty() || value.chars().any(|c| c.is_control() || !c.is_ascii()) {
            let what = format!("the environment variable `{name}` holds no key");
            return Err(VoiceError::failed(what, format!("`export {name}=…`; keys never stand in a file")));
        }
        Ok(Self(value))
    }

    /// For a header or a signature.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

/// Takes the keys out of an error.
pub(super) fn redact(error: VoiceError, secrets: &[Secret]) -> VoiceError {
    let clean = |text: String| secrets.iter().fold(text, |text, secret| text.replace(&secret.0, "[key]"));
    match error {
        VoiceError::Failed { what, hint } => VoiceError::Failed { what: clean(what), hint: clean(hint) },
        other => other,
    }
}
