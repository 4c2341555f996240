//! Reads any bytes as a sound file of any format.
//!
//! The decoders may not panic or hang. A file that is read in full gives finite samples. Checksums of Ogg are made to fit.
#![no_main]

#[path = "checksums/ogg.rs"]
mod checksums;
mod contained;

use aloud::audio::decode::read_bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    contained::allow_contained_panics();
    let mut bytes = bytes.to_vec();
    checksums::repair(&mut bytes);
    let Ok(clip) = read_bytes(&bytes) else { return };
    assert!(clip.samples.iter().all(|sample| sample.is_finite()));
    assert_eq!(clip.samples.len() % usize::from(clip.spec.channels), 0);
});
