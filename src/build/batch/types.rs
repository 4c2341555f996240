//! The options, events and results of a batch.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::super::options::{Event, Outcome};
use super::shard::Shard;
use crate::base::diagnostic::Diagnostic;
use crate::base::trust::Trust;
use crate::script::file::Defaults;

/// Options of a batch.
#[derive(Debug)]
pub struct BatchOptions<'a> {
    /// The folder of the articles. The manifest names files in it, and no others.
    pub articles: &'a Path,
    /// How articles with uncertain speakers are built.
    pub unsure: UnsurePolicy,
    /// The part of the manifest that this run builds.
    pub shard: Shard,
    /// Number of threads, 1 or more. It does not change the result.
    pub jobs: usize,
    /// Set it to stop at the next safe point.
    pub cancel: &'a AtomicBool,
    /// Highest cost of speech in this run, by the prices of the voices. An article that would exceed it fails and speaks nothing.
    pub limit: Option<f64>,
    /// Tables that the script.toml of each new project gets.
    pub defaults: Defaults,
    /// What the projects may run and send; `None` for what the user has recorded for each.
    pub trust: Option<Trust>,
}

/// How articles with uncertain speakers are built.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UnsurePolicy {
    /// The narrator reads the quotes of uncertain speakers.
    Narrate,
    /// The likeliest speaker speaks them.
    #[default]
    Best,
    /// The project is made but not built. It is built by the next run after a person has reviewed it.
    Hold,
}

/// The state of an article after a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ArticleState {
    /// The episode is in `out/`.
    Made,
    /// The project waits for a review of its speakers.
    Held,
    /// There is no episode, or an old one.
    Failed,
}

/// The result of one line of the manifest. It depends only on the manifest and the projects, not on earlier runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ArticleReport {
    /// Line in the manifest, counted from 1.
    pub line: usize,
    /// The id; `None` if the line has no valid one.
    pub id: Option<String>,
    /// The state of the article.
    pub state: ArticleState,
    /// Title of the episode.
    pub title: Option<String>,
    /// Number of quotes with an uncertain speaker.
    pub unsure: usize,
    /// Length of the episode in seconds.
    pub seconds: Option<f64>,
    /// Why it failed.
    pub problems: Vec<Diagnostic>,
}

/// The number of articles in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BatchCounts {
    /// Episodes that exist now.
    pub made: usize,
    /// Projects that wait for a review.
    pub held: usize,
    /// Articles without a current episode.
    pub failed: usize,
}

impl BatchCounts {
    /// Counts one article.
    pub(super) fn add(&mut self, state: ArticleState) {
        match state {
            ArticleState::Made => self.made += 1,
            ArticleState::Held => self.held += 1,
            ArticleState::Failed => self.failed += 1,
        }
    }
}

/// An event during a batch, for a progress display.
pub enum BatchEvent<'a> {
    /// An event of the build of an article.
    Build {
        /// Id of the article.
        id: &'a str,
        /// The event.
        event: Event<'a>,
    },
    /// An article is done.
    Done {
        /// Its result.
        report: &'a ArticleReport,
        /// The outcome of its build; `None` if it was not built.
        outcome: Option<&'a Outcome>,
    },
}
