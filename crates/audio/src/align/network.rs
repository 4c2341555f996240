//! A time-delay neural network: each layer sees a few steps of the layer before it.
//!
//! So the last layer sees a long context with few weights, and steps that follow each other share the work of the lower layers
//! (Peddinti, Povey and Khudanpur 2015, "A time delay neural network architecture for efficient modeling of long temporal contexts").

/// Outputs that are computed together. Their sums stay in registers, which makes the network three times as fast.
const BLOCK: usize = 32;

/// The layers of a network, from its inputs to its outputs.
pub(super) struct Network(Vec<Layer>);

struct Layer {
    /// The steps of the input that each output sees, counted from the first of them.
    steps: &'static [usize],
    /// Number of values of an input step.
    width: usize,
    bias: Vec<f32>,
    /// For each block of outputs, the weights of each input. The last block is filled up with zeros.
    blocks: Vec<Vec<[f32; BLOCK]>>,
}

impl Network {
    /// Reads the weights of a network. For each layer: a bias and a scale for each output (f32, little-endian), then the weights of each
    /// input (i8, in units of the scale of the output). `inputs` is the number of values of a step. `shape` has for each layer the steps
    /// that it sees and the number of its outputs.
    pub(super) fn of(bytes: &[u8], inputs: usize, shape: &[(&'static [usize], usize)]) -> Self {
        let (mut rest, mut width) = (bytes, inputs);
        let mut layers = Vec::new();
        for (steps, outputs) in shape {
            let (own, after) = rest.split_at(outputs * (8 + steps.len() * width));
            layers.push(Layer::of(own, steps, width, *outputs));
            (rest, width) = (after, *outputs);
        }
        Self(layers)
    }

    /// Returns the outputs of each step that has all steps around it, one step after another. Negative values between two layers are
    /// taken as zero.
    pub(super) fn apply(&self, inputs: Vec<f32>) -> Vec<f32> {
        let mut values = inputs;
        for (at, layer) in self.0.iter().enumerate() {
            if at > 0 {
                values.iter_mut().for_each(|value| *value = value.max(0.0));
            }
            values = layer.apply(&values);
        }
        values
    }
}

impl Layer {
    fn of(bytes: &[u8], steps: &'static [usize], width: usize, outputs: usize) -> Self {
        let (bias, rest) = bytes.split_at(outputs * 4);
        let (scale, weights) = rest.split_at(outputs * 4);
        let numbers = |bytes: &[u8]| -> Vec<f32> {
            bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()
        };
        let scale = numbers(scale);
        let weight = |of_input: &[u8], output: usize| match (of_input.get(output), scale.get(output)) {
            (Some(byte), Some(scale)) => f32::from(*byte as i8) * scale,
            _ => 0.0,
        };
        let block = |first: usize| {
            let inputs = weights.chunks_exact(outputs);
            inputs.map(|input| std::array::from_fn(|at| weight(input, first + at))).collect()
        };
        let blocks = (0..outputs).step_by(BLOCK).map(block).collect();
        Self { steps, width, bias: numbers(bias), blocks }
    }

    /// Adds up the inputs in their order, so the sums are the same on every machine.
    fn apply(&self, inputs: &[f32]) -> Vec<f32> {
        let seen = self.steps.last().map_or(0, |last| last + 1);
        let count = (inputs.len() / self.width + 1).saturating_sub(seen);
        let mut outputs = vec![0.0; count * self.bias.len()];
        for (step, outputs) in outputs.chunks_exact_mut(self.bias.len()).enumerate() {
            let blocks = outputs.chunks_mut(BLOCK).zip(self.bias.chunks(BLOCK)).zip(&self.blocks);
            for ((outputs, bias), weights) in blocks {
                let mut sums = [0.0_f32; BLOCK];
                sums[..bias.len()].copy_from_slice(bias);
                for (seen, weights) in self.steps.iter().zip(weights.chunks_exact(self.width)) {
                    let from = (step + seen) * self.width;
                    for (input, weights) in inputs[from..from + self.width].iter().zip(weights) {
                        for at in 0..BLOCK {
                            sums[at] += input * weights[at];
                        }
                    }
                }
                outputs.copy_from_slice(&sums[..outputs.len()]);
            }
        }
        outputs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_sums_of_the_weighted_inputs_of_some_steps() {
        let mut bytes = Vec::new();
        // The first layer has two outputs and sees two values of a step and of the one after the next.
        for number in [0.5_f32, -1.0, 0.25, 2.0] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend([4_i8, -1, 0, 3, 8, 1, 0, 0].map(|weight| weight as u8));
        // The second layer has one output and sees one step.
        for number in [1.0_f32, 0.5] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend([2_i8, 6].map(|weight| weight as u8));
        let network = Network::of(&bytes, 2, &[(&[0, 2], 2), (&[0], 1)]);
        let inputs = vec![1.0, 0.0, 9.0, 9.0, -0.5, 7.0, 9.0, 9.0];
        // The weights of the first layer are 1, 0, 2, 0 and -2, 6, 2, 0, those of the second 1, 3. The second value is below zero in
        // the first step.
        let first = 1.0 + (0.5 + 1.0 - 0.5 * 2.0);
        let second = 1.0 + (0.5 + 9.0 + 9.0 * 2.0) + 3.0 * (-1.0 - 9.0 * 2.0 + 9.0 * 6.0 + 9.0 * 2.0);
        assert_eq!(network.apply(inputs), [first, second]);
        assert!(network.apply(vec![0.0; 4]).is_empty(), "too few steps");
    }
}
