//! Checksummed files: JSON or other bytes after their own BLAKE3 checksum, for state that Aloud can rebuild. A damaged file counts as missing.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{FileError, ProjectPath, STATE_LIMIT};

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

impl ProjectPath {
    /// Writes a value atomically. Of two runs that write it at once, the later one wins.
    ///
    /// The file is not synced, because a sync takes longer than to compute the value again. After a power failure the checksum
    /// may not match.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write_checksummed(&self, value: &impl Serialize) -> Result<(), FileError> {
        let json = serde_json::to_vec(value)
            .map_err(|error| FileError::new("write", self, io::Error::other(error)))?;
        self.write_bytes_checksummed(&json)
    }

    /// Writes bytes as [`Self::write_checksummed`] writes a value.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) fn write_bytes_checksummed(&self, bytes: &[u8]) -> Result<(), FileError> {
        self.write_unsynced(&with_checksum(bytes))
    }

    /// Reads at most `limit` bytes that [`Self::write_bytes_checksummed`] wrote. Returns `None` when the file is missing, damaged or
    /// larger.
    pub(crate) fn read_bytes_checksummed(&self, limit: u64) -> Option<Vec<u8>> {
        let mut bytes = self.read(limit).ok()?;
        verify_checksum(&bytes)?;
        bytes.drain(..CHECKSUM_LINE);
        Some(bytes)
    }

    /// Reads a value that [`Self::write_checksummed`] wrote. Returns `None` when the file is missing, damaged, or written by another
    /// version of Aloud.
    pub(crate) fn read_checksummed<T: DeserializeOwned>(&self) -> Option<T> {
        let bytes = self.read(STATE_LIMIT).ok()?;
        serde_json::from_slice(verify_checksum(&bytes)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_flipped_bit_or_a_cut_anywhere_makes_it_unreadable() {
        let dir = tempfile::tempdir().unwrap();
        let path = ProjectPath::root(dir.path()).join("state.json");
        path.write_checksummed(&vec![1.5_f32, 2.5]).unwrap();
        let good = fs::read(&path).unwrap();
        assert_eq!(path.read_checksummed(), Some(vec![1.5_f32, 2.5]));
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            fs::write(&path, bad).unwrap();
            assert_eq!(path.read_checksummed::<Vec<f32>>(), None, "byte {at}");
            fs::write(&path, &good[..at]).unwrap();
            assert_eq!(path.read_checksummed::<Vec<f32>>(), None, "cut at {at}");
        }
    }
}
