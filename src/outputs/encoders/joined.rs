//! Encodes MP3 and Opus as parts, and joins their frames in one file.
//!
//! A file is always defined by its parts, so an update of it has the bytes of a clean build. Each part is encoded alone with some
//! sound before and after it, and the frames of that sound are dropped.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::ffmpeg::Ffmpeg;
use super::ffmpeg_parts::RawWav;
use super::format::{EncoderError, Format};
use super::mp3_frames::{self, FrameTotals};
use super::ogg::{self, OggWriter};
use super::part_cache::Frames;
use super::parts::{FrameGrid, Part, parts};
use super::request::EncodeRequest;
use crate::base::files;
use aloud_audio::processor;

/// Version of the definition of a file by its parts.
const VERSION: &str = "parts 1";
/// Most parts that one ffmpeg encodes. A start of ffmpeg takes as long as the encoding of three seconds.
const PARTS_AT_ONCE: usize = 8;
/// Packets of an Ogg page: one second. Players seek to pages.
const PACKETS_IN_PAGE: u64 = 50;

/// Encodes a WAV. Parts that the cache has are not encoded again.
pub(super) fn encode(
    ffmpeg: &Ffmpeg,
    format: Format,
    mut grid: FrameGrid,
    request: &EncodeRequest<'_>,
) -> Result<(), EncoderError> {
    let wav = RawWav::open(request.source)?;
    let head = ffmpeg.head(format, request)?;
    let head = if format == Format::Opus { Head::opus(&head)? } else { Head::Mp3(&head) };
    if let Head::Opus { delay, .. } = head {
        grid.delay = delay;
    }
    let parts = parts(request.source.cuts, wav.frames, request.source.rate, grid);
    let mut file = files::open(request.source.path).map_err(io::Error::other)?;
    let setting = format!("{VERSION} {} {:?}", ffmpeg.version, ffmpeg.part_arguments(format, request));
    let setting = format!("{setting} {}", processor::features());
    let mut keyed = Vec::new();
    for part in parts {
        request.check_cancelled()?;
        keyed.push((key(&setting, &wav, &part, &mut file)?, part));
    }
    let is_missing = |(key, part): &&(blake3::Hash, Part)| read(request, key, part).is_none();
    let missing: BTreeMap<&[u8; 32], &(blake3::Hash, Part)> =
        keyed.iter().filter(is_missing).map(|keyed| (keyed.0.as_bytes(), keyed)).collect();
    let missing: Vec<_> = missing.into_values().collect();
    encode_missing(ffmpeg, format, &wav, &missing, request)?;
    let length = grid.samples(wav.frames, request.source.rate);
    match head {
        Head::Mp3(head) => write_mp3(head, &keyed, length, request),
        Head::Opus { packets, .. } => write_opus(&packets, &keyed, grid, length, request),
    }
}

/// The start of the file, with the tags.
enum Head<'a> {
    /// A short MP3. Its first bytes are the ID3 tag.
    Mp3(&'a [u8]),
    /// The packets `OpusHead` and `OpusTags` (RFC 7845, section 5).
    Opus { packets: [Vec<u8>; 2], delay: u32 },
}

impl Head<'_> {
    fn opus(head: &[u8]) -> Result<Self, EncoderError> {
        let mut packets = ogg::packets(head)?.into_iter();
        let packets = [packets.next().unwrap_or_default(), packets.next().unwrap_or_default()];
        match (packets[0].get(10..12), packets[1].starts_with(b"OpusTags")) {
            (Some(&[low, high]), true) => {
                Ok(Self::Opus { packets, delay: u32::from(u16::from_le_bytes([low, high])) })
            }
            _ => Err(EncoderError::Failed("ffmpeg wrote no header of Opus".into())),
        }
    }
}

/// Returns the key of a part: a hash of everything that its frames depend on.
fn key(setting: &str, wav: &RawWav<'_>, part: &Part, file: &mut File) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(setting.len() as u64).to_le_bytes()).update(setting.as_bytes());
    hasher.update(&part.lead.to_le_bytes()).update(&part.kept.to_le_bytes());
    let bytes = wav.bytes(&part.read);
    file.seek(SeekFrom::Start(bytes.start))?;
    io::copy(&mut file.take(bytes.end - bytes.start), &mut hasher)?;
    Ok(hasher.finalize())
}

/// Returns the frames of a part from the cache.
fn read(request: &EncodeRequest<'_>, key: &blake3::Hash, part: &Part) -> Option<Frames> {
    request.cache.read(key).filter(|frames| frames.len() as u64 == part.kept)
}

/// Encodes parts on several threads and stores them.
fn encode_missing(
    ffmpeg: &Ffmpeg,
    format: Format,
    wav: &RawWav<'_>,
    missing: &[&(blake3::Hash, Part)],
    request: &EncodeRequest<'_>,
) -> Result<(), EncoderError> {
    let jobs = request.jobs.max(1);
    let batches: Vec<_> = missing.chunks(missing.len().div_ceil(jobs).clamp(1, PARTS_AT_ONCE)).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
            encode_batch(ffmpeg, format, wav, batch, request).inspect_err(|_| {
                // The other threads begin no further batch.
                next.store(batches.len(), Ordering::Relaxed);
            })?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let running: Vec<_> = (0..jobs.min(batches.len())).map(|_| scope.spawn(work)).collect();
        let mut joined = running.into_iter().map(|thread| thread.join());
        joined.try_for_each(|result| result.unwrap_or_else(|why| panic::resume_unwind(why)))
    })
}

/// Encodes parts with one ffmpeg and stores them.
fn encode_batch(
    ffmpeg: &Ffmpeg,
    format: Format,
    wav: &RawWav<'_>,
    batch: &[&(blake3::Hash, Part)],
    request: &EncodeRequest<'_>,
) -> Result<(), EncoderError> {
    let parts: Vec<&Part> = batch.iter().map(|(_, part)| part).collect();
    let encoded = ffmpeg.encode_parts(format, wav, &parts, request)?;
    let mut encoded = batch.iter().zip(encoded);
    encoded.try_for_each(|((key, part), frames)| request.cache.write(key, &kept(frames, part)?))
}

/// Drops the frames before and after the part.
fn kept(frames: Frames, part: &Part) -> Result<Frames, EncoderError> {
    let kept: Frames = frames.into_iter().skip(part.lead as usize).take(part.kept as usize).collect();
    if kept.len() as u64 == part.kept {
        return Ok(kept);
    }
    Err(EncoderError::Failed(format!("it wrote {} frames of a part that has {}", kept.len(), part.kept)))
}

/// Calls `add` with each frame of the file in order. One part is in memory at a time.
fn for_each_frame(
    keyed: &[(blake3::Hash, Part)],
    request: &EncodeRequest<'_>,
    mut add: impl FnMut(&[u8]) -> Result<(), EncoderError>,
) -> Result<(), EncoderError> {
    for (key, part) in keyed {
        request.check_cancelled()?;
        let frames = read(request, key, part);
        let frames = frames.ok_or_else(|| EncoderError::Failed("an encoded part is gone".into()))?;
        frames.iter().take(part.used as usize).try_for_each(|frame| add(frame))?;
    }
    Ok(())
}

/// Writes the ID3 tag, the Info frame and the frames.
fn write_mp3(
    head: &[u8],
    keyed: &[(blake3::Hash, Part)],
    length: u64,
    request: &EncodeRequest<'_>,
) -> Result<(), EncoderError> {
    let tag = &head[..mp3_frames::id3_size(head).min(head.len())];
    let mut totals = FrameTotals::default();
    let mut info = Vec::new();
    let mut file = BufWriter::new(request.create_target()?);
    file.write_all(tag)?;
    for_each_frame(keyed, request, |frame| {
        if info.is_empty() {
            // Its size is known now, its content at the end.
            info = mp3_frames::info_frame(frame, &totals, length)?;
            file.write_all(&info)?;
        }
        totals.add(frame);
        Ok(file.write_all(frame)?)
    })?;
    let info = mp3_frames::info_frame(&info, &totals, length)?;
    file.seek(SeekFrom::Start(tag.len() as u64))?;
    file.write_all(&info)?;
    Ok(file.flush()?)
}

/// Writes the headers and the packets.
fn write_opus(
    headers: &[Vec<u8>; 2],
    keyed: &[(blake3::Hash, Part)],
    grid: FrameGrid,
    length: u64,
    request: &EncodeRequest<'_>,
) -> Result<(), EncoderError> {
    // A serial number must be unique if files are chained (RFC 3533, section 4).
    let serial = blake3::hash(&headers.concat());
    let serial = serial.as_bytes().first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
    let mut ogg = OggWriter::new(BufWriter::new(request.create_target()?), serial);
    for header in headers {
        ogg.add(header, 0)?;
        ogg.flush_page()?;
    }
    let mut packets = 0;
    for_each_frame(keyed, request, |packet| {
        if packets > 0 && packets % PACKETS_IN_PAGE == 0 {
            ogg.flush_page()?;
        }
        packets += 1;
        // The position of the last page ends the sound in its last packet (RFC 7845, section 4.4).
        let end = u64::from(grid.delay) + length;
        Ok(ogg.add(packet, (packets * u64::from(grid.frame)).min(end))?)
    })?;
    ogg.finish()?;
    Ok(())
}
