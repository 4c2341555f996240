//! Captions as they are read on a screen: lines of at most 42 characters, two at a time, for at least a second, at a pace that
//! can be read (BBC Subtitle Guidelines 1.2.4; Netflix, English Timed Text Style Guide).
//!
//! Sentences stand where they are heard, to the frame. A sentence that fills more than one caption is cut between words: where the
//! voice told when it spoke which word, at its time, or else each part gets its share of the sentence by its characters.

use super::{Edition, Sentence, by_itself, flat, speaker, words};
use crate::base::config::Captions;
use crate::mixer::timeline::Span;

/// Characters of a line, and lines of a caption.
const WIDTH: usize = 42;
const LINES: usize = 2;
/// A caption stays for at least so long, if there is room before the next.
const SHORTEST: u64 = 1_000;
/// …and so long for each of its characters.
const PER_CHARACTER: u64 = 50;
/// What it costs to cut where no mark stands, in characters of unevenness.
const NO_MARK: usize = 12;

/// What is shown, and when, in milliseconds from the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caption<'a> {
    pub(super) start: u64,
    pub(super) end: u64,
    /// Empty where nobody speaks.
    pub(super) speaker: &'a str,
    pub(super) lines: Vec<String>,
}

/// All captions of an edition; where they are to name a new speaker, his name is the first words of the caption.
pub(super) fn captions<'a>(edition: &'a Edition<'_>, name_speakers: bool) -> Vec<Caption<'a>> {
    let sentences = edition.sentences();
    let ms = |frame: u64| edition.ms(frame);
    let mut captions: Vec<Caption<'_>> = Vec::new();
    let name = |captions: &[Caption<'_>], sentence: &Sentence<'_>| {
        let speaker = speaker(sentence.segment, edition.words());
        let new = captions.last().is_none_or(|last| last.speaker != speaker);
        (name_speakers && new).then(|| format!("{}:", flat(speaker)))
    };
    match edition.outputs.captions {
        Captions::Sentence => {
            for sentence in &sentences {
                let name = name(&captions, sentence);
                cut(edition, sentence, name, &mut captions);
            }
        }
        Captions::Segment => {
            for of in sentences.chunk_by(|a, b| a.index == b.index) {
                let name = name(&captions, &of[0]).unwrap_or_default();
                let text = flat(&format!("{name} {}", by_itself(&words(of))));
                let (start, end) = (ms(of[0].span.start), ms(of[of.len() - 1].span.end));
                let lines = wrapped(&text.split(' ').collect::<Vec<_>>());
                captions.push(Caption {
                    start,
                    end,
                    speaker: speaker(of[0].segment, edition.words()),
                    lines,
                });
            }
        }
    }
    captions.extend(sounds(edition));
    captions.sort_by_key(|caption| caption.start);
    linger(&mut captions, ms(edition.timeline.length));
    captions
}

/// What is heard alone, before anybody speaks over it: in brackets, with a note (BBC Subtitle Guidelines, "Music").
fn sounds<'a>(edition: &'a Edition<'_>) -> impl Iterator<Item = Caption<'a>> {
    let spoken = &edition.timeline.placements;
    edition.sounds.iter().filter_map(|sound| {
        let Span { start, end } = sound.span;
        let over = spoken.iter().find(|words| words.end > start && words.start < end);
        let alone = over.map_or(end, |words| words.start.min(end)).saturating_sub(start);
        let (start, end) = (edition.ms(start), edition.ms(start + alone));
        let what = sound.cue.description.as_deref().map(flat).unwrap_or_default();
        let text = if what.is_empty() { "[♪]".into() } else { format!("[♪ {what}]") };
        let lines = wrapped(&text.split(' ').collect::<Vec<_>>());
        (end - start >= SHORTEST).then_some(Caption { start, end, speaker: "", lines })
    })
}

fn cut<'a>(
    edition: &Edition<'_>,
    sentence: &Sentence<'a>,
    name: Option<String>,
    captions: &mut Vec<Caption<'a>>,
) {
    let (start, end) = (edition.ms(sentence.span.start), edition.ms(sentence.span.end));
    let named = name.as_ref().map_or(0, |name| name.split(' ').count());
    let (shown, left_out) = shown(sentence.text);
    let text = flat(&format!("{} {shown}", name.unwrap_or_default()));
    let words: Vec<&str> = text.split(' ').collect();
    let parts = parts(&words);
    let all: usize = text.chars().count().max(1);
    let (mut before, mut characters) = (0, 0);
    let mut begin = start;
    for part in parts {
        before += part.len();
        characters += part.iter().map(|word| word.chars().count() + 1).sum::<usize>();
        let shared = || start + (end - start) * characters.min(all) as u64 / all as u64;
        let told = before.checked_sub(named).and_then(|nth| begins(sentence, nth + left_out));
        let until = told.map_or_else(shared, |frame| edition.ms(frame)).clamp(begin, end);
        captions.push(Caption {
            start: begin,
            end: if before == words.len() { end } else { until },
            speaker: speaker(sentence.segment, edition.words()),
            lines: wrapped(part),
        });
        begin = until;
    }
}

/// What a caption shows of a sentence, and how many of its first words it leaves out, which are marks alone.
fn shown(sentence: &str) -> (&str, usize) {
    let shown = by_itself(sentence);
    let marks = &sentence[..sentence.len() - shown.len()];
    let joined = marks.chars().next_back().is_some_and(|c| !c.is_whitespace());
    (shown, marks.split_whitespace().count() - usize::from(joined))
}

/// The frame in which the nth word of a sentence begins, if its voice told.
fn begins(sentence: &Sentence<'_>, nth: usize) -> Option<u64> {
    let byte = |word: &str| word.as_ptr() as usize - sentence.text.as_ptr() as usize;
    let word = sentence.text.split_whitespace().nth(nth).map(byte)?;
    sentence.timed.iter().find(|(range, _)| range.start == word).map(|(_, span)| span.start)
}

/// Cuts words into parts that fit a caption: as few as can be, evenly, rather behind marks.
fn parts<'w>(words: &'w [&'w str]) -> Vec<&'w [&'w str]> {
    let widths: Vec<usize> = words.iter().map(|word| word.chars().count()).collect();
    let length = |widths: &[usize]| widths.iter().sum::<usize>() + widths.len();
    let whole = length(&widths);
    let fewest = (whole.div_ceil(WIDTH * LINES)).max(1);
    let ideal = whole.div_ceil(fewest);
    // cost[n]: the least that the words up to n cost, and where the last part begins.
    let mut cost = vec![(usize::MAX, 0); words.len() + 1];
    cost[0].0 = 0;
    for end in 1..=words.len() {
        let last = end == words.len();
        let marked = last || words[end - 1].ends_with([',', ';', ':', '.', '!', '?', '—', '–', '”', '"']);
        for begin in (0..end).rev() {
            let part = &widths[begin..end];
            if part.len() > 1 && lines(part) > LINES {
                break;
            }
            let uneven = length(part).abs_diff(ideal);
            let here = uneven * uneven / ideal + if marked { 0 } else { NO_MARK };
            // Each part costs something, so that there are no more than need be.
            let sum = cost[begin].0.saturating_add(here + WIDTH / 2);
            if sum < cost[end].0 {
                cost[end] = (sum, begin);
            }
        }
    }
    let mut parts = Vec::new();
    let mut end = words.len();
    while end > 0 {
        let begin = cost[end].1;
        parts.push(&words[begin..end]);
        end = begin;
    }
    parts.reverse();
    parts
}

/// How many lines words of these widths fill.
fn lines(widths: &[usize]) -> usize {
    let (mut lines, mut used) = (0, WIDTH);
    for width in widths {
        let mut rest = *width;
        while rest > 0 {
            let piece = rest.min(WIDTH);
            rest -= piece;
            if used + 1 + piece <= WIDTH {
                used += 1 + piece;
            } else {
                (lines, used) = (lines + 1, piece);
            }
        }
    }
    lines
}

/// Words as lines, two of them evenly; a word that is longer than a line is cut.
fn wrapped(words: &[&str]) -> Vec<String> {
    let lines = filled(words);
    if lines.len() != 2 {
        return lines;
    }
    let widths: Vec<usize> = words.iter().map(|word| word.chars().count()).collect();
    let length = |widths: &[usize]| widths.iter().sum::<usize>() + widths.len().saturating_sub(1);
    let uneven = |at: &usize| length(&widths[..*at]).abs_diff(length(&widths[*at..]));
    let fits = |at: &usize| length(&widths[..*at]) <= WIDTH && length(&widths[*at..]) <= WIDTH;
    let best = (1..words.len()).filter(fits).min_by_key(uneven);
    best.map_or(lines, |at| vec![words[..at].join(" "), words[at..].join(" ")])
}

/// As many words in each line as it holds.
fn filled(words: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        let mut rest: Vec<char> = word.chars().collect();
        while !rest.is_empty() {
            let piece: String = rest.drain(..rest.len().min(WIDTH)).collect();
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + piece.chars().count() <= WIDTH => {
                    line.push(' ');
                    line.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    lines
}

/// Lets captions stand into the pause behind them until they can be read, never into the next one.
fn linger(captions: &mut [Caption<'_>], end: u64) {
    for n in 0..captions.len() {
        let next = captions.get(n + 1).map_or(end, |next| next.start);
        let caption = &mut captions[n];
        let characters: usize = caption.lines.iter().map(|line| line.chars().count()).sum();
        let wanted = caption.start + SHORTEST.max(characters as u64 * PER_CHARACTER);
        caption.end = caption.end.max(wanted.min(next));
    }
}
