//! Reads the packets of MP4 and QuickTime files, and decodes them.

use std::io;

use symphonia::core::codecs::audio::well_known::{CODEC_ID_FLAC, CODEC_ID_OPUS};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

use super::boxes::{DeclaredLength, Layout};
use crate::blocks::BlockDecoder;
use crate::clip::Spec;
use crate::contain::contain;
use crate::flac::{FlacFrames, StreamInfo};
use crate::ogg::OpusDecoder;
use crate::source::Source;
use crate::verdict::Verdict;
use crate::wav::WavError;

/// The error in place of a panic of the decoder.
const PANICKED: Error = Error::DecodeError("it is damaged");

/// An open file.
pub(crate) struct Mp4Reader {
    format: Box<dyn FormatReader>,
    codec: Codec,
    track: u32,
    /// The file ends within the index of a part, so its number of packets says nothing.
    ends_early: bool,
    /// Sample rate of the last packet.
    rate: u32,
    /// Number of frames so far.
    found: u64,
    verdict: Verdict,
}

impl Mp4Reader {
    pub(crate) fn new(mut source: Source) -> Result<Self, WavError> {
        let layout = Layout::read(&mut source)?;
        if !layout.has_index {
            return Err(no_index(&layout));
        }
        let (stream, ends_early) = open_stream(source, &layout);
        let probe = || {
            let (format, metadata) = (FormatOptions::default(), MetadataOptions::default());
            symphonia::default::get_probe().probe(&Hint::new(), stream, format, metadata)
        };
        let format = contain(probe)
            .unwrap_or(Err(PANICKED))
            .map_err(|error| WavError::Coding(format!("its index is damaged: {error}")))?;
        let track = format.default_track(TrackType::Audio).ok_or_else(no_track)?;
        let id = track.id;
        let parameters = track.codec_params.as_ref().and_then(|codec| codec.audio()).ok_or_else(no_track)?;
        let codec = Codec::new(parameters)?;
        Ok(Self { format, codec, track: id, ends_early, rate: 0, found: 0, verdict: Verdict::Whole })
    }

    /// Returns the next packet of the track, or `None` at the end.
    fn next_packet(&mut self) -> Result<Option<Packet>, WavError> {
        loop {
            match contain(|| self.format.next_packet()).unwrap_or(Err(PANICKED)) {
                Ok(Some(packet)) if packet.track_id == self.track => return Ok(Some(packet)),
                Ok(Some(_)) => {}
                Ok(None) | Err(Error::ResetRequired) => {
                    if self.ends_early {
                        self.end_early();
                    }
                    return Ok(None);
                }
                Err(Error::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    self.end_early();
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

    fn end_early(&mut self) {
        // A fragmented file declares the length of its first part, or none.
        let declared = self.declared_frames().filter(|declared| *declared > self.found);
        self.verdict.short(declared, self.found, self.rate);
    }
}

/// Opens the stream of a file. If it ends within its sound, the stream has the length that the whole file had. Also returns true if
/// the file ends within the index of a part.
fn open_stream(source: Source, layout: &Layout) -> (MediaSourceStream<'static>, bool) {
    let options = MediaSourceStreamOptions::default();
    match &layout.cut {
        Some(cut) if cut.name == *b"mdat" => {
            let source = DeclaredLength { source, length: cut.end };
            (MediaSourceStream::new(Box::new(source), options), false)
        }
        cut => {
            let ends_early = cut.as_ref().is_some_and(|cut| cut.name == *b"moof");
            (MediaSourceStream::new(Box::new(source), options), ends_early)
        }
    }
}

/// Returns the error for a file of which nothing can be decoded: without the index, the place of its packets is not known.
fn no_index(layout: &Layout) -> WavError {
    let what = match &layout.cut {
        Some(_) => "it is cut off before the end of its index (`moov`)",
        None => "it has no index (`moov`): the program that recorded it did not finish it",
    };
    WavError::Coding(format!("{what}, so no sound in it can be decoded"))
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
            _ => {
                let options = AudioDecoderOptions::default();
                contain(|| symphonia::default::get_codecs().make_audio_decoder(parameters, &options))
                    .unwrap_or(Err(PANICKED))
                    .map(Self::Symphonia)
                    .map_err(|error| WavError::Coding(format!("it cannot be decoded: {error}")))
            }
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
            Self::Symphonia(decoder) => match contain(|| decoder.decode(packet)).unwrap_or(Err(PANICKED)) {
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
