//! Decodes audio files of any supported format, one block at a time.

use std::fs::File;
use std::path::Path;

use super::blocks::{BlockDecoder, Blocks};
use super::clip::{Clip, Spec};
use super::flac::{self, FlacReader};
use super::gsm::GsmReader;
use super::measure::{ClipMeter, Measures};
use super::mp4::{self, Mp4Reader};
use super::mpeg::{self, MpegReader};
use super::ogg::OggReader;
use super::open;
pub use super::source::SharedBytes;
use super::source::Source;
use super::verdict::Verdict;
use super::wav::{Reader, WavError};

/// Extensions of the supported audio files, the preferred ones first.
pub const EXTENSIONS: [&str; 22] = [
    "wav", "wave", "bwf", "rf64", "w64", "flac", "aif", "aiff", "aifc", "au", "snd", "m4a", "m4b", "mp4",
    "mov", "ogg", "oga", "opus", "mp3", "mp2", "mp1", "aac",
];

/// Returns the rank of a file name by its extension, or `None` if it is not of an audio file.
pub fn extension_rank(path: &Path) -> Option<usize> {
    let extension = path.extension()?;
    EXTENSIONS.iter().position(|known| extension.eq_ignore_ascii_case(known))
}

/// Returns true if the samples of a file may differ in the last bit on processors of another kind, by its name: the decoder of
/// Opus chooses how to compute by the features of the processor.
pub fn depends_on_processor(path: &Path) -> bool {
    const OPUS: [&str; 6] = ["opus", "ogg", "oga", "m4a", "mp4", "mov"];
    path.extension().is_some_and(|extension| OPUS.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// An open audio file. Its format is recognised by its first bytes, not by its name.
pub struct Decoder(Kind);

enum Kind {
    Wav(Box<Reader<Source>>),
    Blocks(Box<Blocks>),
}

impl Decoder {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// If the file cannot be read, or its format is not supported.
    pub fn open(path: &Path) -> Result<Self, WavError> {
        Self::of_file(open::open_regular(path)?)
    }

    /// Reads the header of an open file. A project's files are opened by the caller, who checks where they are.
    ///
    /// # Errors
    /// See [`Decoder::open`].
    pub fn of_file(file: File) -> Result<Self, WavError> {
        Self::new(Source::file(file))
    }

    /// Reads the header of a file in memory.
    ///
    /// # Errors
    /// See [`Decoder::open`].
    pub fn of_bytes(bytes: SharedBytes) -> Result<Self, WavError> {
        Self::new(Source::memory(bytes))
    }

    fn new(mut source: Source) -> Result<Self, WavError> {
        let magic = source.peek(0, 12)?;
        if !magic.is_empty() && !is_wav(&magic) {
            let decoder = open_blocks(source, &magic)?;
            return Ok(Self(Kind::Blocks(Box::new(Blocks::new(decoder)?))));
        }
        let reader = Reader::new(source)?;
        let decoder: Box<dyn BlockDecoder> = match (reader.mpeg_part(), reader.gsm_part()) {
            (Some(part), _) => Box::new(MpegReader::new(reader.into_source(), part)?),
            (_, Some(part)) => Box::new(GsmReader::new(reader.into_source(), part)?),
            _ => return Ok(Self(Kind::Wav(Box::new(reader)))),
        };
        Ok(Self(Kind::Blocks(Box::new(Blocks::new(decoder)?))))
    }

    /// Returns sample rate and channels.
    pub fn spec(&self) -> Spec {
        match &self.0 {
            Kind::Wav(reader) => reader.spec(),
            Kind::Blocks(blocks) => blocks.spec(),
        }
    }

    /// Returns the length in frames, if the header of the file contains it. The header may be wrong.
    pub fn declared_frames(&mut self) -> Option<u64> {
        match &mut self.0 {
            Kind::Wav(reader) => Some(reader.frames()),
            Kind::Blocks(blocks) => blocks.declared_frames(),
        }
    }

    /// Returns whether the file is whole. After damage, [`Self::read`] continues with the next undamaged part, and the
    /// verdict names the first problem. It is final when `read` has returned 0.
    pub fn verdict(&self) -> Verdict {
        match &self.0 {
            Kind::Wav(reader) => reader.verdict(),
            Kind::Blocks(blocks) => blocks.verdict().clone(),
        }
    }

    /// Skips to a frame. Call it before the first [`Self::read`]. After the end of the file there is nothing to read.
    ///
    /// # Errors
    /// See [`Self::read`].
    pub fn skip_to(&mut self, frame: u64) -> Result<(), WavError> {
        match &mut self.0 {
            Kind::Wav(reader) => reader.seek(frame),
            Kind::Blocks(blocks) => blocks.skip_to(frame),
        }
    }

    /// Replaces `out` with at most `frames` frames, interleaved, full scale ±1.0. Returns the number of frames, 0 at the end.
    ///
    /// # Errors
    /// If the file cannot be read, or a sample is not finite.
    pub fn read(&mut self, out: &mut Vec<f32>, frames: usize) -> Result<usize, WavError> {
        match &mut self.0 {
            Kind::Wav(reader) => reader.read(out, frames),
            Kind::Blocks(blocks) => blocks.read(out, frames),
        }
    }
}

/// Returns the length of a file in seconds. Decodes the file if its header does not contain the length.
///
/// # Errors
/// See [`Decoder::open`] and [`Decoder::read`].
pub fn duration_seconds(file: File) -> Result<f64, WavError> {
    let mut decoder = Decoder::of_file(file)?;
    let declared = decoder.declared_frames();
    let rate = f64::from(decoder.spec().sample_rate);
    let (mut frames, mut block) = (0, Vec::new());
    while declared.is_none() {
        match decoder.read(&mut block, READ_BLOCK)? {
            0 => break,
            got => frames += got as u64,
        }
    }
    Ok(declared.unwrap_or(frames) as f64 / rate)
}

/// Reads a whole file.
///
/// # Errors
/// See [`Decoder::open`] and [`Decoder::read`]. Also if the file is cut off or damaged, or too long for the memory.
pub fn read(file: File) -> Result<Clip, WavError> {
    read_all(Decoder::of_file(file)?, MOST_SAMPLES)
}

/// Reads a whole file from memory.
///
/// # Errors
/// If the format is not supported, a sample is not finite, or the file is cut off, damaged, or too long for the memory.
pub fn read_bytes(bytes: &[u8]) -> Result<Clip, WavError> {
    read_all(Decoder::of_bytes(bytes.to_vec().into())?, MOST_SAMPLES)
}

/// Hands each block of a file to `on`. The memory for it is constant.
///
/// # Errors
/// See [`Decoder::read`]. Also if the file is cut off or damaged.
pub fn read_blocks(mut decoder: Decoder, mut on: impl FnMut(&[f32])) -> Result<(), WavError> {
    let mut block = Vec::new();
    while decoder.read(&mut block, MEASURE_BLOCK)? > 0 {
        on(&block);
    }
    match decoder.verdict() {
        Verdict::Whole => Ok(()),
        verdict => Err(WavError::Incomplete(verdict)),
    }
}

/// Returns true for WAV in all its variants, AIFF and AU.
fn is_wav(head: &[u8]) -> bool {
    let magic: [&[u8]; 7] = [b"RIFF", b"RIFX", b"RF64", b"BW64", b"riff", b".snd", b"dns."];
    magic.iter().any(|magic| head.starts_with(magic))
        || (head.starts_with(b"FORM") && matches!(head.get(8..12), Some(b"AIFF" | b"AIFC")))
}

/// Number of bytes among which the sound may begin.
const HEAD_BYTES: usize = 1 << 16;

/// Opens a file in another format. Tags and other bytes may precede the sound.
fn open_blocks(mut source: Source, magic: &[u8]) -> Result<Box<dyn BlockDecoder>, WavError> {
    if mp4::is_mp4(magic) {
        return Ok(Box::new(Mp4Reader::new(source)?));
    }
    let begin = id3_length(magic);
    let end = source.length()?;
    let head = source.peek(begin, HEAD_BYTES)?;
    let position = |at: usize| begin + at as u64;
    if head.starts_with(b"OggS") {
        return Ok(Box::new(OggReader::new(source, begin)?));
    }
    if let Some(at) = flac::find_start(&head) {
        return Ok(Box::new(FlacReader::new(source, position(at))?));
    }
    if let Some(at) = mpeg::find_start(&head) {
        return Ok(Box::new(MpegReader::new(source, position(at)..end)?));
    }
    if let Some(at) = head.windows(5).position(|bytes| bytes == b"OggS\0") {
        return Ok(Box::new(OggReader::new(source, position(at))?));
    }
    // A stream of FLAC that was cut at its start.
    if flac::has_frame(&head) {
        return Ok(Box::new(FlacReader::new(source, begin)?));
    }
    Err(match magic {
        [b'f', b'L', b'a', b'C', ..] | [b'I', b'D', b'3', ..] => {
            WavError::Coding("no sound in it can be decoded: its header is damaged".into())
        }
        _ => WavError::NotWav(magic.escape_ascii().to_string()),
    })
}

/// Returns the length of an ID3v2 tag at the start of a file, 0 without one. Its size has seven bits in each byte.
fn id3_length(head: &[u8]) -> u64 {
    let [b'I', b'D', b'3', _, _, flags, a, b, c, d, ..] = head else { return 0 };
    let size = [a, b, c, d].iter().fold(0, |size, byte| size << 7 | u64::from(**byte & 0x7f));
    size + if flags & 0x10 != 0 { 20 } else { 10 }
}

/// Number of frames to read at a time.
const READ_BLOCK: usize = 1 << 16;

/// Largest number of samples of a clip in memory: 46 minutes of 48 kHz mono, 512 MB. Silence takes no space in FLAC, so a file of one
/// megabyte could fill any memory.
const MOST_SAMPLES: usize = 1 << 27;

fn read_all(mut decoder: Decoder, most: usize) -> Result<Clip, WavError> {
    let (mut samples, mut block) = (Vec::new(), Vec::new());
    while decoder.read(&mut block, READ_BLOCK)? > 0 {
        if samples.len() + block.len() > most {
            let seconds = most / usize::from(decoder.spec().channels) / decoder.spec().sample_rate as usize;
            return Err(WavError::Coding(format!(
                "it is longer than {seconds} s, which is too long for one clip"
            )));
        }
        samples.extend_from_slice(&block);
    }
    match decoder.verdict() {
        Verdict::Whole => Ok(Clip { spec: decoder.spec(), samples }),
        verdict => Err(WavError::Incomplete(verdict)),
    }
}

/// Decodes a whole file and returns whether it is whole.
///
/// # Errors
/// See [`Decoder::open`] and [`Decoder::read`].
pub fn verify(file: File) -> Result<Verdict, WavError> {
    let mut decoder = Decoder::of_file(file)?;
    // The verdict on a WAV needs no samples.
    if matches!(decoder.0, Kind::Blocks(_)) {
        let mut block = Vec::new();
        while decoder.read(&mut block, MEASURE_BLOCK)? > 0 {}
    }
    Ok(decoder.verdict())
}

/// Number of frames to measure at a time. They fit in the processor's cache.
const MEASURE_BLOCK: usize = 16_384;

/// Measures a file one block at a time. `block` is a buffer that the caller may use again. Returns also whether the file is
/// whole.
///
/// # Errors
/// See [`Decoder::open`] and [`Decoder::read`].
pub fn measure_file(file: File, block: &mut Vec<f32>) -> Result<(Measures, Verdict), WavError> {
    let mut decoder = Decoder::of_file(file)?;
    let Spec { sample_rate, channels } = decoder.spec();
    let mut meter = ClipMeter::new(sample_rate, channels);
    while decoder.read(block, MEASURE_BLOCK)? > 0 {
        meter.push(block);
    }
    Ok((meter.finish(), decoder.verdict()))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::wav;

    #[test]
    fn a_clip_that_is_too_long_for_the_memory_is_an_error() {
        let clip = Clip { spec: Spec { sample_rate: 1_000, channels: 2 }, samples: vec![0.5; 4_000] };
        let mut file = Cursor::new(Vec::new());
        wav::write_float(&mut file, &clip).unwrap();
        let read = |most| read_all(Decoder::new(Source::memory(file.get_ref().clone())).unwrap(), most);
        assert_eq!(read(4_000).unwrap(), clip);
        assert!(read(3_999).unwrap_err().to_string().contains("longer than 1 s"));
    }
}
