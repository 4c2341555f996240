//! Opens files beneath a folder without following a link, where there are no calls relative to an open folder.
//!
//! Each name of a path is examined before the path is used. A link that appears in between would be followed.

use std::ffi::OsString;
use std::fs::{self, File, FileType};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::FileFingerprint;
use super::kind::Kind;
use super::links;
use super::refusal::Refusal;

/// The system error of a missing file: `ENOENT`, and `ERROR_FILE_NOT_FOUND` on Windows.
const FILE_NOT_FOUND: i32 = 2;

impl From<FileType> for Kind {
    fn from(found: FileType) -> Self {
        match found {
            found if found.is_symlink() => Self::Link,
            found if found.is_dir() => Self::Folder,
            found if found.is_file() => Self::File,
            _ => Self::Other,
        }
    }
}

/// A path without links above its last name.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
}

impl Place {
    /// Examines the folders of a path. `root` may be a link; `below` is followed without links. With `make`, folders that are missing
    /// below the root are created.
    pub(super) fn find(root: &Path, below: &Path, make: bool) -> io::Result<Self> {
        let mut path = root.to_path_buf();
        let mut parts = below.components().filter(|part| *part != Component::CurDir).peekable();
        while let Some(part) = parts.next() {
            let Component::Normal(name) = part else {
                return Err(Refusal::Outside(below.to_path_buf()).into());
            };
            path.push(name);
            if parts.peek().is_none() {
                break;
            }
            path = enter(path, make)?;
        }
        Ok(Self { path })
    }

    /// Returns the kind of the entry; `None` if there is none.
    pub(super) fn kind(&self) -> io::Result<Option<Kind>> {
        kind(&self.path)
    }

    /// Opens a regular file for reading.
    pub(super) fn open(&self) -> io::Result<File> {
        match self.kind()? {
            Some(Kind::File) => File::open(&self.path),
            Some(Kind::Link) => open_regular(&links::allowed_target(&self.path).ok_or_else(|| self.link())?),
            Some(Kind::Folder) => Err(io::ErrorKind::IsADirectory.into()),
            Some(Kind::Other) => Err(Refusal::NotRegular(self.path.clone()).into()),
            None => Err(io::Error::from_raw_os_error(FILE_NOT_FOUND)),
        }
    }

    /// Returns the fingerprint of a regular file.
    pub(super) fn fingerprint(&self) -> io::Result<FileFingerprint> {
        FileFingerprint::of(&self.open()?.metadata()?)
    }

    /// Opens a folder. These systems cannot: its access list is not copied.
    pub(super) fn open_folder(&self) -> io::Result<File> {
        enter(self.path.clone(), false)?;
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Creates a file that does not exist yet, for reading and writing.
    pub(super) fn create_new(&self) -> io::Result<File> {
        File::options().read(true).write(true).create_new(true).open(&self.path)
    }

    /// Windows has no files without a name.
    pub(super) fn create_unnamed(&self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Opens a regular file for writing, and creates it if it does not exist. Its content stays.
    pub(super) fn open_or_create(&self) -> io::Result<File> {
        if matches!(self.kind()?, Some(Kind::Link)) {
            return Err(self.link().into());
        }
        File::options().read(true).write(true).create(true).truncate(false).open(&self.path)
    }

    /// Creates a folder. It may exist already.
    pub(super) fn make_folder(&self) -> io::Result<()> {
        enter(self.path.clone(), true).map(|_| ())
    }

    /// Removes a file, or a link itself.
    pub(super) fn remove_file(&self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }

    /// Removes an empty folder.
    pub(super) fn remove_folder(&self) -> io::Result<()> {
        fs::remove_dir(&self.path)
    }

    /// Renames the entry. A file or link of the other name is replaced.
    pub(super) fn rename(&self, to: &Self) -> io::Result<()> {
        fs::rename(&self.path, &to.path)
    }

    /// Renames a file to a name that does not exist yet.
    pub(super) fn rename_new(&self, to: &Self) -> io::Result<()> {
        // A hard link never replaces a file.
        fs::hard_link(&self.path, &to.path)?;
        self.remove_file()
    }

    /// Exchanges the names of two entries in one step.
    pub(super) fn exchange(&self, _other: &Self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Lists the entries of a folder, in no order.
    pub(super) fn entries(&self) -> io::Result<Vec<(OsString, Kind)>> {
        let entries = fs::read_dir(enter(self.path.clone(), false)?)?;
        entries
            .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?.into()))))
            .collect()
    }

    /// Makes the names of the folder survive a loss of power. These systems cannot be asked to.
    pub(super) fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    fn link(&self) -> Refusal {
        Refusal::Link(self.path.clone())
    }
}

fn kind(path: &Path) -> io::Result<Option<Kind>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata.file_type().into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the path of a folder, or of the target of a link that the user allows.
fn enter(path: PathBuf, make: bool) -> io::Result<PathBuf> {
    match kind(&path)? {
        Some(Kind::Folder) => Ok(path),
        Some(Kind::Link) => Ok(links::allowed_target(&path).ok_or(Refusal::Link(path))?),
        Some(_) => Err(io::ErrorKind::NotADirectory.into()),
        None if make => match fs::create_dir(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(path),
        },
        None => Err(io::Error::from_raw_os_error(FILE_NOT_FOUND)),
    }
}

/// Opens a regular file, following links. For files that the user names.
pub(super) fn open_regular(path: &Path) -> io::Result<File> {
    let metadata = fs::metadata(path)?;
    match (metadata.is_file(), metadata.is_dir()) {
        (true, _) => File::open(path),
        (_, true) => Err(io::ErrorKind::IsADirectory.into()),
        _ => Err(Refusal::NotRegular(path.to_path_buf()).into()),
    }
}
