//! What is to be mixed: where which stretch of a file stands, how loud, and in what format.

use std::ops::Range;
use std::path::PathBuf;

use super::{MixError, stretch};
use crate::audio::Spec;
use crate::audio::measure::Measures;
use crate::audio::processor;

/// What is to be mixed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// In the order of their starts, none beyond `length`; where they overlap they are summed.
    pub placements: Vec<Placement>,
    /// Length of the episode in frames.
    pub length: u64,
    /// Of the file.
    pub format: Format,
    /// Integrated loudness to reach, in LUFS (ITU-R BS.1770-5); `None` leaves the level as it is.
    pub loudness: Option<f64>,
    /// Gain for the whole episode to begin with, in dB: what [`super::Programme`] foretells. It is corrected when what comes out
    /// of the limiter turns out to miss the target.
    pub gain_db: f64,
    /// Highest true peak, in dBTP; infinity leaves peaks as they are.
    pub peak: f64,
}

impl Plan {
    /// True when two channels differ: something stands elsewhere than in the middle, or is wide itself.
    pub(super) fn is_wide(&self) -> bool {
        let wide = |placement: &Placement| placement.pan != 0.0 || placement.wide;
        self.format.channels == 2 && self.placements.iter().any(wide)
    }

    /// Holds the placements against what is asked of them.
    pub(super) fn check(&self) -> Result<(), MixError> {
        let mut before = 0;
        for (at, placement) in self.placements.iter().enumerate() {
            let wrong = |what| Err(MixError::Placement { nth: at + 1, what });
            if placement.sound.start > placement.sound.end {
                return wrong("ends before it begins");
            }
            if placement.start < before {
                return wrong("starts before the one that it follows");
            }
            let end = placement.start.checked_add(stretch::length(placement, self.format.rate));
            if end.is_none_or(|end| end > self.length) {
                return wrong("ends after the episode");
            }
            before = placement.start;
        }
        Ok(())
    }

    /// Returns a hash of all that the file depends on: placements, format, levels and, if any placement is resampled, the
    /// processor's features.
    pub fn fingerprint(&self) -> String {
        self.fingerprint_on(&processor::features())
    }

    /// Returns the fingerprint for a processor with these features.
    pub(super) fn fingerprint_on(&self, processor: &str) -> String {
        let mut hasher = blake3::Hasher::new_derive_key("aloud mix v1");
        let settings = (self.length, self.format, self.loudness, self.peak);
        hasher.update(format!("{settings:?}").as_bytes());
        for stretch in stretch::stretches(self) {
            hasher.update(&stretch.frames.start.to_le_bytes());
            hasher.update(stretch::key(self, processor, self.gain_db, &stretch).as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// Format of the WAV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Frames a second.
    pub rate: u32,
    /// 1, or 2 with the same in both.
    pub channels: u16,
    /// 16 or 24 (integers, dithered), 32 (float).
    pub bits: u16,
}

impl Format {
    /// Bytes of a frame.
    pub(super) fn frame_bytes(self) -> u64 {
        u64::from(self.channels) * u64::from(self.bits / 8)
    }

    pub(super) fn spec(self) -> Spec {
        Spec { sample_rate: self.rate, channels: self.channels }
    }
}

/// A stretch of a file, and where it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// The file.
    pub path: PathBuf,
    /// The frames of it that are played.
    pub sound: Range<u64>,
    /// The file's frames a second.
    pub sample_rate: u32,
    /// Taken off every sample.
    pub offset: f32,
    /// First frame in the episode.
    pub start: u64,
    /// Gain in dB.
    pub gain_db: f64,
    /// Place between −1 (left) and 1 (right); it is heard where the format has two channels.
    pub pan: f32,
    /// Keeps two channels of its file apart where the format has two; else it is heard in mono.
    pub wide: bool,
    /// So soft that neither limiter nor meters mind it: where two such follow one another a mix may be cut.
    pub quiet: bool,
    /// Frames of the episode over which it fades in and out; see [`edges`].
    pub fades: [u64; 2],
    /// Turns it up and down, besides its gain.
    pub curve: Vec<Point>,
    /// A hash of what the file holds: by it a placement is known again after an edit, and its dither is seeded.
    pub identity: [u8; 32],
}

/// A point of a gain curve: from one to the next the gain goes in a straight line, before the first and after the last it
/// stays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Frames of the episode from the placement's start.
    pub at: u64,
    /// Factor.
    pub gain: f32,
}

/// A cut is faded over 5 ms: too short to be heard as a fade, long enough that nothing clicks.
const FADES_A_SECOND: u32 = 200;

/// The fades at the ends of a cut of so many frames in an episode of this rate.
pub fn edges(frames: u64, rate: u32) -> [u64; 2] {
    [u64::from(rate / FADES_A_SECOND).min(frames / 2); 2]
}

impl Placement {
    pub(super) fn seed(&self) -> u64 {
        self.identity.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
    }
}

/// Identity of a take or clip for [`Placement::identity`]: its name and all that was measured of it, among which the
/// powers of each 100 ms tell one sound from another.
pub fn identity(name: &str, measures: &Measures) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("aloud placement v1");
    hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes());
    hasher.update(&measures.frames.to_le_bytes()).update(&measures.sample_rate.to_le_bytes());
    hasher.update(&measures.offset.to_le_bytes()).update(&measures.peak.to_le_bytes());
    for power in &measures.blocks {
        hasher.update(&power.to_le_bytes());
    }
    *hasher.finalize().as_bytes()
}
