//! Measures the finished WAV in steps of 100 ms. Reads it once, step by step.

use std::ops::Range;
use std::path::Path;

use aloud_audio::Spec;
use aloud_audio::loudness::{self, BLOCKS_PER_SECOND, BlockMeter, MomentaryMeter, lufs};
use aloud_audio::peak::PeakMeter;
use aloud_audio::program_loudness::{ProgramLoudness, ProgramMeter};
use aloud_audio::wav::{Reader, WavError};

/// True peaks within 0.1 dB of the highest count as limited.
const CEILING_TOLERANCE: f32 = 0.9886;
/// True peaks below this share of the highest so far are not measured exactly, which saves most of the time.
const RELEVANT_PEAK: f32 = 0.97;

/// The measurements of a WAV.
#[derive(Debug)]
pub struct Curve {
    /// Sample rate in Hz.
    pub rate: u32,
    /// Length in frames.
    pub frames: u64,
    /// Frames per step.
    pub step: u64,
    /// Lowest and highest sample of each step, over all channels.
    pub waves: Vec<[f32; 2]>,
    /// K-weighted mean square of each step, summed over channels (ITU-R BS.1770-5).
    pub powers: Vec<f64>,
    /// True peak of each step as a share of full scale. It is exact near the highest peak, and a lower bound elsewhere.
    peaks: Vec<f32>,
    /// The loudness of the whole WAV.
    pub reading: ProgramLoudness,
}

impl Curve {
    /// Measures a WAV.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, WavError> {
        let mut reader = Reader::open(path)?;
        let Spec { sample_rate: rate, channels } = reader.spec();
        let step = (rate / BLOCKS_PER_SECOND).max(1);
        let mut meters = Meters::new(rate, channels);
        let (mut waves, mut peaks, mut frames, mut block) = (Vec::new(), Vec::new(), 0, Vec::new());
        loop {
            let got = reader.read(&mut block, step as usize)?;
            if got == 0 {
                break;
            }
            frames += got as u64;
            peaks.push(meters.push(&block));
            waves.push(extremes(&block));
        }
        let (powers, momentary, last) = meters.finish();
        if let Some(peak) = peaks.last_mut() {
            *peak = peak.max(last);
        }
        let mut programme = ProgramMeter::new(rate);
        programme.add(0, f64::from(step), powers.iter().copied());
        let mut reading = programme.finish(frames);
        // The maximum of all 400 ms windows, not only of those at the start of a step.
        reading.momentary_max = reading.momentary_max.map(|max| max.max(lufs(momentary)));
        Ok(Self { rate, frames, step: u64::from(step), waves, powers, peaks, reading })
    }

    /// Returns the length in seconds.
    pub fn seconds(&self) -> f64 {
        self.frames as f64 / f64::from(self.rate)
    }

    /// Returns the number of steps per second: ten, or nearly ten if the rate is not a multiple of ten.
    pub(crate) fn steps_per_second(&self) -> f64 {
        f64::from(self.rate) / self.step as f64
    }

    /// Returns the loudness of a window of `width` steps around each step in LUFS; −∞ for silence. Beyond both ends of the
    /// WAV, windows contain silence.
    pub(crate) fn windows(&self, width: usize) -> Vec<f64> {
        let mut sums = vec![0.0];
        sums.extend(self.powers.iter().scan(0.0, |sum, power| {
            *sum += power;
            Some(*sum)
        }));
        let window = |at: usize| {
            let from = at.saturating_sub(width / 2);
            let to = (at + width.div_ceil(2)).min(self.powers.len());
            // The rounding error of the running sum is far below any sound.
            lufs((sums[to] - sums[from]).max(0.0) / width as f64)
        };
        (0..self.powers.len()).map(window).collect()
    }

    /// Returns the integrated loudness of a range of frames in LUFS; `None` for silence.
    pub(crate) fn loudness(&self, frames: Range<u64>) -> Option<f64> {
        loudness::integrated([self.powers.get(self.steps(&frames)).unwrap_or_default()])
    }

    /// Returns the integrated loudness of several ranges together.
    pub(super) fn loudness_of_all(&self, ranges: &[Range<u64>]) -> Option<f64> {
        loudness::integrated(
            ranges.iter().map(|range| self.powers.get(self.steps(range)).unwrap_or_default()),
        )
    }

    /// Returns the steps with their middle in a range of frames.
    fn steps(&self, frames: &Range<u64>) -> Range<usize> {
        let at = |frame: u64| (((frame + self.step / 2) / self.step) as usize).min(self.powers.len());
        at(frames.start)..at(frames.end).max(at(frames.start))
    }

    /// Returns the step with the highest true peak, and the peak in dBTP; `None` for silence.
    pub fn true_peak(&self) -> Option<(usize, f64)> {
        let highest = self.peaks.iter().copied().fold(0.0, f32::max);
        let at = self.peaks.iter().position(|peak| *peak == highest)?;
        (highest > 0.0).then(|| (at, 20.0 * libm::log10(f64::from(highest))))
    }

    /// Returns the steps with the highest true peak, or so close to it that the limiter must have held them.
    pub(crate) fn limited_steps(&self) -> impl Iterator<Item = usize> {
        let highest = self.peaks.iter().copied().fold(0.0, f32::max);
        let peaks = self.peaks.iter().enumerate();
        let limited = peaks.filter(move |(_, peak)| highest > 0.0 && **peak >= highest * CEILING_TOLERANCE);
        limited.map(|(step, _)| step)
    }
}

/// Returns the lowest and highest sample.
fn extremes(samples: &[f32]) -> [f32; 2] {
    samples.iter().fold([0.0, 0.0], |[low, high], &sample| {
        [if sample < low { sample } else { low }, if sample > high { sample } else { high }]
    })
}

/// The meters of all channels.
struct Meters {
    loudness: Vec<BlockMeter>,
    momentary: MomentaryMeter,
    peaks: Vec<PeakMeter>,
    /// The highest true peak so far.
    highest: f32,
    /// Buffer for the samples of one channel.
    channel: Vec<f32>,
}

impl Meters {
    fn new(rate: u32, channels: u16) -> Self {
        Self {
            loudness: (0..channels).map(|_| BlockMeter::with_parts(rate)).collect(),
            momentary: MomentaryMeter::default(),
            peaks: (0..channels).map(|_| PeakMeter::default()).collect(),
            highest: 0.0,
            channel: Vec::new(),
        }
    }

    /// Measures a step of interleaved samples and returns its true peak.
    fn push(&mut self, step: &[f32]) -> f32 {
        let channels = self.loudness.len();
        let mut peak = 0.0_f32;
        for (nth, (loudness, peaks)) in self.loudness.iter_mut().zip(&mut self.peaks).enumerate() {
            self.channel.clear();
            self.channel.extend(step.iter().skip(nth).step_by(channels));
            loudness.push(&self.channel);
            peaks.push(&self.channel);
            peak = peak.max(peaks.take(self.highest * RELEVANT_PEAK));
        }
        self.momentary.take(&mut self.loudness);
        self.highest = self.highest.max(peak);
        peak
    }

    /// Returns the mean squares of the steps, the mean square of the loudest 400 ms, and the true peak of the last samples.
    /// The powers of the channels add up (BS.1770-5, annex 1, equation 2).
    fn finish(self) -> (Vec<f64>, f64, f32) {
        let mut channels = self.loudness.into_iter().map(BlockMeter::finish);
        let mut powers = channels.next().unwrap_or_default();
        for channel in channels {
            powers.iter_mut().zip(channel).for_each(|(sum, power)| *sum += power);
        }
        let last = self.peaks.into_iter().map(PeakMeter::finish).fold(0.0, f32::max);
        (powers, self.momentary.max(), last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aloud_audio::loudness::MOMENTARY;
    use aloud_audio::{Clip, wav};

    /// Measures a tone of 997 Hz in both channels, with one second at each level.
    fn curve(levels: &[f32]) -> Curve {
        let sample = |n: usize| {
            let at = n as f64 / 48_000.0;
            levels[n / 48_000] * (std::f64::consts::TAU * 997.0 * at).sin() as f32
        };
        let samples = (0..levels.len() * 48_000).flat_map(|n| [sample(n); 2]).collect();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.wav");
        let clip = Clip { spec: Spec { sample_rate: 48_000, channels: 2 }, samples };
        wav::write_float(std::fs::File::create(&path).unwrap(), &clip).unwrap();
        Curve::read(&path).unwrap()
    }

    #[test]
    fn measures_levels_and_peaks_at_their_position() {
        let curve = curve(&[0.0, 0.1, 0.5, 0.1]);
        assert_eq!((curve.frames, curve.powers.len(), curve.waves.len()), (192_000, 40, 40));
        let (at, peak) = curve.true_peak().unwrap();
        assert!((20..30).contains(&at) && (peak + 6.02).abs() < 0.02, "{peak} at {at}");
        let limited: Vec<usize> = curve.limited_steps().collect();
        // The peak meter has a delay, so the last samples of a step count for the next.
        assert!(
            (20..30).all(|step| limited.contains(&step))
                && limited.iter().all(|step| (20..=30).contains(step))
        );
        // A full-scale sine in both channels reads 0 LUFS (BS.1770-5, annex 1).
        let momentary = curve.windows(MOMENTARY);
        assert_eq!(momentary[5], f64::NEG_INFINITY);
        assert!((momentary[25] + 6.02).abs() < 0.05 && (momentary[15] + 20.0).abs() < 0.05);
        assert!((curve.loudness(48_000..96_000).unwrap() + 20.0).abs() < 0.05);
        assert!((curve.loudness(96_000..144_000).unwrap() + 6.02).abs() < 0.05);
        assert_eq!(curve.loudness(0..48_000), None);
        let waves = curve.waves[25];
        assert!((waves[0] + 0.5).abs() < 0.01 && (waves[1] - 0.5).abs() < 0.01, "{waves:?}");
    }

    #[test]
    fn finds_true_peaks_between_samples() {
        // EBU Tech 3341, case 15: a quarter of the rate, 45° on; no sample comes near the top of the wave.
        let sample =
            |n: usize| 0.5 * (std::f64::consts::FRAC_PI_2 * n as f64 + std::f64::consts::FRAC_PI_4).sin();
        let rise = |n: usize| (n as f64 / 9_600.0).min(1.0);
        let samples: Vec<f32> = (0..48_000).map(|n| (sample(n) * rise(n)) as f32).collect();
        assert!(samples.iter().all(|sample| sample.abs() < 0.36));
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.wav");
        let clip = Clip { spec: Spec { sample_rate: 48_000, channels: 1 }, samples };
        wav::write_float(std::fs::File::create(&path).unwrap(), &clip).unwrap();
        let (_, read) = Curve::read(&path).unwrap().true_peak().unwrap();
        assert!((-6.42..=-5.82).contains(&read), "{read}: -6.0 +0.2/-0.4 dBTP");
    }
}
