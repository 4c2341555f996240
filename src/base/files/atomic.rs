//! Atomic writes: a temporary file next to the target, synced, then renamed over it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use atomic_write_file::{AtomicWriteFile, OpenOptions};
use tempfile::NamedTempFile;

use super::FileError;

/// A file that replaces its target only when it is committed. Dropping it without a commit leaves the target unchanged.
#[derive(Debug)]
pub struct AtomicFile(AtomicWriteFile);

impl AtomicFile {
    /// Syncs the file and renames it over its target.
    ///
    /// # Errors
    /// When either fails. The target is then unchanged.
    pub fn commit(self) -> io::Result<()> {
        self.0.commit()
    }

    /// Returns the temporary file.
    pub fn as_file(&self) -> &File {
        self.0.as_file()
    }

    /// Returns the temporary file for writing.
    #[cfg(feature = "c2pa")]
    pub(crate) fn as_file_mut(&mut self) -> &mut File {
        self.0.as_file_mut()
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Writes a whole file atomically and creates its folder.
///
/// # Errors
/// When it cannot be written. The file then has its old content.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let mut file = create(path)?;
    file.write_all(bytes).map_err(|e| FileError::new("write", path, e))?;
    file.commit().map_err(|e| FileError::new("write", path, e))
}

/// Opens a file for an atomic write and creates its folder. A symbolic link stays, and its target is replaced.
///
/// # Errors
/// When `path` is a folder, or when the parent folder or the temporary file cannot be created.
pub fn create(path: &Path) -> Result<AtomicFile, FileError> {
    create_with(path, &AtomicWriteFile::options())
}

/// As [`create`], but the written bytes can be read back before the commit.
///
/// # Errors
/// As [`create`].
#[cfg(feature = "c2pa")]
pub(crate) fn create_readable(path: &Path) -> Result<AtomicFile, FileError> {
    create_with(path, AtomicWriteFile::options().read(true))
}

fn create_with(path: &Path, options: &OpenOptions) -> Result<AtomicFile, FileError> {
    let target = resolve_links(path);
    // The rename over a folder would fail only after hours of work, so the check comes first.
    if target.is_dir() {
        return Err(FileError::new("write", path, io::ErrorKind::IsADirectory.into()));
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|e| FileError::new("make the folder", folder, e))?;
    }
    options.open(&target).map(AtomicFile).map_err(|e| FileError::new("write", path, e))
}

/// The number of symbolic links that Linux follows before it reports a loop (`path_resolution(7)`).
const LINK_LIMIT: usize = 40;

/// Follows symbolic links, also to a target that does not exist yet.
pub(crate) fn resolve_links(path: &Path) -> PathBuf {
    let mut path = path.to_path_buf();
    for _ in 0..LINK_LIMIT {
        let Ok(to) = fs::read_link(&path) else { break };
        path = path.with_file_name(to);
    }
    path
}

/// Writes a whole file if none exists, and creates its folder. Returns false, and changes nothing, when the path exists,
/// even when another process created it at this moment.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<bool, FileError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|e| FileError::new("make the folder", folder, e))?;
    let written = new_temporary(path, folder).and_then(|mut file| {
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

/// Prefix of the temporary files of [`write_new`]. It marks them in a folder of people's own files.
const PREFIX: &str = ".aloud-";

/// Creates a temporary file with the permissions of an ordinary new file.
fn new_temporary(path: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!("{PREFIX}{name}.");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).rand_bytes(6);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // tempfile creates private files (0600); a recording is a file like any other. The umask still applies.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Removes the temporary files that a killed run left in a folder of Aloud's own. They are named `.NAME.` and six letters or
/// digits.
pub(crate) fn remove_temporaries(folder: &Path) {
    remove_matching(folder, is_temporary);
}

/// Removes only the temporary files of [`write_new`]. For folders with people's own files.
pub(crate) fn remove_new_temporaries(folder: &Path) {
    remove_matching(folder, |name| name.starts_with(PREFIX) && is_temporary(name));
}

fn remove_matching(folder: &Path, is_match: impl Fn(&str) -> bool) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_str().is_some_and(&is_match) {
            // It does not matter if another run has removed it already.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Returns true for a name as the `atomic-write-file` crate makes it, e.g. `.take.wav.a1b2c3`.
fn is_temporary(name: &str) -> bool {
    let Some((stem, random)) = name.strip_prefix('.').and_then(|rest| rest.rsplit_once('.')) else {
        return false;
    };
    stem.contains('.') && random.len() == 6 && random.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Diagnostic;

    #[test]
    fn removes_temporaries_of_a_killed_write_and_keeps_other_hidden_files() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("take.wav");
        std::mem::forget(create(&target).unwrap());
        fs::write(dir.path().join(".gitignore"), "x").unwrap();
        fs::write(dir.path().join(".notes.txt"), "x").unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3, "the temporary file exists");
        remove_temporaries(dir.path());
        let mut left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".gitignore", ".notes.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn write_new_uses_ordinary_permissions_and_replaces_nothing() {
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
    fn removes_only_its_own_temporaries_among_peoples_files() {
        let dir = tempfile::tempdir().unwrap();
        let left = new_temporary(&dir.path().join("take.wav"), dir.path()).unwrap();
        left.keep().unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        fs::write(dir.path().join("._take.wav.backup"), "mine").unwrap();
        remove_new_temporaries(dir.path());
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["._take.wav.backup"]);
    }

    #[cfg(unix)]
    #[test]
    fn keeps_a_link_and_replaces_its_target_even_if_it_did_not_exist() {
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
    fn refuses_a_folder_before_anything_is_written() {
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
}
