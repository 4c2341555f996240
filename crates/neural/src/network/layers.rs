//! Layer normalisation, and blocks of the ConvNeXt kind.

use fearless_simd::{Level, Simd, dispatch, f32x8, prelude::*};

use super::convolution::Depthwise;
use super::functions::gelu;
use super::linear::Linear;
use super::weights::{ModelError, Weights};

const LANES: usize = 8;

/// Returns the sum of all lanes, always in the same order.
#[inline(always)]
pub(super) fn sum<S: Simd>(lanes: f32x8<S>) -> f32 {
    let [a, b, c, d, e, f, g, h] = *lanes;
    ((a + e) + (b + f)) + ((c + g) + (d + h))
}

/// Normalises each row to mean 0 and variance 1, then scales and shifts each column.
pub(super) struct LayerNorm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl LayerNorm {
    /// Reads `{name}.weight` and `{name}.bias`. The width must be a multiple of eight.
    pub(super) fn read(weights: &Weights<'_>, name: &str, width: usize) -> Result<Self, ModelError> {
        let gain = weights.list(&format!("{name}.weight"), width)?.to_vec();
        let shift = weights.list(&format!("{name}.bias"), width)?.to_vec();
        Ok(Self { gain, shift })
    }

    pub(super) fn apply(&self, level: Level, input: &[f32]) -> Vec<f32> {
        let mut output = input.to_vec();
        dispatch!(level, simd => normalise(simd, self, &mut output));
        output
    }
}

#[inline(always)]
fn normalise<S: Simd>(simd: S, layer: &LayerNorm, matrix: &mut [f32]) {
    /// Added to the variance, as the model was trained.
    const EPSILON: f32 = 1e-5;
    let width = layer.gain.len();
    for row in matrix.chunks_exact_mut(width) {
        let blocks = row.as_chunks_mut::<LANES>().0;
        let mut sums = f32x8::splat(simd, 0.0);
        for block in blocks.iter() {
            sums += f32x8::simd_from(simd, *block);
        }
        let mean = sum(sums) / width as f32;
        let mut squares = f32x8::splat(simd, 0.0);
        for block in blocks.iter() {
            let difference = f32x8::simd_from(simd, *block) - mean;
            squares += difference * difference;
        }
        let scale = 1.0 / (sum(squares) / width as f32 + EPSILON).sqrt();
        let columns = layer.gain.as_chunks().0.iter().zip(layer.shift.as_chunks().0);
        for (block, (gain, shift)) in blocks.iter_mut().zip(columns) {
            let normal = (f32x8::simd_from(simd, *block) - mean) * scale;
            *block = *(normal * f32x8::simd_from(simd, *gain) + f32x8::simd_from(simd, *shift));
        }
    }
}

/// Applies the Gaussian error linear unit to a matrix. Its length must be a multiple of eight.
pub(super) fn gelu_all(level: Level, matrix: &mut [f32]) {
    dispatch!(level, simd => {
        for block in matrix.as_chunks_mut::<LANES>().0 {
            *block = *gelu(f32x8::simd_from(simd, *block));
        }
    });
}

/// Adds `added · gain` to a matrix, where `gain` has one number for each column.
fn add_scaled(level: Level, matrix: &mut [f32], added: &[f32], gain: &[f32]) {
    dispatch!(level, simd => {
        for (row, added) in matrix.chunks_exact_mut(gain.len()).zip(added.chunks_exact(gain.len())) {
            let blocks = row.as_chunks_mut::<LANES>().0.iter_mut();
            for ((block, added), gain) in blocks.zip(added.as_chunks().0).zip(gain.as_chunks().0) {
                let scaled = f32x8::simd_from(simd, *added) * f32x8::simd_from(simd, *gain);
                *block = *(f32x8::simd_from(simd, *block) + scaled);
            }
        }
    });
}

/// Adds one matrix to another.
pub(super) fn add(matrix: &mut [f32], added: &[f32]) {
    matrix.iter_mut().zip(added).for_each(|(sum, added)| *sum += added);
}

/// Reads a linear layer: its 8-bit weights by the name of a node of the graph, its bias by its own name.
pub(super) fn linear(
    weights: &Weights<'_>,
    node: &str,
    bias: &str,
    inputs: usize,
) -> Result<Linear, ModelError> {
    let ([rows, outputs], quantized, scale) = weights.quantized(node)?;
    if rows != inputs || !inputs.is_multiple_of(LANES) {
        return Err(ModelError(format!("its layer `{node}` has {rows} inputs instead of {inputs}")));
    }
    Ok(Linear::new(quantized, scale, weights.list(bias, outputs)?))
}

/// A block of the ConvNeXt kind: a convolution of each channel, and two linear layers that mix the channels.
pub(super) struct ConvNeXt {
    depthwise: Depthwise,
    norm: LayerNorm,
    widen: Linear,
    narrow: Linear,
    gain: Vec<f32>,
}

impl ConvNeXt {
    /// Reads the block `name`. `nodes` are the names of its two linear layers in the graph.
    pub(super) fn read(
        weights: &Weights<'_>,
        name: &str,
        nodes: [&str; 2],
        width: usize,
        dilation: usize,
    ) -> Result<Self, ModelError> {
        let kernel = weights.tensor(&format!("{name}.dw.weight"), 3)?;
        if kernel.dims[..2] != [width, 1] || kernel.dims[2] > 64 {
            return Err(ModelError(format!("its block `{name}` has the size {:?}", kernel.dims)));
        }
        let bias = weights.list(&format!("{name}.dw.bias"), width)?;
        let widen = linear(weights, nodes[0], &format!("{name}.pw1.bias"), width)?;
        let narrow = linear(weights, nodes[1], &format!("{name}.pw2.bias"), widen.outputs())?;
        if narrow.outputs() != width {
            return Err(ModelError(format!("its block `{name}` has {} outputs", narrow.outputs())));
        }
        Ok(Self {
            depthwise: Depthwise::new(&kernel, bias, dilation),
            norm: LayerNorm::read(weights, &format!("{name}.norm"), width)?,
            widen,
            narrow,
            gain: weights.list(&format!("{name}.gamma"), width)?.to_vec(),
        })
    }

    /// Applies the block to a matrix in place.
    pub(super) fn apply(&self, level: Level, matrix: &mut [f32]) {
        let normal = self.norm.apply(level, &self.depthwise.apply(level, matrix));
        let mut hidden = self.widen.apply(level, &normal);
        gelu_all(level, &mut hidden);
        add_scaled(level, matrix, &self.narrow.apply(level, &hidden), &self.gain);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_normalised() {
        let layer = LayerNorm { gain: vec![2.0; 16], shift: vec![1.0; 16] };
        let row: Vec<f32> = (0..16).map(|n| n as f32 * 3.0 - 5.0).collect();
        for level in [Level::new(), Level::baseline()] {
            let output = layer.apply(level, &row);
            // The numbers 0 to 15 have the mean 7.5 and the variance (16² − 1) / 12.
            for (n, y) in output.iter().enumerate() {
                let exact = (n as f64 - 7.5) / (255.0_f64 / 12.0).sqrt() * 2.0 + 1.0;
                assert!((f64::from(*y) - exact).abs() < 1e-5, "{n} {y} {exact}");
            }
        }
    }

    #[test]
    fn lanes_are_added() {
        let total = dispatch!(Level::new(), simd => {
            sum(f32x8::simd_from(simd, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]))
        });
        assert_eq!(total, 36.0);
    }
}
