//! Hashes files and whole folders, without reading pipes or files without end.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::Path;

use super::FileError;

/// The largest number of files and bytes in one set of hashes. A Python environment has some 5,000 files.
const MOST_FILES: usize = 50_000;
const MOST_BYTES: u64 = 4 << 30;
/// How deep folders are searched.
const DEEPEST: usize = 64;

/// Endings of files that an interpreter runs. Other scripts are recognised by their first bytes or by their permissions.
const SCRIPT_ENDINGS: [&str; 22] = [
    "bash", "bat", "cmd", "exe", "jar", "jl", "js", "lua", "mjs", "php", "pl", "ps1", "py", "r", "rb", "scm",
    "sh", "tcl", "ts", "wasm", "zsh", "fish",
];

/// Returns true for a file that a program may run: by its permissions, its ending, or its first bytes.
pub(crate) fn is_script(path: &Path) -> bool {
    let Ok(metadata) = fs::metadata(path) else { return false };
    if !metadata.is_file() {
        return false;
    }
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0 {
        return true;
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if ending.is_some_and(|ending| SCRIPT_ENDINGS.contains(&ending.as_str())) {
        return true;
    }
    let mut start = [0; 2];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok_and(|()| start == *b"#!")
}

/// The hashes of files and of all files in folders, by their path below a root.
#[derive(Default)]
pub(crate) struct FileHashes {
    files: BTreeMap<String, String>,
    bytes: u64,
}

impl FileHashes {
    /// Adds a file or a folder. Its name is its path below `root`.
    ///
    /// # Errors
    /// When a file cannot be read, or when there is too much.
    pub(crate) fn add(&mut self, path: &Path, root: &Path) -> Result<(), FileError> {
        self.add_at(path, root, 0)
    }

    /// Adds the scripts and programs that are directly in a folder.
    ///
    /// # Errors
    /// As [`FileHashes::add`].
    pub(crate) fn add_scripts_in(&mut self, folder: &Path, root: &Path) -> Result<(), FileError> {
        let failed = |error| FileError::new("read", folder, error);
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if is_script(&path) {
                self.add(&path, root)?;
            }
        }
        Ok(())
    }

    /// Returns the hashes in hex by name. A link has its target instead, and a pipe or device the word `special`.
    pub(crate) fn into_map(self) -> BTreeMap<String, String> {
        self.files
    }

    fn add_folder(&mut self, folder: &Path, root: &Path, depth: usize) -> Result<(), FileError> {
        let failed = |error| FileError::new("read", folder, error);
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            self.add_at(&entry.path(), root, depth + 1)?;
        }
        Ok(())
    }

    fn add_at(&mut self, path: &Path, root: &Path, depth: usize) -> Result<(), FileError> {
        let failed = |error| FileError::new("read", path, error);
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
        if self.files.contains_key(&name) {
            return Ok(());
        }
        if self.files.len() >= MOST_FILES || depth > DEEPEST {
            return Err(failed(io::Error::other("there are too many files")));
        }
        let kind = fs::symlink_metadata(path).map_err(failed)?.file_type();
        if kind.is_symlink() {
            return self.add_link(path, name, root, depth);
        }
        if kind.is_dir() {
            return self.add_folder(path, root, depth);
        }
        let value = if kind.is_file() {
            let (hash, bytes) = hash_limited(path, MOST_BYTES - self.bytes).map_err(failed)?;
            self.bytes += bytes;
            hash.to_hex().to_string()
        } else {
            // A pipe or a device: reading it could take forever.
            "special".to_string()
        };
        self.files.insert(name, value);
        Ok(())
    }

    /// Adds a link by its target. If the target is below the root, its content counts too.
    fn add_link(&mut self, path: &Path, name: String, root: &Path, depth: usize) -> Result<(), FileError> {
        let target = fs::read_link(path).map_err(|error| FileError::new("read", path, error))?;
        self.files.insert(name, format!("link to {}", target.to_string_lossy()));
        let (Ok(target), Ok(root)) = (path.canonicalize(), root.canonicalize()) else { return Ok(()) };
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        // A link to a folder above it leads back here.
        let leads_back = folder.is_some_and(|folder| folder.starts_with(&target));
        if target.starts_with(&root) && !leads_back { self.add_at(&target, &root, depth + 1) } else { Ok(()) }
    }
}

/// Hashes a file of at most `limit` bytes, and returns its length too.
fn hash_limited(path: &Path, limit: u64) -> io::Result<(blake3::Hash, u64)> {
    let mut hasher = blake3::Hasher::new();
    let mut file = File::open(path)?.take(limit.saturating_add(1));
    let bytes = io::copy(&mut file, &mut hasher)?;
    if bytes > limit {
        return Err(io::Error::other("the files are too large"));
    }
    Ok((hasher.finalize(), bytes))
}

/// Hashes a file.
///
/// # Errors
/// When it cannot be read, or is too large.
pub(crate) fn hash_file(path: &Path) -> Result<blake3::Hash, FileError> {
    let hashed = hash_limited(path, MOST_BYTES).map_err(|error| FileError::new("read", path, error))?;
    Ok(hashed.0)
}

/// Hashes an open file from its start.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn hash_open(mut file: File) -> io::Result<blake3::Hash> {
    file.rewind()?;
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut file, &mut hasher)?;
    Ok(hasher.finalize())
}
