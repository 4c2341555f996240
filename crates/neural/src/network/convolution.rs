//! Convolutions over the rows of a matrix, with zeros around it.

use fearless_simd::{Level, Simd, dispatch, f32x8, prelude::*};

use super::weights::Tensor;

/// Rows that are computed at a time. Each weight that is loaded is used that often.
const ROWS: usize = 4;
/// Columns of the output in one vector.
const LANES: usize = 8;

/// A convolution in which each output channel reads all input channels.
pub(super) struct Convolution {
    taps: usize,
    inputs: usize,
    outputs: usize,
    /// By block of eight outputs, tap and input.
    weights: Vec<[f32; LANES]>,
    /// Padded with zeros to whole blocks.
    bias: Vec<f32>,
}

impl Convolution {
    /// Creates it from weights of shape `[outputs][inputs][taps]`.
    pub(super) fn new(weights: &Tensor<'_>, bias: &[f32]) -> Self {
        let (inputs, taps) = (weights.dims[1], weights.dims[2]);
        let outputs = bias.len();
        let blocks = outputs.div_ceil(LANES);
        let weight = |output: usize, input: usize, tap: usize| {
            if output < outputs { weights.floats[(output * inputs + input) * taps + tap] } else { 0.0 }
        };
        let mut packed = Vec::with_capacity(blocks * taps * inputs);
        for block in 0..blocks {
            for tap in 0..taps {
                for input in 0..inputs {
                    packed.push(std::array::from_fn(|lane| weight(block * LANES + lane, input, tap)));
                }
            }
        }
        let mut padded = bias.to_vec();
        padded.resize(blocks * LANES, 0.0);
        Self { taps, inputs, outputs, weights: packed, bias: padded }
    }

    pub(super) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Returns the convolution of a matrix with one number for each input in a row.
    pub(super) fn apply(&self, level: Level, input: &[f32]) -> Vec<f32> {
        let rows = input.len() / self.inputs;
        let padded = with_zeros(input, self.inputs, self.taps / 2, ROWS);
        let mut output = vec![0.0; rows * self.outputs];
        dispatch!(level, simd => convolve(simd, self, &padded, &mut output));
        output
    }
}

/// Returns the matrix with rows of zeros before and after it, and some more for the last group of rows.
fn with_zeros(input: &[f32], width: usize, around: usize, more: usize) -> Vec<f32> {
    let mut padded = vec![0.0; input.len() + (2 * around + more) * width];
    padded[around * width..around * width + input.len()].copy_from_slice(input);
    padded
}

#[inline(always)]
fn convolve<S: Simd>(simd: S, layer: &Convolution, padded: &[f32], output: &mut [f32]) {
    let window = layer.taps * layer.inputs;
    for (block, weights) in layer.weights.chunks_exact(window).enumerate() {
        let columns = block * LANES..((block + 1) * LANES).min(layer.outputs);
        let bias = f32x8::from_slice(simd, &layer.bias[block * LANES..][..LANES]);
        for (group, output) in output.chunks_mut(ROWS * layer.outputs).enumerate() {
            let rows: [&[f32]; ROWS] =
                std::array::from_fn(|row| &padded[(group * ROWS + row) * layer.inputs..][..window]);
            let mut sums = [bias; ROWS];
            for (at, weights) in weights.iter().enumerate() {
                let weights = f32x8::simd_from(simd, *weights);
                for (sum, row) in sums.iter_mut().zip(&rows) {
                    *sum += weights * row[at];
                }
            }
            for (row, sum) in output.chunks_exact_mut(layer.outputs).zip(sums) {
                row[columns.clone()].iter_mut().zip(*sum).for_each(|(output, sum)| *output = sum);
            }
        }
    }
}

/// A convolution in which each output channel reads one input channel.
pub(super) struct Depthwise {
    taps: usize,
    width: usize,
    /// Rows between two taps.
    dilation: usize,
    /// By tap and channel.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Depthwise {
    /// Creates it from weights of shape `[channels][1][taps]`. The number of channels must be a multiple of eight.
    pub(super) fn new(weights: &Tensor<'_>, bias: &[f32], dilation: usize) -> Self {
        let (width, taps) = (weights.dims[0], weights.dims[2]);
        let by_tap = (0..taps).flat_map(|tap| (0..width).map(move |channel| channel * taps + tap));
        let weights = by_tap.map(|at| weights.floats[at]).collect();
        Self { taps, width, dilation, weights, bias: bias.to_vec() }
    }

    pub(super) fn apply(&self, level: Level, input: &[f32]) -> Vec<f32> {
        let mut output = vec![0.0; input.len()];
        let padded = with_zeros(input, self.width, self.taps / 2 * self.dilation, 0);
        dispatch!(level, simd => convolve_channels(simd, self, &padded, &mut output));
        output
    }
}

#[inline(always)]
fn convolve_channels<S: Simd>(simd: S, layer: &Depthwise, padded: &[f32], output: &mut [f32]) {
    for (row, output) in output.chunks_exact_mut(layer.width).enumerate() {
        for (block, output) in output.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let at = block * LANES;
            let mut sum = f32x8::from_slice(simd, &layer.bias[at..at + LANES]);
            for tap in 0..layer.taps {
                let weights = f32x8::from_slice(simd, &layer.weights[tap * layer.width + at..][..LANES]);
                let input = &padded[(row + tap * layer.dilation) * layer.width + at..][..LANES];
                sum += f32x8::from_slice(simd, input) * weights;
            }
            *output = *sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|n| ((n * 37 + 11) % 101) as f32 / 50.0 - 1.0).collect()
    }

    /// The definition of a convolution. Adds in the same order: bias, taps, inputs.
    fn reference(input: &[f32], weights: &Tensor<'_>, bias: &[f32]) -> Vec<f32> {
        let (inputs, taps) = (weights.dims[1], weights.dims[2]);
        let rows = input.len() / inputs;
        let mut output = Vec::new();
        for row in 0..rows {
            for (out, bias) in bias.iter().enumerate() {
                let mut sum = *bias;
                for tap in 0..taps {
                    for at in 0..inputs {
                        let read = (row + tap).checked_sub(taps / 2).filter(|read| *read < rows);
                        let x = read.map_or(0.0, |read| input[read * inputs + at]);
                        sum += weights.floats[(out * inputs + at) * taps + tap] * x;
                    }
                }
                output.push(sum);
            }
        }
        output
    }

    #[test]
    fn a_convolution_equals_its_definition() {
        for (rows, inputs, outputs, taps) in [(1, 3, 4, 1), (9, 5, 1, 3), (6, 130, 16, 7), (4, 8, 12, 3)] {
            let (input, bias, floats) =
                (numbers(rows * inputs), numbers(outputs), numbers(outputs * inputs * taps));
            let weights = Tensor { dims: vec![outputs, inputs, taps], floats: &floats };
            let layer = Convolution::new(&weights, &bias);
            for level in [Level::new(), Level::baseline()] {
                assert_eq!(layer.apply(level, &input), reference(&input, &weights, &bias));
            }
        }
    }

    #[test]
    fn a_dilated_convolution_of_channels_equals_its_definition() {
        let (rows, width, taps) = (20, 16, 7);
        let (input, bias, floats) = (numbers(rows * width), numbers(width), numbers(width * taps));
        let weights = Tensor { dims: vec![width, 1, taps], floats: &floats };
        for dilation in [1_usize, 2, 8] {
            let output = Depthwise::new(&weights, &bias, dilation).apply(Level::new(), &input);
            for row in 0..rows {
                for channel in 0..width {
                    let mut sum = bias[channel];
                    for tap in 0..taps {
                        let read = (row + tap * dilation).checked_sub(taps / 2 * dilation);
                        if let Some(read) = read.filter(|read| *read < rows) {
                            sum += input[read * width + channel] * floats[channel * taps + tap];
                        }
                    }
                    assert_eq!(output[row * width + channel], sum, "{dilation} {row} {channel}");
                }
            }
        }
    }
}
