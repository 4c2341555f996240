//! Questions to a language model about uncertain attributions, and its answers. Does not send anything itself.

use serde::Deserialize;

use super::review::Question;
use super::{NARRATOR, Script, UNKNOWN};

/// The instructions for the model, before each question.
pub const RULES: &str = "You get two paragraphs of a news article and one quotation in them. \
    Say who speaks the quotation. Answer with nothing but JSON: {\"speaker\": \"NAME\"}, where NAME is one of the names \
    that are listed, letter for letter, or \"unknown\" where the text does not say.";

/// Returns the question for the model: the paragraph before, the paragraph, the uncertain quotes, and the names.
pub fn question(script: &Script, question: &Question, names: &[String]) -> String {
    format!(
        "Paragraphs:\n\n{}\n\n{}\n\nQuotation: {}\n\nNames: {}",
        joined_text(script, script.paragraph_before(question.paragraph.start)),
        joined_text(script, question.paragraph.clone()),
        joined_text(script, question.segments.iter().copied()),
        names.join("; ")
    )
}

fn joined_text(script: &Script, segments: impl Iterator<Item = usize>) -> String {
    segments.map(|n| script.segments[n].text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Returns the names that the model may choose from: the candidates, then all other speakers of the script.
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

/// Returns the name that an answer chooses; `None` for a name that is not listed and for anything else.
pub fn parse_answer<'n>(answer: &str, names: &'n [String]) -> Option<&'n String> {
    #[derive(Deserialize)]
    struct Answer {
        speaker: String,
    }
    // Models add text before and after the JSON: `Sure! {…}`.
    let json = answer.get(answer.find('{')?..=answer.rfind('}')?)?;
    let answer: Answer = serde_json::from_str(json).ok()?;
    names.iter().find(|name| name.to_lowercase() == answer.speaker.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_listed_names_as_an_answer() {
        let names = ["Bo Hale".to_string(), "Cy Marsh".to_string()];
        let is = |answer: &str| parse_answer(answer, &names).map(String::as_str);
        assert_eq!(is("{\"speaker\": \"Cy Marsh\"}"), Some("Cy Marsh"));
        assert_eq!(is("Sure!\n```json\n{\"speaker\": \" bo hale \"}\n```"), Some("Bo Hale"));
        for other in ["{\"speaker\": \"unknown\"}", "{\"speaker\": \"Ann Other\"}", "Cy Marsh", "}{", ""] {
            assert_eq!(is(other), None, "{other}");
        }
    }
}
