//! Makes the report of a finished episode: one HTML page with loudness, segments, takes and what needs attention. Also the
//! page about a batch of articles.

mod batch;
mod chart;
mod curve;
mod data;
mod page;
mod recordings;

pub(crate) use batch::{BatchPage, BatchRow};
pub use curve::Curve;
pub use data::{Mark, Report, Row, RowRecording};
pub use page::render;

use crate::base::diagnostic::Diagnostic;
use crate::base::files::ProjectPath;
use crate::outputs::WAV;
use crate::outputs::description::Description;

/// Reads the description of the finished edition in `folder`, and measures its WAV.
///
/// # Errors
/// Returns an error if one of the two is missing, or they do not match.
pub fn read(folder: &ProjectPath) -> Result<(Description, Curve), Diagnostic> {
    let edition = Description::read(folder)?;
    let path = folder.join(WAV);
    let curve = Curve::read(&path).map_err(|error| {
        Diagnostic::error("sound-unreadable", "the episode cannot be read")
            .at(&path)
            .why(error.to_string())
            .hint("run `aloud build`")
    })?;
    if (curve.frames, curve.rate) != (edition.frames, edition.sample_rate) {
        let (frames, rate) = (edition.frames, edition.sample_rate);
        return Err(Diagnostic::error("sound-mismatch", "the sound does not match episode.json")
            .at(&path)
            .why(format!(
                "it has {} frames at {} Hz, but episode.json has {frames} frames at {rate} Hz",
                curve.frames, curve.rate
            ))
            .hint("run `aloud build`"));
    }
    Ok((edition, curve))
}
