//! ZIP archives whose bytes depend on nothing but what is in them: no clock, no owner, no order but the one given.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::FileError;

/// What a file in an archive holds.
#[derive(Debug, Clone)]
pub enum Entry<'a> {
    /// Text, compressed.
    Text(&'a str),
    /// Bytes that nothing makes smaller, as they are.
    Bytes(&'a [u8]),
    /// The same, from a file.
    File(PathBuf),
}

/// Writes an archive of files with these names, in their order.
///
/// # Errors
/// When one cannot be read or the archive not be written; what was written of it stays.
pub fn write_zip(path: &Path, entries: &[(&str, Entry<'_>)]) -> Result<(), FileError> {
    let told = |error: io::Error| FileError::new("write", path, error);
    let mut zip = ZipWriter::new(File::create(path).map_err(told)?);
    for (name, entry) in entries {
        add(&mut zip, name, entry).map_err(|error| match entry {
            Entry::File(from) => FileError::new("copy", from, error),
            _ => told(error),
        })?;
    }
    zip.finish().map(|_| ()).map_err(|error| told(error.into()))
}

fn add(zip: &mut ZipWriter<File>, name: &str, entry: &Entry<'_>) -> io::Result<()> {
    let method = match entry {
        Entry::Text(_) => CompressionMethod::Deflated,
        _ => CompressionMethod::Stored,
    };
    // The first moment that the format knows.
    let options =
        SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::DEFAULT);
    let options = options.unix_permissions(0o644);
    match entry {
        Entry::Text(text) => {
            zip.start_file(name, options)?;
            zip.write_all(text.as_bytes())
        }
        Entry::Bytes(bytes) => {
            zip.start_file(name, options)?;
            zip.write_all(bytes)
        }
        Entry::File(path) => {
            let mut file = File::open(path)?;
            let large = file.metadata()?.len() >= u64::from(u32::MAX);
            zip.start_file(name, options.large_file(large))?;
            io::copy(&mut file, zip).map(|_| ())
        }
    }
}
