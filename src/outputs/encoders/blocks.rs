//! What a FLAC says of itself: metadata blocks (RFC 9639, section 8). They are ours whoever makes the sound, since ffmpeg
//! names no program and writes tags in an order of its own.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use super::{EncoderError, Picture, Tags};

/// `fLaC`, and the block that describes the stream: the others begin behind it.
const FIRST: u64 = 4 + HEAD as u64 + 34;
/// A block's kind and length.
const HEAD: usize = 4;
/// In a block's kind: none follows it.
const LAST: u8 = 0x80;
/// Kinds (section 8.1).
const PADDING: u8 = 1;
const VORBIS_COMMENT: u8 = 4;
const PICTURE: u8 = 6;

/// Tags, chapters and cover, each block with its head; the last of them is marked as such.
pub(super) fn blocks(tags: &Tags, cover: Option<&Picture>) -> Result<Vec<u8>, EncoderError> {
    let kind = |kind: u8, last: bool| if last { kind | LAST } else { kind };
    let mut all = Vec::new();
    block(kind(VORBIS_COMMENT, cover.is_none()), &comments(tags), &mut all)?;
    if let Some(cover) = cover {
        block(kind(PICTURE, true), &cover.block(), &mut all)?;
    }
    Ok(all)
}

fn block(kind: u8, body: &[u8], all: &mut Vec<u8>) -> Result<(), EncoderError> {
    all.extend(head(kind, body.len())?);
    all.extend(body);
    Ok(())
}

fn head(kind: u8, length: usize) -> Result<[u8; HEAD], EncoderError> {
    match u32::try_from(length).map(u32::to_be_bytes) {
        Ok([0, a, b, c]) => Ok([kind, a, b, c]),
        _ => Err(EncoderError::Failed("its tags or its cover have more than 16 MiB".into())),
    }
}

/// Section 8.6: lengths have their least byte first here.
fn comments(tags: &Tags) -> Vec<u8> {
    let comments = tags.comments();
    let mut body = Vec::new();
    text(&tags.software, &mut body);
    body.extend((comments.len() as u32).to_le_bytes());
    for (name, value) in comments {
        text(&format!("{name}={value}"), &mut body);
    }
    body
}

fn text(text: &str, body: &mut Vec<u8>) {
    body.extend((text.len() as u32).to_le_bytes());
    body.extend(text.as_bytes());
}

/// How much padding ffmpeg is to leave, so that [`put`] has room for `blocks`.
pub(super) fn room(blocks: &[u8]) -> Result<usize, EncoderError> {
    head(PADDING, blocks.len()).map(|_| blocks.len())
}

/// Puts `blocks` in the place of those that ffmpeg wrote. What is left of their room, which has at least its comment's
/// besides the padding, is padding.
pub(super) fn put(file: &mut File, mut blocks: Vec<u8>) -> Result<(), EncoderError> {
    let room = room_of(file)?;
    let left = room.checked_sub(blocks.len() + HEAD);
    let left = left.ok_or_else(|| EncoderError::Failed("ffmpeg left no room for its tags".into()))?;
    unmark_last(&mut blocks);
    block(PADDING | LAST, &vec![0; left], &mut blocks)?;
    file.seek(SeekFrom::Start(FIRST))?;
    Ok(file.write_all(&blocks)?)
}

/// Bytes of all blocks behind the first.
fn room_of(file: &mut File) -> Result<usize, EncoderError> {
    let (mut at, mut last) = (FIRST, false);
    while !last {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; HEAD];
        file.read_exact(&mut head)?;
        last = head[0] & LAST != 0;
        at += HEAD as u64 + u64::from(u32::from_be_bytes([0, head[1], head[2], head[3]]));
    }
    Ok((at - FIRST) as usize)
}

fn unmark_last(blocks: &mut [u8]) {
    let mut at = 0;
    while at + HEAD <= blocks.len() {
        blocks[at] &= !LAST;
        at += HEAD + u32::from_be_bytes([0, blocks[at + 1], blocks[at + 2], blocks[at + 3]]) as usize;
    }
}
