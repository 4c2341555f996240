//! A placement → its samples in the episode: read, brought to mono and rate, faded at the cuts, with its gain.

use std::collections::BTreeMap;

use super::resample::Converter;
use super::{MixError, Placement, frames_at, in_file, linear};
use crate::audio::mono;
use crate::audio::wav::Reader;

/// A cut is faded over 5 ms: too short to be heard as a fade, long enough that nothing clicks.
const FADE_A_SECOND: u32 = 200;
/// Frames read at a time.
const BLOCK: usize = 8_192;

/// Renders placements to one rate; keeps a resampler for each rate it meets.
pub(super) struct Renderer {
    rate: u32,
    converters: BTreeMap<u32, Converter>,
}

impl Renderer {
    pub(super) fn new(rate: u32) -> Self {
        Self { rate, converters: BTreeMap::new() }
    }

    /// Gives exactly [`frames_at`] samples, in blocks; `emit` says whether to go on.
    pub(super) fn render(
        &mut self,
        placement: &Placement,
        emit: &mut dyn FnMut(Vec<f32>) -> bool,
    ) -> Result<(), MixError> {
        let told = in_file(&placement.path);
        let mut reader = Reader::open(&placement.path).map_err(&told)?;
        reader.seek(placement.sound.start).map_err(&told)?;
        let mut shape = Shape::new(placement, self.rate);
        let mut left = placement.sound.end - placement.sound.start;
        let mut raw = Vec::new();
        let channels = reader.spec().channels;
        while left > 0 {
            let wanted = left.min(BLOCK as u64) as usize;
            let got = reader.read(&mut raw, wanted).map_err(&told)?;
            if got == 0 {
                break;
            }
            left -= got as u64;
            let mut samples = mono(&raw, channels);
            samples.iter_mut().for_each(|sample| *sample -= placement.offset);
            if !self.convert(placement.sample_rate, samples, &mut shape, emit)? {
                return Ok(());
            }
        }
        self.drain(placement.sample_rate, &mut shape, emit)
    }

    fn convert(
        &mut self,
        from: u32,
        samples: Vec<f32>,
        shape: &mut Shape,
        emit: &mut dyn FnMut(Vec<f32>) -> bool,
    ) -> Result<bool, MixError> {
        if from == self.rate {
            return Ok(emit(shape.apply(samples)));
        }
        let mut converted = Vec::new();
        self.converter(from)?.push(&samples, |piece| converted.extend_from_slice(piece))?;
        Ok(converted.is_empty() || emit(shape.apply(converted)))
    }

    /// Silence is pushed through until the last sample has come out; a file that was shorter than it said is
    /// filled up with silence.
    fn drain(
        &mut self,
        from: u32,
        shape: &mut Shape,
        emit: &mut dyn FnMut(Vec<f32>) -> bool,
    ) -> Result<(), MixError> {
        while shape.left() > 0 && self.convert(from, vec![0.0; BLOCK], shape, emit)? {}
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
        let length = frames_at(placement.sound.end - placement.sound.start, placement.sample_rate, rate);
        let fade = u64::from(rate / FADE_A_SECOND).min(length / 2);
        Self { gain: linear(placement.gain_db), fade, at: 0, length }
    }

    fn left(&self) -> u64 {
        self.length - self.at
    }

    fn apply(&mut self, mut samples: Vec<f32>) -> Vec<f32> {
        samples.truncate(usize::try_from(self.left()).unwrap_or(usize::MAX));
        for sample in &mut samples {
            let edge = self.at.min(self.length - 1 - self.at);
            let fade = if edge < self.fade { (edge as f32 + 0.5) / self.fade as f32 } else { 1.0 };
            *sample *= self.gain * fade;
            self.at += 1;
        }
        samples
    }
}
