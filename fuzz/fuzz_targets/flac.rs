//! Reads any bytes as FLAC. The checksums of its frames are made to fit.
//!
//! The decoder may not panic or hang, and a file that is read in full gives samples within full scale.
#![no_main]

#[path = "checksums/flac.rs"]
mod checksums;
mod contained;

use aloud::audio::decode::read_bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    contained::allow_contained_panics();
    let mut bytes = [b"fLaC", bytes].concat();
    checksums::repair(&mut bytes);
    let Ok(clip) = read_bytes(&bytes) else { return };
    assert!(clip.samples.iter().all(|sample| sample.abs() <= 1.0));
});
