//! Recognises the phones of speech with a small network, and scores how well the phones of a reading match its line.
//!
//! Two people who say one sound differ more in their spectra than one person who says two sounds. The network knows 41 English phones
//! of many speakers, so it sees past the speaker. Sounds of other languages get a mixture of phones, which is compared in the same way.
//!
//! Each step has the probability of each phone. The mismatch of two steps is −ln Σ p·q: the probability that both are the same phone
//! (Hazen, Shen and White 2009, "Query-by-example spoken term detection using phonetic posteriorgram templates"). Of 224 lines with one
//! wrong content word, the worst 0.5 s find 70 % at 1 % of right lines, and 58 % in a room. The spectra alone find 16 %. A network that
//! had learned only from Aloud's two voices, and that saw 180 ms at a time, found 62 % and 44 %.

use std::sync::OnceLock;

use super::features::{SCALE, Step};
use super::filter_bank::BANDS;
use super::forced::Path;
use super::network::Network;

/// Number of phones, with silence.
const PHONES: usize = 41;
/// The steps that each layer of the network sees, counted from the first of them, and the number of its outputs.
const SHAPE: [(&[usize], usize); 4] =
    [(&[0, 1, 2, 3, 4], 128), (&[0, 2, 4], 128), (&[0, 3, 6], 128), (&[0], PHONES)];
/// Steps before and after a step that the network sees: 300 ms in all.
const AROUND: usize = 7;
/// Probability that two steps are the same phone at least. It bounds the mismatch of one step.
const LEAST: f32 = 1e-6;

/// Biases and weights of the network, written by `tools/train_phones.py`.
static WEIGHTS: &[u8] = include_bytes!("phones.bin");

/// The probability of each phone in each step.
pub struct Phones(Vec<[f32; PHONES]>);

impl Phones {
    /// Recognises the phones. The steps must be [normalised](super::normalise).
    pub fn of(steps: &[Step]) -> Self {
        static NETWORK: OnceLock<Network> = OnceLock::new();
        let network = NETWORK.get_or_init(|| Network::of(WEIGHTS, BANDS, &SHAPE));
        let outputs = network.apply(with_context(steps));
        let mut phones = outputs.as_chunks().0.to_vec();
        phones.iter_mut().for_each(softmax);
        Self(phones)
    }

    /// Returns the mismatch of each step of a reading with its line: 0 if both are certainly the same phone, 14 if they certainly
    /// differ. Readings of the right words have about 2.3 on average, those of other words at least 3.3.
    pub fn mismatches(&self, line: &Self, path: &Path) -> Vec<f32> {
        let mismatch = |(phones, to): (&[f32; PHONES], &usize)| {
            let same: f32 = phones.iter().zip(&line.0[*to]).map(|(a, b)| a * b).sum();
            -libm::logf(same.max(LEAST))
        };
        self.0.iter().zip(&path.reference).map(mismatch).collect()
    }
}

/// Returns the levels of all steps in deviations, with the first and the last step repeated for the context of the network.
fn with_context(steps: &[Step]) -> Vec<f32> {
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Vec::new() };
    let repeated = |step| std::iter::repeat_n(step, AROUND);
    let all = repeated(first).chain(steps).chain(repeated(last));
    all.flatten().map(|level| f32::from(*level) / SCALE).collect()
}

fn softmax(values: &mut [f32; PHONES]) {
    let most = values.iter().copied().fold(f32::MIN, f32::max);
    values.iter_mut().for_each(|value| *value = libm::expf(*value - most));
    let sum: f32 = values.iter().sum();
    values.iter_mut().for_each(|value| *value /= sum);
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
        let (mut size, mut width) = (0, BANDS);
        for (steps, outputs) in SHAPE {
            size += outputs * (8 + steps.len() * width);
            width = outputs;
        }
        assert_eq!(WEIGHTS.len(), size);
        let seen: usize = SHAPE.iter().map(|(steps, _)| steps[steps.len() - 1]).sum();
        assert_eq!(seen, 2 * AROUND);
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
