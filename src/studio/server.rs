//! The HTTP server: accepts connections, checks their requests and hands them to the studio.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use hyper::body::{Body as HttpBody, Bytes, Incoming};
use hyper::header::{self, HeaderName};
use hyper::rt::{Read, ReadBufCursor, Sleep, Timer, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, StatusCode};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::connections::{Activity, Connection, Connections, InRequest, Phase, Sending};
use super::guard::Guard;
use super::message::{self, Answer, Request, answer, failed, set};
use crate::base::diagnostic::Diagnostic;

/// Threads that answer requests.
const THREADS: usize = 16;
/// Time that a client has for the head of a request, and for its body.
const HEAD_TIME: Duration = Duration::from_secs(10);
const BODY_TIME: Duration = Duration::from_secs(120);
/// Interval of checks whether the server should end.
const CANCEL_INTERVAL: Duration = Duration::from_millis(100);
/// Only what the studio itself serves is loaded and run, and no page can show the studio in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; \
                      connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Answers requests. The server has checked their sender.
pub(super) trait Service: Send + Sync + 'static {
    /// Returns how many bytes the body of such a request may have.
    fn body_limit(&self, method: &Method, path: &[String]) -> usize;
    /// Answers a request. It may take long.
    fn answer(&self, request: &Request) -> Answer;
    /// Returns whether a request may be answered without the token, as in a server that only shares finished editions.
    fn is_public(&self) -> bool;
    /// Called several times a second.
    fn tick(&self);
}

/// Serves until `cancel` is set.
pub(super) fn serve(
    listener: std::net::TcpListener,
    guard: Guard,
    service: Arc<dyn Service>,
    cancel: &AtomicBool,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(THREADS).build()?;
    let server = Arc::new(Server { guard, service });
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        let connections = Connections::default();
        while !cancel.load(Ordering::Relaxed) {
            server.service.tick();
            if !connections.make_room() {
                // New connections wait in the queue of the system.
                tokio::time::sleep(CANCEL_INTERVAL).await;
                continue;
            }
            let accepted = tokio::time::timeout(CANCEL_INTERVAL, listener.accept()).await;
            let Ok(accepted) = accepted else { continue };
            // A client that gave up already is no reason to end.
            let Ok((stream, _)): Result<(TcpStream, SocketAddr), _> = accepted else { continue };
            let server = Arc::clone(&server);
            connections.add(|connection| tokio::spawn(serve_one(stream, server, connection)).abort_handle());
        }
        io::Result::Ok(())
    })?;
    runtime.shutdown_background();
    Ok(())
}

struct Server {
    guard: Guard,
    service: Arc<dyn Service>,
}

async fn serve_one(stream: TcpStream, server: Arc<Server>, connection: Connection) {
    let _ = stream.set_nodelay(true);
    let activity = connection.activity();
    let service = service_fn(move |request| {
        let (server, in_request) = (Arc::clone(&server), connection.begin());
        async move {
            let answer = protect(respond(&server, request, &in_request).await);
            Ok::<_, Infallible>(answer.map(|body| Sending::new(body, in_request)))
        }
    });
    let mut http = http1::Builder::new();
    http.timer(Clock).header_read_timeout(HEAD_TIME).max_buf_size(64 << 10);
    // A client that breaks off is no error of ours.
    let _ = http.serve_connection(Stream(stream, activity), service).await;
}

async fn respond(server: &Arc<Server>, request: hyper::Request<Incoming>, in_request: &InRequest) -> Answer {
    let (head, body) = request.into_parts();
    let is_public = server.service.is_public();
    if let Err((status, problem)) = server.guard.check_source(&head.method, &head.headers) {
        return failed(status, &[problem]);
    }
    let query = head.uri.query().unwrap_or_default();
    if let Some(token) = message::parameter(query, "token").filter(|_| head.uri.path() == "/" && !is_public) {
        return sign_in(&server.guard, &token);
    }
    if !is_public && !server.guard.has_token(&head.headers) {
        return unknown_sender();
    }
    let Some(path) = split_path(head.uri.path()) else { return message::not_found() };
    let limit = server.service.body_limit(&head.method, &path);
    let body = match tokio::time::timeout(BODY_TIME, read_body(body, limit)).await {
        Ok(Ok(body)) => body,
        Ok(Err(answer)) => return answer,
        Err(_) => return answer(StatusCode::REQUEST_TIMEOUT, "text/plain", "the request took too long"),
    };
    let is_head = head.method == Method::HEAD;
    let method = if is_head { Method::GET } else { head.method };
    let request = Request { method, path, query: query.to_string(), headers: head.headers, body };
    let service = Arc::clone(&server.service);
    in_request.set(Phase::Answering);
    let answered = tokio::task::spawn_blocking(move || service.answer(&request)).await;
    answered.unwrap_or_else(|_| {
        let problem = Diagnostic::error("studio-failed", "the studio failed to answer this request");
        failed(
            StatusCode::INTERNAL_SERVER_ERROR,
            &[problem.hint("report this bug; script.toml is unchanged")],
        )
    })
}

/// Exchanges the token of the address for the cookie. The new address has no token, so it is in no history and no referrer.
fn sign_in(guard: &Guard, token: &str) -> Answer {
    if !guard.knows(token) {
        return unknown_sender();
    }
    let mut answer = answer(StatusCode::SEE_OTHER, "text/plain", "");
    set(&mut answer, header::LOCATION, "/");
    set(&mut answer, header::SET_COOKIE, &guard.cookie());
    answer
}

fn unknown_sender() -> Answer {
    let problem = Diagnostic::error("request-token", "this request has no token, or an old one");
    failed(StatusCode::UNAUTHORIZED, &[problem.hint("open the address that `aloud studio` printed")])
}

/// Returns the parts of a path. A part that could lead elsewhere is refused, whatever it is used for later.
fn split_path(path: &str) -> Option<Vec<String>> {
    let parts = path.split('/').filter(|part| !part.is_empty());
    let is_plain = |part: &String| {
        !matches!(part.as_str(), "." | "..")
            && !part.contains(['/', '\\'])
            && !part.chars().any(char::is_control)
    };
    parts.map(|part| message::decode(part).filter(is_plain)).collect()
}

async fn read_body(mut body: Incoming, limit: usize) -> Result<Bytes, Answer> {
    let too_large = || {
        let problem =
            Diagnostic::error("request-too-large", format!("the request has more than {limit} bytes"));
        failed(StatusCode::PAYLOAD_TOO_LARGE, &[problem.hint("send less at once")])
    };
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame =
            frame.map_err(|_| answer(StatusCode::BAD_REQUEST, "text/plain", "the request broke off"))?;
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > limit {
            return Err(too_large());
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.into())
}

/// Adds the headers of every answer.
fn protect(mut answer: Answer) -> Answer {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        if !answer.headers().contains_key(&name) {
            set(&mut answer, name, value);
        }
    }
    answer
}

/// Lets hyper read from and write to a connection of tokio, and notes when bytes move.
struct Stream(TcpStream, Arc<Activity>);

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut into: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut bytes = [0; 16 << 10];
        let most = into.remaining().min(bytes.len());
        let mut buffer = ReadBuf::new(&mut bytes[..most]);
        ready!(Pin::new(&mut self.0).poll_read(context, &mut buffer))?;
        self.1.moved();
        into.put_slice(buffer.filled());
        Poll::Ready(Ok(()))
    }
}

impl Write for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.0).poll_write(context, bytes))?;
        self.1.moved();
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

/// Gives hyper the time of tokio, for the time limit of heads.
struct Clock;

struct Nap(Pin<Box<tokio::time::Sleep>>);

impl Future for Nap {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.as_mut().poll(context)
    }
}

impl Sleep for Nap {}

impl Timer for Clock {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        Box::pin(Nap(Box::pin(tokio::time::sleep(duration))))
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(Nap(Box::pin(tokio::time::sleep_until(deadline.into()))))
    }
}
