//! MP3 by LAME, at a constant rate, with the frame in front that tells players what to leave out at both ends.

use std::fs::File;
use std::io::{BufReader, BufWriter, Seek, SeekFrom, Write};
use std::num::NonZeroU32;
use std::path::Path;

use mp3lame_encoder::{
    Bitrate, Builder, DualPcm, Encoder, FlushGap, Mode, MonoPcm, Quality, VbrMode, max_required_buffer_size,
    mp3lame_version,
};

use super::{EncoderError, Format, Job, SOFTER, id3, mp3_rate};
use crate::audio::Spec;
use crate::audio::resample::{Converter, frames_at};
use crate::audio::wav::Reader;

/// Frames of the WAV that are read at a time.
const BLOCK: usize = 1 << 14;
/// What is said when LAME has no memory even for itself.
const NO_MEMORY: &str = "LAME has no memory";

pub(super) fn identity() -> String {
    format!("LAME {}", mp3lame_version())
}

/// Codes a WAV.
pub(super) fn encode(job: &Job<'_>) -> Result<(), EncoderError> {
    let mut sound = Sound::open(job.source.wav)?;
    let mut lame = lame(sound.planes.len(), sound.rate)?;
    let head = id3::tag(job.tags, job.cover)?;
    let mut file = BufWriter::new(File::create(job.to)?);
    file.write_all(&head)?;
    while sound.next()? {
        if job.is_cancelled() {
            return Err(EncoderError::Cancelled);
        }
        file.write_all(&coded(&mut lame, &sound.planes)?)?;
    }
    let mut rest = Vec::with_capacity(max_required_buffer_size(0));
    lame.flush_to_vec::<FlushGap>(&mut rest).map_err(EncoderError::failed)?;
    file.write_all(&rest)?;
    // LAME has left room for this frame at the beginning, and knows it now.
    let mut first = Vec::with_capacity(lame.lame_tag_size());
    lame.lame_tag_encode_to_vec(&mut first);
    file.seek(SeekFrom::Start(head.len() as u64))?;
    file.write_all(&first)?;
    Ok(file.flush()?)
}

fn coded(lame: &mut Encoder, planes: &[Vec<f32>]) -> Result<Vec<u8>, EncoderError> {
    let mut out = Vec::with_capacity(max_required_buffer_size(planes[0].len()));
    match planes {
        [left, right] => lame.encode_to_vec(DualPcm { left, right }, &mut out),
        _ => lame.encode_to_vec(MonoPcm(&planes[0]), &mut out),
    }
    .map_err(EncoderError::failed)?;
    Ok(out)
}

/// As ffmpeg sets it, so that either makes the same sound.
fn lame(channels: usize, rate: u32) -> Result<Encoder, EncoderError> {
    let (mode, bitrate) = match Format::Mp3.bitrate(channels as u16) {
        96 => (Mode::Mono, Bitrate::Kbps96),
        _ => (Mode::JointStereo, Bitrate::Kbps160),
    };
    let mut builder = Builder::new().ok_or_else(|| EncoderError::failed(NO_MEMORY))?;
    builder.set_num_channels(channels as u8).map_err(EncoderError::failed)?;
    builder.set_sample_rate(rate).map_err(EncoderError::failed)?;
    builder.set_output_sample_rate(NonZeroU32::new(rate)).map_err(EncoderError::failed)?;
    builder.set_mode(mode).map_err(EncoderError::failed)?;
    builder.set_vbr_mode(VbrMode::Off).map_err(EncoderError::failed)?;
    builder.set_brate(bitrate).map_err(EncoderError::failed)?;
    builder.set_quality(Quality::VeryNice).map_err(EncoderError::failed)?;
    builder.set_to_write_vbr_tag(true).map_err(EncoderError::failed)?;
    builder.build().map_err(EncoderError::failed)
}

/// A WAV at the rate of its MP3, a block at a time.
struct Sound {
    wav: Reader<BufReader<File>>,
    rate: u32,
    /// One for each channel; none where the WAV has that rate.
    converters: Vec<Converter>,
    read: Vec<f32>,
    one: Vec<f32>,
    /// The block, by channel.
    planes: Vec<Vec<f32>>,
    /// Frames that are still to come.
    left: u64,
}

impl Sound {
    fn open(path: &Path) -> Result<Self, EncoderError> {
        let wav = Reader::open(path)?;
        let Spec { sample_rate, channels } = wav.spec();
        let rate = mp3_rate(sample_rate);
        let mut converters = Vec::new();
        while rate != sample_rate && converters.len() < usize::from(channels) {
            converters.push(Converter::new(sample_rate, rate).map_err(EncoderError::failed)?);
        }
        let left = frames_at(wav.frames(), sample_rate, rate);
        let planes = vec![Vec::new(); usize::from(channels)];
        Ok(Self { wav, rate, converters, read: Vec::new(), one: Vec::new(), planes, left })
    }

    /// Replaces the block with the next; `false` at the end.
    fn next(&mut self) -> Result<bool, EncoderError> {
        if self.left == 0 {
            return Ok(false);
        }
        let channels = self.planes.len();
        if self.wav.read(&mut self.read, BLOCK)? == 0 {
            // What a converter still holds comes out when silence follows.
            self.read.resize(BLOCK * channels, 0.0);
        }
        for (nth, plane) in self.planes.iter_mut().enumerate() {
            self.one.clear();
            self.one
                .extend(self.read.iter().skip(nth).step_by(channels).map(|sample| sample / SOFTER as f32));
            plane.clear();
            match self.converters.get_mut(nth) {
                Some(converter) => converter.push(&self.one, plane).map_err(EncoderError::failed)?,
                None => plane.extend_from_slice(&self.one),
            }
            plane.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        }
        self.left -= self.planes[0].len() as u64;
        Ok(true)
    }
}
