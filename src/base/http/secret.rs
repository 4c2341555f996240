//! API keys: they come from the environment, go into a header of a trusted server, and appear nowhere else.

use std::env;

use super::server::Server;
use super::types::NetError;
use crate::base::key_variables::renamed_key_variable;
use crate::base::trust::{self, Need, Trust, Untrusted};

/// An API key. Without `Debug` and `Display` it cannot be printed by mistake.
#[derive(Clone)]
pub(crate) struct Secret(String);

/// The data that a project wants to send to a server: the text of its script, with or without keys from environment variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keys {
    /// Variables that must be set. A server may need no key.
    pub(crate) variables: Vec<String>,
    /// A variable that is sent if it is set.
    pub(crate) optional: Option<&'static str>,
    /// Address of the server.
    pub(crate) url: String,
    /// The file that names the variables and the server, in the project.
    pub(crate) named_in: String,
}

impl Keys {
    /// Reads the keys from the environment. All keys of a project are read here, after the check that they may be sent.
    ///
    /// # Errors
    /// If the user has not trusted the project to send these keys to this server, if the connection would not be encrypted, or
    /// if a key is not set.
    pub(crate) fn read(&self, trust: &Trust) -> Result<Vec<Secret>, NetError> {
        if let Some(need) = self.need()? {
            trust.check(&need).map_err(untrusted)?;
        }
        let optional =
            self.optional.filter(|name| env::var_os(renamed_key_variable(name).unwrap_or(name)).is_some());
        self.variables.iter().map(String::as_str).chain(optional).map(Secret::from_env).collect()
    }

    /// Returns what the request needs trust for; `None` if each key belongs to the service at this address.
    ///
    /// A request without a key needs it too: a stranger's project could send it to any server that only this machine reaches, e.g. to
    /// a program that listens on `localhost` and deletes something.
    ///
    /// # Errors
    /// If nothing can be sent at all: the address is invalid, or a key would not be encrypted.
    pub(crate) fn need(&self) -> Result<Option<Need>, NetError> {
        let server = Server::parse(&self.url)?;
        if !self.variables.is_empty() && !server.is_private() {
            let what = format!("a key would go to `{}` without encryption", server.origin());
            return Err(NetError::new("key-insecure", what, "use an address with `https://`"));
        }
        let variables: Vec<String> =
            self.variables.iter().cloned().chain(self.optional.map(str::to_string)).collect();
        if !variables.is_empty() && variables.iter().all(|variable| server.owns(variable)) {
            return Ok(None);
        }
        Ok(Some(Need::Send { variables, to: server.origin(), named_in: self.named_in.clone() }))
    }
}

fn untrusted(untrusted: Untrusted) -> NetError {
    NetError::new(trust::CODE, untrusted.what, untrusted.hint)
}

impl Secret {
    fn from_env(name: &str) -> Result<Self, NetError> {
        let name = renamed_key_variable(name).unwrap_or(name);
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
