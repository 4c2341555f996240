//! Weights of the network for unknown words: how they are stored in the table, and their products.

use super::table::TableError;

/// A layer normalisation.
pub(super) struct Norm {
    gain: Vec<f32>,
    offset: Vec<f32>,
}

/// Keeps a layer of zeros from a division by zero.
const EPSILON: f32 = 1e-5;

impl Norm {
    pub(super) fn width(&self) -> usize {
        self.gain.len()
    }

    pub(super) fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let width = self.width();
        let mut normalised = Vec::with_capacity(rows.len());
        for row in rows.chunks_exact(width) {
            let mean = row.iter().sum::<f32>() / width as f32;
            let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / width as f32;
            let scale = 1.0 / (variance + EPSILON).sqrt();
            let scaled = row.iter().zip(&self.gain).zip(&self.offset);
            normalised.extend(scaled.map(|((x, gain), offset)| (x - mean) * scale * gain + offset));
        }
        normalised
    }
}

/// A matrix with one row for each input, and the offset of each column.
pub(super) struct Matrix {
    values: MatrixValues,
    offset: Vec<f32>,
    rows: usize,
}

enum MatrixValues {
    Floats(Vec<f32>),
    /// Integers, and the factor that makes floats of them.
    Integers(Vec<i8>, f32),
}

impl Matrix {
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn columns(&self) -> usize {
        self.offset.len()
    }

    pub(super) fn is(&self, rows: usize, columns: usize) -> bool {
        self.rows == rows && self.columns() == columns
    }

    /// Returns the product with each row of `input`.
    pub(super) fn times(&self, input: &[f32]) -> Vec<f32> {
        match &self.values {
            MatrixValues::Floats(values) => self.times_floats(input, values),
            MatrixValues::Integers(values, scale) => self.times_integers(input, values, *scale),
        }
    }

    fn times_floats(&self, input: &[f32], values: &[f32]) -> Vec<f32> {
        let columns = self.columns();
        let mut output = Vec::with_capacity(input.len() / self.rows.max(1) * columns);
        for row in input.chunks_exact(self.rows.max(1)) {
            let start = output.len();
            output.extend(&self.offset);
            let sums = &mut output[start..];
            for (x, weights) in row.iter().zip(values.chunks_exact(columns)) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += x * weight);
            }
        }
        output
    }

    /// Multiplies in integers: the input is rounded to 8 bits with one scale for all of it, which is how the network was
    /// quantised (DynamicQuantizeLinear of ONNX).
    fn times_integers(&self, input: &[f32], values: &[i8], scale: f32) -> Vec<f32> {
        let columns = self.columns();
        let (quantised, input_scale, zero) = quantise(input);
        let factor = input_scale * scale;
        let mut output = Vec::with_capacity(input.len() / self.rows.max(1) * columns);
        let mut sums = vec![0i32; columns];
        for row in quantised.chunks_exact(self.rows.max(1)) {
            sums.fill(0);
            for (&x, weights) in row.iter().zip(values.chunks_exact(columns)) {
                let x = i32::from(x) - zero;
                sums.iter_mut().zip(weights).for_each(|(sum, &weight)| *sum += x * i32::from(weight));
            }
            output.extend(sums.iter().zip(&self.offset).map(|(&sum, offset)| sum as f32 * factor + offset));
        }
        output
    }
}

/// Rounds to 8 bits. The range always includes zero. Returns the integers, their scale, and the integer of zero.
fn quantise(input: &[f32]) -> (Vec<u8>, f32, i32) {
    let low = input.iter().copied().fold(0.0, f32::min);
    let high = input.iter().copied().fold(0.0, f32::max);
    let scale = if high > low { (high - low) / 255.0 } else { 1.0 };
    let zero = (-low / scale).round_ties_even().clamp(0.0, 255.0);
    let rounded = input.iter().map(|x| ((x / scale).round_ties_even() + zero).clamp(0.0, 255.0) as u8);
    (rounded.collect(), scale, zero as i32)
}

/// Adds `other` to `sum`.
pub(super) fn add(sum: &mut [f32], other: &[f32]) {
    sum.iter_mut().zip(other).for_each(|(a, b)| *a += b);
}

/// Reads weights in the order in which [`Writer`] wrote them.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn count(&mut self) -> Result<usize, TableError> {
        let four = self.take(4)?.first_chunk().ok_or(TableError::Damaged)?;
        Ok(u32::from_le_bytes(*four) as usize)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, TableError> {
        let length = self.count()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| TableError::Damaged)
    }

    pub(super) fn floats(&mut self) -> Result<Vec<f32>, TableError> {
        let length = self.count()?.checked_mul(4).ok_or(TableError::Damaged)?;
        Ok(self.take(length)?.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect())
    }

    pub(super) fn norm(&mut self) -> Result<Norm, TableError> {
        let (gain, offset) = (self.floats()?, self.floats()?);
        if gain.len() == offset.len() { Ok(Norm { gain, offset }) } else { Err(TableError::Damaged) }
    }

    pub(super) fn matrix(&mut self) -> Result<Matrix, TableError> {
        let offset = self.floats()?;
        let scale = self.floats()?;
        let (values, length) = match scale.as_slice() {
            [] => {
                let values = self.floats()?;
                let length = values.len();
                (MatrixValues::Floats(values), length)
            }
            [scale, ..] => {
                let length = self.count()?;
                let bytes = self.take(length)?;
                (MatrixValues::Integers(bytes.iter().map(|&byte| byte as i8).collect(), *scale), length)
            }
        };
        if offset.is_empty() || !length.is_multiple_of(offset.len()) {
            return Err(TableError::Damaged);
        }
        Ok(Matrix { rows: length / offset.len(), values, offset })
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], TableError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(TableError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }
}

/// Writes weights for the table.
#[derive(Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn count(&mut self, count: usize) {
        self.0.extend((count as u32).to_le_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend(text.as_bytes());
    }

    pub(super) fn floats(&mut self, values: &[f32]) {
        self.count(values.len());
        self.0.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    }

    /// Writes the integers of a quantised matrix, after its offset and its scale.
    pub(super) fn integers(&mut self, values: &[i8]) {
        self.count(values.len());
        self.0.extend(values.iter().map(|&value| value as u8));
    }
}
