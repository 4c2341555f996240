//! A placement → its samples in the episode: read, brought to mono and rate, faded at the cuts, with its gain.

use std::collections::BTreeMap;

use super::resample::Converter;
use super::stretch::length;
use super::{MixError, Placement, in_file, linear};
use crate::audio::mix_down;
use crate::audio::sound::Sound;

/// A cut is faded over 5 ms: too short to be heard as a fade, long enough that nothing clicks.
const FADE_A_SECOND: u32 = 200;
/// Frames read at a time.
const BLOCK: usize = 16_384;

/// Takes samples in order, and may change them.
pub(super) type Emit<'a> = &'a mut dyn FnMut(&mut [f32]) -> Result<(), MixError>;

/// Renders placements to one rate; keeps a resampler for each rate it meets.
pub(super) struct Renderer {
    rate: u32,
    converters: BTreeMap<u32, Converter>,
    raw: Vec<f32>,
    mono: Vec<f32>,
}

impl Renderer {
    pub(super) fn new(rate: u32) -> Self {
        Self { rate, converters: BTreeMap::new(), raw: Vec::new(), mono: Vec::new() }
    }

    /// Gives exactly as many samples as the placement is long, in pieces.
    pub(super) fn render(&mut self, placement: &Placement, emit: Emit<'_>) -> Result<(), MixError> {
        let told = in_file(&placement.path);
        let mut reader = Sound::open(&placement.path).map_err(&told)?;
        reader.skip_to(placement.sound.start).map_err(&told)?;
        let mut shape = Shape::new(placement, self.rate);
        let mut left = placement.sound.end - placement.sound.start;
        let channels = reader.spec().channels;
        while left > 0 {
            let wanted = left.min(BLOCK as u64) as usize;
            let got = reader.read(&mut self.raw, wanted).map_err(&told)?;
            if got == 0 {
                break;
            }
            left -= got as u64;
            mix_down(&self.raw, channels, &mut self.mono);
            self.mono.iter_mut().for_each(|sample| *sample -= placement.offset);
            self.convert(placement.sample_rate, &mut shape, emit)?;
        }
        self.drain(placement.sample_rate, &mut shape, emit)
    }

    /// Brings the samples in `mono` to the episode's rate.
    fn convert(&mut self, from: u32, shape: &mut Shape, emit: Emit<'_>) -> Result<(), MixError> {
        if from == self.rate {
            return emit(shape.apply(&mut self.mono));
        }
        let mono = std::mem::take(&mut self.mono);
        let result = self.converter(from)?.push(&mono, &mut |piece| emit(shape.apply(piece)));
        self.mono = mono;
        result
    }

    /// Silence is pushed through until the last sample has come out; a file that was shorter than it said is
    /// filled up with silence.
    fn drain(&mut self, from: u32, shape: &mut Shape, emit: Emit<'_>) -> Result<(), MixError> {
        while shape.left() > 0 {
            self.mono.clear();
            self.mono.resize(BLOCK.min(1 << 11), 0.0);
            self.convert(from, shape, emit)?;
        }
        if let Some(converter) = self.converters.get_mut(&from) {
            converter.reset();
        }
        Ok(())
    }

    fn converter(&mut self, from: u32) -> Result<&mut Converter, MixError> {
        use std::collections::btree_map::Entry;
        match self.converters.entry(from) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => Ok(new.insert(Converter::new(from, self.rate)?)),
        }
    }
}

/// Gain and fades over a placement of known length.
struct Shape {
    gain: f32,
    fade: u64,
    at: u64,
    length: u64,
}

impl Shape {
    fn new(placement: &Placement, rate: u32) -> Self {
        let length = length(placement, rate);
        let fade = if placement.faded { u64::from(rate / FADE_A_SECOND).min(length / 2) } else { 0 };
        Self { gain: linear(placement.gain_db), fade, at: 0, length }
    }

    fn left(&self) -> u64 {
        self.length - self.at
    }

    fn apply<'a>(&mut self, samples: &'a mut [f32]) -> &'a mut [f32] {
        let count = usize::try_from(self.left()).unwrap_or(usize::MAX).min(samples.len());
        let samples = &mut samples[..count];
        samples.iter_mut().for_each(|sample| *sample *= self.gain);
        let end = self.at + count as u64;
        let (fade_in, fade_out) = (self.fade, self.length - self.fade);
        for at in (self.at..end.min(fade_in)).chain(self.at.max(fade_out)..end) {
            let edge = at.min(self.length - 1 - at);
            samples[(at - self.at) as usize] *= (edge as f32 + 0.5) / self.fade as f32;
        }
        self.at = end;
        samples
    }
}
