//! Linear layers with 8-bit weights: quantises its input, multiplies integers exactly, and scales the result.
//!
//! The input is quantised as ONNX's `DynamicQuantizeLinear` defines it: 256 steps over the range of the whole tensor. Sums of
//! integers are exact in any order, so all processors give the same result.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch, f32x8, i16x16, i32x8, prelude::*};

use super::functions::{round, round_to_int};

/// Rows of the input that are multiplied at a time. Each weight that is loaded is used that often.
const ROWS: usize = 4;
/// Columns of the output in one vector.
const LANES: usize = 8;

/// A linear layer.
pub(super) struct Linear {
    inputs: usize,
    outputs: usize,
    /// By block of eight outputs and pair of inputs: the two weights of each output.
    weights: Vec<[i16; 2 * LANES]>,
    scale: f32,
    /// Padded with zeros to whole blocks.
    bias: Vec<f32>,
}

/// A matrix of integers, one row after the other, and the size of a step.
pub(super) struct Quantized {
    /// Differences from the zero point, −255 to 255. Padded with zero rows to a multiple of [`ROWS`].
    steps: Vec<i16>,
    scale: f32,
}

impl Linear {
    /// Creates a layer from weights of shape `[inputs][outputs]`. The number of inputs must be even.
    pub(super) fn new(weights: &[i8], scale: f32, bias: &[f32]) -> Self {
        let outputs = bias.len();
        let inputs = weights.len() / outputs.max(1);
        let blocks = outputs.div_ceil(LANES);
        let weight = |input: usize, output: usize| {
            if output < outputs { i16::from(weights[input * outputs + output]) } else { 0 }
        };
        let mut packed = Vec::with_capacity(blocks * inputs / 2);
        for block in 0..blocks {
            for pair in 0..inputs / 2 {
                packed.push(std::array::from_fn(|at| weight(2 * pair + at % 2, block * LANES + at / 2)));
            }
        }
        let mut padded = bias.to_vec();
        padded.resize(blocks * LANES, 0.0);
        Self { inputs, outputs, weights: packed, scale, bias: padded }
    }

    /// Returns the distance between rows of the output: the number of outputs, rounded up to a multiple of eight.
    pub(super) fn stride(&self) -> usize {
        self.bias.len()
    }

    pub(super) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Applies the layer to a matrix.
    pub(super) fn apply(&self, level: Level, input: &[f32]) -> Vec<f32> {
        let rows = input.len() / self.inputs;
        self.apply_rows(level, &self.quantize(level, input), 0..rows)
    }

    pub(super) fn quantize(&self, level: Level, input: &[f32]) -> Quantized {
        let rows = (input.len() / self.inputs).next_multiple_of(ROWS);
        let mut steps = vec![0; rows * self.inputs];
        let scale = dispatch!(level, simd => quantize(simd, input, &mut steps));
        Quantized { steps, scale }
    }

    /// Applies the layer to some rows of a matrix. The first row must be a multiple of [`ROWS`].
    pub(super) fn apply_rows(&self, level: Level, input: &Quantized, rows: Range<usize>) -> Vec<f32> {
        let padded = rows.start..rows.end.next_multiple_of(ROWS);
        let steps = &input.steps[padded.start * self.inputs..padded.end * self.inputs];
        let mut output = vec![0.0; padded.len() * self.stride()];
        let scale = input.scale * self.scale;
        dispatch!(level, simd => multiply(simd, self, steps, scale, &mut output));
        output.truncate(rows.len() * self.stride());
        output
    }
}

/// Writes the distance of each number from the zero point, in steps. Returns the size of a step.
#[inline(always)]
fn quantize<S: Simd>(simd: S, input: &[f32], steps: &mut [i16]) -> f32 {
    let (low, high) = range(simd, input);
    let scale = match (high - low) / 255.0 {
        0.0 => 1.0,
        scale => scale,
    };
    let zero = round(f32x8::splat(simd, -low / scale))[0].clamp(0.0, 255.0);
    let (lowest, highest) = (f32x8::splat(simd, -zero), f32x8::splat(simd, 255.0 - zero));
    let scales = f32x8::splat(simd, scale);
    let (blocks, rest) = input.as_chunks::<LANES>();
    let (step_blocks, step_rest) = steps.as_chunks_mut::<LANES>();
    for (block, steps) in blocks.iter().zip(step_blocks) {
        let step = (f32x8::simd_from(simd, *block) / scales).max(lowest).min(highest);
        *steps = round_to_int(step).map(|step| step as i16);
    }
    debug_assert!(rest.is_empty() && step_rest.is_empty(), "layers have a multiple of eight inputs");
    scale
}

/// Returns the smallest and the largest number, and 0 if that is smaller or larger.
#[inline(always)]
fn range<S: Simd>(simd: S, input: &[f32]) -> (f32, f32) {
    let zero = f32x8::splat(simd, 0.0);
    let (mut low, mut high) = (zero, zero);
    for block in input.as_chunks::<LANES>().0 {
        let block = f32x8::simd_from(simd, *block);
        low = low.min(block);
        high = high.max(block);
    }
    (low.iter().copied().fold(0.0, f32::min), high.iter().copied().fold(0.0, f32::max))
}

#[inline(always)]
fn multiply<S: Simd>(simd: S, layer: &Linear, steps: &[i16], scale: f32, output: &mut [f32]) {
    let pairs = layer.inputs / 2;
    // Processors with registers of eight integers have room for the sums of two blocks.
    let blocks = if S::i32s::LEN >= LANES { 2 } else { 1 };
    let mut at = 0;
    for weights in layer.weights.chunks(blocks * pairs) {
        match weights.split_at(pairs) {
            (only, []) => columns_of_rows(simd, [only], layer, steps, scale, at, output),
            (first, second) => columns_of_rows(simd, [first, second], layer, steps, scale, at, output),
        }
        at += blocks * LANES;
    }
}

/// Computes some blocks of columns for all rows.
#[inline(always)]
fn columns_of_rows<S: Simd, const BLOCKS: usize>(
    simd: S,
    weights: [&[[i16; 2 * LANES]]; BLOCKS],
    layer: &Linear,
    steps: &[i16],
    scale: f32,
    at: usize,
    output: &mut [f32],
) {
    let stride = layer.bias.len();
    let groups = steps.chunks_exact(ROWS * layer.inputs);
    for (steps, output) in groups.zip(output.chunks_exact_mut(ROWS * stride)) {
        let sums = products(simd, weights, steps, layer.inputs);
        for (row, sums) in sums.into_iter().enumerate() {
            for (block, sum) in sums.into_iter().enumerate() {
                let at = at + block * LANES;
                let bias = f32x8::from_slice(simd, &layer.bias[at..at + LANES]);
                let sum: f32x8<S> = sum.to_float();
                (sum * scale + bias).store_slice(&mut output[row * stride + at..][..LANES]);
            }
        }
    }
}

/// Multiplies [`ROWS`] rows with some blocks of columns.
#[inline(always)]
fn products<S: Simd, const BLOCKS: usize>(
    simd: S,
    weights: [&[[i16; 2 * LANES]]; BLOCKS],
    steps: &[i16],
    inputs: usize,
) -> [[i32x8<S>; BLOCKS]; ROWS] {
    let pairs = inputs / 2;
    let rows: [&[[i16; 2]]; ROWS] =
        std::array::from_fn(|row| &steps[row * inputs..(row + 1) * inputs].as_chunks().0[..pairs]);
    let weights = weights.map(|block| &block[..pairs]);
    let mut sums = [[i32x8::splat(simd, 0); BLOCKS]; ROWS];
    for pair in 0..pairs {
        let block = weights.map(|block| i16x16::simd_from(simd, block[pair]));
        for (sums, row) in sums.iter_mut().zip(&rows) {
            let both: i16x16<S> = i32x8::splat(simd, as_i32(row[pair])).bitcast();
            for (sum, weights) in sums.iter_mut().zip(block) {
                *sum += both.pairwise_dot_product(weights);
            }
        }
    }
    sums
}

/// Joins two integers as they lie in memory.
#[inline(always)]
fn as_i32([first, second]: [i16; 2]) -> i32 {
    let ([a, b], [c, d]) = (first.to_ne_bytes(), second.to_ne_bytes());
    i32::from_ne_bytes([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns numbers from −1 to 1 that look random and are always the same.
    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        };
        (0..count).map(|_| next()).collect()
    }

    /// The same product, written as ONNX defines `DynamicQuantizeLinear` and `MatMulInteger`.
    fn reference(input: &[f32], weights: &[i8], scale: f32, bias: &[f32]) -> Vec<f32> {
        let outputs = bias.len();
        let inputs = weights.len() / outputs;
        let low = input.iter().copied().fold(0.0, f32::min);
        let high = input.iter().copied().fold(0.0, f32::max);
        let step = if high == low { 1.0 } else { (high - low) / 255.0 };
        let zero = (-low / step).round_ties_even();
        let quantized = |x: f32| ((x / step).round_ties_even() + zero).clamp(0.0, 255.0) as i32 - zero as i32;
        let mut output = Vec::new();
        for row in input.chunks_exact(inputs) {
            for (column, bias) in bias.iter().enumerate() {
                let products = row
                    .iter()
                    .enumerate()
                    .map(|(at, x)| quantized(*x) * i32::from(weights[at * outputs + column]));
                output.push(products.sum::<i32>() as f32 * (step * scale) + bias);
            }
        }
        output
    }

    #[test]
    fn equals_the_definition_on_all_shapes_and_processors() {
        for (rows, inputs, outputs) in [(1, 16, 8), (5, 48, 21), (8, 128, 16), (3, 32, 40)] {
            let input: Vec<f32> = numbers(rows * inputs, 1).iter().map(|x| x * 3.0 + 0.7).collect();
            let weights: Vec<i8> = numbers(inputs * outputs, 2).iter().map(|x| (x * 127.0) as i8).collect();
            let bias = numbers(outputs, 3);
            let expected = reference(&input, &weights, 0.01, &bias);
            let layer = Linear::new(&weights, 0.01, &bias);
            for level in [Level::new(), Level::baseline()] {
                let output = layer.apply(level, &input);
                let cut: Vec<f32> =
                    output.chunks_exact(layer.stride()).flat_map(|row| &row[..outputs]).copied().collect();
                assert_eq!(cut, expected, "{rows} {inputs} {outputs}");
            }
        }
    }

    #[test]
    fn some_rows_are_the_same_as_in_the_whole() {
        let (input, bias) = (numbers(9 * 32, 4), numbers(16, 5));
        let weights: Vec<i8> = numbers(32 * 16, 6).iter().map(|x| (x * 127.0) as i8).collect();
        let layer = Linear::new(&weights, 0.02, &bias);
        let level = Level::new();
        let whole = layer.apply(level, &input);
        let quantized = layer.quantize(level, &input);
        assert_eq!(layer.apply_rows(level, &quantized, 4..9), whole[4 * 16..]);
    }

    #[test]
    fn zeros_and_numbers_of_one_sign_are_quantised() {
        let weights = vec![1_i8; 16 * 8];
        let layer = Linear::new(&weights, 1.0, &[0.5; 8]);
        assert_eq!(layer.apply(Level::new(), &[0.0; 16]), [0.5; 8]);
        for value in [2.0, -2.0] {
            let output = layer.apply(Level::new(), &[value; 16]);
            assert!(output.iter().all(|y| (y - 16.0 * value - 0.5).abs() < 1e-3), "{output:?}");
        }
    }
}
