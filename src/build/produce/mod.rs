//! Utterances → takes: what the store lacks is spoken, several at once, each take stored as soon as it is done.

mod stand_in;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

pub(super) use stand_in::speak_missing;

use super::messages::{at_segment, short};
use super::{Event, Line, Options, Plan};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::FileError;
use crate::project::Project;
use crate::takes::{Key, Lookup, Maker, Miss, Store, Take};
use crate::voices::backend::{Backend, Spoken, Unit, Utterance, VoiceError};

/// The takes of a plan, by key.
pub(super) type Takes = BTreeMap<Key, Take>;

/// Brings the take of every line: from the store, or spoken now.
///
/// One failing utterance does not stop the others, so that a second build has only the failed ones to do.
pub(super) fn takes(
    project: &Project,
    plan: &Plan,
    options: &Options<'_>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Takes, Failed> {
    let (mut takes, misses) = sort(plan);
    let queue = Queue::new(&misses, plan);
    let store = project.store();
    let (mut failures, mut unstored) = (Vec::new(), Vec::new());
    thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        for _ in 0..options.jobs.clamp(1, misses.len().max(1)) {
            let (send, queue, store) = (send.clone(), &queue, &store);
            scope.spawn(move || work(queue, plan, store, options, &send));
        }
        drop(send);
        for (line, result) in receive {
            match result {
                Ok(take) => {
                    takes.insert(line.key, take);
                    on(Event::Spoken { line, reason: reason(line) });
                }
                Err(Unspoken::Store(error)) => unstored.push(error),
                Err(Unspoken::Voice(problem)) => failures.push(Failure {
                    segment: line.segment,
                    key: line.key,
                    voice: plan.voices[line.voice].name.clone(),
                    problem: at_segment(project, line.segment, problem),
                }),
            }
        }
    });
    if options.cancel.load(Ordering::Relaxed) {
        return Err(Failed::Cancelled);
    }
    if let Some(error) = unstored.pop() {
        return Err(Failed::Store(error));
    }
    failures.sort_by_key(|failure| failure.segment);
    if failures.is_empty() { Ok(takes) } else { Err(Failed::Voices(failures)) }
}

/// Why not every line has its take.
pub(super) enum Failed {
    /// Stopped by `cancel`.
    Cancelled,
    /// A take could not be kept. No other voice would help.
    Store(FileError),
    /// Voices that failed, in reading order.
    Voices(Vec<Failure>),
}

/// Why an utterance has no take.
enum Unspoken {
    Voice(Diagnostic),
    Store(FileError),
}

/// A voice that could not speak what it was to.
pub(super) struct Failure {
    /// Index into the script's segments.
    pub(super) segment: usize,
    /// What it was to speak.
    pub(super) key: Key,
    pub(super) voice: String,
    pub(super) problem: Diagnostic,
}

/// What is there, and one line for each take that is not.
fn sort(plan: &Plan) -> (Takes, Vec<&Line>) {
    let mut takes = Takes::new();
    let mut missing = BTreeSet::new();
    let mut misses = Vec::new();
    for line in &plan.lines {
        match &line.stored {
            Lookup::Hit(take) => {
                takes.insert(line.key, Take::clone(take));
            }
            Lookup::Miss(_) if missing.insert(line.key) => misses.push(line),
            Lookup::Miss(_) => {}
        }
    }
    (takes, misses)
}

fn reason(line: &Line) -> Miss {
    match line.stored {
        Lookup::Miss(reason) => reason,
        Lookup::Hit(_) => Miss::New,
    }
}

type Answer<'a> = (&'a Line, Result<Take, Unspoken>);

fn work<'a>(
    queue: &Queue<'a>,
    plan: &Plan,
    store: &Store,
    options: &Options<'_>,
    send: &mpsc::Sender<Answer<'a>>,
) {
    while let Some(line) = queue.next() {
        let turn = Turn { queue, line };
        if options.cancel.load(Ordering::Relaxed) {
            return;
        }
        let result = speak(plan, store, line, options.cancel);
        drop(turn);
        if send.send((line, result)).is_err() {
            return;
        }
    }
}

fn speak(plan: &Plan, store: &Store, line: &Line, cancel: &AtomicBool) -> Result<Take, Unspoken> {
    let voice = &plan.voices[line.voice];
    let Spoken { clip, words } = ask(voice.backend.as_ref(), &line.utterance, cancel).map_err(|error| {
        let text = short(&line.utterance.spoken);
        let problem = Diagnostic::error(
            "todo",
            format!("voice `{}` failed on \u{201c}{text}\u{201d}: {error}", voice.name),
        );
        Unspoken::Voice(problem.hint(error.hint()))
    })?;
    let maker = Maker { voice: &voice.name, recorded: voice.backend.capabilities().unit == Unit::Segment };
    store.put(&line.key, &clip, &words, maker, &line.utterance.spoken).map_err(Unspoken::Store)
}

/// A fault in an engine or a decoder is this utterance's, and not the end of the build.
fn ask(backend: &dyn Backend, utterance: &Utterance, cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
    panic::catch_unwind(AssertUnwindSafe(|| backend.speak(utterance, cancel))).unwrap_or_else(|_| {
        Err(VoiceError::failed(
            "it broke off in the middle",
            "try another voice for these words, and report it",
        ))
    })
}

/// Lines to speak, in reading order; no voice gets more at once than its backend takes.
struct Queue<'a> {
    state: Mutex<State<'a>>,
    freed: Condvar,
    limits: Vec<usize>,
}

struct State<'a> {
    /// By voice; the number is the place in reading order.
    waiting: Vec<VecDeque<(usize, &'a Line)>>,
    /// Utterances under way, by voice.
    busy: Vec<usize>,
}

impl<'a> Queue<'a> {
    fn new(lines: &[&'a Line], plan: &Plan) -> Self {
        let limits: Vec<usize> =
            plan.voices.iter().map(|v| v.backend.capabilities().parallel.max(1)).collect();
        let mut waiting = vec![VecDeque::new(); limits.len()];
        for (place, line) in lines.iter().enumerate() {
            waiting[line.voice].push_back((place, *line));
        }
        let state = State { waiting, busy: vec![0; limits.len()] };
        Self { state: Mutex::new(state), freed: Condvar::new(), limits }
    }

    /// The next line whose voice is free; waits for one. `None` when all are taken.
    fn next(&self) -> Option<&'a Line> {
        let mut state = self.lock();
        loop {
            if state.waiting.iter().all(VecDeque::is_empty) {
                return None;
            }
            let free = (0..self.limits.len()).filter(|&voice| state.busy[voice] < self.limits[voice]);
            let first = free.filter_map(|voice| Some((state.waiting[voice].front()?.0, voice))).min();
            if let Some((_, line)) = first.and_then(|(_, voice)| state.waiting[voice].pop_front()) {
                state.busy[line.voice] += 1;
                return Some(line);
            }
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<'a>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A voice at work on a line; free again when this is dropped, whatever happens.
struct Turn<'a, 'q> {
    queue: &'q Queue<'a>,
    line: &'a Line,
}

impl Drop for Turn<'_, '_> {
    fn drop(&mut self) {
        self.queue.lock().busy[self.line.voice] -= 1;
        self.queue.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voices::backend::Capabilities;

    struct Faulty;

    impl Backend for Faulty {
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
    fn an_engine_that_panics_fails_one_utterance() {
        let utterance = Utterance {
            spoken: "Hello".into(),
            text: "Hello".into(),
            segment_id: None,
            around: Default::default(),
        };
        let answer = ask(&Faulty, &utterance, &AtomicBool::new(false));
        assert!(matches!(answer, Err(VoiceError::Failed { .. })), "{answer:?}");
    }
}
