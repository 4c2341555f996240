//! Turns a recording into steps of 20 ms of speech, without its pauses.

use super::edges::{self, Edges};
use super::filter_bank::{BANDS, FRAME, FilterBank, RATE, band_end};
use super::speech_detection::{HOP, energies, speech};
use crate::clip::Clip;
use crate::resample::{Converter, ResampleError, frames_at};

/// One step of speech: the levels of the bands. As whole numbers, three hours need 43 MB, and distances are exact.
pub type Step = [i16; BANDS];

/// Frames of the analysis in a second.
pub(super) const FRAMES_PER_SECOND: u32 = 100;
/// Frames in a step.
pub(super) const STEP: u32 = 2;
/// Seconds from the start of a frame to the start and the end of the sound in it: a frame is 25 ms. With these values, the ends of lines
/// are early as often as late, in a dry room and in one with an echo of 0.4 s.
const START: f64 = 0.013;
const END: f64 = -0.003;
/// Levels before normalisation are stored in units of 1/1000.
const RAW_SCALE: f32 = 1_000.0;
/// Normalised levels are stored in units of 1/256 deviation, up to six deviations.
pub(super) const SCALE: f32 = 256.0;
const MOST_DEVIATIONS: f32 = 6.0;
/// Speech is detected in parts of 110 to 120 seconds, with the next minute in view: the noise of a room changes in hours.
const PART: usize = 120 * RATE as usize;
const SEARCHED: usize = 10 * FRAMES_PER_SECOND as usize;
const VIEW: usize = 60 * RATE as usize;

/// The speech of a recording as steps, and where in the recording each one is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Features {
    /// The steps in order.
    pub steps: Vec<Step>,
    /// First frame (10 ms) of each step.
    pub frames: Vec<u32>,
    /// Frames before and after each step in which there is soft speech; 0 within a run of speech.
    leads: Vec<i8>,
    fades: Vec<i8>,
    /// True for each step that follows a click, with nothing but silence between them.
    clicks: Vec<bool>,
    /// Sample rate of the recording in Hz; 0 if it is not known.
    rate: u32,
    /// Number of frames that were added up, sum and sum of squares of each band.
    sums: Sums,
}

#[derive(Debug, Clone, PartialEq)]
struct Sums {
    count: f64,
    sum: [f64; BANDS],
    squares: [f64; BANDS],
}

impl Default for Sums {
    fn default() -> Self {
        Self { count: 0.0, sum: [0.0; BANDS], squares: [0.0; BANDS] }
    }
}

impl Features {
    /// Returns the features of a clip, not normalised.
    ///
    /// # Errors
    /// If its sample rate is not supported.
    pub fn of(clip: &Clip) -> Result<Self, ResampleError> {
        let mut listener = Listener::new(clip.spec.sample_rate)?;
        listener.push(&clip.mono())?;
        listener.finish()
    }

    /// Empties bands, for a comparison with a recording that does not have them.
    pub fn remove_bands(&mut self, bands: &[usize]) {
        for step in &mut self.steps {
            bands.iter().for_each(|band| step[*band] = 0);
        }
    }

    /// Returns the pause in frames before a step; `None` before the first.
    pub(super) fn pause_before(&self, step: usize) -> Option<u32> {
        let before = self.frames[step.checked_sub(1)?];
        Some((self.frames[step] - before).saturating_sub(STEP))
    }

    /// Returns true if there is a click between a step and the one before it.
    pub fn click_before(&self, step: usize) -> bool {
        self.clicks.get(step).is_some_and(|click| *click)
    }

    /// Adds a click before a step.
    #[cfg(test)]
    pub(super) fn add_click(&mut self, step: usize) {
        self.clicks.resize(self.steps.len(), false);
        self.clicks[step] = true;
    }

    /// Returns the length of a step in seconds.
    pub fn step_seconds(&self) -> f64 {
        f64::from(STEP) / f64::from(FRAMES_PER_SECOND)
    }

    /// Returns the start of a step in seconds.
    pub fn start(&self, step: usize) -> f64 {
        let lead = f64::from(self.leads.get(step).copied().unwrap_or(0));
        (f64::from(self.frames[step]) - lead) / f64::from(FRAMES_PER_SECOND) + START
    }

    /// Returns the end of a step in seconds.
    pub fn end(&self, step: usize) -> f64 {
        let fade = f64::from(self.fades.get(step).copied().unwrap_or(0));
        (f64::from(self.frames[step] + STEP) + fade) / f64::from(FRAMES_PER_SECOND) + END
    }
}

/// Normalises recordings of one speaker: in each band, all steps together have the mean 0 and the deviation 1. Microphones, rooms
/// and voices differ in both.
pub fn normalise(recordings: &mut [Features]) {
    let normaliser = Normaliser::of(recordings);
    recordings.iter_mut().for_each(|recording| normaliser.apply(recording));
}

/// A band is empty if it ends above this share of the highest frequency of a recording: one at 8 kHz has only leaks of the resampler
/// above 4 kHz.
const HIGHEST: f64 = 0.97;

/// The mean and the deviation of each band in the recordings of a speaker.
#[derive(Debug, Clone)]
pub struct Normaliser {
    mean: [f32; BANDS],
    factor: [f32; BANDS],
}

impl Normaliser {
    /// Measures recordings of one speaker that are not normalised.
    pub fn of(recordings: &[Features]) -> Self {
        let mut all = Sums::default();
        for Features { sums, .. } in recordings {
            all.count += sums.count;
            for band in 0..BANDS {
                all.sum[band] += sums.sum[band];
                all.squares[band] += sums.squares[band];
            }
        }
        let count = all.count.max(1.0);
        let rates = recordings.iter().map(|recording| recording.rate).filter(|rate| *rate > 0);
        let highest = rates.min().map_or(f64::MAX, |rate| f64::from(rate) / 2.0 * HIGHEST);
        let factor = |band: usize| {
            let mean = all.sum[band] / count;
            let variance = (all.squares[band] / count - mean * mean).max(1e-6);
            if band_end(band) > highest { 0.0 } else { (1.0 / variance.sqrt()) as f32 }
        };
        Self {
            mean: std::array::from_fn(|band| (all.sum[band] / count) as f32),
            factor: std::array::from_fn(factor),
        }
    }

    /// Returns the bands that are empty. They are 0 in all steps.
    pub fn empty_bands(&self) -> Vec<usize> {
        (0..BANDS).filter(|band| self.factor[*band] == 0.0).collect()
    }

    /// Takes bands as empty.
    pub fn without_bands(mut self, bands: &[usize]) -> Self {
        bands.iter().for_each(|band| self.factor[*band] = 0.0);
        self
    }

    /// Normalises a recording of the same speaker.
    pub fn apply(&self, recording: &mut Features) {
        for step in &mut recording.steps {
            for ((value, mean), factor) in step.iter_mut().zip(&self.mean).zip(&self.factor) {
                let level = (f32::from(*value) / RAW_SCALE - mean) * factor;
                *value = (level.clamp(-MOST_DEVIATIONS, MOST_DEVIATIONS) * SCALE).round() as i16;
            }
        }
    }
}

/// Listens to a recording of any length, one block at a time.
pub struct Listener {
    converter: Option<Converter>,
    rate: u32,
    /// Number of frames of input, and of samples of 16 kHz that were made of them.
    heard: u64,
    made: u64,
    /// Samples of 16 kHz that are not analysed.
    pending: Vec<f32>,
    /// The sample before `pending`, and the number of its first frame.
    before: f32,
    frame: u32,
    voice: f32,
    /// True if there was a click after the last step.
    click: bool,
    bank: FilterBank,
    features: Features,
}

impl Listener {
    /// Creates a listener to mono samples of a rate in Hz.
    ///
    /// # Errors
    /// If the rate is not supported.
    pub fn new(rate: u32) -> Result<Self, ResampleError> {
        Ok(Self {
            converter: if rate == RATE { None } else { Some(Converter::new(rate, RATE)?) },
            rate,
            heard: 0,
            made: 0,
            pending: Vec::new(),
            before: 0.0,
            frame: 0,
            voice: f32::MIN,
            click: false,
            bank: FilterBank::new(),
            features: Features { rate, ..Features::default() },
        })
    }

    /// Adds mono samples.
    ///
    /// # Errors
    /// If they cannot be resampled.
    pub fn push(&mut self, samples: &[f32]) -> Result<(), ResampleError> {
        self.heard += samples.len() as u64;
        let before = self.pending.len();
        match &mut self.converter {
            None => self.pending.extend_from_slice(samples),
            Some(converter) => converter.push(samples, &mut self.pending)?,
        }
        self.made += (self.pending.len() - before) as u64;
        while self.pending.len() >= PART + VIEW {
            self.analyse(false);
        }
        Ok(())
    }

    /// Returns the features of everything that was pushed, not normalised.
    ///
    /// # Errors
    /// If the end cannot be resampled.
    pub fn finish(mut self) -> Result<Features, ResampleError> {
        let wanted = frames_at(self.heard, self.rate, RATE);
        if let Some(mut converter) = self.converter.take() {
            let silence = vec![0.0; self.rate as usize / 10];
            while self.made < wanted {
                let before = self.pending.len();
                converter.push(&silence, &mut self.pending)?;
                self.made += (self.pending.len() - before) as u64;
            }
            let surplus = (self.made - wanted) as usize;
            self.pending.truncate(self.pending.len().saturating_sub(surplus));
        }
        self.analyse(true);
        Ok(self.features)
    }

    /// Analyses everything that is pending, or the next part of it.
    fn analyse(&mut self, all: bool) {
        let energies = energies(&self.pending);
        let speech = speech(&energies, &mut self.voice);
        let frames = if all { energies.len() } else { quietest_end(&energies) };
        let levels: Vec<[f32; BANDS]> =
            (0..(frames + edges::MOST).min(energies.len())).map(|frame| self.levels(frame)).collect();
        let edges = Edges::of(&levels, &energies, &speech);
        let is_speech = |frame: usize| frame < frames && speech.frames[frame];
        let mut clicks = speech.clicks.iter().copied().peekable();
        let (mut at, mut starts) = (0, true);
        while at < frames {
            self.click |= clicks.next_if(|click| *click <= at).is_some();
            // A step consists of two frames of one run of speech. The last frame of an odd run is left out.
            if is_speech(at) && is_speech(at + 1) {
                self.add_step(at, &levels);
                self.features.leads.push(if starts { edges.lead(at) } else { 0 });
                at += STEP as usize;
                let odd = usize::from(is_speech(at));
                let ends = odd == 0 || !is_speech(at + 1);
                self.features.fades.push(if ends { edges.fade(at + odd) + odd as i8 } else { 0 });
                starts = ends;
            } else {
                starts = true;
                at += 1;
            }
        }
        let used = frames * HOP;
        if !all {
            self.before = self.pending[used - 1];
            self.pending.drain(..used);
            self.frame += frames as u32;
        }
    }

    /// Returns the levels of a frame.
    fn levels(&mut self, frame: usize) -> [f32; BANDS] {
        let start = frame * HOP;
        let before = start.checked_sub(1).map_or(self.before, |at| self.pending[at]);
        let end = (start + FRAME).min(self.pending.len());
        self.bank.levels(&self.pending[start..end], before)
    }

    fn add_step(&mut self, at: usize, levels: &[[f32; BANDS]]) {
        let mut mean = [0.0_f32; BANDS];
        let sums = &mut self.features.sums;
        for levels in &levels[at..at + STEP as usize] {
            sums.count += 1.0;
            for band in 0..BANDS {
                let level = f64::from(levels[band]);
                sums.sum[band] += level;
                sums.squares[band] += level * level;
                mean[band] += levels[band] / STEP as f32;
            }
        }
        self.features.steps.push(mean.map(|level| (level * RAW_SCALE) as i16));
        self.features.frames.push(self.frame + at as u32);
        self.features.clicks.push(std::mem::take(&mut self.click));
    }
}

/// Returns the quietest frame at the end of a part. A cut there divides no word.
fn quietest_end(energies: &[f32]) -> usize {
    let end = (PART / HOP).min(energies.len());
    let start = end.saturating_sub(SEARCHED).max(1);
    (start..end).min_by(|a, b| energies[*a].total_cmp(&energies[*b])).unwrap_or(end.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::Spec;

    /// Returns bursts of a tone of half a second, each after half a second of silence.
    fn bursts(rate: u32, count: usize) -> Clip {
        let half = rate as usize / 2;
        let wave = |n: usize| libm::sin(n as f64 * 3_000.0 / f64::from(rate)) as f32;
        let samples = (0..count * 2 * half).map(|n| if (n / half) % 2 == 1 { wave(n) * 0.3 } else { 0.0 });
        Clip { spec: Spec { sample_rate: rate, channels: 1 }, samples: samples.collect() }
    }

    #[test]
    fn a_recording_is_the_same_in_blocks_and_at_any_rate() {
        let whole = Features::of(&bursts(RATE, 3)).unwrap();
        let mut listener = Listener::new(RATE).unwrap();
        for block in bursts(RATE, 3).samples.chunks(777) {
            listener.push(block).unwrap();
        }
        assert_eq!(listener.finish().unwrap(), whole);
        let other = Features::of(&bursts(44_100, 3)).unwrap();
        assert!(other.steps.len().abs_diff(whole.steps.len()) <= 3);
        assert!(other.frames[0].abs_diff(whole.frames[0]) <= 2);
    }

    #[test]
    fn hours_are_analysed_in_parts() {
        let clip = bursts(RATE, 400);
        let features = Features::of(&clip).unwrap();
        // Half of each second is speech, and each burst has two edges.
        assert!(features.steps.len().abs_diff(400 * 27) < 400, "{}", features.steps.len());
        assert!(features.frames.is_sorted());
        let last = features.end(features.steps.len() - 1);
        assert!((399.9..400.1).contains(&last), "{last}");
    }

    #[test]
    fn normalised_bands_have_mean_0_and_deviation_1() {
        let mut pair = [Features::of(&bursts(RATE, 2)).unwrap(), Features::of(&bursts(RATE, 5)).unwrap()];
        normalise(&mut pair);
        let values: Vec<f32> =
            pair.iter().flat_map(|one| &one.steps).map(|step| f32::from(step[7]) / SCALE).collect();
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        assert!(mean.abs() < 0.05, "{mean}");
        normalise(&mut []);
        normalise(&mut [Features::default()]);
    }

    #[test]
    fn a_recording_at_a_low_rate_has_empty_bands() {
        let mut seed = 1_u32;
        let noise = (0..16_000).map(|n| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((seed >> 8) as f32 / (1 << 24) as f32 - 0.5) * 0.4 * (1.0 + libm::sinf(n as f32 * 0.002))
        });
        let clip = Clip { spec: Spec { sample_rate: 8_000, channels: 1 }, samples: noise.collect() };
        let mut features = [Features::of(&clip).unwrap()];
        let normaliser = Normaliser::of(&features);
        let empty = normaliser.empty_bands();
        assert!(empty.contains(&31) && empty.contains(&39) && !empty.contains(&20), "{empty:?}");
        assert!(Normaliser::of(&[Features::of(&bursts(16_000, 2)).unwrap()]).empty_bands().is_empty());
        normalise(&mut features);
        assert!(features[0].steps.iter().all(|step| step[35] == 0));
        assert!(features[0].steps.iter().any(|step| step[20] != 0));
    }
}
