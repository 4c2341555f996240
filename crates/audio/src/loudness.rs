//! Measures loudness (ITU-R BS.1770-5): K-weighting, powers of 100 ms blocks, gating.

use std::f64::consts::PI;

/// Number of blocks per second. A block of 100 ms is the hop of the 400 ms windows, which overlap by 75 % (annex 1).
pub const BLOCKS_PER_SECOND: u32 = 10;
/// Number of blocks in the window of momentary loudness, 400 ms. The gates use the same window (annex 1; EBU Tech 3341).
pub const MOMENTARY: usize = 4;
/// Number of blocks in the window of short-term loudness, 3 s (EBU Tech 3341).
pub const SHORT_TERM: usize = 30;
/// Absolute gate in LUFS: windows below it are silence (annex 1, absolute threshold; EBU Tech 3342, section 2.2).
pub const ABSOLUTE_GATE: f64 = -70.0;
/// Relative gate in LU: windows this far below the mean of the others are pauses (annex 1, relative threshold).
pub const RELATIVE_GATE: f64 = -10.0;

/// Converts a mean square to loudness in LUFS (annex 1, equation 2). Returns −∞ for 0.
#[inline]
pub fn lufs(power: f64) -> f64 {
    -0.691 + 10.0 * libm::log10(power)
}

/// Converts loudness in LUFS to a mean square; the inverse of [`lufs`].
#[inline]
pub fn power(lufs: f64) -> f64 {
    libm::pow(10.0, (lufs + 0.691) / 10.0)
}

/// Returns the integrated loudness in LUFS of runs of 100 ms block powers, or `None` if all is silent.
///
/// Windows do not reach from one run into the next. A run shorter than a window counts as one window.
pub fn integrated<'a>(runs: impl IntoIterator<Item = &'a [f64]>) -> Option<f64> {
    let windows: Vec<f64> = runs.into_iter().flat_map(windows).collect();
    gated(&windows)
}

fn windows(run: &[f64]) -> Vec<f64> {
    if run.len() < MOMENTARY && !run.is_empty() {
        vec![mean(run)]
    } else {
        run.windows(MOMENTARY).map(mean).collect()
    }
}

fn mean(blocks: &[f64]) -> f64 {
    blocks.iter().sum::<f64>() / blocks.len() as f64
}

/// Returns the mean loudness of the windows above both gates.
fn gated(windows: &[f64]) -> Option<f64> {
    let absolute = power(ABSOLUTE_GATE);
    let relative = power(lufs(mean_above(absolute, windows)?) + RELATIVE_GATE);
    mean_above(relative.max(absolute), windows).map(lufs)
}

fn mean_above(gate: f64, windows: &[f64]) -> Option<f64> {
    let loud = windows.iter().filter(|window| **window > gate);
    let (sum, count) = loud.fold((0.0, 0_usize), |(sum, count), window| (sum + window, count + 1));
    (count > 0).then(|| sum / count as f64)
}

/// Number of parts in a block. A part has 10 ms. A window that begins at the nearest part misses the loudest window by less
/// than 0.06 LU.
const PARTS: usize = 10;

/// Measures the powers of the 100 ms blocks of a mono signal.
#[derive(Debug, Clone)]
pub struct BlockMeter {
    filter: KWeighting,
    block: usize,
    filled: usize,
    /// Sum of squares of the current block without its last part.
    sum: f64,
    /// Sum of squares of the last part.
    part: f64,
    /// The finished parts, `None` if no [`MomentaryMeter`] takes them.
    parts: Option<Vec<f64>>,
    blocks: Vec<f64>,
}

impl BlockMeter {
    /// Creates a meter for a signal with this sample rate in Hz.
    pub fn new(sample_rate: u32) -> Self {
        let block = (sample_rate / BLOCKS_PER_SECOND).max(1) as usize;
        let (filter, blocks) = (KWeighting::new(sample_rate), Vec::new());
        Self { filter, block, filled: 0, sum: 0.0, part: 0.0, parts: None, blocks }
    }

    /// Creates a meter that also feeds a [`MomentaryMeter`].
    pub fn with_parts(sample_rate: u32) -> Self {
        Self { parts: Some(Vec::new()), ..Self::new(sample_rate) }
    }

    /// Adds samples.
    pub fn push(&mut self, mut samples: &[f32]) {
        while !samples.is_empty() {
            let next_part = self.filled * PARTS / self.block + 1;
            let end = (next_part * self.block).div_ceil(PARTS);
            let (now, later) = samples.split_at(samples.len().min(end - self.filled));
            self.part += self.filter.energy(now);
            self.filled += now.len();
            if self.filled == end {
                self.sum += self.part;
                let part = std::mem::take(&mut self.part) / self.block as f64;
                self.parts.iter_mut().for_each(|parts| parts.push(part));
            }
            if self.filled == self.block {
                self.blocks.push(self.sum / self.block as f64);
                (self.filled, self.sum) = (0, 0.0);
            }
            samples = later;
        }
    }

    /// Returns the parts of 10 ms that were finished since the last call. A part is its share of the mean square of a
    /// block.
    fn take_parts(&mut self) -> Vec<f64> {
        self.parts.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Returns the mean squares of the blocks. The last block may be incomplete; it counts as if silence followed.
    pub fn finish(mut self) -> Vec<f64> {
        if self.filled > 0 {
            self.blocks.push((self.sum + self.part) / self.block as f64);
        }
        self.blocks
    }
}

/// Finds the loudest 400 ms of a signal, to 10 ms.
#[derive(Debug, Clone)]
pub struct MomentaryMeter {
    last: [f64; MOMENTARY * PARTS],
    at: usize,
    max: f64,
}

/// A meter for a signal that begins after silence.
impl Default for MomentaryMeter {
    fn default() -> Self {
        Self { last: [0.0; MOMENTARY * PARTS], at: 0, max: 0.0 }
    }
}

impl MomentaryMeter {
    /// Adds the parts that the meters of all channels have finished since the last call. The meters must be made with
    /// [`BlockMeter::with_parts`].
    pub fn take(&mut self, channels: &mut [BlockMeter]) {
        let parts: Vec<Vec<f64>> = channels.iter_mut().map(BlockMeter::take_parts).collect();
        for nth in 0..parts.first().map_or(0, Vec::len) {
            self.push(parts.iter().map(|parts| parts[nth]).sum());
        }
    }

    #[inline]
    fn push(&mut self, part: f64) {
        self.last[self.at] = part;
        self.at = (self.at + 1) % self.last.len();
        self.max = self.max.max(self.last.iter().sum::<f64>() / MOMENTARY as f64);
    }

    /// Returns the mean square of the loudest 400 ms.
    pub fn max(&self) -> f64 {
        self.max
    }
}

/// The K-weighting filter (BS.1770-5, annex 1): a shelf for the acoustic effect of the head, then a high pass.
#[derive(Debug, Clone)]
pub struct KWeighting {
    shelf: Filter,
    high_pass: Filter,
    /// The last samples before the filters, between them and after them.
    states: [History; 3],
}

/// The last four values, the oldest first.
type History = [f64; 4];

/// Filter states below this value are set to 0. They would decay to subnormal numbers, which are slow to compute with.
const STATE_FLOOR: f64 = 1e-30;

impl KWeighting {
    /// Creates a filter for a signal with this sample rate in Hz.
    pub fn new(sample_rate: u32) -> Self {
        let rate = f64::from(sample_rate);
        Self { shelf: Filter::shelf(rate), high_pass: Filter::high_pass(rate), states: [[0.0; 4]; 3] }
    }

    /// Filters samples and returns the sum of the squares of the output.
    pub fn energy(&mut self, samples: &[f32]) -> f64 {
        let (shelf, high_pass) = (&self.shelf, &self.high_pass);
        let [mut x, mut y, mut z] = self.states;
        let mut sum = [0.0; 2];
        let chunks = samples.as_chunks::<2>();
        for pair in chunks.0 {
            let now = pair.map(f64::from);
            let between = shelf.next_pair(&x, now, &y);
            let out = high_pass.next_pair(&y, between, &z);
            x = [x[2], x[3], now[0], now[1]];
            y = [y[2], y[3], between[0], between[1]];
            z = [z[2], z[3], out[0], out[1]];
            sum = [sum[0] + out[0] * out[0], sum[1] + out[1] * out[1]];
        }
        for sample in chunks.1 {
            let now = f64::from(*sample);
            let between = shelf.next_pair(&x, [now, 0.0], &y)[0];
            let out = high_pass.next_pair(&y, [between, 0.0], &z)[0];
            x = [x[1], x[2], x[3], now];
            y = [y[1], y[2], y[3], between];
            z = [z[1], z[2], z[3], out];
            sum[0] += out * out;
        }
        self.states = [x, y, z];
        for value in self.states.iter_mut().flatten().filter(|value| value.abs() < STATE_FLOOR) {
            *value = 0.0;
        }
        sum[0] + sum[1]
    }
}

/// A second-order filter that computes two values at a time.
///
/// Numerator and denominator of the usual form, 1 + a₁z⁻¹ + a₂z⁻², are multiplied by 1 − a₁z⁻¹ + a₂z⁻². A value then
/// depends on the values two and four before it, and not on the previous one. Two values can therefore be computed in
/// parallel (Parhi and Messerschmitt, "Pipeline Interleaving and Parallelism in Recursive Digital Filters", IEEE Trans.
/// ASSP 37, 1989: scattered look-ahead).
#[derive(Debug, Clone)]
struct Filter {
    /// Coefficients of the input values, the latest first.
    b: [f64; 5],
    /// Coefficients of the output values two and four before.
    a: [f64; 2],
}

impl Filter {
    fn new([b0, b1, b2]: [f64; 3], [a1, a2]: [f64; 2]) -> Self {
        let b = [b0, b1 - a1 * b0, b2 - a1 * b1 + a2 * b0, a2 * b1 - a1 * b2, a2 * b2];
        Self { b, a: [2.0 * a2 - a1 * a1, a2 * a2] }
    }

    /// Creates the shelf (annex 1, table 1). The table is for 48 kHz. This is the analogue prototype that reproduces the
    /// table, converted to any rate by the bilinear transform (De Man, "Evaluation of Implementations of the EBU R128
    /// Loudness Measurement", AES 145, 2018, section 2).
    fn shelf(rate: f64) -> Self {
        let (frequency, gain, q) = (1_681.974_450_955_533, 3.999_843_853_973_347, 0.707_175_236_955_419_6);
        // At the lowest rates the corner is above the Nyquist frequency. The clamp keeps the filter stable.
        let k = libm::tan(PI * (frequency / rate).min(0.45));
        let high = libm::pow(10.0, gain / 20.0);
        let band = libm::pow(high, 0.499_666_774_154_541_6);
        let a0 = 1.0 + k / q + k * k;
        let b = [high + band * k / q + k * k, 2.0 * (k * k - high), high - band * k / q + k * k];
        Self::new(b.map(|b| b / a0), [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0])
    }

    /// Creates the high pass (annex 1, table 2, RLB weighting), in the same way.
    fn high_pass(rate: f64) -> Self {
        let (frequency, q) = (38.135_470_876_024_44, 0.500_327_037_323_877_3);
        let k = libm::tan(PI * frequency / rate);
        let a0 = 1.0 + k / q + k * k;
        Self::new([1.0, -2.0, 1.0], [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0])
    }

    /// Returns the next two output values for the inputs `now`. `before` are the last inputs, and `out` the last outputs.
    #[inline(always)]
    fn next_pair(&self, before: &History, now: [f64; 2], out: &History) -> [f64; 2] {
        let [b0, b1, b2, b3, b4] = self.b;
        let [a2, a4] = self.a;
        // The term with the latest output comes last, so the next pair waits for as little as possible.
        let first =
            b1 * before[3] + b2 * before[2] + b3 * before[1] + b4 * before[0] + b0 * now[0] - a4 * out[0];
        let second =
            b1 * now[0] + b2 * before[3] + b3 * before[2] + b4 * before[1] + b0 * now[1] - a4 * out[1];
        [first - a2 * out[2], second - a2 * out[3]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(rate: u32, hertz: f64, level_db: f64, seconds: f64) -> Vec<f32> {
        let level = 10_f64.powf(level_db / 20.0);
        let frames = (f64::from(rate) * seconds) as usize;
        (0..frames).map(|n| (level * (2.0 * PI * hertz * n as f64 / f64::from(rate)).sin()) as f32).collect()
    }

    fn measured(rate: u32, samples: &[f32]) -> f64 {
        let mut meter = BlockMeter::new(rate);
        samples.chunks(777).for_each(|piece| meter.push(piece));
        integrated([meter.finish().as_slice()]).unwrap()
    }

    #[test]
    fn reads_minus_3_01_for_a_full_scale_sine_at_997_hz() {
        // BS.1770-5, annex 1: "a 0 dB FS 997 Hz sine … in the left, centre or right channel … −3.01 LKFS".
        // Its filters are given for 48 kHz; the bilinear transform bends the shelf a little at lower rates.
        for (rate, tolerance) in
            [(16_000, 0.05), (22_050, 0.03), (44_100, 0.01), (48_000, 0.01), (96_000, 0.02)]
        {
            let loudness = measured(rate, &sine(rate, 997.0, 0.0, 5.0));
            assert!((loudness + 3.01).abs() < tolerance, "{loudness} at {rate}");
        }
    }

    #[test]
    fn gates_quiet_parts_out() {
        // EBU Tech 3341, case 3 (mono here, so 3.01 LU lower than in stereo): −36, −23, −36 dBFS reads as −23.
        let signal = [
            sine(48_000, 1_000.0, -36.0, 10.0),
            sine(48_000, 1_000.0, -23.0, 60.0),
            sine(48_000, 1_000.0, -36.0, 10.0),
        ];
        assert!((measured(48_000, &signal.concat()) + 26.0).abs() < 0.1);
    }

    #[test]
    fn agrees_with_an_independent_meter() {
        let mut noise = 1_u32;
        let mut random = || {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 8) as f32 / 8_388_608.0 - 1.0
        };
        let samples: Vec<f32> =
            (0..441_000).map(|n| random() * if n % 88_200 < 30_000 { 0.02 } else { 0.3 }).collect();
        let mut oracle = ebur128::EbuR128::new(1, 44_100, ebur128::Mode::I).unwrap();
        oracle.add_frames_f32(&samples).unwrap();
        let wanted = oracle.loudness_global().unwrap();
        assert!((measured(44_100, &samples) - wanted).abs() < 0.02);
    }

    #[test]
    fn silence_has_no_loudness() {
        let mut meter = BlockMeter::new(48_000);
        meter.push(&[0.0; 48_000]);
        assert_eq!(integrated([meter.finish().as_slice()]), None);
    }
}
