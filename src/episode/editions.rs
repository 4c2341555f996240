//! Finished editions on disk. The files of an edition belong together, so they stand in one folder, and a new edition
//! takes the place of the old one by the two folders changing names: one step, which has happened or has not.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::audio::wav::{self, Metadata};
use crate::files::{self, FileError, Stamp};
use crate::mixer::Ledger;
use crate::outputs::WAV;
use crate::project::{DRAFT, OUT, Project, STATE};

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
    files: BTreeMap<String, Stamp>,
}

/// An edition on its way into its place. Folders are named by what they are, so that a run from elsewhere finds them.
#[derive(Serialize, Deserialize)]
struct Move {
    from: Origin,
    to: Target,
    /// Name of the record of what moves in.
    record: String,
    /// The folders could not change names: the files were copied, and what stood beside them was not touched.
    copied: bool,
}

/// Where an edition comes from.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Origin {
    Staged,
    Draft,
}

/// The editions of a project. Use it only while holding the project's lock.
pub(super) struct Editions {
    root: PathBuf,
    state: PathBuf,
    /// How two folders change names.
    exchange: fn(&Path, &Path) -> io::Result<()>,
}

impl Editions {
    pub(super) fn of(project: &Project) -> Self {
        Self { root: project.root.clone(), state: project.root.join(STATE), exchange }
    }

    /// Ends what a killed run left: an edition that had moved in is tidied up after, one that had not is as before.
    pub(super) fn recover(&self) -> Result<(), FileError> {
        files::sweep_temporaries(&self.state);
        files::sweep_temporaries(&self.records());
        if let Some(moved) = files::read_sealed::<Move>(&self.journal()) {
            self.settle(&moved)?;
        }
        remove_all(&self.staged())
    }

    /// A folder for the files of a new edition; fails when they could not take their place later.
    pub(super) fn stage(&self, target: Target) -> Result<Staged, FileError> {
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
    pub(super) fn holds(&self, target: Target, inputs: &str) -> bool {
        self.find(&self.root.join(target.folder())).is_some_and(|(_, record)| record.inputs == inputs)
    }

    /// Names of the files of the edition that the place holds, if it was made of these inputs and is untouched.
    #[cfg(feature = "c2pa")]
    pub(super) fn held(&self, target: Target, inputs: &str) -> Option<BTreeSet<String>> {
        let (_, record) = self.find(&self.root.join(target.folder()))?;
        (record.inputs == inputs).then(|| record.files.into_keys().collect())
    }

    /// An edition to copy from what did not change, the one in its place before any other.
    pub(super) fn earlier(&self, target: Target) -> Option<(File, Ledger)> {
        let other = if target == Target::Draft { Target::Published } else { Target::Draft };
        [target, other].into_iter().find_map(|target| {
            let folder = self.root.join(target.folder());
            let (name, _) = self.find(&folder)?;
            let ledger = files::read_sealed(&self.ledger(&name))?;
            Some((File::open(folder.join(WAV)).ok()?, ledger))
        })
    }

    /// Puts a finished edition into its place.
    pub(super) fn put(
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
    pub(super) fn publish_draft(&self) -> Result<bool, FileError> {
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
        let stamped = |name: &String| {
            let path = folder.join(name);
            let stamp = Stamp::of(&path).map_err(|e| FileError::new("read", &path, e))?;
            Ok((name.clone(), stamp))
        };
        let files = names.iter().map(stamped).collect::<Result<_, FileError>>()?;
        let record = Record { inputs: inputs.to_string(), files };
        let name = blake3::hash(format!("{record:?}").as_bytes()).to_hex()[..16].to_string();
        if let Some(ledger) = ledger {
            files::write_sealed(&self.ledger(&name), ledger)?;
        }
        files::write_sealed(&self.records().join(format!("{name}.json")), &record)?;
        Ok(name)
    }

    fn place(&self, mut moved: Move) -> Result<(), FileError> {
        let (from, to) = self.folders(&moved);
        files::write_sealed(&self.journal(), &moved)?;
        // What is not Aloud's in the folder that moves out must not be forgotten.
        sync(&self.journal());
        let switched = if to.exists() { (self.exchange)(&from, &to) } else { fs::rename(&from, &to) };
        if switched.is_err() {
            moved.record = self.copy(&moved)?;
            moved.copied = true;
            files::write_sealed(&self.journal(), &moved)?;
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
        for name in record.files.keys() {
            copy(&from.join(name), &to.join(name))?;
        }
        // What an edition before had and this one has not would belong to another WAV.
        for name in self.ours().into_iter().filter(|name| !record.files.contains_key(name)) {
            gone(fs::remove_file(to.join(&name)), &to.join(&name))?;
        }
        let names = record.files.into_keys().collect();
        let ledger: Option<Ledger> = files::read_sealed(&self.ledger(&moved.record));
        self.record(&to, &names, &record.inputs, ledger.as_ref())
    }

    /// Clears the edition away that was replaced, if the new one has moved in; what is not Aloud's goes back to its place.
    fn settle(&self, moved: &Move) -> Result<(), FileError> {
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
        let ours: BTreeSet<OsString> = self.ours().into_iter().map(OsString::from).collect();
        for entry in entries.flatten() {
            let (name, path) = (entry.file_name(), entry.path());
            if !ours.contains(&name) && !to.join(&name).exists() {
                fs::rename(&path, to.join(&name)).map_err(|e| FileError::new("keep", &path, e))?;
            }
        }
        Ok(())
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

    fn all(&self) -> BTreeMap<String, Record> {
        let Ok(entries) = fs::read_dir(self.records()) else { return BTreeMap::new() };
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let names = names.filter_map(|name| name.strip_suffix(".json").map(str::to_string));
        names.filter_map(|name| self.read(&name).map(|record| (name, record))).collect()
    }

    fn read(&self, name: &str) -> Option<Record> {
        files::read_sealed(&self.records().join(format!("{name}.json")))
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

/// The files of an edition in the making; removed when it is dropped before it took its place.
pub(super) struct Staged {
    folder: PathBuf,
    wav: File,
    names: BTreeSet<String>,
    /// The folder is the journal's from now on: it may hold what another edition's folder held besides.
    placed: bool,
}

impl Staged {
    /// The episode, empty at first.
    pub(super) fn wav(&self) -> &File {
        &self.wav
    }

    /// Adds what the finished episode says of itself.
    pub(super) fn describe(&self, metadata: &Metadata, frames: u64) -> Result<(), FileError> {
        wav::append(&self.wav, metadata, frames)
            .map_err(|e| FileError::new("write", &self.folder.join(WAV), e))
    }

    /// Where a file of that name is to stand, for a program that writes it itself.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Adds a file that a program has written.
    pub(super) fn add(&mut self, name: &str) {
        self.names.insert(name.to_string());
    }

    /// Removes what was only made to be put into another file.
    pub(super) fn tidy(&self) -> Result<(), FileError> {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if !entry.file_name().to_str().is_some_and(|name| self.names.contains(name)) {
                gone(fs::remove_file(entry.path()), &entry.path())?;
            }
        }
        Ok(())
    }

    /// Adds a file.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
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

fn stands(folder: &Path, record: &Record) -> bool {
    let untouched =
        |(name, stamp): (&String, &Stamp)| Stamp::of(&folder.join(name)).is_ok_and(|now| now == *stamp);
    record.files.iter().all(untouched)
}

fn copy(from: &Path, to: &Path) -> Result<(), FileError> {
    let mut source = File::open(from).map_err(|e| FileError::new("read", from, e))?;
    let mut file = files::create(to)?;
    io::copy(&mut source, &mut file).map_err(|e| FileError::new("write", to, e))?;
    file.commit().map_err(|e| FileError::new("write", to, e))
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

/// Two folders change names, in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_a: &Path, _b: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// So that it outlasts a loss of power; where that cannot be done there is nothing to do.
fn sync(path: &Path) {
    let _ = File::open(path).and_then(|file| file.sync_all());
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
