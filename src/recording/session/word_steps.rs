//! The steps of a reference that each word takes.

use std::ops::Range;

use aloud_audio::Word;
use aloud_audio::align::Features;

/// Returns the steps of each word, from the times that the reference voice knows. Without times, each word gets a share of the
/// steps by its letters. Pauses have no steps, so letters predict the times roughly.
pub(super) fn steps_of_words(
    words: Vec<String>,
    times: &[Word],
    features: &Features,
) -> Vec<(String, Range<usize>)> {
    if times.is_empty() {
        return share_steps(words, features.steps.len());
    }
    // The reference voice may have spoken a respelling, or "twenty-one" as two words. So words correspond by their letters.
    let spoken = letters_before(times.iter().map(|word| word.text.as_str()));
    let written = letters_before(words.iter().map(String::as_str));
    let (all_spoken, all_written) = (spoken[times.len()], written[words.len()].max(1));
    let spoken_word = |letter: usize| {
        let letter = letter * all_spoken / all_written;
        spoken.partition_point(|before| *before <= letter).clamp(1, times.len()) - 1
    };
    let range = |at: usize| {
        let (first, last) = (written[at], written[at + 1].saturating_sub(1).max(written[at]));
        let start = step_at(features, times[spoken_word(first)].start);
        start..step_at(features, times[spoken_word(last)].end).max(start)
    };
    let ranges: Vec<Range<usize>> = (0..words.len()).map(range).collect();
    words.into_iter().zip(ranges).collect()
}

/// Returns the number of letters before each word, and of all. A word without letters, such as "&", counts as one.
fn letters_before<'a>(words: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let mut before = vec![0];
    for word in words {
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count().max(1);
        before.push(before[before.len() - 1] + letters);
    }
    before
}

/// Returns the first step whose middle is not before a time in seconds.
fn step_at(features: &Features, seconds: f64) -> usize {
    let half = features.step_seconds() / 2.0;
    let (mut low, mut high) = (0, features.steps.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if features.start(middle) + half < seconds {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

fn share_steps(words: Vec<String>, steps: usize) -> Vec<(String, Range<usize>)> {
    let length = |word: &String| word.chars().filter(|c| c.is_alphanumeric()).count() + 1;
    let all: usize = words.iter().map(length).sum();
    let mut letters = 0;
    let mut shared = Vec::new();
    for word in words {
        let start = letters * steps / all.max(1);
        letters += length(&word);
        shared.push((word, start..letters * steps / all.max(1)));
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use aloud_audio::{Clip, Spec};

    fn strings(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_string()).collect()
    }

    /// Returns the features of a tone of `seconds` before silence. Every step of 20 ms of the tone is speech.
    fn tone(seconds: f64) -> Features {
        let samples = (0..(seconds * 16_000.0) as usize).map(|n| libm::sin(n as f64 * 0.2) as f32 * 0.3);
        let samples = samples.chain([0.0; 32_000]).collect();
        let clip = Clip { spec: Spec { sample_rate: 16_000, channels: 1 }, samples };
        Features::of(&clip).unwrap()
    }

    #[test]
    fn words_share_all_steps() {
        let shared = share_steps(strings(&["a", "longer", "word"]), 140);
        let steps: Vec<Range<usize>> = shared.into_iter().map(|(_, steps)| steps).collect();
        assert_eq!(steps, [0..20, 20..90, 90..140]);
        assert!(share_steps(Vec::new(), 10).is_empty());
    }

    #[test]
    fn times_of_the_reference_are_used_even_if_it_splits_words_otherwise() {
        let word = |text: &str, start, end| Word { text: text.into(), start, end };
        let times = [word("twenty", 0.0, 0.4), word("one", 0.4, 0.6), word("boats", 0.8, 1.4)];
        let steps = steps_of_words(strings(&["twenty-one", "boats"]), &times, &tone(2.0));
        let is_near = |at: usize, start: usize, end: usize| {
            let found = &steps[at].1;
            found.start.abs_diff(start) <= 1 && found.end.abs_diff(end) <= 1
        };
        assert!(is_near(0, 0, 30) && is_near(1, 40, 70), "{steps:?}");
        assert_eq!(steps[0].0, "twenty-one");
        assert!(steps_of_words(Vec::new(), &times, &tone(1.0)).is_empty());
        let shorter = steps_of_words(strings(&["boats"]), &times, &tone(0.1));
        assert!(shorter[0].1.end <= 12);
    }
}
