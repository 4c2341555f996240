//! Reads MP4 and QuickTime files: AAC, ALAC, MP3, Opus, FLAC and PCM.

use std::io;

use symphonia::core::codecs::audio::well_known::{CODEC_ID_FLAC, CODEC_ID_OPUS};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

use super::blocks::BlockDecoder;
use super::clip::Spec;
use super::flac::{FlacFrames, StreamInfo};
use super::ogg::OpusDecoder;
use super::source::Source;
use super::verdict::Verdict;
use super::wav::WavError;

/// Returns true if a file begins like MP4 or QuickTime: with the size and the name of a box.
pub(super) fn is_mp4(head: &[u8]) -> bool {
    const BOXES: [&[u8]; 7] = [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"];
    head.get(4..8).is_some_and(|name| BOXES.contains(&name))
}

/// An open file.
pub(super) struct Mp4Reader {
    format: Box<dyn FormatReader>,
    codec: Codec,
    track: u32,
    /// Sample rate of the last packet.
    rate: u32,
    /// Number of frames so far.
    found: u64,
    verdict: Verdict,
}

impl Mp4Reader {
    pub(super) fn new(source: Source) -> Result<Self, WavError> {
        let stream = MediaSourceStream::new(Box::new(source), MediaSourceStreamOptions::default());
        let format = symphonia::default::get_probe()
            .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(|error| WavError::Coding(format!("its header is damaged: {error}")))?;
        let track = format.default_track(TrackType::Audio).ok_or_else(no_track)?;
        let id = track.id;
        let parameters = track.codec_params.as_ref().and_then(|codec| codec.audio()).ok_or_else(no_track)?;
        let codec = Codec::new(parameters)?;
        Ok(Self { format, codec, track: id, rate: 0, found: 0, verdict: Verdict::Whole })
    }

    /// Returns the next packet of the track, or `None` at the end.
    fn next_packet(&mut self) -> Result<Option<Packet>, WavError> {
        loop {
            match self.format.next_packet() {
                Ok(Some(packet)) if packet.track_id == self.track => return Ok(Some(packet)),
                Ok(Some(_)) => {}
                Ok(None) | Err(Error::ResetRequired) => return Ok(None),
                Err(Error::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    let declared = self.declared_frames();
                    self.verdict.short(declared, self.found, self.rate);
                    return Ok(None);
                }
                Err(Error::IoError(error)) => return Err(error.into()),
                Err(_) => {
                    self.verdict.damaged(self.found, self.rate, "its index is damaged");
                    return Ok(None);
                }
            }
        }
    }
}

fn no_track() -> WavError {
    WavError::Coding("it has no audio track that can be decoded".into())
}

impl BlockDecoder for Mp4Reader {
    fn declared_frames(&mut self) -> Option<u64> {
        self.format.tracks().iter().find(|track| track.id == self.track)?.num_frames
    }

    fn next_block(&mut self, out: &mut Vec<f32>) -> Result<Option<Spec>, WavError> {
        while let Some(packet) = self.next_packet()? {
            let Some(spec) = self.codec.decode(&packet, out)? else {
                self.verdict.damaged(self.found, self.rate, "a packet cannot be decoded");
                continue;
            };
            self.rate = spec.sample_rate;
            self.found += (out.len() / usize::from(spec.channels.max(1))) as u64;
            return Ok(Some(spec));
        }
        Ok(None)
    }

    fn verdict(&self) -> &Verdict {
        &self.verdict
    }
}

enum Codec {
    Symphonia(Box<dyn AudioDecoder>),
    Flac(Box<FlacFrames>),
    Opus { decoder: Box<OpusDecoder>, skip: usize },
}

impl Codec {
    fn new(parameters: &AudioCodecParameters) -> Result<Self, WavError> {
        let header = parameters.extra_data.as_deref().unwrap_or_default();
        match parameters.codec {
            CODEC_ID_FLAC => {
                let info = StreamInfo::parse(header);
                Ok(Self::Flac(Box::new(FlacFrames::new(info))))
            }
            CODEC_ID_OPUS => {
                let header = opus_header(header.strip_prefix(b"OpusHead").unwrap_or(header));
                let decoder = Box::new(OpusDecoder::new(&header).map_err(WavError::Coding)?);
                let skip = decoder.pre_skip as usize;
                Ok(Self::Opus { decoder, skip })
            }
            _ => symphonia::default::get_codecs()
                .make_audio_decoder(parameters, &AudioDecoderOptions::default())
                .map(Self::Symphonia)
                .map_err(|error| WavError::Coding(format!("it cannot be decoded: {error}"))),
        }
    }

    /// Decodes a packet into `out`, which is empty. Returns `None` without samples if the packet is damaged.
    fn decode(&mut self, packet: &Packet, out: &mut Vec<f32>) -> Result<Option<Spec>, WavError> {
        match self {
            Self::Flac(flac) => Ok(flac.decode_packet(&packet.data, out)),
            Self::Opus { decoder, skip } => {
                if !decoder.decode(&packet.data, out) {
                    out.clear();
                    return Ok(None);
                }
                let spec = decoder.spec();
                let before = (*skip).min(out.len() / usize::from(spec.channels));
                *skip -= before;
                out.drain(..before * usize::from(spec.channels));
                Ok(Some(spec))
            }
            Self::Symphonia(decoder) => match decoder.decode(packet) {
                Ok(buffer) => {
                    buffer.copy_to_vec_interleaved(out);
                    let channels = u16::try_from(buffer.spec().channels().count()).unwrap_or(u16::MAX);
                    Ok(Some(Spec { sample_rate: buffer.spec().rate(), channels }))
                }
                Err(Error::DecodeError(_) | Error::IoError(_)) => Ok(None),
                Err(error) => Err(WavError::Coding(error.to_string())),
            },
        }
    }
}

/// Converts the description of Opus in MP4, whose numbers have their most significant byte first, to the header that Ogg has.
fn opus_header(description: &[u8]) -> Vec<u8> {
    let mut header = description.to_vec();
    for number in [2..4, 4..8, 8..10] {
        if let Some(number) = header.get_mut(number) {
            number.reverse();
        }
    }
    header
}
