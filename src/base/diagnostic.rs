//! Diagnostics: what is wrong, where, why, and what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::terminal::{escape, escape_lines};

/// How serious a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The episode can be built, but a person should look at this.
    Warning,
    /// The episode cannot be built.
    Error,
}

/// The position that a diagnostic refers to: a file, and where known a line and a segment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, as the user named it or relative to the project.
    pub path: PathBuf,
    /// Line in the file, counted from 1.
    pub line: Option<usize>,
    /// Segment of script.toml, counted from 1.
    pub segment: Option<usize>,
}

/// One problem with its position and its fix.
///
/// Style: lower case, no final dot, paths and literals in backticks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// How serious it is.
    pub severity: Severity,
    /// Stable name of this kind of problem, e.g. `voice-missing`. The reference lists all codes.
    pub code: &'static str,
    /// What failed, in one line.
    pub what: String,
    /// Where it failed.
    pub place: Option<Place>,
    /// The cause.
    pub why: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// Creates an error. `code` is its stable name, `what` says what failed.
    pub fn error(code: &'static str, what: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, what: what.into(), place: None, why: None, hint: None }
    }

    /// Creates a warning. `code` is its stable name, `what` says what a person should look at.
    pub fn warning(code: &'static str, what: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, what) }
    }

    /// Adds the file.
    #[must_use]
    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.place.get_or_insert_default().path = path.as_ref().to_path_buf();
        self
    }

    /// Adds the line, counted from 1.
    #[must_use]
    pub fn line(mut self, line: usize) -> Self {
        self.place.get_or_insert_default().line = Some(line);
        self
    }

    /// Adds the segment, counted from 1.
    #[must_use]
    pub fn segment(mut self, segment: usize) -> Self {
        self.place.get_or_insert_default().segment = Some(segment);
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Returns true when this problem prevents a build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape(&self.path.to_string_lossy()))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(segment) = self.segment {
            write!(f, " (segment {segment})")?;
        }
        Ok(())
    }
}

/// Shows the diagnostic for a terminal: all its texts are escaped.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = if self.is_error() { "error" } else { "warning" };
        write!(f, "{label}: {}", escape_lines(&self.what))?;
        if let Some(place) = &self.place {
            write!(f, "\n  --> {place}")?;
        }
        if let Some(why) = &self.why {
            write!(f, "\n  why: {}", escape_lines(why))?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  help: {}", escape_lines(hint))?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// Returns the first words of a text, for messages.
pub fn excerpt(text: &str) -> String {
    const CHARS: usize = 50;
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // The messages have quotation marks of their own.
    let flat = flat.trim_matches(['\u{201c}', '\u{201d}', '"']);
    if flat.chars().count() <= CHARS {
        return flat.to_string();
    }
    let mut cut: String = flat.chars().take(CHARS).collect();
    cut.truncate(cut.rfind(' ').unwrap_or(cut.len()));
    cut + "…"
}
