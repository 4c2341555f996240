//! Divides sound into parts that are encoded alone, and places their frames in the joined file.

use std::ops::Range;

use super::format::{Format, mp3_rate};

/// The sound before a part that is encoded with it, in seconds. For MP3 some frames are enough.
const MP3_LEAD: f64 = 0.3;
/// Opus needs more: the encoder begins with another mode and finds out in a second that it hears speech. A change of the mode at a
/// join is a click of -40 dBFS in the sound of a room.
const OPUS_LEAD: f64 = 1.5;
/// The sound after a part that is encoded with it, in seconds: more than one frame and the delay of the encoder.
const TAIL: f64 = 0.1;
/// Longest part in seconds. Sound without quiet places, such as music, is cut at whole frames, where the frames of both parts
/// agree; so memory is constant.
const LONGEST: u64 = 60;

/// The frames of a codec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrameGrid {
    /// Sample rate of the codec in Hz.
    pub(super) rate: u32,
    /// Samples of a frame.
    pub(super) frame: u32,
    /// Samples at the start of the file that players skip: the delay of encoder and decoder.
    pub(super) delay: u32,
    /// Frames of the sound before a part that are encoded with it.
    pub(super) lead: u32,
}

impl FrameGrid {
    /// LAME delays by 576 samples, a decoder of MP3 by 529.
    pub(super) const MP3_DELAY: u32 = 576 + 529;

    /// Returns the frames of a format for sound with this sample rate. `None` if it is encoded as a whole.
    pub(super) fn of(format: Format, wav_rate: u32) -> Option<Self> {
        let (rate, frame, delay, lead) = match format {
            Format::Mp3 => (mp3_rate(wav_rate), 1152, Self::MP3_DELAY, MP3_LEAD),
            // 20 ms. The file counts 48,000 samples a second at any rate (RFC 7845, section 4), and libopus looks 6.5 ms ahead.
            Format::Opus => (48_000, 960, 312, OPUS_LEAD),
            Format::Flac | Format::M4a | Format::M4b => return None,
        };
        let lead = (lead * f64::from(rate) / f64::from(frame)).ceil() as u32;
        Some(Self { rate, frame, delay, lead })
    }

    /// Returns the length of sound in samples of the codec.
    pub(super) fn samples(self, length: u64, wav_rate: u32) -> u64 {
        (length * u64::from(self.rate)).div_ceil(u64::from(wav_rate))
    }

    /// Returns the number of frames that hold sound of this length with the delay.
    pub(super) fn total(self, length: u64, wav_rate: u32) -> u64 {
        (self.samples(length, wav_rate) + u64::from(self.delay)).div_ceil(u64::from(self.frame))
    }
}

/// A part of the sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The frames of the WAV to encode, with the sound before and after the part.
    pub(super) read: Range<u64>,
    /// Frames of the codec to drop: the sound before the part.
    pub(super) lead: u64,
    /// Frames of the codec to keep. It does not depend on the position of the part.
    pub(super) kept: u64,
    /// Frames of the codec in the joined file, at most `kept`.
    pub(super) used: u64,
}

/// Divides sound of `length` frames at the cuts. Each part begins on the nearest frame of the codec.
pub(super) fn parts(cuts: &[u64], length: u64, wav_rate: u32, grid: FrameGrid) -> Vec<Part> {
    // The length of a frame of the codec is `frame / unit` frames of the WAV.
    let (frame, unit) = (u64::from(grid.frame) * u64::from(wav_rate), u64::from(grid.rate));
    let longest = u64::from(grid.rate) * LONGEST / u64::from(grid.frame);
    let ends = cuts.iter().copied().chain([length]);
    let mut starts = Vec::new();
    for (start, end) in [0].into_iter().chain(cuts.iter().copied()).zip(ends) {
        let first = (2 * start * unit + frame) / (2 * frame);
        // The steps are whole frames, counted from the cut.
        let steps = (0..).map(|step| (start + step * longest * frame / unit, first + step * longest));
        starts.extend(steps.take_while(|(at, _)| *at == start || *at < end));
    }
    let mut ends = starts.clone();
    ends.push((length, grid.total(length, wav_rate)));
    let tail = (TAIL * f64::from(wav_rate)).ceil() as u64;
    let part = |((start, first), (end, next)): (&(u64, u64), &(u64, u64))| {
        let lead = u64::from(grid.lead).min(start * unit / frame);
        // At the end there is the delay too, and the last frame is filled up.
        let end_frames =
            if *end == length { u64::from(grid.delay).div_ceil(u64::from(grid.frame)) + 1 } else { 0 };
        Part {
            read: start - lead * frame / unit..(end + tail).min(length),
            lead,
            kept: (end - start) * unit / frame + 1 + end_frames,
            used: next.saturating_sub(*first),
        }
    };
    starts.iter().zip(&ends[1..]).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_grids() -> impl Iterator<Item = (u32, FrameGrid)> {
        let rates = [8_000, 22_050, 44_100, 48_000, 50_001, 96_000];
        rates.into_iter().flat_map(|rate| {
            [Format::Mp3, Format::Opus].map(|format| (rate, FrameGrid::of(format, rate).unwrap()))
        })
    }

    #[test]
    fn joined_parts_have_all_frames_and_no_part_is_off_by_more_than_half_a_frame() {
        for (rate, grid) in all_grids() {
            let second = u64::from(rate);
            let cuts = [second * 17 + 11, second * 40 + 777, second * 300 + 5];
            let length = second * 333 + 1;
            let parts = parts(&cuts, length, rate, grid);
            assert_eq!(parts.iter().map(|part| part.used).sum::<u64>(), grid.total(length, rate));
            assert!(
                parts.len() >= 8 && parts.iter().all(|part| part.read.end - part.read.start < second * 63)
            );
            let mut at = 0;
            for part in &parts {
                assert!(part.used <= part.kept, "{part:?}");
                let seconds = |frames: u64| frames as f64 * f64::from(grid.frame) / f64::from(grid.rate);
                let start = part.read.start as f64 / f64::from(rate) + seconds(part.lead);
                let off = (seconds(at) - start).abs();
                assert!(off <= seconds(1) / 2.0 + 0.001, "{rate} {part:?}: {off}");
                at += part.used;
            }
        }
    }

    #[test]
    fn a_part_is_the_same_at_another_position() {
        for (rate, grid) in all_grids() {
            let second = u64::from(rate);
            for shift in [1, 313, 4_001, second * 3 + 7] {
                let before = parts(&[second * 20, second * 45], second * 70, rate, grid);
                let cuts = [second * 20 + shift, second * 45 + shift];
                let after = parts(&cuts, second * 70 + shift, rate, grid);
                for (before, after) in before.iter().zip(&after).skip(1) {
                    let read = before.read.start + shift..before.read.end + shift;
                    assert_eq!((&read, before.lead, before.kept), (&after.read, after.lead, after.kept));
                }
            }
        }
    }

    #[test]
    fn short_sound_is_one_part() {
        for (rate, grid) in all_grids() {
            for length in [1, 100, 5_000] {
                let all = parts(&[], length, rate, grid);
                assert_eq!((all.len(), &all[0].read, all[0].lead), (1, &(0..length), 0));
                assert!(all[0].used <= all[0].kept, "{all:?}");
            }
        }
    }
}
