//! Recognises the phones of speech with a small network, and scores how well the phones of a reading match its line.
//!
//! Two people who say one sound differ more in their spectra than one person who says two sounds. The network knows 41 English phones
//! of many speakers, so it sees past the speaker. Sounds of other languages get a mixture of phones, which is compared in the same way.
//!
//! Each step has the probability of each phone. The mismatch of two steps is −ln Σ p·q: the probability that both are the same phone
//! (Hazen, Shen and White 2009, "Query-by-example spoken term detection using phonetic posteriorgram templates"). Of 224 lines with one
//! wrong content word, the worst 0.6 s find 62 % at 1 % of right lines. The spectra alone find 16 %. With four other
//! readers it is 37 %.

use std::sync::OnceLock;

use super::features::{SCALE, Step};
use super::filter_bank::BANDS;
use super::forced::Path;

/// Steps before and after a step that the network sees: 180 ms in all.
const AROUND: usize = 4;
const INPUTS: usize = (2 * AROUND + 1) * BANDS;
const HIDDEN: usize = 128;
/// Number of phones, with silence.
const PHONES: usize = 41;
/// Probability that two steps are the same phone at least. It bounds the mismatch of one step.
const LEAST: f32 = 1e-6;

/// Biases and weights of the network, written by `tools/train_phones.py`. For each layer: a bias and a scale for each output (f32,
/// little-endian), then the weights of each input (i8, in units of the scale of the output).
static WEIGHTS: &[u8] = include_bytes!("phones.bin");

/// The probability of each phone in each step.
pub struct Phones(Vec<[f32; PHONES]>);

impl Phones {
    /// Recognises the phones. The steps must be [normalised](super::normalise).
    pub fn of(steps: &[Step]) -> Self {
        static NETWORK: OnceLock<[Layer; 2]> = OnceLock::new();
        let [first, second] = NETWORK.get_or_init(network);
        let of_step = |at: usize| {
            let (mut hidden, mut phones) = ([0.0; HIDDEN], [0.0; PHONES]);
            first.apply(&context(steps, at), &mut hidden);
            hidden.iter_mut().for_each(|value| *value = value.max(0.0));
            second.apply(&hidden, &mut phones);
            softmax(&mut phones);
            phones
        };
        Self((0..steps.len()).map(of_step).collect())
    }

    /// Returns the mismatch of each step of a reading with its line: 0 if both are certainly the same phone, 14 if they certainly
    /// differ. Readings of the right words have about 2.3 on average, those of other words at least 3.
    pub fn mismatches(&self, line: &Self, path: &Path) -> Vec<f32> {
        let mismatch = |(phones, to): (&[f32; PHONES], &usize)| {
            let same: f32 = phones.iter().zip(&line.0[*to]).map(|(a, b)| a * b).sum();
            -libm::logf(same.max(LEAST))
        };
        self.0.iter().zip(&path.reference).map(mismatch).collect()
    }
}

/// Returns the levels of a step and the steps around it, in deviations. At the ends, the last step is repeated.
fn context(steps: &[Step], at: usize) -> [f32; INPUTS] {
    let mut inputs = [0.0; INPUTS];
    for (around, inputs) in inputs.as_chunks_mut::<BANDS>().0.iter_mut().enumerate() {
        let step = &steps[(at + around).saturating_sub(AROUND).min(steps.len() - 1)];
        inputs.iter_mut().zip(step).for_each(|(input, level)| *input = f32::from(*level) / SCALE);
    }
    inputs
}

fn softmax(values: &mut [f32; PHONES]) {
    let most = values.iter().copied().fold(f32::MIN, f32::max);
    values.iter_mut().for_each(|value| *value = libm::expf(*value - most));
    let sum: f32 = values.iter().sum();
    values.iter_mut().for_each(|value| *value /= sum);
}

/// Outputs that are computed together. Their sums stay in registers, which makes the network three times as fast.
const BLOCK: usize = 32;

struct Layer {
    bias: Vec<f32>,
    /// For each block of outputs, the weights of each input. The last block is filled up with zeros.
    blocks: Vec<Vec<[f32; BLOCK]>>,
}

impl Layer {
    /// Adds up the inputs in their order, so the sums are the same on every machine.
    fn apply(&self, inputs: &[f32], outputs: &mut [f32]) {
        let outputs = outputs.chunks_mut(BLOCK).zip(self.bias.chunks(BLOCK));
        for ((outputs, bias), weights) in outputs.zip(&self.blocks) {
            let mut sums = [0.0_f32; BLOCK];
            sums[..bias.len()].copy_from_slice(bias);
            for (input, weights) in inputs.iter().zip(weights) {
                for at in 0..BLOCK {
                    sums[at] += input * weights[at];
                }
            }
            outputs.copy_from_slice(&sums[..outputs.len()]);
        }
    }
}

fn network() -> [Layer; 2] {
    let (first, second) = WEIGHTS.split_at(HIDDEN * 8 + INPUTS * HIDDEN);
    [layer(first, HIDDEN), layer(second, PHONES)]
}

fn layer(bytes: &[u8], outputs: usize) -> Layer {
    let (bias, rest) = bytes.split_at(outputs * 4);
    let (scale, weights) = rest.split_at(outputs * 4);
    let numbers =
        |bytes: &[u8]| bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect::<Vec<f32>>();
    let scale = numbers(scale);
    let weight = |of_input: &[u8], output: usize| match (of_input.get(output), scale.get(output)) {
        (Some(byte), Some(scale)) => f32::from(*byte as i8) * scale,
        _ => 0.0,
    };
    let block = |first: usize| {
        let inputs = weights.chunks_exact(outputs);
        inputs.map(|input| std::array::from_fn(|at| weight(input, first + at))).collect()
    };
    Layer { bias: numbers(bias), blocks: (0..outputs).step_by(BLOCK).map(block).collect() }
}

/// Returns the mean of each run of `length` values; of all values if there are fewer.
pub fn means_of_runs(values: &[f32], length: usize) -> Vec<f32> {
    let length = length.clamp(1, values.len().max(1));
    values.windows(length).map(|run| run.iter().sum::<f32>() / length as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_weights_has_the_size_of_the_network() {
        let [first, second] = network();
        for (layer, inputs, outputs) in [(&first, INPUTS, HIDDEN), (&second, HIDDEN, PHONES)] {
            assert_eq!((layer.bias.len(), layer.blocks.len()), (outputs, outputs.div_ceil(BLOCK)));
            for block in &layer.blocks {
                assert_eq!(block.len(), inputs);
                assert!(block.iter().flatten().all(|weight| weight.abs() < 10.0));
            }
        }
    }

    #[test]
    fn a_layer_is_a_sum_of_weighted_inputs() {
        let mut bytes = Vec::new();
        for number in [0.5_f32, -1.0, 0.25, 2.0] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend([4_i8, -1, 0, 3, 8, 1].map(|weight| weight as u8));
        let mut outputs = [0.0; 2];
        layer(&bytes, 2).apply(&[1.0, 0.0, -0.5], &mut outputs);
        // Biases 0.5 and −1; scales 0.25 and 2.
        assert_eq!(outputs, [0.5 + 1.0 - 1.0, -1.0 - 2.0 - 1.0]);
    }

    #[test]
    fn steps_have_probabilities_and_differ_by_their_phones() {
        let step = |shape: fn(usize) -> i16| -> Step { std::array::from_fn(shape) };
        // More energy in the low bands, as in vowels, and in the high ones, as in "s".
        let vowel = step(|band| if band < 20 { 300 } else { -300 });
        let hiss = step(|band| if band < 28 { -300 } else { 300 });
        let [vowels, hisses] = [[vowel; 12], [hiss; 12]].map(|steps| Phones::of(&steps));
        for phones in [&vowels, &hisses] {
            assert_eq!(phones.0.len(), 12);
            assert!(phones.0.iter().all(|step| (step.iter().sum::<f32>() - 1.0).abs() < 1e-4));
        }
        let path = Path { reference: (0..12).collect(), distances: vec![0.0; 12], cost: 0.0 };
        let mean = |a: &Phones, b: &Phones| a.mismatches(b, &path).iter().sum::<f32>() / 12.0;
        assert!(mean(&vowels, &vowels) < 2.0 && mean(&hisses, &hisses) < 2.0);
        assert!(mean(&vowels, &hisses) > 4.0);
        assert!(Phones::of(&[]).0.is_empty());
    }

    #[test]
    fn runs_are_at_most_as_long_as_the_values() {
        assert_eq!(means_of_runs(&[1.0, 3.0, 5.0], 2), [2.0, 4.0]);
        assert_eq!(means_of_runs(&[1.0, 3.0], 9), [2.0]);
        assert!(means_of_runs(&[], 9).is_empty());
    }
}
