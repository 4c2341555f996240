//! Writes the tags of compressed sound: as FFMETADATA text for ffmpeg, and as FLAC metadata blocks (RFC 9639, section 8).
//!
//! Aloud writes the blocks itself for all FLAC encoders, because ffmpeg uses another order and adds its version.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::format::{EncoderError, Format};
use super::picture::Picture;
use crate::language;

/// Offset of the second metadata block, after `fLaC` and the stream information.
const SECOND_BLOCK: u64 = 4 + BLOCK_HEADER as u64 + 34;
/// Size of a block's header: kind and length.
const BLOCK_HEADER: usize = 4;
/// Flag of the last block, in the byte of the kind.
const LAST: u8 = 0x80;
/// Kinds of blocks (section 8.1).
const PADDING: u8 = 1;
const VORBIS_COMMENT: u8 = 4;
const PICTURE: u8 = 6;

/// The tags of a compressed episode; empty ones are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags {
    /// Title of the episode.
    pub title: String,
    /// Author of the article.
    pub artist: String,
    /// Name of the series.
    pub album: String,
    /// Disclosure of synthetic speech.
    pub comment: String,
    /// BCP 47 tag.
    pub language: String,
    /// Name and version of Aloud.
    pub software: String,
    /// Number of the track and number of tracks, for a file with one chapter.
    pub track: Option<(usize, usize)>,
    /// Chapters in order.
    pub chapters: Vec<ChapterTag>,
}

/// A chapter of the sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterTag {
    /// Start in milliseconds.
    pub start: u64,
    /// End in milliseconds.
    pub end: u64,
    /// Title of the chapter.
    pub title: String,
}

impl Tags {
    /// Returns the tags and chapters as text for ffmpeg.
    pub(super) fn ffmetadata(&self, format: Format, cover: Option<&Picture>) -> String {
        let three = language::three_letters(&self.language).unwrap_or_default();
        let language = if format == Format::Opus { self.language.as_str() } else { three };
        let track = self.track.map_or_else(String::new, |(number, of)| format!("{number}/{of}"));
        let mut tags = vec![
            ("title", self.title.as_str()),
            ("artist", &self.artist),
            ("album", &self.album),
            ("track", &track),
            ("comment", &self.comment),
            ("language", language),
        ];
        // Each format has its own name for the encoding software.
        match format {
            Format::M4a | Format::M4b => tags.push(("encoding_tool", &self.software)),
            Format::Mp3 => tags.push(("TSSE", &self.software)),
            Format::Flac | Format::Opus => {}
        }
        let mut text = String::from(";FFMETADATA1\n");
        for (name, value) in tags.into_iter().filter(|(_, value)| !value.is_empty()) {
            text += &ffmetadata_line(name, value);
        }
        if let Some(cover) = cover.filter(|_| format == Format::Opus) {
            text += &ffmetadata_line("METADATA_BLOCK_PICTURE", &STANDARD.encode(cover.flac_block()));
        }
        for (nth, chapter) in self.chapters.iter().enumerate() {
            text += &match format {
                Format::Opus => {
                    chapter.vorbis_comments(nth).map(|(name, value)| ffmetadata_line(&name, &value)).concat()
                }
                _ => chapter.ffmetadata_section(),
            };
        }
        text
    }

    /// Returns the tags and chapters as Vorbis comments, the tags of FLAC and Ogg.
    fn vorbis_comments(&self) -> Vec<(String, String)> {
        let (number, tracks) = match self.track {
            Some((number, tracks)) => (number.to_string(), tracks.to_string()),
            None => Default::default(),
        };
        let tags = [
            ("TITLE", &self.title),
            ("ARTIST", &self.artist),
            ("ALBUM", &self.album),
            ("TRACKNUMBER", &number),
            ("TRACKTOTAL", &tracks),
            ("DESCRIPTION", &self.comment),
            ("LANGUAGE", &self.language),
            ("ENCODER", &self.software),
        ];
        let tags = tags.into_iter().filter(|(_, value)| !value.is_empty());
        let tags = tags.map(|(name, value)| (name.to_string(), value.clone()));
        let chapters = self.chapters.iter().enumerate();
        tags.chain(chapters.flat_map(|(nth, chapter)| chapter.vorbis_comments(nth))).collect()
    }
}

impl ChapterTag {
    /// Returns the chapter in the format of ffmpeg.
    fn ffmetadata_section(&self) -> String {
        let Self { start, end, title } = self;
        format!("[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\n{}", ffmetadata_line("title", title))
    }

    /// Returns the chapter as two Vorbis comments. ffmpeg would round the start, often to a second too late.
    fn vorbis_comments(&self, nth: usize) -> [(String, String); 2] {
        let (ms, seconds) = (self.start % 1000, self.start / 1000);
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let time = format!("{hours:02}:{minutes:02}:{seconds:02}.{ms:03}");
        [(format!("CHAPTER{nth:03}"), time), (format!("CHAPTER{nth:03}NAME"), self.title.clone())]
    }
}

/// Returns one tag with its special characters escaped.
///
/// ffmpeg takes a line break after a backslash as escaped, even if the backslash is escaped itself. A NUL between the two
/// prevents that, and ffmpeg drops it.
fn ffmetadata_line(name: &str, value: &str) -> String {
    let mut line = format!("{name}=");
    for c in value.chars().filter(|c| *c != '\0') {
        if matches!(c, '=' | ';' | '#' | '\\' | '\n' | '\r') {
            line.push('\\');
        }
        line.push(c);
    }
    if line.ends_with('\\') {
        line.push('\0');
    }
    line + "\n"
}

/// Returns the FLAC metadata blocks of the tags, the chapters and the cover; the last one has the flag for it.
pub(super) fn flac_blocks(tags: &Tags, cover: Option<&Picture>) -> Result<Vec<u8>, EncoderError> {
    let mut blocks = Vec::new();
    let comments = vorbis_comment_block(tags);
    match cover {
        None => add_block(VORBIS_COMMENT | LAST, &comments, &mut blocks)?,
        Some(cover) => {
            add_block(VORBIS_COMMENT, &comments, &mut blocks)?;
            add_block(PICTURE | LAST, &cover.flac_block(), &mut blocks)?;
        }
    }
    Ok(blocks)
}

fn add_block(kind: u8, body: &[u8], blocks: &mut Vec<u8>) -> Result<(), EncoderError> {
    blocks.extend(block_header(kind, body.len())?);
    blocks.extend(body);
    Ok(())
}

fn block_header(kind: u8, length: usize) -> Result<[u8; BLOCK_HEADER], EncoderError> {
    match u32::try_from(length).map(u32::to_be_bytes) {
        Ok([0, a, b, c]) => Ok([kind, a, b, c]),
        _ => Err(EncoderError::Failed("the tags or the cover are larger than 16 MiB".into())),
    }
}

/// Returns the body of the comment block (section 8.6). Its lengths are little-endian, unlike in other blocks.
fn vorbis_comment_block(tags: &Tags) -> Vec<u8> {
    let comments = tags.vorbis_comments();
    let mut body = Vec::new();
    add_text(&tags.software, &mut body);
    body.extend((comments.len() as u32).to_le_bytes());
    for (name, value) in comments {
        add_text(&format!("{name}={value}"), &mut body);
    }
    body
}

fn add_text(text: &str, body: &mut Vec<u8>) {
    body.extend((text.len() as u32).to_le_bytes());
    body.extend(text.as_bytes());
}

/// Returns the padding that ffmpeg must leave for [`replace_flac_blocks`].
pub(super) fn flac_padding(blocks: &[u8]) -> Result<usize, EncoderError> {
    block_header(PADDING, blocks.len()).map(|_| blocks.len())
}

/// Replaces the metadata blocks that ffmpeg wrote. Its own comment block leaves more room than needed, and the rest
/// becomes padding.
pub(super) fn replace_flac_blocks(file: &mut File, mut blocks: Vec<u8>) -> Result<(), EncoderError> {
    let room = metadata_size(file)?;
    let padding = room.checked_sub(blocks.len() + BLOCK_HEADER);
    let padding = padding.ok_or_else(|| EncoderError::Failed("ffmpeg left no room for the tags".into()))?;
    clear_last_flags(&mut blocks);
    add_block(PADDING | LAST, &vec![0; padding], &mut blocks)?;
    file.seek(SeekFrom::Start(SECOND_BLOCK))?;
    Ok(file.write_all(&blocks)?)
}

/// Returns the size in bytes of all metadata blocks after the first.
fn metadata_size(file: &mut File) -> Result<usize, EncoderError> {
    let (mut at, mut is_last) = (SECOND_BLOCK, false);
    while !is_last {
        file.seek(SeekFrom::Start(at))?;
        let mut header = [0; BLOCK_HEADER];
        file.read_exact(&mut header)?;
        is_last = header[0] & LAST != 0;
        at += BLOCK_HEADER as u64 + u64::from(u32::from_be_bytes([0, header[1], header[2], header[3]]));
    }
    Ok((at - SECOND_BLOCK) as usize)
}

fn clear_last_flags(blocks: &mut [u8]) {
    let mut at = 0;
    while at + BLOCK_HEADER <= blocks.len() {
        blocks[at] &= !LAST;
        at += BLOCK_HEADER + u32::from_be_bytes([0, blocks[at + 1], blocks[at + 2], blocks[at + 3]]) as usize;
    }
}
