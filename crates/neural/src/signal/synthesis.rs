//! Builds the sound from frames: pulses are transformed, shaped, transformed back and overlapped.

use fearless_simd::{Level, dispatch};

use super::noise::Seed;
use super::pulses::{VOICED, pulses};
use super::spectrum::{PADDED, Parameters, shape};
use super::transform::{Bin, Transform};
use crate::network::{BINS, Prediction};

/// Sample rate in Hz.
pub const SAMPLE_RATE: u32 = 24_000;
/// Samples of a transformed frame.
const WINDOW: usize = 1_200;
/// Samples from one frame to the next.
const HOP: usize = 300;
/// Frames whose parameters are in memory at the same time. A multiple of four, see [`Prediction::spectra`].
const CHUNK: usize = 64;

/// How a speaker differs from the model's voice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// Factor of the pitch.
    pub pitch: f32,
    /// Factor of all formants.
    pub tract: f32,
}

impl Shape {
    /// The model's voice.
    const UNCHANGED: Self = Self { pitch: 1.0, tract: 1.0 };
}

/// Returns the samples of a prediction. The same seed gives the same noise.
pub fn synthesise(level: Level, prediction: &Prediction<'_>, speaker: Shape, seed: u64) -> Vec<f32> {
    let frames = prediction.frames();
    let source = pulses(level, &prediction.pitch, f64::from(speaker.pitch), HOP, f64::from(SAMPLE_RATE));
    let mut synthesis = Synthesis::new(level, frames, Seed::new(seed));
    for start in (0..frames).step_by(CHUNK) {
        let chunk = start..(start + CHUNK).min(frames);
        let (spectra, stride) = prediction.spectra(chunk.clone());
        let mut rows = spectra.chunks_exact(stride).map(|row| &row[..5 * BINS]);
        for frame in chunk.step_by(2) {
            let mut next =
                |frame: usize| Some(Frame { parameters: rows.next()?, pitch: prediction.pitch[frame] });
            let pair = [next(frame), next(frame + 1)];
            synthesis.add_frames(frame, pair, speaker, &source);
        }
    }
    synthesis.finish()
}

/// The network's answer for one frame.
#[derive(Clone, Copy)]
struct Frame<'a> {
    parameters: &'a [f32],
    /// In Hz.
    pitch: f32,
}

struct Synthesis {
    level: Level,
    seed: Seed,
    window: Vec<f32>,
    transform: Transform,
    parameters: Parameters,
    /// The sound, half a window longer at both ends.
    sound: Vec<f32>,
    /// The sum of all windows' squares at each sample.
    weight: Vec<f32>,
}

impl Synthesis {
    fn new(level: Level, frames: usize, seed: Seed) -> Self {
        let length = frames * HOP + WINDOW;
        Self {
            level,
            seed,
            window: hann_window(),
            transform: Transform::new(WINDOW),
            parameters: Parameters::new(),
            sound: vec![0.0; length],
            weight: vec![0.0; length],
        }
    }

    /// Adds two frames, or one if the number of frames is odd.
    fn add_frames(&mut self, frame: usize, pair: [Option<Frame<'_>>; 2], speaker: Shape, source: &[f32]) {
        let windowed = [frame, frame + 1].map(|frame| self.windowed(frame, source));
        let mut spectra = [[Bin::default(); PADDED]; 2];
        let [first, second] = &mut spectra;
        self.transform.forward([&windowed[0], &windowed[1]], [&mut first[..BINS], &mut second[..BINS]]);
        for (at, (predicted, spectrum)) in pair.iter().zip(&mut spectra).enumerate() {
            if let Some(predicted) = predicted {
                self.read(predicted, speaker);
                let (parameters, seed) = (&self.parameters, self.seed);
                dispatch!(self.level, simd => shape(simd, parameters, seed, frame + at, spectrum));
            }
        }
        let [mut first, mut second] = windowed;
        self.transform.inverse([&spectra[0][..BINS], &spectra[1][..BINS]], [&mut first, &mut second]);
        for (at, (samples, predicted)) in [first, second].iter().zip(pair).enumerate() {
            if predicted.is_some() {
                self.overlap(frame + at, samples);
            }
        }
    }

    /// Reads the parameters of a frame for a speaker.
    fn read(&mut self, frame: &Frame<'_>, speaker: Shape) {
        if speaker == Shape::UNCHANGED {
            return self.parameters.read(frame.parameters);
        }
        let spacing = frame.pitch * WINDOW as f32 / SAMPLE_RATE as f32;
        let spacing = (f64::from(frame.pitch) > VOICED).then_some(spacing);
        self.parameters.read_for(frame.parameters, speaker.tract, spacing);
    }

    /// Returns the pulses around the middle of a frame. Beyond the ends of the sound they are mirrored.
    fn windowed(&self, frame: usize, source: &[f32]) -> Vec<f32> {
        // A unit cosine then has the magnitude 1 in the spectrum.
        const SCALE: f32 = 1.0 / HOP as f32;
        let start = (frame * HOP) as isize - (WINDOW / 2) as isize;
        let samples = (start..).map(|at| source[mirrored(at, source.len())]);
        self.window.iter().zip(samples).map(|(window, sample)| sample * window * SCALE).collect()
    }

    fn overlap(&mut self, frame: usize, samples: &[f32]) {
        let at = frame * HOP;
        let sums = self.sound[at..].iter_mut().zip(&mut self.weight[at..]);
        for ((sound, weight), (sample, window)) in sums.zip(samples.iter().zip(&self.window)) {
            *sound += sample * window;
            *weight += window * window;
        }
    }

    fn finish(self) -> Vec<f32> {
        let half = WINDOW / 2;
        let length = self.sound.len() - WINDOW;
        let weights = self.weight.iter().skip(half);
        let samples = self.sound.iter().skip(half).zip(weights).take(length);
        samples.map(|(sample, weight)| sample / weight.max(1e-9)).collect()
    }
}

/// Returns the index of a sample, reflected at both ends.
fn mirrored(at: isize, length: usize) -> usize {
    let last = length as isize - 1;
    let inside = at.abs();
    let inside = if inside > last { 2 * last - inside } else { inside };
    inside.clamp(0, last) as usize
}

/// A periodic Hann window.
fn hann_window() -> Vec<f32> {
    let turn = |n: usize| std::f64::consts::TAU * n as f64 / WINDOW as f64;
    (0..WINDOW).map(|n| (0.5 - 0.5 * libm::cos(turn(n))) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_are_reflected_at_both_ends() {
        let reflected: Vec<usize> = (-3..8).map(|at| mirrored(at, 5)).collect();
        assert_eq!(reflected, [3, 2, 1, 0, 1, 2, 3, 4, 3, 2, 1]);
        assert_eq!(mirrored(-9, 1), 0);
        assert_eq!(mirrored(700, 300), 0);
    }
}
