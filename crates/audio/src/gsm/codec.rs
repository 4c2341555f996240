//! Decodes frames of GSM 06.10 in 16-bit arithmetic (ETSI EN 300 961, section 5). All decoders give the same samples.

use super::bits::{Frame, Part};

/// Sizes of the steps of the pulses in 1/32768 (table 5.6).
const STEPS: [i16; 8] = [18_431, 20_479, 22_527, 24_575, 26_623, 28_671, 30_719, 32_767];
/// Gains of the long-term predictor in 1/32768 (table 5.3b).
const GAINS: [i16; 4] = [3_277, 11_469, 21_299, 32_767];
/// For each area ratio: its smallest code, offset, and the inverse of its scale (tables 5.1 and 5.2).
const RATIOS: [(i16, i16, i16); 8] = [
    (-32, 0, 13_107),
    (-32, 0, 13_107),
    (-16, 2_048, 13_107),
    (-16, -2_560, 13_107),
    (-8, 94, 19_223),
    (-8, -1_792, 17_476),
    (-4, -341, 31_454),
    (-4, -1_144, 29_708),
];
/// Longest lag of the long-term predictor in samples.
const LONGEST_LAG: usize = 120;

/// The state between frames.
#[derive(Debug, Clone)]
pub(super) struct FrameDecoder {
    /// The last samples of the residual signal, the newest ones last.
    residual: [i16; LONGEST_LAG],
    lag: usize,
    ratios: [i16; 8],
    /// State of the lattice filter.
    lattice: [i16; 9],
    /// Last sample of the de-emphasis.
    last: i16,
}

impl FrameDecoder {
    pub(super) fn new() -> Self {
        Self { residual: [0; LONGEST_LAG], lag: 40, ratios: [0; 8], lattice: [0; 9], last: 0 }
    }

    /// Appends the 160 samples of a frame, full scale ±1.0.
    pub(super) fn decode(&mut self, frame: &Frame, out: &mut Vec<f32>) {
        let mut signal = [0; 160];
        for (part, signal) in frame.parts.iter().zip(signal.as_chunks_mut::<40>().0) {
            self.long_term(part, signal);
        }
        self.short_term(&frame.ratios, &mut signal);
        for sample in signal {
            self.last = add(sample, multiply(self.last, 28_180));
            // The standard keeps 13 bits.
            out.push(f32::from(add(self.last, self.last) & !7) / 32_768.0);
        }
    }

    /// Adds the pulses of a part to the signal that the long-term predictor repeats (5.3.2).
    fn long_term(&mut self, part: &Part, signal: &mut [i16; 40]) {
        if (40..=120).contains(&part.lag) {
            self.lag = part.lag as usize;
        }
        let pulses = pulses(part);
        for (nth, sample) in signal.iter_mut().enumerate() {
            // The lag is at least 40, so all these samples are from before this part.
            let earlier = self.residual[LONGEST_LAG - self.lag + nth];
            *sample = add(pulses[nth], multiply(GAINS[part.gain & 3], earlier));
        }
        self.residual.copy_within(40.., 0);
        self.residual[LONGEST_LAG - 40..].copy_from_slice(signal);
    }

    /// Applies the filter of the vocal tract (5.3.3). Its first coefficients are between those of two frames.
    fn short_term(&mut self, codes: &[i16; 8], signal: &mut [i16; 160]) {
        let ratios = std::array::from_fn(|nth| {
            let (smallest, offset, inverse) = RATIOS[nth];
            let scaled = add(codes[nth], smallest) << 10;
            let ratio = multiply(inverse, subtract(scaled, offset << 1));
            add(ratio, ratio)
        });
        let before = std::mem::replace(&mut self.ratios, ratios);
        let between = |mix: fn(i16, i16) -> i16| -> [i16; 8] {
            std::array::from_fn(|nth| reflection(mix(before[nth], ratios[nth])))
        };
        let (first, rest) = signal.split_at_mut(13);
        self.filter(&between(|old, new| add(add(old >> 2, new >> 2), old >> 1)), first);
        let (second, rest) = rest.split_at_mut(14);
        self.filter(&between(|old, new| add(old >> 1, new >> 1)), second);
        let (third, rest) = rest.split_at_mut(13);
        self.filter(&between(|old, new| add(add(old >> 2, new >> 2), new >> 1)), third);
        self.filter(&between(|_, new| new), rest);
    }

    /// Runs the lattice filter over samples.
    fn filter(&mut self, reflections: &[i16; 8], signal: &mut [i16]) {
        for sample in signal {
            for nth in (0..8).rev() {
                *sample = subtract(*sample, multiply(reflections[nth], self.lattice[nth]));
                self.lattice[nth + 1] = add(self.lattice[nth], multiply(reflections[nth], *sample));
            }
            self.lattice[0] = *sample;
        }
    }
}

/// Decodes the 13 pulses of a part and places them on every third sample (5.2.15 to 5.2.17).
fn pulses(part: &Part) -> [i16; 40] {
    let (exponent, mantissa) = exponent_and_mantissa(part.maximum);
    let shift = 6 - exponent;
    let rounding = if shift > 0 { 1 << (shift - 1) } else { 0 };
    let mut pulses = [0; 40];
    for (nth, code) in part.pulses.iter().enumerate() {
        let pulse = multiply(STEPS[mantissa], (2 * code - 7) << 12);
        pulses[(part.grid & 3) + 3 * nth] = add(pulse, rounding) >> shift;
    }
    pulses
}

/// Splits the coded maximum of a part (5.2.15). The mantissa is 0 to 7, the exponent −4 to 6.
fn exponent_and_mantissa(maximum: i16) -> (i16, usize) {
    let mut exponent = if maximum > 15 { (maximum >> 3) - 1 } else { 0 };
    let mut mantissa = maximum - (exponent << 3);
    if mantissa == 0 {
        return (-4, 7);
    }
    while mantissa <= 7 {
        mantissa = mantissa << 1 | 1;
        exponent -= 1;
    }
    (exponent, (mantissa & 7) as usize)
}

/// Converts an area ratio to a reflection coefficient (5.2.9).
fn reflection(ratio: i16) -> i16 {
    let size = ratio.saturating_abs();
    let coefficient = match size {
        ..11_059 => size << 1,
        11_059..20_070 => size + 11_059,
        _ => add(size >> 2, 26_112),
    };
    if ratio < 0 { -coefficient } else { coefficient }
}

#[inline]
fn add(a: i16, b: i16) -> i16 {
    a.saturating_add(b)
}

#[inline]
fn subtract(a: i16, b: i16) -> i16 {
    a.saturating_sub(b)
}

/// Multiplies two fractions of 15 bits and rounds.
#[inline]
fn multiply(a: i16, b: i16) -> i16 {
    let product = (i32::from(a) * i32::from(b) + 16_384) >> 15;
    product.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
}
