//! The data that the report shows. `build::report` gathers it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::curve::Curve;
use crate::base::diagnostic::Diagnostic;
use crate::outputs::description::Description;
use crate::script::{NARRATOR, Omission};

/// Number of colours for speakers; further speakers reuse them and differ by name.
const COLOURS: usize = 6;

/// Everything that the report shows.
#[derive(Debug)]
pub struct Report<'a> {
    /// The project's folder.
    pub root: &'a Path,
    /// The description of the finished edition.
    pub edition: &'a Description,
    /// The measurements of its WAV.
    pub curve: &'a Curve,
    /// The segments of the edition and of script.toml.
    pub rows: Vec<Row>,
    /// The parts of the article that are not read aloud.
    pub omitted: &'a [Omission],
    /// The problems of the project and the warnings of the mix.
    pub problems: Vec<Diagnostic>,
    /// The loudness target in LUFS and the maximum true peak in dBTP.
    pub wanted: (Option<f64>, f64),
}

/// A segment of the report.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Number in script.toml, counted from 1; `None` if the segment is not there.
    pub number: Option<usize>,
    /// The speaker.
    pub speaker: String,
    /// The text in the edition, or in script.toml if the segment is not built yet.
    pub text: String,
    /// The text in script.toml, if it differs.
    pub now: Option<String>,
    /// The voices that speak it; several if a fallback voice spoke a part.
    pub voices: Vec<String>,
    /// Whether it is in the edition, but no longer in script.toml.
    pub gone: bool,
    /// Notes about its takes.
    pub marks: Vec<Mark>,
    /// Its problems and warnings, as indexes into the report's.
    pub problems: Vec<usize>,
    /// Its frames in the edition; `None` if it is not built yet.
    pub frames: Option<Range<u64>>,
    /// Integrated loudness in the edition, in LUFS.
    pub loudness: Option<f64>,
    /// The recordings of the line, if there are several.
    pub recordings: Vec<RowRecording>,
}

/// A recording of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct RowRecording {
    /// File name without extension.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// True if the line uses it.
    pub chosen: bool,
    /// The session that it was cut from, and the time in it in seconds.
    pub session: Option<(String, f64)>,
}

/// A note on a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The text of the note.
    pub what: String,
    /// Whether a person should look at it.
    pub look: bool,
}

impl Row {
    /// Returns whether a person should look at this segment.
    pub fn needs_attention(&self) -> bool {
        !self.problems.is_empty() || self.marks.iter().any(|mark| mark.look)
    }

    /// Returns the label of a segment without a number.
    pub(super) fn unnumbered_label(&self) -> &'static str {
        if self.gone { "gone" } else { "notice" }
    }

    /// Adds a mark that needs no attention.
    pub(crate) fn note(&mut self, what: &str) {
        self.marks.push(Mark { what: what.into(), look: false });
    }

    /// Adds a mark that a person should look at.
    pub(crate) fn flag(&mut self, what: &str) {
        self.marks.push(Mark { what: what.into(), look: true });
    }
}

/// Returns the colour number of each speaker, in the order of their first segments; the narrator has none.
pub(super) fn speaker_colours(rows: &[Row]) -> BTreeMap<String, usize> {
    let mut colours = BTreeMap::new();
    for row in rows.iter().filter(|row| row.speaker != NARRATOR) {
        let next = colours.len() % COLOURS + 1;
        colours.entry(row.speaker.clone()).or_insert(next);
    }
    colours
}
