//! Scores how well a reading matches its line, step by step, for suspicious words.
//!
//! The distance to the line alone says little: some sounds of some readers are far from every reference. So it is compared with the
//! distance to the nearest sound of the same reference voice. The right words have few sounds that are nearer.

use super::decoder::squares;
use super::features::{Features, Step};
use super::forced::Path;

/// Steps before and after a step that are compared with it: 100 ms in all. A single step is near to something always.
const AROUND: usize = 2;
const CONTEXT: usize = 2 * AROUND + 1;
/// Sounds of the reference voice to compare with. With half of them, a few words less in a hundred are found.
const MOST_SOUNDS: usize = 1_000;

/// The sounds of a reference voice.
pub struct Sounds {
    sounds: Vec<[Step; CONTEXT]>,
}

impl Sounds {
    /// Takes sounds from all lines, evenly. They must be [normalised](super::normalise).
    pub fn of(lines: &[Features]) -> Self {
        let count: usize = lines.iter().map(|line| line.steps.len()).sum();
        let stride = count.div_ceil(MOST_SOUNDS).max(1);
        let all = lines.iter().flat_map(|line| (0..line.steps.len()).map(|at| (&line.steps, at)));
        Self { sounds: all.step_by(stride).map(|(steps, at)| context(steps, at)).collect() }
    }

    /// Returns for each step of a reading its distance to the line, relative to the nearest of the sounds. Right words have about 1.3.
    pub fn mismatches(&self, reading: &[Step], reference: &[Step], path: &Path) -> Vec<f32> {
        let steps = reading.iter().enumerate().zip(&path.reference);
        let mismatch = |((at, _), to): ((usize, &Step), &usize)| {
            let own = context(reading, at);
            let distance = squares_of(&own, &context(reference, *to), i32::MAX);
            let nearest =
                self.sounds.iter().fold(i32::MAX, |best, sound| squares_of(&own, sound, best).min(best));
            (distance as f32 / nearest.max(1) as f32).sqrt()
        };
        steps.map(mismatch).collect()
    }
}

/// Returns a step with its neighbours. At the ends, the last step is repeated.
fn context(steps: &[Step], at: usize) -> [Step; CONTEXT] {
    std::array::from_fn(|n| steps[(at + n).saturating_sub(AROUND).min(steps.len() - 1)])
}

/// Returns the sum of the squared differences, or any number above `limit` if it is larger. It fits: five steps have at most
/// 1.9 · 10⁹.
#[inline]
fn squares_of(a: &[Step; CONTEXT], b: &[Step; CONTEXT], limit: i32) -> i32 {
    let mut sum = 0;
    for (a, b) in a.iter().zip(b) {
        sum += squares(a, b);
        if sum > limit {
            break;
        }
    }
    sum
}

/// Returns the mean of each run of `length` values; of all values if there are fewer.
pub fn means_of_runs(values: &[f32], length: usize) -> Vec<f32> {
    let length = length.clamp(1, values.len().max(1));
    values.windows(length).map(|run| run.iter().sum::<f32>() / length as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{BANDS, align_path};

    fn line(values: &[i16]) -> Features {
        let mut line = Features::default();
        line.steps = values.iter().flat_map(|value| [[value * 100; BANDS]; 4]).collect();
        line
    }

    #[test]
    fn another_word_is_farther_than_another_sound() {
        let lines = [line(&[1, 5, 2, 7, 3]), line(&[4, 8, 1, 6, 2])];
        let sounds = Sounds::of(&lines);
        let score = |reading: &Features| {
            let path = align_path(&reading.steps, &lines[0].steps).unwrap();
            let all = sounds.mismatches(&reading.steps, &lines[0].steps, &path);
            means_of_runs(&all, 4).into_iter().fold(0.0, f32::max)
        };
        // A voice that is a little different everywhere, and another sound at one place.
        let mut right = line(&[1, 5, 2, 7, 3]);
        right.steps.iter_mut().flatten().for_each(|level| *level += 20);
        let mut wrong = line(&[1, 5, 8, 7, 3]);
        wrong.steps.iter_mut().flatten().for_each(|level| *level += 20);
        assert!(score(&wrong) > 2.0 * score(&right), "{} {}", score(&wrong), score(&right));
    }

    #[test]
    fn runs_are_at_most_as_long_as_the_values() {
        assert_eq!(means_of_runs(&[1.0, 3.0, 5.0], 2), [2.0, 4.0]);
        assert_eq!(means_of_runs(&[1.0, 3.0], 9), [2.0]);
        assert!(means_of_runs(&[], 9).is_empty());
    }
}
