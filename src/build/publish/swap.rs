//! Swaps an edition into its place, with a journal from which an interrupted swap is recovered.
//!
//! Where the file system can exchange two folders atomically, an edition is replaced in one step, which has happened or
//! has not. Elsewhere its files are copied one by one. Files in the target that are not Aloud's stay there.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::options::Target;
use super::editions::Editions;
use super::staging::{Staging, ignore_missing, remove_folder};
use crate::base::files::{self, FileError};
use crate::base::project_files::DRAFT;
use crate::mixer::MixCache;

/// The journal of a swap. It names folders by their role, so a run from another working folder finds them.
#[derive(Serialize, Deserialize)]
struct Swap {
    from: Source,
    to: Target,
    /// Name of the record of the edition that moves in.
    record: String,
    /// The folders could not be exchanged, and the files were copied.
    copied: bool,
}

/// The folder that an edition comes from.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Source {
    #[serde(rename = "Staged")]
    Staging,
    Draft,
}

impl Editions {
    /// Puts a finished edition into its place.
    pub(super) fn put(
        &self,
        mut staging: Staging,
        target: Target,
        fingerprint: &str,
        ledger: &MixCache,
    ) -> Result<(), FileError> {
        let record = self.record(&staging.folder, &staging.names, fingerprint, Some(ledger))?;
        self.swap(Swap { from: Source::Staging, to: target, record, copied: false })?;
        staging.placed = true;
        Ok(())
    }

    /// Replaces the published edition with the draft. Returns `false` if there is no unchanged draft.
    pub(super) fn publish_draft(&self) -> Result<bool, FileError> {
        let Some((record, _)) = self.find(&self.root.join(DRAFT)) else { return Ok(false) };
        self.swap(Swap { from: Source::Draft, to: Target::Published, record, copied: false })?;
        Ok(true)
    }

    /// Completes a swap that a killed run had begun: if the new edition had moved in, the old one is cleared away; else
    /// everything stays as before. Deletes leftovers of the staging.
    pub(super) fn recover(&self) -> Result<(), FileError> {
        files::remove_temporaries(&self.state);
        files::remove_temporaries(&self.records());
        if let Some(swap) = files::read_checksummed::<Swap>(&self.journal()) {
            self.settle(&swap)?;
        }
        remove_folder(&self.staging_folder())
    }

    fn swap(&self, mut swap: Swap) -> Result<(), FileError> {
        let (from, to) = self.folders(&swap);
        files::write_checksummed(&self.journal(), &swap)?;
        // The journal must be on disk first: after the exchange it is the only hint to the user's files in the old folder.
        sync(&self.journal());
        let exchanged = if to.exists() { (self.exchange)(&from, &to) } else { fs::rename(&from, &to) };
        if exchanged.is_err() {
            swap.record = self.copy(&swap)?;
            swap.copied = true;
            files::write_checksummed(&self.journal(), &swap)?;
        }
        to.parent().into_iter().for_each(sync);
        // The new edition is in its place. If the old one cannot be cleared away now, the next run does it or reports why.
        let _ = self.settle(&swap);
        Ok(())
    }

    /// Returns the folders of a swap. A symbolic link to the target stays a link: its destination is swapped.
    fn folders(&self, swap: &Swap) -> (PathBuf, PathBuf) {
        let from = match swap.from {
            Source::Staging => self.staging_folder(),
            Source::Draft => self.root.join(DRAFT),
        };
        let place = self.root.join(swap.to.folder());
        (from, fs::canonicalize(&place).unwrap_or(place))
    }

    /// Copies the files of an edition, where folders cannot be exchanged (another disk, a network, Windows). Returns the
    /// record of the copy. Each file is complete or as before; the next build repairs a copy that was interrupted.
    fn copy(&self, swap: &Swap) -> Result<String, FileError> {
        let Some(record) = self.read(&swap.record) else { return Ok(swap.record.clone()) };
        let (from, to) = self.folders(swap);
        let replaceable = self.names_in(&to);
        for name in record.files.keys() {
            copy_file(&from.join(name), &to.join(name))?;
        }
        // Files that only the previous edition has would belong to another WAV.
        for name in replaceable.into_iter().filter(|name| !record.files.contains_key(name)) {
            ignore_missing(fs::remove_file(to.join(&name)), &to.join(&name))?;
        }
        let names = record.files.into_keys().collect();
        let ledger: Option<MixCache> = files::read_checksummed(&self.ledger(&swap.record));
        self.record(&to, &names, &record.fingerprint, ledger.as_ref())
    }

    /// Clears away the replaced edition if the new one is in its place, and moves files that are not Aloud's back into the
    /// target. Then removes the journal.
    fn settle(&self, swap: &Swap) -> Result<(), FileError> {
        let (from, to) = self.folders(swap);
        if self.is_in(&to, &swap.record) {
            if swap.copied {
                for name in self.known_names() {
                    ignore_missing(fs::remove_file(from.join(&name)), &from.join(&name))?;
                }
                // This fails, as it should, if other files are in it.
                let _ = fs::remove_dir(&from);
            } else {
                self.clear(&from, &to)?;
            }
            self.forget_replaced()?;
        } else if swap.from == Source::Staging && !swap.copied && !self.is_in(&from, &swap.record) {
            // The edition was changed since, so it is unknown whether it had moved in. Files that are not Aloud's are
            // rescued from the other folder in any case.
            self.clear(&from, &to)?;
        }
        fs::remove_file(self.journal()).map_err(|e| FileError::new("remove", &self.journal(), e))
    }

    /// Deletes the folder `from`, after files that are not Aloud's were moved to `to`.
    fn clear(&self, from: &Path, to: &Path) -> Result<(), FileError> {
        let outgoing = self.state.join("outgoing");
        if from.exists() {
            remove_folder(&outgoing)?;
            fs::rename(from, &outgoing).map_err(|e| FileError::new("move", from, e))?;
        }
        self.rescue(&outgoing, to)?;
        remove_folder(&outgoing)
    }

    /// Moves files that are not Aloud's to `to`.
    fn rescue(&self, outgoing: &Path, to: &Path) -> Result<(), FileError> {
        let Ok(entries) = fs::read_dir(outgoing) else { return Ok(()) };
        let replaceable: BTreeSet<OsString> =
            self.names_in(outgoing).into_iter().map(OsString::from).collect();
        for entry in entries.flatten() {
            let (name, path) = (entry.file_name(), entry.path());
            if !replaceable.contains(&name) && !to.join(&name).exists() {
                fs::rename(&path, to.join(&name)).map_err(|e| FileError::new("keep", &path, e))?;
            }
        }
        Ok(())
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.state.join("move.json")
    }
}

fn copy_file(from: &Path, to: &Path) -> Result<(), FileError> {
    let mut source = File::open(from).map_err(|e| FileError::new("read", from, e))?;
    let mut file = files::create(to)?;
    io::copy(&mut source, &mut file).map_err(|e| FileError::new("write", to, e))?;
    file.commit().map_err(|e| FileError::new("write", to, e))
}

/// Makes a change survive a loss of power. Where that fails, nothing more can be done.
fn sync(path: &Path) {
    let _ = File::open(path).and_then(|file| file.sync_all());
}
