//! Clips: samples in memory, and their mix-down to mono.

use serde::{Deserialize, Serialize};

/// Sample rate and number of channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Sample rate in Hz, 1,000 to 768,000.
    pub sample_rate: u32,
    /// Number of interleaved channels, 1 to 32.
    pub channels: u16,
}

/// Samples in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    /// Sample rate and channels.
    pub spec: Spec,
    /// Interleaved samples, full scale ±1.0.
    pub samples: Vec<f32>,
}

/// The time of a word in a clip, as its voice reported it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The word as it was spoken.
    pub text: String,
    /// Start in seconds from the start of the clip.
    pub start: f64,
    /// End in seconds from the start of the clip, not before `start`.
    pub end: f64,
}

impl Clip {
    /// Returns the mean of all channels.
    pub fn mono(&self) -> Vec<f32> {
        mono(&self.samples, self.spec.channels)
    }

    /// Returns the length in frames.
    pub fn frames(&self) -> usize {
        self.samples.len() / usize::from(self.spec.channels.max(1))
    }
}

/// Returns the mean of all channels of interleaved samples.
pub fn mono(samples: &[f32], channels: u16) -> Vec<f32> {
    let mut out = Vec::new();
    mix_down(samples, channels, &mut out);
    out
}

/// Replaces `out` with the mean of all channels of interleaved samples.
pub fn mix_down(samples: &[f32], channels: u16, out: &mut Vec<f32>) {
    out.clear();
    match channels {
        0 | 1 => out.extend_from_slice(samples),
        2 => out.extend(samples.as_chunks::<2>().0.iter().map(|[left, right]| (left + right) * 0.5)),
        n => {
            let frames = samples.chunks_exact(usize::from(n));
            out.extend(frames.map(|frame| frame.iter().sum::<f32>() / f32::from(n)));
        }
    }
}
