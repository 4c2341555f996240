//! Lets the recogniser listen to all takes of the plan that it has not heard yet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::listener::Listener;
use super::options::{Event, Options};
use super::plan::{Plan, PlannedUtterance};
use super::script_file::ScriptFile;
use super::take_checks;
use crate::base::diagnostic::Diagnostic;
use crate::base::files::FileError;
use crate::takes::{Heard, Key, Lookup, Store, Take};

/// Returns an error if the recogniser has to listen to a take and cannot.
pub(super) fn unready(script: &ScriptFile<'_>, plan: &Plan) -> Option<Diagnostic> {
    let listener = plan.listener.as_ref()?;
    let unheard = plan.utterances.iter().any(|planned| {
        is_checked(script, plan, planned)
            && match &planned.stored {
                Lookup::Hit(take) => !listener.knows(take.heard.as_ref()),
                Lookup::Miss(_) => true,
            }
    });
    let problem = unheard.then(|| listener.ready().err())??;
    Some(script.at_verify(problem))
}

fn is_checked(script: &ScriptFile<'_>, plan: &Plan, planned: &PlannedUtterance) -> bool {
    take_checks::is_checked(plan, planned.voice) && !take_checks::is_decided(script, planned)
}

/// Listens to the takes that the recogniser has not heard yet, and stores its words. Returns their keys.
///
/// New takes were heard while they were spoken. The rest was stored before the script had a recogniser, or had another one.
pub(super) fn listen(
    store: &Store,
    script: &ScriptFile<'_>,
    plan: &Plan,
    options: &Options<'_>,
    takes: &mut BTreeMap<Key, Take>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<BTreeSet<Key>, FileError> {
    let Some(listener) = &plan.listener else { return Ok(BTreeSet::new()) };
    let unheard = unheard(listener, script, plan, takes);
    // Takes that it failed on while they were spoken get a second chance now.
    listener.forget_failures();
    let mut heard = BTreeSet::new();
    let (next, total) = (AtomicUsize::new(0), unheard.len());
    thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        for _ in 0..options.jobs.clamp(1, total.max(1)) {
            let (send, next, unheard) = (send.clone(), &next, &unheard);
            scope.spawn(move || work(listener, store, options, unheard, next, &send));
        }
        drop(send);
        for (done, (key, words)) in receive.iter().enumerate() {
            on(Event::Listening { done: done + 1, total });
            if let (Some(words), Some(take)) = (words, takes.get_mut(&key)) {
                store.put_heard(take, words)?;
                heard.insert(key);
            }
        }
        Ok::<(), FileError>(())
    })?;
    if let Some(problem) = listener.failed() {
        on(Event::Warning(&script.at_verify(problem)));
    }
    Ok(heard)
}

/// Returns the takes that the recogniser has to listen to, each once.
fn unheard(
    listener: &Listener,
    script: &ScriptFile<'_>,
    plan: &Plan,
    takes: &BTreeMap<Key, Take>,
) -> Vec<Take> {
    let checked = plan.utterances.iter().filter(|planned| is_checked(script, plan, planned));
    let keys: BTreeSet<Key> = checked.map(|planned| planned.key).collect();
    let takes = keys.iter().filter_map(|key| takes.get(key));
    takes.filter(|take| !listener.knows(take.heard.as_ref())).cloned().collect()
}

fn work(
    listener: &Listener,
    store: &Store,
    options: &Options<'_>,
    unheard: &[Take],
    next: &AtomicUsize,
    send: &mpsc::Sender<(Key, Option<Heard>)>,
) {
    while let Some(take) = unheard.get(next.fetch_add(1, Ordering::Relaxed)) {
        if options.cancel.load(Ordering::Relaxed) {
            return;
        }
        // A take that cannot be read is reported when it is mixed.
        let heard = store.sound(take).and_then(|clip| listener.listen(&clip, options.cancel));
        if send.send((take.key, heard)).is_err() {
            return;
        }
    }
}
