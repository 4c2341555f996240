//! How an edition moves into its place: in one step where folders can change names, and mended by the next run where it was
//! killed in between.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Editions, Target, gone, remove_all};
use crate::base::files::{self, FileError};
use crate::mixer::Ledger;
use crate::project::DRAFT;

/// An edition on its way into its place. Folders are named by what they are, so that a run from elsewhere finds them.
#[derive(Serialize, Deserialize)]
pub(super) struct Move {
    pub(super) from: Origin,
    pub(super) to: Target,
    /// Name of the record of what moves in.
    pub(super) record: String,
    /// The folders could not change names: the files were copied, and what stood beside them was not touched.
    pub(super) copied: bool,
}

/// Where an edition comes from.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Origin {
    Staged,
    Draft,
}

impl Editions {
    pub(super) fn place(&self, mut moved: Move) -> Result<(), FileError> {
        let (from, to) = self.folders(&moved);
        files::write_checksummed(&self.journal(), &moved)?;
        // What is not Aloud's in the folder that moves out must not be forgotten.
        sync(&self.journal());
        let switched = if to.exists() { (self.exchange)(&from, &to) } else { fs::rename(&from, &to) };
        if switched.is_err() {
            moved.record = self.copy(&moved)?;
            moved.copied = true;
            files::write_checksummed(&self.journal(), &moved)?;
        }
        to.parent().into_iter().for_each(sync);
        // The new edition is in its place; what cannot be cleared up now the next run does, or says why it cannot.
        let _ = self.settle(&moved);
        Ok(())
    }

    /// Where a move begins and ends; a link to a folder stays one.
    fn folders(&self, moved: &Move) -> (PathBuf, PathBuf) {
        let from = match moved.from {
            Origin::Staged => self.staged(),
            Origin::Draft => self.root.join(DRAFT),
        };
        let place = self.root.join(moved.to.folder());
        (from, fs::canonicalize(&place).unwrap_or(place))
    }

    /// Where folders cannot change names (another disk, a network, Windows), each file by itself is whole or as before, and
    /// a run that is killed between two of them is mended by the next build.
    fn copy(&self, moved: &Move) -> Result<String, FileError> {
        let Some(record) = self.read(&moved.record) else { return Ok(moved.record.clone()) };
        let (from, to) = self.folders(moved);
        let ours = self.ours_in(&to);
        for name in record.files.keys() {
            copy(&from.join(name), &to.join(name))?;
        }
        // What an edition before had and this one has not would belong to another WAV.
        for name in ours.into_iter().filter(|name| !record.files.contains_key(name)) {
            gone(fs::remove_file(to.join(&name)), &to.join(&name))?;
        }
        let names = record.files.into_keys().collect();
        let ledger: Option<Ledger> = files::read_checksummed(&self.ledger(&moved.record));
        self.record(&to, &names, &record.inputs, ledger.as_ref())
    }

    /// Clears the edition away that was replaced, if the new one has moved in; what is not Aloud's goes back to its place.
    pub(super) fn settle(&self, moved: &Move) -> Result<(), FileError> {
        let (from, to) = self.folders(moved);
        if self.is_in(&to, &moved.record) {
            if moved.copied {
                for name in self.ours() {
                    gone(fs::remove_file(from.join(&name)), &from.join(&name))?;
                }
                // It stays where something else stands in it.
                let _ = fs::remove_dir(&from);
            } else {
                self.clear(&from, &to)?;
            }
            self.forget()?;
        } else if moved.from == Origin::Staged && !moved.copied && !self.is_in(&from, &moved.record) {
            // Somebody has touched the edition since: it is not known whether it had moved in. What is not Aloud's in the other
            // folder is kept in any case.
            self.clear(&from, &to)?;
        }
        fs::remove_file(self.journal()).map_err(|e| FileError::new("remove", &self.journal(), e))
    }

    fn clear(&self, from: &Path, to: &Path) -> Result<(), FileError> {
        let outgoing = self.state.join("outgoing");
        if from.exists() {
            remove_all(&outgoing)?;
            fs::rename(from, &outgoing).map_err(|e| FileError::new("move", from, e))?;
        }
        self.carry(&outgoing, to)?;
        remove_all(&outgoing)
    }

    fn carry(&self, outgoing: &Path, to: &Path) -> Result<(), FileError> {
        let Ok(entries) = fs::read_dir(outgoing) else { return Ok(()) };
        let ours: BTreeSet<OsString> = self.ours_in(outgoing).into_iter().map(OsString::from).collect();
        for entry in entries.flatten() {
            let (name, path) = (entry.file_name(), entry.path());
            if !ours.contains(&name) && !to.join(&name).exists() {
                fs::rename(&path, to.join(&name)).map_err(|e| FileError::new("keep", &path, e))?;
            }
        }
        Ok(())
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), FileError> {
    let mut source = File::open(from).map_err(|e| FileError::new("read", from, e))?;
    let mut file = files::create(to)?;
    io::copy(&mut source, &mut file).map_err(|e| FileError::new("write", to, e))?;
    file.commit().map_err(|e| FileError::new("write", to, e))
}

/// Two folders change names, in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_a: &Path, _b: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// So that it outlasts a loss of power; where that cannot be done there is nothing to do.
fn sync(path: &Path) {
    let _ = File::open(path).and_then(|file| file.sync_all());
}
