//! What Aloud was not sure of, put to a language model, and what to make of its answer. Sends nothing itself.

use serde::Deserialize;

use super::review::Question;
use super::{NARRATOR, Script, UNKNOWN};

/// What a model is told before each question.
pub const RULES: &str = "You are told two paragraphs of a news article and one quotation in them. \
    Say who speaks the quotation. Answer with nothing but JSON: {\"speaker\": \"NAME\"}, where NAME is one of the names \
    that are listed, letter for letter, or \"unknown\" where the text does not tell.";

/// The question as a model gets it: the paragraph before, the paragraph, the quotes that are in doubt, and the names.
pub fn question(script: &Script, question: &Question, names: &[String]) -> String {
    let text = |n: usize| script.segments[n].text.as_str();
    let join = |range: std::ops::Range<usize>| range.map(text).collect::<Vec<_>>().join(" ");
    let quotes: Vec<&str> = question.segments.iter().map(|n| text(*n)).collect();
    format!(
        "Paragraphs:\n\n{}\n\n{}\n\nQuotation: {}\n\nNames: {}",
        join(script.paragraph_before(question.paragraph.start)),
        join(question.paragraph.clone()),
        quotes.join(" "),
        names.join("; ")
    )
}

/// The names that an answer may be: the candidates, then everybody else whom the script knows.
pub fn names(script: &Script, question: &Question) -> Vec<String> {
    let speakers = script.segments.iter().map(|segment| &segment.speaker);
    let candidates = script.segments.iter().filter_map(|segment| segment.unsure.as_ref());
    let candidates = candidates.flat_map(|unsure| &unsure.candidates);
    let mut names: Vec<String> = Vec::new();
    for name in question.candidates.iter().chain(speakers).chain(candidates) {
        if name != NARRATOR && name != UNKNOWN && !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// Which of the names an answer is; `None` for any other, and for one that is no answer.
pub fn settled<'n>(answer: &str, names: &'n [String]) -> Option<&'n String> {
    #[derive(Deserialize)]
    struct Answer {
        speaker: String,
    }
    // Models like to say something before and behind it.
    let json = answer.get(answer.find('{')?..=answer.rfind('}')?)?;
    let said: Answer = serde_json::from_str(json).ok()?;
    names.iter().find(|name| name.to_lowercase() == said.speaker.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_that_was_listed_settles_anything() {
        let names = ["Bo Hale".to_string(), "Cy Marsh".to_string()];
        let is = |answer: &str| settled(answer, &names).map(String::as_str);
        assert_eq!(is("{\"speaker\": \"Cy Marsh\"}"), Some("Cy Marsh"));
        assert_eq!(is("Sure!\n```json\n{\"speaker\": \" bo hale \"}\n```"), Some("Bo Hale"));
        for other in ["{\"speaker\": \"unknown\"}", "{\"speaker\": \"Ann Other\"}", "Cy Marsh", "}{", ""] {
            assert_eq!(is(other), None, "{other}");
        }
    }
}
