//! Opens files beneath a folder without following a link (Unix).
//!
//! Each folder of a path is opened from the one before it with `O_NOFOLLOW`, and the last name is used relative to its
//! folder. So a link cannot lead a read, a write or a removal elsewhere, even one that appears meanwhile.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{self, AtFlags, Dir, FileType, Mode, OFlags};
use rustix::io::Errno;

use super::FileFingerprint;
use super::kind::Kind;
use super::links;
use super::refusal::Refusal;

impl From<FileType> for Kind {
    fn from(found: FileType) -> Self {
        match found {
            FileType::RegularFile => Self::File,
            FileType::Directory => Self::Folder,
            FileType::Symlink => Self::Link,
            _ => Self::Other,
        }
    }
}

/// A name in an open folder.
#[derive(Debug)]
pub(super) struct Place {
    folder: OwnedFd,
    name: OsString,
    /// The whole path, for messages.
    path: PathBuf,
}

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
/// Permissions of new folders and files, before the umask.
const FOLDER_MODE: u32 = 0o777;
const FILE_MODE: u32 = 0o666;

impl Place {
    /// Opens the folder of a path. `root` may be a link; `below` is followed without links. With `make`, folders that are missing
    /// below the root are created.
    pub(super) fn find(root: &Path, below: &Path, make: bool) -> io::Result<Self> {
        let mut path = root.to_path_buf();
        let root = if root == Path::new("") { Path::new(".") } else { root };
        let mut folder = fs::open(root, FOLDER, Mode::empty())?;
        let mut names = names(below)?;
        let name = names.pop().unwrap_or(OsStr::new("."));
        for part in names {
            path.push(part);
            folder = enter(&folder, part, &path, make)?;
        }
        path.push(name);
        Ok(Self { folder, name: name.to_owned(), path })
    }

    /// Returns the kind of the entry; `None` if there is none.
    pub(super) fn kind(&self) -> io::Result<Option<Kind>> {
        match fs::statat(&self.folder, &self.name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(FileType::from_raw_mode(stat.st_mode).into())),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a regular file for reading.
    pub(super) fn open(&self) -> io::Result<File> {
        // Looked at first, because opening some devices has effects. `NONBLOCK`, because opening a pipe waits for its writer.
        match self.kind()? {
            Some(Kind::File) => {}
            Some(Kind::Folder) => return Err(io::ErrorKind::IsADirectory.into()),
            Some(Kind::Link) => {
                let target = links::allowed_target(&self.path).ok_or_else(|| self.link())?;
                return open_regular(&target);
            }
            Some(Kind::Other) => return Err(Refusal::NotRegular(self.path.clone()).into()),
            None => return Err(Errno::NOENT.into()),
        }
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        regular(fs::openat(&self.folder, &self.name, flags, Mode::empty())?.into(), &self.path)
    }

    /// Returns the fingerprint of a regular file without opening it.
    pub(super) fn fingerprint(&self) -> io::Result<FileFingerprint> {
        let stat = fs::statat(&self.folder, &self.name, AtFlags::SYMLINK_NOFOLLOW)?;
        match FileType::from_raw_mode(stat.st_mode).into() {
            Kind::File => Ok(FileFingerprint::of_stat(&stat)),
            _ => FileFingerprint::of(&self.open()?.metadata()?),
        }
    }

    /// Opens a folder.
    pub(super) fn open_folder(&self) -> io::Result<File> {
        Ok(enter(&self.folder, &self.name, &self.path, false)?.into())
    }

    /// Creates a file that does not exist yet, for reading and writing.
    pub(super) fn create_new(&self) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(fs::openat(&self.folder, &self.name, flags, Mode::from_raw_mode(FILE_MODE as _))?.into())
    }

    /// Creates a file without a name in this folder. It vanishes with the process.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub(super) fn create_unnamed(&self) -> io::Result<()> {
        let flags = OFlags::WRONLY | OFlags::TMPFILE | OFlags::CLOEXEC;
        match fs::openat(&self.open_folder()?, ".", flags, Mode::from_raw_mode(FILE_MODE as _)) {
            Ok(_) => Ok(()),
            // Not all file systems have such files.
            Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL) => Err(io::ErrorKind::Unsupported.into()),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub(super) fn create_unnamed(&self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Opens a regular file for writing, and creates it if it does not exist. Its content stays.
    pub(super) fn open_or_create(&self) -> io::Result<File> {
        if matches!(self.kind()?, Some(Kind::Link)) {
            return Err(self.link().into());
        }
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = fs::openat(&self.folder, &self.name, flags, Mode::from_raw_mode(FILE_MODE as _))?;
        regular(file.into(), &self.path)
    }

    /// Creates a folder. It may exist already.
    pub(super) fn make_folder(&self) -> io::Result<()> {
        enter(&self.folder, &self.name, &self.path, true).map(|_| ())
    }

    /// Removes a file, or a link itself.
    pub(super) fn remove_file(&self) -> io::Result<()> {
        Ok(fs::unlinkat(&self.folder, &self.name, AtFlags::empty())?)
    }

    /// Removes an empty folder.
    pub(super) fn remove_folder(&self) -> io::Result<()> {
        Ok(fs::unlinkat(&self.folder, &self.name, AtFlags::REMOVEDIR)?)
    }

    /// Renames the entry. A file or link of the other name is replaced.
    pub(super) fn rename(&self, to: &Self) -> io::Result<()> {
        Ok(fs::renameat(&self.folder, &self.name, &to.folder, &to.name)?)
    }

    /// Renames a file to a name that does not exist yet.
    pub(super) fn rename_new(&self, to: &Self) -> io::Result<()> {
        match self.rename_no_replace(to) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            other => return Ok(other?),
        }
        // Older file systems: a hard link never replaces a file either.
        match fs::linkat(&self.folder, &self.name, &to.folder, &to.name, AtFlags::empty()) {
            Ok(()) => self.remove_file(),
            Err(Errno::EXIST) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) if to.kind()?.is_some() => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => self.rename(to),
        }
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    fn rename_no_replace(&self, to: &Self) -> Result<(), Errno> {
        fs::renameat_with(&self.folder, &self.name, &to.folder, &to.name, fs::RenameFlags::NOREPLACE)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn rename_no_replace(&self, _to: &Self) -> Result<(), Errno> {
        Err(Errno::NOSYS)
    }

    /// Exchanges the names of two entries in one step.
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    pub(super) fn exchange(&self, other: &Self) -> io::Result<()> {
        let flags = fs::RenameFlags::EXCHANGE;
        Ok(fs::renameat_with(&self.folder, &self.name, &other.folder, &other.name, flags)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    pub(super) fn exchange(&self, _other: &Self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Lists the entries of a folder, in no order.
    pub(super) fn entries(&self) -> io::Result<Vec<(OsString, Kind)>> {
        use std::os::unix::ffi::OsStringExt;
        let folder = enter(&self.folder, &self.name, &self.path, false)?;
        let mut entries = Vec::new();
        for entry in Dir::read_from(&folder)? {
            let entry = entry?;
            let name = OsString::from_vec(entry.file_name().to_bytes().to_vec());
            if name == "." || name == ".." {
                continue;
            }
            // Some file systems do not say the kind.
            let found = match entry.file_type() {
                FileType::Unknown => match fs::statat(&folder, &name, AtFlags::SYMLINK_NOFOLLOW) {
                    Ok(stat) => FileType::from_raw_mode(stat.st_mode),
                    Err(_) => continue,
                },
                known => known,
            };
            entries.push((name, found.into()));
        }
        Ok(entries)
    }

    /// Makes the names of the folder survive a loss of power.
    pub(super) fn sync(&self) -> io::Result<()> {
        Ok(fs::fsync(&self.folder)?)
    }

    fn link(&self) -> Refusal {
        Refusal::Link(self.path.clone())
    }
}

/// Splits a relative path into names. `..` could leave the folder.
fn names(below: &Path) -> io::Result<Vec<&OsStr>> {
    let parts = below.components().filter(|part| *part != Component::CurDir);
    let names = parts.map(|part| match part {
        Component::Normal(name) => Ok(name),
        _ => Err(Refusal::Outside(below.to_path_buf()).into()),
    });
    names.collect()
}

/// Opens a folder in another one. `path` is its whole path.
fn enter(folder: &OwnedFd, name: &OsStr, path: &Path, make: bool) -> io::Result<OwnedFd> {
    let open = || fs::openat(folder, name, FOLDER | OFlags::NOFOLLOW, Mode::empty());
    match open() {
        Ok(opened) => Ok(opened),
        Err(Errno::NOENT) if make => {
            match fs::mkdirat(folder, name, Mode::from_raw_mode(FOLDER_MODE as _)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
            Ok(open()?)
        }
        Err(error) => {
            // Systems disagree on the error for a link.
            let stat = fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).map_err(|_| error)?;
            if FileType::from_raw_mode(stat.st_mode) != FileType::Symlink {
                return Err(error.into());
            }
            let target = links::allowed_target(path).ok_or_else(|| Refusal::Link(path.to_path_buf()))?;
            Ok(fs::open(&target, FOLDER, Mode::empty())?)
        }
    }
}

/// Opens a regular file, following links. For files that the user names.
pub(super) fn open_regular(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    if !std::fs::metadata(path)?.is_file() {
        return match std::fs::metadata(path)?.is_dir() {
            true => Err(io::ErrorKind::IsADirectory.into()),
            false => Err(Refusal::NotRegular(path.to_path_buf()).into()),
        };
    }
    regular(fs::open(path, flags, Mode::empty())?.into(), path)
}

/// Looks again after the open, because the entry may have been replaced since.
fn regular(file: File, path: &Path) -> io::Result<File> {
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if metadata.is_file() { Ok(file) } else { Err(Refusal::NotRegular(path.to_path_buf()).into()) }
}
