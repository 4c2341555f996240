//! The plan of a mix: which frames of which file play when, how loud, and in which format.

use std::ops::Range;

use super::error::MixError;
use crate::base::files::ProjectPath;
use aloud_audio::Spec;
use aloud_audio::measure::Measures;
use aloud_audio::resample::frames_at;

/// The plan of a mix.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Placements in the order of their starts. None ends after `length`. Where they overlap, they are summed.
    pub placements: Vec<Placement>,
    /// Length of the episode in frames.
    pub length: u64,
    /// Format of the file.
    pub format: Format,
    /// Target of the integrated loudness in LUFS (ITU-R BS.1770-5). `None` leaves the level as it is.
    pub loudness: Option<f64>,
    /// Gain of the whole episode for the first pass, in dB, as [`GainEstimator`](super::GainEstimator) predicts it. If the output of
    /// the limiter misses the target, the mixer corrects it.
    pub gain_db: f64,
    /// Highest true peak in dBTP. Infinity disables the limiter.
    pub peak: f64,
}

impl Plan {
    /// Returns true if the two channels of the mix differ: a placement is panned or in stereo.
    pub(super) fn is_stereo(&self) -> bool {
        self.format.channels == 2
            && self.placements.iter().any(|placement| placement.pan != 0.0 || placement.stereo)
    }

    /// Checks order, lengths and ends of the placements.
    pub(super) fn check(&self) -> Result<(), MixError> {
        let mut previous_start = 0;
        for (index, placement) in self.placements.iter().enumerate() {
            let what = if placement.frames.start > placement.frames.end {
                "ends before it begins"
            } else if placement.start < previous_start {
                "starts before the previous one"
            } else if placement
                .start
                .checked_add(placement.length(self.format.rate))
                .is_none_or(|end| end > self.length)
            {
                "ends after the episode"
            } else {
                previous_start = placement.start;
                continue;
            };
            return Err(MixError::Placement { nth: index + 1, what });
        }
        Ok(())
    }
}

/// Format of the WAV file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Sample rate in Hz.
    pub rate: u32,
    /// Number of channels: 1 or 2.
    pub channels: u16,
    /// Bits per sample: 16 or 24 (integer, dithered) or 32 (float).
    pub bits: u16,
}

impl Format {
    /// Returns the number of bytes in a frame.
    #[inline]
    pub(super) fn frame_bytes(self) -> u64 {
        u64::from(self.channels) * u64::from(self.bits / 8)
    }

    pub(super) fn spec(self) -> Spec {
        Spec { sample_rate: self.rate, channels: self.channels }
    }
}

/// A range of frames of a file, and its position and level in the episode.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// The file. It is opened beneath the folder of its project.
    pub path: ProjectPath,
    /// Frames of the file that play.
    pub frames: Range<u64>,
    /// Sample rate of the file in Hz.
    pub sample_rate: u32,
    /// DC offset of the file, full scale ±1.0. It is subtracted from every sample.
    pub dc_offset: f32,
    /// First frame in the episode.
    pub start: u64,
    /// Gain in dB.
    pub gain_db: f64,
    /// Pan from −1 (left) to 1 (right). It has an effect only if the format has two channels.
    pub pan: f32,
    /// Plays the two channels of the file separately, if the format has two. Otherwise the file plays in mono.
    pub stereo: bool,
    /// True for sound so soft that it affects neither limiter nor meters, e.g. room tone. The mix may be cut into regions between
    /// two such placements.
    pub quiet: bool,
    /// Rotates the phase, which lowers the peaks of a synthetic voice.
    pub rotate_phase: bool,
    /// Lengths of fade-in and fade-out in frames of the episode; see [`edge_fades`].
    pub fades: [u64; 2],
    /// Gain curve of the placement, on top of `gain_db`. Empty for a constant gain.
    pub gain_curve: Vec<GainPoint>,
    /// Hash of the file's content. The mix cache recognises a placement by it, and it is the seed of the dither.
    pub identity: [u8; 32],
}

/// A point of a gain curve. The gain is linear between two points, and constant before the first and after the last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GainPoint {
    /// Position in frames of the episode, counted from the start of the placement.
    pub at: u64,
    /// Factor of amplitude, 0 or more.
    pub gain: f32,
}

impl Placement {
    /// Returns the length in frames of an episode with this sample rate.
    pub(super) fn length(&self, rate: u32) -> u64 {
        frames_at(self.frames.end - self.frames.start, self.sample_rate, rate)
    }

    /// Returns the seed of the dither.
    pub(super) fn dither_seed(&self) -> u64 {
        self.identity.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
    }
}

/// Fades at a cut last 1/200 s: too short to be audible as a fade, long enough to prevent a click.
const FADES_PER_SECOND: u32 = 200;

/// Returns the fades for the two edges of a cut that has `frames` frames in an episode of this sample rate: 5 ms each, or half of
/// the cut if it is shorter than 10 ms.
pub fn edge_fades(frames: u64, rate: u32) -> [u64; 2] {
    [u64::from(rate / FADES_PER_SECOND).min(frames / 2); 2]
}

/// Returns the [identity](Placement::identity) of a take or clip. It hashes the name and all measurements. The powers of the 100 ms
/// blocks differ for any two sounds.
pub fn identity(name: &str, measures: &Measures) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("aloud placement v1");
    hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes());
    hasher.update(&measures.frames.to_le_bytes()).update(&measures.sample_rate.to_le_bytes());
    hasher.update(&measures.dc_offset.to_le_bytes()).update(&measures.peak.to_le_bytes());
    for power in &measures.blocks {
        hasher.update(&power.to_le_bytes());
    }
    *hasher.finalize().as_bytes()
}
