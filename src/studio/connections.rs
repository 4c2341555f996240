//! The open connections of the server. When there are too many, the one that is idle for the longest time is closed.
//!
//! A program that opens connections and sends nothing would otherwise keep all of them, and no page could be opened.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};
use tokio::task::AbortHandle;

use super::message::Body;

/// Connections at once. A browser opens six, and one for the events of each tab.
const MOST: usize = 128;
/// Time without a byte after which a request that is received, or an answer that is sent, may be broken off. A paused player reads
/// nothing, and asks again for the rest of its sound.
const STALLED: Duration = Duration::from_secs(30);

/// All open connections.
#[derive(Default)]
pub(super) struct Connections(Arc<Mutex<Open>>);

#[derive(Default)]
struct Open {
    next: u64,
    all: BTreeMap<u64, (AbortHandle, Arc<Activity>)>,
}

impl Connections {
    /// Closes idle connections until there is room for a new one. Returns false if all are busy.
    pub(super) fn make_room(&self) -> bool {
        let mut open = lock(&self.0);
        while open.all.len() >= MOST {
            let idle = open.all.iter().filter_map(|(id, (_, activity))| Some((activity.idle_since()?, *id)));
            let Some((_, oldest)) = idle.min() else { return false };
            if let Some((task, _)) = open.all.remove(&oldest) {
                task.abort();
            }
        }
        true
    }

    /// Adds a connection that `serve` begins to serve.
    pub(super) fn add(&self, serve: impl FnOnce(Connection) -> AbortHandle) {
        let (id, activity) = (lock(&self.0).next, Arc::new(Activity::new()));
        let task = serve(Connection { id, open: Arc::clone(&self.0), activity: Arc::clone(&activity) });
        let mut open = lock(&self.0);
        open.next += 1;
        open.all.insert(id, (task, activity));
    }
}

/// A connection that is served. It is open until this is dropped.
pub(super) struct Connection {
    id: u64,
    open: Arc<Mutex<Open>>,
    activity: Arc<Activity>,
}

impl Connection {
    pub(super) fn activity(&self) -> Arc<Activity> {
        Arc::clone(&self.activity)
    }

    /// Begins a request. The connection is not idle until its answer is sent.
    pub(super) fn begin(&self) -> InRequest {
        let request = InRequest(Arc::clone(&self.activity));
        request.set(Phase::Receiving);
        request
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        lock(&self.open).all.remove(&self.id);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Between requests.
    Idle,
    Receiving,
    Answering,
    Sending,
}

/// The phase of a connection, and when its last byte moved.
pub(super) struct Activity(Mutex<(Phase, Instant)>);

impl Activity {
    fn new() -> Self {
        Self(Mutex::new((Phase::Idle, Instant::now())))
    }

    /// Notes that bytes moved.
    pub(super) fn moved(&self) {
        lock(&self.0).1 = Instant::now();
    }

    /// Returns since when nothing moved; `None` if the connection must not be closed. Those between requests come first.
    fn idle_since(&self) -> Option<(bool, Instant)> {
        let (phase, moved) = *lock(&self.0);
        let is_idle = phase == Phase::Idle;
        let is_stalled = phase != Phase::Answering && moved.elapsed() >= STALLED;
        (is_idle || is_stalled).then_some((!is_idle, moved))
    }
}

/// A request that is received, answered or sent back.
pub(super) struct InRequest(Arc<Activity>);

impl InRequest {
    pub(super) fn set(&self, phase: Phase) {
        *lock(&self.0.0) = (phase, Instant::now());
    }
}

impl Drop for InRequest {
    fn drop(&mut self) {
        self.set(Phase::Idle);
    }
}

/// The body of an answer. The connection is idle again when it is sent.
pub(super) struct Sending {
    body: Body,
    _request: InRequest,
}

impl Sending {
    pub(super) fn new(body: Body, request: InRequest) -> Self {
        request.set(Phase::Sending);
        Self { body, _request: request }
    }
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
