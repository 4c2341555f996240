//! The recogniser of the script, and how its words become a fault of a take.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::take_faults::Fault;
use crate::base::diagnostic::Diagnostic;
use crate::project::Project;
use crate::speech::{self, Difference, Recognition};
use crate::takes::Heard;
use crate::voices::Recogniser;
use aloud_audio::Clip;

/// Letters that are missing at one place of a faulty take. Of 272 good takes, none lacks more than 5: a misheard name is as long.
const MISSING: usize = 8;
/// Letters that are added at one place. Some recognisers end with "Thank you for watching" where there is only noise.
const ADDED: usize = 20;
/// Letters of words that are said twice in a row. Recognisers repeat no words of their own accord.
const REPEATED: usize = 4;
/// Differences that a message shows.
const SHOWN: usize = 3;
/// Takes in a row after which a recogniser that fails is not asked any more in this build.
const GIVE_UP: usize = 3;

/// Listens to takes.
pub(crate) struct Listener {
    recogniser: Recogniser,
    language: Option<String>,
    least: f64,
    failures: Mutex<Failures>,
}

/// Takes that the recogniser failed on.
#[derive(Default)]
struct Failures {
    count: usize,
    in_a_row: usize,
    first: Option<Diagnostic>,
}

impl Listener {
    /// Opens the recogniser of a project; `None` if it has none. Runs and sends nothing.
    pub(crate) fn of(project: &Project) -> Result<Option<Self>, Diagnostic> {
        let Some(settings) = &project.manifest.verify else { return Ok(None) };
        let language = project.manifest.script.language.clone();
        let recogniser = Recogniser::open(settings, &project.root, &project.trust)?;
        Ok(Some(Self { recogniser, language, least: settings.least, failures: Mutex::default() }))
    }

    /// Checks that the recogniser can run.
    pub(crate) fn ready(&self) -> Result<(), Diagnostic> {
        self.recogniser.ready()
    }

    /// True if these words are those of this recogniser.
    pub(super) fn knows(&self, heard: Option<&Heard>) -> bool {
        heard.is_some_and(|heard| heard.by == self.recogniser.identity())
    }

    /// Returns the words of a clip; `None` if the recogniser fails. A take that was not heard is still a good take.
    pub(crate) fn listen(&self, clip: &Clip, cancel: &AtomicBool) -> Option<Heard> {
        if self.failures().in_a_row >= GIVE_UP || cancel.load(Ordering::Relaxed) {
            self.failures().count += 1;
            return None;
        }
        let language = self.language.as_deref().and_then(crate::language::primary).unwrap_or("en");
        match self.recogniser.listen(clip, Some(language), cancel) {
            Ok(words) => {
                self.failures().in_a_row = 0;
                Some(Heard { by: self.recogniser.identity().to_string(), words })
            }
            Err(problem) => {
                let mut failures = self.failures();
                failures.count += 1;
                failures.in_a_row += 1;
                failures.first.get_or_insert(problem);
                None
            }
        }
    }

    /// Starts to count failures again.
    pub(super) fn forget_failures(&self) {
        *self.failures() = Failures::default();
    }

    /// Returns a warning about the takes that the recogniser failed on.
    pub(crate) fn failed(&self) -> Option<Diagnostic> {
        let Failures { count, first, .. } = std::mem::take(&mut *self.failures());
        let first = first?;
        let takes = if count == 1 { "one take was".to_string() } else { format!("{count} takes were") };
        let problem =
            Diagnostic::warning("recogniser-failed", format!("{takes} not checked: {}", first.what));
        Some(match first.hint {
            Some(hint) => problem.hint(hint),
            None => problem,
        })
    }

    fn failures(&self) -> std::sync::MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the fault of a take by the words that were heard in it.
    pub(super) fn fault(&self, spoken: &str, heard: &Heard) -> Option<Fault> {
        if heard.by != self.recogniser.identity() {
            return None;
        }
        self.compare(spoken, heard).1.map(Fault::Words)
    }

    /// Compares the words that were heard with those that were to be spoken. Returns the difference in words too if so much is wrong
    /// that it is hardly the recogniser's mistake.
    pub(crate) fn compare(&self, spoken: &str, heard: &Heard) -> (Recognition, Option<String>) {
        let found = speech::compare_heard(spoken, &heard.words, self.language.as_deref());
        let wrong = is_wrong(&found, self.least).then(|| shown(&found));
        (found, wrong)
    }
}

/// True if so much is wrong that it is hardly the recogniser's mistake.
fn is_wrong(found: &Recognition, least: f64) -> bool {
    let gross = |difference: &Difference| {
        difference.missing >= MISSING
            || difference.added >= ADDED
            || (difference.repeats && difference.added >= REPEATED)
    };
    found.share < least || found.differences.iter().any(gross)
}

/// Shows the largest differences, in their order.
fn shown(found: &Recognition) -> String {
    let mut largest: Vec<usize> = (0..found.differences.len()).collect();
    let size = |at: &usize| {
        let Difference { wanted, heard, .. } = &found.differences[*at];
        std::cmp::Reverse(wanted.len().max(heard.len()))
    };
    largest.sort_by_key(size);
    largest.truncate(SHOWN);
    largest.sort_unstable();
    let parts = largest.iter().map(|at| describe_difference(&found.differences[*at]));
    parts.collect::<Vec<_>>().join(", ")
}

/// Returns a difference in words.
pub(crate) fn describe_difference(difference: &Difference) -> String {
    let Difference { wanted, heard, repeats, .. } = difference;
    match (wanted.is_empty(), heard.is_empty()) {
        (true, _) if *repeats => format!("\u{201c}{heard}\u{201d} is said twice"),
        (true, _) => format!("\u{201c}{heard}\u{201d} is added"),
        (_, true) => format!("\u{201c}{wanted}\u{201d} is missing"),
        _ => format!("\u{201c}{wanted}\u{201d} was heard as \u{201c}{heard}\u{201d}"),
    }
}
