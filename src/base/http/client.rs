//! HTTP client with timeouts, repeats, a rate limit and a size limit. The only module that uses `ureq`.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use ureq::Agent;

use super::server::Server;
use super::types::{Http, NetError};

/// Largest answer in bytes. No utterance is that long.
const ANSWER_LIMIT: u64 = 256 << 20;
/// The wait before the first repeat. It doubles with each repeat, up to `LONGEST_BACKOFF`.
const BACKOFF: Duration = Duration::from_millis(500);
const LONGEST_BACKOFF: Duration = Duration::from_secs(8);
/// If a server asks for a longer pause, the request fails.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// A request: POST, or GET if it has no body.
pub(crate) struct Request {
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// An answer of a server.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Returns the value of a header; empty if the answer does not have it.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Returns the answer with another body, e.g. the sound that its JSON contained.
    pub(crate) fn with_body(&self, body: Vec<u8>) -> Self {
        Self { status: self.status, headers: self.headers.clone(), body }
    }
}

/// A client of one service.
pub(crate) struct Client {
    agent: Agent,
    http: Http,
    /// The time at which the next request may start.
    next: Mutex<Instant>,
}

impl Client {
    pub(crate) fn new(http: Http) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirect would send the key to another server.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs_f64(http.timeout)))
            .user_agent(concat!("aloud/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: Agent::new_with_config(config), http, next: Mutex::new(Instant::now()) }
    }

    /// Sends a request, and repeats it after temporary failures. Returns the answer with status 200.
    ///
    /// `request` is called for each attempt, because a signature contains the time. `busy` returns true for an answer that is
    /// temporary although its status does not say so.
    pub(crate) fn send(
        &self,
        request: &dyn Fn() -> Request,
        busy: &dyn Fn(&Answer) -> bool,
        cancel: &AtomicBool,
    ) -> Result<Answer, NetError> {
        let mut attempts = 0;
        loop {
            if !sleep(self.until_next_start(), cancel) {
                return Err(stopped());
            }
            let request = request();
            let outcome = self.send_once(&request);
            attempts += 1;
            let pause = match &outcome {
                Ok(answer) if answer.status == 200 => {
                    return outcome.map_err(|error| no_answer(&request, &error));
                }
                Ok(answer) => is_temporary(answer, busy).then(|| requested_pause(answer, attempts)),
                Err(error) => is_temporary_error(error).then(|| backoff(attempts)),
            };
            match pause {
                Some(pause) if attempts <= self.http.retries && pause <= LONGEST_WAIT => {
                    if !sleep(pause, cancel) {
                        return Err(stopped());
                    }
                }
                _ => return Err(failure(&request, outcome, attempts, pause)),
            }
        }
    }

    /// Reserves the next start of a request, and returns the time until then.
    fn until_next_start(&self) -> Duration {
        let now = Instant::now();
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let start = (*next).max(now);
        *next = start + Duration::from_secs(60) / self.http.per_minute.max(1);
        start.saturating_duration_since(now)
    }

    fn send_once(&self, request: &Request) -> Result<Answer, ureq::Error> {
        let headers = request.headers.iter();
        // A proxy between two programs of this machine would only read along.
        let is_local = Server::parse(&request.url).is_ok_and(|server| server.is_loopback());
        let mut response = match &request.body {
            Some(body) => {
                let mut post = self.agent.post(&request.url);
                if is_local {
                    post = post.config().proxy(None).build();
                }
                headers.fold(post, |post, (name, value)| post.header(*name, value)).send(&body[..])?
            }
            None => {
                let mut get = self.agent.get(&request.url);
                if is_local {
                    get = get.config().proxy(None).build();
                }
                headers.fold(get, |get, (name, value)| get.header(*name, value)).call()?
            }
        };
        let body = response.body_mut().with_config().limit(ANSWER_LIMIT).read_to_vec()?;
        Ok(Answer { status: response.status().as_u16(), headers: response.headers().clone(), body })
    }
}

/// Sleeps, until `cancel` is set. Returns `false` if it was set.
fn sleep(whole: Duration, cancel: &AtomicBool) -> bool {
    const POLL: Duration = Duration::from_millis(50);
    let end = Instant::now() + whole;
    loop {
        if cancel.load(Ordering::Relaxed) {
            return false;
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return true;
        }
        thread::sleep(left.min(POLL));
    }
}

fn stopped() -> NetError {
    NetError::new("cancelled", "stopped while waiting for the server", "build again; finished takes are kept")
}

/// Returns true if a repeated request may get another answer.
fn is_temporary(answer: &Answer, busy: &dyn Fn(&Answer) -> bool) -> bool {
    match answer.header("x-should-retry") {
        "true" => true,
        "false" => false,
        _ => matches!(answer.status, 408 | 429 | 500..=599) || busy(answer),
    }
}

/// Returns true if a repeat may succeed: after a broken connection, but not with a wrong address or certificate.
fn is_temporary_error(error: &ureq::Error) -> bool {
    matches!(
        error,
        ureq::Error::Io(_)
            | ureq::Error::Timeout(_)
            | ureq::Error::ConnectionFailed
            | ureq::Error::Protocol(_)
    )
}

/// Returns the pause that the server asks for: `retry-after-ms`, or `Retry-After` in seconds or as a date (RFC 9110,
/// section 10.2.3). Without one, the pause grows with each attempt.
fn requested_pause(answer: &Answer, attempts: u32) -> Duration {
    let after = answer.header("retry-after");
    parse_seconds(answer.header("retry-after-ms"), 0.001)
        .or_else(|| parse_seconds(after, 1.0))
        .or_else(|| until_date(after))
        .unwrap_or_else(|| backoff(attempts))
}

fn parse_seconds(text: &str, unit: f64) -> Option<Duration> {
    let number = text.trim().parse::<f64>().ok().filter(|number| *number >= 0.0)?;
    Duration::try_from_secs_f64(number * unit).ok()
}

fn until_date(text: &str) -> Option<Duration> {
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

/// Returns the pause after a number of attempts: it doubles each time. Up to a quarter is subtracted at random, so requests
/// that failed together are not repeated together. Randomness changes nothing but the pause.
fn backoff(attempts: u32) -> Duration {
    let whole = BACKOFF.saturating_mul(1 << attempts.saturating_sub(1).min(8)).min(LONGEST_BACKOFF);
    let random = RandomState::new().hash_one(attempts) % 1_000;
    whole.mul_f64(1.0 - random as f64 / 4_000.0)
}

fn failure(
    request: &Request,
    outcome: Result<Answer, ureq::Error>,
    attempts: u32,
    pause: Option<Duration>,
) -> NetError {
    let answer = match outcome {
        Ok(answer) => answer,
        Err(error) => return no_answer(request, &error),
    };
    let times = if attempts > 1 { format!(", {attempts} times") } else { String::new() };
    let what = format!("{} answered {}{times}: {}", request.url, answer.status, excerpt(&answer.body));
    let hint = match (answer.status, pause) {
        (_, Some(pause)) if pause > LONGEST_WAIT => {
            format!("the server asks for a pause of {} s; build again after that", pause.as_secs())
        }
        (401 | 403, _) => "check the key and its permissions".into(),
        (404, _) => "check `base_url`, model and voice".into(),
        (429, _) => "send fewer requests: lower `parallel` or `per_minute` in `[http]`".into(),
        (300..=399, _) => "redirects are not followed; set `base_url` to the new address".into(),
        (400..=499, _) => "the server rejects the request; its answer says why".into(),
        _ => "build again later; finished takes are kept".into(),
    };
    NetError::new("server-failed", what, hint)
}

fn no_answer(request: &Request, error: &ureq::Error) -> NetError {
    let hint = match error {
        ureq::Error::Timeout(_) => "if the server is busy, raise `timeout` in `[http]`",
        ureq::Error::BodyExceedsLimit(_) => "no utterance is that long; check `base_url`",
        _ => "check that the server is running, and that `base_url` is right",
    };
    NetError::new("server-unreachable", format!("no answer from {}: {error}", request.url), hint)
}

/// Returns the first words of a body, for messages. A word at the cut is dropped: it may be a part of a key, and only a
/// complete key can be redacted.
pub(crate) fn excerpt(body: &[u8]) -> String {
    const BYTES: usize = 300;
    let text = String::from_utf8_lossy(&body[..body.len().min(BYTES)]);
    let whole = if body.len() > BYTES { text.trim_end_matches(is_key_char) } else { &text };
    let flat: String = whole.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.is_empty() { "(empty)".into() } else { flat }
}

/// Characters that keys consist of.
fn is_key_char(c: char) -> bool {
    c.is_alphanumeric() || "_-+/=.~".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_never_ends_within_a_key() {
        for before in 280..310 {
            let body =
                format!("{{\"error\":\"{} key sk-0123456789abcdefghij is wrong\"}}", "x ".repeat(before / 2));
            let text = excerpt(body.as_bytes());
            assert!(!text.contains("sk-") || text.contains("sk-0123456789abcdefghij"), "{text}");
        }
        assert_eq!(excerpt(b"why\n not"), "why not");
        assert_eq!(excerpt(&[b'a'; 400]), "(empty)");
    }
}
