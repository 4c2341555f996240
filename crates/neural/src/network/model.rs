//! The whole network: phonemes to durations, pitch and the parameters of the spectrum.
//!
//! Two encoders read the phonemes. The first serves the decoder, the second the prosody. Prosody has frames of 25 ms, the
//! decoder has frames of 12.5 ms.

use std::ops::Range;

use fearless_simd::Level;

use super::convolution::Convolution;
use super::functions::exp_one;
use super::layers::{ConvNeXt, LayerNorm, gelu_all, linear};
use super::linear::{Linear, Quantized};
use super::text_encoder::{Names, TextEncoder};
use super::weights::{ModelError, Weights};

/// How often each encoder applies its transformer layer. The weights do not say so.
const REPEATS: [usize; 2] = [4, 6];
/// The dilations of the prosody blocks. The weights do not say them either.
const DILATIONS: [usize; 6] = [1, 2, 4, 8, 1, 2];
/// Frequencies of a spectrum: half of the window of 1,200 samples, and the middle.
pub(crate) const BINS: usize = 601;
/// The longest phoneme in prosody frames: 3 s. Only a damaged model exceeds it.
const LONGEST_PHONEME: f32 = 120.0;

/// A loaded model.
pub struct Network {
    level: Level,
    text: TextEncoder,
    prosody_text: TextEncoder,
    duration_in: Convolution,
    duration_out: Convolution,
    prosody_in: Convolution,
    prosody: Vec<ConvNeXt>,
    prosody_out: Convolution,
    decoder_in: Convolution,
    decoder: Vec<ConvNeXt>,
    decoder_norm: LayerNorm,
    head: Linear,
}

/// The network's answer.
pub struct Prediction<'a> {
    network: &'a Network,
    /// Length of each phoneme in prosody frames of 25 ms.
    pub durations: Vec<usize>,
    /// Pitch of each decoder frame of 12.5 ms, in Hz.
    pub pitch: Vec<f32>,
    decoded: Quantized,
}

impl Network {
    /// Reads an ONNX model.
    pub fn read(model: &[u8], level: Level) -> Result<Self, ModelError> {
        let weights = &Weights::read(model)?;
        let names = Names { prefix: "m.text", convolutions: "", transformer: "", attention: "Transpose_2" };
        let text = TextEncoder::read(weights, &names, REPEATS[0])?;
        let names =
            Names { prefix: "pn.text", convolutions: "_1", transformer: "_4", attention: "Transpose_25" };
        let prosody_text = TextEncoder::read(weights, &names, REPEATS[1])?;
        let decoder_in = convolution(weights, "m.dec_in", text.width() + 2)?;
        let (width, prosody_width) = (decoder_in.outputs(), prosody_text.width());
        let duration_in = convolution(weights, "pn.dur.0", prosody_width)?;
        let network = Self {
            level,
            duration_out: convolution(weights, "pn.dur.2", duration_in.outputs())?,
            duration_in,
            prosody_in: convolution(weights, "pn.pro_in", prosody_width)?,
            prosody: blocks(weights, "pn.pro", prosody_width, |n| DILATIONS.get(n).copied().unwrap_or(1))?,
            prosody_out: convolution(weights, "pn.pro_out", prosody_width)?,
            decoder_in,
            decoder: blocks(weights, "m.dec", width, |_| 1)?,
            decoder_norm: LayerNorm::read(weights, "m.dec_norm", width)?,
            head: linear(weights, "/head/Transpose_output_0", "m.head.bias", width)?,
            text,
            prosody_text,
        };
        network.check()?;
        Ok(network)
    }

    /// Checks the sizes that no layer checks by itself.
    fn check(&self) -> Result<(), ModelError> {
        let outputs = [&self.duration_out, &self.prosody_in, &self.prosody_out].map(Convolution::outputs);
        let wanted = [1, self.prosody_text.width(), 4];
        let fits = outputs == wanted
            && self.head.outputs() == 5 * BINS
            && self.duration_in.outputs().is_multiple_of(8)
            && self.prosody.len() == DILATIONS.len();
        if fits { Ok(()) } else { Err(ModelError(format!("its layers have {outputs:?} outputs"))) }
    }

    /// Returns how many phonemes the network knows.
    pub fn phonemes(&self) -> usize {
        self.text.phonemes().min(self.prosody_text.phonemes())
    }

    /// Speaks phonemes at a tempo. All phonemes must be known, and there must be at least one.
    pub fn speak(&self, phonemes: &[usize], tempo: f32) -> Prediction<'_> {
        let level = self.level;
        let prosody_text = self.prosody_text.apply(level, phonemes);
        let durations = self.durations(&prosody_text, tempo);
        let prosody = self.prosody(&prosody_text, &durations);
        let text = self.text.apply(level, phonemes);
        let (pitch, input) = decoder_input(&text, self.text.width(), &durations, &prosody);
        let mut decoded = self.decoder_in.apply(level, &input);
        drop(input);
        self.decoder.iter().for_each(|block| block.apply(level, &mut decoded));
        let decoded = self.head.quantize(level, &self.decoder_norm.apply(level, &decoded));
        Prediction { network: self, durations, pitch, decoded }
    }

    fn durations(&self, text: &[f32], tempo: f32) -> Vec<usize> {
        let mut hidden = self.duration_in.apply(self.level, text);
        gelu_all(self.level, &mut hidden);
        let logarithms = self.duration_out.apply(self.level, &hidden);
        let frames =
            logarithms.iter().map(|log| ((exp_one(self.level, *log) - 1.0) / tempo).round_ties_even());
        frames.map(|frames| frames.clamp(1.0, LONGEST_PHONEME) as usize).collect()
    }

    /// Returns four numbers for each prosody frame: pitch and energy of its two halves.
    fn prosody(&self, text: &[f32], durations: &[usize]) -> Vec<f32> {
        let width = self.prosody_text.width();
        let rows = text.chunks_exact(width).zip(durations);
        let stretched: Vec<f32> =
            rows.flat_map(|(row, frames)| std::iter::repeat_n(row, *frames).flatten().copied()).collect();
        let mut prosody = self.prosody_in.apply(self.level, &stretched);
        self.prosody.iter().for_each(|block| block.apply(self.level, &mut prosody));
        self.prosody_out.apply(self.level, &prosody)
    }
}

/// Returns the pitch of each decoder frame, and the decoder's input: the encoded phoneme, its pitch and its energy.
fn decoder_input(text: &[f32], width: usize, durations: &[usize], prosody: &[f32]) -> (Vec<f32>, Vec<f32>) {
    /// The network counts pitch in units of 100 Hz.
    const PITCH_UNIT: f32 = 100.0;
    let rows = text.chunks_exact(width).zip(durations);
    let rows = rows.flat_map(|(row, frames)| std::iter::repeat_n(row, *frames));
    let (mut pitch, mut input) = (Vec::new(), Vec::new());
    for (row, [first, second, first_energy, second_energy]) in rows.zip(prosody.as_chunks().0) {
        for (unit, energy) in [(first, first_energy), (second, second_energy)] {
            let hertz = unit * PITCH_UNIT;
            pitch.push(hertz);
            input.extend_from_slice(row);
            input.extend([libm::logf(1.0 + hertz.max(0.0)) / 5.0, *energy]);
        }
    }
    (pitch, input)
}

impl Prediction<'_> {
    /// Returns the length in decoder frames.
    pub fn frames(&self) -> usize {
        self.pitch.len()
    }

    /// Returns the spectrum parameters of some frames: five times 601 numbers a frame, frames are `stride` numbers
    /// apart. The first frame must be a multiple of four. They are computed in parts, because a long sentence has 20 MB.
    pub fn spectra(&self, frames: Range<usize>) -> (Vec<f32>, usize) {
        let head = &self.network.head;
        (head.apply_rows(self.network.level, &self.decoded, frames), head.stride())
    }
}

fn convolution(weights: &Weights<'_>, name: &str, inputs: usize) -> Result<Convolution, ModelError> {
    let kernel = weights.tensor(&format!("{name}.weight"), 3)?;
    if kernel.dims[1] != inputs || kernel.dims[2].is_multiple_of(2) {
        return Err(ModelError(format!("its convolution `{name}` has the size {:?}", kernel.dims)));
    }
    let bias = weights.list(&format!("{name}.bias"), kernel.dims[0])?;
    Ok(Convolution::new(&kernel, bias))
}

/// Reads all blocks `{name}.0`, `{name}.1` and so on.
fn blocks(
    weights: &Weights<'_>,
    name: &str,
    width: usize,
    dilation: impl Fn(usize) -> usize,
) -> Result<Vec<ConvNeXt>, ModelError> {
    let node = name.rsplit('.').next().unwrap_or(name);
    let present = (0..64).take_while(|n| weights.has(&format!("{name}.{n}.gamma")));
    present
        .map(|n| {
            let nodes = [1, 2].map(|layer| format!("/{node}.{n}/pw{layer}/Transpose_output_0"));
            ConvNeXt::read(weights, &format!("{name}.{n}"), [&nodes[0], &nodes[1]], width, dilation(n))
        })
        .collect()
}
