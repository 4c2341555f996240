//! What Aloud keeps for itself: JSON behind its own checksum, so that a damaged file is as good as none.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::FileError;

/// Hex digits of BLAKE3, and a line end.
const SEAL: usize = 65;

/// Puts a checksum before what is to be kept.
pub fn seal(content: &[u8]) -> Vec<u8> {
    [blake3::hash(content).to_hex().as_bytes(), b"\n", content].concat()
}

/// What [`seal`] was given; `None` when it is damaged.
pub fn unseal(sealed: &[u8]) -> Option<&[u8]> {
    let (seal, content) = sealed.split_at_checked(SEAL)?;
    (seal == format!("{}\n", blake3::hash(content).to_hex()).as_bytes()).then_some(content)
}

/// Writes a value, whole or not at all. It is not synced, since that takes longer than to find out anew what is kept: after
/// a loss of power the seal may not hold. Call it only while no other run writes.
///
/// # Errors
/// When it cannot be written.
pub fn write_sealed(path: &Path, value: &impl Serialize) -> Result<(), FileError> {
    let json = serde_json::to_vec(value)
        .map_err(|error| FileError::new("write", path, std::io::Error::other(error)))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| FileError::new("make the folder", folder, e))?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Named as the temporaries that are swept away.
    let temporary = path.with_file_name(format!(".{name}.{:06}", std::process::id() % 1_000_000));
    let written = File::create(&temporary).and_then(|mut file| {
        file.write_all(&seal(&json))?;
        fs::rename(&temporary, path)
    });
    written.map_err(|error| {
        let _ = fs::remove_file(&temporary);
        FileError::new("write", path, error)
    })
}

/// Reads what [`write_sealed`] wrote; `None` when it is not there, damaged, or of another version of Aloud.
pub fn read_sealed<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let bytes = fs::read(path).ok()?;
    serde_json::from_slice(unseal(&bytes)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flipped_bit_anywhere_and_a_cut_make_it_unreadable() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("kept.json");
        write_sealed(&path, &vec![1.5_f32, 2.5]).unwrap();
        let good = fs::read(&path).unwrap();
        assert_eq!(read_sealed(&path), Some(vec![1.5_f32, 2.5]));
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            fs::write(&path, bad).unwrap();
            assert_eq!(read_sealed::<Vec<f32>>(&path), None, "byte {at}");
            fs::write(&path, &good[..at]).unwrap();
            assert_eq!(read_sealed::<Vec<f32>>(&path), None, "cut at {at}");
        }
    }
}
