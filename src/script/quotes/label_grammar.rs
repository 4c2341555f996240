//! The grammar of speaker labels: `VOGEL:`, `Speaker 1:`, `[Alice]`, `[00:00:05] Host:`, `BOB (laughing):`, `<Person1>`.
//!
//! It only reads the form of one line. Whether the lines of an article are a dialogue is decided in [`super::labels`].

use std::ops::Range;

use crate::language::attribution::Language;

/// Maximum length of a name, in bytes and in words. A longer text before a colon is a sentence.
const MAX_NAME_BYTES: usize = 40;
const MAX_NAME_WORDS: usize = 4;
/// Characters at the start of a line within which the label and the first word of the speech are.
const MAX_LABEL: usize = 96;

/// A line that begins with a speaker label. All ranges are bytes of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LabelledLine {
    /// The name, without brackets, time codes and remarks.
    pub(super) name: Range<usize>,
    /// The speech. A closing tag after it is left out.
    pub(super) words: Range<usize>,
    /// The character that ends the label.
    pub(super) mark: char,
    /// Brackets, a tag or a time code make it a label, whatever the name is.
    pub(super) by_form: bool,
}

/// Reads the label of a line. The speech after it begins with white space and no small letter, unless brackets show that
/// the label is one: `Note: bring cash` has no label.
pub(super) fn labelled_line(line: &str, language: &Language) -> Option<LabelledLine> {
    let start = after_time_code(line, 0);
    let timed = start > 0;
    match line[start..].chars().next()? {
        '<' => tagged(line, start),
        '[' => bracketed(line, start),
        _ => with_colon(line, start, timed, language),
    }
}

/// Reads `<Person1>Hello</Person1>`.
fn tagged(line: &str, start: usize) -> Option<LabelledLine> {
    let end = start + prefix(&line[start..]).find('>')?;
    let name = trimmed(line, start + 1..end);
    let closing = format!("</{}>", &line[name.clone()]);
    let until = line.trim_end().strip_suffix(&closing).map_or(line.len(), str::len);
    let words = trimmed(line, end + 1..until.max(end + 1));
    (is_name(&line[name.clone()], None) && has_word(&line[words.clone()])).then_some(LabelledLine {
        name,
        words,
        mark: '>',
        by_form: true,
    })
}

/// Reads `[Alice] Hello` and `[Alice]: Hello`.
fn bracketed(line: &str, start: usize) -> Option<LabelledLine> {
    let end = start + prefix(&line[start..]).find(']')?;
    let name = trimmed(line, start + 1..end);
    let rest = end + 1 + usize::from(line[end + 1..].starts_with(':'));
    let words = trimmed(line, rest..line.len());
    let speech = line[rest..].starts_with(char::is_whitespace) && is_speech(&line[words.clone()]);
    (is_name(&line[name.clone()], None) && speech).then_some(LabelledLine {
        name,
        words,
        mark: ']',
        by_form: true,
    })
}

/// Reads `VOGEL: Good evening.`, `Speaker 1: …`, `BOB (laughing): …`, `Host [00:05]: …`, and `Q. Why?`.
fn with_colon(line: &str, start: usize, timed: bool, language: &Language) -> Option<LabelledLine> {
    let (end, mark) = dotted(line, start, language).or_else(|| Some((colon(line, start)?, ':')))?;
    let head = &line[start..end];
    let remark = head.find(['(', '[']).filter(|_| head.ends_with([')', ']']));
    let name = trimmed(line, start..start + remark.unwrap_or(head.len()));
    let words = trimmed(line, end + 1..line.len());
    let speech = line[end + 1..].starts_with(char::is_whitespace) && is_speech(&line[words.clone()]);
    let by_form = timed || remark.is_some_and(|at| after_time_code(line, start + at) > start + at);
    (is_name(&line[name.clone()], Some(language)) && speech).then_some(LabelledLine {
        name,
        words,
        mark,
        by_form,
    })
}

/// Returns the position of the dot of `Q. Why?`. Only the labels of questions and answers have one, since `J. Smith` is a
/// name.
fn dotted(line: &str, start: usize, language: &Language) -> Option<(usize, char)> {
    let (label, _) = line[start..].split_once('.')?;
    let letter = label.chars().count() == 1;
    (letter && (is_question_label(label, language) || is_answer_label(label, language)))
        .then_some((start + label.len(), '.'))
}

/// Returns the position of the first colon outside brackets.
fn colon(line: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in prefix(&line[start..]).char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => return Some(start + at),
            _ => {}
        }
    }
    None
}

fn prefix(text: &str) -> &str {
    text.char_indices().nth(MAX_LABEL).map_or(text, |(at, _)| &text[..at])
}

/// True for a name of a few words. Each begins with a capital or is a particle; a number may follow: `Speaker 1`.
fn is_name(name: &str, language: Option<&Language>) -> bool {
    let words = || name.split_whitespace();
    let is_word = |(nth, word): (usize, &str)| {
        word.starts_with(char::is_uppercase)
            || language.is_some_and(|language| language.name_particles.contains(word))
            || (nth > 0 && word.chars().all(|c| c.is_ascii_digit()))
    };
    name.starts_with(char::is_alphabetic)
        && name.len() <= MAX_NAME_BYTES
        && words().count() <= MAX_NAME_WORDS
        && words().enumerate().all(is_word)
        && name.chars().all(|c| c.is_alphanumeric() || " .-_'\u{2019}".contains(c))
}

fn is_speech(words: &str) -> bool {
    words.starts_with(|c: char| !c.is_lowercase()) && has_word(words)
}

/// True for a text with a word in it. `Alder: 1,204` is a line of a table.
fn has_word(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

/// Skips a time code with or without brackets, and the white space and dash after it: `[00:00:05] `, `0:05 - `.
fn after_time_code(line: &str, start: usize) -> usize {
    let open = line[start..].starts_with(['[', '(']);
    let code = start + usize::from(open);
    let length =
        line[code..].find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(0);
    let digits = &line[code..code + length];
    if !digits.contains(':') || !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.ends_with(':') {
        return start;
    }
    let end = code + length;
    let closed = line[end..].starts_with([']', ')']);
    if open != closed {
        return start;
    }
    let rest = &line[end + usize::from(closed)..];
    line.len() - rest.trim_start_matches([' ', '\t', '-', '–', '—']).len()
}

fn trimmed(line: &str, range: Range<usize>) -> Range<usize> {
    let part = &line[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// True for `Q`.
pub(crate) fn is_question_label(label: &str, language: &Language) -> bool {
    language.question_labels.contains(&label.to_lowercase())
}

/// True for `A`.
pub(crate) fn is_answer_label(label: &str, language: &Language) -> bool {
    language.answer_labels.contains(&label.to_lowercase())
}

/// Finds stage directions in a turn: `[pause]`, `(laughs)`, `(CROSSTALK)`. They have a word of the language's list, or are
/// in capitals, or are a few small words in square brackets between two sentences. An editor's insertion is none of these:
/// `He gave [the mayor] a key`.
pub(crate) fn stage_directions(text: &str, language: &Language) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find(['(', '[']).map(|at| from + at) {
        let close = if text[open..].starts_with('(') { ')' } else { ']' };
        let Some(end) = prefix(&text[open..]).find(close).map(|at| open + at + 1) else {
            from = open + 1;
            continue;
        };
        if is_direction(text, open..end, language) {
            found.push(open..end);
        }
        from = end;
    }
    found
}

/// Maximum number of words in a stage direction.
const MAX_DIRECTION: usize = 5;

fn is_direction(text: &str, range: Range<usize>, language: &Language) -> bool {
    let inner = &text[range.start + 1..range.end - 1];
    let words: Vec<&str> =
        inner.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > MAX_DIRECTION {
        return false;
    }
    let listed = |word: &&str| language.stage_directions.has_lower(&word.replace('\u{2019}', "'"));
    let capitals =
        inner.len() > 4 && !inner.contains(char::is_lowercase) && inner.contains(char::is_alphabetic);
    let before = text[..range.start].trim_end();
    let after = text[range.end..].trim_start();
    let between_sentences = (before.is_empty() || before.ends_with(['.', '!', '?', '…', '”', '"']))
        && (after.is_empty() || after.starts_with(|c: char| !c.is_lowercase()));
    let small = text[range.start..].starts_with('[') && inner.starts_with(char::is_lowercase);
    let listed = words.iter().any(listed) && (between_sentences || listed(&words[0]));
    listed || capitals || (small && between_sentences)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::attribution::language;

    /// Returns the name and the speech of a line.
    fn parts(line: &str) -> Option<(&str, &str)> {
        let label = labelled_line(line, language(None))?;
        Some((&line[label.name], &line[label.words]))
    }

    #[test]
    fn reads_every_form_of_label() {
        for (line, name) in [
            ("VOGEL: Good evening.", "VOGEL"),
            ("Speaker 12: Good evening.", "Speaker 12"),
            ("SPEAKER_03: Good evening.", "SPEAKER_03"),
            ("[Ines] Good evening.", "Ines"),
            ("[Ines]: Good evening.", "Ines"),
            ("[00:01:05] Guest: Good evening.", "Guest"),
            ("(1:05) Guest: Good evening.", "Guest"),
            ("00:01:05.250 - Guest: Good evening.", "Guest"),
            ("Guest [01:05]: Good evening.", "Guest"),
            ("OTTO (whispering): Good evening.", "OTTO"),
            ("<Guest2> Good evening. </Guest2>", "Guest2"),
            ("Rie van Loon: Good evening.", "Rie van Loon"),
            ("Q. Good evening.", "Q"),
        ] {
            assert_eq!(parts(line), Some((name, "Good evening.")), "{line}");
        }
    }

    #[test]
    fn a_note_a_sentence_and_a_number_have_no_label() {
        for line in [
            "Note: bring cash",
            "Then she said: We are late.",
            "Alder: 1,204.",
            "At 10:30 the boat left.",
            "J. Smith left.",
            "[the end] It is late.",
            "<b>It</b> is late.",
        ] {
            assert_eq!(parts(line), None, "{line}");
        }
    }

    #[test]
    fn finds_stage_directions_and_no_insertions() {
        let found = |text: &str| -> Vec<String> {
            stage_directions(text, language(None)).into_iter().map(|range| text[range].to_string()).collect()
        };
        assert_eq!(found("Well. [a door opens] No (laughs softly) more. (CROSSTALK)").len(), 3);
        assert!(found("He gave [the mayor] a key (made of tin).").is_empty());
    }
}
