//! Decodes Opus packets by their identification header (RFC 7845, section 5.1).

use ruopus::{MultistreamDecoder, OpusDecoder as SingleDecoder};

use crate::clip::Spec;
use crate::contain::contain;

/// Sample rate of all decoded Opus in Hz (RFC 7845, section 5.1).
const OPUS_RATE: u32 = 48_000;

/// A decoder of an Opus stream. It applies the gain of the header.
pub(crate) struct OpusDecoder {
    decoder: Kind,
    channels: u16,
    /// Number of frames to drop at the start of the stream.
    pub(crate) pre_skip: u64,
    gain: f32,
}

enum Kind {
    Single(Box<SingleDecoder>),
    Multistream(MultistreamDecoder),
}

impl OpusDecoder {
    /// Creates a decoder from the identification header, without its first eight letters.
    ///
    /// # Errors
    /// The reason, if the header is damaged or its channels are not supported.
    pub(crate) fn new(header: &[u8]) -> Result<Self, String> {
        let damaged = || "its Opus header is damaged".to_string();
        let [version, channels, skip_low, skip_high, _, _, _, _, gain_low, gain_high, family] =
            *header.first_chunk::<11>().ok_or_else(damaged)?;
        // Versions below 16 are compatible.
        if version >= 16 || channels == 0 {
            return Err(damaged());
        }
        let decoder = match (family, channels) {
            (0, 1 | 2) => Kind::Single(Box::new(SingleDecoder::new(usize::from(channels)))),
            (1 | 255, _) => Kind::Multistream(multistream(&header[11..], channels).ok_or_else(damaged)?),
            _ => return Err(format!("it is Opus with {channels} channels in mapping family {family}")),
        };
        let gain = f32::from(i16::from_le_bytes([gain_low, gain_high]));
        Ok(Self {
            decoder,
            channels: u16::from(channels),
            pre_skip: u64::from(u16::from_le_bytes([skip_low, skip_high])),
            gain: libm::exp10f(gain / (20.0 * 256.0)),
        })
    }

    pub(crate) fn spec(&self) -> Spec {
        Spec { sample_rate: OPUS_RATE, channels: self.channels }
    }

    /// Appends the samples of a packet to `out`. Returns false if it is damaged.
    pub(crate) fn decode(&mut self, packet: &[u8], out: &mut Vec<f32>) -> bool {
        let Some(frames) = packet_frames(packet) else { return false };
        let decoded = contain(|| match &mut self.decoder {
            Kind::Single(decoder) => decoder.decode_packet(packet),
            Kind::Multistream(decoder) => decoder.decode_packet(packet),
        });
        let Some(Ok(decoded)) = decoded else { return false };
        let start = out.len();
        out.extend(decoded.iter().map(|sample| sample * self.gain));
        // A packet of one byte is silence of the length in that byte.
        out.resize(start + frames * usize::from(self.channels), 0.0);
        true
    }
}

/// Creates a decoder for several streams (RFC 7845, section 5.1.1). The numbers of the header are verified, because the
/// decoder relies on them.
fn multistream(table: &[u8], channels: u8) -> Option<MultistreamDecoder> {
    let (streams, coupled) = (usize::from(*table.first()?), usize::from(*table.get(1)?));
    let mapping = table.get(2..2 + usize::from(channels))?;
    let is_valid = streams > 0 && coupled <= streams && streams + coupled <= 255;
    let is_mapped = mapping.iter().all(|to| *to == 255 || usize::from(*to) < streams + coupled);
    (is_valid && is_mapped).then(|| MultistreamDecoder::with_rate(OPUS_RATE, streams, coupled, mapping))
}

/// Number of frames in the longest packet, 120 ms (RFC 6716, section 3.2.5).
const LONGEST_PACKET: usize = 5_760;

/// Returns the number of frames of a packet by its first bytes, or `None` if they are invalid (RFC 6716, section 3.1).
pub(super) fn packet_frames(packet: &[u8]) -> Option<usize> {
    let first = *packet.first()?;
    let frame = match first >> 3 {
        configuration @ 0..=11 => [480, 960, 1_920, 2_880][usize::from(configuration % 4)],
        configuration @ 12..=15 => [480, 960][usize::from(configuration % 2)],
        configuration => [120, 240, 480, 960][usize::from(configuration % 4)],
    };
    let count = match first & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => usize::from(packet.get(1)? & 0x3f),
    };
    (count > 0 && frame * count <= LONGEST_PACKET).then_some(frame * count)
}
