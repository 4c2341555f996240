//! Finds the places where sound may be cut into parts, so an edit changes few of them.
//!
//! A cut lies in a quiet place, because the frames of a codec move by a part of a frame there. Which quiet places become
//! cuts depends on the sound after them and never on their position, so an edit moves no cut elsewhere.

use std::path::Path;

use aloud_audio::Spec;
use aloud_audio::wav::{Reader, WavError};

/// Frames of the WAV per read.
const BLOCK: usize = 1 << 15;
/// Frames that are examined at once.
const GROUP: usize = 64;

/// The rules for cuts.
#[derive(Debug, Clone, Copy)]
pub struct CutRules {
    /// Samples below this level are quiet; full scale is 1.
    pub quiet: f32,
    /// The shortest quiet place in seconds. The windows of two neighbouring frames of MP3 or Opus must fit into it.
    pub shortest: f64,
    /// Seconds to the nearest other cut. The average part is twice as long.
    pub distance: f64,
}

impl CutRules {
    /// The rules of episodes: -50 dBFS, where a shift of 13 ms cannot be heard, and parts of about a quarter of a minute. Shorter parts
    /// would start ffmpeg more often, and longer ones would make an edit cost more.
    pub const EPISODE: Self = Self { quiet: 0.003, shortest: 0.2, distance: 8.0 };
}

/// Seconds of sound after a quiet place that decide whether it becomes a cut. Two sentences rarely begin with the same second.
const DECIDING: f64 = 1.0;

/// A quiet place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Candidate {
    /// The frame in its middle.
    frame: u64,
    /// Hash of the sound after it. Within the distance, the lowest rank wins.
    rank: u64,
}

/// Returns the frames at which a WAV is cut, in order.
///
/// # Errors
/// If the WAV cannot be read.
pub fn cuts(wav: &Path, rules: &CutRules) -> Result<Vec<u64>, WavError> {
    let mut wav = Reader::open(wav)?;
    let mut scan = Scan::new(wav.spec(), rules);
    let mut block = Vec::new();
    while wav.read(&mut block, BLOCK)? > 0 {
        scan.add(&block);
    }
    let distance = frames(rules.distance, wav.spec());
    Ok(choose(&scan.finish(), distance, wav.frames()))
}

fn frames(seconds: f64, spec: Spec) -> u64 {
    (seconds * f64::from(spec.sample_rate)) as u64
}

/// Returns the candidates with the lowest rank within `distance` on both sides. Both ends of the sound count as cuts.
fn choose(candidates: &[Candidate], distance: u64, length: u64) -> Vec<u64> {
    let chosen = candidates.iter().enumerate().filter(|(nth, candidate)| {
        let near = |other: &&Candidate| other.frame.abs_diff(candidate.frame) <= distance;
        let mut before = candidates[..*nth].iter().rev().take_while(near);
        let mut after = candidates[nth + 1..].iter().take_while(near);
        candidate.frame >= distance
            && length - candidate.frame >= distance
            && before.all(|other| candidate.rank < other.rank)
            && after.all(|other| candidate.rank <= other.rank)
    });
    chosen.map(|(_, candidate)| candidate.frame).collect()
}

/// Finds the quiet places of sound that arrives in blocks.
struct Scan {
    channels: usize,
    quiet: f32,
    /// Frames of the shortest quiet place.
    shortest: u64,
    /// Frames that decide.
    deciding: usize,
    /// Number of the next frame.
    at: u64,
    /// Number of quiet frames before it.
    silence: u64,
    /// The middle of the last quiet place, until its rank is known.
    open: Option<u64>,
    /// The frames after it that have been seen.
    seen: usize,
    hasher: blake3::Hasher,
    found: Vec<Candidate>,
}

impl Scan {
    fn new(spec: Spec, rules: &CutRules) -> Self {
        Self {
            channels: usize::from(spec.channels.max(1)),
            quiet: rules.quiet,
            shortest: frames(rules.shortest, spec),
            deciding: frames(DECIDING, spec) as usize,
            at: 0,
            silence: 0,
            open: None,
            seen: 0,
            hasher: blake3::Hasher::new(),
            found: Vec::new(),
        }
    }

    fn add(&mut self, block: &[f32]) {
        // The start of the samples in this block that are not hashed yet.
        let mut unhashed = 0;
        let (channels, quiet) = (self.channels, self.quiet);
        // A quiet place does not fit between two loud frames of a group.
        let group = GROUP.min(self.shortest.max(1) as usize) * channels;
        for (nth, samples) in block.chunks(group).enumerate() {
            // Without an early exit, the compiler compares many samples at once.
            let is_loud = samples.iter().fold(false, |loud, sample| loud | (sample.abs() >= quiet));
            if !is_loud {
                self.silence += (samples.len() / channels) as u64;
                continue;
            }
            let is_quiet = |frame: &&[f32]| frame.iter().all(|sample| sample.abs() < quiet);
            let quiet_before = samples.chunks_exact(channels).take_while(is_quiet).count();
            self.silence += quiet_before as u64;
            if self.silence >= self.shortest {
                let loud = nth * group + quiet_before * channels;
                self.hash(&block[unhashed..loud]);
                self.close();
                unhashed = loud;
                self.open = Some(self.at + (loud / channels) as u64 - self.silence / 2);
            }
            self.silence = samples.chunks_exact(channels).rev().take_while(is_quiet).count() as u64;
        }
        self.hash(&block[unhashed..]);
        self.at += (block.len() / channels) as u64;
    }

    /// Hashes samples after the open candidate, until enough have been seen.
    fn hash(&mut self, samples: &[f32]) {
        if self.open.is_none() {
            return;
        }
        let samples = &samples[..samples.len().min((self.deciding - self.seen) * self.channels)];
        let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        self.hasher.update(&bytes);
        self.seen += samples.len() / self.channels;
        if self.seen == self.deciding {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(frame) = self.open.take() {
            let hash = self.hasher.finalize();
            let rank = hash.as_bytes().iter().take(8).fold(0, |rank, byte| rank << 8 | u64::from(*byte));
            self.found.push(Candidate { frame, rank });
        }
        self.hasher.reset();
        self.seen = 0;
    }

    fn finish(mut self) -> Vec<Candidate> {
        self.close();
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: Spec = Spec { sample_rate: 1000, channels: 1 };
    const RULES: CutRules = CutRules { quiet: 0.003, shortest: 0.2, distance: 3.0 };

    /// Returns words of about a second with pauses, each with samples of its own.
    fn words(numbers: impl Iterator<Item = u64>) -> Vec<f32> {
        numbers.flat_map(word).collect()
    }

    fn word(number: u64) -> Vec<f32> {
        let length = 700 + number * 37 % 500;
        let sound = (0..length).map(move |at| 0.1 + ((at * at * (number + 3)) % 97) as f32 / 200.0);
        sound.chain(std::iter::repeat_n(0.0, 250)).collect()
    }

    fn cuts_of(samples: &[f32], block: usize) -> Vec<u64> {
        let mut scan = Scan::new(SPEC, &RULES);
        samples.chunks(block).for_each(|block| scan.add(block));
        choose(&scan.finish(), 3000, samples.len() as u64)
    }

    #[test]
    fn cuts_are_in_quiet_places_and_apart_and_do_not_depend_on_blocks() {
        let samples = words(0..80);
        let cuts = cuts_of(&samples, 999);
        assert_eq!(cuts, cuts_of(&samples, 7));
        assert!((8..=26).contains(&cuts.len()), "{cuts:?}");
        assert!(cuts.windows(2).all(|pair| pair[1] - pair[0] > 3000), "{cuts:?}");
        for cut in cuts {
            assert!(samples[cut as usize - 100..cut as usize + 100].iter().all(|sample| *sample == 0.0));
        }
    }

    #[test]
    fn an_edit_moves_no_cut_elsewhere() {
        let before = cuts_of(&words(0..80), 999);
        let inserted = words([900].into_iter());
        let place = words(0..40).len();
        let samples = [words(0..40), inserted.clone(), words(40..80)].concat();
        let after = cuts_of(&samples, 999);
        let far = |cut: &&u64| (**cut as usize).abs_diff(place) > 6000;
        let moved: Vec<u64> = before
            .iter()
            .filter(far)
            .map(|cut| if *cut as usize > place { cut + inserted.len() as u64 } else { *cut })
            .collect();
        assert!(moved.len() > 6, "{moved:?}");
        assert!(moved.iter().all(|cut| after.contains(cut)), "{moved:?} {after:?}");
    }

    #[test]
    fn loud_sound_has_no_cuts() {
        assert_eq!(cuts_of(&vec![0.1; 60_000], 999), Vec::<u64>::new());
        assert_eq!(cuts_of(&vec![0.0; 60_000], 999), Vec::<u64>::new(), "silence is not sound after a pause");
    }
}
