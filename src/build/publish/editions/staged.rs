//! An edition in the making.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

use super::gone;
use crate::audio::wav::{self, Metadata};
use crate::base::files::FileError;
use crate::outputs::WAV;

/// The files of an edition in the making; removed when it is dropped before it took its place.
pub(in crate::build) struct Staged {
    pub(super) folder: PathBuf,
    pub(super) wav: File,
    pub(super) names: BTreeSet<String>,
    /// The folder is the journal's from now on: it may hold what another edition's folder held besides.
    pub(super) placed: bool,
}

impl Staged {
    /// The episode, empty at first.
    pub(in crate::build) fn wav(&self) -> &File {
        &self.wav
    }

    /// Adds what the finished episode says of itself.
    pub(in crate::build) fn describe(&self, metadata: &Metadata, frames: u64) -> Result<(), FileError> {
        wav::append(&self.wav, metadata, frames)
            .map_err(|e| FileError::new("write", &self.folder.join(WAV), e))
    }

    /// Where a file of that name is to stand, for a program that writes it itself.
    pub(in crate::build) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Adds a file that a program has written.
    pub(in crate::build) fn add(&mut self, name: &str) {
        self.names.insert(name.to_string());
    }

    /// Removes what was only made to be put into another file.
    pub(in crate::build) fn tidy(&self) -> Result<(), FileError> {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if !entry.file_name().to_str().is_some_and(|name| self.names.contains(name)) {
                gone(fs::remove_file(entry.path()), &entry.path())?;
            }
        }
        Ok(())
    }

    /// Adds a file.
    pub(in crate::build) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        let path = self.folder.join(name);
        let written = File::create(&path).and_then(|mut file| file.write_all(bytes));
        self.names.insert(name.to_string());
        written.map_err(|e| FileError::new("write", &path, e))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.placed {
            // What cannot be removed now is removed by the next run.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}
