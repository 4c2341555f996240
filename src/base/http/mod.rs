//! Services over HTTP, and the keys that they want. Knows neither voices nor scripts.

#[cfg(feature = "http")]
mod chat;
#[cfg(feature = "http")]
mod client;
#[cfg(feature = "http")]
mod secret;

use serde::Deserialize;

#[cfg(feature = "http")]
pub use chat::Chat;
#[cfg(feature = "http")]
pub(crate) use client::{Answer, Client, Request, beginning};
#[cfg(feature = "http")]
pub(crate) use secret::{Secret, redact};

/// How a service is asked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// Seconds for one request from its beginning to the answer's last byte, 0.1 to 3600.
    pub timeout: f64,
    /// How many requests may be under way at once, 1 to 64.
    pub parallel: usize,
    /// How many requests may begin in a minute, 1 to 60,000.
    pub per_minute: u32,
    /// How often a request is repeated that failed for a reason that may pass, 0 to 10.
    pub retries: u32,
}

impl Default for Http {
    fn default() -> Self {
        Self { timeout: 60.0, parallel: 2, per_minute: 600, retries: 4 }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct NetError {
    /// What happened.
    pub what: String,
    /// How to mend it.
    pub hint: String,
}

impl NetError {
    /// Says what happened and how to mend it.
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into() }
    }
}
