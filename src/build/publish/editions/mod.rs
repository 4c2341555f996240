//! Finished editions on disk. The files of an edition belong together, so they stand in one folder, and a new edition
//! takes the place of the old one by the two folders changing names: one step, which has happened or has not.

mod moves;
mod staged;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub(in crate::build) use staged::Staged;

use crate::base::files::{self, FileError, FileFingerprint};
use crate::mixer::Ledger;
use crate::outputs::{self, WAV, description};
use crate::project::{DRAFT, OUT, Project, STATE};
use moves::{Move, Origin, exchange};

/// Where an edition goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// `out/`: it is published.
    #[default]
    Published,
    /// `draft/`: it is listened to first.
    Draft,
}

impl Target {
    /// Its folder in the project.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Published => OUT,
            Self::Draft => DRAFT,
        }
    }
}

/// What is known of a finished edition.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    /// Hash of everything that its files depend on.
    inputs: String,
    files: BTreeMap<String, FileFingerprint>,
}

/// The editions of a project. Use it only while holding the project's lock.
pub(in crate::build) struct Editions {
    root: PathBuf,
    state: PathBuf,
    /// How two folders change names.
    exchange: fn(&Path, &Path) -> io::Result<()>,
}

impl Editions {
    pub(in crate::build) fn of(project: &Project) -> Self {
        Self { root: project.root.clone(), state: project.root.join(STATE), exchange }
    }

    /// Ends what a killed run left: an edition that had moved in is tidied up after, one that had not is as before.
    pub(in crate::build) fn recover(&self) -> Result<(), FileError> {
        files::remove_temporaries(&self.state);
        files::remove_temporaries(&self.records());
        if let Some(moved) = files::read_checksummed::<Move>(&self.journal()) {
            self.settle(&moved)?;
        }
        remove_all(&self.staged())
    }

    /// A folder for the files of a new edition; fails when they could not take their place later.
    pub(in crate::build) fn stage(&self, target: Target) -> Result<Staged, FileError> {
        let place = self.root.join(target.folder());
        match fs::symlink_metadata(&place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            _ => drop(tempfile::tempfile_in(&place).map_err(|e| FileError::new("write into", &place, e))?),
        }
        let folder = self.staged();
        remove_all(&folder)?;
        fs::create_dir_all(&folder).map_err(|e| FileError::new("make the folder", &folder, e))?;
        let path = folder.join(WAV);
        let wav = File::options().read(true).write(true).create(true).truncate(true).open(&path);
        let wav = wav.map_err(|e| FileError::new("write", &path, e))?;
        Ok(Staged { folder, wav, names: BTreeSet::from([WAV.to_string()]), placed: false })
    }

    /// True when the place holds an edition made of these inputs, untouched.
    pub(in crate::build) fn holds(&self, target: Target, inputs: &str) -> bool {
        self.find(&self.root.join(target.folder())).is_some_and(|(_, record)| record.inputs == inputs)
    }

    /// Names of the files of the edition that the place holds, if it was made of these inputs and is untouched.
    #[cfg(feature = "c2pa")]
    pub(in crate::build) fn held(&self, target: Target, inputs: &str) -> Option<BTreeSet<String>> {
        let (_, record) = self.find(&self.root.join(target.folder()))?;
        (record.inputs == inputs).then(|| record.files.into_keys().collect())
    }

    /// An edition to copy from what did not change, the one in its place before any other.
    pub(in crate::build) fn earlier(&self, target: Target) -> Option<(File, Ledger)> {
        let other = if target == Target::Draft { Target::Published } else { Target::Draft };
        [target, other].into_iter().find_map(|target| {
            let folder = self.root.join(target.folder());
            let (name, _) = self.find(&folder)?;
            let ledger = files::read_checksummed(&self.ledger(&name))?;
            Some((File::open(folder.join(WAV)).ok()?, ledger))
        })
    }

    /// Puts a finished edition into its place.
    pub(in crate::build) fn put(
        &self,
        mut staged: Staged,
        target: Target,
        inputs: &str,
        ledger: &Ledger,
    ) -> Result<(), FileError> {
        let record = self.record(&staged.folder, &staged.names, inputs, Some(ledger))?;
        self.place(Move { from: Origin::Staged, to: target, record, copied: false })?;
        staged.placed = true;
        Ok(())
    }

    /// The draft takes the place of the published edition; `false` when there is no draft that is whole.
    pub(in crate::build) fn publish_draft(&self) -> Result<bool, FileError> {
        let Some((record, _)) = self.find(&self.root.join(DRAFT)) else { return Ok(false) };
        let moved = Move { from: Origin::Draft, to: Target::Published, record, copied: false };
        self.place(moved).map(|()| true)
    }

    /// Writes down what stands in a folder; gives the name of the record.
    fn record(
        &self,
        folder: &Path,
        names: &BTreeSet<String>,
        inputs: &str,
        ledger: Option<&Ledger>,
    ) -> Result<String, FileError> {
        let fingerprinted = |name: &String| {
            let path = folder.join(name);
            let fingerprint = FileFingerprint::read(&path).map_err(|e| FileError::new("read", &path, e))?;
            Ok((name.clone(), fingerprint))
        };
        let files = names.iter().map(fingerprinted).collect::<Result<_, FileError>>()?;
        let record = Record { inputs: inputs.to_string(), files };
        let name = blake3::hash(format!("{record:?}").as_bytes()).to_hex()[..16].to_string();
        if let Some(ledger) = ledger {
            files::write_checksummed(&self.ledger(&name), ledger)?;
        }
        files::write_checksummed(&self.records().join(format!("{name}.json")), &record)?;
        Ok(name)
    }

    /// Removes the records and ledgers of editions that are no more, or never came to be.
    fn forget(&self) -> Result<(), FileError> {
        let places = [OUT, DRAFT].map(|folder| self.root.join(folder));
        let mut kept = self.all();
        kept.retain(|_, record| places.iter().any(|place| stands(place, record)));
        for entry in fs::read_dir(self.records()).into_iter().flatten().flatten() {
            let path = entry.path();
            if !path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|name| kept.contains_key(name)) {
                gone(fs::remove_file(&path), &path)?;
            }
        }
        Ok(())
    }

    fn find(&self, folder: &Path) -> Option<(String, Record)> {
        self.all().into_iter().find(|(_, record)| stands(folder, record))
    }

    fn is_in(&self, folder: &Path, name: &str) -> bool {
        self.read(name).is_some_and(|record| stands(folder, &record))
    }

    /// Names of all files of all editions that are known.
    fn ours(&self) -> BTreeSet<String> {
        self.all().into_values().flat_map(|record| record.files.into_keys()).collect()
    }

    /// Names of the files in a folder that are Aloud's. Of an edition that is not known, since somebody has touched it or has
    /// thrown its record away, that is whatever an edition may have: captions of another WAV are worse than none.
    fn ours_in(&self, folder: &Path) -> BTreeSet<String> {
        let mut ours = self.ours();
        if self.find(folder).is_none() && folder.join(description::FILE).is_file() {
            ours.extend(outputs::files().map(str::to_string));
        }
        ours
    }

    fn all(&self) -> BTreeMap<String, Record> {
        let Ok(entries) = fs::read_dir(self.records()) else { return BTreeMap::new() };
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let names = names.filter_map(|name| name.strip_suffix(".json").map(str::to_string));
        names.filter_map(|name| self.read(&name).map(|record| (name, record))).collect()
    }

    fn read(&self, name: &str) -> Option<Record> {
        files::read_checksummed(&self.records().join(format!("{name}.json")))
    }

    fn records(&self) -> PathBuf {
        self.state.join("editions")
    }

    fn ledger(&self, name: &str) -> PathBuf {
        self.records().join(format!("{name}.ledger"))
    }

    fn journal(&self) -> PathBuf {
        self.state.join("move.json")
    }

    fn staged(&self) -> PathBuf {
        self.state.join("staged")
    }
}

fn stands(folder: &Path, record: &Record) -> bool {
    let untouched = |(name, fingerprint): (&String, &FileFingerprint)| {
        FileFingerprint::read(&folder.join(name)).is_ok_and(|now| now == *fingerprint)
    };
    record.files.iter().all(untouched)
}

fn remove_all(folder: &Path) -> Result<(), FileError> {
    gone(fs::remove_dir_all(folder), folder)
}

fn gone(removed: io::Result<()>, path: &Path) -> Result<(), FileError> {
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(FileError::new("remove", path, error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
