//! The takes that a segment was built with, from the history.

use serde::Serialize;

use crate::base::error::Error;
use crate::project::Project;
use crate::takes::{History, Version, segment_key};

/// A version of a segment in the history, as `aloud takes --json` prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SegmentTake {
    /// Its number, 1 for the latest.
    pub take: usize,
    /// Its id, which `take` in script.toml names.
    pub id: String,
    /// Name of the voice.
    pub voice: String,
    /// Text of the segment at that time.
    pub text: String,
    /// Time of the first build with it, in seconds since 1970.
    pub made: u64,
    /// Length in seconds; `None` if its sound is gone.
    pub seconds: Option<f64>,
    /// True for the latest.
    pub heard: bool,
    /// Keys of its takes.
    pub pieces: Vec<String>,
    #[serde(skip)]
    pub(crate) version: Version,
}

impl SegmentTake {
    /// Returns the version in the history.
    pub fn version(&self) -> &Version {
        &self.version
    }
}

/// Returns the versions of a segment, the latest first.
///
/// # Errors
/// If the history cannot be read.
pub fn segment_takes(project: &Project, segment: usize) -> Result<Vec<SegmentTake>, Error> {
    let Some(segment) = project.manifest.script.segments.get(segment) else { return Ok(Vec::new()) };
    let history = History::read(&project.history_path())?;
    let key = segment_key(segment.id.as_deref(), &segment.text);
    let store = project.store();
    let versions = history.versions_of(&key).rev().enumerate();
    let takes = versions.map(|(at, version)| SegmentTake {
        take: at + 1,
        id: version.id(),
        voice: version.voice.clone(),
        text: version.text.clone(),
        made: version.made,
        seconds: store.seconds(&version.takes),
        heard: at == 0,
        pieces: version.takes.iter().map(|take| take.key.clone()).collect(),
        version: version.clone(),
    });
    Ok(takes.collect())
}
