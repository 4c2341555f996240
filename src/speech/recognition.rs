//! Compares the words that a recogniser heard in a take with the words that were to be spoken.
//!
//! A recogniser misspells names, joins and splits words, and writes numbers as digits. None of that is a fault of the take. So the
//! heard text is brought into its spoken form first, words may be joined, and a word counts by its letters: a misspelt name has
//! most of them right. A fault is a part that is missing or said too often.

use std::iter;
use std::ops::Range;

use super::lexicon::Lexicon;
use super::reader::Reader;

/// The result of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognition {
    /// Share of the letters that are right, 0 to 1.
    pub share: f64,
    /// The places that differ, in their order.
    pub differences: Vec<Difference>,
}

/// A place where the heard words are not those that were to be spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The words that were to be spoken; empty if words were added.
    pub wanted: String,
    /// The words that were heard; empty if words are missing.
    pub heard: String,
    /// Where the wanted words are in the text that was to be spoken, in bytes. Empty if words were added.
    pub place: Range<usize>,
    /// True if the added words repeat those next to them.
    pub repeats: bool,
    /// Letters of the words that are missing, less those of the words heard instead.
    pub missing: usize,
    /// Letters of the words that were added, less those of the words that they replace.
    pub added: usize,
}

/// Compares the words that a recogniser heard with the spoken form of a text.
pub fn compare_heard(spoken: &str, heard: &str, language: Option<&str>) -> Recognition {
    let lexicon = Lexicon::default();
    let reader = Reader { language, lexicon: &lexicon, speaker: "", voice: "", respelled: false };
    let wanted = words(spoken);
    let mut heard = words(&reader.spoken_form(&without_remarks(heard)));
    // A recogniser that loops may print megabytes. The rest of it cannot make the share any better.
    heard.truncate(2 * wanted.len() + 50);
    let steps = align(&wanted, &heard);
    let wrong: usize = steps.iter().map(|step| step.wrong).sum();
    let letters = count(&wanted).max(count(&heard)).max(1);
    Recognition {
        share: 1.0 - wrong as f64 / letters as f64,
        differences: differences(&wanted, &heard, &steps),
    }
}

/// A word: as it is shown, its letters without accents and capitals, and its place in the text in bytes.
struct Word {
    shown: String,
    letters: Vec<u8>,
    place: Range<usize>,
}

/// Removes remarks of a recogniser such as `[BLANK_AUDIO]`, `(music)` or `[00:00.000 --> 00:02.000]`. A spoken form has no brackets.
fn without_remarks(heard: &str) -> String {
    let mut rest = heard;
    let mut kept = String::new();
    while let Some(start) = rest.find(['[', '(']) {
        kept.push_str(&rest[..start]);
        rest = rest[start..].find([']', ')']).map_or("", |end| &rest[start + end + 1..]);
    }
    kept + rest
}

/// Splits a text into words. Scripts without capitals are split into letters, because many of them have no spaces.
fn words(text: &str) -> Vec<Word> {
    let is_apostrophe = |c: char| matches!(c, '\'' | '\u{2019}');
    let mut words = Vec::new();
    let mut start = 0;
    for run in text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c)) {
        words.extend(split_letters(run).into_iter().filter_map(|(at, part)| word(part, start + at)));
        start += run.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

/// Returns the parts of a run of letters, each with its start in bytes.
fn split_letters(run: &str) -> Vec<(usize, &str)> {
    let is_caseless = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
    if run.chars().any(is_caseless) {
        run.char_indices().map(|(at, c)| (at, &run[at..at + c.len_utf8()])).collect()
    } else {
        vec![(0, run)]
    }
}

fn word(run: &str, start: usize) -> Option<Word> {
    let shown = run.replace(['\'', '\u{2019}'], "");
    let ascii = any_ascii::any_ascii(&shown).to_ascii_lowercase();
    let letters: Vec<u8> = ascii.bytes().filter(u8::is_ascii_alphanumeric).collect();
    (!letters.is_empty()).then(|| Word { shown, letters, place: start..start + run.len() })
}

fn count(words: &[Word]) -> usize {
    words.iter().map(|word| word.letters.len()).sum()
}

/// A step of the alignment: some of the wanted words against some of the heard ones.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    wanted: usize,
    heard: usize,
    /// Letters that must be inserted, deleted or replaced.
    wrong: usize,
    /// True if the words are the same, apart from their spelling.
    right: bool,
}

/// How many words one step compares: a word against a word, or two or three words against one that joins them.
const SHAPES: [(usize, usize); 7] = [(1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (1, 0), (0, 1)];
/// Largest share of letters in which two spellings of a word differ, e.g. "Okafor" and "Okafer".
const SPELLING: f64 = 0.5;

/// Aligns two texts with the fewest wrong letters. Most takes are right, so the same words at both ends are passed over first.
fn align(wanted: &[Word], heard: &[Word]) -> Vec<Step> {
    let (start, end) = common_ends(wanted, heard);
    let middle = align_all(&wanted[start..wanted.len() - end], &heard[start..heard.len() - end]);
    let equal = |count| iter::repeat_n(Step { wanted: 1, heard: 1, wrong: 0, right: true }, count);
    equal(start).chain(middle).chain(equal(end)).collect()
}

fn align_all(wanted: &[Word], heard: &[Word]) -> Vec<Step> {
    let width = heard.len() + 1;
    let mut best: Vec<(usize, Step)> = vec![(0, Step::default()); (wanted.len() + 1) * width];
    for i in 0..=wanted.len() {
        for j in 0..=heard.len() {
            let steps = SHAPES.iter().filter(|(a, b)| *a <= i && *b <= j);
            let costs = steps.map(|&(a, b)| {
                let step = step(&wanted[i - a..i], &heard[j - b..j]);
                (best[(i - a) * width + j - b].0 + step.wrong, step)
            });
            if let Some(cheapest) = costs.min_by_key(|(cost, _)| *cost) {
                best[i * width + j] = cheapest;
            }
        }
    }
    let (mut i, mut j) = (wanted.len(), heard.len());
    let mut steps = Vec::new();
    while i + j > 0 {
        let (_, step) = best[i * width + j];
        (i, j) = (i - step.wanted, j - step.heard);
        steps.push(step);
    }
    steps.reverse();
    steps
}

fn step(wanted: &[Word], heard: &[Word]) -> Step {
    let joined =
        |words: &[Word]| words.iter().flat_map(|word| word.letters.iter().copied()).collect::<Vec<u8>>();
    let (a, b) = (joined(wanted), joined(heard));
    let wrong = distance(&a, &b);
    let right = !a.is_empty() && !b.is_empty() && wrong as f64 <= SPELLING * a.len().max(b.len()) as f64;
    Step { wanted: wanted.len(), heard: heard.len(), wrong, right }
}

/// Levenshtein's distance.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// Joins neighbouring steps that are not right into differences.
fn differences(wanted: &[Word], heard: &[Word], steps: &[Step]) -> Vec<Difference> {
    let (mut i, mut j) = (0, 0);
    let mut differences = Vec::new();
    for run in steps.chunk_by(|a, b| a.right == b.right) {
        let (a, b) = run.iter().fold((0, 0), |(a, b), step| (a + step.wanted, b + step.heard));
        if !run[0].right {
            differences.extend(difference(wanted, i..i + a, heard, j..j + b));
        }
        (i, j) = (i + a, j + b);
    }
    differences
}

/// Returns the difference between a range of the wanted words and one of the heard words; `None` if only the order of steps is to
/// blame.
fn difference(
    all_wanted: &[Word],
    wanted: Range<usize>,
    all_heard: &[Word],
    range: Range<usize>,
) -> Option<Difference> {
    let (start, end) = common_ends(&all_wanted[wanted.clone()], &all_heard[range.clone()]);
    let (at, range) = (wanted.start + start..wanted.end - end, range.start + start..range.end - end);
    let place = place_of(all_wanted, &at);
    let wanted = &all_wanted[at];
    let heard = &all_heard[range.clone()];
    let shown = |words: &[Word]| words.iter().map(|word| word.shown.as_str()).collect::<Vec<_>>().join(" ");
    let (letters, heard_letters) = (count(wanted), count(heard));
    let is_same = |other: Option<&[Word]>| {
        other.is_some_and(|other| other.iter().zip(heard).all(|(a, b)| a.letters == b.letters))
    };
    let before = range.start.checked_sub(heard.len()).and_then(|from| all_heard.get(from..range.start));
    let after = all_heard.get(range.end..range.end + heard.len());
    (letters + heard_letters > 0).then(|| Difference {
        wanted: shown(wanted),
        heard: shown(heard),
        place,
        repeats: wanted.is_empty() && (is_same(before) || is_same(after)),
        missing: letters.saturating_sub(heard_letters),
        added: heard_letters.saturating_sub(letters),
    })
}

/// Returns the place of some words in their text. An empty range of words has an empty place, before the next word.
fn place_of(words: &[Word], range: &Range<usize>) -> Range<usize> {
    let start = match words.get(range.start) {
        Some(word) => word.place.start,
        None => words.last().map_or(0, |word| word.place.end),
    };
    let end = range.end.checked_sub(1).filter(|_| !range.is_empty()).and_then(|last| words.get(last));
    start..end.map_or(start, |word| word.place.end)
}

/// Returns how many words are the same at the start and at the end.
fn common_ends(wanted: &[Word], heard: &[Word]) -> (usize, usize) {
    let is_same = |(a, b): &(&Word, &Word)| a.letters == b.letters;
    let start = wanted.iter().zip(heard).take_while(is_same).count();
    let ends = wanted[start..].iter().rev().zip(heard[start..].iter().rev());
    (start, ends.take_while(is_same).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(spoken: &str, heard: &str) -> (usize, Vec<(String, String)>) {
        let found = compare_heard(spoken, heard, None);
        let differences = found.differences.into_iter().map(|found| (found.wanted, found.heard));
        ((100.0 * found.share).round() as usize, differences.collect())
    }

    #[test]
    fn spelling_is_no_difference() {
        for (spoken, heard) in [
            ("It costs three point four billion pounds.", "it costs £3.4 billion"),
            ("Twenty-one boats came in nineteen ninety-eight.", "21 boats came in 1998."),
            ("The B B C asked the N H S.", "The BBC asked the NHS."),
            ("They don't know where it's kept.", "They do not know where it is kept."),
            ("The sea wall near Salt Marsh Lane", "the seawall near Saltmarsh lane"),
            ("Ines Okafor spoke in Köln.", "[music] Inez Okafer spoke in Koln. (applause)"),
            ("The colour of the harbour", "The color of the harbor"),
            ("", "..."),
        ] {
            let (share, differences) = shown(spoken, heard);
            assert!(differences.is_empty() && share >= 70, "{heard}: {share} % {differences:?}");
        }
    }

    #[test]
    fn missing_added_and_repeated_words_are_differences() {
        let spoken = "The harbour master closed the gate before the storm arrived.";
        for (heard, share, wanted, other) in [
            ("The harbour master closed the gate", 58, "before the storm arrived", ""),
            ("The harbour master before the storm arrived.", 74, "closed the gate", ""),
            (
                "The harbour master closed the gate and went home before the storm arrived.",
                82,
                "",
                "and went home",
            ),
            ("The harbour harbour master closed the gate before the storm arrived.", 88, "", "harbour"),
            ("", 0, "The harbour master closed the gate before the storm arrived", ""),
        ] {
            assert_eq!(shown(spoken, heard), (share, vec![(wanted.into(), other.into())]), "{heard}");
        }
        let twice = compare_heard(spoken, &format!("{spoken} {spoken}"), None);
        assert!(twice.share < 0.6 && twice.differences[0].repeats, "{twice:?}");
        assert!(
            !compare_heard(spoken, &spoken.replace("storm", "the harbour storm"), None).differences[0]
                .repeats
        );
    }

    #[test]
    fn a_difference_knows_its_place_in_the_text() {
        let spoken = "It's the harbour\u{2019}s master, “Siobhan”.";
        for (heard, place, other) in [
            ("its the harbors keeper siobhan", "master", "keeper"),
            ("it's the harbour's master", "Siobhan", ""),
            ("it's the harbour's master siobhan today", "", "today"),
        ] {
            let found = compare_heard(spoken, heard, None);
            let difference = &found.differences[0];
            assert_eq!(
                (&spoken[difference.place.clone()], difference.heard.as_str()),
                (place, other),
                "{found:?}"
            );
        }
    }

    #[test]
    fn scripts_without_spaces_are_compared_by_their_letters() {
        let found = compare_heard("港务局长关上了大门", "港务局长关大门", Some("zh"));
        assert_eq!(found.differences.len(), 1, "{found:?}");
        assert_eq!(found.differences[0].wanted, "上 了");
    }

    #[test]
    fn a_recogniser_that_loops_does_not_cost_much() {
        let found = compare_heard("We had tea.", &"we had tea ".repeat(100_000), None);
        assert!(found.share < 0.2, "{found:?}");
    }
}
