//! The staging folder: the files of a new edition before they replace the previous one.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::base::files::FileError;
use crate::outputs::WAV;
use aloud_audio::wav::{self, Metadata};

/// The files of a new edition. They are deleted if this is dropped before the edition is in its place.
pub(in crate::build) struct Staging {
    pub(super) folder: PathBuf,
    wav: File,
    pub(super) names: BTreeSet<String>,
    /// The swap owns the folder now: after the exchange it holds the previous edition, with files that are not Aloud's.
    pub(super) placed: bool,
}

impl Staging {
    /// Creates an empty staging folder with an empty WAV.
    pub(super) fn create(folder: PathBuf) -> Result<Self, FileError> {
        remove_folder(&folder)?;
        fs::create_dir_all(&folder).map_err(|e| FileError::new("make the folder", &folder, e))?;
        let path = folder.join(WAV);
        let wav = File::options().read(true).write(true).create(true).truncate(true).open(&path);
        let wav = wav.map_err(|e| FileError::new("write", &path, e))?;
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
    pub(in crate::build) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Adds a file that an encoder has written to the edition.
    pub(in crate::build) fn add(&mut self, name: &str) {
        self.names.insert(name.to_string());
    }

    /// Writes a file and adds it to the edition.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        let path = self.folder.join(name);
        let written = File::create(&path).and_then(|mut file| file.write_all(bytes));
        self.names.insert(name.to_string());
        written.map_err(|e| FileError::new("write", &path, e))
    }

    /// Deletes files that were only made for another file, e.g. the MP3 of a book.
    pub(super) fn tidy(&self) -> Result<(), FileError> {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if !entry.file_name().to_str().is_some_and(|name| self.names.contains(name)) {
                ignore_missing(fs::remove_file(entry.path()), &entry.path())?;
            }
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.placed {
            // If this fails, the next run deletes the folder.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Removes a folder with everything in it, if it exists.
pub(super) fn remove_folder(folder: &Path) -> Result<(), FileError> {
    ignore_missing(fs::remove_dir_all(folder), folder)
}

/// Turns the result of a removal into an error, unless the file did not exist.
pub(super) fn ignore_missing(removed: io::Result<()>, path: &Path) -> Result<(), FileError> {
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(FileError::new("remove", path, error)),
        _ => Ok(()),
    }
}
