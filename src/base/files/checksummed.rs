//! Checksummed files: JSON after its own BLAKE3 checksum, for state that Aloud can rebuild. A damaged file counts as missing.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::FileError;

/// Length of the checksum line: 64 hex digits and a line end.
const CHECKSUM_LINE: usize = 65;

/// Prepends the checksum line to `content`.
pub(crate) fn with_checksum(content: &[u8]) -> Vec<u8> {
    [checksum_line(content).as_bytes(), content].concat()
}

/// Returns the content after the checksum line; `None` when the checksum does not match.
pub(crate) fn verify_checksum(bytes: &[u8]) -> Option<&[u8]> {
    let (line, content) = bytes.split_at_checked(CHECKSUM_LINE)?;
    (line == checksum_line(content).as_bytes()).then_some(content)
}

fn checksum_line(content: &[u8]) -> String {
    format!("{}\n", blake3::hash(content).to_hex())
}

/// Writes a value atomically. Call it only while no other run writes.
///
/// The file is not synced, because a sync takes longer than to compute the value again. After a power failure the checksum
/// may not match.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write_checksummed(path: &Path, value: &impl Serialize) -> Result<(), FileError> {
    let json =
        serde_json::to_vec(value).map_err(|error| FileError::new("write", path, io::Error::other(error)))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| FileError::new("make the folder", folder, e))?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // The name has the form that `remove_temporaries` recognises.
    let temporary = path.with_file_name(format!(".{name}.{:06}", process::id() % 1_000_000));
    let written = File::create(&temporary).and_then(|mut file| {
        file.write_all(&with_checksum(&json))?;
        fs::rename(&temporary, path)
    });
    written.map_err(|error| {
        let _ = fs::remove_file(&temporary);
        FileError::new("write", path, error)
    })
}

/// Reads a value that [`write_checksummed`] wrote. Returns `None` when the file is missing, damaged, or written by another
/// version of Aloud.
pub(crate) fn read_checksummed<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let bytes = fs::read(path).ok()?;
    serde_json::from_slice(verify_checksum(&bytes)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flipped_bit_or_a_cut_anywhere_makes_it_unreadable() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("state.json");
        write_checksummed(&path, &vec![1.5_f32, 2.5]).unwrap();
        let good = fs::read(&path).unwrap();
        assert_eq!(read_checksummed(&path), Some(vec![1.5_f32, 2.5]));
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            fs::write(&path, bad).unwrap();
            assert_eq!(read_checksummed::<Vec<f32>>(&path), None, "byte {at}");
            fs::write(&path, &good[..at]).unwrap();
            assert_eq!(read_checksummed::<Vec<f32>>(&path), None, "cut at {at}");
        }
    }
}
