//! Decodes FLAC, MP3, Ogg Vorbis and Opus, AAC and ALAC in MP4, and AIFF, packet by packet.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use opus_decoder::OpusDecoder;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

use super::clip::Spec;
use super::wav::{self, WavError};

/// An open compressed file. The delay and padding that its encoder added are removed.
pub(super) struct Compressed {
    format: Box<dyn FormatReader>,
    codec: Codec,
    track: u32,
    spec: Spec,
    /// Samples of the last packet, interleaved.
    pending: Vec<f32>,
    /// Number of samples of `pending` that are used.
    used: usize,
    /// Number of the next frame.
    at: u64,
}

impl Compressed {
    pub(super) fn open(path: &Path) -> Result<Self, WavError> {
        let mut file = File::open(path)?;
        let mut head = Vec::new();
        file.by_ref().take(MAGIC_BYTES).read_to_end(&mut head)?;
        file.rewind()?;
        Self::from_source(Box::new(file), &head)
    }

    /// Opens a source. `head` contains at least its first 12 bytes, for the error message.
    pub(super) fn from_source(source: Box<dyn MediaSource>, head: &[u8]) -> Result<Self, WavError> {
        let stream = MediaSourceStream::new(source, MediaSourceStreamOptions::default());
        let format = symphonia::default::get_probe()
            .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(|error| probe_error(head, &error))?;
        let track = format.default_track(TrackType::Audio).ok_or_else(no_track)?;
        let id = track.id;
        let parameters = track.codec_params.as_ref().and_then(|codec| codec.audio()).ok_or_else(no_track)?;
        let codec = Codec::new(parameters, track.delay.unwrap_or(0))?;
        let spec = Spec { sample_rate: 0, channels: 0 };
        let mut compressed = Self { format, codec, track: id, spec, pending: Vec::new(), used: 0, at: 0 };
        // Containers may omit or misstate rate and channels. The first decoded packet has the true ones.
        compressed.decode()?;
        wav::check(compressed.spec).map_err(WavError::Coding)?;
        Ok(compressed)
    }

    pub(super) fn spec(&self) -> Spec {
        self.spec
    }

    /// Returns the length in frames, if the header contains it.
    pub(super) fn frames(&self) -> Option<u64> {
        self.format.tracks().iter().find(|track| track.id == self.track)?.num_frames
    }

    /// Skips to a frame by decoding everything before it. Seeking by the container's index would only come near it.
    pub(super) fn skip_to(&mut self, frame: u64) -> Result<(), WavError> {
        let mut passed = Vec::new();
        while self.at < frame {
            let left = usize::try_from(frame - self.at).unwrap_or(usize::MAX);
            if self.read(&mut passed, left.min(1 << 14))? == 0 {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn read(&mut self, out: &mut Vec<f32>, frames: usize) -> Result<usize, WavError> {
        out.clear();
        let channels = usize::from(self.spec.channels);
        while out.len() < frames * channels {
            if self.used == self.pending.len() && !self.decode()? {
                break;
            }
            let count = (frames * channels - out.len()).min(self.pending.len() - self.used);
            out.extend_from_slice(&self.pending[self.used..self.used + count]);
            self.used += count;
        }
        let got = out.len() / channels;
        if let Some(sample) = out.iter().position(|sample| !sample.is_finite()) {
            return Err(WavError::NotFinite(self.at + (sample / channels) as u64));
        }
        self.at += got as u64;
        Ok(got)
    }

    /// Decodes the next packet with samples into `pending`. Returns false at the end.
    fn decode(&mut self) -> Result<bool, WavError> {
        loop {
            let packet = match self.format.next_packet() {
                Ok(Some(packet)) => packet,
                Ok(None) | Err(Error::ResetRequired) => return Ok(false),
                // A truncated file plays as far as it goes.
                Err(Error::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Ok(false);
                }
                Err(Error::IoError(error)) => return Err(error.into()),
                Err(error) => return Err(WavError::Coding(error.to_string())),
            };
            if packet.track_id != self.track {
                continue;
            }
            self.used = 0;
            self.pending.clear();
            // Damaged packets are skipped, as players do.
            let Some(found) = self.codec.decode(&packet, &mut self.pending)? else { continue };
            if self.spec.channels != 0 && self.spec != found {
                return Err(WavError::Coding("its sample rate or channels change within the file".into()));
            }
            self.spec = found;
            if !self.pending.is_empty() {
                return Ok(true);
            }
        }
    }
}

fn no_track() -> WavError {
    WavError::Coding("it has no audio track that can be decoded".into())
}

enum Codec {
    Symphonia(Box<dyn AudioDecoder>),
    Opus(Box<OpusCodec>),
}

impl Codec {
    fn new(parameters: &AudioCodecParameters, delay: u32) -> Result<Self, WavError> {
        if parameters.codec == CODEC_ID_OPUS {
            return Ok(Self::Opus(Box::new(OpusCodec::new(parameters, delay)?)));
        }
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default())
            .map_err(|error| WavError::Coding(format!("it cannot be decoded: {error}")))?;
        Ok(Self::Symphonia(decoder))
    }

    /// Decodes a packet into `out`, which is empty. Returns `None` without samples if the packet is damaged.
    fn decode(&mut self, packet: &Packet, out: &mut Vec<f32>) -> Result<Option<Spec>, WavError> {
        let decoder = match self {
            Self::Symphonia(decoder) => decoder,
            Self::Opus(opus) => return Ok(opus.decode(packet, out)),
        };
        match decoder.decode(packet) {
            Ok(buffer) => {
                buffer.copy_to_vec_interleaved(out);
                let channels = u16::try_from(buffer.spec().channels().count()).unwrap_or(u16::MAX);
                Ok(Some(Spec { sample_rate: buffer.spec().rate(), channels }))
            }
            Err(Error::DecodeError(_)) => Ok(None),
            Err(error) => Err(WavError::Coding(error.to_string())),
        }
    }
}

/// Sample rate of all decoded Opus in Hz (RFC 7845, section 5.1).
const OPUS_RATE: u32 = 48_000;
/// Number of frames in the longest packet, 120 ms (RFC 6716, section 2.1.4).
const MAX_PACKET: usize = 5_760;

struct OpusCodec {
    decoder: OpusDecoder,
    channels: u16,
    /// Number of frames still to be dropped at the start: the pre-skip (RFC 7845, section 4.2).
    skip: usize,
}

impl OpusCodec {
    fn new(parameters: &AudioCodecParameters, delay: u32) -> Result<Self, WavError> {
        let channels = parameters.channels.as_ref().map_or(1, |channels| channels.count());
        let decoder = OpusDecoder::new(OPUS_RATE, channels).map_err(|_| {
            WavError::Coding(format!("it is Opus with {channels} channels; only 1 or 2 are supported"))
        })?;
        Ok(Self { decoder, channels: channels as u16, skip: delay as usize })
    }

    fn decode(&mut self, packet: &Packet, out: &mut Vec<f32>) -> Option<Spec> {
        let channels = usize::from(self.channels);
        out.resize(MAX_PACKET * channels, 0.0);
        let Ok(frames) = self.decoder.decode_float(&packet.data, out, false) else {
            // The buffer was enlarged for samples that did not come.
            out.clear();
            return None;
        };
        let after = usize::try_from(packet.trim_end.get()).unwrap_or(usize::MAX);
        let before = self.skip.min(frames);
        self.skip -= before;
        out.truncate(frames.saturating_sub(after).max(before) * channels);
        out.drain(..before * channels);
        Some(Spec { sample_rate: OPUS_RATE, channels: self.channels })
    }
}

/// Number of bytes that identify a format.
const MAGIC_BYTES: u64 = 12;
/// First bytes of formats that are supported. If such a file cannot be opened, its header is damaged.
const KNOWN_MAGIC: [&[u8]; 4] = [b"fLaC", b"OggS", b"ID3", b"FORM"];

fn probe_error(head: &[u8], error: &Error) -> WavError {
    let head = &head[..head.len().min(MAGIC_BYTES as usize)];
    if KNOWN_MAGIC.iter().any(|known| head.starts_with(known)) {
        return WavError::Coding(format!("its header is damaged: {error}"));
    }
    WavError::NotWav(head.escape_ascii().to_string())
}
