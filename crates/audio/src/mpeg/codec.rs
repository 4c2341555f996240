//! Decodes the frames of MPEG audio.

use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_MP1, CODEC_ID_MP2, CODEC_ID_MP3};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::packet::PacketRef;
use symphonia::core::units::{Duration, Timestamp};

use super::header::{Coding, Header};
use crate::clip::Spec;
use crate::contain::contain;
use crate::wav::WavError;

/// The delay of a decoder of layer 3 in frames: it is part of the delay of the encoder's tag.
pub(super) const DECODER_DELAY: u64 = 529;

/// A decoder of the frames of one stream.
pub(super) struct FrameDecoder {
    decoder: Box<dyn AudioDecoder>,
    samples: Vec<f32>,
}

impl FrameDecoder {
    pub(super) fn new(header: &Header) -> Result<Self, WavError> {
        let mut parameters = AudioCodecParameters::new();
        match header.coding {
            Coding::Layer1 => parameters.for_codec(CODEC_ID_MP1),
            Coding::Layer2 => parameters.for_codec(CODEC_ID_MP2),
            Coding::Layer3 => parameters.for_codec(CODEC_ID_MP3),
            Coding::Aac(configuration) => {
                parameters.for_codec(CODEC_ID_AAC).with_extra_data(Box::from(configuration))
            }
        };
        parameters.with_sample_rate(header.rate);
        let make = || {
            symphonia::default::get_codecs().make_audio_decoder(&parameters, &AudioDecoderOptions::default())
        };
        let decoder = contain(make)
            .unwrap_or(Err(Error::DecodeError("its first frame is damaged")))
            .map_err(|error| WavError::Coding(format!("it cannot be decoded: {error}")))?;
        Ok(Self { decoder, samples: Vec::new() })
    }

    /// Appends the samples of a frame to `out`. Returns `None` if it is damaged.
    pub(super) fn decode(&mut self, frame: &[u8], out: &mut Vec<f32>) -> Option<Spec> {
        let packet = PacketRef::new(0, Timestamp::ZERO, Duration::ZERO, frame);
        let buffer = contain(|| self.decoder.decode_ref(&packet))?.ok()?;
        let channels = u16::try_from(buffer.spec().channels().count()).unwrap_or(u16::MAX);
        let spec = Spec { sample_rate: buffer.spec().rate(), channels };
        self.samples.clear();
        buffer.copy_to_vec_interleaved(&mut self.samples);
        out.extend_from_slice(&self.samples);
        Some(spec)
    }
}
