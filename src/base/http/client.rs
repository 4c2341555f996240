//! HTTP: the only user of `ureq`. Time-outs, repeats, a pace, and limits to what is taken in.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use ureq::Agent;

use super::{Http, NetError};

/// More sound than an utterance can be.
const MOST_BYTES: u64 = 256 << 20;
/// The first wait before a repeat; doubled each time, up to `LONGEST_BACKOFF`.
const BACKOFF: Duration = Duration::from_millis(500);
const LONGEST_BACKOFF: Duration = Duration::from_secs(8);
/// A server that asks for a longer pause is not waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// What is sent; without a body it is a GET.
pub(crate) struct Request {
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header's value; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The same with what was packed into its body.
    pub(crate) fn with_body(&self, body: Vec<u8>) -> Self {
        Self { status: self.status, headers: self.headers.clone(), body }
    }
}

pub(crate) struct Client {
    agent: Agent,
    http: Http,
    /// When the next request may begin.
    next: Mutex<Instant>,
}

impl Client {
    pub(crate) fn new(http: Http) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirect would carry the key to another server.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs_f64(http.timeout)))
            .user_agent(concat!("aloud/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: Agent::new_with_config(config), http, next: Mutex::new(Instant::now()) }
    }

    /// Sends a request, again while it fails for reasons that may pass; gives the answer with status 200.
    pub(crate) fn send(
        &self,
        request: &dyn Fn() -> Request,
        busy: &dyn Fn(&Answer) -> bool,
        cancel: &AtomicBool,
    ) -> Result<Answer, NetError> {
        let mut tries = 0;
        loop {
            if !sleep(self.pace(), cancel) {
                return Err(stopped());
            }
            let request = request();
            let outcome = self.once(&request);
            tries += 1;
            let pause = match &outcome {
                Ok(answer) if answer.status == 200 => return outcome.map_err(|error| lost(&request, &error)),
                Ok(answer) => passing(answer, busy).then(|| wait(answer, tries)),
                Err(error) => worth_repeating(error).then(|| backoff(tries)),
            };
            match pause {
                Some(pause) if tries <= self.http.retries && pause <= LONGEST_WAIT => {
                    if !sleep(pause, cancel) {
                        return Err(stopped());
                    }
                }
                _ => return Err(failure(&request, outcome, tries, pause)),
            }
        }
    }

    /// How long to wait until the next request may begin.
    fn pace(&self) -> Duration {
        let now = Instant::now();
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let begin = (*next).max(now);
        *next = begin + Duration::from_secs(60) / self.http.per_minute.max(1);
        begin.saturating_duration_since(now)
    }

    fn once(&self, request: &Request) -> Result<Answer, ureq::Error> {
        let mut response = match &request.body {
            Some(body) => {
                let post = self.agent.post(&request.url);
                request
                    .headers
                    .iter()
                    .fold(post, |post, (name, value)| post.header(*name, value))
                    .send(&body[..])?
            }
            None => {
                let get = self.agent.get(&request.url);
                request.headers.iter().fold(get, |get, (name, value)| get.header(*name, value)).call()?
            }
        };
        let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec()?;
        Ok(Answer { status: response.status().as_u16(), headers: response.headers().clone(), body })
    }
}

/// Sleeps, but not on when it is told to stop; `false` if it was.
fn sleep(whole: Duration, cancel: &AtomicBool) -> bool {
    const LOOK: Duration = Duration::from_millis(50);
    let end = Instant::now() + whole;
    loop {
        if cancel.load(Ordering::Relaxed) {
            return false;
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return true;
        }
        thread::sleep(left.min(LOOK));
    }
}

fn stopped() -> NetError {
    NetError::new("stopped while waiting for the server", "build again; what is spoken is kept")
}

/// Whether an answer is one that may be another next time.
fn passing(answer: &Answer, busy: &dyn Fn(&Answer) -> bool) -> bool {
    match answer.header("x-should-retry") {
        "true" => true,
        "false" => false,
        _ => matches!(answer.status, 408 | 429 | 500..=599) || busy(answer),
    }
}

/// A connection that failed may work next time; an address or a certificate that is wrong will not.
fn worth_repeating(error: &ureq::Error) -> bool {
    matches!(
        error,
        ureq::Error::Io(_)
            | ureq::Error::Timeout(_)
            | ureq::Error::ConnectionFailed
            | ureq::Error::Protocol(_)
    )
}

/// As long as the server asks for (`retry-after-ms`, or `Retry-After` in seconds or as a date, RFC 9110, section 10.2.3),
/// or else longer each time.
fn wait(answer: &Answer, tries: u32) -> Duration {
    let seconds = |text: &str, unit: f64| {
        let number = text.trim().parse::<f64>().ok().filter(|number| *number >= 0.0)?;
        Duration::try_from_secs_f64(number * unit).ok()
    };
    let after = answer.header("retry-after");
    let until = || {
        let date = httpdate::parse_http_date(after).ok()?;
        Some(date.duration_since(SystemTime::now()).unwrap_or_default())
    };
    seconds(answer.header("retry-after-ms"), 0.001)
        .or_else(|| seconds(after, 1.0))
        .or_else(until)
        .unwrap_or_else(|| backoff(tries))
}

/// Doubled each time, less up to a quarter, so that many who failed at once do not come back at once. The chance
/// in it touches nothing but the wait.
fn backoff(tries: u32) -> Duration {
    let whole = BACKOFF.saturating_mul(1 << tries.saturating_sub(1).min(8)).min(LONGEST_BACKOFF);
    let chance = RandomState::new().hash_one(tries) % 1_000;
    whole.mul_f64(1.0 - chance as f64 / 4_000.0)
}

fn failure(
    request: &Request,
    outcome: Result<Answer, ureq::Error>,
    tries: u32,
    pause: Option<Duration>,
) -> NetError {
    let answer = match outcome {
        Ok(answer) => answer,
        Err(error) => return lost(request, &error),
    };
    let times = if tries > 1 { format!(", {tries} times") } else { String::new() };
    let what = format!("{} answered {}{times}: {}", request.url, answer.status, beginning(&answer.body));
    let hint = match (answer.status, pause) {
        (_, Some(pause)) if pause > LONGEST_WAIT => {
            format!("it asks for a pause of {} s; build again then", pause.as_secs())
        }
        (401 | 403, _) => "is the key the right one, and may it speak?".into(),
        (404, _) => "are `base_url`, model and voice right?".into(),
        (429, _) => "it wants fewer requests: lower `parallel` or `per_minute` in `[http]`".into(),
        (300..=399, _) => "give the address that it leads to as `base_url`".into(),
        (400..=499, _) => "it does not take this request; its answer says why".into(),
        _ => "build again later; what is spoken is kept".into(),
    };
    NetError::new(what, hint)
}

fn lost(request: &Request, error: &ureq::Error) -> NetError {
    let hint = match error {
        ureq::Error::Timeout(_) => "is the server busy? raise `timeout` in `[http]`",
        ureq::Error::BodyExceedsLimit(_) => "no utterance has that much sound",
        _ => "is the server running, and `base_url` right?",
    };
    NetError::new(format!("no answer from {}: {error}", request.url), hint)
}

/// The first words of a body, for people. A word that the cut goes through is left out: it may be a key, which is known only
/// whole.
pub(crate) fn beginning(body: &[u8]) -> String {
    const MOST: usize = 300;
    let text = String::from_utf8_lossy(&body[..body.len().min(MOST)]);
    let of_a_word = |c: char| c.is_alphanumeric() || "_-+/=.~".contains(c);
    let whole = if body.len() > MOST { text.trim_end_matches(of_a_word) } else { &text };
    let flat: String = whole.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.is_empty() { "(nothing)".into() } else { flat }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_of_a_key_is_left_where_a_body_is_cut() {
        for before in 280..310 {
            let body =
                format!("{{\"error\":\"{} key sk-0123456789abcdefghij is wrong\"}}", "x ".repeat(before / 2));
            let told = beginning(body.as_bytes());
            assert!(!told.contains("sk-") || told.contains("sk-0123456789abcdefghij"), "{told}");
        }
        assert_eq!(beginning(b"why\n not"), "why not");
        assert_eq!(beginning(&[b'a'; 400]), "(nothing)");
    }
}
