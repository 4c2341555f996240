//! Checks the words of recordings as soon as they are made.
//!
//! The check compares a recording with synthetic speech of the line and of others. That speech takes a second or more, so it is
//! prepared while the person reads, and kept for the lines that follow.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use super::choice::voice_of_segment;
use super::session::{WordCheck, WordProblem};
use super::sheet::text_to_read;
use super::submission::Submission;
use crate::base::diagnostic::Diagnostic;
use crate::project::Project;
use crate::speech::Lexicon;

/// Lines that are prepared at once. The check needs about as many as examples of other speech.
const LINES: usize = 12;

/// The checks of words for the lines that are recorded now. A person records the lines of one voice in a row.
#[derive(Default)]
pub struct WordChecks(Mutex<Option<Prepared>>);

struct Prepared {
    voice: String,
    lexicon: Lexicon,
    /// Segment → the words to read.
    lines: BTreeMap<usize, String>,
    /// `None` if no reference voice speaks the language of the script.
    check: Option<Arc<WordCheck>>,
}

impl WordChecks {
    /// Prepares to check recordings of a segment and of the lines after it, unless that is done. `jobs` is the number of threads.
    ///
    /// # Errors
    /// If the reference voice or the recogniser of `[verify]` fails.
    pub fn prepare(
        &self,
        project: &Project,
        segment: usize,
        jobs: usize,
    ) -> Result<Option<Arc<WordCheck>>, Diagnostic> {
        // Held while the lines are spoken: the recording of the first one waits for this, and does not have them spoken again.
        let mut prepared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let voice = voice_of_segment(project, segment).unwrap_or_default();
        let words = words_of(project, segment);
        let fits = |prepared: &&Prepared| {
            prepared.voice == voice
                && prepared.lines.get(&segment) == words.as_ref()
                && prepared.lexicon == project.lexicon
        };
        if let Some(prepared) = prepared.as_ref().filter(fits) {
            return Ok(prepared.check.clone());
        }
        let count = project.manifest.script.segments.len();
        let same_voice = |at: &usize| voice_of_segment(project, *at).as_deref() == Some(voice.as_str());
        let segments: BTreeSet<usize> = (segment..count).filter(same_voice).take(LINES).collect();
        let check = WordCheck::of(project, &segments, None, jobs, &AtomicBool::new(false))?.map(Arc::new);
        let lines = segments.into_iter().filter_map(|at| Some((at, words_of(project, at)?)));
        let lexicon = project.lexicon.clone();
        *prepared = Some(Prepared { voice, lexicon, lines: lines.collect(), check: check.clone() });
        Ok(check)
    }

    /// Returns the problem with the words of a recording; `None` if there is none, or if no voice can tell.
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare), and if the recording cannot be played.
    pub fn check(
        &self,
        project: &Project,
        submission: &Submission,
        jobs: usize,
    ) -> Result<Option<WordProblem>, Diagnostic> {
        let Some(check) = self.prepare(project, submission.segment, jobs)? else { return Ok(None) };
        check.check(Path::new("the recording"), submission, &AtomicBool::new(false))
    }
}

/// Returns the words that a person reads for a segment.
fn words_of(project: &Project, at: usize) -> Option<String> {
    let segment = project.manifest.script.segments.get(at)?;
    Some(text_to_read(segment).to_string())
}
