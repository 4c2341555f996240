//! Loudness by ITU-R BS.1770-5: K-weighting, powers of 100 ms blocks, gating.

use std::f64::consts::PI;

/// Length of a block: the hop of the 400 ms windows that overlap by 75 % (annex 1).
pub const BLOCKS_A_SECOND: u32 = 10;
/// Blocks in the window of momentary loudness, 400 ms, which is also that of the gates (annex 1; EBU Tech 3341).
pub const MOMENTARY: usize = 4;
/// Blocks in the window of short-term loudness, 3 s (EBU Tech 3341).
pub const SHORT_TERM: usize = 30;
/// Windows below this loudness are silence (annex 1, absolute threshold; EBU Tech 3342, section 2.2), LUFS.
pub const ABSOLUTE_GATE: f64 = -70.0;
/// Windows this far below the mean of the rest are pauses (annex 1, relative threshold), LU.
pub const RELATIVE_GATE: f64 = -10.0;

/// Loudness of a mean square, in LUFS (annex 1, equation 2); −∞ for silence.
pub fn lufs(power: f64) -> f64 {
    -0.691 + 10.0 * libm::log10(power)
}

/// Mean square of a loudness in LUFS: the inverse of [`lufs`].
pub fn power(lufs: f64) -> f64 {
    libm::pow(10.0, (lufs + 0.691) / 10.0)
}

/// Integrated loudness in LUFS of runs of 100 ms block powers. Windows do not reach over from one run to the
/// next; a run shorter than a window counts as one. `None` when all is silence.
pub fn integrated<'a>(runs: impl IntoIterator<Item = &'a [f64]>) -> Option<f64> {
    let windows: Vec<f64> = runs.into_iter().flat_map(windows).collect();
    gated(&windows)
}

fn windows(run: &[f64]) -> Vec<f64> {
    let mean = |blocks: &[f64]| blocks.iter().sum::<f64>() / blocks.len() as f64;
    if run.len() < MOMENTARY && !run.is_empty() {
        vec![mean(run)]
    } else {
        run.windows(MOMENTARY).map(mean).collect()
    }
}

fn gated(windows: &[f64]) -> Option<f64> {
    let above = |gate: f64| {
        let heard = windows.iter().filter(|window| **window > gate);
        let (sum, count) = heard.fold((0.0, 0_usize), |(sum, count), window| (sum + window, count + 1));
        (count > 0).then(|| sum / count as f64)
    };
    let ungated = above(power(ABSOLUTE_GATE))?;
    above(power(lufs(ungated) + RELATIVE_GATE).max(power(ABSOLUTE_GATE))).map(lufs)
}

/// Parts of a block, of 10 ms: windows that begin with one of them miss the loudest by less than 0.06 LU.
const PARTS: usize = 10;

/// Powers of the 100 ms blocks of a mono signal that comes in pieces.
#[derive(Debug, Clone)]
pub struct BlockMeter {
    filter: KWeighting,
    block: usize,
    filled: usize,
    /// Of the block so far, and of its last part.
    sum: f64,
    part: f64,
    /// `None` where nobody takes them.
    parts: Option<Vec<f64>>,
    blocks: Vec<f64>,
}

impl BlockMeter {
    /// For a signal of `sample_rate` frames a second.
    pub fn new(sample_rate: u32) -> Self {
        let block = (sample_rate / BLOCKS_A_SECOND).max(1) as usize;
        let (filter, blocks) = (KWeighting::new(sample_rate), Vec::new());
        Self { filter, block, filled: 0, sum: 0.0, part: 0.0, parts: None, blocks }
    }

    /// The same, for a [`MomentaryMeter`] beside it.
    pub fn with_parts(sample_rate: u32) -> Self {
        Self { parts: Some(Vec::new()), ..Self::new(sample_rate) }
    }

    /// Takes further samples.
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

    /// The parts of 10 ms that were finished since the last call: what each adds to the mean square of a block.
    fn take_parts(&mut self) -> Vec<f64> {
        self.parts.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The mean squares. What is left over is the last block, as if silence followed.
    pub fn finish(mut self) -> Vec<f64> {
        if self.filled > 0 {
            self.blocks.push((self.sum + self.part) / self.block as f64);
        }
        self.blocks
    }
}

/// The loudest 400 ms of a signal, found to 10 ms.
#[derive(Debug, Clone)]
pub struct MomentaryMeter {
    last: [f64; MOMENTARY * PARTS],
    at: usize,
    most: f64,
}

impl MomentaryMeter {
    /// Before it there is silence.
    pub fn new() -> Self {
        Self { last: [0.0; MOMENTARY * PARTS], at: 0, most: 0.0 }
    }

    /// Takes what the meters of all channels have measured since the last call; they must be made with
    /// [`BlockMeter::with_parts`].
    pub fn take(&mut self, channels: &mut [BlockMeter]) {
        let parts: Vec<Vec<f64>> = channels.iter_mut().map(BlockMeter::take_parts).collect();
        for nth in 0..parts.first().map_or(0, Vec::len) {
            self.push(parts.iter().map(|parts| parts[nth]).sum());
        }
    }

    fn push(&mut self, part: f64) {
        self.last[self.at] = part;
        self.at = (self.at + 1) % self.last.len();
        self.most = self.most.max(self.last.iter().sum::<f64>() / MOMENTARY as f64);
    }

    /// Its mean square.
    pub fn most(&self) -> f64 {
        self.most
    }
}

impl Default for MomentaryMeter {
    fn default() -> Self {
        Self::new()
    }
}

/// The K-weighting of BS.1770-5, annex 1: a shelf for the head, then a high pass.
#[derive(Debug, Clone)]
pub struct KWeighting {
    shelf: Filter,
    high_pass: Filter,
    /// The last samples, before the filters, between them and behind.
    states: [Last; 3],
}

/// Four values, the oldest first.
type Last = [f64; 4];

/// What a filter still rings with is nothing below this; numbers that go on towards zero become slow to work with.
const RUNG_OUT: f64 = 1e-30;

impl KWeighting {
    /// For a signal of `sample_rate` frames a second.
    pub fn new(sample_rate: u32) -> Self {
        let rate = f64::from(sample_rate);
        Self { shelf: Filter::shelf(rate), high_pass: Filter::high_pass(rate), states: [[0.0; 4]; 3] }
    }

    /// Takes further samples; the sum of the squares of what comes out.
    pub fn energy(&mut self, samples: &[f32]) -> f64 {
        let (shelf, high_pass) = (&self.shelf, &self.high_pass);
        let [mut x, mut y, mut z] = self.states;
        let mut sum = [0.0; 2];
        let pairs = samples.as_chunks::<2>();
        for pair in pairs.0 {
            let now = pair.map(f64::from);
            let between = shelf.pair(&x, now, &y);
            let out = high_pass.pair(&y, between, &z);
            x = [x[2], x[3], now[0], now[1]];
            y = [y[2], y[3], between[0], between[1]];
            z = [z[2], z[3], out[0], out[1]];
            sum = [sum[0] + out[0] * out[0], sum[1] + out[1] * out[1]];
        }
        for sample in pairs.1 {
            let now = f64::from(*sample);
            let between = shelf.pair(&x, [now, 0.0], &y)[0];
            let out = high_pass.pair(&y, [between, 0.0], &z)[0];
            x = [x[1], x[2], x[3], now];
            y = [y[1], y[2], y[3], between];
            z = [z[1], z[2], z[3], out];
            sum[0] += out * out;
        }
        self.states = [x, y, z];
        for value in self.states.iter_mut().flatten().filter(|value| value.abs() < RUNG_OUT) {
            *value = 0.0;
        }
        sum[0] + sum[1]
    }
}

/// A second-order filter that gives two values at a time. Numerator and denominator of the usual form, 1 + a₁z⁻¹ + a₂z⁻², are
/// multiplied by 1 − a₁z⁻¹ + a₂z⁻²: then a value depends on those two and four before it, and two can be worked out
/// side by side (Parhi and Messerschmitt, "Pipeline Interleaving and Parallelism in Recursive Digital Filters", IEEE
/// Trans. ASSP 37, 1989: scattered look-ahead).
#[derive(Debug, Clone)]
struct Filter {
    /// For the values going in, the latest first.
    b: [f64; 5],
    /// For those that came out two and four before.
    a: [f64; 2],
}

impl Filter {
    fn new([b0, b1, b2]: [f64; 3], [a1, a2]: [f64; 2]) -> Self {
        let b = [b0, b1 - a1 * b0, b2 - a1 * b1 + a2 * b0, a2 * b1 - a1 * b2, a2 * b2];
        Self { b, a: [2.0 * a2 - a1 * a1, a2 * a2] }
    }

    /// Annex 1, table 1 (head). The table holds for 48 kHz; this is the analogue prototype that reproduces it,
    /// taken to any rate by the bilinear transform (De Man, "Evaluation of Implementations of the EBU R128
    /// Loudness Measurement", AES 145, 2018, section 2).
    fn shelf(rate: f64) -> Self {
        let (frequency, gain, q) = (1_681.974_450_955_533, 3.999_843_853_973_347, 0.707_175_236_955_419_6);
        // At the lowest rates it lies beyond what can be heard there.
        let k = libm::tan(PI * (frequency / rate).min(0.45));
        let high = libm::pow(10.0, gain / 20.0);
        let band = libm::pow(high, 0.499_666_774_154_541_6);
        let a0 = 1.0 + k / q + k * k;
        let b = [high + band * k / q + k * k, 2.0 * (k * k - high), high - band * k / q + k * k];
        Self::new(b.map(|b| b / a0), [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0])
    }

    /// Annex 1, table 2 (RLB weighting), by the same way.
    fn high_pass(rate: f64) -> Self {
        let (frequency, q) = (38.135_470_876_024_44, 0.500_327_037_323_877_3);
        let k = libm::tan(PI * frequency / rate);
        let a0 = 1.0 + k / q + k * k;
        Self::new([1.0, -2.0, 1.0], [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0])
    }

    /// The next two values, for `now` going in; `before` went in and `out` came out before.
    #[inline(always)]
    fn pair(&self, before: &Last, now: [f64; 2], out: &Last) -> [f64; 2] {
        let [b0, b1, b2, b3, b4] = self.b;
        let [a2, a4] = self.a;
        // What hangs on the latest value comes last, so that the next pair waits for as little as possible.
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
    fn a_full_scale_sine_at_997_hz_in_one_channel_reads_minus_3_01() {
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
    fn quiet_stretches_are_gated_out() {
        // EBU Tech 3341, case 3 (mono here, so 3.01 LU lower than in stereo): −36, −23, −36 dBFS reads as −23.
        let signal = [
            sine(48_000, 1_000.0, -36.0, 10.0),
            sine(48_000, 1_000.0, -23.0, 60.0),
            sine(48_000, 1_000.0, -36.0, 10.0),
        ];
        assert!((measured(48_000, &signal.concat()) + 26.0).abs() < 0.1);
    }

    #[test]
    fn the_reading_is_that_of_an_independent_meter() {
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
