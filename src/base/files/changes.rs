//! Changes of a project's files: folders, removals and renames.

use std::fs::File;
use std::io;

use super::access::copy_access;
use super::kind::Kind;
use super::{FileError, ProjectPath, Refusal};

impl ProjectPath {
    /// Creates a folder and those above it. It may exist already.
    ///
    /// # Errors
    /// When it cannot be created, or a link is in its place.
    pub fn make_folder(&self) -> Result<(), FileError> {
        let made = self.place_to_write().and_then(|place| place.make_folder());
        made.map_err(|error| FileError::new("make the folder", self, error))
    }

    /// Creates a file for reading and writing. A file or link of this name is replaced.
    ///
    /// # Errors
    /// When it cannot be created.
    pub(crate) fn create_file(&self) -> Result<File, FileError> {
        let create = || {
            let place = self.place_to_write()?;
            if place.kind()? == Some(Kind::Other) {
                return Err(Refusal::NotRegular(self.to_path_buf()).into());
            }
            match place.remove_file() {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            place.create_new()
        };
        create().map_err(|error| FileError::new("write", self, error))
    }

    /// Opens a file for reading and writing without changing it, and creates it if it does not exist.
    ///
    /// # Errors
    /// When it cannot be created, or is a link or no regular file.
    pub(crate) fn open_or_create(&self) -> Result<File, FileError> {
        let opened = self.place_to_write().and_then(|place| place.open_or_create());
        opened.map_err(|error| FileError::new("write", self, error))
    }

    /// Checks that files can be created in this folder, by creating one. Where the system allows it, the file has no name, so a killed
    /// run leaves nothing. Elsewhere it is next to the file `name`.
    ///
    /// # Errors
    /// When it is not a folder, or when no file can be created in it.
    pub(crate) fn check_writable(&self, name: &str) -> Result<(), FileError> {
        match self.place().and_then(|place| place.create_unnamed()) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                // Dropping it uncommitted removes it.
                self.join(name).create().map(drop).map_err(|error| error.about("write into", self))
            }
            created => created.map_err(|error| FileError::new("write into", self, error)),
        }
    }

    /// Removes a file, or a link itself. It is no error if there is none.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove_file(&self) -> Result<(), FileError> {
        match self.place().and_then(|place| place.remove_file()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(FileError::new("remove", self, error))
            }
            _ => Ok(()),
        }
    }

    /// Removes an empty folder. Returns false if it is not empty or cannot be removed.
    pub fn remove_empty_folder(&self) -> bool {
        self.place().and_then(|place| place.remove_folder()).is_ok()
    }

    /// Renames a file or folder. A file of the other name is replaced.
    ///
    /// # Errors
    /// When the system cannot do it.
    pub(crate) fn rename(&self, to: &Self) -> io::Result<()> {
        self.place()?.rename(&to.place_to_write()?)
    }

    /// Exchanges the names of two folders in one step.
    ///
    /// # Errors
    /// When the system or the file system cannot do it.
    pub(crate) fn exchange(&self, other: &Self) -> io::Result<()> {
        self.place()?.exchange(&other.place()?)
    }

    /// Gives this folder the permissions, the group and the access list of another one, if that exists. Not all systems allow all of
    /// it; they keep what they can.
    pub(crate) fn copy_access_from(&self, model: &Self) {
        let open = |path: &Self| path.place().and_then(|place| place.open_folder());
        if let (Ok(model), Ok(own)) = (open(model), open(self)) {
            copy_access(&model, &own);
        }
    }

    /// Makes the names in the folder of this path survive a loss of power. Where that fails, nothing more can be done.
    pub(crate) fn sync_name(&self) {
        let _ = self.place().and_then(|place| place.sync());
    }

    /// Returns true if the path is a folder with at least one entry.
    pub fn has_entries(&self) -> bool {
        matches!(self.kind(), Ok(Some(Kind::Folder))) && self.entries().is_ok_and(|all| !all.is_empty())
    }
}
