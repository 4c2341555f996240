//! Speaks the utterances that the store lacks, several at once, and stores each take as soon as it is done.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::RangeInclusive;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

use super::options::{Event, Options};
use super::plan::{Plan, PlannedUtterance, VoicePlan};
use super::script_file::ScriptFile;
use super::take_checks;
use super::take_faults::{self, Fault, Usual};
use super::verify;
use crate::base::diagnostic::{Diagnostic, excerpt};
use crate::base::error::Error;
use crate::base::files::FileError;
use crate::takes::{Analysis, Key, Lookup, Maker, Miss, Store, Take};
use crate::voices::backend::{Backend, Spoken, Utterance, VoiceError};

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

impl From<SpeakError> for Error {
    fn from(error: SpeakError) -> Self {
        match error {
            SpeakError::Cancelled => Self::Cancelled,
            SpeakError::Store(error) => error.into(),
            SpeakError::Voices(failures) => {
                Self::Problems(failures.into_iter().map(|failure| failure.problem).collect())
            }
        }
    }
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
    let usual = usual_before(plan);
    let queue = Queue::new(&missing, plan);
    let (mut failures, mut store_error) = (Vec::new(), None);
    thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        for _ in 0..options.jobs.clamp(1, missing.len().max(1)) {
            let (send, queue, usual) = (send.clone(), &queue, usual.as_slice());
            scope.spawn(move || work(queue, plan, store, options, usual, &send));
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
    if !failures.is_empty() {
        return Err(SpeakError::Voices(failures));
    }
    let spoken: BTreeSet<Key> = missing.iter().map(|planned| planned.key).collect();
    replace_faulty(store, plan, options, &spoken, &mut takes).map_err(SpeakError::Store)?;
    let heard = verify::listen(store, script, plan, options, &mut takes, on).map_err(SpeakError::Store)?;
    if options.cancel.load(Ordering::Relaxed) {
        return Err(SpeakError::Cancelled);
    }
    let is_new = |planned: &PlannedUtterance, fault: &Fault| {
        let words = matches!(fault, Fault::Words(_));
        spoken.contains(&planned.key) || (words && heard.contains(&planned.key))
    };
    report_faulty(script, plan, &is_new, &takes, on);
    Ok(takes)
}

/// Speaks all utterances of a plan with seeds that no earlier take has, one after another. `nth` is the number of the repetition.
pub(super) fn again(
    store: &Store,
    script: &ScriptFile<'_>,
    plan: &Plan,
    nth: u32,
    options: &Options<'_>,
) -> Result<Takes, SpeakError> {
    let usual = usual_before(plan);
    let mut takes = Takes::new();
    for planned in &plan.utterances {
        if options.cancel.load(Ordering::Relaxed) {
            return Err(SpeakError::Cancelled);
        }
        let voice = &plan.voices[planned.voice];
        let retries = retries(voice, options);
        // A build asks up to twice as often as `retries`.
        let first = nth * (2 * voice.retries + 1);
        let spoken = attempts(plan, planned, first..=first + retries, &usual[planned.voice], options.cancel);
        let spoken = spoken.map_err(|error| {
            let problem = voice_failed(&voice.name, &planned.utterance, &error);
            SpeakError::Voices(vec![VoiceFailure {
                segment: planned.segment,
                key: planned.key,
                voice: planned.voice,
                problem: script.at_segment(planned.segment, problem),
            }])
        })?;
        let take = spoken.store(store, plan, planned).and_then(|take| store.share(take));
        takes.insert(planned.key, take.map_err(SpeakError::Store)?);
    }
    Ok(takes)
}

/// Returns the usual pace and level of each voice, from the takes that are stored. The takes of this build do not count yet: their
/// order depends on the number of threads.
fn usual_before(plan: &Plan) -> Vec<Usual> {
    let stored = |at: usize| match &plan.utterances[at].stored {
        Lookup::Hit(take) => Some(&**take),
        Lookup::Miss(_) => None,
    };
    (0..plan.voices.len()).map(|voice| take_checks::usual(plan, voice, &stored)).collect()
}

/// Compares the new takes with all takes of their voices, and asks again for those that differ too much. The better one stays.
fn replace_faulty(
    store: &Store,
    plan: &Plan,
    options: &Options<'_>,
    spoken: &BTreeSet<Key>,
    takes: &mut Takes,
) -> Result<(), FileError> {
    let faulty = {
        let take_of = |at: usize| takes.get(&plan.utterances[at].key);
        let faulty = take_checks::faulty(plan, &take_of).into_iter();
        let new = faulty.filter(|(at, _)| spoken.contains(&plan.utterances[*at].key));
        let with_usual = new.map(|(at, faults)| {
            (at, faults.len(), take_checks::usual(plan, plan.utterances[at].voice, &take_of))
        });
        with_usual.collect::<Vec<_>>()
    };
    for (at, faults, usual) in faulty {
        let planned = &plan.utterances[at];
        let retries = retries(&plan.voices[planned.voice], options);
        if retries == 0 || options.cancel.load(Ordering::Relaxed) {
            continue;
        }
        // The first attempts of this build had the same seeds and passed the checks that need no other takes.
        let better = attempts(plan, planned, retries + 1..=2 * retries, &usual, options.cancel).ok();
        if let Some(better) = better.filter(|better| better.faults < faults) {
            takes.insert(planned.key, store.share_better(better.store(store, plan, planned)?)?);
        }
    }
    Ok(())
}

/// Warns of new faults. The plan has warned of those that were known.
fn report_faulty(
    script: &ScriptFile<'_>,
    plan: &Plan,
    is_new: &dyn Fn(&PlannedUtterance, &Fault) -> bool,
    takes: &Takes,
    on: &mut dyn FnMut(Event<'_>),
) {
    let take_of = |at: usize| takes.get(&plan.utterances[at].key);
    let warnings = take_checks::warnings(script, plan, &take_of, is_new);
    warnings.iter().for_each(|warning| on(Event::Warning(warning)));
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
    usual: &[Usual],
    send: &mpsc::Sender<Answer<'a>>,
) {
    while let Some(planned) = queue.next() {
        let busy = BusyVoice { queue, voice: planned.voice };
        if options.cancel.load(Ordering::Relaxed) {
            return;
        }
        let result = speak(plan, store, planned, &usual[planned.voice], options);
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
    usual: &Usual,
    options: &Options<'_>,
) -> Result<Take, Unspoken> {
    let voice = &plan.voices[planned.voice];
    // Another machine may have spoken it since the plan was made. A voice that always makes the same sound does not ask: the take
    // of the other machine is its own.
    let is_repeatable = voice.backend.capabilities().deterministic;
    if !is_repeatable
        && !voice.is_recorded()
        && let Some(take) = store.fetch(&planned.key).map_err(Unspoken::Store)?
    {
        return Ok(take);
    }
    let take = attempts(plan, planned, 0..=retries(voice, options), usual, options.cancel)
        .map_err(|error| Unspoken::Voice(voice_failed(&voice.name, &planned.utterance, &error)))?
        .store(store, plan, planned);
    let share = if is_repeatable { Store::share_better } else { Store::share };
    take.and_then(|take| share(store, take)).map_err(Unspoken::Store)
}

/// Returns how often a faulty take of a voice is asked for again. With a limit of the cost, a voice with a price is asked once: the
/// limit was compared with the cost of one take each.
fn retries(voice: &VoicePlan, options: &Options<'_>) -> u32 {
    let limited = options.limit.is_some() && voice.price.is_some();
    if limited || voice.backend.capabilities().deterministic { 0 } else { voice.retries }
}

/// A take that is not stored yet.
struct Attempt {
    spoken: Spoken,
    analysis: Analysis,
    faults: usize,
}

impl Attempt {
    fn store(self, store: &Store, plan: &Plan, planned: &PlannedUtterance) -> Result<Take, FileError> {
        let voice = &plan.voices[planned.voice];
        let maker = Maker { voice: &voice.name, recorded: voice.is_recorded() };
        let Spoken { clip, words } = &self.spoken;
        store.put_analysed(&planned.key, clip, &self.analysis, words, maker, &planned.utterance.spoken)
    }
}

/// Asks for a take until it has no fault. Returns the first one with the fewest faults, or the last error.
fn attempts(
    plan: &Plan,
    planned: &PlannedUtterance,
    numbers: RangeInclusive<u32>,
    usual: &Usual,
    cancel: &AtomicBool,
) -> Result<Attempt, VoiceError> {
    let backend = plan.voices[planned.voice].backend.as_ref();
    let checked = take_checks::is_checked(plan, planned.voice);
    let last = *numbers.end();
    let mut best: Option<Attempt> = None;
    for attempt in numbers {
        if best.is_some() && cancel.load(Ordering::Relaxed) {
            break;
        }
        let utterance = Utterance { attempt, ..planned.utterance.clone() };
        let spoken = match speak_caught(backend, &utterance, cancel) {
            Ok(spoken) => spoken,
            Err(error) if is_bad_sound(&error) && attempt < last && !cancel.load(Ordering::Relaxed) => {
                continue;
            }
            Err(error) => return best.ok_or(error),
        };
        let mut analysis = Analysis::of(&spoken.clip);
        let take = take_faults::Spoken::analysed(&utterance.spoken, &analysis);
        let mut faults = if checked { usual.faults(&take).len() } else { 0 };
        if let Some(listener) = plan.listener.as_ref().filter(|_| checked && faults == 0) {
            analysis.heard = listener.listen(&spoken.clip, cancel);
            let heard = analysis.heard.as_ref();
            faults +=
                usize::from(heard.is_some_and(|heard| listener.fault(&utterance.spoken, heard).is_some()));
        }
        if best.as_ref().is_none_or(|best| faults < best.faults) {
            best = Some(Attempt { spoken, analysis, faults });
        }
        if faults == 0 {
            break;
        }
    }
    best.ok_or_else(|| VoiceError::failed("it returned no sound", "try the voice by hand with these words"))
}

/// True for an answer that is empty, silent, or too short or too long. Services return one now and then.
fn is_bad_sound(error: &VoiceError) -> bool {
    matches!(error.code(), "sound-empty" | "sound-length")
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
