//! Questions about uncertain attributions, and their answers in script.toml.

use std::ops::Range;

use toml_edit::{Item, Table, Value};

use super::file::{self, TomlSyntaxError};
use super::{Script, UNKNOWN};
use crate::base::toml_reader::parse_mut;

/// Asks who speaks one or several quotes. Quotes of one paragraph with the same guess are one question.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Question {
    /// Indices of the uncertain segments.
    pub segments: Vec<usize>,
    /// Indices of all segments of their paragraph.
    pub paragraph: Range<usize>,
    /// The evidence for the guess.
    pub because: String,
    /// The possible speakers, the likeliest first.
    pub candidates: Vec<String>,
}

/// Returns all open questions, in reading order.
pub fn questions(script: &Script) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for (index, segment) in script.segments.iter().enumerate() {
        let Some(unsure) = &segment.unsure else { continue };
        let paragraph = script.paragraph(index);
        let same_guess = |question: &&mut Question| {
            question.paragraph == paragraph
                && script.segments[question.segments[0]].speaker == segment.speaker
        };
        match questions.last_mut().filter(same_guess) {
            Some(question) => question.segments.push(index),
            None => questions.push(Question {
                segments: vec![index],
                paragraph,
                because: segment.because.clone(),
                candidates: candidates(&segment.speaker, &unsure.candidates, last_speaker(script, index)),
            }),
        }
    }
    questions
}

/// Returns a reason in plain words: the clue, then what speaks against it.
pub fn in_plain_words(because: &str) -> String {
    let (clue, doubt) = because.split_once("; ").map_or((because, None), |(clue, doubt)| (clue, Some(doubt)));
    let clue = plain_clue(clue);
    match doubt {
        Some(doubt) => format!("{clue}, but {}", plain_doubt(doubt)),
        None => clue,
    }
}

fn plain_clue(clue: &str) -> String {
    let (kind, rest) = clue.split_once(": ").unwrap_or((clue, ""));
    let (words, person) = rest.split_once(" → ").unwrap_or((rest, ""));
    let means = if person.is_empty() { String::new() } else { format!(", which probably means {person}") };
    match kind {
        "named" | "signed" | "transcript" => {
            format!("the text names the speaker: \u{201c}{words}\u{201d}{means}")
        }
        "pronoun" => format!("the text says \u{201c}{words}\u{201d}{means}"),
        "described" => format!("the text describes the speaker: \u{201c}{words}\u{201d}{means}"),
        "follow-on" => "the quote before it is by the same person".into(),
        "follow-on from the paragraph before" => "the paragraph before is by the same person".into(),
        "in turns" => format!("two people take turns, and it may be the turn of {words}"),
        "the exchange around it" => format!("the quotes around it suggest {words}"),
        "was asked" | "was spoken to before → " => {
            format!("the quote before it was said to this person{means}")
        }
        "announced in the paragraph before" => "the paragraph before ends with a colon".into(),
        "a reply" => "the line answers the one before".into(),
        "goes on in reported speech" => "the sentence goes on with what the same person says".into(),
        "goes on over the paragraph" => "the quote before it has no closing mark".into(),
        _ => clue.to_string(),
    }
}

/// Puts the evidence against a speaker into words. Its names are those of the file of weights.
fn plain_doubt(doubt: &str) -> String {
    match doubt {
        "another person named before" => "another person is named just before".into(),
        "another person named after" => "another person is named just after".into(),
        "surname of several people in the cue" => "several people have this surname".into(),
        "has a namesake" => "another person has the same name".into(),
        "rival" | "rival of a pronoun" | "people in focus" => "someone else fits as well".into(),
        "two cues differ" => "the words before and after the quote name different people".into(),
        "a person without a name before" => "a person without a name is mentioned just before".into(),
        "label of four words or more" => "the description is long and may contain another person".into(),
        "label of one word" | "one word in all" => "the name is a single word".into(),
        "thing in the cue" | "hardly a person" => "the name may be that of a thing".into(),
        "cue with a pronoun" => "a pronoun may mean someone else".into(),
        "title or role in the cue" => "the title may belong to someone else".into(),
        "one word" | "two or three words" | "seven to twelve words" => {
            "such a short quote may be a term".into()
        }
        "after a word" | "after a comma" | "after a colon" | "a question" => {
            "quotes in such a place often have another speaker".into()
        }
        _ => format!("one clue is against it: {doubt}"),
    }
}

/// Returns the speaker of the last quote before a segment. It is a candidate, since a speaker often continues.
fn last_speaker(script: &Script, index: usize) -> Option<&str> {
    let quotes = script.segments[..index].iter().rev().filter(|segment| !segment.is_narrator());
    quotes.map(|segment| segment.speaker.as_str()).next()
}

/// Lists the candidates: the guess, the others, and the last speaker at the end. If there is no guess, the last speaker is
/// the likeliest.
fn candidates(guess: &str, others: &[String], last: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let (first, end) = if guess == UNKNOWN { (last, None) } else { (None, last) };
    let all = first.into_iter().chain([guess]).chain(others.iter().map(String::as_str)).chain(end);
    for name in all {
        if name != UNKNOWN && !names.iter().any(|known| known == name) {
            names.push(name.to_string());
        }
    }
    names
}

/// Writes the speaker of some segments into script.toml and removes their `unsure` marks. Everything else stays as it is.
///
/// # Errors
/// Fails if the text is not TOML.
pub(crate) fn decide(text: &str, segments: &[usize], speaker: &str) -> Result<String, TomlSyntaxError> {
    write(text, segments, speaker, None)
}

/// Does the same for a language model's answer, and records the model's name in `asked`.
///
/// # Errors
/// Fails if the text is not TOML.
pub(crate) fn settle(
    text: &str,
    segments: &[usize],
    speaker: &str,
    model: &str,
) -> Result<String, TomlSyntaxError> {
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
    let tables = tables.into_iter().flat_map(|tables| tables.iter_mut()).enumerate();
    for (_, table) in tables.filter(|(index, _)| segments.contains(index)) {
        set_speaker(table, speaker);
        if let Some(model) = model {
            table["asked"] = toml_edit::value(model);
        }
    }
    file::remove_unused_cast(&mut document);
    Ok(document.to_string())
}

/// Replaces the speaker and keeps the comment after it.
fn set_speaker(table: &mut Table, speaker: &str) {
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
        [[segment]]\nspeaker = \"unknown\"\ntext = \"“It was dark.”\"\nunsure = \"no speaker is named nearby\"\n";

    fn asked(text: &str) -> Vec<Question> {
        questions(&parse(text, Path::new("script.toml")).unwrap().script)
    }

    #[test]
    fn quotes_of_one_paragraph_are_one_question_and_unknown_is_not_a_candidate() {
        let questions = asked(SCRIPT);
        assert_eq!(questions.len(), 2);
        assert_eq!(
            (questions[0].segments.as_slice(), questions[0].paragraph.clone()),
            ([1, 3].as_slice(), 1..4)
        );
        assert_eq!(questions[0].candidates, ["Bo Hale", "Cy Marsh"]);
        assert_eq!(questions[1].candidates, ["Bo Hale"], "the last speaker may continue");
    }

    #[test]
    fn puts_reasons_into_plain_words() {
        let plain = in_plain_words("pronoun: she said → Ann Lee; another person named before");
        let want =
            "the text says “she said”, which probably means Ann Lee, but another person is named just before";
        assert_eq!(plain, want);
        assert_eq!(in_plain_words("follow-on: Ann Lee"), "the quote before it is by the same person");
        let unknown = "no speaker is named nearby";
        assert_eq!(in_plain_words(unknown), unknown, "already in plain words");
    }

    #[test]
    fn writes_a_decision_and_changes_nothing_else() {
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
