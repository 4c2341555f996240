//! Finds the missing takes of a plan in the store that several machines share.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::types::Plan;
use crate::base::files::FileError;
use crate::takes::{Key, Lookup, Store, Take};

/// Number of requests at once. They wait for a network, not for a processor.
const REQUESTS: usize = 16;

/// Copies missing takes from the shared store into the project's own, and marks them as stored.
///
/// # Errors
/// When the shared store cannot be read. Without it, a paid voice would speak what another machine has paid for.
pub(super) fn fetch(store: &Store, plan: &mut Plan) -> Result<(), FileError> {
    if !store.is_shared() {
        return Ok(());
    }
    let found = fetch_all(store, &missing(plan))?;
    for planned in &mut plan.utterances {
        if let (Lookup::Miss(_), Some(take)) = (&planned.stored, found.get(&planned.key)) {
            planned.stored = Lookup::Hit(Box::new(take.clone()));
        }
    }
    Ok(())
}

/// Returns the keys of missing takes, without those of recordings.
fn missing(plan: &Plan) -> Vec<Key> {
    let is_missing = |stored: &Lookup| matches!(stored, Lookup::Miss(_));
    let missing = plan
        .utterances
        .iter()
        .filter(|planned| is_missing(&planned.stored) && !plan.voices[planned.voice].is_recorded());
    let mut keys: Vec<Key> = missing.map(|planned| planned.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn fetch_all(store: &Store, keys: &[Key]) -> Result<BTreeMap<Key, Take>, FileError> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let work = || {
        while let Some(key) = keys.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(take) = store.fetch(key)? {
                found.lock().unwrap_or_else(PoisonError::into_inner).insert(*key, take);
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..REQUESTS.min(keys.len())).map(|_| scope.spawn(work)).collect();
        // A worker does not panic; if one does, its takes are spoken.
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or(Ok(())))
    })?;
    Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner))
}
