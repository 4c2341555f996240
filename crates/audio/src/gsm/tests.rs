use proptest::prelude::*;

use super::bits::{Frame, Packing, Part, frames};
use crate::decode::{Decoder, duration_seconds, read_bytes};
use crate::testing::seeded;
use crate::verdict::Verdict;

/// Bits of each parameter of a frame in their order.
fn widths() -> Vec<u32> {
    let part = [7, 2, 2, 6].into_iter().chain([3; 13]);
    [6, 6, 5, 5, 4, 4, 3, 3].into_iter().chain((0..4).flat_map(|_| part.clone())).collect()
}

fn numbers(frame: &Frame) -> Vec<i16> {
    let part = |part: &Part| {
        let head = [part.lag, part.gain as i16, part.grid as i16, part.maximum];
        [&head[..], &part.pulses].concat()
    };
    frame.ratios.iter().copied().chain(frame.parts.iter().flat_map(part)).collect()
}

/// Packs the parameters of frames, as the encoders of both packings do.
fn pack(packing: Packing, frames: &[Vec<i16>]) -> Vec<u8> {
    let mut bits = Vec::new();
    for frame in frames {
        if packing == Packing::Single {
            bits.extend([1, 1, 0, 1]);
        }
        for (number, width) in frame.iter().zip(widths()) {
            let from_lowest = (0..width).map(|nth| number >> nth & 1);
            match packing {
                Packing::Pair => bits.extend(from_lowest),
                Packing::Single => bits.extend(from_lowest.rev()),
            }
        }
    }
    let byte = |bits: &[i16]| match packing {
        Packing::Pair => bits.iter().rev().fold(0, |byte, bit| byte << 1 | *bit as u8),
        Packing::Single => bits.iter().fold(0, |byte, bit| byte << 1 | *bit as u8),
    };
    bits.chunks(8).map(byte).collect()
}

/// Returns frames with all kinds of numbers.
fn busy(count: usize) -> Vec<Vec<i16>> {
    let number = |nth: usize, width: u32| (nth * 7_919 % (1 << width)) as i16;
    let widths = widths();
    (0..count)
        .map(|frame| widths.iter().enumerate().map(|(nth, w)| number(nth + frame * 83, *w)).collect())
        .collect()
}

fn wav(blocks: &[u8]) -> Vec<u8> {
    let mut bytes =
        b"RIFF\0\0\0\0WAVEfmt \x14\0\0\0\x31\0\x01\0\x40\x1f\0\0\x59\x06\0\0\x41\0\0\0\x02\0\x40\x01data"
            .to_vec();
    bytes.extend((blocks.len() as u32).to_le_bytes());
    bytes.extend(blocks);
    bytes
}

fn aiff(blocks: &[u8]) -> Vec<u8> {
    // 8,000 Hz in extended precision.
    let mut bytes =
        b"FORM\0\0\0\0AIFCCOMM\0\0\0\x18\0\x01\0\0\0\0\0\0\x40\x0b\xfa\0\0\0\0\0\0\0GSM \0\0SSND".to_vec();
    bytes.extend((blocks.len() as u32 + 8).to_be_bytes());
    bytes.extend([0; 8]);
    bytes.extend(blocks);
    bytes
}

#[test]
fn both_packings_have_the_same_frames_and_samples() {
    let busy = busy(4);
    for packing in [Packing::Pair, Packing::Single] {
        let block = packing.bytes() as usize;
        let found: Vec<Vec<i16>> = pack(packing, &busy)
            .chunks(block)
            .flat_map(|block| frames(block, packing))
            .map(|f| numbers(&f))
            .collect();
        assert_eq!(found, busy, "{packing:?}");
    }
    let wav = read_bytes(&wav(&pack(Packing::Pair, &busy))).unwrap();
    let aiff = read_bytes(&aiff(&pack(Packing::Single, &busy))).unwrap();
    assert_eq!(wav, aiff);
    assert_eq!((wav.samples.len(), wav.spec.sample_rate), (640, 8_000));
    assert!(wav.samples.iter().any(|sample| sample.abs() > 0.01));
}

#[test]
fn a_cut_file_is_short_and_its_rest_is_read() {
    let whole = wav(&pack(Packing::Pair, &busy(6)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    std::fs::write(&path, &whole[..whole.len() - 65]).unwrap();
    assert_eq!(duration_seconds(std::fs::File::open(&path).unwrap()).unwrap(), 640.0 / 8_000.0);
    let mut decoder = Decoder::open(&path).unwrap();
    decoder.skip_to(100).unwrap();
    let (mut all, mut block) = (Vec::new(), Vec::new());
    while decoder.read(&mut block, 150).unwrap() > 0 {
        all.extend_from_slice(&block);
    }
    assert_eq!(all, read_bytes(&whole).unwrap().samples[100..640]);
    assert!(matches!(decoder.verdict(), Verdict::Short { .. }));
}

#[test]
fn one_byte_of_padding_is_no_block() {
    let mut blocks = pack(Packing::Pair, &busy(2));
    blocks.push(0);
    assert_eq!(read_bytes(&wav(&blocks)).unwrap().samples.len(), 320);
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn survives_any_blocks(blocks in proptest::collection::vec(any::<u8>(), 0..300)) {
        for file in [wav(&blocks), aiff(&blocks)] {
            if let Ok(clip) = read_bytes(&file) {
                prop_assert!(clip.samples.iter().all(|sample| sample.abs() <= 1.0));
            }
        }
    }
}
