//! Reads placements as the episode needs them: decoded, resampled, with fades and gains.
//!
//! Overlapping placements play at the same time, each one block at a time, so memory does not grow with their length.

use std::collections::BTreeMap;
use std::ops::Range;

use super::error::{MixError, in_file};
use super::gain::db_to_factor;
use super::phase::PhaseRotator;
use super::plan::{GainPoint, Placement};
use aloud_audio::decode::Decoder;
use aloud_audio::mix_down;
use aloud_audio::resample::Converter;
use aloud_audio::wav::WavError;

/// Number of frames to read at a time.
const BLOCK: usize = 16_384;
/// Number of silent frames to push at a time into a resampler until its last sample has come out.
const TAIL: usize = 1 << 11;

/// Opens placements and reads their blocks. It keeps the resamplers for the next placements, because a new one costs as much as a
/// second of audio.
pub(super) struct Player {
    rate: u32,
    /// True if the mix has two channels that differ.
    stereo: bool,
    idle: BTreeMap<u32, Vec<Converter>>,
    raw: Vec<f32>,
    channel: Vec<f32>,
}

/// A placement that is playing.
pub(super) struct Playback<'a> {
    placement: &'a Placement,
    decoder: Decoder,
    /// Number of frames still to be read from the file.
    unread: u64,
    /// One resampler for each channel. Empty if the file has the episode's sample rate.
    converters: Vec<Converter>,
    /// One for each channel. Empty if the phase stays.
    rotators: Vec<PhaseRotator>,
    envelope: Envelope<'a>,
    /// By channel: finished samples. The first `taken` of them are used.
    ready: Vec<Vec<f32>>,
    taken: usize,
}

impl Playback<'_> {
    /// Returns the number of frames that can be taken now.
    #[inline]
    pub(super) fn ready(&self) -> usize {
        self.ready[0].len() - self.taken
    }

    /// Returns the next samples of a channel. `frames` is at most [`Self::ready`]. A mono placement has the same samples in each
    /// channel.
    #[inline]
    pub(super) fn next(&self, channel: usize, frames: usize) -> &[f32] {
        &self.ready[channel.min(self.ready.len() - 1)][self.taken..self.taken + frames]
    }

    /// Marks frames as used.
    #[inline]
    pub(super) fn take(&mut self, frames: usize) {
        self.taken += frames;
        if self.ready() == 0 {
            self.ready.iter_mut().for_each(Vec::clear);
            self.taken = 0;
        }
    }

    #[inline]
    pub(super) fn pan(&self) -> f32 {
        self.placement.pan
    }

    #[inline]
    pub(super) fn is_over(&self) -> bool {
        self.ready() == 0 && self.envelope.left() == 0
    }
}

impl Player {
    /// Creates a player for an episode with this sample rate. `stereo` is true if the two channels of the mix differ.
    pub(super) fn new(rate: u32, stereo: bool) -> Self {
        Self { rate, stereo, idle: BTreeMap::new(), raw: Vec::new(), channel: Vec::new() }
    }

    /// Opens the file of a placement at its first frame.
    pub(super) fn open<'a>(&mut self, placement: &'a Placement) -> Result<Playback<'a>, MixError> {
        let in_file = in_file(&placement.path);
        let opened = placement.path.open_sound().map_err(WavError::from);
        let mut decoder = opened.and_then(Decoder::of_file).map_err(&in_file)?;
        decoder.skip_to(placement.frames.start).map_err(&in_file)?;
        let channels =
            if self.stereo && placement.stereo { usize::from(decoder.spec().channels).min(2) } else { 1 };
        let mut converters = Vec::new();
        while placement.sample_rate != self.rate && converters.len() < channels {
            converters.push(self.converter(placement.sample_rate)?);
        }
        Ok(Playback {
            placement,
            decoder,
            unread: placement.frames.end - placement.frames.start,
            converters,
            rotators: vec![PhaseRotator::new(self.rate); if placement.rotate_phase { channels } else { 0 }],
            envelope: Envelope::new(placement, self.rate),
            ready: vec![Vec::new(); channels],
            taken: 0,
        })
    }

    fn converter(&mut self, from: u32) -> Result<Converter, MixError> {
        match self.idle.get_mut(&from).and_then(Vec::pop) {
            Some(idle) => Ok(idle),
            None => Ok(Converter::new(from, self.rate)?),
        }
    }

    /// Makes frames ready, unless the placement is over.
    pub(super) fn fill(&mut self, playback: &mut Playback<'_>) -> Result<(), MixError> {
        while playback.ready() == 0 && !playback.is_over() {
            self.read(playback)?;
            let position = playback.envelope.at;
            for channel in 0..playback.ready.len() {
                self.extract_channel(playback, channel);
                let ready = &mut playback.ready[channel];
                match playback.converters.get_mut(channel) {
                    Some(converter) => converter.push(&self.channel, ready)?,
                    None => ready.extend_from_slice(&self.channel),
                }
                if let Some(rotator) = playback.rotators.get_mut(channel) {
                    rotator.apply(ready);
                }
                playback.envelope.at = position;
                playback.envelope.apply(ready);
            }
        }
        Ok(())
    }

    /// Reads a block. After the last frame, or if the file is shorter than its header says, the block is silence.
    fn read(&mut self, playback: &mut Playback<'_>) -> Result<(), MixError> {
        let wanted = playback.unread.min(BLOCK as u64) as usize;
        let got = match wanted {
            0 => 0,
            _ => playback.decoder.read(&mut self.raw, wanted).map_err(in_file(&playback.placement.path))?,
        };
        playback.unread = if got == 0 { 0 } else { playback.unread - got as u64 };
        if got == 0 {
            self.raw.clear();
            let samples = TAIL * usize::from(playback.decoder.spec().channels);
            self.raw.resize(samples, playback.placement.dc_offset);
        }
        Ok(())
    }

    /// Copies one channel of the block to `self.channel` without its DC offset. A mono placement gets the mean of all channels.
    fn extract_channel(&mut self, playback: &Playback<'_>, channel: usize) {
        let channels = playback.decoder.spec().channels;
        if playback.ready.len() == 1 {
            mix_down(&self.raw, channels, &mut self.channel);
        } else {
            self.channel.clear();
            let frames = self.raw.chunks_exact(usize::from(channels));
            self.channel.extend(frames.map(|frame| frame[channel]));
        }
        let dc_offset = playback.placement.dc_offset;
        self.channel.iter_mut().for_each(|sample| *sample -= dc_offset);
    }

    /// Closes a placement that is over and takes its resamplers back.
    pub(super) fn close(&mut self, playback: Playback<'_>) {
        for mut converter in playback.converters {
            converter.reset();
            self.idle.entry(playback.placement.sample_rate).or_default().push(converter);
        }
    }
}

/// Gain, fades and gain curve of a placement.
struct Envelope<'a> {
    gain: f32,
    fades: [u64; 2],
    curve: &'a [GainPoint],
    /// Position of the next sample in frames of the placement.
    at: u64,
    length: u64,
}

impl<'a> Envelope<'a> {
    fn new(placement: &'a Placement, rate: u32) -> Self {
        let length = placement.length(rate);
        let fades = placement.fades.map(|fade| fade.min(length));
        Self { gain: db_to_factor(placement.gain_db), fades, curve: &placement.gain_curve, at: 0, length }
    }

    #[inline]
    fn left(&self) -> u64 {
        self.length - self.at
    }

    /// Applies the envelope to the next samples, and cuts off those after the end of the placement.
    fn apply(&mut self, samples: &mut Vec<f32>) {
        samples.truncate(usize::try_from(self.left()).unwrap_or(usize::MAX));
        scale(samples, self.gain);
        let (at, end) = (self.at, self.at + samples.len() as u64);
        let [fade_in, fade_out] = self.fades;
        for at in at..end.min(fade_in) {
            samples[(at - self.at) as usize] *= (at as f32 + 0.5) / fade_in as f32;
        }
        for at in at.max(self.length - fade_out)..end {
            samples[(at - self.at) as usize] *= ((self.length - 1 - at) as f32 + 0.5) / fade_out as f32;
        }
        apply_curve(self.curve, at, samples);
        self.at = end;
    }
}

/// Applies a gain curve to samples. The first sample is at frame `at` of the curve.
fn apply_curve(curve: &[GainPoint], at: u64, samples: &mut [f32]) {
    let end = at + samples.len() as u64;
    let within = |frames: Range<u64>| {
        (frames.start.clamp(at, end) - at) as usize..(frames.end.clamp(at, end) - at) as usize
    };
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

fn scale(samples: &mut [f32], gain: f32) {
    samples.iter_mut().for_each(|sample| *sample *= gain);
}
