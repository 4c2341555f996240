//! FLAC by `flacenc`: a block of sound is read, coded and written before the next, so that memory does not grow with the
//! episode.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use flacenc::bitsink::MemSink;
use flacenc::component::{BitRepr, StreamInfo};
use flacenc::config::{self, Window};
use flacenc::constant::build_info::CRATE_VERSION;
use flacenc::error::{Verified, Verify};
use flacenc::source::{Context, Fill, FrameBuf};

use super::{EncoderError, Picture, Source, Tags, blocks};
use crate::audio::Spec;
use crate::audio::wav::Reader;

/// Frames of a block: as many as all players take at common rates (RFC 9639, section 7).
const BLOCK: usize = 4096;
/// More than that no library codes; float has as many that count.
const MOST_BITS: u16 = 24;
/// The head of the first block, which is not the last.
const STREAMINFO: [u8; 4] = [0, 0, 0, 34];

pub(super) fn identity() -> String {
    format!("flacenc {CRATE_VERSION}")
}

/// Codes a WAV into `to`.
pub(super) fn encode(
    source: &Source<'_>,
    tags: &Tags,
    cover: Option<&Picture>,
    to: &Path,
    cancel: &AtomicBool,
) -> Result<(), EncoderError> {
    let mut wav = Reader::open(source.wav)?;
    let Spec { sample_rate, channels } = wav.spec();
    let (channels, bits) = (usize::from(channels), usize::from(source.bits.min(MOST_BITS)));
    let config = config()?;
    let mut info = StreamInfo::new(sample_rate as usize, channels, bits).map_err(failed)?;
    let mut block = (FrameBuf::with_size(channels, BLOCK).map_err(failed)?, Context::new(bits, channels));
    let mut file = BufWriter::new(File::create(to)?);
    file.write_all(
        &[b"fLaC".as_slice(), &STREAMINFO, &bytes(&info)?, &blocks::blocks(tags, cover)?].concat(),
    )?;
    let (mut samples, mut whole, mut nth) = (Vec::new(), Vec::new(), 0);
    while wav.read(&mut samples, BLOCK)? > 0 {
        if cancel.load(Ordering::Relaxed) {
            return Err(EncoderError::Cancelled);
        }
        whole.clear();
        whole.extend(samples.iter().map(|sample| quantised(*sample, bits)));
        block.fill_interleaved(&whole).map_err(failed)?;
        let frame = flacenc::encode_fixed_size_frame(&config, &block.0, nth, &info).map_err(failed)?;
        info.update_frame_info(&frame);
        file.write_all(&bytes(&frame)?)?;
        nth += 1;
    }
    // The last block may be shorter (section 8.2).
    info.set_block_sizes(BLOCK, BLOCK).map_err(failed)?;
    info.set_md5_digest(&block.1.md5_digest());
    file.seek(SeekFrom::Start((4 + STREAMINFO.len()) as u64))?;
    file.write_all(&bytes(&info)?)?;
    Ok(file.flush()?)
}

/// Without the window that the library would draw: its cosines are the system's, and with them the bytes. It saves one byte
/// in a thousand.
fn config() -> Result<Verified<config::Encoder>, EncoderError> {
    let mut config = config::Encoder::default();
    config.block_size = BLOCK;
    config.subframe_coding.qlpc.window = Window::Rectangle;
    config.into_verified().map_err(|(_, error)| failed(error))
}

fn bytes(part: &impl BitRepr) -> Result<Vec<u8>, EncoderError> {
    let mut sink = MemSink::<u8>::with_capacity(part.count_bits());
    part.write(&mut sink).map_err(failed)?;
    Ok(sink.into_inner())
}

/// What an integer was before it was read as a number to ±1; a float's nearest.
fn quantised(sample: f32, bits: usize) -> i32 {
    let full = (1_i32 << (bits - 1)) as f32;
    ((sample * full).round() as i32).clamp(-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
}

fn failed(error: impl std::fmt::Display) -> EncoderError {
    EncoderError::Failed(error.to_string())
}
