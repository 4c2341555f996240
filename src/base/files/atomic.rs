//! Atomic writes: a temporary file next to the target, synced, then renamed over it.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use super::access::copy_access;
use super::kind::Kind;
use super::temporary::temporary_name;
use super::{FileError, ProjectPath, Refusal};

/// A file that replaces its target only when it is committed. Dropping it without a commit leaves the target unchanged.
///
/// A link of the target's name is replaced, not followed.
#[derive(Debug)]
pub struct AtomicFile {
    file: File,
    temporary: ProjectPath,
    target: ProjectPath,
    committed: bool,
}

impl AtomicFile {
    /// Syncs the file and renames it over its target.
    ///
    /// # Errors
    /// When either fails. The target is then unchanged.
    pub fn commit(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        self.temporary.rename(&self.target)?;
        self.committed = true;
        self.target.sync_name();
        Ok(())
    }

    /// Returns the temporary file, which can be read and written.
    pub fn as_file(&self) -> &File {
        &self.file
    }

    /// Returns the temporary file for writing.
    #[cfg(feature = "c2pa")]
    pub(crate) fn as_file_mut(&mut self) -> &mut File {
        &mut self.file
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if !self.committed {
            // If this fails, a later run removes it.
            let _ = self.temporary.remove_file();
        }
    }
}

/// Opens a file that the user names for an atomic write. Its folder must exist: a mistyped one is not created.
///
/// # Errors
/// When `path` is a folder, or when the temporary file cannot be created.
pub fn create(path: &Path) -> Result<AtomicFile, FileError> {
    ProjectPath::named(path).create_in_folder()
}

impl ProjectPath {
    /// Writes a whole file atomically and creates its folder.
    ///
    /// # Errors
    /// When it cannot be written. The file then has its old content.
    pub fn write(&self, bytes: &[u8]) -> Result<(), FileError> {
        let mut file = self.create()?;
        let written = file.write_all(bytes).and_then(|()| file.commit());
        written.map_err(|error| FileError::new("write", self, error))
    }

    /// Opens a file for an atomic write and creates its folder. The new file keeps the permissions of the old one.
    ///
    /// # Errors
    /// When the path is a folder, or when its folder or the temporary file cannot be created.
    pub fn create(&self) -> Result<AtomicFile, FileError> {
        if let Err(error) = self.place_to_write() {
            let folder = self.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
            return Err(FileError::new("make the folder", folder, error));
        }
        self.create_in_folder()
    }

    fn create_in_folder(&self) -> Result<AtomicFile, FileError> {
        let create = || {
            // The rename over a folder would fail only after hours of work, so the check comes first.
            match self.place()?.kind()? {
                Some(Kind::Folder) => return Err(io::ErrorKind::IsADirectory.into()),
                Some(Kind::Other) => return Err(Refusal::NotRegular(self.to_path_buf()).into()),
                _ => {}
            }
            let (temporary, file) = self.create_temporary()?;
            if self.kind()? == Some(Kind::File)
                && let Ok(old) = self.open()
            {
                copy_access(&old, &file);
            }
            Ok(AtomicFile { file, temporary, target: self.clone(), committed: false })
        };
        create().map_err(|error| FileError::new("write", self, error))
    }

    /// Creates a temporary file with the permissions of an ordinary new file. It is locked while it is in use, so no other run
    /// removes it as a leftover.
    fn create_temporary(&self) -> io::Result<(Self, File)> {
        loop {
            let temporary = self.with_file_name(temporary_name(self));
            match temporary.place()?.create_new() {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(file) => {
                    let _ = file.try_lock();
                    return Ok((temporary, file));
                }
            }
        }
    }

    /// Writes a whole file if none exists, and creates its folder. Returns false, and changes nothing, when the path exists,
    /// even when another process created it at this moment.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write_new(&self, bytes: &[u8]) -> Result<bool, FileError> {
        let mut file = self.create()?;
        let written = file.write_all(bytes).and_then(|()| {
            file.file.sync_all()?;
            match file.temporary.place()?.rename_new(&self.place()?) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
                Err(error) => Err(error),
                Ok(()) => {
                    file.committed = true;
                    self.sync_name();
                    Ok(true)
                }
            }
        });
        written.map_err(|error| FileError::new("write", self, error))
    }

    /// Writes a whole file by a rename, but without a sync: for state that Aloud can rebuild.
    pub(super) fn write_unsynced(&self, bytes: &[u8]) -> Result<(), FileError> {
        let mut file = self.create()?;
        let written = file.write_all(bytes).and_then(|()| file.temporary.rename(self));
        file.committed = written.is_ok();
        written.map_err(|error| FileError::new("write", self, error))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::base::diagnostic::Diagnostic;

    #[cfg(unix)]
    #[test]
    fn write_new_uses_ordinary_permissions_and_replaces_nothing() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let mode = |name: &str| fs::metadata(dir.path().join(name)).unwrap().permissions().mode();
        fs::write(dir.path().join("any"), "x").unwrap();
        let take = ProjectPath::root(dir.path()).join("take.wav");
        assert!(take.write_new(b"one").unwrap());
        assert_eq!(mode("take.wav"), mode("any"));
        assert!(!take.write_new(b"two").unwrap());
        assert_eq!(fs::read(&take).unwrap(), b"one");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "no temporary file stays");
    }

    #[cfg(unix)]
    #[test]
    fn a_write_replaces_a_link_and_keeps_the_permissions_of_a_file() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let root = ProjectPath::root(dir.path());
        fs::write(dir.path().join("mine"), "mine").unwrap();
        symlink("mine", dir.path().join("link")).unwrap();
        root.join("link").write(b"new").unwrap();
        assert_eq!(fs::read(dir.path().join("mine")).unwrap(), b"mine");
        assert_eq!(fs::read(dir.path().join("link")).unwrap(), b"new");
        fs::set_permissions(dir.path().join("mine"), fs::Permissions::from_mode(0o640)).unwrap();
        root.join("mine").write(b"new").unwrap();
        assert_eq!(fs::metadata(dir.path().join("mine")).unwrap().permissions().mode() & 0o777, 0o640);
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
        let path = ProjectPath::root(dir.path()).join("sub/a.txt");
        path.write(b"old").unwrap();
        let mut file = path.create().unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(dir.path().join("sub")).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_the_user_names_needs_an_existing_folder() {
        let dir = tempfile::tempdir().unwrap();
        let error = create(&dir.path().join("mistyped/a.wav")).unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
