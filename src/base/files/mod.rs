//! Access to files. Every error names its path, and a file is written completely or not at all.
//!
//! A path in a project is a [`ProjectPath`]. The functions of this module take paths that the user names.

mod access;
mod archive;
mod atomic;
#[cfg(unix)]
mod beneath;
#[cfg(not(unix))]
#[path = "beneath_portable.rs"]
mod beneath;
mod changes;
mod checksummed;
mod error;
mod fingerprint;
mod hashes;
mod kind;
mod links;
mod project_path;
mod refusal;
mod temporary;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path};

pub use archive::ArchiveEntry;
pub(crate) use archive::write_zip;
pub use atomic::{AtomicFile, create};
pub(crate) use checksummed::{verify_checksum, with_checksum};
pub use error::FileError;
pub use fingerprint::FileFingerprint;
pub(crate) use hashes::{FileHashes, hash_file, hash_open, is_script};
pub(crate) use kind::Kind;
pub use links::{AllowedLinks, allow_links};
pub use project_path::ProjectPath;
pub(crate) use project_path::{STATE_LIMIT, TEXT_LIMIT};
pub(crate) use refusal::Refusal;

/// Returns true for a relative path that never leaves the folder it starts in.
pub(crate) fn stays_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// As [`open`], with the plain error of the system.
///
/// # Errors
/// As [`open`].
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    beneath::open_regular(path)
}

/// Opens a file that the user names, for reading. Its path may have links, but it must be a regular file.
///
/// # Errors
/// When it cannot be opened, or is a folder, a device, a pipe or a socket.
pub fn open(path: &Path) -> Result<File, FileError> {
    beneath::open_regular(path).map_err(|error| FileError::new("read", path, error))
}

/// Reads a UTF-8 text file that the user names, and drops a leading byte order mark.
///
/// # Errors
/// When it cannot be read, is too large or is not UTF-8.
pub(crate) fn read_text(path: &Path) -> Result<String, FileError> {
    let bytes = project_path::read_limited(open(path)?, TEXT_LIMIT);
    bytes.and_then(project_path::text).map_err(|error| FileError::new("read", path, error))
}

/// As `read_text`, but returns `None` for a file that does not exist.
///
/// # Errors
/// As `read_text`.
pub fn read_text_if_any(path: &Path) -> Result<Option<String>, FileError> {
    match read_text(path) {
        Err(error) if error.is_not_found() => Ok(None),
        other => other.map(Some),
    }
}

/// Reads a whole file of at most `limit` bytes that the user names.
///
/// # Errors
/// When it cannot be read or is larger.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let bytes = project_path::read_limited(open(path)?, limit);
    bytes.map_err(|error| FileError::new("read", path, error))
}

/// Writes a whole file outside of projects atomically, and creates its folders. Links in its path are followed.
///
/// # Errors
/// When it cannot be written. The file then has its old content.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    make_folder(path.parent().unwrap_or(Path::new("")))?;
    let mut file = create(path)?;
    let written = file.write_all(bytes).and_then(|()| file.commit());
    written.map_err(|error| FileError::new("write", path, error))
}

/// Creates a folder outside of projects, and the folders above it.
///
/// # Errors
/// When it cannot be created.
pub fn make_folder(folder: &Path) -> Result<(), FileError> {
    fs::create_dir_all(folder).map_err(|error| FileError::new("make the folder", folder, error))
}

/// Removes a file outside of projects. Returns false if there is none.
///
/// # Errors
/// When it exists and cannot be removed.
pub(crate) fn remove_if_any(path: &Path) -> Result<bool, FileError> {
    match fs::remove_file(path).map_err(|error| FileError::new("remove", path, error)) {
        Err(error) if error.is_not_found() => Ok(false),
        removed => removed.map(|()| true),
    }
}

/// Returns true if two paths lead to the same existing file.
pub fn is_same(a: &Path, b: &Path) -> bool {
    a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

/// Returns the names of the entries of a folder that the user names, without hidden ones.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn visible_names(folder: &Path) -> Result<Vec<OsString>, FileError> {
    let entries = ProjectPath::root(folder).entries()?.into_iter().map(|(name, _)| name);
    Ok(entries.filter(|name| !name.as_encoded_bytes().starts_with(b".")).collect())
}

/// Reads at most `limit + 1` bytes of a file that the user names. A result longer than `limit` means that the file is too large.
///
/// It may be a pipe, e.g. `<(curl …)` of a shell. The bound protects against one without end.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn read_at_most(path: &Path, limit: usize) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|e| FileError::new("read", path, e))?;
    let read = file.take(limit as u64 + 1).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|e| FileError::new("read", path, e))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::base::diagnostic::Diagnostic;

    #[test]
    fn read_at_most_returns_one_byte_more_than_the_limit_for_larger_files() {
        let dir = tempfile::tempdir().unwrap();
        let length = |path: &Path, limit| read_at_most(path, limit).map(|bytes| bytes.len());
        fs::write(dir.path().join("ten"), [7; 10]).unwrap();
        for (limit, wanted) in [(11, 10), (10, 10), (9, 10), (8, 9), (0, 1)] {
            assert_eq!(length(&dir.path().join("ten"), limit).unwrap(), wanted, "at most {limit}");
        }
        #[cfg(unix)]
        assert_eq!(length(Path::new("/dev/zero"), 1 << 20).unwrap(), (1 << 20) + 1);
        assert!(length(&dir.path().join("none"), 9).unwrap_err().is_not_found());
    }

    #[test]
    fn a_missing_file_is_none_and_an_unreadable_one_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let root = ProjectPath::root(dir.path());
        assert_eq!(root.join("none").read_text_if_any().unwrap(), None);
        fs::write(dir.path().join("latin1"), b"caf\xe9").unwrap();
        let error = root.join("latin1").read_text_if_any().unwrap_err();
        assert!(Diagnostic::from(error).hint.unwrap().contains("UTF-8"));
    }
}
