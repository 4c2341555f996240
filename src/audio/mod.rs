//! Samples and what they mean: clips, WAV in and out, measures of a clip.

mod compressed;
pub mod loudness;
pub mod measure;
pub(crate) mod peak;
pub(crate) mod processor;
pub mod programme;
pub mod resample;
pub mod sound;
pub mod timbre;
pub mod wav;

use serde::{Deserialize, Serialize};

/// How samples are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Frames a second, 1,000 to 768,000.
    pub sample_rate: u32,
    /// 1 (mono) or more, interleaved.
    pub channels: u16,
}

/// Samples in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    /// How they are laid out.
    pub spec: Spec,
    /// Interleaved, full scale ±1.0.
    pub samples: Vec<f32>,
}

/// When a word of a clip is heard, as its voice told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// As it was spoken.
    pub text: String,
    /// Seconds from the clip's beginning.
    pub start: f64,
    /// Seconds from the clip's beginning, not before `start`.
    pub end: f64,
}

impl Clip {
    /// The mean of all channels.
    pub fn mono(&self) -> Vec<f32> {
        mono(&self.samples, self.spec.channels)
    }

    /// Length in frames.
    pub fn frames(&self) -> usize {
        self.samples.len() / usize::from(self.spec.channels.max(1))
    }
}

/// The mean of all channels of interleaved samples.
pub fn mono(samples: &[f32], channels: u16) -> Vec<f32> {
    let mut out = Vec::new();
    mix_down(samples, channels, &mut out);
    out
}

/// As [`mono`], into `out`, which is replaced.
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
