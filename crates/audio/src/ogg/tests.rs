use proptest::prelude::*;

use super::checksum;
use crate::decode::{Decoder, read_bytes};
use crate::testing::seeded;
use crate::verdict::Verdict;

/// Returns a page with whole packets of less than 255 bytes.
fn page(flags: u8, granule: u64, sequence: u32, packets: &[&[u8]]) -> Vec<u8> {
    let mut bytes = b"OggS\0".to_vec();
    bytes.push(flags);
    bytes.extend(granule.to_le_bytes());
    bytes.extend(7_u32.to_le_bytes());
    bytes.extend(sequence.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.push(packets.len() as u8);
    bytes.extend(packets.iter().map(|packet| packet.len() as u8));
    bytes.extend(packets.concat());
    let sum = checksum(&bytes);
    bytes[22..26].copy_from_slice(&sum.to_le_bytes());
    bytes
}

/// Length of a packet in frames: CELT, mono, 20 ms.
const PACKET: u64 = 960;
const PRE_SKIP: u64 = 312;
/// A packet of silence: configuration 31, and a first bit that says so (RFC 6716, section 4.3).
const SILENCE: &[u8] = &[0xf8, 0xff, 0xfe];

/// Returns the pages of a stream with two packets on each of five pages, and an end that drops 100 frames.
fn pages() -> Vec<Vec<u8>> {
    let head = b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0";
    let mut pages = vec![page(2, 0, 0, &[head]), page(0, 0, 1, &[b"OpusTags\0\0\0\0\0\0\0\0"])];
    for nth in 1..=5 {
        let (flags, trim) = if nth == 5 { (4, 100) } else { (0, 0) };
        pages.push(page(flags, nth * 2 * PACKET - trim, nth as u32 + 1, &[SILENCE, SILENCE]));
    }
    pages
}

/// Decodes as far as possible. Returns the number of frames.
fn decode(bytes: &[u8]) -> (u64, Verdict) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let mut decoder = Decoder::open(file.path()).unwrap();
    let (mut frames, mut block) = (0, Vec::new());
    loop {
        match decoder.read(&mut block, 1_000).unwrap() {
            0 => return (frames, decoder.verdict()),
            got => frames += got as u64,
        }
    }
}

fn seconds(frames: u64) -> f64 {
    frames as f64 / 48_000.0
}

const WHOLE: u64 = 10 * PACKET - PRE_SKIP - 100;

#[test]
fn trims_both_ends_of_a_whole_stream() {
    let bytes = pages().concat();
    assert_eq!(decode(&bytes), (WHOLE, Verdict::Whole));
    assert_eq!(decode(&[&bytes[..], b"TAG and other bytes"].concat()), (WHOLE, Verdict::Whole));
    assert_eq!(decode(&[b"leading bytes", &bytes[..]].concat()), (WHOLE, Verdict::Whole));
    // Two streams in a row.
    assert_eq!(decode(&bytes.repeat(2)), (2 * WHOLE, Verdict::Whole));
}

#[test]
fn a_stream_may_begin_in_the_middle() {
    let mut pages = pages();
    pages.drain(2..4);
    // The numbers of the pages go on, as a program writes them that begins to record here.
    for (nth, page) in pages.iter_mut().enumerate() {
        page[18] = nth as u8;
        page[22..26].fill(0);
        let sum = checksum(page);
        page[22..26].copy_from_slice(&sum.to_le_bytes());
    }
    assert_eq!(decode(&pages.concat()), (6 * PACKET - PRE_SKIP - 100, Verdict::Whole));
}

#[test]
fn reports_a_missing_end() {
    let pages = pages();
    let found = 6 * PACKET - PRE_SKIP;
    let cut = (found, Verdict::Short { declared: None, found: seconds(found) });
    assert_eq!(decode(&pages[..5].concat()), cut);
    let within_a_page = [pages[..5].concat(), pages[5][..20].to_vec()].concat();
    let (frames, verdict) = decode(&within_a_page);
    assert!(frames == found && !verdict.is_whole());
}

#[test]
fn reports_damaged_and_missing_pages() {
    let mut damaged = pages();
    damaged[3][30] ^= 1;
    let mut missing = pages();
    missing.remove(3);
    for pages in [damaged, missing] {
        let (_, verdict) = decode(&pages.concat());
        let at = seconds(2 * PACKET - PRE_SKIP);
        assert!(matches!(verdict, Verdict::Damaged { at: found, .. } if found == at), "{verdict:?}");
    }
}

#[test]
fn rejects_wrong_headers() {
    for (at, to) in [(8, 99), (9, 0), (9, 3), (18, 1)] {
        let mut head = *b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0";
        head[at] = to;
        let bytes = [page(2, 0, 0, &[&head]), page(4, 960, 1, &[SILENCE])].concat();
        assert!(read_bytes(&bytes).is_err(), "byte {at} is {to}");
    }
}

proptest! {
    #![proptest_config(seeded(512))]

    #[test]
    fn survives_any_packet(packet in proptest::collection::vec(any::<u8>(), 1..200), stereo in any::<bool>()) {
        let mut head = *b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0";
        head[9] += u8::from(stereo);
        let pages = [page(2, 0, 0, &[&head]), page(4, 9_600, 1, &[SILENCE, &packet, &packet, SILENCE])];
        let _ = read_bytes(&pages.concat());
    }

    #[test]
    fn survives_any_damage(at in 0_usize..200, to in any::<[u8; 4]>()) {
        let mut bytes = pages().concat();
        bytes[at..at + 4].copy_from_slice(&to);
        let _ = read_bytes(&bytes);
    }
}

/// Writes numbers with their least significant bit first (Vorbis I, section 2).
fn packed(numbers: &[(u32, u32)]) -> Vec<u8> {
    let (mut bytes, mut at) = (Vec::new(), 0);
    for &(number, bits) in numbers {
        for bit in 0..bits {
            if at % 8 == 0 {
                bytes.push(0);
            }
            let last = bytes.len() - 1;
            bytes[last] |= ((number >> bit & 1) as u8) << (at % 8);
            at += 1;
        }
    }
    bytes
}

#[test]
fn a_file_that_makes_the_decoder_panic_is_damaged() {
    let identification = b"\x01vorbis\0\0\0\0\x01\x44\xac\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xb8\x01";
    // One codebook of two entries, in the order of their lengths. None has a length of 32, two have 33.
    let codebook = [(0, 8), (0x56_4342, 24), (1, 16), (2, 24), (1, 1), (31, 5), (0, 2), (2, 2), (0, 4)];
    let setup = [b"\x05vorbis".to_vec(), packed(&codebook), vec![0; 32]].concat();
    let file =
        [page(2, 0, 0, &[identification]), page(0, 0, 1, &[b"\x03vorbis", &setup]), page(4, 9, 2, &[b"\0"])];
    let error = read_bytes(&file.concat()).unwrap_err();
    assert!(
        error.to_string().contains("Vorbis header is damaged: malformed stream: it cannot be decoded"),
        "{error}"
    );
}
