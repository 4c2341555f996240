//! Encodes MP3 with the library LAME, at a constant bit rate, with an ID3 2.3 tag.
//!
//! The first frame holds the LAME header. It has the number of padding samples, which players skip at both ends.

use std::fs::File;
use std::io::{BufReader, BufWriter, Seek, SeekFrom, Write};
use std::num::NonZeroU32;
use std::path::Path;

use ::id3::frame::{self, Comment, PictureType, TableOfContents};
use ::id3::{Frame, Tag, TagLike, Version};
use mp3lame_encoder::{
    Bitrate, Builder, DualPcm, Encoder, FlushGap, Mode, MonoPcm, Quality, VbrMode, max_required_buffer_size,
    mp3lame_version,
};

use super::format::{EncoderError, Format, LAME_ATTENUATION, mp3_rate};
use super::picture::Picture;
use super::request::EncodeRequest;
use super::tags::{ChapterTag, Tags};
use crate::base::config::Preset;
use crate::language;
use aloud_audio::Spec;
use aloud_audio::resample::{Converter, frames_at};
use aloud_audio::wav::Reader;

/// Frames of the WAV per read.
const BLOCK: usize = 1 << 14;
/// Error if LAME cannot allocate its own state.
const NO_MEMORY: &str = "LAME has not enough memory";
/// Largest number of entries in a table of contents: the count has one byte.
const MAX_CONTENTS: usize = 255;
/// Value of a byte offset that is not used; chapters have times in milliseconds.
const NO_OFFSET: u32 = u32::MAX;

pub(super) fn identity() -> String {
    format!("LAME {}", mp3lame_version())
}

/// Encodes a WAV.
pub(super) fn encode(request: &EncodeRequest<'_>) -> Result<(), EncoderError> {
    let mut sound = ResampledWav::open(request.source.path)?;
    let mut lame = encoder(sound.channels.len(), sound.rate, request.preset)?;
    let tag = id3_tag(request.tags, request.cover)?;
    let mut file = BufWriter::new(request.create_target()?);
    file.write_all(&tag)?;
    while sound.next()? {
        if request.is_cancelled() {
            return Err(EncoderError::Cancelled);
        }
        file.write_all(&encode_block(&mut lame, &sound.channels)?)?;
    }
    let mut rest = Vec::with_capacity(max_required_buffer_size(0));
    lame.flush_to_vec::<FlushGap>(&mut rest).map_err(EncoderError::failed)?;
    file.write_all(&rest)?;
    // LAME has reserved this frame at the start, and knows its content only now.
    let mut first = Vec::with_capacity(lame.lame_tag_size());
    lame.lame_tag_encode_to_vec(&mut first);
    file.seek(SeekFrom::Start(tag.len() as u64))?;
    file.write_all(&first)?;
    Ok(file.flush()?)
}

fn encode_block(lame: &mut Encoder, channels: &[Vec<f32>]) -> Result<Vec<u8>, EncoderError> {
    let mut out = Vec::with_capacity(max_required_buffer_size(channels[0].len()));
    match channels {
        [left, right] => lame.encode_to_vec(DualPcm { left, right }, &mut out),
        _ => lame.encode_to_vec(MonoPcm(&channels[0]), &mut out),
    }
    .map_err(EncoderError::failed)?;
    Ok(out)
}

/// Returns LAME with the settings of ffmpeg, because both must make the same sound.
fn encoder(channels: usize, rate: u32, preset: Preset) -> Result<Encoder, EncoderError> {
    let mode = if channels == 1 { Mode::Mono } else { Mode::JointStereo };
    let bitrate = match Format::Mp3.bitrate(channels as u16, preset) {
        96 => Bitrate::Kbps96,
        160 => Bitrate::Kbps160,
        _ => Bitrate::Kbps192,
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

/// Reads a WAV in blocks at the sample rate of the MP3.
struct ResampledWav {
    wav: Reader<BufReader<File>>,
    rate: u32,
    /// One for each channel; empty if the WAV has the same rate.
    converters: Vec<Converter>,
    /// Interleaved samples of the WAV.
    interleaved: Vec<f32>,
    /// Samples of one channel at the rate of the WAV.
    channel: Vec<f32>,
    /// The current block, by channel.
    channels: Vec<Vec<f32>>,
    /// Number of remaining frames.
    remaining: u64,
}

impl ResampledWav {
    fn open(path: &Path) -> Result<Self, EncoderError> {
        let wav = Reader::open(path)?;
        let Spec { sample_rate, channels } = wav.spec();
        let rate = mp3_rate(sample_rate);
        let mut converters = Vec::new();
        while rate != sample_rate && converters.len() < usize::from(channels) {
            converters.push(Converter::new(sample_rate, rate).map_err(EncoderError::failed)?);
        }
        let remaining = frames_at(wav.frames(), sample_rate, rate);
        let channels = vec![Vec::new(); usize::from(channels)];
        Ok(Self { wav, rate, converters, interleaved: Vec::new(), channel: Vec::new(), channels, remaining })
    }

    /// Reads the next block; returns `false` at the end.
    fn next(&mut self) -> Result<bool, EncoderError> {
        if self.remaining == 0 {
            return Ok(false);
        }
        let channels = self.channels.len();
        if self.wav.read(&mut self.interleaved, BLOCK)? == 0 {
            // Silence flushes the last samples out of the converters.
            self.interleaved.resize(BLOCK * channels, 0.0);
        }
        for (nth, output) in self.channels.iter_mut().enumerate() {
            self.channel.clear();
            self.channel.extend(
                self.interleaved
                    .iter()
                    .skip(nth)
                    .step_by(channels)
                    .map(|sample| sample / LAME_ATTENUATION as f32),
            );
            output.clear();
            match self.converters.get_mut(nth) {
                Some(converter) => converter.push(&self.channel, output).map_err(EncoderError::failed)?,
                None => output.extend_from_slice(&self.channel),
            }
            output.truncate(usize::try_from(self.remaining).unwrap_or(usize::MAX));
        }
        self.remaining -= self.channels[0].len() as u64;
        Ok(true)
    }
}

/// Returns the ID3 tag. Version 2.3, with its addendum for chapters (ID3v2 Chapter Frame Addendum 1.0, 2005), is supported
/// by more players than 2.4.
fn id3_tag(tags: &Tags, cover: Option<&Picture>) -> Result<Vec<u8>, EncoderError> {
    let three = language::three_letters(&tags.language);
    let mut tag = Tag::new();
    let track = tags.track.map_or_else(String::new, |(number, of)| format!("{number}/{of}"));
    for (id, value) in [
        ("TIT2", tags.title.as_str()),
        ("TPE1", &tags.artist),
        ("TALB", &tags.album),
        ("TRCK", &track),
        ("TLAN", three.unwrap_or_default()),
        ("TSSE", &tags.software),
    ] {
        if !value.is_empty() {
            tag.add_frame(text_frame(id, value));
        }
    }
    if !tags.comment.is_empty() {
        let lang = three.unwrap_or("XXX").to_string();
        tag.add_frame(Comment { lang, description: String::new(), text: without_nul(&tags.comment) });
    }
    for contents in tables_of_contents(tags.chapters.len()) {
        tag.add_frame(contents);
    }
    for (nth, chapter) in tags.chapters.iter().enumerate() {
        tag.add_frame(chapter_frame(nth, chapter));
    }
    if let Some(cover) = cover {
        tag.add_frame(picture_frame(cover));
    }
    let mut bytes = Vec::new();
    let written = ::id3::Encoder::new().version(Version::Id3v23).encode(&tag, &mut bytes);
    written.map_err(|error| EncoderError::Failed(error.to_string()))?;
    Ok(bytes)
}

fn chapter_frame(nth: usize, chapter: &ChapterTag) -> frame::Chapter {
    frame::Chapter {
        element_id: chapter_id(nth),
        start_time: u32::try_from(chapter.start).unwrap_or(u32::MAX),
        end_time: u32::try_from(chapter.end).unwrap_or(u32::MAX),
        start_offset: NO_OFFSET,
        end_offset: NO_OFFSET,
        frames: vec![text_frame("TIT2", &chapter.title)],
    }
}

/// Returns one table of all chapters, or a table of tables if there are too many chapters for one.
fn tables_of_contents(chapters: usize) -> Vec<TableOfContents> {
    let all: Vec<String> = (0..chapters).map(chapter_id).collect();
    if all.len() <= MAX_CONTENTS {
        return if all.is_empty() { Vec::new() } else { vec![table_of_contents("toc".into(), true, all)] };
    }
    let parts = all.chunks(MAX_CONTENTS).enumerate();
    let parts: Vec<_> =
        parts.map(|(nth, part)| table_of_contents(format!("toc{nth}"), false, part.to_vec())).collect();
    let names = parts.iter().map(|part| part.element_id.clone()).collect();
    [table_of_contents("toc".into(), true, names)].into_iter().chain(parts).collect()
}

fn table_of_contents(element_id: String, top_level: bool, elements: Vec<String>) -> TableOfContents {
    TableOfContents { element_id, top_level, ordered: true, elements, frames: Vec::new() }
}

fn chapter_id(nth: usize) -> String {
    format!("ch{nth}")
}

fn picture_frame(cover: &Picture) -> frame::Picture {
    frame::Picture {
        mime_type: cover.kind.media_type().into(),
        picture_type: PictureType::CoverFront,
        description: "Cover".into(),
        data: cover.bytes.clone(),
    }
}

fn text_frame(id: &str, value: &str) -> Frame {
    Frame::text(id, without_nul(value))
}

/// Removes NUL characters, which would end the text.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}
