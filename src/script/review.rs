//! What Aloud was not sure of, as questions, and the answers written into script.toml.

use std::ops::Range;

use toml_edit::{Item, Table, Value};

use super::file::{self, TomlSyntaxError};
use super::{Script, UNKNOWN};
use crate::base::toml_reader::parse_mut;

/// Who says this? Quotes of one paragraph that hang together are one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Indices of the segments that it is about.
    pub segments: Vec<usize>,
    /// Indices of all segments of their paragraph.
    pub paragraph: Range<usize>,
    /// What the guess rests on.
    pub because: String,
    /// Who it may be, the likeliest first.
    pub candidates: Vec<String>,
}

/// All that is to be decided, in reading order.
pub fn questions(script: &Script) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for (index, segment) in script.segments.iter().enumerate() {
        let Some(unsure) = &segment.unsure else { continue };
        let paragraph = script.paragraph(index);
        let guess = |question: &Question| script.segments[question.segments[0]].speaker.as_str();
        match questions.last_mut().filter(|q| q.paragraph == paragraph && guess(q) == segment.speaker) {
            Some(question) => question.segments.push(index),
            None => questions.push(Question {
                segments: vec![index],
                paragraph,
                because: segment.because.clone(),
                candidates: candidates(&segment.speaker, &unsure.candidates, heard_before(script, index)),
            }),
        }
    }
    questions
}

/// Whoever spoke last may speak on, also when a person has decided who that was.
fn heard_before(script: &Script, index: usize) -> Option<&str> {
    let quotes = script.segments[..index].iter().rev().filter(|segment| !segment.is_narrator());
    quotes.map(|segment| segment.speaker.as_str()).next()
}

fn candidates(guess: &str, others: &[String], last: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let (first, behind) = if guess == UNKNOWN { (last, None) } else { (None, last) };
    let all = first.into_iter().chain([guess]).chain(others.iter().map(String::as_str)).chain(behind);
    for name in all {
        if name != UNKNOWN && !names.iter().any(|known| known == name) {
            names.push(name.to_string());
        }
    }
    names
}

/// Writes who says some segments into script.toml, takes out what said that this was unsure, and leaves all else as it is.
///
/// # Errors
/// When the text is not TOML.
pub fn decide(text: &str, segments: &[usize], speaker: &str) -> Result<String, TomlSyntaxError> {
    write(text, segments, speaker, None)
}

/// The same for what a language model said, which is marked with its name.
///
/// # Errors
/// When the text is not TOML.
pub fn settle(text: &str, segments: &[usize], speaker: &str, model: &str) -> Result<String, TomlSyntaxError> {
    write(text, segments, speaker, Some(model))
}

fn write(
    text: &str,
    segments: &[usize],
    speaker: &str,
    model: Option<&str>,
) -> Result<String, TomlSyntaxError> {
    let mut document = parse_mut(text)?;
    let tables = document.get_mut("segment").and_then(Item::as_array_of_tables_mut);
    let asked = |(index, _): &(usize, _)| segments.contains(index);
    for (_, table) in tables.into_iter().flat_map(|tables| tables.iter_mut()).enumerate().filter(asked) {
        attribute(table, speaker);
        if let Some(model) = model {
            table["asked"] = toml_edit::value(model);
        }
    }
    file::remove_unused_cast(&mut document);
    Ok(document.to_string())
}

fn attribute(table: &mut Table, speaker: &str) {
    if let Some(written) = table.get_mut("speaker").and_then(Item::as_value_mut) {
        let decor = written.decor().clone();
        *written = Value::from(speaker);
        *written.decor_mut() = decor;
    }
    table.remove("unsure");
    table.remove("candidates");
    table.remove("asked");
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::script::file::parse;

    const SCRIPT: &str = "# mine\n[cast]\nnarrator = \"alder\"\n\n\
        [[segment]]\nspeaker = \"narrator\"\ntext = \"Two men rowed out.\"\n\n\
        [[segment]]\nspeaker = \"Bo Hale\" # I think\ntext = \"“We lost an oar,”\"\nunsure = \"pronoun: he said → Bo Hale\"\ncandidates = [\"Bo Hale\", \"Cy Marsh\"]\n\n\
        [[segment]]\nspeaker = \"narrator\"\ntext = \"he said.\"\ncontinues = true\n\n\
        [[segment]]\nspeaker = \"Bo Hale\"\ntext = \"“And a boot.”\"\ncontinues = true\nunsure = \"follow-on: Bo Hale\"\n\n\
        [[segment]]\nspeaker = \"unknown\"\ntext = \"“It was dark.”\"\nunsure = \"nobody is named nearby\"\n";

    fn asked(text: &str) -> Vec<Question> {
        questions(&parse(text, Path::new("script.toml")).unwrap().script)
    }

    #[test]
    fn quotes_of_one_paragraph_are_one_question_and_unknown_is_no_candidate() {
        let questions = asked(SCRIPT);
        assert_eq!(questions.len(), 2);
        assert_eq!(
            (questions[0].segments.as_slice(), questions[0].paragraph.clone()),
            ([1, 3].as_slice(), 1..4)
        );
        assert_eq!(questions[0].candidates, ["Bo Hale", "Cy Marsh"]);
        assert_eq!(questions[1].candidates, ["Bo Hale"], "who spoke last may speak on");
    }

    #[test]
    fn a_decision_is_written_and_never_asked_again_and_nothing_else_changes() {
        let decided = decide(SCRIPT, &[1, 3], "Cy Marsh").unwrap();
        assert_eq!(asked(&decided).len(), 1);
        assert!(
            decided.contains("speaker = \"Cy Marsh\" # I think\ntext = \"“We lost an oar,”\"\n\n"),
            "{decided}"
        );
        let kept = |text: &str| -> Vec<String> {
            let decision =
                |line: &&str| !["speaker", "unsure", "candidates"].iter().any(|key| line.starts_with(key));
            text.lines().filter(decision).map(str::to_string).collect()
        };
        assert_eq!(kept(&decided), kept(SCRIPT));
    }
}
