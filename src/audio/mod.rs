//! Samples and what they mean: clips, WAV in and out, measures of a clip.

pub mod measure;
pub mod wav;

/// How samples are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Frames a second, 8,000 to 192,000.
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

impl Clip {
    /// Length in frames.
    pub fn frames(&self) -> usize {
        self.samples.len() / usize::from(self.spec.channels.max(1))
    }
}
