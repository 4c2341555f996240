//! Decodes a subframe: the samples of one channel in a frame (RFC 9639, sections 9.2.1 to 9.2.7).

use super::bits::{Bits, EndOfBits};

/// The reason why a frame cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadFrame {
    /// More bytes are needed.
    Incomplete,
    Invalid,
}

impl From<EndOfBits> for BadFrame {
    fn from(_: EndOfBits) -> Self {
        Self::Incomplete
    }
}

/// Replaces `samples` with the samples of a channel. `width` is their number of bits, 33 for the side of 32-bit stereo.
pub(super) fn decode(bits: &mut Bits<'_>, width: u32, samples: &mut [i64]) -> Result<(), BadFrame> {
    if bits.read(1)? != 0 {
        return Err(BadFrame::Invalid);
    }
    let kind = bits.read(6)?;
    let wasted = if bits.read(1)? == 1 { bits.read_unary()? + 1 } else { 0 };
    let Some(width) = u32::try_from(wasted).ok().and_then(|wasted| width.checked_sub(wasted)) else {
        return Err(BadFrame::Invalid);
    };
    if width == 0 {
        return Err(BadFrame::Invalid);
    }
    match kind {
        0 => samples.fill(bits.read_signed(width)?),
        1 => read_verbatim(bits, width, samples)?,
        8..=12 => decode_fixed(bits, width, kind as usize - 8, samples)?,
        32.. => decode_linear(bits, width, kind as usize - 31, samples)?,
        _ => return Err(BadFrame::Invalid),
    }
    if wasted > 0 {
        samples.iter_mut().for_each(|sample| *sample <<= wasted);
    }
    Ok(())
}

fn read_verbatim(bits: &mut Bits<'_>, width: u32, samples: &mut [i64]) -> Result<(), BadFrame> {
    for sample in samples {
        *sample = bits.read_signed(width)?;
    }
    Ok(())
}

/// Decodes a subframe with a predictor that is a polynomial of the previous samples.
fn decode_fixed(bits: &mut Bits<'_>, width: u32, order: usize, samples: &mut [i64]) -> Result<(), BadFrame> {
    /// The newest sample is first (RFC 9639, table 21).
    const COEFFICIENTS: [&[i64]; 5] = [&[], &[1], &[2, -1], &[3, -3, 1], &[4, -6, 4, -1]];
    read_warm_up(bits, width, order, samples)?;
    read_residual(bits, order, samples)?;
    match order {
        0 => {}
        1 => predict::<1>(COEFFICIENTS[1], 0, samples),
        2 => predict::<2>(COEFFICIENTS[2], 0, samples),
        3 => predict::<3>(COEFFICIENTS[3], 0, samples),
        _ => predict::<4>(COEFFICIENTS[4], 0, samples),
    }
    Ok(())
}

/// Decodes a subframe with coefficients of its own for the predictor.
fn decode_linear(bits: &mut Bits<'_>, width: u32, order: usize, samples: &mut [i64]) -> Result<(), BadFrame> {
    read_warm_up(bits, width, order, samples)?;
    let precision = bits.read(4)? as u32 + 1;
    let shift = bits.read_signed(5)?;
    if precision == 16 || shift < 0 {
        return Err(BadFrame::Invalid);
    }
    let mut coefficients = [0; 32];
    for coefficient in &mut coefficients[..order] {
        *coefficient = bits.read_signed(precision)?;
    }
    read_residual(bits, order, samples)?;
    let (coefficients, shift) = (&coefficients[..order], shift as u32);
    // The compiler unrolls a loop of known length. These are the orders that encoders use most.
    match order {
        8 => predict::<8>(coefficients, shift, samples),
        10 => predict::<10>(coefficients, shift, samples),
        12 => predict::<12>(coefficients, shift, samples),
        _ => predict_any(coefficients, shift, samples),
    }
    Ok(())
}

fn read_warm_up(bits: &mut Bits<'_>, width: u32, order: usize, samples: &mut [i64]) -> Result<(), BadFrame> {
    let warm_up = samples.get_mut(..order).ok_or(BadFrame::Invalid)?;
    read_verbatim(bits, width, warm_up)
}

/// Adds the prediction to each sample after the first `N`. Damaged files may overflow, so the arithmetic wraps.
#[inline]
fn predict<const N: usize>(coefficients: &[i64], shift: u32, samples: &mut [i64]) {
    let Some(coefficients) = coefficients.first_chunk::<N>() else { return };
    for at in N..samples.len() {
        let Some(before) = samples[at - N..at].first_chunk::<N>() else { return };
        let mut sum = 0_i64;
        for nth in 0..N {
            sum = sum.wrapping_add(coefficients[nth].wrapping_mul(before[N - 1 - nth]));
        }
        samples[at] = samples[at].wrapping_add(sum >> shift);
    }
}

fn predict_any(coefficients: &[i64], shift: u32, samples: &mut [i64]) {
    let order = coefficients.len();
    for at in order..samples.len() {
        let pairs = coefficients.iter().zip(samples[at - order..at].iter().rev());
        let sum = pairs.fold(0_i64, |sum, (a, b)| sum.wrapping_add(a.wrapping_mul(*b)));
        samples[at] = samples[at].wrapping_add(sum >> shift);
    }
}

/// Reads the difference to the prediction for each sample after the first `order`.
fn read_residual(bits: &mut Bits<'_>, order: usize, samples: &mut [i64]) -> Result<(), BadFrame> {
    let parameter_bits = match bits.read(2)? {
        0 => 4,
        1 => 5,
        _ => return Err(BadFrame::Invalid),
    };
    let partitions = 1_usize << bits.read(4)?;
    let length = samples.len() / partitions;
    if !samples.len().is_multiple_of(partitions) || length < order {
        return Err(BadFrame::Invalid);
    }
    for (nth, partition) in samples.chunks_exact_mut(length).enumerate() {
        let partition = if nth == 0 { &mut partition[order..] } else { partition };
        read_partition(bits, parameter_bits, partition)?;
    }
    Ok(())
}

fn read_partition(bits: &mut Bits<'_>, parameter_bits: u32, samples: &mut [i64]) -> Result<(), BadFrame> {
    let parameter = bits.read(parameter_bits)? as u32;
    if parameter == (1 << parameter_bits) - 1 {
        // The residuals are not Rice coded.
        let width = bits.read(5)? as u32;
        return read_verbatim(bits, width, samples);
    }
    for sample in samples {
        let folded = bits.read_unary()? << parameter | bits.read(parameter)?;
        *sample = (folded >> 1) as i64 ^ -((folded & 1) as i64);
    }
    Ok(())
}
