//! The options, events and outcome of a build: what a caller passes in and gets back.

use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use super::plan::{Plan, PlannedUtterance};
use crate::base::diagnostic::Diagnostic;
use crate::base::project_files::{DRAFT, OUT};
use crate::takes::Miss;

/// Options of a build. None of them changes a byte of the result.
#[derive(Debug)]
pub struct Options<'a> {
    /// Number of threads, 1 or more.
    pub jobs: usize,
    /// Set it to stop the build at the next safe point.
    pub cancel: &'a AtomicBool,
    /// The folder that the edition is written to.
    pub target: Target,
    /// Highest cost of speech, by the prices of the voices. A build that would cost more speaks nothing.
    pub limit: Option<f64>,
}

/// The folder that an edition is written to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// `out/`: the edition is published.
    #[default]
    Published,
    /// `draft/`: the edition is reviewed before it is published.
    Draft,
}

impl Target {
    /// Returns the name of the folder in the project.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Published => OUT,
            Self::Draft => DRAFT,
        }
    }
}

/// An event during a build, for a progress display.
pub enum Event<'a> {
    /// The build waits until another build of this project ends.
    Waiting,
    /// A warning was found.
    Warning(&'a Diagnostic),
    /// The build is planned.
    Planned(&'a Plan),
    /// An utterance was spoken and its take was stored.
    Spoken {
        /// The utterance.
        utterance: &'a PlannedUtterance,
        /// Why no stored take was used.
        reason: Miss,
    },
    /// The recogniser has listened to a take.
    Listening {
        /// Number of takes that are done.
        done: usize,
        /// Number of takes in total.
        total: usize,
    },
    /// A part of the episode is mixed.
    Mixing {
        /// Number of frames that are done.
        done: u64,
        /// Number of frames in total.
        total: u64,
    },
    /// Some of the compressed formats are encoded.
    Encoding {
        /// Number of formats that are done.
        done: usize,
        /// Number of formats in total.
        total: usize,
    },
    /// The target already holds this edition, so nothing was written.
    UpToDate,
}

/// The result of a build.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// Number of takes that this build spoke.
    pub spoken: usize,
    /// Number of takes that were in the store.
    pub reused: usize,
    /// Length of the episode in seconds.
    pub seconds: f64,
    /// Integrated loudness in LUFS; `None` if nothing was mixed because nothing had changed.
    pub loudness: Option<f64>,
}
