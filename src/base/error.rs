//! The error of every operation on a project.

use std::fmt;

use super::diagnostic::Diagnostic;
use super::files::FileError;

/// Why an operation did not finish. The last good episode and all finished takes stay in place.
#[derive(Debug)]
pub enum Error {
    /// All problems that were found, errors and warnings.
    Problems(Vec<Diagnostic>),
    /// The caller's cancel flag was set.
    Cancelled,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => f.write_str("cancelled"),
            Self::Problems(problems) => {
                let lines: Vec<String> = problems.iter().map(Diagnostic::to_string).collect();
                f.write_str(&lines.join("\n"))
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<Diagnostic> for Error {
    fn from(problem: Diagnostic) -> Self {
        Self::Problems(vec![problem])
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Diagnostic::from(error).into()
    }
}
