//! The report for whoever produces an episode: what is heard, how loud, and what somebody should look at, as one page.
//! It reads the finished edition and the project as it is now, and says where the two differ. Writes nothing.

mod chart;
mod curve;
mod omitted;
mod page;
mod rows;

use std::path::Path;

pub use curve::Curve;
pub use page::render;
pub use rows::{Mark, Row};

use crate::base::diagnostic::Diagnostic;
use crate::outputs::WAV;
use crate::outputs::description::Description;
use crate::script::Omission;

/// Everything that the page shows.
#[derive(Debug)]
pub struct Report<'a> {
    /// The project's folder.
    pub root: &'a Path,
    /// The finished edition.
    pub edition: &'a Description,
    /// What its WAV sounds like.
    pub curve: &'a Curve,
    /// Its segments, and those that script.toml has besides.
    pub rows: Vec<Row>,
    /// What the article has and nobody hears.
    pub omitted: &'a [Omission],
    /// What `aloud check` says, and what the mix was warned of.
    pub problems: Vec<Diagnostic>,
    /// The level that script.toml asks for, LUFS, and the highest true peak, dBTP.
    pub wanted: (Option<f64>, f64),
}

/// Reads the finished edition in `folder`: its description, and its WAV, which is measured.
///
/// # Errors
/// When one of them is not there, or they do not belong together.
pub fn read(folder: &Path) -> Result<(Description, Curve), Diagnostic> {
    let edition = Description::read(folder)?;
    let path = folder.join(WAV);
    let hint = "`aloud build` makes both anew";
    let curve = Curve::read(&path).map_err(|error| {
        Diagnostic::error("todo", "the episode cannot be read").at(&path).why(error.to_string()).hint(hint)
    })?;
    if (curve.frames, curve.rate) != (edition.frames, edition.sample_rate) {
        let told = |frames, rate| format!("{frames} frames at {rate} Hz");
        return Err(Diagnostic::error("todo", "this is not the episode that episode.json describes")
            .at(&path)
            .why(format!(
                "it has {}, and described are {}",
                told(curve.frames, curve.rate),
                told(edition.frames, edition.sample_rate)
            ))
            .hint(hint));
    }
    Ok((edition, curve))
}
