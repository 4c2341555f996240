//! Swaps an edition into its place, with a journal from which an interrupted swap is completed.
//!
//! Where the file system can exchange two folders, an edition is replaced in one step, which has happened or has not.
//! Elsewhere the old folder moves away and the new one moves in, and the journal completes a swap that was interrupted between
//! the two renames. Only where the target cannot be renamed either (a mounted disk) are files copied, one by one; an interrupted
//! copy is completed too. Files in the target that are not Aloud's stay there.

use std::ffi::OsStr;
use std::io;

use serde::{Deserialize, Serialize};

use super::super::options::Target;
use super::editions::Editions;
use super::staging::{Staging, output_names};
use crate::base::files::{FileError, Kind, ProjectPath};
use crate::mixer::MixCache;
use crate::outputs;

/// The journal of a swap. It names folders by their role, so a run from another working folder finds them.
#[derive(Serialize, Deserialize)]
struct Swap {
    from: Source,
    to: Target,
    /// Name of the record of the edition that moves in.
    record: String,
    #[serde(default)]
    method: Method,
}

/// The folder that an edition comes from.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Source {
    #[serde(rename = "Staged")]
    Staging,
    Draft,
}

/// How an edition moves in.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Method {
    /// The folders exchange their names in one step.
    #[default]
    Exchange,
    /// The old folder becomes `.aloud/outgoing`, then the new one gets its name.
    Renames,
    /// The files are copied.
    Copy,
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
        let swap = Swap { from: Source::Staging, to: target, record, method: Method::default() };
        let swapped = self.swap(swap);
        // A journal needs the folder until the swap is completed.
        staging.placed = swapped.is_ok() || self.journal().exists();
        swapped
    }

    /// Replaces the published edition with the draft. Returns `false` if there is no unchanged draft.
    pub(super) fn publish_draft(&self) -> Result<bool, FileError> {
        let Some((record, _)) = self.find(&self.folder(Target::Draft)?) else { return Ok(false) };
        let (from, to) = (Source::Draft, Target::Published);
        self.swap(Swap { from, to, record, method: Method::default() })?;
        Ok(true)
    }

    /// Completes a swap that a killed run had begun, and deletes the leftovers of its staging.
    pub(super) fn recover(&self) -> Result<(), FileError> {
        self.records().remove_temporaries();
        if let Some(mut swap) = self.journal().read_checksummed::<Swap>() {
            self.complete(&mut swap)?;
        }
        for folder in [self.outgoing(), self.staging_folder()].iter().filter(|folder| folder.is_dir()) {
            self.discard(folder, &self.folder(Target::Published)?)?;
        }
        Ok(())
    }

    /// Returns true if a killed run left a swap to complete.
    pub(super) fn is_interrupted(&self) -> bool {
        self.journal().exists()
    }

    fn swap(&self, mut swap: Swap) -> Result<(), FileError> {
        let (from, to) = self.folders(&swap)?;
        from.copy_access_from(&to);
        self.write_journal(&swap)?;
        let exchanged = match to.exists() {
            true => (self.moves.exchange)(&from, &to),
            false => (self.moves.rename)(&from, &to),
        };
        if exchanged.is_err() {
            swap.method = Method::Renames;
            self.write_journal(&swap)?;
            self.rename_both(&mut swap)?;
        }
        to.sync_name();
        // The new edition is in its place. If the old one cannot be cleared away now, the next run does it or reports why.
        let _ = self.settle(&swap);
        Ok(())
    }

    /// Moves the old edition away and the new one in. Copies the files if the folder cannot be renamed, because it is a mounted disk
    /// or on another one.
    fn rename_both(&self, swap: &mut Swap) -> Result<(), FileError> {
        let (from, to) = self.folders(swap)?;
        let outgoing = self.outgoing();
        self.discard(&outgoing, &to)?;
        if (self.moves.rename)(&to, &outgoing).is_err() {
            return self.copy(swap);
        }
        (self.moves.rename)(&from, &to).or_else(|error| {
            // Back, or there would be no edition at all.
            outgoing.rename(&to).map_err(|_| FileError::new("move", &from, error))?;
            self.copy(swap)
        })
    }

    /// Brings an interrupted swap to its end: the new edition is in its place then, or, if nothing had moved yet, the old one.
    fn complete(&self, swap: &mut Swap) -> Result<(), FileError> {
        let (from, to) = self.folders(swap)?;
        match swap.method {
            Method::Renames if !to.exists() => {
                let next = if self.is_in(&from, &swap.record) { &from } else { &self.outgoing() };
                if next.exists() {
                    (self.moves.rename)(next, &to).map_err(|error| FileError::new("move", next, error))?;
                    to.sync_name();
                }
            }
            Method::Copy if self.is_in(&from, &swap.record) => self.copy(swap)?,
            _ => {}
        }
        self.settle(swap)
    }

    /// Returns the folders of a swap.
    fn folders(&self, swap: &Swap) -> Result<(ProjectPath, ProjectPath), FileError> {
        let from = match swap.from {
            Source::Staging => self.staging_folder(),
            Source::Draft => self.folder(Target::Draft)?,
        };
        Ok((from, self.folder(swap.to)?))
    }

    /// Copies the files of an edition, where folders cannot be renamed. Each file is complete or as before. The journal stays until
    /// all are copied, and the record of the copy replaces the other one in it then.
    fn copy(&self, swap: &mut Swap) -> Result<(), FileError> {
        let Some(record) = self.read(&swap.record) else { return Ok(()) };
        swap.method = Method::Copy;
        self.write_journal(swap)?;
        let (from, to) = self.folders(swap)?;
        let replaceable = self.names_in(&to);
        for name in record.files.keys() {
            copy_file(&from.join(name), &to.join(name))?;
        }
        // Files that only the previous edition has would belong to another WAV.
        for name in replaceable.into_iter().filter(|name| !record.files.contains_key(name)) {
            to.join(&name).remove_file()?;
        }
        let names = record.files.into_keys().collect();
        let ledger: Option<MixCache> = self.ledger(&swap.record).read_checksummed();
        swap.record = self.record(&to, &names, &record.fingerprint, ledger.as_ref())?;
        self.write_journal(swap)
    }

    /// Clears away the replaced edition if the new one is in its place, and moves files that are not Aloud's back into the
    /// target. Then removes the journal.
    fn settle(&self, swap: &Swap) -> Result<(), FileError> {
        let (from, to) = self.folders(swap)?;
        if self.is_in(&to, &swap.record) {
            match swap.method {
                Method::Exchange => self.clear(&from, &to)?,
                Method::Renames => self.discard(&self.outgoing(), &to)?,
                Method::Copy => self.remove_copied(&from)?,
            }
            self.forget_replaced()?;
        } else if swap.from == Source::Staging
            && swap.method == Method::Exchange
            && !self.is_in(&from, &swap.record)
        {
            // The edition was changed since, so it is unknown whether it had moved in. Files that are not Aloud's are
            // rescued from the other folder in any case.
            self.clear(&from, &to)?;
        }
        self.journal().remove_file()
    }

    /// Deletes the folder `from`, after files that are not Aloud's were moved to `to`.
    fn clear(&self, from: &ProjectPath, to: &ProjectPath) -> Result<(), FileError> {
        let outgoing = self.outgoing();
        if from.exists() {
            self.discard(&outgoing, to)?;
            from.rename(&outgoing).map_err(|error| FileError::new("move", from, error))?;
        }
        self.discard(&outgoing, to)
    }

    /// Deletes the files of an edition in a folder, and the folder. Files that are not Aloud's are moved to the folder `to`.
    pub(super) fn discard(&self, folder: &ProjectPath, to: &ProjectPath) -> Result<(), FileError> {
        let own = self.names_in(folder);
        folder.remove_temporaries();
        for (name, kind) in folder.entries()? {
            // A link with the name of an output is removed itself.
            let is_own = kind != Kind::Folder && name.to_str().is_some_and(|name| own.contains(name));
            let is_partial = *folder == self.staging_folder() && is_output(&name) && kind != Kind::Folder;
            let path = folder.join(&name);
            if is_own || is_partial {
                path.remove_file()?;
            } else {
                let free = free_name(to, &name)?;
                path.rename(&free).map_err(|error| FileError::new("keep", &path, error))?;
            }
        }
        if folder.exists() && !folder.remove_empty_folder() {
            return Err(FileError::new("remove", folder, io::ErrorKind::DirectoryNotEmpty.into()));
        }
        Ok(())
    }

    /// Deletes the files that were copied from a folder. The folder stays if it has other files.
    fn remove_copied(&self, from: &ProjectPath) -> Result<(), FileError> {
        output_names(from)?.into_iter().try_for_each(|name| from.join(name).remove_file())?;
        from.remove_empty_folder();
        Ok(())
    }

    fn write_journal(&self, swap: &Swap) -> Result<(), FileError> {
        self.journal().write_checksummed(swap)?;
        // It must be on disk first: after the swap it is the only hint to the user's files in the old folder.
        let _ = self.journal().open().and_then(|file| file.sync_all());
        self.journal().sync_name();
        Ok(())
    }

    pub(super) fn journal(&self) -> ProjectPath {
        self.state.join("move.json")
    }

    /// The previous edition on its way out.
    fn outgoing(&self) -> ProjectPath {
        self.state.join("outgoing")
    }
}

/// Returns true for a name that an output of an edition has. A killed run leaves such files in the staging without a record.
fn is_output(name: &OsStr) -> bool {
    name.to_str().is_some_and(outputs::is_file_name)
}

/// Returns a name in a folder that is not in use: the same, or with `.old` appended.
fn free_name(folder: &ProjectPath, name: &OsStr) -> Result<ProjectPath, FileError> {
    let mut name = name.to_owned();
    while folder.join(&name).is_taken()? {
        name.push(".old");
    }
    Ok(folder.join(name))
}

fn copy_file(from: &ProjectPath, to: &ProjectPath) -> Result<(), FileError> {
    let mut source = from.open().map_err(|e| FileError::new("read", from, e))?;
    let mut file = to.create()?;
    io::copy(&mut source, &mut file).map_err(|e| FileError::new("write", to, e))?;
    file.commit().map_err(|e| FileError::new("write", to, e))
}
