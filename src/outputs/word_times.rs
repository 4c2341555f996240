//! Finds the times of a text's words from the times of the spoken words.
//!
//! The two differ: a voice says "three point four billion" where the text has "3.4bn".

use std::ops::Range;

use crate::mixer::timeline::Span;

/// The bytes of a word in its text, and the word's time.
pub(super) type TimedWord = (Range<usize>, Span);

/// Returns the words of `text` with a known time.
///
/// A word has a known time if it is spoken as written. Between two such words, a single written word gets the time of
/// all spoken words there, and equally many words are paired. Other words get no time, because any would be a guess.
pub(super) fn timed_words(text: &str, spoken: &[(String, Span)]) -> Vec<TimedWord> {
    if spoken.is_empty() {
        return Vec::new();
    }
    let written = written_words(text);
    let spoken: Vec<(String, Span)> = spoken
        .iter()
        .map(|(word, span)| (normalized(word), *span))
        .filter(|(word, _)| !word.is_empty())
        .collect();
    let mut timed = Vec::new();
    let (mut at, mut spoken_at) = (0, 0);
    let ends = [(written.len(), spoken.len())];
    for (next, spoken_next) in common_words(&written, &spoken).into_iter().chain(ends) {
        time_gap(&written[at..next], &spoken[spoken_at..spoken_next], &mut timed);
        if let (Some((_, range)), Some((_, span))) = (written.get(next), spoken.get(spoken_next)) {
            timed.push((range.clone(), *span));
        }
        (at, spoken_at) = (next + 1, spoken_next + 1);
    }
    timed
}

/// Times words that are spoken differently from their written form.
fn time_gap(written: &[(String, Range<usize>)], spoken: &[(String, Span)], timed: &mut Vec<TimedWord>) {
    match (written, spoken) {
        ([(_, range)], [(_, first), .., (_, last)]) => {
            timed.push((range.clone(), Span { start: first.start, end: last.end }));
        }
        _ if written.len() == spoken.len() => {
            timed.extend(written.iter().zip(spoken).map(|((_, range), (_, span))| (range.clone(), *span)));
        }
        _ => {}
    }
}

/// Returns the words with letters or digits, normalized, with their byte ranges.
fn written_words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words = Vec::new();
    let mut end = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        if !normalized(word).is_empty() {
            words.push((normalized(word), end..end + word.len()));
        }
        end += part.len();
    }
    words
}

/// Returns the letters and digits in lower case.
fn normalized(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the pairs of indexes of a longest common subsequence.
fn common_words(a: &[(String, Range<usize>)], b: &[(String, Span)]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut longest = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i].0 == b[j].0 {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < a.len() && j < b.len() {
        if a[i].0 == b[j].0 {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times `text` against spoken words of 10 frames each.
    fn times(text: &str, spoken: &str) -> Vec<(String, u64, u64)> {
        let span = |n: usize| Span { start: 10 * n as u64, end: 10 * n as u64 + 9 };
        let spoken: Vec<_> =
            spoken.split(' ').enumerate().map(|(n, word)| (word.to_string(), span(n))).collect();
        let timed = timed_words(text, &spoken);
        timed.into_iter().map(|(range, span)| (text[range].to_string(), span.start, span.end)).collect()
    }

    #[test]
    fn spans_all_spoken_words_of_one_written_word() {
        let found =
            times("It cost \u{a3}3.4bn, they say.", "It cost three point four billion pounds , they say .");
        let expected =
            [("It", 0, 9), ("cost", 10, 19), ("\u{a3}3.4bn,", 20, 69), ("they", 80, 89), ("say.", 90, 99)];
        assert_eq!(found, expected.map(|(word, start, end)| (word.to_string(), start, end)));
    }

    #[test]
    fn invents_no_times() {
        assert_eq!(times("Of 1998 and 2003", "nothing like this was ever said").len(), 0);
        let found = times("On 3 May he left", "on the third of May he left");
        let words: Vec<&str> = found.iter().map(|(word, ..)| word.as_str()).collect();
        assert_eq!(words, ["On", "3", "May", "he", "left"]);
        assert_eq!((found[1].1, found[1].2), (10, 39), "the third of");
    }
}
