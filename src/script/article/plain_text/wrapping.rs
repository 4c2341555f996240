//! Decides which lines of a plain text belong together: prose that was broken at a width, or verses and lines of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::line::Line;
use super::lists::ListMarker;
use crate::script::article::shape;

/// Text that an author or a mail program broke into lines is at most this wide, in characters.
const MAX_WIDTH: usize = 100;
/// Text that was broken into lines is at least this wide, in characters. Shorter lines are verses or lists.
const MIN_WIDTH: usize = 40;
/// Of two lines, the first is broken prose only if it is this wide, in characters. Few verses and headlines are.
const MIN_WIDTH_OF_TWO: usize = 55;

/// The first of two lines may have this many columns less than the second.
const SLACK_OF_TWO: usize = 16;

/// First parts of compounds that keep their hyphen at the end of a line: `well-` and `known`.
#[rustfmt::skip]
const COMPOUNDS: [&str; 36] = [
    "well", "self", "ex", "non", "half", "high", "low", "long", "short", "hard", "cross", "full", "old", "new", "ill", "mid", "one",
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
    "eighty", "ninety", "first", "third",
];
/// Second parts that make one word with these all the same: `old-` and `est`.
const SUFFIXES: [&str; 10] = ["age", "ary", "ened", "ening", "est", "ing", "ish", "ly", "ness", "ship"];
/// Prefixes that keep their hyphen before the vowel they end in: `re-` and `election`. In `cooperate` the vowels are joined.
const PREFIXES: [&str; 9] = ["anti", "de", "extra", "intra", "multi", "pre", "re", "semi", "ultra"];
/// Words after a hyphen that stands for the rest of a compound: `vor- und rückwärts`.
const AFTER_SUSPENDED: [&str; 10] = ["and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "en"];

/// The line before the second part of a compound has at least this many words, unless its paragraph is broken prose.
const MIN_WORDS_BEFORE_HYPHEN: usize = 4;

/// How a line is joined with the one before it.
pub(super) enum Joint {
    Space,
    /// The hyphen at the end of the line before stays, or it goes.
    Hyphen {
        stays: bool,
    },
}

impl Joint {
    /// Appends the next line to the words so far.
    pub(super) fn append(&self, words: &mut String, next: &str) {
        match self {
            Self::Space => words.push(' '),
            Self::Hyphen { stays: true } => {}
            Self::Hyphen { stays: false } => drop(words.pop()),
        }
        words.push_str(next);
    }
}

/// The widths at which a text was broken into lines.
pub(super) struct Wrapping {
    /// The width of the whole text, if nearly all of its lines are full.
    width: Option<usize>,
    /// For each line, the width of its paragraph if that is broken prose.
    of_paragraph: Vec<Option<usize>>,
    /// For each line, whether its paragraph is a stanza.
    is_verse: Vec<bool>,
    /// All words of the source, and all compounds with a hyphen, in lower case.
    words: BTreeSet<String>,
}

impl Wrapping {
    pub(super) fn new(source: &str, lines: &[Line], markers: &[Option<ListMarker>]) -> Self {
        let widest = lines.iter().map(|line| line.text.chars().count()).max().unwrap_or(0);
        let mut of_paragraph = vec![None; lines.len()];
        for paragraph in paragraphs(lines) {
            let width = paragraph_width(&lines[paragraph.clone()]).filter(|_| widest <= MAX_WIDTH);
            of_paragraph[paragraph].fill(width);
        }
        let is_verse = stanzas(lines, markers, widest);
        let breaks_words = lines.iter().any(|line| breaks_word(line.text));
        let words = if breaks_words { words(source) } else { BTreeSet::new() };
        Self { width: text_width(lines), of_paragraph, is_verse, words }
    }

    /// Returns how a line continues the one before it; `None` if it begins a block. `item` is the marker of the open list item.
    pub(super) fn joint(
        &self,
        lines: &[Line],
        before: usize,
        index: usize,
        item: Option<&ListMarker>,
    ) -> Option<Joint> {
        let (last, line) = (&lines[before], &lines[index]);
        if line.after_empty && !is_interrupted(last, line) {
            return None;
        }
        let first_word = line.text.split_whitespace().next().unwrap_or_default();
        if breaks_word(last.text) && line.text.starts_with(char::is_lowercase) {
            let is_suspended = AFTER_SUSPENDED.contains(&first_word);
            let stays = self.keeps_hyphen(last.text, first_word);
            return Some(if is_suspended { Joint::Space } else { Joint::Hyphen { stays } });
        }
        // `Anglo-` and `Saxon`, `mid-` and `1990s`
        let hyphen = last.text.ends_with('-')
            && breaks_compound(last.text)
            && line.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let is_joined = match item {
            Some(item) if line.indent >= item.hang.saturating_sub(1) && line.indent > 0 => true,
            _ if self.is_verse[index] => false,
            _ if index == 1 && is_broken_title(lines) => true,
            // However short the line is: `CO2-` and `Werte`. A few words alone may be the label of a list.
            _ if hyphen => {
                self.of_paragraph[index].is_some() || shape::word_count(last.text) >= MIN_WORDS_BEFORE_HYPHEN
            }
            _ => self.continues(last, line, self.of_paragraph[index]),
        };
        is_joined.then_some(if hyphen { Joint::Hyphen { stays: true } } else { Joint::Space })
    }

    /// True if a line belongs to the paragraph of the line before it.
    fn continues(&self, before: &Line, line: &Line, of_paragraph: Option<usize>) -> bool {
        let (last, text) = (before.text, line.text);
        if line.after_empty {
            return true;
        }
        if line.indent >= before.indent + 2 {
            return false;
        }
        if [self.width, of_paragraph].into_iter().flatten().any(|width| is_full(last, text, width)) {
            return true;
        }
        // A sentence broken in its middle: the line before has no end mark, and this one begins in lower case. An address such as
        // `news@example.org` begins in lower case too, and so do items after a label of one or two words.
        text.starts_with(char::is_lowercase)
            && !text.contains('@')
            && (shape::word_count(last) >= 3 || last.starts_with(char::is_lowercase))
            && !shape::without_closing_marks(last).ends_with(['.', '!', '?', '…', ':', ';'])
    }

    /// True if the hyphen at the end of a line belongs to a compound: `well-` and `known`, but not `com-` and `mittee`.
    ///
    /// The text itself decides if it has the word elsewhere.
    fn keeps_hyphen(&self, last: &str, next: &str) -> bool {
        let front = last
            .trim_end_matches('-')
            .rsplit(|c: char| !c.is_alphanumeric() && c != '-')
            .next()
            .unwrap_or_default();
        let front = front.to_lowercase();
        let next: String =
            next.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        if self.words.contains(&format!("{front}{next}")) {
            return false;
        }
        let is_compound = COMPOUNDS.contains(&front.as_str())
            && next.chars().count() >= 4
            && !SUFFIXES.iter().any(|suffix| next.starts_with(suffix));
        is_compound
            || doubles_vowel(&front, &next)
            || front.chars().count() == 1
            // `state-of-` and `the-art`, `1990s-` and `era`
            || front.contains(|c: char| !c.is_alphabetic())
            || self.words.contains(&format!("{front}-{next}"))
    }
}

/// True for `re-` and `election`, which without the hyphen would be read as `reel`.
fn doubles_vowel(front: &str, next: &str) -> bool {
    PREFIXES.contains(&front) && next.chars().next().is_some_and(|first| front.ends_with(first))
}

/// True if running heads come between two parts of one sentence.
fn is_interrupted(last: &Line, line: &Line) -> bool {
    line.text.starts_with(char::is_lowercase)
        && (line.after_edge || line.starts_page)
        && shape::word_count(last.text) >= 4
        && last.text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-'))
}

/// True for `com-`: a letter and a hyphen end the line.
fn breaks_word(last: &str) -> bool {
    last.strip_suffix(['-', '\u{2010}']).is_some_and(|front| front.ends_with(char::is_alphanumeric))
}

fn breaks_compound(last: &str) -> bool {
    last.trim_end_matches('-').ends_with(char::is_alphanumeric)
}

/// Returns the runs of lines without an empty line between them.
fn paragraphs(lines: &[Line]) -> Vec<std::ops::Range<usize>> {
    let starts: Vec<usize> = (0..lines.len()).filter(|&at| at == 0 || lines[at].after_empty).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// A stanza has at least this many lines, and each has at most [`MAX_VERSE_WIDTH`] characters.
const MIN_STANZA_LINES: usize = 3;
const MAX_VERSE_WIDTH: usize = 48;
/// Beside lines of this width, narrow lines are no broken prose.
const MIN_PROSE_WIDTH: usize = 56;

/// Finds the lines of stanzas: narrow lines in a text with wider ones, or paragraphs of as many narrow lines each. One word alone on a
/// line was left over from prose.
fn stanzas(lines: &[Line], markers: &[Option<ListMarker>], widest: usize) -> Vec<bool> {
    let mut is_verse = vec![false; lines.len()];
    let is_narrow = |paragraph: &std::ops::Range<usize>| {
        let own = &lines[paragraph.clone()];
        let widths = || own.iter().map(|line| line.text.chars().count());
        let widest = widths().max().unwrap_or(0);
        own.len() >= MIN_STANZA_LINES
            && widths().all(|width| width <= MAX_VERSE_WIDTH && width * 5 >= widest * 2)
            && own.iter().all(|line| !breaks_word(line.text))
            && markers[paragraph.clone()].iter().all(Option::is_none)
            && paragraph_width(own).is_none()
            && has_own_lines(own)
    };
    let narrow: Vec<std::ops::Range<usize>> = paragraphs(lines).into_iter().filter(is_narrow).collect();
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    narrow.iter().for_each(|paragraph| *lengths.entry(paragraph.len()).or_default() += 1);
    for paragraph in narrow {
        if widest >= MIN_PROSE_WIDTH || lengths[&paragraph.len()] > 1 {
            is_verse[paragraph].fill(true);
        }
    }
    is_verse
}

/// True if most lines begin with a capital, or follow the end of a phrase. The lines of a narrow column of prose do neither: `The
/// company says that two` / `new ships are being built on`.
fn has_own_lines(lines: &[Line]) -> bool {
    let begins = |pair: &[Line]| {
        pair[0].text.ends_with(|c: char| c.is_ascii_punctuation() || matches!(c, '—' | '–' | '…' | '”' | '’'))
            || !pair[1].text.starts_with(char::is_lowercase)
    };
    lines.windows(2).filter(|pair| begins(pair)).count() * 5 >= (lines.len() - 1) * 3
}

/// The first of the two lines of a title is at least this wide, in characters.
const MIN_TITLE_WIDTH: usize = 24;
/// The first line ends in a word of at most this many letters.
const MAX_JOINING_LETTERS: usize = 4;

/// True if a text begins with a title on two lines, the first of which ends inside of it: `The Long Roof of Skarn and the`
fn is_broken_title(lines: &[Line]) -> bool {
    let [first, second, rest @ ..] = lines else { return false };
    let last_word = first.text.rsplit(' ').next().unwrap_or_default();
    !second.after_empty
        && rest.first().is_some_and(|next| next.after_empty)
        && first.text.chars().count() >= MIN_TITLE_WIDTH
        && (1..=MAX_JOINING_LETTERS).contains(&last_word.chars().count())
        && last_word.chars().all(char::is_lowercase)
        && second.text.starts_with(char::is_uppercase)
        && !shape::ends_sentence(second.text)
        && shape::word_count(first.text) + shape::word_count(second.text) <= 20
}

/// Returns the width of a paragraph if it is broken prose: nearly every line is full, and sentences end inside lines.
///
/// Verses begin with capitals. Lines that each end with a sentence are paragraphs of their own.
fn paragraph_width(lines: &[Line]) -> Option<usize> {
    let width = lines.iter().map(|line| line.text.chars().count()).max()?;
    let pairs = lines.windows(2);
    let count = pairs.len();
    if count == 0 || !(MIN_WIDTH..=MAX_WIDTH).contains(&width) {
        return None;
    }
    // Of two lines, the second may be longer.
    let slack = if count == 1 { SLACK_OF_TWO } else { 0 };
    let is_joined = |pair: &&[Line]| {
        is_full(pair[0].text, pair[1].text, width - slack)
            || breaks_sentence(pair)
            || breaks_word(pair[0].text)
    };
    let full = pairs.clone().filter(is_joined).count();
    let ended = pairs.clone().filter(|p| shape::ends_sentence(p[0].text) || p[0].text.ends_with(':')).count();
    let capitals = pairs.filter(|p| !p[1].text.starts_with(char::is_lowercase)).count();
    let is_verse = match count {
        1 => width < MIN_WIDTH_OF_TWO || !lines.last().is_some_and(|last| shape::ends_sentence(last.text)),
        _ => true,
    };
    let is_prose = capitals < count || !is_verse;
    (full * 10 >= count * 7 && ended * 2 <= count && (count > 1 || ended == 0) && is_prose)
        .then_some(width - slack)
}

/// True if a line ends inside a sentence: it has no end mark, and the next line begins in lower case.
fn breaks_sentence(pair: &[Line]) -> bool {
    pair[1].text.starts_with(char::is_lowercase) && !shape::ends_sentence(pair[0].text)
}

/// Returns the width at which the whole text was broken into lines, in characters.
///
/// In broken text, nearly every line is full: the first word of the next line would not have fitted. Seven lines in ten are enough,
/// because the last line of a paragraph is short.
fn text_width(lines: &[Line]) -> Option<usize> {
    let widths = lines.iter().filter(|line| line.text.contains(' ')).map(|line| line.text.chars().count());
    let width = widths.max().filter(|width| (MIN_WIDTH..=MAX_WIDTH).contains(width))?;
    let (mut full, mut all) = (0, 0);
    for pair in lines.windows(2).filter(|p| !p[1].after_empty) {
        all += 1;
        full += usize::from(is_full(pair[0].text, pair[1].text, width));
    }
    (all >= 2 && full * 10 >= all * 7).then_some(width)
}

/// True if the first word of the next line would not have fitted. Two columns are left for ragged lines.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().unwrap_or(next);
    line.chars().count() + 1 + word.chars().count() + 2 > width
}

fn words(source: &str) -> BTreeSet<String> {
    let runs = source.split(|c: char| !c.is_alphanumeric() && c != '-');
    runs.filter(|word| !word.is_empty() && !word.ends_with('-')).map(str::to_lowercase).collect()
}
