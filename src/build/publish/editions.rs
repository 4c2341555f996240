//! Finished editions on disk: a record of the files of each, by which changes are detected.
//!
//! The files of an edition belong together: captions of another WAV would be wrong. They are in one folder, and the
//! record says which files they are, what they were made from, and how they looked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::options::Target;
use super::staging::{Staging, ignore_missing};
use crate::base::files::{self, FileError, FileFingerprint};
use crate::base::project_files::{DRAFT, OUT, STATE};
use crate::mixer::MixCache;
use crate::outputs::{self, DESCRIPTION, WAV};

/// The record of a finished edition.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// Hash of everything that its files depend on.
    #[serde(rename = "inputs")]
    pub(super) fingerprint: String,
    /// The metadata of each file when it was written.
    pub(super) files: BTreeMap<String, FileFingerprint>,
}

/// The editions of a project. Use it only while the project is locked.
pub(super) struct Editions {
    pub(super) root: PathBuf,
    pub(super) state: PathBuf,
    /// Exchanges two folders atomically. Tests replace it.
    pub(super) exchange: fn(&Path, &Path) -> io::Result<()>,
}

impl Editions {
    /// Returns the editions of the project in `root`.
    pub(super) fn of(root: &Path) -> Self {
        Self { root: root.to_path_buf(), state: root.join(STATE), exchange }
    }

    /// Creates the staging folder for a new edition. Fails if the target folder cannot be written, before any work is done.
    pub(super) fn stage(&self, target: Target) -> Result<Staging, FileError> {
        let place = self.root.join(target.folder());
        match fs::symlink_metadata(&place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            _ => drop(tempfile::tempfile_in(&place).map_err(|e| FileError::new("write into", &place, e))?),
        }
        Staging::create(self.staging_folder())
    }

    /// Returns true if the target holds, unchanged, the edition with this fingerprint.
    pub(super) fn holds(&self, target: Target, fingerprint: &str) -> bool {
        let found = self.find(&self.root.join(target.folder()));
        found.is_some_and(|(_, record)| record.fingerprint == fingerprint)
    }

    /// Returns the names of the files in the target, if it holds, unchanged, the edition with this fingerprint.
    #[cfg(feature = "c2pa")]
    pub(super) fn unchanged_files(&self, target: Target, fingerprint: &str) -> Option<BTreeSet<String>> {
        let (_, record) = self.find(&self.root.join(target.folder()))?;
        (record.fingerprint == fingerprint).then(|| record.files.into_keys().collect())
    }

    /// Returns an earlier edition from which the mixer can copy unchanged regions: the one in the target, or else in the
    /// other folder.
    pub(super) fn previous(&self, target: Target) -> Option<(File, MixCache)> {
        let other = if target == Target::Draft { Target::Published } else { Target::Draft };
        [target, other].into_iter().find_map(|target| {
            let folder = self.root.join(target.folder());
            let (name, _) = self.find(&folder)?;
            let ledger = files::read_checksummed(&self.ledger(&name))?;
            Some((File::open(folder.join(WAV)).ok()?, ledger))
        })
    }

    /// Writes the record of the files in a folder, and returns its name.
    pub(super) fn record(
        &self,
        folder: &Path,
        names: &BTreeSet<String>,
        fingerprint: &str,
        ledger: Option<&MixCache>,
    ) -> Result<String, FileError> {
        let mut fingerprints = BTreeMap::new();
        for name in names {
            let path = folder.join(name);
            let found = FileFingerprint::read(&path).map_err(|e| FileError::new("read", &path, e))?;
            fingerprints.insert(name.clone(), found);
        }
        let record = Record { fingerprint: fingerprint.to_string(), files: fingerprints };
        let name = blake3::hash(format!("{record:?}").as_bytes()).to_hex()[..16].to_string();
        if let Some(ledger) = ledger {
            files::write_checksummed(&self.ledger(&name), ledger)?;
        }
        files::write_checksummed(&self.records().join(format!("{name}.json")), &record)?;
        Ok(name)
    }

    /// Deletes the records and ledgers of editions that are in neither folder.
    pub(super) fn forget_replaced(&self) -> Result<(), FileError> {
        let folders = [OUT, DRAFT].map(|folder| self.root.join(folder));
        let mut kept = self.all();
        kept.retain(|_, record| folders.iter().any(|folder| is_unchanged(folder, record)));
        for entry in fs::read_dir(self.records()).into_iter().flatten().flatten() {
            let path = entry.path();
            if !path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|name| kept.contains_key(name)) {
                ignore_missing(fs::remove_file(&path), &path)?;
            }
        }
        Ok(())
    }

    /// Finds the edition that a folder holds unchanged.
    pub(super) fn find(&self, folder: &Path) -> Option<(String, Record)> {
        self.all().into_iter().find(|(_, record)| is_unchanged(folder, record))
    }

    /// Returns true if a folder holds, unchanged, the edition with the record `name`.
    pub(super) fn is_in(&self, folder: &Path, name: &str) -> bool {
        self.read(name).is_some_and(|record| is_unchanged(folder, &record))
    }

    /// Returns the names of all files of all recorded editions.
    pub(super) fn known_names(&self) -> BTreeSet<String> {
        self.all().into_values().flat_map(|record| record.files.into_keys()).collect()
    }

    /// Returns the names of the files in a folder that Aloud may replace.
    ///
    /// If the edition in it is not recorded, because a file was edited or the record was deleted, these are all names that
    /// any edition can have: leftover captions of another WAV would be worse than none.
    pub(super) fn names_in(&self, folder: &Path) -> BTreeSet<String> {
        let mut names = self.known_names();
        if self.find(folder).is_none() && folder.join(DESCRIPTION).is_file() {
            names.extend(outputs::file_names().map(str::to_string));
        }
        names
    }

    fn all(&self) -> BTreeMap<String, Record> {
        let Ok(entries) = fs::read_dir(self.records()) else { return BTreeMap::new() };
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let names = names.filter_map(|name| name.strip_suffix(".json").map(str::to_string));
        names.filter_map(|name| self.read(&name).map(|record| (name, record))).collect()
    }

    /// Reads the record `name`; `None` if it is missing or damaged.
    pub(super) fn read(&self, name: &str) -> Option<Record> {
        files::read_checksummed(&self.records().join(format!("{name}.json")))
    }

    pub(super) fn records(&self) -> PathBuf {
        self.state.join("editions")
    }

    pub(super) fn ledger(&self, name: &str) -> PathBuf {
        self.records().join(format!("{name}.ledger"))
    }

    pub(super) fn staging_folder(&self) -> PathBuf {
        self.state.join("staged")
    }
}

fn is_unchanged(folder: &Path, record: &Record) -> bool {
    let mut files = record.files.iter();
    files.all(|(name, found)| FileFingerprint::read(&folder.join(name)).is_ok_and(|now| now == *found))
}

/// Exchanges the names of two folders in one atomic step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_a: &Path, _b: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
