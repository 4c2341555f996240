//! The settings and the error of HTTP requests.

use serde::Deserialize;

/// Settings for the requests to a service.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// Time limit in seconds for a request, up to the last byte of the answer; 0.1 to 3600.
    pub timeout: f64,
    /// How many requests may run at the same time, 1 to 64.
    pub parallel: usize,
    /// How many requests may start in a minute, 1 to 60,000.
    pub per_minute: u32,
    /// How often a request is repeated after a temporary failure, 0 to 10.
    pub retries: u32,
}

impl Default for Http {
    fn default() -> Self {
        Self { timeout: 60.0, parallel: 2, per_minute: 600, retries: 4 }
    }
}

/// An error of a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
#[non_exhaustive]
pub struct NetError {
    /// The code of the diagnostic, e.g. `key-missing`.
    pub code: &'static str,
    /// What failed.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

#[cfg(feature = "http")]
impl NetError {
    /// Creates an error: the code of its diagnostic, what failed, and what to do about it.
    pub(crate) fn new(code: &'static str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, what: what.into(), hint: hint.into() }
    }
}
