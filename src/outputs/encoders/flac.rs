//! Encodes FLAC with the library `flacenc`, block by block, in constant memory.

use std::io::{BufWriter, Seek, SeekFrom, Write};

use flacenc::bitsink::MemSink;
use flacenc::component::{BitRepr, StreamInfo};
use flacenc::config;
use flacenc::constant::build_info::CRATE_VERSION;
use flacenc::error::{Verified, Verify};
use flacenc::source::{Context, Fill, FrameBuf};

use super::format::EncoderError;
use super::request::EncodeRequest;
use super::tags;
use aloud_audio::Spec;
use aloud_audio::wav::Reader;

/// Frames of a block and order of the predictor: the largest of the streamable subset, which all players support
/// (RFC 9639, section 7).
const BLOCK: usize = 4096;
const PREDICTOR_ORDER: usize = 12;
/// Highest bit depth of the library; also the precision of 32-bit float.
const MAX_BITS: u16 = 24;
/// Highest sample rate of the library.
const MAX_RATE: u32 = 96_000;
/// Stands in for a higher sample rate. Frame headers have no code for it, so players take the rate from the first block.
const UNCODED_RATE: u32 = 65_537;
/// Header of the first metadata block: kind 0, not the last, 34 bytes.
const STREAMINFO: [u8; 4] = [0, 0, 0, 34];

pub(super) fn identity() -> String {
    format!("flacenc {CRATE_VERSION}")
}

/// Encodes a WAV.
pub(super) fn encode(request: &EncodeRequest<'_>) -> Result<(), EncoderError> {
    let mut wav = Reader::open(request.source.path)?;
    let mut stream = Stream::new(wav.spec(), request.source.bits)?;
    let mut file = BufWriter::new(request.create_target()?);
    file.write_all(&stream.header()?)?;
    file.write_all(&tags::flac_blocks(request.tags, request.cover)?)?;
    let mut samples = Vec::new();
    while wav.read(&mut samples, BLOCK)? > 0 {
        if request.is_cancelled() {
            return Err(EncoderError::Cancelled);
        }
        file.write_all(&stream.frame(&samples)?)?;
    }
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&stream.header()?)?;
    Ok(file.flush()?)
}

/// The state of the encoder.
struct Stream {
    config: Verified<config::Encoder>,
    /// Statistics of the frames so far.
    info: StreamInfo,
    rate: u32,
    bits: usize,
    /// The current frame, and the checksum of all samples.
    block: (FrameBuf, Context),
    samples: Vec<i32>,
    frames: usize,
}

impl Stream {
    fn new(spec: Spec, bits: u16) -> Result<Self, EncoderError> {
        let (channels, bits) = (usize::from(spec.channels), usize::from(bits.min(MAX_BITS)));
        let rate = spec.sample_rate;
        let coded_rate = if rate > MAX_RATE { UNCODED_RATE } else { rate };
        let info = StreamInfo::new(coded_rate as usize, channels, bits).map_err(EncoderError::failed)?;
        let block = (
            FrameBuf::with_size(channels, BLOCK).map_err(EncoderError::failed)?,
            Context::new(bits, channels),
        );
        Ok(Self { config: config()?, info, rate, bits, block, samples: Vec::new(), frames: 0 })
    }

    /// Returns the first block, with the statistics and checksum so far. It is written first as a placeholder, and again
    /// at the end.
    fn header(&self) -> Result<Vec<u8>, EncoderError> {
        let mut info = self.info.clone();
        info.set_md5_digest(&self.block.1.md5_digest());
        // The last block may be shorter and does not count (section 8.2).
        info.set_block_sizes(BLOCK, BLOCK).map_err(EncoderError::failed)?;
        let mut info = bytes(&info)?;
        // Write the real rate, which has 20 bits.
        let [_, a, b, c] = (self.rate << 4).to_be_bytes();
        (info[10], info[11], info[12]) = (a, b, c | info[12] & 0x0f);
        Ok([b"fLaC".as_slice(), &STREAMINFO, &info].concat())
    }

    /// Encodes one block of interleaved samples.
    fn frame(&mut self, samples: &[f32]) -> Result<Vec<u8>, EncoderError> {
        self.samples.clear();
        self.samples.extend(samples.iter().map(|sample| quantize(*sample, self.bits)));
        self.block.fill_interleaved(&self.samples).map_err(EncoderError::failed)?;
        let frame = flacenc::encode_fixed_size_frame(&self.config, &self.block.0, self.frames, &self.info);
        let frame = frame.map_err(EncoderError::failed)?;
        self.info.update_frame_info(&frame);
        self.frames += 1;
        bytes(&frame)
    }
}

/// Returns the default settings with the block size and predictor order from above.
fn config() -> Result<Verified<config::Encoder>, EncoderError> {
    let mut config = config::Encoder::default();
    config.block_size = BLOCK;
    config.subframe_coding.qlpc.lpc_order = PREDICTOR_ORDER;
    config.into_verified().map_err(|(_, error)| EncoderError::failed(error))
}

fn bytes(part: &impl BitRepr) -> Result<Vec<u8>, EncoderError> {
    let mut sink = MemSink::<u8>::with_capacity(part.count_bits());
    part.write(&mut sink).map_err(EncoderError::failed)?;
    Ok(sink.into_inner())
}

/// Converts a sample to an integer. For integer WAVs this gives back the original value.
fn quantize(sample: f32, bits: usize) -> i32 {
    let full_scale = (1_i32 << (bits - 1)) as f32;
    ((sample * full_scale).round() as i32).clamp(-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
}
