use proptest::prelude::*;

use crate::decode::{Decoder, read_bytes};
use crate::testing::seeded;
use crate::verdict::Verdict;

/// Length of a frame: MPEG-1, layer 3, 48 kHz, 128 kbit/s.
const FRAME: usize = 384;
const SAMPLES: usize = 1_152;

/// Returns a frame. Without side information it is silence.
fn frame() -> Vec<u8> {
    let mut bytes = vec![0; FRAME];
    bytes[..4].copy_from_slice(&[0xff, 0xfb, 0x94, 0xc0]);
    bytes
}

/// Returns a frame with the tag of an encoder that declares so many frames, 576 samples of delay and 1,000 of padding.
fn info(frames: u32) -> Vec<u8> {
    let mut bytes = frame();
    let tag = 4 + 17;
    bytes[tag..tag + 8].copy_from_slice(b"Info\0\0\0\x01");
    bytes[tag + 8..tag + 12].copy_from_slice(&frames.to_be_bytes());
    bytes[tag + 12..tag + 21].copy_from_slice(b"LAME3.100");
    let padding = 576_u32 << 12 | 1_000;
    bytes[tag + 33..tag + 36].copy_from_slice(&padding.to_be_bytes()[1..]);
    bytes
}

/// Decodes as far as possible. Returns the number of samples.
fn decode(bytes: &[u8]) -> (usize, Verdict) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let mut decoder = Decoder::open(file.path()).unwrap();
    let (mut samples, mut block) = (0, Vec::new());
    loop {
        match decoder.read(&mut block, 1_000).unwrap() {
            0 => return (samples, decoder.verdict()),
            got => samples += got,
        }
    }
}

fn seconds(samples: usize) -> f64 {
    samples as f64 / 48_000.0
}

#[test]
fn whole_streams_may_have_tags_on_both_sides() {
    let frames = frame().repeat(10);
    let id3 = [b"ID3\x04\0\0\0\0\x08\0".as_slice(), &[0xff; 1_024]].concat();
    let id3v1 = [b"TAG".as_slice(), &[0xff; 125]].concat();
    let mut ape = [b"APETAGEX\xd0\x07\0\0\x20\0\0\0".as_slice(), &[0; 48]].concat();
    ape[12] = 32;
    let mut footer = ape[..32].to_vec();
    footer[12] = 33 + 32;
    let streams = [
        frames.clone(),
        [id3.clone(), frames.clone()].concat(),
        [b"junk".to_vec(), frames.clone(), id3v1.clone()].concat(),
        [frames.clone(), ape.clone(), id3v1.clone()].concat(),
        // The same tag with its identification at its end only.
        [&frames, &b"items of it".repeat(3)[..], &footer, &id3v1].concat(),
        [frames.clone(), vec![0; 700]].concat(),
        // Two files in a row.
        [frame().repeat(4), id3, frame().repeat(6)].concat(),
    ];
    for (nth, stream) in streams.iter().enumerate() {
        assert_eq!(decode(stream), (10 * SAMPLES, Verdict::Whole), "stream {nth}");
    }
}

#[test]
fn delay_and_padding_of_the_encoder_are_removed() {
    let whole = [info(10), frame().repeat(10)].concat();
    assert_eq!(decode(&whole), (10 * SAMPLES - 1_576, Verdict::Whole));
}

#[test]
fn reports_cut_streams() {
    let tagged = [info(10), frame().repeat(6)].concat();
    let found = 6 * SAMPLES - 576 - 529;
    let declared = Some(seconds(10 * SAMPLES - 1_576));
    assert_eq!(decode(&tagged), (found, Verdict::Short { declared, found: seconds(found) }));
    let mut plain = frame().repeat(6);
    plain.extend(&frame()[..200]);
    let cut = Verdict::Short { declared: None, found: seconds(6 * SAMPLES) };
    assert_eq!(decode(&plain), (6 * SAMPLES, cut));
}

#[test]
fn reports_other_bytes_between_frames() {
    for junk in [&b"x"[..], &[0; 700], &[0xff; 50]] {
        let stream = [&frame().repeat(5)[..], junk, &frame().repeat(5)].concat();
        let (samples, verdict) = decode(&stream);
        assert_eq!(samples, 10 * SAMPLES, "{} bytes", junk.len());
        assert!(matches!(verdict, Verdict::Damaged { at, .. } if at == seconds(5 * SAMPLES)), "{verdict:?}");
    }
}

#[test]
fn reads_mp3_within_wav() {
    let frames = frame().repeat(5);
    let mut wav =
        b"RIFF\0\0\0\0WAVEfmt \x1e\0\0\0\x55\0\x01\0\x80\xbb\0\0\x80\x3e\0\0\x01\0\0\0\x0c\0".to_vec();
    wav.extend([0; 12]);
    wav.extend(b"data");
    wav.extend((frames.len() as u32).to_le_bytes());
    wav.extend(&frames);
    wav.extend(b"LIST\x04\0\0\0INFO");
    assert_eq!(decode(&wav), (5 * SAMPLES, Verdict::Whole));
}

#[test]
fn text_is_no_sound() {
    assert!(read_bytes(&b"once upon a time ".repeat(1_000)).is_err());
    assert!(read_bytes(&[0xff; 5_000]).is_err());
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn survives_any_damage(at in 0_usize..4_000, to in any::<[u8; 8]>()) {
        let mut bytes = [info(10), frame().repeat(10)].concat();
        bytes[at..at + 8].copy_from_slice(&to);
        let _ = read_bytes(&bytes);
    }
}
