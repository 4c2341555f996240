//! FLAC, MP3, Ogg Vorbis and Opus, AAC and ALAC in MP4, AIFF: decoded packet by packet.

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

use super::Spec;
use super::wav::{self, WavError};

/// A compressed sound that is being read. Delay and padding that the encoder added are left out.
pub(super) struct Compressed {
    format: Box<dyn FormatReader>,
    codec: Codec,
    track: u32,
    spec: Spec,
    /// Decoded, not yet given, interleaved.
    pending: Vec<f32>,
    /// How much of `pending` is given.
    given: usize,
    /// Frames before the next one.
    at: u64,
}

impl Compressed {
    pub(super) fn open(path: &Path) -> Result<Self, WavError> {
        let mut file = File::open(path)?;
        let mut head = Vec::new();
        file.by_ref().take(HEAD).read_to_end(&mut head)?;
        file.rewind()?;
        Self::of(Box::new(file), &head)
    }

    /// Reads from a source, whose first bytes are `head`.
    pub(super) fn of(source: Box<dyn MediaSource>, head: &[u8]) -> Result<Self, WavError> {
        let stream = MediaSourceStream::new(source, MediaSourceStreamOptions::default());
        let format = symphonia::default::get_probe()
            .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(|error| unknown(head, &error))?;
        let unplayable = || WavError::Coding("there is no sound in it that can be played".into());
        let track = format.default_track(TrackType::Audio).ok_or_else(unplayable)?;
        let id = track.id;
        let parameters =
            track.codec_params.as_ref().and_then(|codec| codec.audio()).ok_or_else(unplayable)?;
        let codec = Codec::new(parameters, track.delay.unwrap_or(0))?;
        let spec = Spec { sample_rate: 0, channels: 0 };
        let mut sound = Self { format, codec, track: id, spec, pending: Vec::new(), given: 0, at: 0 };
        // Only a decoded packet says for certain how the samples are laid out.
        sound.decode()?;
        wav::check(sound.spec).map_err(WavError::Coding)?;
        Ok(sound)
    }

    pub(super) fn spec(&self) -> Spec {
        self.spec
    }

    /// Length in frames, if the file's header tells it.
    pub(super) fn frames(&self) -> Option<u64> {
        self.format.tracks().iter().find(|track| track.id == self.track)?.num_frames
    }

    /// Decodes what lies before: exact, where a table of places would only be near.
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
            if self.given == self.pending.len() && !self.decode()? {
                break;
            }
            let count = (frames * channels - out.len()).min(self.pending.len() - self.given);
            out.extend_from_slice(&self.pending[self.given..self.given + count]);
            self.given += count;
        }
        let got = out.len() / channels;
        if let Some(sample) = out.iter().position(|sample| !sample.is_finite()) {
            return Err(WavError::NotFinite(self.at + (sample / channels) as u64));
        }
        self.at += got as u64;
        Ok(got)
    }

    /// Fills `pending` with the next packet that holds something; false at the end.
    fn decode(&mut self) -> Result<bool, WavError> {
        loop {
            let packet = match self.format.next_packet() {
                Ok(Some(packet)) => packet,
                Ok(None) | Err(Error::ResetRequired) => return Ok(false),
                // A file that was cut off is played as far as it goes.
                Err(Error::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Ok(false);
                }
                Err(Error::IoError(error)) => return Err(error.into()),
                Err(error) => return Err(WavError::Coding(error.to_string())),
            };
            if packet.track_id != self.track {
                continue;
            }
            self.given = 0;
            self.pending.clear();
            // A damaged packet is passed over, as players do.
            let Some(found) = self.codec.decode(&packet, &mut self.pending)? else { continue };
            if self.spec.channels != 0 && self.spec != found {
                return Err(WavError::Coding("its rate or channels change on the way".into()));
            }
            self.spec = found;
            if !self.pending.is_empty() {
                return Ok(true);
            }
        }
    }
}

enum Codec {
    Symphonia(Box<dyn AudioDecoder>),
    Opus(Box<Opus>),
}

impl Codec {
    fn new(parameters: &AudioCodecParameters, delay: u32) -> Result<Self, WavError> {
        if parameters.codec == CODEC_ID_OPUS {
            return Ok(Self::Opus(Box::new(Opus::new(parameters, delay)?)));
        }
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default())
            .map_err(|error| WavError::Coding(format!("it cannot be decoded: {error}")))?;
        Ok(Self::Symphonia(decoder))
    }

    /// Puts the samples of a packet into `out`, which is empty; `None`, and nothing, when it is damaged.
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

/// Opus is always decoded at this rate (RFC 7845, section 5.1).
const OPUS_RATE: u32 = 48_000;
/// Frames in the longest packet, 120 ms (RFC 6716, section 2.1.4).
const LONGEST_PACKET: usize = 5_760;

struct Opus {
    decoder: OpusDecoder,
    channels: u16,
    /// Frames that are still to be left out at the beginning (RFC 7845, section 4.2: pre-skip).
    skip: usize,
}

impl Opus {
    fn new(parameters: &AudioCodecParameters, delay: u32) -> Result<Self, WavError> {
        let channels = parameters.channels.as_ref().map_or(1, |channels| channels.count());
        let decoder = OpusDecoder::new(OPUS_RATE, channels).map_err(|_| {
            WavError::Coding(format!("it is Opus in {channels} channels; 1 or 2 can be played"))
        })?;
        Ok(Self { decoder, channels: channels as u16, skip: delay as usize })
    }

    fn decode(&mut self, packet: &Packet, out: &mut Vec<f32>) -> Option<Spec> {
        let channels = usize::from(self.channels);
        out.resize(LONGEST_PACKET * channels, 0.0);
        let Ok(frames) = self.decoder.decode_float(&packet.data, out, false) else {
            // The room for its sound is no sound.
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

/// As much of a file as tells what it is.
const HEAD: u64 = 12;
/// Heads of files that are known, and yet could not be opened.
const KNOWN: [&[u8]; 4] = [b"fLaC", b"OggS", b"ID3", b"FORM"];

fn unknown(head: &[u8], error: &Error) -> WavError {
    let head = &head[..head.len().min(HEAD as usize)];
    if KNOWN.iter().any(|known| head.starts_with(known)) {
        return WavError::Coding(format!("its header is damaged: {error}"));
    }
    WavError::NotWav(head.escape_ascii().to_string())
}
