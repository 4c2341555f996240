//! The completeness of an audio file, as its decoder found it.

use std::fmt;

/// The completeness of a file. It is final after the last sample was read.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum Verdict {
    /// All samples are there, as far as the format can show.
    #[default]
    Whole,
    /// The file ends too early.
    Short {
        /// The declared length in seconds, if the file declares one.
        declared: Option<f64>,
        /// The length that was found, in seconds.
        found: f64,
    },
    /// A part within the file is damaged or missing.
    Damaged {
        /// The time of the damage in seconds.
        at: f64,
        /// The kind of damage.
        what: &'static str,
    },
}

impl Verdict {
    /// Returns true if nothing is missing or damaged.
    pub fn is_whole(&self) -> bool {
        *self == Self::Whole
    }

    /// Records damage at a frame, unless a problem is known. The first problem is the most useful one.
    pub(super) fn damaged(&mut self, frame: u64, rate: u32, what: &'static str) {
        if self.is_whole() {
            *self = Self::Damaged { at: seconds(frame, rate), what };
        }
    }

    /// Records that the file has fewer frames than declared, unless a problem is known.
    pub(super) fn short(&mut self, declared: Option<u64>, found: u64, rate: u32) {
        if self.is_whole() {
            let declared = declared.map(|frames| seconds(frames, rate));
            *self = Self::Short { declared, found: seconds(found, rate) };
        }
    }
}

fn seconds(frames: u64, rate: u32) -> f64 {
    frames as f64 / f64::from(rate.max(1))
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => write!(f, "it is whole"),
            Self::Short { declared: Some(declared), found } => {
                write!(f, "it is cut off: its header declares {declared:.2} s, but it has {found:.2} s")
            }
            Self::Short { declared: None, found } => {
                write!(f, "it is cut off after {found:.2} s")
            }
            Self::Damaged { at, what } => write!(f, "it is damaged at {at:.2} s: {what}"),
        }
    }
}
