//! The head of a WAV file whose length is known: RIFF, and RF64 where RIFF's sizes do not suffice.

use crate::audio::Spec;

/// WAVE_FORMAT_EXTENSIBLE's identifiers are a code and these fourteen bytes (Microsoft, `ksmedia.h`).
const SUBTYPE_TAIL: [u8; 14] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
const PCM: u16 = 1;
const FLOAT: u16 = 3;
const EXTENSIBLE: u16 = 0xfffe;
/// A size that is to be looked up in `ds64` (EBU Tech 3306, section 3).
pub(super) const LONG: u32 = u32::MAX;

/// All that stands before the samples of a file of `frames` frames. `bits` is 16 or 24 for integers, 32 for float.
/// The file is RIFF as long as it can be, which is up to 4 GiB, and RF64 beyond (EBU Tech 3306).
pub fn head(spec: Spec, bits: u16, frames: u64) -> Vec<u8> {
    let data = frames * u64::from(frame_bytes(spec, bits));
    let mut format = chunk(b"fmt ", &format(spec, bits));
    if bits == 32 {
        let count = u32::try_from(frames).unwrap_or(LONG);
        format.extend(chunk(b"fact", &count.to_le_bytes()));
    }
    // The size of RIFF is that of all that follows it.
    let size = 4 + (LONG_SIZES + format.len()) as u64 + 8 + data + padding(spec, bits, frames) as u64;
    let short = u32::try_from(size).ok().zip(u32::try_from(data).ok());
    // A reserve in which `ds64` has room if the file grows (EBU Tech 3306, section 4).
    let (magic, sizes, long) = match short {
        Some(sizes) => (b"RIFF", sizes, chunk(b"JUNK", &[0; LONG_SIZES - 8])),
        None => (b"RF64", (LONG, LONG), long_sizes(size, data, frames)),
    };
    let parts: [&[u8]; 6] = [magic, &sizes.0.to_le_bytes(), b"WAVE", &long, &format, b"data"];
    let mut head = parts.concat();
    head.extend(sizes.1.to_le_bytes());
    head
}

/// Bytes of zero after the samples: a chunk's length is even.
pub fn padding(spec: Spec, bits: u16, frames: u64) -> usize {
    usize::from(!(frames * u64::from(frame_bytes(spec, bits))).is_multiple_of(2))
}

fn frame_bytes(spec: Spec, bits: u16) -> u16 {
    spec.channels * (bits / 8)
}

/// A `ds64` chunk with its eight bytes of head.
pub(super) const LONG_SIZES: usize = 36;

pub(super) fn long_sizes(riff: u64, data: u64, frames: u64) -> Vec<u8> {
    let body = [riff.to_le_bytes(), data.to_le_bytes(), frames.to_le_bytes()].concat();
    // A table of no further long chunks follows.
    chunk(b"ds64", &[body.as_slice(), &[0; 4]].concat())
}

/// More than 16 bits ask for the extensible form (Microsoft, "Multiple Channel Audio Data and WAVE Files").
fn format(spec: Spec, bits: u16) -> Vec<u8> {
    let code = if bits == 32 { FLOAT } else { PCM };
    let tag = if bits == 24 { EXTENSIBLE } else { code };
    let frame = frame_bytes(spec, bits);
    let bytes_a_second = spec.sample_rate * u32::from(frame);
    let mut format = [tag.to_le_bytes(), spec.channels.to_le_bytes()].concat();
    format.extend([spec.sample_rate.to_le_bytes(), bytes_a_second.to_le_bytes()].concat());
    format.extend([frame.to_le_bytes(), bits.to_le_bytes()].concat());
    match tag {
        EXTENSIBLE => {
            // Front centre alone, or front left and right.
            let places: u32 = if spec.channels == 1 { 4 } else { 3 };
            format.extend([22_u16.to_le_bytes(), bits.to_le_bytes()].concat());
            format.extend(places.to_le_bytes());
            format.extend(code.to_le_bytes());
            format.extend(SUBTYPE_TAIL);
        }
        FLOAT => format.extend([0; 2]),
        _ => {}
    }
    format
}

fn chunk(id: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [id.as_slice(), &(body.len() as u32).to_le_bytes(), body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Seek, SeekFrom, Write};

    const MONO: Spec = Spec { sample_rate: 44_100, channels: 1 };

    #[test]
    fn an_independent_reader_finds_format_and_length() {
        for (channels, bits) in [(1, 16), (2, 16), (1, 24), (2, 24), (1, 32), (2, 32)] {
            let spec = Spec { sample_rate: 48_000, channels };
            let mut file = head(spec, bits, 7);
            file.resize(file.len() + 7 * usize::from(channels * bits / 8) + padding(spec, bits, 7), 0);
            assert_eq!(file.len() % 2, 0);
            assert_eq!(u32::from_le_bytes([file[4], file[5], file[6], file[7]]) as usize, file.len() - 8);
            let read = hound::WavReader::new(Cursor::new(file)).unwrap();
            let found = read.spec();
            assert_eq!((found.channels, found.sample_rate, found.bits_per_sample), (channels, 48_000, bits));
            assert_eq!(found.sample_format == hound::SampleFormat::Float, bits == 32);
            assert_eq!(read.duration(), 7);
        }
    }

    #[test]
    fn beyond_four_gib_it_is_rf64_and_the_true_length_is_read() {
        // 5 GiB, of which a sparse file takes no place on the disk.
        let frames = (5_u64 << 30) / 2;
        let mut file = tempfile::tempfile().unwrap();
        let head = head(MONO, 16, frames);
        assert_eq!(&head[..4], b"RF64");
        file.write_all(&head).unwrap();
        file.set_len(head.len() as u64 + frames * 2).unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        assert_eq!(crate::audio::wav::Reader::new(file).unwrap().frames(), frames);
    }

    #[test]
    fn the_last_byte_that_fits_into_riff_is_not_rf64() {
        let riff = 72;
        let frames = (u64::from(u32::MAX) - riff) / 2;
        assert_eq!(&head(MONO, 16, frames)[..4], b"RIFF");
        assert_eq!(&head(MONO, 16, frames + 1)[..4], b"RF64");
    }
}
