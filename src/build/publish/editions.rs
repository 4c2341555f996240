//! Finished editions on disk: a record of the files of each, by which changes are detected.
//!
//! The files of an edition belong together: captions of another WAV would be wrong. They are in one folder, and the
//! record says which files they are, what they were made from, and how they looked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::options::Target;
use super::staging::{Staging, output_names};
use crate::base::files::{FileError, FileFingerprint, Kind, ProjectPath};
use crate::base::project_files::STATE;
use crate::mixer::MixCache;
use crate::outputs::encoders::PartCache;
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
    pub(super) root: ProjectPath,
    pub(super) state: ProjectPath,
    pub(super) moves: Moves,
}

/// How folders change their names. Tests replace these, to fail or to be killed.
#[derive(Clone, Copy)]
pub(super) struct Moves {
    /// Exchanges two folders in one step.
    pub(super) exchange: fn(&ProjectPath, &ProjectPath) -> io::Result<()>,
    /// Renames a folder.
    pub(super) rename: fn(&ProjectPath, &ProjectPath) -> io::Result<()>,
}

impl Moves {
    pub(super) const SYSTEM: Self = Self { exchange: ProjectPath::exchange, rename: ProjectPath::rename };
}

impl Editions {
    /// Returns the editions of the project in `root`.
    pub(super) fn of(root: &Path) -> Self {
        let root = ProjectPath::root(root);
        Self { state: root.join(STATE), root, moves: Moves::SYSTEM }
    }

    /// Returns the folder of a target. If it is a link that the user allows, this is the folder it leads to.
    pub(super) fn folder(&self, target: Target) -> Result<ProjectPath, FileError> {
        self.root.join(target.folder()).resolved()
    }

    /// Creates the staging folder for a new edition. Fails if the target folder cannot be written, before any work is done.
    pub(super) fn stage(&self, target: Target) -> Result<Staging, FileError> {
        let place = self.folder(target)?;
        if place.exists() {
            place.check_writable(DESCRIPTION)?;
        }
        let staging = self.staging_folder();
        self.discard(&staging, &place)?;
        Staging::create(staging, &place)
    }

    /// Returns true if the target holds, unchanged, the edition with this fingerprint.
    pub(super) fn holds(&self, target: Target, fingerprint: &str) -> bool {
        let found = self.folder(target).ok().and_then(|folder| self.find(&folder));
        found.is_some_and(|(_, record)| record.fingerprint == fingerprint)
    }

    /// Returns the names of the files in the target, if it holds, unchanged, the edition with this fingerprint.
    #[cfg(feature = "c2pa")]
    pub(super) fn unchanged_files(&self, target: Target, fingerprint: &str) -> Option<BTreeSet<String>> {
        let (_, record) = self.find(&self.folder(target).ok()?)?;
        (record.fingerprint == fingerprint).then(|| record.files.into_keys().collect())
    }

    /// Returns an earlier edition from which the mixer can copy unchanged regions: the one in the target, or else in the
    /// other folder.
    pub(super) fn previous(&self, target: Target) -> Option<(File, MixCache)> {
        let other = if target == Target::Draft { Target::Published } else { Target::Draft };
        [target, other].into_iter().find_map(|target| {
            let folder = self.folder(target).ok()?;
            let (name, _) = self.find(&folder)?;
            let ledger = self.ledger(&name).read_checksummed()?;
            Some((folder.join(WAV).open().ok()?, ledger))
        })
    }

    /// Writes the record of the files in a folder, and returns its name.
    pub(super) fn record(
        &self,
        folder: &ProjectPath,
        names: &BTreeSet<String>,
        fingerprint: &str,
        ledger: Option<&MixCache>,
    ) -> Result<String, FileError> {
        let mut fingerprints = BTreeMap::new();
        for name in names {
            let path = folder.join(name);
            let found = path.fingerprint().map_err(|e| FileError::new("read", &path, e))?;
            fingerprints.insert(name.clone(), found);
        }
        let record = Record { fingerprint: fingerprint.to_string(), files: fingerprints };
        let name = blake3::hash(format!("{record:?}").as_bytes()).to_hex()[..NAME_DIGITS].to_string();
        if let Some(ledger) = ledger {
            self.ledger(&name).write_checksummed(ledger)?;
        }
        self.records().join(format!("{name}.json")).write_checksummed(&record)?;
        Ok(name)
    }

    /// Deletes the records and ledgers of editions that are in neither folder. Files with other names stay.
    pub(super) fn forget_replaced(&self) -> Result<(), FileError> {
        let folders = [Target::Published, Target::Draft].map(|target| self.folder(target));
        let mut kept = self.all();
        kept.retain(|_, record| folders.iter().flatten().any(|folder| is_unchanged(folder, record)));
        for (file, kind) in self.records().entries()? {
            let name = file.to_str().and_then(record_name);
            if kind == Kind::File && name.is_some_and(|name| !kept.contains_key(name)) {
                self.records().join(file).remove_file()?;
            }
        }
        Ok(())
    }

    /// Finds the edition that a folder holds unchanged.
    pub(super) fn find(&self, folder: &ProjectPath) -> Option<(String, Record)> {
        self.all().into_iter().find(|(_, record)| is_unchanged(folder, record))
    }

    /// Returns true if a folder holds, unchanged, the edition with the record `name`.
    pub(super) fn is_in(&self, folder: &ProjectPath, name: &str) -> bool {
        self.read(name).is_some_and(|record| is_unchanged(folder, &record))
    }

    /// Returns true if a file in a folder of an edition is Aloud's, by its name and the records.
    ///
    /// If the edition in it is not recorded, because a file was edited or the record was deleted, these are all names that
    /// any edition can have: leftover captions of another WAV would be worse than none.
    pub(super) fn names_in(&self, folder: &ProjectPath) -> BTreeSet<String> {
        let mut names: BTreeSet<String> =
            self.all().into_values().flat_map(|record| record.files.into_keys()).collect();
        if self.find(folder).is_none() && folder.join(DESCRIPTION).is_file() {
            names.extend(output_names(folder).unwrap_or_default());
        }
        names
    }

    fn all(&self) -> BTreeMap<String, Record> {
        let entries = self.records().entries().unwrap_or_default().into_iter();
        let names = entries.filter_map(|(name, _)| record_name(name.to_str()?).map(str::to_string));
        names.filter_map(|name| self.read(&name).map(|record| (name, record))).collect()
    }

    /// Reads the record `name`; `None` if it is missing or damaged, or if it names files that no edition has.
    pub(super) fn read(&self, name: &str) -> Option<Record> {
        let record: Record = self.records().join(format!("{name}.json")).read_checksummed()?;
        record.files.keys().all(|name| outputs::is_file_name(name)).then_some(record)
    }

    pub(super) fn records(&self) -> ProjectPath {
        self.state.join("editions")
    }

    pub(super) fn ledger(&self, name: &str) -> ProjectPath {
        self.records().join(format!("{name}.ledger"))
    }

    /// Returns the encoded parts, for a build of the target.
    pub(super) fn encoded_parts(&self, target: Target) -> PartCache {
        PartCache::new(self.state.join("encoded"), target.folder())
    }

    pub(super) fn staging_folder(&self) -> ProjectPath {
        self.state.join("staged")
    }
}

/// Number of hex digits in the name of a record.
const NAME_DIGITS: usize = 16;

/// Returns the name of the record of a file in the folder of records; `None` for a file that is not Aloud's.
fn record_name(file: &str) -> Option<&str> {
    let name = file.strip_suffix(".json").or_else(|| file.strip_suffix(".ledger"))?;
    let is_hex = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    (name.len() == NAME_DIGITS && name.bytes().all(is_hex)).then_some(name)
}

fn is_unchanged(folder: &ProjectPath, record: &Record) -> bool {
    let mut files = record.files.iter();
    files.all(|(name, found)| folder.join(name).fingerprint().is_ok_and(|now| now == *found))
}
