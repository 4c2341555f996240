//! Reads any bytes as a WAV file.
//!
//! The reader may not panic, hang, or return far more samples than the bytes can hold. After a seek to the middle it must return
//! the same samples as a read from the start.
#![no_main]

use std::io::Cursor;

use aloud::audio::wav::Reader;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut reader) = Reader::new(Cursor::new(bytes)) else { return };
    let channels = usize::from(reader.spec().channels);
    let (mut all, mut block) = (Vec::new(), Vec::new());
    loop {
        match reader.read(&mut block, 777) {
            Ok(0) => break,
            Ok(frames) => assert_eq!(block.len(), frames * channels),
            Err(_) => return,
        }
        assert!(block.iter().all(|sample| sample.is_finite()));
        all.extend_from_slice(&block);
    }
    // A byte holds at most two samples of ADPCM, and the reader completes a partial block.
    assert!(all.len() <= bytes.len() * 2 + (1 << 18));
    let middle = all.len() / channels / 2;
    reader.seek(middle as u64).expect("a seek in memory");
    reader.read(&mut block, 100).expect("samples that were read before");
    assert_eq!(block, all[middle * channels..][..block.len()]);
});
