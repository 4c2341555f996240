//! Decides who may send requests: only a browser or program that knows the token, and only pages of the studio itself.
//!
//! A web page elsewhere can make the user's browser send requests to this machine. Three checks refuse that. The `Host` must be an
//! address and not a name, because a name may be rebound to this machine (DNS rebinding). A request that changes something must
//! come from the studio's own page. And each request needs the token, which the cookie sends only for such pages.

use std::net::IpAddr;

use hyper::header::{AUTHORIZATION, COOKIE, HOST, HeaderMap, ORIGIN};
use hyper::{Method, StatusCode};

use crate::base::diagnostic::Diagnostic;
use crate::base::hex::hex;

/// The check of all requests to one server.
pub(super) struct Guard {
    port: u16,
    token: String,
}

impl Guard {
    /// Creates a guard with a random token.
    pub fn new(port: u16) -> Result<Self, Diagnostic> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| {
            Diagnostic::error("studio-failed", "the system gives no random numbers").why(error.to_string())
        })?;
        Ok(Self { port, token: hex(&bytes) })
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns true if a token from a request is the right one. The time that this takes shows nothing about the token.
    pub fn knows(&self, token: &str) -> bool {
        blake3::hash(token.as_bytes()) == blake3::hash(self.token.as_bytes())
    }

    /// Returns the cookie that holds the token. Cookies are shared by all ports of a machine, so its name has the port.
    pub fn cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name(), self.token)
    }

    fn cookie_name(&self) -> String {
        format!("aloud-studio-{}", self.port)
    }

    /// Checks where a request comes from, before its token.
    pub fn check_source(&self, method: &Method, headers: &HeaderMap) -> Result<(), (StatusCode, Diagnostic)> {
        let host = text(headers, HOST);
        if !self.is_own_host(host) {
            let problem = Diagnostic::error("request-host", "the studio is not available under this name");
            return Err((
                StatusCode::MISDIRECTED_REQUEST,
                problem.hint("use the address that `aloud studio` printed"),
            ));
        }
        let origin = text(headers, ORIGIN);
        let is_own_page = origin.strip_prefix("http://").is_some_and(|origin| origin == host);
        let is_program = origin.is_empty() && headers.contains_key(AUTHORIZATION);
        let changes = !matches!(*method, Method::GET | Method::HEAD);
        if (!origin.is_empty() && !is_own_page) || (changes && !is_own_page && !is_program) {
            let problem = Diagnostic::error("request-origin", "this request comes from another page");
            return Err((
                StatusCode::FORBIDDEN,
                problem.hint("use the studio's own page, or send the token"),
            ));
        }
        Ok(())
    }

    /// Returns true if the request has the token, in the cookie or as `Authorization: Bearer`.
    pub fn has_token(&self, headers: &HeaderMap) -> bool {
        if let Some(token) = text(headers, AUTHORIZATION).strip_prefix("Bearer ") {
            return self.knows(token.trim());
        }
        let name = self.cookie_name();
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(key, value)| key == name && self.knows(value))
    }

    /// Returns true for `localhost` and for numeric addresses, with the server's port.
    fn is_own_host(&self, host: &str) -> bool {
        let Some((name, port)) = host.rsplit_once(':') else { return false };
        let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        port.parse() == Ok(self.port) && (name == "localhost" || name.parse::<IpAddr>().is_ok())
    }
}

fn text(headers: &HeaderMap, name: hyper::header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard { port: 4000, token: "abc".into() }
    }

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = list.iter().map(|(name, value)| {
            (hyper::header::HeaderName::from_static(name), hyper::header::HeaderValue::from_static(value))
        });
        pairs.collect()
    }

    #[test]
    fn names_that_a_stranger_can_point_at_this_machine_are_refused() {
        for host in ["127.0.0.1:4000", "localhost:4000", "[::1]:4000", "192.168.1.7:4000"] {
            assert!(guard().is_own_host(host), "{host}");
        }
        for host in [
            "",
            "evil.example:4000",
            "127.0.0.1",
            "127.0.0.1:80",
            "localhost.evil.example:4000",
            "0x7f.1:4000",
        ] {
            assert!(!guard().is_own_host(host), "{host}");
        }
    }

    #[test]
    fn changes_need_the_studios_own_page_or_a_program_with_the_token() {
        let check = |method: &Method, list: &[(&'static str, &'static str)]| {
            let all = [&[("host", "127.0.0.1:4000")], list].concat();
            guard().check_source(method, &headers(&all)).is_ok()
        };
        let (post, get) = (&Method::POST, &Method::GET);
        assert!(check(post, &[("origin", "http://127.0.0.1:4000")]));
        assert!(check(post, &[("authorization", "Bearer abc")]));
        assert!(check(get, &[]));
        for origin in [
            "null",
            "http://evil.example",
            "https://127.0.0.1:4000",
            "http://127.0.0.1:4001",
            "http://localhost:4000",
        ] {
            assert!(!check(post, &[("origin", origin)]), "{origin}");
            assert!(!check(get, &[("origin", origin)]), "{origin}");
            assert!(!check(post, &[("origin", origin), ("authorization", "Bearer abc")]), "{origin}");
        }
        assert!(!check(post, &[]));
    }

    #[test]
    fn the_token_is_in_the_cookie_of_this_port_or_in_the_authorization() {
        let has = |list: &[(&'static str, &'static str)]| guard().has_token(&headers(list));
        assert!(has(&[("authorization", "Bearer abc")]));
        assert!(has(&[("cookie", "a=b; aloud-studio-4000=abc")]));
        assert!(!has(&[("cookie", "aloud-studio-4001=abc")]));
        assert!(!has(&[("cookie", "aloud-studio-4000=abd")]));
        assert!(!has(&[("authorization", "Bearer abd"), ("cookie", "aloud-studio-4000=abc")]));
        assert!(!has(&[]));
    }
}
