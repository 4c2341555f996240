//! The server of an address: whether a connection to it is private, and which keys belong to it.

use std::net::IpAddr;

use ureq::http::Uri;

use super::types::NetError;

/// Scheme, host and port of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Server {
    scheme: String,
    host: String,
    port: Option<u16>,
}

impl Server {
    /// Parses an address with the parser of the HTTP client. Another parser might find another host in the same text.
    pub(crate) fn parse(url: &str) -> Result<Self, NetError> {
        let invalid = || {
            let what = format!("`{url}` is not the address of a server");
            NetError::new("address-invalid", what, "write it as `https://HOST` or `https://HOST:PORT`")
        };
        let uri: Uri = url.parse().map_err(|_| invalid())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(invalid());
        };
        let scheme = scheme.to_ascii_lowercase();
        // `https://api.example.com@other.example` reads as the first host and connects to the second.
        if !["http", "https"].contains(&scheme.as_str()) || authority.as_str().contains('@') {
            return Err(invalid());
        }
        Ok(Self { scheme, host: authority.host().to_ascii_lowercase(), port: authority.port_u16() })
    }

    /// Returns scheme, host and port as in an address.
    pub(super) fn origin(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}", self.scheme, self.host)
    }

    /// Returns true if no one on the network can read what is sent: over TLS, or within this machine.
    pub(super) fn is_private(&self) -> bool {
        self.scheme == "https" || self.is_loopback()
    }

    /// Returns true if the server is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        let address = self.host.trim_start_matches('[').trim_end_matches(']');
        self.host == "localhost" || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// Returns true if the key in this environment variable is, by its name, for this server.
    ///
    /// The names are those that the documentation of each service uses. The hosts are only those of the service itself:
    /// `NAME.cognitiveservices.azure.com` or `NAME.s3.amazonaws.com` belong to its customers.
    pub(super) fn owns(&self, variable: &str) -> bool {
        if self.scheme != "https" || self.port.is_some_and(|port| port != 443) {
            return false;
        }
        let region = |prefix: &str, suffix: &str, is_region: fn(&str) -> bool| {
            let rest = self.host.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(suffix));
            rest.is_some_and(is_region)
        };
        match variable {
            "OPENAI_API_KEY" => {
                ["api.openai.com", "eu.api.openai.com", "us.api.openai.com"].contains(&&*self.host)
            }
            "ELEVENLABS_API_KEY" => {
                ["api.elevenlabs.io", "api.us.elevenlabs.io"].contains(&&*self.host)
                    || region("api.", ".residency.elevenlabs.io", is_word)
            }
            "AZURE_SPEECH_KEY" => region("", ".tts.speech.microsoft.com", is_word),
            "GOOGLE_API_KEY" => {
                self.host == "texttospeech.googleapis.com"
                    || region("", "-texttospeech.googleapis.com", |name| name.split('-').all(is_word))
            }
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" | "AWS_SESSION_TOKEN" => {
                region("polly.", ".amazonaws.com", is_aws_region)
            }
            _ => false,
        }
    }
}

/// Returns true for letters and digits, e.g. `westeurope` or `eu`.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Returns true for the form of AWS regions, e.g. `eu-west-1` or `us-gov-west-1`.
fn is_aws_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let Some((number, names)) = parts.split_last() else { return false };
    let is_name = |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
    names.len() >= 2 && names.iter().all(is_name) && number.len() == 1 && is_word(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_belongs_only_to_hosts_of_its_service() {
        for (variable, url, owns) in [
            ("OPENAI_API_KEY", "https://api.openai.com", true),
            ("OPENAI_API_KEY", "https://API.OpenAI.com:443/", true),
            ("OPENAI_API_KEY", "https://api.openai.com.evil.example", false),
            ("OPENAI_API_KEY", "https://evil.example/api.openai.com", false),
            ("OPENAI_API_KEY", "https://evil-api.openai.com", false),
            ("OPENAI_API_KEY", "https://api.openai.com:8443", false),
            ("OPENAI_API_KEY", "https://api.openai.com.", false),
            ("OPENAI_API_KEY", "https://api.elevenlabs.io", false),
            ("AWS_SECRET_ACCESS_KEY", "https://api.openai.com", false),
            ("ELEVENLABS_API_KEY", "https://api.elevenlabs.io", true),
            ("ELEVENLABS_API_KEY", "https://api.eu.residency.elevenlabs.io", true),
            ("ELEVENLABS_API_KEY", "https://api.x.y.residency.elevenlabs.io", false),
            ("AZURE_SPEECH_KEY", "https://westeurope.tts.speech.microsoft.com", true),
            ("AZURE_SPEECH_KEY", "https://a.b.tts.speech.microsoft.com", false),
            ("AZURE_SPEECH_KEY", "https://mine.cognitiveservices.azure.com", false),
            ("GOOGLE_API_KEY", "https://texttospeech.googleapis.com", true),
            ("GOOGLE_API_KEY", "https://eu-texttospeech.googleapis.com", true),
            ("GOOGLE_API_KEY", "https://storage.googleapis.com", false),
            ("AWS_SECRET_ACCESS_KEY", "https://polly.eu-west-1.amazonaws.com", true),
            ("AWS_ACCESS_KEY_ID", "https://polly.us-gov-west-1.amazonaws.com", true),
            ("AWS_SECRET_ACCESS_KEY", "https://polly.s3.amazonaws.com", false),
            ("AWS_SECRET_ACCESS_KEY", "https://polly.s3.eu-west-1.amazonaws.com", false),
            ("AWS_SECRET_ACCESS_KEY", "https://polly.evil.example/.amazonaws.com", false),
            ("PATH", "https://api.openai.com", false),
        ] {
            assert_eq!(Server::parse(url).unwrap().owns(variable), owns, "{variable} to {url}");
        }
    }

    #[test]
    fn only_loopback_is_private_without_tls() {
        for (url, private) in [
            ("https://tts.example", true),
            ("http://localhost:8880", true),
            ("http://127.0.0.1:5000/x", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:80", true),
            ("http://tts.example", false),
            ("http://localhost.example", false),
            ("http://127.0.0.1.example", false),
            ("http://10.0.0.1", false),
            ("http://0.0.0.0", false),
            ("http://[::ffff:10.0.0.1]", false),
        ] {
            assert_eq!(Server::parse(url).unwrap().is_private(), private, "{url}");
        }
    }

    #[test]
    fn addresses_that_hide_their_host_are_refused() {
        for url in [
            "https://api.openai.com@evil.example",
            "https://a:b@c",
            "ftp://x",
            "api.openai.com",
            "",
            "https://",
            "/x",
        ] {
            assert!(Server::parse(url).is_err(), "{url}");
        }
        let server = Server::parse("https://evil.example#@api.openai.com").ok();
        assert!(server.is_none_or(|server| server.host == "evil.example"));
    }
}
