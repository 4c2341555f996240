//! Reads and writes whole files. Every error names its path, and a file is written completely or not at all.

mod archive;
mod atomic;
mod checksummed;
mod error;
mod fingerprint;
mod hashes;

use std::fs;
use std::io::Read;
use std::path::{Component, Path};

pub use archive::ArchiveEntry;
pub(crate) use archive::write_zip;
pub(crate) use atomic::write_new;
pub use atomic::{AtomicFile, create, write};
#[cfg(feature = "c2pa")]
pub(crate) use atomic::{create_readable, resolve_links};
pub(crate) use atomic::{remove_new_temporaries, remove_temporaries};
pub(crate) use checksummed::{read_checksummed, verify_checksum, with_checksum, write_checksummed};
pub use error::FileError;
pub use fingerprint::FileFingerprint;
pub(crate) use hashes::{FileHashes, hash_file, is_script};

/// Returns true for a relative path that never leaves the folder it starts in.
pub(crate) fn stays_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Reads a UTF-8 text file and drops a leading byte order mark.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub(crate) fn read_text(path: &Path) -> Result<String, FileError> {
    let text = fs::read_to_string(path).map_err(|e| FileError::new("read", path, e))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
}

/// As [`read_text`], but returns `None` for a file that does not exist.
///
/// # Errors
/// When it exists and cannot be read.
pub(crate) fn read_text_if_any(path: &Path) -> Result<Option<String>, FileError> {
    match read_text(path) {
        Err(error) if error.is_not_found() => Ok(None),
        other => other.map(Some),
    }
}

/// Removes a file. Returns false if there is none.
///
/// # Errors
/// When it exists and cannot be removed.
pub(crate) fn remove_if_any(path: &Path) -> Result<bool, FileError> {
    match fs::remove_file(path).map_err(|error| FileError::new("remove", path, error)) {
        Err(error) if error.is_not_found() => Ok(false),
        removed => removed.map(|()| true),
    }
}

/// Returns true for a file that is no link.
pub(crate) fn is_plain_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|file| file.is_file())
}

/// Returns true for a file that its owner has protected against changes.
pub(crate) fn is_read_only(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.permissions().readonly())
}

/// Returns the names in a folder, sorted; none if it cannot be read.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// Reads at most `limit + 1` bytes of a file. A result longer than `limit` means that the file is too large.
///
/// The bound protects against a file without end, e.g. `/dev/zero` as an article.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn read_at_most(path: &Path, limit: usize) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|e| FileError::new("read", path, e))?;
    let read = file.take(limit as u64 + 1).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|e| FileError::new("read", path, e))
}

#[cfg(test)]
mod tests {
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
        assert_eq!(read_text_if_any(&dir.path().join("none")).unwrap(), None);
        fs::write(dir.path().join("latin1"), b"caf\xe9").unwrap();
        let error = read_text_if_any(&dir.path().join("latin1")).unwrap_err();
        assert!(Diagnostic::from(error).hint.unwrap().contains("UTF-8"));
    }
}
