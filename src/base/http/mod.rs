//! HTTP client for online services, and their API keys. Knows neither voices nor scripts.

#[cfg(feature = "http")]
mod chat;
#[cfg(feature = "http")]
mod client;
#[cfg(feature = "store")]
mod connector;
#[cfg(feature = "http")]
mod download;
#[cfg(feature = "http")]
mod page;
#[cfg(feature = "http")]
mod secret;
#[cfg(feature = "http")]
mod server;
#[cfg(feature = "http")]
mod transcription;
mod types;

#[cfg(feature = "http")]
pub use chat::Chat;
#[cfg(feature = "http")]
pub(crate) use client::{Answer, Client, Request, excerpt};
#[cfg(feature = "store")]
pub(crate) use connector::Connector;
#[cfg(feature = "http")]
pub(crate) use download::{Download, download};
#[cfg(feature = "http")]
pub(crate) use page::fetch_page;
#[cfg(feature = "http")]
pub(crate) use secret::{Keys, Secret, redact};
#[cfg(feature = "store")]
pub(crate) use server::Server;
#[cfg(feature = "http")]
pub(crate) use transcription::{Transcriber, TranscriptionServer};
pub use types::{Http, NetError};
