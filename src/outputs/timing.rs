//! When the words of a text are heard, from the times that its voice told of the words it spoke. The two differ: a voice says
//! "three point four billion" where the text has "3.4bn".

use std::ops::Range;

use crate::mixer::timeline::Span;

/// A word of a text: its bytes, and where it is heard.
pub(super) type Timed = (Range<usize>, Span);

/// The words of `text` whose place is known: those that are spoken as they are written, and those that stand alone, or as many
/// as were spoken, between two such. No time is made up for the others.
pub(super) fn timed(text: &str, spoken: &[(String, Span)]) -> Vec<Timed> {
    if spoken.is_empty() {
        return Vec::new();
    }
    let written = written(text);
    let spoken: Vec<(String, Span)> =
        spoken.iter().map(|(word, span)| (plain(word), *span)).filter(|(word, _)| !word.is_empty()).collect();
    let mut timed = Vec::new();
    let (mut at, mut said) = (0, 0);
    let ends = [(written.len(), spoken.len())];
    for (next, next_said) in common(&written, &spoken).into_iter().chain(ends) {
        between(&written[at..next], &spoken[said..next_said], &mut timed);
        if let (Some((_, range)), Some((_, span))) = (written.get(next), spoken.get(next_said)) {
            timed.push((range.clone(), *span));
        }
        (at, said) = (next + 1, next_said + 1);
    }
    timed
}

/// Words that are spoken otherwise than they are written.
fn between(written: &[(String, Range<usize>)], spoken: &[(String, Span)], timed: &mut Vec<Timed>) {
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

/// Words with letters or digits, plain, with their bytes.
fn written(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words = Vec::new();
    let mut end = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        if !plain(word).is_empty() {
            words.push((plain(word), end..end + word.len()));
        }
        end += part.len();
    }
    words
}

/// Letters and digits in lower case.
fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Indexes of a longest common subsequence.
fn common(a: &[(String, Range<usize>)], b: &[(String, Span)]) -> Vec<(usize, usize)> {
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

    fn spoken(words: &str) -> Vec<(String, Span)> {
        let span = |n: usize| Span { start: 10 * n as u64, end: 10 * n as u64 + 9 };
        words.split(' ').enumerate().map(|(n, word)| (word.to_string(), span(n))).collect()
    }

    fn told(text: &str, words: &str) -> Vec<(String, u64, u64)> {
        let timed = timed(text, &spoken(words));
        timed.into_iter().map(|(range, span)| (text[range].to_string(), span.start, span.end)).collect()
    }

    #[test]
    fn a_word_that_is_spoken_as_several_has_the_time_of_them_all() {
        let told =
            told("It cost \u{a3}3.4bn, they say.", "It cost three point four billion pounds , they say .");
        let expected =
            [("It", 0, 9), ("cost", 10, 19), ("\u{a3}3.4bn,", 20, 69), ("they", 80, 89), ("say.", 90, 99)];
        assert_eq!(told, expected.map(|(word, start, end)| (word.to_string(), start, end)));
    }

    #[test]
    fn no_time_is_made_up() {
        assert_eq!(told("Of 1998 and 2003", "nothing like this was ever said").len(), 0);
        let told = told("On 3 May he left", "on the third of May he left");
        let words: Vec<&str> = told.iter().map(|(word, ..)| word.as_str()).collect();
        assert_eq!(words, ["On", "3", "May", "he", "left"]);
        assert_eq!((told[1].1, told[1].2), (10, 39), "the third of");
    }
}
