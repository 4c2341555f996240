//! Writes reproducible ZIP archives: the bytes depend only on the entries, not on clock or owner.

use std::fs::File;
use std::io::{self, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{FileError, ProjectPath};

/// The content of one file in an archive.
#[derive(Debug, Clone)]
pub enum ArchiveEntry<'a> {
    /// Text, compressed.
    Text(&'a str),
    /// Bytes that are compressed already, stored.
    Bytes(&'a [u8]),
    /// The content of a file that is compressed already, stored.
    File(ProjectPath),
}

/// Writes an archive of named entries in their order.
///
/// # Errors
/// When an entry cannot be read or the archive cannot be written. A partial archive stays on disk.
pub(crate) fn write_zip(path: &ProjectPath, entries: &[(&str, ArchiveEntry<'_>)]) -> Result<(), FileError> {
    let mut zip = ZipWriter::new(path.create_file()?);
    for (name, entry) in entries {
        add(&mut zip, name, entry).map_err(|error| match entry {
            ArchiveEntry::File(from) => FileError::new("copy", from, error),
            _ => FileError::new("write", path, error),
        })?;
    }
    zip.finish().map(|_| ()).map_err(|error| FileError::new("write", path, error.into()))
}

fn add(zip: &mut ZipWriter<File>, name: &str, entry: &ArchiveEntry<'_>) -> io::Result<()> {
    let method = match entry {
        ArchiveEntry::Text(_) => CompressionMethod::Deflated,
        _ => CompressionMethod::Stored,
    };
    // The default time, 1980-01-01, keeps the clock out of the bytes.
    let options =
        SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::DEFAULT);
    let options = options.unix_permissions(0o644);
    match entry {
        ArchiveEntry::Text(text) => {
            zip.start_file(name, options)?;
            zip.write_all(text.as_bytes())
        }
        ArchiveEntry::Bytes(bytes) => {
            zip.start_file(name, options)?;
            zip.write_all(bytes)
        }
        ArchiveEntry::File(path) => {
            let mut file = path.open()?;
            // Beyond 4 GiB the entry needs ZIP64 fields, which must be announced before its bytes.
            let large = file.metadata()?.len() >= u64::from(u32::MAX);
            zip.start_file(name, options.large_file(large))?;
            io::copy(&mut file, zip).map(|_| ())
        }
    }
}
