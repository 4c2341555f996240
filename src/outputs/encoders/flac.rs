//! FLAC by `flacenc`: a block of sound is read, coded and written before the next, so that memory does not grow with the
//! episode.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};

use flacenc::bitsink::MemSink;
use flacenc::component::{BitRepr, StreamInfo};
use flacenc::config;
use flacenc::constant::build_info::CRATE_VERSION;
use flacenc::error::{Verified, Verify};
use flacenc::source::{Context, Fill, FrameBuf};

use super::{EncoderError, Job, blocks};
use crate::audio::Spec;
use crate::audio::wav::Reader;

/// Frames of a block, and how many of those before are used to tell the next: as many as all players take at common rates
/// (RFC 9639, section 7).
const BLOCK: usize = 4096;
const ORDER: usize = 12;
/// More than that no library codes; float has as many that count.
const MOST_BITS: u16 = 24;
/// The highest rate that the library takes; of a higher one it is told another, which a frame has no sign for, so that players
/// look for it in the first block.
const HIGHEST: u32 = 96_000;
const UNSIGNED: u32 = 65_537;
/// The head of the first block, which is not the last.
const STREAMINFO: [u8; 4] = [0, 0, 0, 34];

pub(super) fn identity() -> String {
    format!("flacenc {CRATE_VERSION}")
}

/// Codes a WAV.
pub(super) fn encode(job: &Job<'_>) -> Result<(), EncoderError> {
    let mut wav = Reader::open(job.source.wav)?;
    let mut stream = Stream::new(wav.spec(), job.source.bits)?;
    let mut file = BufWriter::new(File::create(job.to)?);
    file.write_all(&stream.head()?)?;
    file.write_all(&blocks::blocks(job.tags, job.cover)?)?;
    let mut samples = Vec::new();
    while wav.read(&mut samples, BLOCK)? > 0 {
        if job.is_cancelled() {
            return Err(EncoderError::Cancelled);
        }
        file.write_all(&stream.frame(&samples)?)?;
    }
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&stream.head()?)?;
    Ok(file.flush()?)
}

/// Samples on their way into a file.
struct Stream {
    config: Verified<config::Encoder>,
    /// What was coded up to now.
    info: StreamInfo,
    rate: u32,
    bits: usize,
    /// The frame in hand, and the checksum of all.
    block: (FrameBuf, Context),
    whole: Vec<i32>,
    frames: usize,
}

impl Stream {
    fn new(spec: Spec, bits: u16) -> Result<Self, EncoderError> {
        let (channels, bits) = (usize::from(spec.channels), usize::from(bits.min(MOST_BITS)));
        let rate = spec.sample_rate;
        let told = if rate > HIGHEST { UNSIGNED } else { rate };
        let info = StreamInfo::new(told as usize, channels, bits).map_err(EncoderError::failed)?;
        let block = (
            FrameBuf::with_size(channels, BLOCK).map_err(EncoderError::failed)?,
            Context::new(bits, channels),
        );
        Ok(Self { config: config()?, info, rate, bits, block, whole: Vec::new(), frames: 0 })
    }

    /// What stands before all other blocks: of nothing at first, and of all in the end.
    fn head(&self) -> Result<Vec<u8>, EncoderError> {
        let mut info = self.info.clone();
        info.set_md5_digest(&self.block.1.md5_digest());
        // The last block may be shorter, and does not count (section 8.2).
        info.set_block_sizes(BLOCK, BLOCK).map_err(EncoderError::failed)?;
        let mut info = bytes(&info)?;
        // The rate has 20 bits.
        let [_, a, b, c] = (self.rate << 4).to_be_bytes();
        (info[10], info[11], info[12]) = (a, b, c | info[12] & 0x0f);
        Ok([b"fLaC".as_slice(), &STREAMINFO, &info].concat())
    }

    fn frame(&mut self, samples: &[f32]) -> Result<Vec<u8>, EncoderError> {
        self.whole.clear();
        self.whole.extend(samples.iter().map(|sample| quantised(*sample, self.bits)));
        self.block.fill_interleaved(&self.whole).map_err(EncoderError::failed)?;
        let frame = flacenc::encode_fixed_size_frame(&self.config, &self.block.0, self.frames, &self.info);
        let frame = frame.map_err(EncoderError::failed)?;
        self.info.update_frame_info(&frame);
        self.frames += 1;
        bytes(&frame)
    }
}

/// The library's own settings, but with predictors as long as all players take.
fn config() -> Result<Verified<config::Encoder>, EncoderError> {
    let mut config = config::Encoder::default();
    config.block_size = BLOCK;
    config.subframe_coding.qlpc.lpc_order = ORDER;
    config.into_verified().map_err(|(_, error)| EncoderError::failed(error))
}

fn bytes(part: &impl BitRepr) -> Result<Vec<u8>, EncoderError> {
    let mut sink = MemSink::<u8>::with_capacity(part.count_bits());
    part.write(&mut sink).map_err(EncoderError::failed)?;
    Ok(sink.into_inner())
}

/// What an integer was before it was read as a number to ±1; a float's nearest.
fn quantised(sample: f32, bits: usize) -> i32 {
    let full = (1_i32 << (bits - 1)) as f32;
    ((sample * full).round() as i32).clamp(-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
}
