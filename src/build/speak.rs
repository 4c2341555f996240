//! Speaks the utterances that the store lacks, several at once, and stores each take as soon as it is done.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

use super::options::{Event, Options};
use super::plan::{Plan, PlannedUtterance};
use super::script_file::{ScriptFile, excerpt};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::FileError;
use crate::takes::{Key, Lookup, Maker, Miss, Store, Take};
use crate::voices::backend::{Backend, Spoken, Unit, Utterance, VoiceError};

/// The takes of a plan, by key.
pub(super) type Takes = BTreeMap<Key, Take>;

/// Why some utterances have no take.
pub(super) enum SpeakError {
    /// `cancel` was set.
    Cancelled,
    /// A take could not be stored. Another voice would not help.
    Store(FileError),
    /// Voices failed; in the order of the script.
    Voices(Vec<VoiceFailure>),
}

/// A voice that failed to speak an utterance.
pub(super) struct VoiceFailure {
    /// Index into the script's segments.
    pub(super) segment: usize,
    /// Key of the take that is missing now.
    pub(super) key: Key,
    /// Index into the plan's voices.
    pub(super) voice: usize,
    pub(super) problem: Diagnostic,
}

/// Returns the take of every planned utterance, from the store or spoken now.
///
/// A failing utterance does not stop the others, so the next build only speaks those that failed.
pub(super) fn takes(
    store: &Store,
    script: &ScriptFile<'_>,
    plan: &Plan,
    options: &Options<'_>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Takes, SpeakError> {
    let (mut takes, missing) = split_by_stored(plan);
    let queue = Queue::new(&missing, plan);
    let (mut failures, mut store_error) = (Vec::new(), None);
    thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        for _ in 0..options.jobs.clamp(1, missing.len().max(1)) {
            let (send, queue) = (send.clone(), &queue);
            scope.spawn(move || work(queue, plan, store, options, &send));
        }
        drop(send);
        for (utterance, result) in receive {
            match result {
                Ok(take) => {
                    takes.insert(utterance.key, take);
                    on(Event::Spoken { utterance, reason: reason(utterance) });
                }
                Err(Unspoken::Store(error)) => store_error = Some(error),
                Err(Unspoken::Voice(problem)) => failures.push(VoiceFailure {
                    segment: utterance.segment,
                    key: utterance.key,
                    voice: utterance.voice,
                    problem: script.at_segment(utterance.segment, problem),
                }),
            }
        }
    });
    if options.cancel.load(Ordering::Relaxed) {
        return Err(SpeakError::Cancelled);
    }
    if let Some(error) = store_error {
        return Err(SpeakError::Store(error));
    }
    failures.sort_by_key(|failure| failure.segment);
    if failures.is_empty() { Ok(takes) } else { Err(SpeakError::Voices(failures)) }
}

/// Returns the takes that are stored, and one utterance for each take that is not.
fn split_by_stored(plan: &Plan) -> (Takes, Vec<&PlannedUtterance>) {
    let mut takes = Takes::new();
    let mut seen = BTreeSet::new();
    let mut missing = Vec::new();
    for planned in &plan.utterances {
        match &planned.stored {
            Lookup::Hit(take) => {
                takes.insert(planned.key, Take::clone(take));
            }
            Lookup::Miss(_) if seen.insert(planned.key) => missing.push(planned),
            Lookup::Miss(_) => {}
        }
    }
    (takes, missing)
}

fn reason(planned: &PlannedUtterance) -> Miss {
    match planned.stored {
        Lookup::Miss(reason) => reason,
        Lookup::Hit(_) => Miss::New,
    }
}

/// Why an utterance has no take.
enum Unspoken {
    Voice(Diagnostic),
    Store(FileError),
}

type Answer<'a> = (&'a PlannedUtterance, Result<Take, Unspoken>);

/// Speaks utterances from the queue until it is empty or the build is cancelled.
fn work<'a>(
    queue: &Queue<'a>,
    plan: &Plan,
    store: &Store,
    options: &Options<'_>,
    send: &mpsc::Sender<Answer<'a>>,
) {
    while let Some(planned) = queue.next() {
        let busy = BusyVoice { queue, voice: planned.voice };
        if options.cancel.load(Ordering::Relaxed) {
            return;
        }
        let result = speak(plan, store, planned, options.cancel);
        drop(busy);
        if send.send((planned, result)).is_err() {
            return;
        }
    }
}

/// Speaks one utterance and stores its take.
fn speak(
    plan: &Plan,
    store: &Store,
    planned: &PlannedUtterance,
    cancel: &AtomicBool,
) -> Result<Take, Unspoken> {
    let voice = &plan.voices[planned.voice];
    let utterance = &planned.utterance;
    let Spoken { clip, words } = speak_caught(voice.backend.as_ref(), utterance, cancel)
        .map_err(|error| Unspoken::Voice(voice_failed(&voice.name, utterance, &error)))?;
    let maker = Maker { voice: &voice.name, recorded: voice.backend.capabilities().unit == Unit::Segment };
    store.put(&planned.key, &clip, &words, maker, &utterance.spoken).map_err(Unspoken::Store)
}

fn voice_failed(voice: &str, utterance: &Utterance, error: &VoiceError) -> Diagnostic {
    let text = excerpt(&utterance.spoken);
    let what = format!("voice `{voice}` failed on \u{201c}{text}\u{201d}: {error}");
    Diagnostic::error(error.code(), what).hint(error.hint())
}

/// Calls the backend. A panic in an engine or a decoder fails this utterance and not the whole build.
fn speak_caught(
    backend: &dyn Backend,
    utterance: &Utterance,
    cancel: &AtomicBool,
) -> Result<Spoken, VoiceError> {
    panic::catch_unwind(AssertUnwindSafe(|| backend.speak(utterance, cancel))).unwrap_or_else(|_| {
        Err(VoiceError::failed("it crashed", "report this bug, and try another voice for these words"))
    })
}

/// Utterances to speak in the order of the script. No voice gets more of them at once than its backend allows.
struct Queue<'a> {
    state: Mutex<QueueState<'a>>,
    /// Notified when a voice becomes free.
    freed: Condvar,
    /// By voice: how many utterances it may speak at once.
    limits: Vec<usize>,
}

struct QueueState<'a> {
    /// By voice: its utterances, each with its position in the order of the script.
    waiting: Vec<VecDeque<(usize, &'a PlannedUtterance)>>,
    /// By voice: how many utterances it is speaking.
    busy: Vec<usize>,
}

impl<'a> Queue<'a> {
    fn new(utterances: &[&'a PlannedUtterance], plan: &Plan) -> Self {
        let limits: Vec<usize> =
            plan.voices.iter().map(|v| v.backend.capabilities().parallel.max(1)).collect();
        let mut waiting = vec![VecDeque::new(); limits.len()];
        for (position, planned) in utterances.iter().enumerate() {
            waiting[planned.voice].push_back((position, *planned));
        }
        let state = QueueState { waiting, busy: vec![0; limits.len()] };
        Self { state: Mutex::new(state), freed: Condvar::new(), limits }
    }

    /// Returns the first utterance that has a free voice, and waits for one if necessary. Returns `None` once all are taken.
    fn next(&self) -> Option<&'a PlannedUtterance> {
        let mut state = self.lock();
        loop {
            if state.waiting.iter().all(VecDeque::is_empty) {
                return None;
            }
            let free = (0..self.limits.len()).filter(|&voice| state.busy[voice] < self.limits[voice]);
            let first = free.filter_map(|voice| Some((state.waiting[voice].front()?.0, voice))).min();
            if let Some((_, planned)) = first.and_then(|(_, voice)| state.waiting[voice].pop_front()) {
                state.busy[planned.voice] += 1;
                return Some(planned);
            }
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, QueueState<'a>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Marks a voice as busy until it is dropped, also by a panic.
struct BusyVoice<'a, 'q> {
    queue: &'q Queue<'a>,
    voice: usize,
}

impl Drop for BusyVoice<'_, '_> {
    fn drop(&mut self) {
        self.queue.lock().busy[self.voice] -= 1;
        self.queue.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voices::backend::Capabilities;

    struct Panicking;

    impl Backend for Panicking {
        fn capabilities(&self) -> Capabilities {
            Capabilities::PLAIN
        }

        fn identity(&self, _utterance: &Utterance) -> Result<Vec<u8>, VoiceError> {
            Ok(Vec::new())
        }

        fn speak(&self, utterance: &Utterance, _cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
            panic!("no rule for {}", utterance.spoken)
        }
    }

    #[test]
    fn a_panic_in_a_backend_fails_one_utterance() {
        let result = speak_caught(&Panicking, &Utterance::new("Hello"), &AtomicBool::new(false));
        assert!(matches!(result, Err(VoiceError::Failed { .. })), "{result:?}");
    }
}
