use proptest::prelude::*;
use symphonia::core::checksum::Md5;
use symphonia::core::io::Monitor;

use super::crc::{crc8, crc16};
use crate::decode::{Decoder, read_bytes};
use crate::testing::seeded;
use crate::verdict::Verdict;
use crate::wav::WavError;

const RATE: u32 = 16_000;
const BLOCK: usize = 256;

/// A stream to write: 16 bits, mono, blocks of 256 samples.
struct Stream {
    samples: Vec<i16>,
    /// The length in STREAMINFO.
    total: u64,
    md5: [u8; 16],
}

impl Stream {
    fn new(blocks: usize) -> Self {
        let samples: Vec<i16> = (0..blocks * BLOCK).map(|n| (n * 7919 % 20_011) as i16 - 10_005).collect();
        let mut md5 = Md5::default();
        samples.iter().for_each(|sample| md5.process_buf_bytes(&sample.to_le_bytes()));
        Self { total: samples.len() as u64, md5: md5.md5(), samples }
    }

    fn header(&self) -> Vec<u8> {
        let mut bytes = b"fLaC\x80\0\0\x22".to_vec();
        bytes.extend([BLOCK as u16, BLOCK as u16].map(u16::to_be_bytes).concat());
        bytes.extend([0; 6]);
        let packed = u64::from(RATE) << 44 | 15 << 36 | self.total;
        bytes.extend(packed.to_be_bytes());
        bytes.extend(self.md5);
        bytes
    }

    /// Returns the frames: verbatim subframes, so the bytes of a sample are easy to find.
    fn frames(&self) -> Vec<Vec<u8>> {
        let frame = |(number, samples): (usize, &[i16])| {
            // Block size of 256, 16 kHz, mono, 16 bits.
            let mut bytes = vec![0xff, 0xf8, 0x85, 0x08, number as u8];
            bytes.push(crc8(&bytes));
            bytes.push(0x02);
            bytes.extend(samples.iter().flat_map(|sample| sample.to_be_bytes()));
            bytes.extend(crc16(&bytes).to_be_bytes());
            bytes
        };
        self.samples.chunks(BLOCK).enumerate().map(frame).collect()
    }

    fn bytes(&self) -> Vec<u8> {
        [self.header(), self.frames().concat()].concat()
    }

    fn floats(&self) -> Vec<f32> {
        self.samples.iter().map(|sample| f32::from(*sample) / 32_768.0).collect()
    }
}

/// Decodes as far as possible.
fn decode(bytes: &[u8]) -> (Vec<f32>, Verdict) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let mut decoder = Decoder::open(file.path()).unwrap();
    let (mut samples, mut block) = (Vec::new(), Vec::new());
    while decoder.read(&mut block, 1_000).unwrap() > 0 {
        samples.extend_from_slice(&block);
    }
    (samples, decoder.verdict())
}

#[test]
fn keeps_the_last_block_before_other_bytes() {
    let stream = Stream::new(9);
    let tag = [b"TAG".as_slice(), &[b' '; 125]].concat();
    for tail in [&b""[..], &tag, b"x", &[0xff; 40], &[0; 300]] {
        let decoded = decode(&[stream.bytes(), tail.to_vec()].concat());
        assert_eq!(decoded, (stream.floats(), Verdict::Whole), "{} bytes after the last frame", tail.len());
    }
}

#[test]
fn keeps_the_last_block_of_a_stream_of_unknown_length() {
    let stream = Stream { total: 0, md5: [0; 16], ..Stream::new(9) };
    let tag = [b"TAG".as_slice(), &[b' '; 125]].concat();
    for tail in [&b""[..], &tag] {
        let decoded = decode(&[stream.bytes(), tail.to_vec()].concat());
        assert!(decoded == (stream.floats(), Verdict::Whole), "{} {}", decoded.0.len(), decoded.1);
    }
}

#[test]
fn reports_a_cut_file() {
    for stream in [Stream::new(9), Stream { total: 0, md5: [0; 16], ..Stream::new(9) }] {
        let bytes = stream.bytes();
        let (samples, verdict) = decode(&bytes[..bytes.len() * 55 / 100]);
        assert_eq!(samples, stream.floats()[..4 * BLOCK]);
        let declared = (stream.total > 0).then_some((9 * BLOCK) as f64 / f64::from(RATE));
        assert_eq!(verdict, Verdict::Short { declared, found: (4 * BLOCK) as f64 / f64::from(RATE) });
        assert!(matches!(read_bytes(&bytes[..bytes.len() * 55 / 100]), Err(WavError::Incomplete(_))));
    }
}

#[test]
fn replaces_a_damaged_frame_by_silence_and_reports_its_time() {
    let stream = Stream::new(9);
    let at = stream.header().len() + stream.frames()[0].len() * 5 + 300;
    for bit in 0..8 {
        let mut bytes = stream.bytes();
        bytes[at] ^= 1 << bit;
        let mut wanted = stream.floats();
        wanted[5 * BLOCK..6 * BLOCK].fill(0.0);
        let (samples, verdict) = decode(&bytes);
        assert_eq!(samples, wanted, "bit {bit}");
        assert!(matches!(verdict, Verdict::Damaged { at, .. } if at == 0.08), "{verdict:?}");
    }
}

#[test]
fn a_frame_whose_samples_exceed_their_bits_is_damaged() {
    // A frame of order 1 that begins at the highest sample and adds 1 to each. Its checksum is right.
    let bits = format!("00010010{:016b}0000001111{:05b}{}", 32_767, 2, "01".repeat(BLOCK - 1));
    let byte = |bits: &[u8]| bits.iter().fold(0, |byte, bit| byte << 1 | (bit - b'0')) << (8 - bits.len());
    let mut frame = vec![0xff, 0xf8, 0x85, 0x08, 1];
    frame.push(crc8(&frame));
    frame.extend(bits.as_bytes().chunks(8).map(byte));
    frame.extend(crc16(&frame).to_be_bytes());
    let stream = Stream { md5: [0; 16], ..Stream::new(3) };
    let mut frames = stream.frames();
    frames[1] = frame;
    let (samples, verdict) = decode(&[stream.header(), frames.concat()].concat());
    assert!(samples.iter().all(|sample| sample.abs() <= 1.0));
    assert!(matches!(verdict, Verdict::Damaged { at, .. } if at == 0.016), "{verdict:?}");
}

#[test]
fn reports_missing_frames_and_a_wrong_checksum() {
    let missing = |stream: &Stream| {
        let mut frames = stream.frames();
        frames.remove(4);
        decode(&[stream.header(), frames.concat()].concat()).1
    };
    assert!(matches!(missing(&Stream::new(9)), Verdict::Short { .. }));
    let unchecked = Stream { total: 0, md5: [0; 16], ..Stream::new(9) };
    assert!(matches!(missing(&unchecked), Verdict::Damaged { at, .. } if at == 0.064));
    let wrong = Stream { md5: [7; 16], ..Stream::new(3) };
    assert!(matches!(decode(&wrong.bytes()).1, Verdict::Damaged { .. }));
}

#[test]
fn reads_streams_after_junk_and_without_a_header() {
    let stream = Stream::new(4);
    let frames = stream.frames().concat();
    let block = |kind: u8, body: &[u8]| [&[kind, 0, 0, body.len() as u8], body].concat();
    let header = stream.header();
    let streams = [
        [b"junk before it".to_vec(), stream.bytes()].concat(),
        [b"ID3\x04\0\0\0\0\0\x02xx".to_vec(), stream.bytes()].concat(),
        frames.clone(),
        [stream.frames()[0][9..].to_vec(), frames.clone()].concat(),
        // Another block before STREAMINFO, or no STREAMINFO at all.
        [b"fLaC".to_vec(), block(4, b"broken"), header[4..].to_vec(), frames.clone()].concat(),
        [b"fLaC".to_vec(), block(0x84, b"broken"), frames.clone()].concat(),
        // A block with a wrong length.
        [b"fLaC\0".to_vec(), header[5..].to_vec(), b"\x84\xff\xff\xff".to_vec(), frames].concat(),
    ];
    for (nth, bytes) in streams.iter().enumerate() {
        assert_eq!(decode(bytes), (stream.floats(), Verdict::Whole), "stream {nth}");
    }
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn survives_any_damage(at in 0_usize..2_200, to in any::<[u8; 4]>(), cut in 0_usize..3_000) {
        let mut bytes = Stream::new(4).bytes();
        let end = (at + 4).min(bytes.len());
        bytes[at.min(end)..end].copy_from_slice(&to[..end - at.min(end)]);
        bytes.truncate(bytes.len().saturating_sub(cut.saturating_sub(1_500)));
        let _ = read_bytes(&bytes);
    }
}
