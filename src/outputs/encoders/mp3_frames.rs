//! Splits MP3 into frames, and makes the first frame of a file: the Info tag with the delay and padding that players skip.

use super::format::EncoderError;

/// Bit rates of MPEG-1 layer III in kbit/s (ISO 11172-3, section 2.4.2.3).
const BITRATES: [usize; 16] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
const RATES: [usize; 4] = [44_100, 48_000, 32_000, 0];
/// Size of a frame's header.
const HEADER: usize = 4;
/// Size of the Info tag up to the tag of LAME: name, flags, frames, bytes, table of contents, quality.
const INFO: usize = 4 + 4 + 4 + 4 + 100 + 4;
/// Size of the tag of LAME.
const LAME_TAG: usize = 36;
/// The Info tag has all its fields.
const ALL_FIELDS: u32 = 0b1111;
/// Delay of the encoder in samples. Players add the 529 samples of the decoder themselves.
const ENCODER_DELAY: u64 = 576;

/// Returns the frames of MP3 without tags.
///
/// # Errors
/// If it is not a series of whole frames of MPEG-1 layer III.
pub(super) fn frames(bytes: &[u8]) -> Result<Vec<Vec<u8>>, EncoderError> {
    let mut frames = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let split = frame_size(rest).and_then(|size| rest.split_at_checked(size));
        let (frame, after) = split.ok_or_else(invalid_frame)?;
        frames.push(frame.to_vec());
        rest = after;
    }
    Ok(frames)
}

fn invalid_frame() -> EncoderError {
    EncoderError::Failed("the encoder wrote an invalid MP3 frame".into())
}

/// Returns the size of the frame with this header.
fn frame_size(header: &[u8]) -> Option<usize> {
    let [0xff, version, rates, _, ..] = *header else { return None };
    let (bitrate, rate) = (BITRATES[usize::from(rates >> 4)], RATES[usize::from(rates >> 2 & 3)]);
    let is_layer_3 = version & 0xfe == 0xfa;
    (is_layer_3 && bitrate > 0 && rate > 0).then(|| 144_000 * bitrate / rate + usize::from(rates >> 1 & 1))
}

/// Describes the frames after the Info tag.
#[derive(Debug, Default)]
pub(super) struct FrameTotals {
    frames: u64,
    bytes: u64,
    crc: u16,
}

impl FrameTotals {
    pub(super) fn add(&mut self, frame: &[u8]) {
        self.frames += 1;
        self.bytes += frame.len() as u64;
        self.crc = crc(self.crc, frame);
    }
}

/// Returns the first frame of the file. `like` is any frame of the sound, and `samples` the length of the sound.
///
/// # Errors
/// If `like` is no frame of MP3, or too small for the tag.
pub(super) fn info_frame(like: &[u8], totals: &FrameTotals, samples: u64) -> Result<Vec<u8>, EncoderError> {
    let mut header = *like.first_chunk::<HEADER>().ok_or_else(invalid_frame)?;
    header[2] &= !0b10; // without a padding byte
    let size = frame_size(&header).ok_or_else(invalid_frame)?;
    let bitrate = BITRATES[usize::from(header[2] >> 4)];
    let side_information = if header[3] >> 6 == 0b11 { 17 } else { 32 };
    let bytes = u32::try_from(totals.bytes + size as u64).unwrap_or(u32::MAX).to_be_bytes();
    let padding = (totals.frames * 1152).saturating_sub(ENCODER_DELAY + samples);
    let mut frame = header.to_vec();
    frame.resize(HEADER + side_information, 0);
    frame.extend_from_slice(b"Info");
    frame.extend_from_slice(&ALL_FIELDS.to_be_bytes());
    frame.extend_from_slice(&u32::try_from(totals.frames).unwrap_or(u32::MAX).to_be_bytes());
    frame.extend_from_slice(&bytes);
    // All frames have the same size, so each percent of the time is a percent of the bytes.
    frame.extend((0..100).map(|percent| (percent * 256 / 100) as u8));
    frame.resize(HEADER + side_information + INFO, 0);
    // Players read delay and padding only after one of the names that they know.
    frame.extend_from_slice(b"Lavf\0\0\0\0\0");
    frame.push(1); // revision 0, constant bit rate
    frame.resize(HEADER + side_information + INFO + 20, 0);
    frame.push(bitrate.min(255) as u8);
    let gaps = ENCODER_DELAY << 12 | padding.min(0xfff);
    frame.extend_from_slice(&gaps.to_be_bytes()[5..]);
    frame.resize(HEADER + side_information + INFO + 28, 0);
    frame.extend_from_slice(&bytes);
    frame.extend_from_slice(&totals.crc.to_be_bytes());
    frame.extend_from_slice(&crc(0, &frame).to_be_bytes());
    debug_assert_eq!(frame.len(), HEADER + side_information + INFO + LAME_TAG);
    if frame.len() > size {
        return Err(invalid_frame());
    }
    frame.resize(size, 0);
    Ok(frame)
}

/// Returns the size of the ID3v2 tag that a file begins with.
pub(super) fn id3_size(file: &[u8]) -> usize {
    let Some([b'I', b'D', b'3', _, _, _, a, b, c, d]) = file.first_chunk::<10>() else { return 0 };
    10 + [a, b, c, d].into_iter().fold(0, |size, byte| size << 7 | usize::from(byte & 0x7f))
}

/// Continues a CRC-16 with the polynomial 8005, least significant bit first.
fn crc(start: u16, bytes: &[u8]) -> u16 {
    bytes.iter().fold(start, |crc, byte| crc >> 8 ^ CRC_TABLE[usize::from(crc as u8 ^ byte)])
}

const CRC_TABLE: [u16; 256] = crc_table();

const fn crc_table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let mut crc = at as u16;
        let mut bit = 0;
        while bit < 8 {
            crc = crc >> 1 ^ if crc & 1 == 1 { 0xa001 } else { 0 };
            bit += 1;
        }
        table[at] = crc;
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 96 kbit/s at 44.1 kHz, mono.
    fn frame(padding: u8) -> Vec<u8> {
        let mut frame = vec![0xff, 0xfb, 0x70 | padding << 1, 0xc0];
        frame.resize(313 + usize::from(padding), 7);
        frame
    }

    #[test]
    fn splits_frames_with_and_without_padding() {
        let wanted = [frame(0), frame(1), frame(0)];
        assert_eq!(frames(&wanted.concat()).unwrap(), wanted);
        assert!(frames(&wanted.concat()[1..]).is_err());
        assert!(frames(&frame(1)[..313]).is_err(), "a cut frame");
        assert!(frames(&[0xff, 0xf3, 0x70, 0xc0]).is_err(), "MPEG-2");
    }

    #[test]
    fn the_info_frame_has_length_and_gaps() {
        let mut totals = FrameTotals::default();
        (0..3).for_each(|_| totals.add(&frame(1)));
        let info = info_frame(&frame(1), &totals, 2000).unwrap();
        assert_eq!(info.len(), 313);
        assert_eq!(&info[21..29], b"Info\0\0\0\x0f");
        assert_eq!(&info[29..37], &[0, 0, 0, 3, 0, 0, 4, 231]);
        // 576 samples of delay, 3 * 1152 - 576 - 2000 of padding.
        assert_eq!(&info[162..165], &[0x24, 0x03, 0x70]);
        assert!(info_frame(&[0xff, 0xfb, 0x10, 0xc0], &totals, 2000).is_err(), "32 kbit/s");
    }

    #[test]
    fn the_checksum_is_crc_16_arc() {
        assert_eq!(crc(0, b"123456789"), 0xbb3d);
    }
}
