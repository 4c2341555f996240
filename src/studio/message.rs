//! Requests and answers of the studio as plain data.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::sync::mpsc;

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;

/// Bytes of a file that are read at once.
const CHUNK: u64 = 64 << 10;

/// A request from a known sender, with its body.
pub(super) struct Request {
    pub method: Method,
    /// The parts of the path between slashes, decoded.
    pub path: Vec<String>,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Request {
    /// Returns a parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<String> {
        parameter(&self.query, name)
    }

    /// Reads the body as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Diagnostic> {
        serde_json::from_slice(&self.body).map_err(|error| {
            Diagnostic::error("request-invalid", format!("the request cannot be read: {error}"))
                .hint("send JSON as the reference of the studio's API describes it")
        })
    }
}

/// Returns a parameter of a query, decoded.
pub(super) fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).and_then(|(_, value)| decode(value))
}

/// Decodes the percent signs of a part of an address; `None` if it is not UTF-8.
pub(super) fn decode(part: &str) -> Option<String> {
    percent_encoding::percent_decode_str(part).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// The body of an answer.
pub(super) enum Body {
    Whole(Option<Bytes>),
    /// A file from its current position, and how many bytes are left.
    File(File, u64),
    /// Events, until one side ends the connection.
    Events(mpsc::Receiver<Bytes>),
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::File(_, 0) => Poll::Ready(None),
            // A local file is read so fast that it may block the other connections.
            Self::File(file, left) => Poll::Ready(Some(read_chunk(file, left).map(Frame::data))),
            Self::Events(events) => {
                events.poll_recv(context).map(|event| event.map(|bytes| Ok(Frame::data(bytes))))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::File(_, left) => SizeHint::with_exact(*left),
            Self::Events(_) => SizeHint::default(),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None) | Self::File(_, 0))
    }
}

fn read_chunk(file: &mut File, left: &mut u64) -> std::io::Result<Bytes> {
    let mut bytes = Vec::new();
    file.take((*left).min(CHUNK)).read_to_end(&mut bytes)?;
    if bytes.is_empty() {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    *left -= bytes.len() as u64;
    Ok(bytes.into())
}

pub(super) type Answer = Response<Body>;

/// Returns an answer with a body of a media type.
pub(super) fn answer(status: StatusCode, media_type: &'static str, body: impl Into<Bytes>) -> Answer {
    let body = body.into();
    let mut answer = Response::new(Body::Whole((!body.is_empty()).then_some(body)));
    *answer.status_mut() = status;
    set(&mut answer, header::CONTENT_TYPE, media_type);
    answer
}

/// Returns a value as JSON.
pub(super) fn json_answer(status: StatusCode, value: &impl Serialize) -> Answer {
    // Plain structs with string keys always serialise.
    answer(status, "application/json", serde_json::to_vec(value).unwrap_or_default())
}

/// Returns a successful answer with JSON.
pub(super) fn ok(value: &impl Serialize) -> Answer {
    json_answer(StatusCode::OK, value)
}

/// Returns problems as JSON, as `--json` prints each of them.
pub(super) fn failed(status: StatusCode, problems: &[Diagnostic]) -> Answer {
    json_answer(status, &json!({"problems": problems}))
}

/// Returns the answer for something that does not exist.
pub(super) fn not_found() -> Answer {
    let problem = Diagnostic::error("request-unknown", "there is nothing at this address");
    failed(StatusCode::NOT_FOUND, &[problem.hint("the reference of the studio's API lists all addresses")])
}

/// Sets a header. A value that is not allowed in one is left out.
pub(super) fn set(answer: &mut Answer, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}

/// Codes of problems that arise because the script is not as the editor saw it.
const CONFLICTS: [&str; 6] =
    ["segment-changed", "edit-refused", "revision-unknown", "undo-edited", "undo-empty", "trust-changed"];

/// Turns the error of an operation into an answer.
pub(super) fn error_answer(error: Error) -> Answer {
    match error {
        Error::Cancelled => {
            let problem = Diagnostic::error("request-cancelled", "the operation was cancelled");
            failed(StatusCode::CONFLICT, &[problem.hint("start it again")])
        }
        Error::Problems(problems) => {
            let is_conflict = problems.iter().any(|problem| CONFLICTS.contains(&problem.code));
            let status = if is_conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            failed(status, &problems)
        }
    }
}

/// Returns a file, or the range of it that the request asks for.
pub(super) fn file_answer(mut file: File, media_type: &str, range: Option<&str>) -> std::io::Result<Answer> {
    let length = file.metadata()?.len();
    let wanted = range.and_then(|range| parse_range(range, length));
    let mut answer = match wanted {
        Some(None) => {
            let mut answer = answer(StatusCode::RANGE_NOT_SATISFIABLE, "text/plain", "");
            set(&mut answer, header::CONTENT_RANGE, &format!("bytes */{length}"));
            return Ok(answer);
        }
        Some(Some((first, last))) => {
            file.seek(SeekFrom::Start(first))?;
            let mut answer = Response::new(Body::File(file, last - first + 1));
            *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
            set(&mut answer, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"));
            answer
        }
        None => Response::new(Body::File(file, length)),
    };
    set(&mut answer, header::CONTENT_TYPE, media_type);
    set(&mut answer, header::ACCEPT_RANGES, "bytes");
    Ok(answer)
}

/// Parses `bytes=FIRST-LAST` (RFC 9110, section 14.1.2). `Some(None)` is a range outside of the file. `None` means the whole file:
/// other units and several ranges may be ignored.
fn parse_range(range: &str, length: u64) -> Option<Option<(u64, u64)>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let end = length.checked_sub(1);
    if first.is_empty() {
        let count: u64 = last.parse().ok()?;
        return Some(end.filter(|_| count > 0).map(|end| (length.saturating_sub(count), end)));
    }
    let first: u64 = first.parse().ok()?;
    let last = if last.is_empty() { u64::MAX } else { last.parse().ok()? };
    if last < first {
        return None;
    }
    Some(end.filter(|end| first <= *end).map(|end| (first, last.min(end))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_the_standard() {
        for (range, wanted) in [
            ("bytes=0-3", Some(Some((0, 3)))),
            ("bytes=4-", Some(Some((4, 9)))),
            ("bytes=4-99", Some(Some((4, 9)))),
            ("bytes=-3", Some(Some((7, 9)))),
            ("bytes=-99", Some(Some((0, 9)))),
            ("bytes=10-", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=5-4", None),
            ("bytes=0-1,4-5", None),
            ("lines=0-1", None),
            ("bytes=a-b", None),
        ] {
            assert_eq!(parse_range(range, 10), wanted, "{range}");
        }
        assert_eq!(parse_range("bytes=0-", 0), Some(None));
    }
}
