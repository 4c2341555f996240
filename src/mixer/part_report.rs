//! Measures a part of a finished WAV, such as a chapter that becomes a file of its own.

use std::ops::Range;
use std::path::Path;

use super::report::Report;
use aloud_audio::loudness::BlockMeter;
use aloud_audio::peak::PeakMeter;
use aloud_audio::program_loudness::ProgramMeter;
use aloud_audio::wav::{Reader, WavError};

/// Frames of the WAV per read.
const BLOCK: usize = 1 << 14;

/// Returns the levels of a part. The gain and the work of the limiter are those of the whole mix, and zero here.
///
/// # Errors
/// If the WAV cannot be read.
pub fn part_report(wav: &Path, part: &Range<u64>) -> Result<Report, WavError> {
    let mut wav = Reader::open(wav)?;
    let (rate, channels) = (wav.spec().sample_rate, usize::from(wav.spec().channels.max(1)));
    let mut meters: Vec<_> = (0..channels).map(|_| (BlockMeter::new(rate), PeakMeter::default())).collect();
    let (mut block, mut samples) = (Vec::new(), Vec::new());
    let (mut energy, mut left) = (0.0, part.end.saturating_sub(part.start));
    wav.seek(part.start)?;
    while left > 0 {
        let frames = wav.read(&mut block, left.min(BLOCK as u64) as usize)?;
        if frames == 0 {
            break;
        }
        left -= frames as u64;
        energy += block.iter().map(|sample| f64::from(*sample) * f64::from(*sample)).sum::<f64>();
        for (nth, (loudness, peak)) in meters.iter_mut().enumerate() {
            samples.clear();
            samples.extend(block.iter().skip(nth).step_by(channels));
            loudness.push(&samples);
            peak.push(&samples);
        }
    }
    let length = part.end.saturating_sub(part.start) - left;
    let mean_square = energy / (length.max(1) * channels as u64) as f64;
    let (mut powers, mut highest) = (Vec::<f64>::new(), 0.0_f32);
    for (loudness, peak) in meters {
        highest = highest.max(peak.finish());
        let blocks = loudness.finish();
        powers.resize(blocks.len(), 0.0);
        powers.iter_mut().zip(blocks).for_each(|(sum, power)| *sum += power);
    }
    let mut program = ProgramMeter::new(rate);
    program.add(0, f64::from((rate / 10).max(1)), powers);
    let loudness = program.finish(length);
    Ok(Report {
        loudness: loudness.integrated,
        momentary_max: loudness.momentary_max,
        short_term_max: loudness.short_term_max,
        range: loudness.range,
        floor: loudness.floor,
        rms_db: (mean_square > 0.0).then(|| 10.0 * libm::log10(mean_square)),
        true_peak: (highest > 0.0).then(|| 20.0 * libm::log10(f64::from(highest))),
        gain_db: 0.0,
        limited_frames: 0,
        hard_limited_frames: 0,
        limiter_max_db: 0.0,
    })
}
