//! The codecs of Ogg streams: their headers, and decoding of their packets.

use symphonia::core::codecs::audio::well_known::CODEC_ID_VORBIS;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::packet::PacketRef;
use symphonia::core::units::{Duration, Timestamp};

use super::opus::{OpusDecoder, packet_frames};
use crate::clip::Spec;
use crate::contain::contain;
use crate::flac::{FlacFrames, StreamInfo};
use crate::wav::WavError;

/// A codec that reads its headers packet by packet.
pub(super) enum Codec {
    Opus(Box<OpusDecoder>),
    /// The headers so far; the identification header and the setup header are needed.
    VorbisHeaders(Vec<u8>),
    Vorbis(Box<dyn AudioDecoder>),
    Flac(Box<FlacFrames>),
}

/// Result of a packet.
pub(super) enum Decoded {
    /// A header.
    Header,
    Samples(Spec),
    Damaged,
}

impl Codec {
    /// Recognises a codec by the first packet of its stream. Returns `None` for video, text and unknown codecs.
    pub(super) fn recognise(packet: &[u8]) -> Option<Result<Self, WavError>> {
        if let Some(header) = packet.strip_prefix(b"OpusHead") {
            let opus = OpusDecoder::new(header).map(|decoder| Self::Opus(Box::new(decoder)));
            return Some(opus.map_err(WavError::Coding));
        }
        if packet.starts_with(b"\x01vorbis") {
            return Some(Ok(Self::VorbisHeaders(packet.to_vec())));
        }
        // The mapping of FLAC: "\x7fFLAC", version and number of headers, "fLaC", and STREAMINFO with its block header.
        let info = packet.strip_prefix(b"\x7fFLAC").and_then(|rest| StreamInfo::parse(rest.get(12..)?));
        info.map(|info| Ok(Self::Flac(Box::new(FlacFrames::new(Some(info))))))
    }

    /// Decodes a packet and appends its samples to `out`.
    pub(super) fn decode(&mut self, packet: &[u8], out: &mut Vec<f32>) -> Result<Decoded, WavError> {
        match self {
            Self::Opus(_) if packet.starts_with(b"OpusTags") => Ok(Decoded::Header),
            Self::Opus(opus) => {
                let is_whole = opus.decode(packet, out);
                Ok(if is_whole { Decoded::Samples(opus.spec()) } else { Decoded::Damaged })
            }
            Self::VorbisHeaders(headers) if packet.starts_with(b"\x05vorbis") => {
                headers.extend_from_slice(packet);
                *self = Self::Vorbis(vorbis(headers)?);
                Ok(Decoded::Header)
            }
            Self::VorbisHeaders(_) => Ok(Decoded::Header),
            // Bit 0 is set in headers (Vorbis I, section 4.2.1).
            Self::Vorbis(_) if packet.first().is_some_and(|first| first & 1 == 1) => Ok(Decoded::Header),
            Self::Vorbis(decoder) => Ok(decode_vorbis(decoder.as_mut(), packet, out)),
            // A frame begins with its sync code; other packets are metadata.
            Self::Flac(_) if packet.first() != Some(&0xff) => Ok(Decoded::Header),
            Self::Flac(flac) => {
                Ok(flac.decode_packet(packet, out).map_or(Decoded::Damaged, Decoded::Samples))
            }
        }
    }

    /// Returns the number of frames to drop at the start of the stream.
    pub(super) fn pre_skip(&self) -> u64 {
        if let Self::Opus(opus) = self { opus.pre_skip } else { 0 }
    }

    /// Returns the number of frames of a packet, if it is known without decoding.
    pub(super) fn packet_frames(&self, packet: &[u8]) -> Option<u64> {
        match self {
            Self::Opus(_) => packet_frames(packet).map(|frames| frames as u64),
            _ => None,
        }
    }

    /// Returns whether the checksum of all samples is right, or `None` if there is none.
    pub(super) fn matches_checksum(&self) -> Option<bool> {
        if let Self::Flac(flac) = self { flac.matches_checksum() } else { None }
    }
}

fn vorbis(headers: &[u8]) -> Result<Box<dyn AudioDecoder>, WavError> {
    let mut parameters = AudioCodecParameters::new();
    parameters.for_codec(CODEC_ID_VORBIS).with_extra_data(headers.into());
    let make =
        || symphonia::default::get_codecs().make_audio_decoder(&parameters, &AudioDecoderOptions::default());
    let made = contain(make).unwrap_or(Err(Error::DecodeError("it cannot be decoded")));
    made.map_err(|error| WavError::Coding(format!("its Vorbis header is damaged: {error}")))
}

fn decode_vorbis(decoder: &mut dyn AudioDecoder, packet: &[u8], out: &mut Vec<f32>) -> Decoded {
    let packet = PacketRef::new(0, Timestamp::ZERO, Duration::ZERO, packet);
    let Some(Ok(buffer)) = contain(|| decoder.decode_ref(&packet)) else { return Decoded::Damaged };
    let channels = u16::try_from(buffer.spec().channels().count()).unwrap_or(u16::MAX);
    let spec = Spec { sample_rate: buffer.spec().rate(), channels };
    let mut samples = Vec::new();
    buffer.copy_to_vec_interleaved(&mut samples);
    out.append(&mut samples);
    Decoded::Samples(spec)
}
