//! Rotates the phase of speech, so its peaks are lower and its loudness is the same.
//!
//! The pulses of a synthetic voice put all partials of a sound at their highest point at once, so a peak is far above the
//! level. An all-pass filter delays low partials by some milliseconds, as broadcasters do: the spectrum stays, and the peak is
//! spread. The limiter then has less to do. A filter starts with each placement, so no placement affects another.

/// Centres of the filters in Hz: the range of the first partials of a voice.
const CENTRES: [f64; 3] = [150.0, 300.0, 600.0];
/// Quality of the filters. A higher one delays a narrower range by more, which can be heard as a ring.
const QUALITY: f64 = 0.7;

/// A chain of all-pass filters for one channel.
#[derive(Debug, Clone)]
pub(super) struct PhaseRotator {
    filters: [AllPass; CENTRES.len()],
}

/// A second-order all-pass filter. Its numerator is its denominator in reverse.
#[derive(Debug, Clone, Default)]
struct AllPass {
    first: f64,
    second: f64,
    state: [f64; 2],
}

impl PhaseRotator {
    /// Creates a chain for this sample rate.
    pub(super) fn new(rate: u32) -> Self {
        Self { filters: CENTRES.map(|centre| AllPass::new(centre, rate)) }
    }

    /// Filters the next samples.
    pub(super) fn apply(&mut self, samples: &mut [f32]) {
        for filter in &mut self.filters {
            samples.iter_mut().for_each(|sample| *sample = filter.next(*sample));
        }
    }
}

impl AllPass {
    /// The all-pass filter of the "Audio EQ Cookbook" (W3C note, 2021).
    fn new(centre: f64, rate: u32) -> Self {
        let angle = std::f64::consts::TAU * centre / f64::from(rate.max(1));
        let alpha = libm::sin(angle) / (2.0 * QUALITY);
        let scale = 1.0 / (1.0 + alpha);
        Self { first: -2.0 * libm::cos(angle) * scale, second: (1.0 - alpha) * scale, state: [0.0; 2] }
    }

    #[inline]
    fn next(&mut self, sample: f32) -> f32 {
        let input = f64::from(sample);
        let output = self.second * input + self.state[0];
        self.state[0] = self.first * (input - output) + self.state[1];
        self.state[1] = input - self.second * output;
        output as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 44_100;

    fn rms(samples: &[f32]) -> f64 {
        (samples.iter().map(|sample| f64::from(sample * sample)).sum::<f64>() / samples.len() as f64).sqrt()
    }

    fn rotated(samples: &[f32]) -> Vec<f32> {
        let mut rotated = samples.to_vec();
        PhaseRotator::new(RATE).apply(&mut rotated);
        rotated
    }

    #[test]
    fn keeps_the_level_of_every_frequency() {
        for hertz in [40.0, 150.0, 420.0, 1_000.0, 9_000.0] {
            let tone: Vec<f32> = (0..RATE)
                .map(|n| (f64::from(n) * hertz * std::f64::consts::TAU / f64::from(RATE)).sin() as f32)
                .collect();
            // The first tenth of a second is the filter's beginning.
            let change = rms(&rotated(&tone)[4_410..]) / rms(&tone[4_410..]);
            assert!((20.0 * change.log10()).abs() < 0.01, "{hertz} Hz: {change}");
        }
    }

    #[test]
    fn lowers_the_peaks_of_a_pulsed_voice() {
        // 20 partials of 120 Hz, all at their highest point at once.
        let pulse = |n: u32| -> f32 {
            let at = f64::from(n) * 120.0 * std::f64::consts::TAU / f64::from(RATE);
            (1..=20).map(|partial| (at * f64::from(partial)).cos() / f64::from(partial)).sum::<f64>() as f32
        };
        let voice: Vec<f32> = (0..RATE).map(pulse).collect();
        let peak = |samples: &[f32]| samples.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
        let lower = 20.0 * (peak(&voice[4_410..]) / peak(&rotated(&voice)[4_410..])).log10();
        assert!(lower > 3.0, "{lower} dB");
    }

    #[test]
    fn forgets_within_a_tenth_of_a_second() {
        let mut click = vec![0.0; 8_820];
        click[0] = 1.0;
        let tail = rotated(&click);
        assert!(tail[4_410..].iter().all(|sample| sample.abs() < 1e-6));
    }
}
