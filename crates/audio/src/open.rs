//! Opens sound files: only regular ones. Reading a device or a pipe may never end.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Opens a regular file.
///
/// # Errors
/// When it is missing, or a folder, a device, a pipe or a socket.
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    if fs::metadata(path)?.is_file() {
        return File::open(path);
    }
    let what = "it is a folder, a device, a pipe or a socket, not a file";
    Err(io::Error::new(io::ErrorKind::InvalidInput, what))
}
