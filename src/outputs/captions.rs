//! Makes captions (WebVTT and SubRip): at most two lines of 42 characters, shown for at least a second and long enough
//! to be read (BBC Subtitle Guidelines 1.2.4; Netflix, English Timed Text Style Guide).
//!
//! Each sentence starts and ends at its exact frames. A sentence that is too long for one caption is split between
//! words. The split uses the word times of the voice, or else shares the time by the number of characters.

use std::fmt::Write;

use super::Edition;
use super::edition::{EditionCue, Sentence, joined_text, speaker_label, without_leading_punctuation};
use super::markup::{single_line, timestamp};
use crate::base::config::Captions;
use crate::mixer::timeline::Span;

/// Characters of a line and lines of a caption.
const LINE_LENGTH: usize = 42;
const MAX_LINES: usize = 2;
/// Shortest time of a caption in milliseconds, if the next caption leaves room.
const MIN_DURATION: u64 = 1_000;
/// Reading time of a character in milliseconds: 20 characters a second, Netflix's limit for adults.
const READING_TIME: u64 = 50;
/// Penalty in characters for a split that is not at punctuation.
const NO_PUNCTUATION: usize = 12;

/// A caption; times are milliseconds of the episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caption<'a> {
    pub(super) start: u64,
    pub(super) end: u64,
    /// Empty for music.
    pub(super) speaker: &'a str,
    lines: Vec<String>,
}

/// Returns the captions as WebVTT (W3C Candidate Recommendation, 4 April 2019), with speakers as voice tags.
pub(super) fn vtt(edition: &Edition<'_>) -> String {
    let mut vtt = String::from("WEBVTT\n");
    if !edition.disclosure.is_empty() {
        vtt += &format!("\nNOTE {}\n", edition.disclosure);
    }
    for caption in captions(edition, false) {
        let lines: Vec<String> = caption.lines.iter().map(|line| escape_vtt(line)).collect();
        let (start, end) = (timestamp(caption.start, '.'), timestamp(caption.end, '.'));
        let speaker = escape_vtt(&single_line(caption.speaker));
        let voice = if speaker.is_empty() { String::new() } else { format!("<v {speaker}>") };
        // Writing to a string cannot fail.
        let _ = write!(vtt, "\n{start} --> {end}\n{voice}{}\n", lines.join("\n"));
    }
    vtt
}

/// Escapes `&`, `<` and `>`, which WebVTT cue text must not contain (sections 4.2.2 and 4.4).
fn escape_vtt(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Returns the captions as SubRip, numbered; each new speaker is named at the start of a caption.
pub(super) fn srt(edition: &Edition<'_>) -> String {
    let mut srt = String::new();
    for (n, caption) in captions(edition, true).iter().enumerate() {
        let lines: Vec<String> = caption.lines.iter().map(|line| escape_srt(line)).collect();
        let (start, end) = (timestamp(caption.start, ','), timestamp(caption.end, ','));
        // Writing to a string cannot fail.
        let _ = write!(srt, "{}\n{start} --> {end}\n{}\n\n", n + 1, lines.join("\n"));
    }
    srt
}

/// Inserts zero-width spaces into `<`, `{` and `-->`. SubRip has no escapes, and players take `<i>` and `{\an8}` for
/// commands and `-->` for a time line.
fn escape_srt(text: &str) -> String {
    text.replace("-->", "--\u{200b}>").replace('<', "<\u{200b}").replace('{', "{\u{200b}")
}

/// Returns all captions in order. With `name_speakers`, each change of speaker puts the name into the caption.
fn captions<'a>(edition: &'a Edition<'_>, name_speakers: bool) -> Vec<Caption<'a>> {
    let sentences = edition.sentences();
    let mut captions: Vec<Caption<'_>> = Vec::new();
    match edition.outputs.captions {
        Captions::Sentence => {
            for sentence in &sentences {
                let name = new_speaker(edition, &captions, sentence).filter(|_| name_speakers);
                split_sentence(edition, sentence, name, &mut captions);
            }
        }
        Captions::Segment => {
            for segment in sentences.chunk_by(|a, b| a.index == b.index) {
                let name = new_speaker(edition, &captions, &segment[0]).filter(|_| name_speakers);
                captions.push(segment_caption(edition, segment, &name.unwrap_or_default()));
            }
        }
    }
    captions.extend(edition.cues.iter().filter_map(|cue| cue_caption(edition, cue)));
    captions.sort_by_key(|caption| caption.start);
    extend_for_reading(&mut captions, edition.ms(edition.timeline.length));
    captions
}

impl Caption<'_> {
    /// Returns the text in one line.
    pub(super) fn text(&self) -> String {
        self.lines.join(" ")
    }
}

/// Returns the captions of the spoken text, a part of a sentence in each, with exact times.
pub(super) fn sentence_captions<'a>(edition: &'a Edition<'_>) -> Vec<Caption<'a>> {
    let mut captions = Vec::new();
    for sentence in &edition.sentences() {
        split_sentence(edition, sentence, None, &mut captions);
    }
    captions
}

/// Returns the speaker's name and a colon if the last caption has another speaker.
fn new_speaker(edition: &Edition<'_>, captions: &[Caption<'_>], sentence: &Sentence<'_>) -> Option<String> {
    let speaker = speaker_label(sentence.segment, edition.ui());
    let is_new = captions.last().is_none_or(|last| last.speaker != speaker);
    is_new.then(|| format!("{}:", single_line(speaker)))
}

/// Makes one caption of all sentences of a segment.
fn segment_caption<'a>(edition: &Edition<'_>, segment: &[Sentence<'a>], name: &str) -> Caption<'a> {
    let text = single_line(&format!("{name} {}", without_leading_punctuation(&joined_text(segment))));
    Caption {
        start: edition.ms(segment[0].span.start),
        end: edition.ms(segment[segment.len() - 1].span.end),
        speaker: speaker_label(segment[0].segment, edition.ui()),
        lines: wrap(&text.split(' ').collect::<Vec<_>>()),
    }
}

/// Makes a caption of a cue for the time before speech begins over it: in brackets, with a note (BBC Subtitle
/// Guidelines, "Music"). Returns `None` if that time is too short to read it.
fn cue_caption<'a>(edition: &Edition<'_>, cue: &EditionCue<'_>) -> Option<Caption<'a>> {
    let Span { start, end } = cue.span;
    let speech = edition.timeline.placements.iter().find(|take| take.end > start && take.start < end);
    let before_speech = speech.map_or(end, |take| take.start.min(end)).saturating_sub(start);
    let (start, end) = (edition.ms(start), edition.ms(start + before_speech));
    let description = cue.cue.description.as_deref().map(single_line).unwrap_or_default();
    let text = if description.is_empty() { "[♪]".into() } else { format!("[♪ {description}]") };
    let lines = wrap(&text.split(' ').collect::<Vec<_>>());
    (end - start >= MIN_DURATION).then_some(Caption { start, end, speaker: "", lines })
}

/// Adds the captions of a sentence, one or several.
fn split_sentence<'a>(
    edition: &Edition<'_>,
    sentence: &Sentence<'a>,
    name: Option<String>,
    captions: &mut Vec<Caption<'a>>,
) {
    let (start, end) = (edition.ms(sentence.span.start), edition.ms(sentence.span.end));
    let name_words = name.as_ref().map_or(0, |name| name.split(' ').count());
    let (shown, hidden_words) = shown_text(sentence.text);
    let text = single_line(&format!("{} {shown}", name.unwrap_or_default()));
    let words: Vec<&str> = text.split(' ').collect();
    let length: usize = text.chars().count().max(1);
    let (mut words_done, mut characters_done) = (0, 0);
    let mut part_start = start;
    for part in split_evenly(&words) {
        words_done += part.len();
        characters_done += part.iter().map(|word| word.chars().count() + 1).sum::<usize>();
        let word_start =
            words_done.checked_sub(name_words).and_then(|nth| word_start(sentence, nth + hidden_words));
        let part_end = match word_start {
            Some(frame) => edition.ms(frame),
            None => start + (end - start) * characters_done.min(length) as u64 / length as u64,
        };
        let part_end = part_end.clamp(part_start, end);
        captions.push(Caption {
            start: part_start,
            end: if words_done == words.len() { end } else { part_end },
            speaker: speaker_label(sentence.segment, edition.ui()),
            lines: wrap(part),
        });
        part_start = part_end;
    }
}

/// Returns the part of a sentence that captions show, and how many words of only punctuation come before it.
fn shown_text(sentence: &str) -> (&str, usize) {
    let shown = without_leading_punctuation(sentence);
    let hidden = &sentence[..sentence.len() - shown.len()];
    let joined = hidden.chars().next_back().is_some_and(|c| !c.is_whitespace());
    (shown, hidden.split_whitespace().count() - usize::from(joined))
}

/// Returns the frame in which the nth word of a sentence starts, if it is known.
fn word_start(sentence: &Sentence<'_>, nth: usize) -> Option<u64> {
    let word = sentence.text.split_whitespace().nth(nth)?;
    let offset = word.as_ptr() as usize - sentence.text.as_ptr() as usize;
    sentence.timed.iter().find(|(range, _)| range.start == offset).map(|(_, span)| span.start)
}

/// Splits words into parts that fit a caption each: as few as possible, of even length, preferably after punctuation.
fn split_evenly<'w>(words: &'w [&'w str]) -> Vec<&'w [&'w str]> {
    let widths: Vec<usize> = words.iter().map(|word| word.chars().count()).collect();
    let whole = length_with_spaces(&widths) + 1;
    let fewest = (whole.div_ceil(LINE_LENGTH * MAX_LINES)).max(1);
    let ideal = whole.div_ceil(fewest);
    // costs[n]: the lowest cost of the first n words, and the start of their last part.
    let mut costs = vec![(usize::MAX, 0); words.len() + 1];
    costs[0].0 = 0;
    for end in 1..=words.len() {
        let is_last = end == words.len();
        let at_punctuation =
            is_last || words[end - 1].ends_with([',', ';', ':', '.', '!', '?', '—', '–', '”', '"']);
        for begin in (0..end).rev() {
            let part = &widths[begin..end];
            if part.len() > 1 && line_count(part) > MAX_LINES {
                break;
            }
            let uneven = (length_with_spaces(part) + 1).abs_diff(ideal);
            let penalty = if at_punctuation { 0 } else { NO_PUNCTUATION };
            // The constant makes every part cost something, which keeps their number low.
            let part_cost = uneven * uneven / ideal + penalty + LINE_LENGTH / 2;
            let cost = costs[begin].0.saturating_add(part_cost);
            if cost < costs[end].0 {
                costs[end] = (cost, begin);
            }
        }
    }
    let mut parts = Vec::new();
    let mut end = words.len();
    while end > 0 {
        let begin = costs[end].1;
        parts.push(&words[begin..end]);
        end = begin;
    }
    parts.reverse();
    parts
}

/// Returns the length of words of these widths with a space between each two.
fn length_with_spaces(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + widths.len().saturating_sub(1)
}

/// Counts the lines that words of these widths fill.
fn line_count(widths: &[usize]) -> usize {
    let (mut lines, mut used) = (0, LINE_LENGTH);
    for width in widths {
        let mut rest = *width;
        while rest > 0 {
            let chunk = rest.min(LINE_LENGTH);
            rest -= chunk;
            if used + 1 + chunk <= LINE_LENGTH {
                used += 1 + chunk;
            } else {
                (lines, used) = (lines + 1, chunk);
            }
        }
    }
    lines
}

/// Wraps words into lines. Two lines get even lengths; a word that is longer than a line is broken.
fn wrap(words: &[&str]) -> Vec<String> {
    let lines = fill_lines(words);
    if lines.len() != 2 {
        return lines;
    }
    let widths: Vec<usize> = words.iter().map(|word| word.chars().count()).collect();
    let lengths = |at: usize| (length_with_spaces(&widths[..at]), length_with_spaces(&widths[at..]));
    let fitting = (1..words.len()).filter(|at| {
        let (first, second) = lengths(*at);
        first <= LINE_LENGTH && second <= LINE_LENGTH
    });
    let best = fitting.min_by_key(|at| {
        let (first, second) = lengths(*at);
        first.abs_diff(second)
    });
    best.map_or(lines, |at| vec![words[..at].join(" "), words[at..].join(" ")])
}

/// Puts as many words in each line as it holds.
fn fill_lines(words: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        let mut rest: Vec<char> = word.chars().collect();
        while !rest.is_empty() {
            let chunk: String = rest.drain(..rest.len().min(LINE_LENGTH)).collect();
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + chunk.chars().count() <= LINE_LENGTH => {
                    line.push(' ');
                    line.push_str(&chunk);
                }
                _ => lines.push(chunk),
            }
        }
    }
    lines
}

/// Extends short captions into the pause after them until they can be read, but not into the next caption.
fn extend_for_reading(captions: &mut [Caption<'_>], episode_end: u64) {
    for n in 0..captions.len() {
        let next = captions.get(n + 1).map_or(episode_end, |next| next.start);
        let caption = &mut captions[n];
        let characters: usize = caption.lines.iter().map(|line| line.chars().count()).sum();
        let readable = caption.start + MIN_DURATION.max(characters as u64 * READING_TIME);
        caption.end = caption.end.max(readable.min(next));
    }
}
