//! The state of a project's build: whether one is running, and the last report about it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::Value;

/// The running build, if there is one, and the last report about it.
#[derive(Default)]
pub(super) struct Builds {
    running: Mutex<Option<Arc<AtomicBool>>>,
    last: Mutex<Option<Value>>,
}

impl Builds {
    /// Begins a build, and returns the flag that cancels it. `None` if one is running.
    pub fn begin(&self) -> Option<Arc<AtomicBool>> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_some() {
            return None;
        }
        let cancel = Arc::new(AtomicBool::new(false));
        *running = Some(Arc::clone(&cancel));
        Some(cancel)
    }

    /// Ends the running build.
    pub fn end(&self) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Keeps a report for pages that are opened later.
    pub fn keep(&self, report: Value) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
    }

    /// Returns the last report of a build since the studio started.
    pub fn last(&self) -> Option<Value> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stops the running build at the next safe point. Returns false if there is none.
    pub fn cancel(&self) -> bool {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.as_ref().inspect(|cancel| cancel.store(true, Ordering::Relaxed)).is_some()
    }
}

/// Returns the number of threads of a build: one for each processor.
pub(super) fn jobs() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
