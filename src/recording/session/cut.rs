//! Cuts readings out of a session, at the quietest points around them.

use super::find::{LineReading, Session};
use crate::base::diagnostic::Diagnostic;
use aloud_audio::Clip;

/// Most seconds before the first word and after the last that a recording keeps: a breath and the end of a sound.
const BEFORE: f64 = 0.5;
const AFTER: f64 = 0.6;
/// Seconds next to the words in which no cut is made: a soft onset is below the level of speech.
const GUARD: f64 = 0.06;
/// Seconds in which a cut without a pause may be moved to the quietest point.
const NEAR: f64 = 0.03;
/// Seconds of the window whose level is compared, and of the fades at both ends.
const WINDOW: f64 = 0.01;
const FADE: f64 = 0.005;

/// A reading that was cut out.
pub(super) struct Piece {
    pub(super) clip: Clip,
    /// Where in the session it starts, in seconds.
    pub(super) start: f64,
}

/// A part of a session to keep while it is decoded.
struct Wanted {
    /// Index of the reading.
    at: usize,
    /// First and last frame.
    from: u64,
    to: u64,
    samples: Vec<f32>,
}

/// Cuts out all readings in one pass over the file, and hands each to `keep`.
pub(super) fn cut<E: From<Diagnostic>>(
    session: &Session,
    readings: &[LineReading],
    mut keep: impl FnMut(usize, Piece) -> Result<(), E>,
) -> Result<(), E> {
    let rate = f64::from(session.spec.sample_rate);
    let range = |(at, reading): (usize, &LineReading)| {
        let (start, end) = outer(reading);
        let frame = |seconds: f64| (seconds.max(0.0) * rate) as u64;
        Wanted { at, from: frame(start), to: frame(end.min(session.seconds)), samples: Vec::new() }
    };
    let mut waiting: Vec<Wanted> = readings.iter().enumerate().map(range).collect();
    waiting.sort_by_key(|wanted| wanted.from);
    session.file.decode(|_, first, block| {
        let channels = usize::from(session.spec.channels);
        let end = first + (block.len() / channels) as u64;
        for wanted in waiting.iter_mut().take_while(|wanted| wanted.from < end) {
            let from = wanted.from.max(first).min(end) - first;
            let to = wanted.to.clamp(first, end) - first;
            wanted
                .samples
                .extend_from_slice(&block[from as usize * channels..to.max(from) as usize * channels]);
        }
        while waiting.first().is_some_and(|wanted| wanted.to <= end) {
            let wanted = waiting.remove(0);
            let at = wanted.at;
            keep(at, trim(session, &readings[at], wanted))?;
        }
        Ok::<(), E>(())
    })?;
    for wanted in std::mem::take(&mut waiting) {
        let at = wanted.at;
        keep(at, trim(session, &readings[at], wanted))?;
    }
    Ok(())
}

/// Decodes a range of a file.
pub(super) fn clip_of(session: &Session, start: f64, end: f64) -> Result<Clip, Diagnostic> {
    let rate = f64::from(session.spec.sample_rate);
    let (from, to) = ((start * rate) as u64, (end * rate) as u64);
    let channels = usize::from(session.spec.channels);
    let mut samples = Vec::new();
    session.file.decode(|_, first, block| {
        let end = first + (block.len() / channels) as u64;
        let (from, to) = (from.clamp(first, end) - first, to.clamp(first, end) - first);
        samples.extend_from_slice(&block[from as usize * channels..to as usize * channels]);
        Ok::<(), Diagnostic>(())
    })?;
    Ok(Clip { spec: session.spec, samples })
}

/// Returns the widest range of a recording, in seconds. It reaches at most to the next speech.
fn outer(reading: &LineReading) -> (f64, f64) {
    let (before, after) = reading.quiet;
    (reading.start - BEFORE.min(before).max(NEAR), reading.end + AFTER.min(after).max(NEAR))
}

/// Cuts at the quietest points, and fades the ends.
fn trim(session: &Session, reading: &LineReading, wanted: Wanted) -> Piece {
    let rate = f64::from(session.spec.sample_rate);
    let clip = Clip { spec: session.spec, samples: wanted.samples };
    let mono = clip.mono();
    let from = wanted.from as f64 / rate;
    let frame = |seconds: f64| ((seconds - from) * rate).max(0.0) as usize;
    let (before, after) = reading.quiet;
    let start = quietest(&mono, 0..frame(reading.start - if before > GUARD { GUARD } else { -NEAR }), rate);
    let end = frame(reading.end + if after > GUARD { GUARD } else { -NEAR });
    let end = quietest(&mono, end..mono.len(), rate).max(start);
    let channels = usize::from(session.spec.channels);
    let mut samples = clip.samples[start * channels..end * channels].to_vec();
    fade(&mut samples, channels, (FADE * rate) as usize);
    Piece { clip: Clip { spec: session.spec, samples }, start: from + start as f64 / rate }
}

/// Returns the middle of the quietest window in a range of samples. Of equal ones, the one in the middle of the range is best.
fn quietest(mono: &[f32], range: std::ops::Range<usize>, rate: f64) -> usize {
    let window = ((WINDOW * rate) as usize).max(1);
    let range = range.start.min(mono.len())..range.end.min(mono.len());
    let starts = range.clone().step_by((window / 2).max(1)).filter(|at| at + window <= range.end);
    let level = |at: &usize| mono[*at..at + window].iter().map(|sample| sample * sample).sum::<f32>();
    let found = starts.min_by(|a, b| level(a).total_cmp(&level(b)));
    found.map_or(range.start + range.len() / 2, |at| at + window / 2)
}

/// Fades the ends, so the cut makes no click.
pub(in crate::recording) fn fade(samples: &mut [f32], channels: usize, length: usize) {
    let frames = samples.len() / channels.max(1);
    let length = length.min(frames / 2);
    for at in 0..length {
        let gain = at as f32 / length as f32;
        for channel in 0..channels {
            samples[at * channels + channel] *= gain;
            samples[(frames - 1 - at) * channels + channel] *= gain;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_the_quietest_window() {
        let mut mono = vec![0.1; 1_000];
        mono[600..640].fill(0.0);
        assert_eq!(quietest(&mono, 0..1_000, 2_000.0), 610);
        assert_eq!(quietest(&[], 0..0, 2_000.0), 0);
        assert_eq!(quietest(&mono, 20..25, 2_000.0), 22, "the range is shorter than the window");
    }

    #[test]
    fn fades_both_ends_to_silence() {
        let mut samples = vec![1.0; 200];
        fade(&mut samples, 2, 10);
        assert_eq!((samples[0], samples[1], samples[198], samples[199]), (0.0, 0.0, 0.0, 0.0));
        assert_eq!((samples[20], samples[179]), (1.0, 1.0));
        fade(&mut [], 1, 10);
    }
}
