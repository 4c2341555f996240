//! The staging folder: the files of a new edition before they replace the previous one.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;

use crate::base::files::{FileError, Kind, ProjectPath};
use crate::outputs::{self, WAV};
use aloud_audio::wav::{self, Metadata};

/// The files of a new edition. They are deleted if this is dropped before the edition is in its place.
pub(in crate::build) struct Staging {
    pub(super) folder: ProjectPath,
    wav: File,
    pub(super) names: BTreeSet<String>,
    /// The swap owns the folder now: after the exchange it holds the previous edition, with files that are not Aloud's.
    pub(super) placed: bool,
}

impl Staging {
    /// Creates an empty staging folder with an empty WAV. It gets the permissions of the folder `model`, which the edition will
    /// replace.
    pub(super) fn create(folder: ProjectPath, model: &ProjectPath) -> Result<Self, FileError> {
        folder.make_folder()?;
        // Before files are created in it: they inherit the group and the access list from their folder.
        folder.copy_access_from(model);
        let wav = folder.join(WAV).create_file()?;
        Ok(Self { folder, wav, names: BTreeSet::from([WAV.to_string()]), placed: false })
    }

    /// Returns the WAV of the episode, for the mixer.
    pub(super) fn wav(&self) -> &File {
        &self.wav
    }

    /// Appends the metadata to the mixed WAV of `frames` frames.
    pub(super) fn append_metadata(&self, metadata: &Metadata, frames: u64) -> Result<(), FileError> {
        wav::append(&self.wav, metadata, frames)
            .map_err(|e| FileError::new("write", &self.folder.join(WAV), e))
    }

    /// Returns the path of a file, for an encoder that writes it itself.
    pub(in crate::build) fn path(&self, name: &str) -> ProjectPath {
        self.folder.join(name)
    }

    /// Adds a file that an encoder has written to the edition.
    pub(in crate::build) fn add(&mut self, name: &str) {
        self.names.insert(name.to_string());
    }

    /// Writes a file and adds it to the edition.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        let path = self.folder.join(name);
        self.names.insert(name.to_string());
        path.create_file()?.write_all(bytes).map_err(|e| FileError::new("write", &path, e))
    }

    /// Deletes files that were only made for another file, e.g. the MP3 of a book.
    pub(super) fn tidy(&self) -> Result<(), FileError> {
        let all = output_names(&self.folder)?.into_iter();
        let unwanted = all.filter(|name| !self.names.contains(name));
        unwanted.map(|name| self.folder.join(name)).try_for_each(|path| path.remove_file())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.placed {
            // If this fails, the next run deletes them.
            let names = output_names(&self.folder).unwrap_or_default().into_iter();
            names.for_each(|name| drop(self.folder.join(name).remove_file()));
            self.folder.remove_temporaries();
            self.folder.remove_empty_folder();
        }
    }
}

/// Returns the names in a folder that files of an edition may have.
pub(super) fn output_names(folder: &ProjectPath) -> Result<Vec<String>, FileError> {
    let entries = folder.entries()?.into_iter().filter(|(_, kind)| *kind != Kind::Folder);
    let names = entries.filter_map(|(name, _)| name.into_string().ok());
    Ok(names.filter(|name| outputs::is_file_name(name)).collect())
}
