//! The rows of a report: one for each segment, as plain data. `build::report` fills them.

use std::ops::Range;

/// A line of the report.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its number in script.toml, counted from 1; `None` for what does not stand there.
    pub number: Option<usize>,
    /// Who speaks.
    pub speaker: String,
    /// The words: those that are heard, or where there are none yet, the script's.
    pub text: String,
    /// The words that script.toml has now, where they are others.
    pub now: Option<String>,
    /// Who speaks for them; several where a fallback helped out.
    pub voices: Vec<String>,
    /// It is heard, and stands in script.toml no more.
    pub gone: bool,
    /// What there is to know of its takes.
    pub marks: Vec<Mark>,
    /// Problems and warnings at this segment: indices into the report's.
    pub problems: Vec<usize>,
    /// Where it is heard, in frames; `None` when it is not in the edition.
    pub frames: Option<Range<u64>>,
    /// Integrated loudness of it in the edition, LUFS.
    pub loudness: Option<f64>,
}

/// A word on a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The word.
    pub what: String,
    /// Somebody should look at it.
    pub look: bool,
}

impl Row {
    /// True when somebody should look at it.
    pub fn needs_a_look(&self) -> bool {
        !self.problems.is_empty() || self.marks.iter().any(|mark| mark.look)
    }

    /// What it is called where it has no number.
    pub(super) fn other_name(&self) -> &'static str {
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
