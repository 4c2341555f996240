//! Objects as files of a folder, for example one that is mounted from a server.

use std::path::Path;
use std::time::SystemTime;

use super::object::{Object, Objects};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::{FileError, Kind, ProjectPath, STATE_LIMIT};

/// A folder of objects.
#[derive(Debug)]
pub(super) struct Folder(ProjectPath);

impl Folder {
    /// Opens a folder that exists. A missing one is an error, because it is probably a file system that is not mounted.
    pub(super) fn open(folder: &Path) -> Result<Self, Diagnostic> {
        if !folder.is_dir() {
            return Err(Diagnostic::error("store-invalid", "the folder of shared takes does not exist")
                .at(folder)
                .hint("mount it, or make it with `mkdir`"));
        }
        Ok(Self(ProjectPath::root(folder)))
    }
}

impl Objects for Folder {
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        self.0.join(name).read_if_any(STATE_LIMIT)
    }

    fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), FileError> {
        self.0.join(name).write(&bytes)
    }

    fn remove(&self, name: &str) -> Result<(), FileError> {
        match self.0.join(name).remove_file() {
            Err(error) if error.is_not_found() => Ok(()),
            result => result,
        }
    }

    fn folders(&self) -> Result<Vec<String>, FileError> {
        let folders = self.0.entries()?.into_iter().filter(|(_, kind)| *kind == Kind::Folder);
        Ok(folders.filter_map(|(name, _)| name.into_string().ok()).collect())
    }

    fn list(&self, folder: &str) -> Result<Vec<Object>, FileError> {
        let folder = self.0.join(folder);
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        // Removes what killed writers left. Files in use are younger, or locked.
        folder.sweep_temporaries(&[]);
        let files = folder.entries()?.into_iter().filter(|(_, kind)| *kind == Kind::File);
        let objects = files.filter_map(|(name, _)| {
            let metadata = folder.join(&name).open().ok()?.metadata().ok()?;
            let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            Some(Object { name: name.into_string().ok()?, bytes: metadata.len(), modified })
        });
        let mut objects: Vec<Object> = objects.collect();
        objects.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(objects)
    }
}
