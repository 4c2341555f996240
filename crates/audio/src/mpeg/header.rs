//! Parses the headers of MPEG audio frames (ISO/IEC 11172-3, section 2.4.1.3, and 13818-3 for half the sample rates).

/// The coding of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Layer1,
    Layer2,
    Layer3,
    /// AAC with its configuration (ISO/IEC 14496-3, AudioSpecificConfig).
    Aac([u8; 2]),
}

/// The header of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) coding: Coding,
    pub(super) rate: u32,
    pub(super) channels: u16,
    /// Number of samples of each channel.
    pub(super) samples: u64,
    /// Length of the frame in bytes, with its header.
    pub(super) bytes: usize,
    /// Position in the frame of the bytes that the decoder gets: AAC without its ADTS header.
    pub(super) body: usize,
    /// Position of an information tag in the frame: after the side information.
    pub(super) tag: usize,
}

/// Number of bytes that a header needs.
pub(super) const HEADER: usize = 7;

/// Bit rates in kbit/s by their code: layers 1, 2 and 3 of MPEG-1, then layer 1 and layers 2 and 3 of MPEG-2.
const BIT_RATES: [[u32; 14]; 5] = [
    [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

impl Header {
    /// Parses the header at the start of `bytes`.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let head: &[u8; HEADER] = bytes.first_chunk()?;
        if head[0] != 0xff || head[1] < 0xe0 {
            return None;
        }
        let version = head[1] >> 3 & 3;
        let layer = match head[1] >> 1 & 3 {
            0 => return parse_adts(bytes),
            code => 4 - code,
        };
        let (bit_rate, rate) = (usize::from(head[2] >> 4), usize::from(head[2] >> 2 & 3));
        // Version 1 is reserved. Bit rate 0 is a free one, which is hardly used.
        if version == 1 || !(1..=14).contains(&bit_rate) || rate == 3 {
            return None;
        }
        let is_mpeg1 = version == 3;
        let table = match (is_mpeg1, layer) {
            (true, layer) => usize::from(layer) - 1,
            (false, 1) => 3,
            (false, _) => 4,
        };
        let bit_rate = BIT_RATES[table][bit_rate - 1] * 1_000;
        // MPEG-2 halves the rates, and MPEG-2.5 quarters them.
        let rate = [44_100, 48_000, 32_000][rate] >> [2, 0, 1, 0][usize::from(version)];
        let padding = u32::from(head[2] >> 1 & 1);
        let (samples, bytes) = match (layer, is_mpeg1) {
            (1, _) => (384, (12 * bit_rate / rate + padding) * 4),
            (3, false) => (576, 72 * bit_rate / rate + padding),
            _ => (1_152, 144 * bit_rate / rate + padding),
        };
        let is_mono = head[3] >> 6 == 3;
        let side = match (is_mpeg1, is_mono) {
            (true, false) => 32,
            (true, true) | (false, false) => 17,
            (false, true) => 9,
        };
        Some(Self {
            coding: [Coding::Layer1, Coding::Layer2, Coding::Layer3][usize::from(layer) - 1],
            rate,
            channels: if is_mono { 1 } else { 2 },
            samples,
            bytes: bytes as usize,
            body: 0,
            tag: 4 + side,
        })
    }

    /// Returns true if a header may follow this one in a stream.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (self.coding, self.rate, self.channels) == (other.coding, other.rate, other.channels)
    }
}

/// Sample rates by their code (ISO/IEC 14496-3, table 1.18).
const AAC_RATES: [u32; 13] =
    [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];

/// Parses the ADTS header of an AAC frame (ISO/IEC 13818-7, section 6.2).
fn parse_adts(bytes: &[u8]) -> Option<Header> {
    let head: &[u8; HEADER] = bytes.first_chunk()?;
    if head[0] != 0xff || head[1] & 0xf6 != 0xf0 {
        return None;
    }
    let (profile, rate) = (head[2] >> 6, head[2] >> 2 & 15);
    let channels = (head[2] & 1) << 2 | head[3] >> 6;
    let length = usize::from(head[3] & 3) << 11 | usize::from(head[4]) << 3 | usize::from(head[5] >> 5);
    let body = if head[1] & 1 == 1 { HEADER } else { HEADER + 2 };
    // Several blocks in a frame hardly occur, and 0 channels have a description in the stream.
    if channels == 0 || head[6] & 3 != 0 || length <= body {
        return None;
    }
    let configuration = [(profile + 1) << 3 | rate >> 1, rate << 7 | channels << 3];
    Some(Header {
        coding: Coding::Aac(configuration),
        rate: *AAC_RATES.get(usize::from(rate))?,
        channels: if channels == 7 { 8 } else { u16::from(channels) },
        samples: 1_024,
        bytes: length,
        body,
        tag: body,
    })
}
