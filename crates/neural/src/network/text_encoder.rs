//! The encoder of a phoneme sequence: an embedding, two convolution blocks, and one transformer layer that is applied several
//! times.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch, f32x8, prelude::*};

use super::functions::exp;
use super::layers::{ConvNeXt, LayerNorm, add, gelu_all, linear, sum};
use super::linear::Linear;
use super::weights::{ModelError, Weights};

const HEADS: usize = 2;
const LANES: usize = 8;

/// The names of an encoder's weights. The graph's exporter numbered the layers of the second encoder on.
pub(super) struct Names {
    /// The prefix of its biases.
    pub(super) prefix: &'static str,
    /// Added to the names of its convolution blocks' linear layers.
    pub(super) convolutions: &'static str,
    /// Added to the names of its transformer's linear layers.
    pub(super) transformer: &'static str,
    /// The node of queries, keys and values.
    pub(super) attention: &'static str,
}

pub(super) struct TextEncoder {
    width: usize,
    /// One row for each phoneme.
    embedding: Vec<f32>,
    convolutions: [ConvNeXt; 2],
    /// How often the transformer layer is applied.
    repeats: usize,
    norms: [LayerNorm; 2],
    attention: Linear,
    attention_out: Linear,
    widen: Linear,
    narrow: Linear,
    last_norm: LayerNorm,
}

impl TextEncoder {
    pub(super) fn read(weights: &Weights<'_>, names: &Names, repeats: usize) -> Result<Self, ModelError> {
        let Names { prefix, convolutions, transformer, attention } = names;
        let embedding = weights.tensor(&format!("{prefix}.emb.weight"), 2)?;
        let width = embedding.dims[1];
        if !width.is_multiple_of(HEADS * LANES) || width > 4_096 {
            return Err(ModelError(format!("its encoder `{prefix}` has the width {width}")));
        }
        let block = |n: usize| {
            let nodes = [1, 2].map(|layer| format!("/convs.{n}/pw{layer}{convolutions}/Transpose_output_0"));
            let name = format!("{prefix}.convs.{n}");
            ConvNeXt::read(weights, &name, [nodes[0].as_str(), nodes[1].as_str()], width, 1)
        };
        let layer = |node: &str, bias: &str, inputs: usize| {
            let node = format!("/{node}{transformer}/Transpose_output_0");
            linear(weights, &node, &format!("{prefix}.attn.{bias}.bias"), inputs)
        };
        let queries_bias = format!("{prefix}.attn.self_attn.in_proj_bias");
        let widen = layer("linear1", "linear1", width)?;
        let encoder = Self {
            width,
            embedding: embedding.floats.to_vec(),
            convolutions: [block(0)?, block(1)?],
            repeats,
            norms: [
                LayerNorm::read(weights, &format!("{prefix}.attn.norm1"), width)?,
                LayerNorm::read(weights, &format!("{prefix}.attn.norm2"), width)?,
            ],
            attention: linear(weights, &format!("/{attention}_output_0"), &queries_bias, width)?,
            attention_out: layer("out_proj", "self_attn.out_proj", width)?,
            narrow: layer("linear2", "linear2", widen.outputs())?,
            widen,
            last_norm: LayerNorm::read(weights, &format!("{prefix}.norm"), width)?,
        };
        let outputs = [&encoder.attention, &encoder.attention_out, &encoder.narrow].map(Linear::outputs);
        if outputs != [3 * width, width, width] {
            return Err(ModelError(format!("its encoder `{prefix}` has layers of {outputs:?} outputs")));
        }
        Ok(encoder)
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Returns how many phonemes it knows.
    pub(super) fn phonemes(&self) -> usize {
        self.embedding.len() / self.width
    }

    /// Returns one row for each phoneme. All of them must be known.
    pub(super) fn apply(&self, level: Level, phonemes: &[usize]) -> Vec<f32> {
        let rows = phonemes.iter().map(|phoneme| &self.embedding[phoneme * self.width..][..self.width]);
        let mut text: Vec<f32> = rows.flatten().copied().collect();
        self.convolutions.iter().for_each(|block| block.apply(level, &mut text));
        for _ in 0..self.repeats {
            let queries = self.attention.apply(level, &self.norms[0].apply(level, &text));
            let context = dispatch!(level, simd => attend(simd, &queries, self.width));
            add(&mut text, &self.attention_out.apply(level, &context));
            let mut hidden = self.widen.apply(level, &self.norms[1].apply(level, &text));
            gelu_all(level, &mut hidden);
            add(&mut text, &self.narrow.apply(level, &hidden));
        }
        self.last_norm.apply(level, &text)
    }
}

/// Self-attention: each row becomes a mean of all values, weighted by the likeness of its query to their keys. A row of
/// `queries` has a query, a key and a value, each of `width` numbers.
#[inline(always)]
fn attend<S: Simd>(simd: S, queries: &[f32], width: usize) -> Vec<f32> {
    let rows = queries.len() / (3 * width);
    let size = width / HEADS;
    let mut context = vec![0.0; rows * width];
    // Padded to whole vectors. The padding has the weight 0.
    let mut weights = vec![0.0; rows.next_multiple_of(LANES)];
    for head in 0..HEADS {
        let part = |row: usize, part: usize| -> Range<usize> {
            let start = row * 3 * width + part * width + head * size;
            start..start + size
        };
        for row in 0..rows {
            let query = &queries[part(row, 0)];
            for (other, weight) in weights[..rows].iter_mut().enumerate() {
                *weight = dot(simd, query, &queries[part(other, 1)]) / (size as f32).sqrt();
            }
            let total = softmax_weights(simd, &mut weights, rows);
            let context = &mut context[row * width + head * size..][..size];
            for (other, weight) in weights[..rows].iter().enumerate() {
                let share = weight / total;
                let value = &queries[part(other, 2)];
                context.iter_mut().zip(value).for_each(|(sum, value)| *sum += share * value);
            }
        }
    }
    context
}

/// Replaces each number by e to the power of its difference from the largest. Returns their sum.
#[inline(always)]
fn softmax_weights<S: Simd>(simd: S, weights: &mut [f32], count: usize) -> f32 {
    let largest = weights[..count].iter().copied().fold(f32::MIN, f32::max);
    weights[count..].fill(f32::MIN);
    let mut total = f32x8::splat(simd, 0.0);
    for block in weights.as_chunks_mut::<LANES>().0 {
        let power = exp(f32x8::simd_from(simd, *block) - largest);
        *block = *power;
        total += power;
    }
    sum(total)
}

#[inline(always)]
fn dot<S: Simd>(simd: S, a: &[f32], b: &[f32]) -> f32 {
    let mut total = f32x8::splat(simd, 0.0);
    for (a, b) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks().0) {
        total += f32x8::simd_from(simd, *a) * f32x8::simd_from(simd, *b);
    }
    sum(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition of attention with two heads, in double precision.
    fn reference(queries: &[f32], width: usize) -> Vec<f64> {
        let rows: Vec<&[f32]> = queries.chunks_exact(3 * width).collect();
        let size = width / 2;
        let mut context = Vec::new();
        for query in &rows {
            for at in 0..width {
                let head = at / size * size;
                let likeness = |key: &[f32]| -> f64 {
                    let products = (head..head + size).map(|n| f64::from(query[n] * key[width + n]));
                    libm::exp(products.sum::<f64>() / (size as f64).sqrt())
                };
                let total: f64 = rows.iter().map(|key| likeness(key)).sum();
                let values = rows.iter().map(|row| likeness(row) * f64::from(row[2 * width + at]));
                context.push(values.sum::<f64>() / total);
            }
        }
        context
    }

    #[test]
    fn attention_equals_its_definition() {
        for rows in [1, 5, 11] {
            let width = 32;
            let queries: Vec<f32> =
                (0..rows * 3 * width).map(|n| ((n * 29 + 7) % 83) as f32 / 40.0 - 1.0).collect();
            for level in [Level::new(), Level::baseline()] {
                let context = dispatch!(level, simd => attend(simd, &queries, width));
                for (y, exact) in context.iter().zip(reference(&queries, width)) {
                    assert!((f64::from(*y) - exact).abs() < 1e-5, "{rows}: {y} {exact}");
                }
            }
        }
    }
}
