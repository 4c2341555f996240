//! A placement → its samples in the episode: read, brought to rate, faded, turned up and down. Several are played side by
//! side, each a block at a time, so that memory does not grow with their length.

use std::collections::BTreeMap;

use super::stretch::length;
use super::{MixError, Placement, Point, in_file, linear};
use crate::audio::mix_down;
use crate::audio::resample::Converter;
use crate::audio::sound::Sound;

/// Frames read at a time.
const BLOCK: usize = 16_384;
/// Frames of silence that a resampler is given at a time until its last sample has come out.
const TAIL: usize = 1 << 11;

/// Opens placements, and keeps resamplers from one to the next.
pub(super) struct Renderer {
    rate: u32,
    /// Whether the mix has two channels that differ.
    wide: bool,
    idle: BTreeMap<u32, Vec<Converter>>,
    raw: Vec<f32>,
    mono: Vec<f32>,
}

/// A placement that is being played.
pub(super) struct Playing<'a> {
    placement: &'a Placement,
    reader: Sound,
    /// Frames of the file that are still to be read.
    unread: u64,
    /// One for each channel; none where the file has the episode's rate.
    converters: Vec<Converter>,
    shape: Shape<'a>,
    /// By channel: samples as they are heard. The first `taken` of them have been.
    made: Vec<Vec<f32>>,
    taken: usize,
}

impl Playing<'_> {
    /// How many frames can be taken now.
    pub(super) fn ready(&self) -> usize {
        self.made[0].len() - self.taken
    }

    /// Its next frames, of the channel or of the only one that it has; at most as many as are ready.
    pub(super) fn next(&self, channel: usize, frames: usize) -> &[f32] {
        &self.made[channel.min(self.made.len() - 1)][self.taken..self.taken + frames]
    }

    pub(super) fn take(&mut self, frames: usize) {
        self.taken += frames;
        if self.ready() == 0 {
            self.made.iter_mut().for_each(Vec::clear);
            self.taken = 0;
        }
    }

    pub(super) fn pan(&self) -> f32 {
        self.placement.pan
    }

    pub(super) fn is_over(&self) -> bool {
        self.ready() == 0 && self.shape.left() == 0
    }
}

impl Renderer {
    pub(super) fn new(rate: u32, wide: bool) -> Self {
        Self { rate, wide, idle: BTreeMap::new(), raw: Vec::new(), mono: Vec::new() }
    }

    pub(super) fn open<'a>(&mut self, placement: &'a Placement) -> Result<Playing<'a>, MixError> {
        let told = in_file(&placement.path);
        let mut reader = Sound::open(&placement.path).map_err(&told)?;
        reader.skip_to(placement.sound.start).map_err(&told)?;
        let channels =
            if self.wide && placement.wide { usize::from(reader.spec().channels).min(2) } else { 1 };
        let mut converters = Vec::new();
        while placement.sample_rate != self.rate && converters.len() < channels {
            converters.push(self.converter(placement.sample_rate)?);
        }
        Ok(Playing {
            placement,
            reader,
            unread: placement.sound.end - placement.sound.start,
            converters,
            shape: Shape::new(placement, self.rate),
            made: vec![Vec::new(); channels],
            taken: 0,
        })
    }

    fn converter(&mut self, from: u32) -> Result<Converter, MixError> {
        match self.idle.get_mut(&from).and_then(Vec::pop) {
            Some(known) => Ok(known),
            None => Ok(Converter::new(from, self.rate)?),
        }
    }

    /// Sees to it that there are frames to take, as long as the placement has any left.
    pub(super) fn fill(&mut self, playing: &mut Playing<'_>) -> Result<(), MixError> {
        while playing.ready() == 0 && !playing.is_over() {
            self.read(playing)?;
            let before = playing.shape.at;
            for channel in 0..playing.made.len() {
                self.split(playing, channel);
                let made = &mut playing.made[channel];
                match playing.converters.get_mut(channel) {
                    Some(converter) => converter.push(&self.mono, made)?,
                    None => made.extend_from_slice(&self.mono),
                }
                playing.shape.at = before;
                playing.shape.apply(made);
            }
        }
        Ok(())
    }

    /// Reads a block; behind the end, and where a file is shorter than it said, there is silence.
    fn read(&mut self, playing: &mut Playing<'_>) -> Result<(), MixError> {
        let wanted = playing.unread.min(BLOCK as u64) as usize;
        let got = match wanted {
            0 => 0,
            _ => playing.reader.read(&mut self.raw, wanted).map_err(in_file(&playing.placement.path))?,
        };
        playing.unread = if got == 0 { 0 } else { playing.unread - got as u64 };
        if got == 0 {
            self.raw.clear();
            self.raw.resize(TAIL * usize::from(playing.reader.spec().channels), playing.placement.offset);
        }
        Ok(())
    }

    /// Puts a channel of what was read into `mono`, or all of them where the placement has but one.
    fn split(&mut self, playing: &Playing<'_>, channel: usize) {
        let channels = playing.reader.spec().channels;
        if playing.made.len() == 1 {
            mix_down(&self.raw, channels, &mut self.mono);
        } else {
            self.mono.clear();
            self.mono.extend(self.raw.iter().skip(channel).step_by(usize::from(channels)));
        }
        let offset = playing.placement.offset;
        self.mono.iter_mut().for_each(|sample| *sample -= offset);
    }

    /// Takes the resamplers of a placement back that has been played.
    pub(super) fn close(&mut self, playing: Playing<'_>) {
        for mut converter in playing.converters {
            converter.reset();
            self.idle.entry(playing.placement.sample_rate).or_default().push(converter);
        }
    }
}

/// Gain, fades and curve over a placement of known length.
struct Shape<'a> {
    gain: f32,
    fades: [u64; 2],
    curve: &'a [Point],
    at: u64,
    length: u64,
}

impl<'a> Shape<'a> {
    fn new(placement: &'a Placement, rate: u32) -> Self {
        let length = length(placement, rate);
        let fades = placement.fades.map(|fade| fade.min(length));
        Self { gain: linear(placement.gain_db), fades, curve: &placement.curve, at: 0, length }
    }

    fn left(&self) -> u64 {
        self.length - self.at
    }

    /// Goes on by these samples, and cuts off what lies behind the placement's end.
    fn apply(&mut self, samples: &mut Vec<f32>) {
        samples.truncate(usize::try_from(self.left()).unwrap_or(usize::MAX));
        samples.iter_mut().for_each(|sample| *sample *= self.gain);
        let (at, end) = (self.at, self.at + samples.len() as u64);
        let [fade_in, fade_out] = self.fades;
        for at in at..end.min(fade_in) {
            samples[(at - self.at) as usize] *= (at as f32 + 0.5) / fade_in as f32;
        }
        for at in at.max(self.length - fade_out)..end {
            samples[(at - self.at) as usize] *= ((self.length - 1 - at) as f32 + 0.5) / fade_out as f32;
        }
        bend(self.curve, at, samples);
        self.at = end;
    }
}

/// Turns samples up and down along a curve; the first of them stands at frame `at`.
fn bend(curve: &[Point], at: u64, samples: &mut [f32]) {
    let end = at + samples.len() as u64;
    let within = |frames: std::ops::Range<u64>| {
        let place = |frame: u64| (frame.clamp(at, end) - at) as usize;
        place(frames.start)..place(frames.end)
    };
    let scale = |samples: &mut [f32], gain: f32| samples.iter_mut().for_each(|sample| *sample *= gain);
    let (Some(first), Some(last)) = (curve.first(), curve.last()) else { return };
    scale(&mut samples[within(0..first.at)], first.gain);
    for pair in curve.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let range = within(from.at..to.at);
        if from.gain == to.gain {
            scale(&mut samples[range], from.gain);
            continue;
        }
        let slope = (to.gain - from.gain) / (to.at - from.at).max(1) as f32;
        let begin = at + range.start as u64;
        for (nth, sample) in samples[range].iter_mut().enumerate() {
            *sample *= from.gain + slope * (begin - from.at + nth as u64) as f32;
        }
    }
    scale(&mut samples[within(last.at..u64::MAX)], last.gain);
}
