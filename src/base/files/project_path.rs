//! A path in a project. All access to a project's files goes through it.
//!
//! A project may come from a stranger, and its links may lead anywhere. So a path is resolved beneath the project's folder
//! without following a link, reads have a limit, and only regular files are read.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::beneath::{Place, open_regular};
use super::kind::Kind;
use super::{FileError, FileFingerprint, Refusal};

/// Largest text file of a project in bytes: scripts, lexicons, settings and recording texts.
pub(crate) const TEXT_LIMIT: u64 = 64 << 20;
/// Largest file in `.aloud` in bytes that is read into memory: caches, records and takes.
pub(crate) const STATE_LIMIT: u64 = 1 << 30;
/// Largest sound file of a project in bytes: 16 hours of stereo with 24 bits and 48 kHz.
pub(crate) const SOUND_LIMIT: u64 = 16 << 30;

/// A file or folder beneath the folder of a project.
///
/// It dereferences to its whole path, for messages. The methods of this type shadow those of [`Path`] that follow links.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProjectPath {
    root: Arc<Path>,
    below: PathBuf,
    full: PathBuf,
}

impl Deref for ProjectPath {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.full
    }
}

impl AsRef<Path> for ProjectPath {
    fn as_ref(&self) -> &Path {
        &self.full
    }
}

impl ProjectPath {
    /// Returns the folder of a project. The user named it, so it may be a link.
    pub fn root(folder: &Path) -> Self {
        Self { root: folder.into(), below: PathBuf::new(), full: folder.to_path_buf() }
    }

    /// Returns the path of a file that the user named for reading. It may be a link itself.
    pub fn input(file: &Path) -> Self {
        Self::root(file)
    }

    /// Returns the path of a file that the user named: its folder may be anywhere, and may be a link.
    pub fn named(file: &Path) -> Self {
        let folder = file.parent().unwrap_or(Path::new(""));
        match file.file_name() {
            Some(name) => Self::root(folder).join(name),
            None => Self::root(file),
        }
    }

    /// Returns a path below this one. Paths that leave the project's folder can be made, but not used.
    #[must_use]
    pub fn join(&self, name: impl AsRef<Path>) -> Self {
        let below = self.below.join(name);
        Self { root: Arc::clone(&self.root), full: self.root.join(&below), below }
    }

    /// Returns a path below the folder of the same project.
    #[must_use]
    pub(crate) fn in_project(&self, name: impl AsRef<Path>) -> Self {
        Self { root: Arc::clone(&self.root), below: PathBuf::new(), full: self.root.to_path_buf() }.join(name)
    }

    /// Returns the path below the folder of the project.
    pub(crate) fn within_project(&self) -> &Path {
        &self.below
    }

    /// Returns the path with another extension.
    #[must_use]
    pub fn with_extension(&self, extension: &str) -> Self {
        let below = self.below.with_extension(extension);
        Self { root: Arc::clone(&self.root), full: self.root.join(&below), below }
    }

    /// Returns the path with another last name.
    #[must_use]
    pub(crate) fn with_file_name(&self, name: impl AsRef<std::ffi::OsStr>) -> Self {
        let below = self.below.with_file_name(name);
        Self { root: Arc::clone(&self.root), full: self.root.join(&below), below }
    }

    pub(super) fn place(&self) -> io::Result<Place> {
        Place::find(&self.root, &self.below, false)
    }

    /// As [`Self::place`], and creates the folders above the path.
    pub(super) fn place_to_write(&self) -> io::Result<Place> {
        Place::find(&self.root, &self.below, true)
    }

    /// Returns the kind of the entry; `None` if there is none.
    pub(crate) fn kind(&self) -> io::Result<Option<Kind>> {
        match self.place() {
            Ok(place) => place.kind(),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns true if there is an entry of this name: a file, a folder or a link.
    pub fn exists(&self) -> bool {
        !matches!(self.kind(), Ok(None))
    }

    /// As [`Self::exists`], for the search for a free name. Where a folder of the path is a link, every name would seem to be in use,
    /// and the search would never end.
    ///
    /// # Errors
    /// When the entry cannot be looked at.
    pub(crate) fn is_taken(&self) -> Result<bool, FileError> {
        self.kind().map(|kind| kind.is_some()).map_err(|error| FileError::new("use", self, error))
    }

    /// Returns true for a regular file that can be read, not for a link to one unless the user allows the link.
    pub fn is_file(&self) -> bool {
        match self.kind() {
            Ok(Some(Kind::Link)) => self.open().is_ok(),
            found => matches!(found, Ok(Some(Kind::File))),
        }
    }

    /// Returns true for a folder, not for a link to one unless the user allows the link.
    pub fn is_dir(&self) -> bool {
        match self.kind() {
            Ok(Some(Kind::Link)) => self.entries().is_ok(),
            found => matches!(found, Ok(Some(Kind::Folder))),
        }
    }

    /// Opens a regular file for reading.
    ///
    /// # Errors
    /// When it is missing, a link, or not a regular file.
    pub(crate) fn open(&self) -> io::Result<File> {
        // The user named the whole path.
        if self.below.as_os_str().is_empty() {
            return open_regular(&self.root);
        }
        self.place()?.open()
    }

    /// Opens a sound file for a decoder. Decoders get the open file, because its path may lead elsewhere a moment later.
    ///
    /// # Errors
    /// When it is missing, a link, not a regular file, or larger than [`SOUND_LIMIT`].
    pub(crate) fn open_sound(&self) -> io::Result<File> {
        let file = self.open()?;
        match file.metadata()?.len() {
            0..=SOUND_LIMIT => Ok(file),
            _ => Err(Refusal::TooLarge(SOUND_LIMIT).into()),
        }
    }

    /// Reads a whole file of at most `limit` bytes.
    ///
    /// # Errors
    /// When it cannot be read or is larger.
    pub(crate) fn read(&self, limit: u64) -> Result<Vec<u8>, FileError> {
        self.open().and_then(|file| read_limited(file, limit)).map_err(|e| FileError::new("read", self, e))
    }

    /// Reads at most `limit + 1` bytes. A result longer than `limit` means that the file is too large, which the caller reports.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn read_at_most(&self, limit: usize) -> Result<Vec<u8>, FileError> {
        let mut bytes = Vec::new();
        let read = self.open().and_then(|file| file.take(limit as u64 + 1).read_to_end(&mut bytes));
        read.map(|_| bytes).map_err(|error| FileError::new("read", self, error))
    }

    /// As [`Self::read`], but returns `None` for a file that does not exist.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(crate) fn read_if_any(&self, limit: u64) -> Result<Option<Vec<u8>>, FileError> {
        match self.read(limit) {
            Err(error) if error.is_not_found() => Ok(None),
            other => other.map(Some),
        }
    }

    /// Reads a UTF-8 text file and drops a leading byte order mark.
    ///
    /// # Errors
    /// When it cannot be read, is too large or is not UTF-8.
    pub(crate) fn read_text(&self) -> Result<String, FileError> {
        text(self.read(TEXT_LIMIT)?).map_err(|error| FileError::new("read", self, error))
    }

    /// As [`Self::read_text`], but returns `None` for a file that does not exist.
    ///
    /// # Errors
    /// As [`Self::read_text`].
    pub(crate) fn read_text_if_any(&self) -> Result<Option<String>, FileError> {
        match self.read_text() {
            Err(error) if error.is_not_found() => Ok(None),
            other => other.map(Some),
        }
    }

    /// Reads the fingerprint of a regular file.
    ///
    /// # Errors
    /// When it is missing or not a regular file.
    pub(crate) fn fingerprint(&self) -> io::Result<FileFingerprint> {
        self.place()?.fingerprint()
    }

    /// Lists the entries of a folder with their kinds, sorted by name; none if the folder does not exist.
    ///
    /// # Errors
    /// When it is a link or cannot be read.
    pub(crate) fn entries(&self) -> Result<Vec<(OsString, Kind)>, FileError> {
        match self.place().and_then(|place| place.entries()) {
            Ok(mut entries) => {
                entries.sort_by(|a, b| a.0.cmp(&b.0));
                Ok(entries)
            }
            Err(error) if is_missing(&error) => Ok(Vec::new()),
            Err(error) => Err(FileError::new("read the folder", self, error)),
        }
    }

    /// Lists the entries of a folder that have this kind; none if it cannot be read.
    pub(crate) fn paths_of(&self, wanted: Kind) -> Vec<Self> {
        let entries = self.entries().unwrap_or_default().into_iter();
        entries.filter(|(_, kind)| *kind == wanted).map(|(name, _)| self.join(name)).collect()
    }

    /// Returns the path that an operation on this folder itself has to use. It differs if the path is a link that the user allows.
    ///
    /// # Errors
    /// When it is a link that the user does not allow.
    pub(crate) fn resolved(&self) -> Result<Self, FileError> {
        let kind = self.kind().map_err(|error| FileError::new("use", self, error))?;
        if kind != Some(Kind::Link) {
            return Ok(self.clone());
        }
        match super::links::allowed_target(self) {
            Some(target) => Ok(Self::named(&target)),
            None => Err(FileError::new("use", self, Refusal::Link(self.full.clone()).into())),
        }
    }

    /// Refuses links and special files in a folder of Aloud's own, also in folders that this run does not need.
    ///
    /// # Errors
    /// The first entry that is neither a file nor a folder.
    pub(crate) fn refuse_links(&self) -> Result<(), FileError> {
        let refused = |path: &Self, error: io::Error| Err(FileError::new("use", path, error));
        match self.kind() {
            Err(error) => return refused(self, error),
            Ok(Some(Kind::Link)) => return refused(self, Refusal::Link(self.full.clone()).into()),
            Ok(None | Some(Kind::File)) => return Ok(()),
            Ok(Some(Kind::Other)) => return refused(self, Refusal::NotRegular(self.full.clone()).into()),
            Ok(Some(Kind::Folder)) => {}
        }
        let mut folders = vec![(self.clone(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            for (name, kind) in folder.entries()? {
                match kind {
                    Kind::File => {}
                    // Aloud goes no deeper itself.
                    Kind::Folder if depth < DEEPEST => folders.push((folder.join(name), depth + 1)),
                    Kind::Folder => {}
                    Kind::Link | Kind::Other => {
                        let path = folder.join(name);
                        let link = path.full.clone();
                        let refusal =
                            if kind == Kind::Link { Refusal::Link(link) } else { Refusal::NotRegular(link) };
                        return refused(&path, refusal.into());
                    }
                }
            }
        }
        Ok(())
    }
}

/// Depth of folders in which [`ProjectPath::refuse_links`] looks for links.
const DEEPEST: u32 = 8;

/// A name may also be missing because a file is where a folder should be.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound)
}

/// Reads a file of at most `limit` bytes.
pub(super) fn read_limited(file: File, limit: u64) -> io::Result<Vec<u8>> {
    // Known at once, without the memory for it. A file may also grow while it is read.
    if file.metadata()?.len() > limit {
        return Err(Refusal::TooLarge(limit).into());
    }
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(Refusal::TooLarge(limit).into()) } else { Ok(bytes) }
}

/// Turns the bytes of a file into text, without a byte order mark.
pub(super) fn text(bytes: Vec<u8>) -> io::Result<String> {
    let text = String::from_utf8(bytes)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "stream did not contain valid UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
}
