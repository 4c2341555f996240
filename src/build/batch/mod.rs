//! Builds many articles in one run: a manifest with one JSON object a line → one project and one episode for each line.
//!
//! The articles are read and built one after the other, and nothing of an article is kept in memory once it is done. A failed
//! article never stops the others. There is no state besides the projects: a run that was killed is continued by the same
//! command, which completes the project that was begun, finds finished episodes up to date, and merges articles whose file changed.

mod episode;
mod manifest;
mod record;
mod shard;
mod source;
mod types;

use std::path::Path;
use std::sync::atomic::Ordering;

pub use shard::Shard;
pub use types::{ArticleReport, ArticleState, BatchCounts, BatchEvent, BatchOptions, UnsurePolicy};

use super::options::{Event, Outcome};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::series::{Series, is_series};
use episode::{Episode, make};
use manifest::{Entry, Line, Manifest};
use record::Record;

/// Makes the projects and episodes of the lines of `manifest` in `folder`, and writes a report there.
///
/// # Errors
/// When the manifest cannot be read or the report cannot be written, and [`Error::Cancelled`] after `options.cancel` was set.
/// Failed articles are no error of the batch: they are in the counts and in the report.
pub fn batch(
    manifest: &Path,
    folder: &Path,
    options: &BatchOptions<'_>,
    on: &mut dyn FnMut(BatchEvent<'_>),
) -> Result<BatchCounts, Error> {
    // Every article would fail with the problems of its series.
    if is_series(folder) {
        Series::load(folder).map_err(Error::Problems)?;
    }
    let mut lines = Manifest::open(manifest, options.shard)?;
    let mut record = Record::create(folder, manifest, options.shard, options.unsure)?;
    let mut spent = 0.0;
    while let Some((number, line)) = lines.next()? {
        if options.cancel.load(Ordering::Relaxed) {
            return Err(Error::Cancelled);
        }
        let limit = options.limit.map(|limit| (limit - spent).max(0.0));
        let (report, outcome, cost) = article(folder, number, line, options, limit, on)?;
        spent += cost;
        record.add(&report)?;
        on(BatchEvent::Done { report: &report, outcome: outcome.as_ref() });
    }
    Ok(record.finish()?)
}

/// Makes the article of one line. Returns its result, the outcome of its build, and the cost of its speech.
fn article(
    folder: &Path,
    number: usize,
    line: Line,
    options: &BatchOptions<'_>,
    limit: Option<f64>,
    on: &mut dyn FnMut(BatchEvent<'_>),
) -> Result<(ArticleReport, Option<Outcome>, f64), Error> {
    let entry = match line {
        Ok(entry) => entry,
        Err((id, problems)) => return Ok((failed(number, id, problems), None, 0.0)),
    };
    let (mut planned, mut has_spoken) = (0.0, false);
    let made = make(folder, &entry, options, limit, &mut |event| {
        match &event {
            Event::Planned(plan) => planned = plan.cost(),
            Event::Spoken { .. } => has_spoken = true,
            _ => {}
        }
        on(BatchEvent::Build { id: &entry.id, event });
    });
    let (report, outcome) = report(number, entry, made)?;
    Ok((report, outcome, if has_spoken { planned } else { 0.0 }))
}

fn report(
    number: usize,
    entry: Entry,
    made: Result<Episode, Error>,
) -> Result<(ArticleReport, Option<Outcome>), Error> {
    let episode = match made {
        Ok(episode) => episode,
        Err(Error::Cancelled) => return Err(Error::Cancelled),
        Err(Error::Problems(problems)) => return Ok((failed(number, Some(entry.id), problems), None)),
    };
    let Episode { state, title, unsure, outcome } = episode;
    let (outcome, problems) = match outcome {
        None => (None, Vec::new()),
        Some(Ok(outcome)) => (Some(outcome), Vec::new()),
        Some(Err(Error::Cancelled)) => return Err(Error::Cancelled),
        Some(Err(Error::Problems(problems))) => (None, problems),
    };
    let seconds = outcome.as_ref().map(|outcome| outcome.seconds);
    let report = ArticleReport { line: number, id: Some(entry.id), state, title, unsure, seconds, problems };
    Ok((report, outcome))
}

fn failed(line: usize, id: Option<String>, problems: Vec<Diagnostic>) -> ArticleReport {
    ArticleReport { line, id, state: ArticleState::Failed, title: None, unsure: 0, seconds: None, problems }
}
