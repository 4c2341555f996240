//! Events for all open pages, as server-sent events.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use hyper::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

/// Events that wait for a slow page. A page with more to read is disconnected, and reads everything again.
const WAITING: usize = 256;
/// Interval of empty messages, from which a page sees that the connection lives.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// The open pages.
pub(super) struct Events {
    pages: Mutex<Vec<mpsc::Sender<Bytes>>>,
    last: Mutex<Instant>,
}

impl Events {
    pub fn new() -> Self {
        Self { pages: Mutex::new(Vec::new()), last: Mutex::new(Instant::now()) }
    }

    /// Adds a page, which receives all events from now on.
    pub fn subscribe(&self) -> mpsc::Receiver<Bytes> {
        let (send, receive) = mpsc::channel(WAITING);
        // After the first message, the page misses no event.
        let _ = send.try_send(Bytes::from_static(b"retry: 1000\nevent: open\ndata: {}\n\n"));
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).push(send);
        receive
    }

    /// Sends an event to all pages.
    pub fn send(&self, event: &impl Serialize) {
        // JSON has no line breaks, which would end the event.
        let json = serde_json::to_string(event).unwrap_or_default();
        self.send_bytes(format!("data: {json}\n\n").into());
    }

    /// Sends an empty message when the last one is some time ago.
    pub fn tick(&self) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() >= HEARTBEAT {
            *last = Instant::now();
            drop(last);
            self.send_bytes(Bytes::from_static(b"event: alive\ndata: {}\n\n"));
        }
    }

    fn send_bytes(&self, message: Bytes) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|page| page.try_send(message.clone()).is_ok());
    }
}
