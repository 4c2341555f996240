//! The error of an operation on one file.

use std::io;
use std::path::{Path, PathBuf};

use super::refusal::Refusal;
use crate::base::diagnostic::Diagnostic;

/// An operation on a file that failed: the operation, the path and the cause.
#[derive(Debug, thiserror::Error)]
#[error("cannot {verb} `{}`: {source}", path.display())]
pub struct FileError {
    verb: &'static str,
    path: PathBuf,
    source: io::Error,
}

impl FileError {
    /// Creates an error. `verb` completes the sentence "cannot …", e.g. `read` or `make the folder`.
    pub fn new(verb: &'static str, path: &Path, source: io::Error) -> Self {
        Self { verb, path: path.to_path_buf(), source }
    }

    /// Returns the same cause as an error of another operation.
    pub(crate) fn about(self, verb: &'static str, path: &Path) -> Self {
        Self::new(verb, path, self.source)
    }

    /// Returns true when Aloud refuses the file: a link, a device, or a file that is too large.
    pub(crate) fn is_refused(&self) -> bool {
        Refusal::of(&self.source).is_some()
    }

    /// Returns true when the file does not exist.
    pub(crate) fn is_not_found(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }
}

impl From<FileError> for Diagnostic {
    fn from(error: FileError) -> Self {
        if let Some(refusal) = Refusal::of(&error.source) {
            let (code, hint) = refusal.advice();
            let what = format!("cannot {} `{}`", error.verb, error.path.display());
            return Diagnostic::error(code, what).at(&error.path).why(refusal.to_string()).hint(hint);
        }
        let (code, hint) = match error.source.kind() {
            io::ErrorKind::NotFound => ("file-not-found", "check the name"),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                ("file-permission", "make it readable and writable for you, or work in another folder")
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                ("disk-full", "free some space and run the command again")
            }
            io::ErrorKind::IsADirectory => {
                ("file-is-folder", "move the folder of this name away, or choose another name")
            }
            // Reading text reports bytes that are not UTF-8 as invalid data.
            io::ErrorKind::InvalidData => ("file-not-utf8", "save the file as UTF-8"),
            _ => ("file-io", "fix the problem above and run the command again; no data was lost"),
        };
        let what = format!("cannot {} `{}`", error.verb, error.path.display());
        Diagnostic::error(code, what).at(&error.path).why(error.source.to_string()).hint(hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_depends_on_the_kind_of_the_cause() {
        let code = |kind: io::ErrorKind| {
            Diagnostic::from(FileError::new("read", Path::new("a.txt"), kind.into())).code
        };
        assert_eq!(code(io::ErrorKind::NotFound), "file-not-found");
        assert_eq!(code(io::ErrorKind::PermissionDenied), "file-permission");
        assert_eq!(code(io::ErrorKind::StorageFull), "disk-full");
        assert_eq!(code(io::ErrorKind::InvalidData), "file-not-utf8");
        assert_eq!(code(io::ErrorKind::IsADirectory), "file-is-folder");
        assert_eq!(code(io::ErrorKind::TimedOut), "file-io");
    }
}
