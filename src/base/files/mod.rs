//! Reading and writing whole files: every failure names its path, and a file is whole or not there.

mod archive;
mod sealed;
mod stamp;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use atomic_write_file::{AtomicWriteFile, OpenOptions};
use tempfile::NamedTempFile;

use crate::base::diagnostic::Diagnostic;
pub use archive::{Entry, write_zip};
pub use sealed::{read_sealed, seal, unseal, write_sealed};
pub use stamp::Stamp;

/// What could not be done to which file.
#[derive(Debug, thiserror::Error)]
#[error("cannot {verb} `{}`: {source}", path.display())]
pub struct FileError {
    verb: &'static str,
    path: PathBuf,
    source: io::Error,
}

impl FileError {
    /// `verb` completes the sentence "cannot …".
    pub fn new(verb: &'static str, path: &Path, source: io::Error) -> Self {
        Self { verb, path: path.to_path_buf(), source }
    }

    /// True when the file does not exist.
    pub fn is_not_found(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }
}

impl From<FileError> for Diagnostic {
    fn from(error: FileError) -> Self {
        let hint = match error.source.kind() {
            io::ErrorKind::NotFound => "check the name",
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "make it readable and writable for you, or work in another folder"
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some space and build again",
            io::ErrorKind::IsADirectory => "a folder stands there: move it away, or choose another name",
            io::ErrorKind::InvalidData => "save the file as UTF-8",
            _ => "see to the cause and run the command again; nothing was lost",
        };
        let what = format!("cannot {} `{}`", error.verb, error.path.display());
        Diagnostic::error("todo", what).at(&error.path).why(error.source.to_string()).hint(hint)
    }
}

/// True for a relative path that never leaves the folder it starts in.
pub fn stays_inside(path: &Path) -> bool {
    use std::path::Component::{CurDir, Normal};
    path.components().all(|part| matches!(part, Normal(_) | CurDir))
}

/// Reads a text file as UTF-8; a byte order mark at its head is dropped.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    let text = fs::read_to_string(path).map_err(|e| FileError::new("read", path, e))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
}

/// As [`read_text`], but a file that does not exist is `None`.
///
/// # Errors
/// When it exists and cannot be read.
pub fn read_text_if_any(path: &Path) -> Result<Option<String>, FileError> {
    match read_text(path) {
        Err(error) if error.is_not_found() => Ok(None),
        other => other.map(Some),
    }
}

/// Reads a file as far as `most` bytes and one more: what has that one is too large, however large it is, and was not kept whole.
/// So a file without end does no harm.
///
/// # Errors
/// When it cannot be read.
pub fn read_at_most(path: &Path, most: usize) -> Result<Vec<u8>, FileError> {
    let read = || {
        let mut bytes = Vec::new();
        fs::File::open(path)?.take(most as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|e| FileError::new("read", path, e))
}

/// Writes a whole file where there is none yet; `false`, and nothing is changed, when something stands there, even if it came in
/// this moment. Makes the folder.
///
/// # Errors
/// When it cannot be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<bool, FileError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|e| FileError::new("make the folder", folder, e))?;
    let written = new_beside(path, folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(path) {
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error.error),
            Ok(_) => Ok(true),
        }
    });
    written.map_err(|e| FileError::new("write", path, e))
}

/// Before the names of temporaries that stand among people's own files.
const OURS: &str = ".aloud-";

/// A temporary for a new file, with the rights that any new file has.
fn new_beside(path: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!("{OURS}{name}.");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).rand_bytes(6);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What the user's mask takes away from it is not ours to say.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Writes a whole file: to a temporary beside it, synced, then renamed. Makes the folder.
///
/// # Errors
/// When it cannot be written; what stood there before still stands.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let mut file = create(path)?;
    file.write_all(bytes).map_err(|e| FileError::new("write", path, e))?;
    file.commit().map_err(|e| FileError::new("write", path, e))
}

/// Opens a file that takes its place only when committed. Makes the folder. A link stays, and what it leads to is replaced.
///
/// # Errors
/// When a folder stands in its place, and when the folder that it is in or the temporary cannot be made.
pub fn create(path: &Path) -> Result<AtomicWriteFile, FileError> {
    beside_target(path, &AtomicWriteFile::options())
}

/// As [`create`], but what was written can be read back before it is committed.
///
/// # Errors
/// As [`create`].
#[cfg(feature = "c2pa")]
pub fn create_readable(path: &Path) -> Result<AtomicWriteFile, FileError> {
    beside_target(path, AtomicWriteFile::options().read(true))
}

/// What could not take its place in the end is not begun.
fn beside_target(path: &Path, options: &OpenOptions) -> Result<AtomicWriteFile, FileError> {
    let target = followed(path);
    if target.is_dir() {
        return Err(FileError::new("write", path, io::ErrorKind::IsADirectory.into()));
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|e| FileError::new("make the folder", folder, e))?;
    }
    options.open(&target).map_err(|e| FileError::new("write", path, e))
}

/// Links beyond this number are a circle; as many as Linux follows.
const MOST_LINKS: usize = 40;

/// What a path leads to, also where there is nothing yet.
pub(crate) fn followed(path: &Path) -> PathBuf {
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let Ok(to) = fs::read_link(&path) else { break };
        path = path.with_file_name(to);
    }
    path
}

/// Removes the temporaries that a killed run left in `folder`: they are named `.NAME.` and six letters or digits.
pub fn sweep_temporaries(folder: &Path) {
    sweep(folder, is_temporary);
}

/// The same in a folder of people's own files: only what [`write_new`] left.
pub fn sweep_new(folder: &Path) {
    sweep(folder, |name| name.starts_with(OURS) && is_temporary(name));
}

fn sweep(folder: &Path, temporary: impl Fn(&str) -> bool) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_str().is_some_and(&temporary) {
            // A file that another run took away meanwhile is as gone as we want it.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The naming scheme of the `atomic-write-file` crate.
fn is_temporary(name: &str) -> bool {
    let Some((stem, random)) = name.strip_prefix('.').and_then(|rest| rest.rsplit_once('.')) else {
        return false;
    };
    stem.contains('.') && random.len() == 6 && random.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_killed_write_leaves_nothing_after_the_sweep_and_other_hidden_files_stay() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("take.wav");
        std::mem::forget(create(&target).unwrap());
        fs::write(dir.path().join(".gitignore"), "x").unwrap();
        fs::write(dir.path().join(".notes.txt"), "x").unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3, "the temporary stands");
        sweep_temporaries(dir.path());
        let mut left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".gitignore", ".notes.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_has_the_rights_that_any_new_file_has_and_replaces_nothing() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let mode = |name: &str| fs::metadata(dir.path().join(name)).unwrap().permissions().mode();
        fs::write(dir.path().join("any"), "x").unwrap();
        assert!(write_new(&dir.path().join("take.wav"), b"one").unwrap());
        assert_eq!(mode("take.wav"), mode("any"));
        assert!(!write_new(&dir.path().join("take.wav"), b"two").unwrap());
        assert_eq!(fs::read(dir.path().join("take.wav")).unwrap(), b"one");
    }

    #[test]
    fn among_peoples_own_files_only_what_aloud_left_is_swept() {
        let dir = tempfile::tempdir().unwrap();
        let left = new_beside(&dir.path().join("take.wav"), dir.path()).unwrap();
        left.keep().unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        fs::write(dir.path().join("._take.wav.backup"), "mine").unwrap();
        sweep_new(dir.path());
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["._take.wav.backup"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_its_target_is_replaced_even_where_there_was_none() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        fs::create_dir(path("elsewhere")).unwrap();
        symlink("elsewhere/second", path("first")).unwrap();
        symlink(path("real"), path("elsewhere/second")).unwrap();
        for text in [b"one", b"two"] {
            write(&path("first"), text).unwrap();
            assert_eq!(fs::read(path("real")).unwrap(), text);
        }
        assert!(path("first").is_symlink() && path("elsewhere/second").is_symlink());
    }

    #[test]
    fn what_stands_where_a_folder_is_is_refused_before_anything_is_written() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("a.wav")).unwrap();
        let error = Diagnostic::from(create(&dir.path().join("a.wav")).unwrap_err());
        assert!(error.hint.unwrap().contains("another name"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_uncommitted_write_leaves_the_old_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sub/a.txt");
        write(&path, b"old").unwrap();
        let mut file = create(&path).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn what_just_fits_is_told_from_what_is_one_byte_too_large_and_from_what_never_ends() {
        let dir = tempfile::tempdir().unwrap();
        let length = |path: &Path, most| read_at_most(path, most).map(|bytes| bytes.len());
        fs::write(dir.path().join("ten"), [7; 10]).unwrap();
        for (most, wanted) in [(11, 10), (10, 10), (9, 10), (8, 9), (0, 1)] {
            assert_eq!(length(&dir.path().join("ten"), most).unwrap(), wanted, "at most {most}");
        }
        #[cfg(unix)]
        assert_eq!(length(Path::new("/dev/zero"), 1 << 20).unwrap(), (1 << 20) + 1);
        assert!(length(&dir.path().join("none"), 9).unwrap_err().is_not_found());
    }

    #[test]
    fn a_missing_file_is_told_from_an_unreadable_one() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read_text_if_any(&dir.path().join("none")).unwrap(), None);
        fs::write(dir.path().join("latin1"), b"caf\xe9").unwrap();
        let error = read_text_if_any(&dir.path().join("latin1")).unwrap_err();
        assert!(Diagnostic::from(error).hint.unwrap().contains("UTF-8"));
    }
}
