//! Sends the requests of `object_store` by the HTTP client of this program.
//!
//! The client that it brings would add a second TLS library, in C, and a hundred crates.

use std::future::{self, Future};
use std::io;
use std::pin::Pin;
use std::time::Duration;

use http_body_util::BodyExt as _;
use object_store::client::{
    ClientOptions, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpService,
};
use ureq::Agent;

use super::server::Server;

/// Largest answer in bytes. No take is that long.
const ANSWER_LIMIT: u64 = 256 << 20;
/// Longest request.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Creates clients of object stores.
#[derive(Debug)]
pub(crate) struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirect would send a signature to another server.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(TIMEOUT))
            .user_agent(concat!("aloud/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(HttpClient::new(Service(Agent::new_with_config(config))))
    }
}

#[derive(Debug)]
struct Service(Agent);

impl HttpService for Service {
    /// Sends a request and blocks until the answer is here. Each caller has a thread of its own.
    fn call<'a, 'b>(
        &'a self,
        request: HttpRequest,
    ) -> Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'b>>
    where
        'a: 'b,
        Self: 'b,
    {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let request = ureq::http::Request::from_parts(parts, body.to_vec());
            future::ready(self.send(request).map_err(|error| HttpError::new(kind(&error), error))).await
        })
    }
}

impl Service {
    fn send(&self, request: ureq::http::Request<Vec<u8>>) -> Result<HttpResponse, ureq::Error> {
        let is_local = Server::parse(&request.uri().to_string()).is_ok_and(|server| server.is_loopback());
        let request = match is_local {
            // A proxy between two programs of this machine would only read along.
            true => self.0.configure_request(request).proxy(None).build(),
            false => request,
        };
        let (parts, mut body) = self.0.run(request)?.into_parts();
        let bytes = body.with_config().limit(ANSWER_LIMIT).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, bytes.into()))
    }
}

/// Returns the kind of an error. It decides whether the request is repeated.
fn kind(error: &ureq::Error) -> HttpErrorKind {
    match error {
        ureq::Error::ConnectionFailed | ureq::Error::HostNotFound => HttpErrorKind::Connect,
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => HttpErrorKind::Connect,
        ureq::Error::Io(_) | ureq::Error::Protocol(_) => HttpErrorKind::Interrupted,
        _ => HttpErrorKind::Unknown,
    }
}
