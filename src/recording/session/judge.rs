//! Judges how well the words of a reading match their line, in units of the session's own spread.

use aloud_audio::align::Path;

use super::references::Line;

/// A word is suspicious if its distance is so many deviations above the median of the session.
const SUSPICIOUS: f32 = 4.0;
/// Shorter words are not judged: a misread "a" cannot be distinguished from a good one.
const SHORTEST_WORD: usize = 4;
/// Deviation of a normal distribution relative to the median of its absolute deviations.
const NORMAL: f32 = 1.4826;

/// The distance of each word of a reading; `None` for words without a judgement.
pub(super) fn word_distances(line: &Line, path: &Path) -> Vec<Option<f32>> {
    let distance = |word: &(String, std::ops::Range<usize>)| {
        let letters = word.0.chars().filter(|c| c.is_alphanumeric()).count();
        let steps = path.distances.get(path.reading_of(word.1.clone()))?;
        (letters >= SHORTEST_WORD && !steps.is_empty())
            .then(|| steps.iter().sum::<f32>() / steps.len() as f32)
    };
    line.words.iter().map(distance).collect()
}

/// The usual distance of words in a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usual {
    median: f32,
    deviation: f32,
}

impl Usual {
    /// Returns the median and the spread of distances; `None` if there are too few to judge.
    pub(super) fn of(mut distances: Vec<f32>) -> Option<Self> {
        if distances.len() < 20 {
            return None;
        }
        let median = median(&mut distances);
        let mut deviations: Vec<f32> = distances.iter().map(|distance| (distance - median).abs()).collect();
        Some(Self { median, deviation: self::median(&mut deviations) * NORMAL })
    }

    /// Returns how suspicious a distance is, in deviations; `None` if it is usual.
    pub(super) fn suspicion(&self, distance: f32) -> Option<f32> {
        let suspicion = (distance - self.median) / self.deviation.max(f32::MIN_POSITIVE);
        (suspicion > SUSPICIOUS).then_some(suspicion)
    }
}

fn median(values: &mut [f32]) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unusual_word_is_suspicious() {
        let usual = Usual::of((0..100).map(|n| 0.8 + (n % 10) as f32 * 0.02).collect()).unwrap();
        assert_eq!(usual.suspicion(0.9), None);
        assert!(usual.suspicion(1.6).unwrap() > 6.0);
        assert!(Usual::of(vec![0.8; 19]).is_none(), "too few words");
    }
}
