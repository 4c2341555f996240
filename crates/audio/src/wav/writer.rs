//! Writes the headers of WAV files of known length: RIFF, and RF64 for sizes that exceed RIFF.

use std::io::{self, Seek, Write};

use crate::clip::{Clip, Spec};

/// Last fourteen bytes of a sub-format identifier of WAVE_FORMAT_EXTENSIBLE; the first two are a format code (Microsoft,
/// `ksmedia.h`).
const SUBTYPE_TAIL: [u8; 14] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
const PCM: u16 = 1;
const FLOAT: u16 = 3;
const EXTENSIBLE: u16 = 0xfffe;
/// A size that is in `ds64` instead (EBU Tech 3306, section 3).
pub(super) const UNKNOWN_SIZE: u32 = u32::MAX;

/// Returns a whole file with 16-bit integers, which every program plays. `samples` are interleaved; those beyond ±1 are clipped.
pub fn encode_16(spec: Spec, samples: impl ExactSizeIterator<Item = f32>) -> Vec<u8> {
    let frames = samples.len() / usize::from(spec.channels.max(1));
    let mut bytes = header(spec, 16, frames as u64);
    // A cast clips: full scale is 32,768, the largest integer is one less.
    bytes.extend(samples.flat_map(|sample| ((sample * 32_768.0).round() as i16).to_le_bytes()));
    bytes
}

/// Returns the header of a file with `frames` frames: everything before the samples. `bits` is 16 or 24 for integers, 32
/// for float.
///
/// Files up to 4 GiB are RIFF, longer ones RF64 (EBU Tech 3306).
pub fn header(spec: Spec, bits: u16, frames: u64) -> Vec<u8> {
    let data = frames * u64::from(frame_bytes(spec, bits));
    let mut format = chunk(b"fmt ", &format(spec, bits));
    if bits == 32 {
        let count = u32::try_from(frames).unwrap_or(UNKNOWN_SIZE);
        format.extend(chunk(b"fact", &count.to_le_bytes()));
    }
    // The size of RIFF counts everything after the size itself.
    let size = 4 + (DS64_BYTES + format.len()) as u64 + 8 + data + padding(spec, bits, frames) as u64;
    let short = u32::try_from(size).ok().zip(u32::try_from(data).ok());
    // A reserve that `ds64` can replace if the file grows (EBU Tech 3306, section 4).
    let (magic, sizes, long) = match short {
        Some(sizes) => (b"RIFF", sizes, chunk(b"JUNK", &[0; DS64_BYTES - 8])),
        None => (b"RF64", (UNKNOWN_SIZE, UNKNOWN_SIZE), ds64(size, data, frames)),
    };
    let parts: [&[u8]; 6] = [magic, &sizes.0.to_le_bytes(), b"WAVE", &long, &format, b"data"];
    let mut header = parts.concat();
    header.extend(sizes.1.to_le_bytes());
    header
}

/// Returns the number of zero bytes after the samples, 0 or 1: the length of a chunk is even.
pub fn padding(spec: Spec, bits: u16, frames: u64) -> usize {
    usize::from(!(frames * u64::from(frame_bytes(spec, bits))).is_multiple_of(2))
}

fn frame_bytes(spec: Spec, bits: u16) -> u16 {
    spec.channels * (bits / 8)
}

/// Length of a `ds64` chunk with its header, in bytes.
pub(super) const DS64_BYTES: usize = 36;

pub(super) fn ds64(riff: u64, data: u64, frames: u64) -> Vec<u8> {
    let body = [riff.to_le_bytes(), data.to_le_bytes(), frames.to_le_bytes()].concat();
    // The table of further long chunks is empty.
    chunk(b"ds64", &[body.as_slice(), &[0; 4]].concat())
}

/// Returns the content of `fmt `. More than 16 bits need the extensible form (Microsoft, "Multiple Channel Audio Data and
/// WAVE Files").
fn format(spec: Spec, bits: u16) -> Vec<u8> {
    let code = if bits == 32 { FLOAT } else { PCM };
    let tag = if bits == 24 { EXTENSIBLE } else { code };
    let frame = frame_bytes(spec, bits);
    let bytes_per_second = spec.sample_rate * u32::from(frame);
    let mut format = [tag.to_le_bytes(), spec.channels.to_le_bytes()].concat();
    format.extend([spec.sample_rate.to_le_bytes(), bytes_per_second.to_le_bytes()].concat());
    format.extend([frame.to_le_bytes(), bits.to_le_bytes()].concat());
    match tag {
        EXTENSIBLE => {
            // Channel mask: front centre, or front left and right.
            let channel_mask: u32 = if spec.channels == 1 { 4 } else { 3 };
            format.extend([22_u16.to_le_bytes(), bits.to_le_bytes()].concat());
            format.extend(channel_mask.to_le_bytes());
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

/// Writes a clip as 32-bit float WAV, which keeps every sample exactly.
///
/// # Errors
/// If writing fails.
pub fn write_float(out: impl Write + Seek, clip: &Clip) -> io::Result<()> {
    let spec = hound::WavSpec {
        channels: clip.spec.channels,
        sample_rate: clip.spec.sample_rate,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut writer = hound::WavWriter::new(out, spec).map_err(into_io)?;
    clip.samples.iter().try_for_each(|sample| writer.write_sample(*sample)).map_err(into_io)?;
    writer.finalize().map_err(into_io)
}

fn into_io(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        error => io::Error::other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, SeekFrom};

    const MONO: Spec = Spec { sample_rate: 44_100, channels: 1 };

    #[test]
    fn writes_headers_that_hound_reads() {
        for (channels, bits) in [(1, 16), (2, 16), (1, 24), (2, 24), (1, 32), (2, 32)] {
            let spec = Spec { sample_rate: 48_000, channels };
            let mut file = header(spec, bits, 7);
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
    fn writes_rf64_beyond_four_gib() {
        // 5 GiB in a sparse file, which uses no disk space.
        let frames = (5_u64 << 30) / 2;
        let mut file = tempfile::tempfile().unwrap();
        let header = header(MONO, 16, frames);
        assert_eq!(&header[..4], b"RF64");
        file.write_all(&header).unwrap();
        file.set_len(header.len() as u64 + frames * 2).unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        assert_eq!(crate::wav::Reader::new(file).unwrap().frames(), frames);
    }

    #[test]
    fn writes_riff_up_to_its_limit() {
        let riff = 72;
        let frames = (u64::from(u32::MAX) - riff) / 2;
        assert_eq!(&header(MONO, 16, frames)[..4], b"RIFF");
        assert_eq!(&header(MONO, 16, frames + 1)[..4], b"RF64");
    }
}
