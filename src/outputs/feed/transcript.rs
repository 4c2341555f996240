//! The words of an episode as HTML, for apps that show no captions.

use std::collections::BTreeSet;

use crate::outputs::description::{Description, Segment, Voice};
use crate::outputs::{escape, flat, needs_bullet};
use crate::script::NARRATOR;

/// Longest name of a person (podcast namespace, `person`).
const LONGEST_NAME: usize = 128;
/// Characters of a description that is made of an episode's beginning.
const BEGINNING: usize = 400;

/// Headings and paragraphs; who speaks stands in front where that changes.
pub(super) fn html(edition: &Description) -> String {
    let mut html = String::new();
    let mut open: Option<&str> = None;
    let mut last: Option<&str> = None;
    for segment in &edition.segments {
        let (begin, end) = element(segment);
        if let Some(before) = open.filter(|_| !segment.continues) {
            html += before;
            open = None;
        }
        if open.is_none() {
            html += begin;
            open = Some(end);
        } else {
            html.push(' ');
        }
        let heading = segment.kind.starts_with("heading");
        if !heading && last != Some(&segment.speaker) {
            html += &format!("<strong>{}:</strong> ", escape(&name(segment)));
        }
        last = if heading { None } else { Some(&segment.speaker) };
        html += &escape(&flat(&segment.text));
    }
    html += open.unwrap_or_default();
    html
}

fn element(segment: &Segment) -> (&'static str, &'static str) {
    match segment.kind.as_str() {
        kind if needs_bullet(kind, &segment.text) => ("<p>• ", "</p>\n"),
        "heading" => ("<h2>", "</h2>\n"),
        kind if kind.starts_with("heading") => ("<h3>", "</h3>\n"),
        "quote" => ("<blockquote><p>", "</p></blockquote>\n"),
        _ => ("<p>", "</p>\n"),
    }
}

/// What it is about, and what is told of synthetic speech, as HTML.
pub(super) fn description(edition: &Description, own: Option<&str>) -> String {
    let about = own.map_or_else(|| beginning(edition), flat);
    let paragraphs = [about, flat(&edition.disclosure.text)];
    let paragraph = |text: &String| format!("<p>{}</p>", escape(text));
    paragraphs.iter().filter(|text| !text.is_empty()).map(paragraph).collect()
}

/// The first paragraph, or as much of it as is short.
fn beginning(edition: &Description) -> String {
    let mut words = String::new();
    let text = edition
        .segments
        .iter()
        .filter(|segment| !segment.is_disclosure() && !segment.kind.starts_with("heading"));
    for segment in text {
        if !words.is_empty() && !segment.continues {
            break;
        }
        words.push(' ');
        words.push_str(&flat(&segment.text));
    }
    let words = words.trim();
    if words.chars().count() <= BEGINNING {
        return words.to_string();
    }
    let mut cut: String = words.chars().take(BEGINNING).collect();
    cut.truncate(cut.rfind(' ').unwrap_or(cut.len()));
    cut + "…"
}

/// Name and role (Podcast Taxonomy) of everybody who speaks. Who is quoted is not there themselves: named is who lends the voice, and
/// that it is a synthetic one.
pub(super) fn people(edition: &Description) -> Vec<(String, &'static str)> {
    let mut seen = BTreeSet::new();
    let mut people = Vec::new();
    for segment in edition.segments.iter().filter(|segment| !segment.is_disclosure()) {
        for voice in segment.takes.iter().filter_map(|take| edition.voice(&take.voice)) {
            if !seen.insert((segment.speaker.as_str(), voice.name.as_str())) {
                continue;
            }
            let person = who(voice);
            let (text, role) = match segment.speaker.as_str() {
                NARRATOR => (person, "narrator"),
                speaker if person == flat(speaker) => (person, "guest"),
                speaker => (format!("{person} as {}", flat(speaker)), "voice actor"),
            };
            people.push((text.chars().take(LONGEST_NAME).collect(), role));
        }
    }
    people
}

fn who(voice: &Voice) -> String {
    let name = flat(voice.person.as_deref().unwrap_or(&voice.name));
    if voice.synthetic { format!("{name} (synthetic voice)") } else { name }
}

fn name(segment: &Segment) -> String {
    if segment.speaker == NARRATOR { "Narrator".into() } else { flat(&segment.speaker) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_has_one_mark_and_a_row_has_none() {
        let of = |kind: &str, text: &str| {
            serde_json::json!({"speaker": NARRATOR, "text": text, "kind": kind, "continues": false,
                "start_frame": 0, "end_frame": 1, "takes": []})
        };
        let edition = serde_json::json!({"sample_rate": 8000, "frames": 1, "voices": [],
            "levels": {"gain_db": 0.0, "limited_frames": 0, "limiter_max_db": 0.0},
            "disclosure": {"synthetic": false, "text": ""},
            "segments": [of("item", "a rope"), of("item", "1. Open."), of("row", "North: Boats 14.")]});
        let edition: Description = serde_json::from_value(edition).expect("an edition");
        assert_eq!(
            html(&edition),
            "<p>• <strong>Narrator:</strong> a rope</p>\n<p>1. Open.</p>\n<p>North: Boats 14.</p>\n"
        );
    }
}
