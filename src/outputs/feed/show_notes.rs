//! Makes the text of a feed's episode: show notes as HTML, summary and people.

use std::collections::BTreeSet;

use crate::outputs::description::{DescribedSegment, DescribedVoice, Description};
use crate::outputs::lists::needs_bullet;
use crate::outputs::{escape, single_line};
use crate::script::NARRATOR;

/// Longest name of a person in characters (podcast namespace, `person`).
const MAX_NAME: usize = 128;
/// Longest start of the article in a summary, in characters.
const MAX_SUMMARY: usize = 400;

/// Returns the article as headings and paragraphs, for apps without captions. Each change of speaker is named.
pub(super) fn html(edition: &Description) -> String {
    let mut html = String::new();
    let mut open: Option<&str> = None;
    let mut last: Option<&str> = None;
    for segment in &edition.segments {
        let (begin, end) = block_tags(segment);
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
            html += &format!("<strong>{}:</strong> ", escape(&speaker_name(segment)));
        }
        last = if heading { None } else { Some(&segment.speaker) };
        html += &escape(&single_line(&segment.text));
    }
    html += open.unwrap_or_default();
    html
}

fn block_tags(segment: &DescribedSegment) -> (&'static str, &'static str) {
    match segment.kind.as_str() {
        kind if needs_bullet(kind, &segment.text) => ("<p>• ", "</p>\n"),
        "heading" => ("<h2>", "</h2>\n"),
        kind if kind.starts_with("heading") => ("<h3>", "</h3>\n"),
        "quote" => ("<blockquote><p>", "</p></blockquote>\n"),
        _ => ("<p>", "</p>\n"),
    }
}

/// Returns the description of feed.toml, or else the start of the article, and the disclosure of synthetic speech, as HTML.
pub(super) fn summary(edition: &Description, description: Option<&str>) -> String {
    let about = description.map_or_else(|| article_start(edition), single_line);
    let paragraphs = [about, single_line(&edition.disclosure.text)];
    let shown = paragraphs.iter().filter(|text| !text.is_empty());
    shown.map(|text| format!("<p>{}</p>", escape(text))).collect()
}

/// Returns the first paragraph, cut between words if it is too long.
fn article_start(edition: &Description) -> String {
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
        words.push_str(&single_line(&segment.text));
    }
    let words = words.trim();
    if words.chars().count() <= MAX_SUMMARY {
        return words.to_string();
    }
    let mut cut: String = words.chars().take(MAX_SUMMARY).collect();
    cut.truncate(cut.rfind(' ').unwrap_or(cut.len()));
    cut + "…"
}

/// Returns the name and role (Podcast Taxonomy) of each person who speaks. A quoted person does not speak in the episode.
/// The entry names the voice instead, and marks a synthetic voice.
pub(super) fn people(edition: &Description) -> Vec<(String, &'static str)> {
    let mut seen = BTreeSet::new();
    let mut people = Vec::new();
    for segment in edition.segments.iter().filter(|segment| !segment.is_disclosure()) {
        for voice in segment.takes.iter().filter_map(|take| edition.voice(&take.voice)) {
            if !seen.insert((segment.speaker.as_str(), voice.name.as_str())) {
                continue;
            }
            let person = voice_name(voice);
            let (text, role) = match segment.speaker.as_str() {
                NARRATOR => (person, "narrator"),
                speaker if person == single_line(speaker) => (person, "guest"),
                speaker => (format!("{person} as {}", single_line(speaker)), "voice actor"),
            };
            people.push((text.chars().take(MAX_NAME).collect(), role));
        }
    }
    people
}

fn voice_name(voice: &DescribedVoice) -> String {
    let name = single_line(voice.person.as_deref().unwrap_or(&voice.name));
    if voice.synthetic { format!("{name} (synthetic voice)") } else { name }
}

fn speaker_name(segment: &DescribedSegment) -> String {
    if segment.speaker == NARRATOR { "Narrator".into() } else { single_line(&segment.speaker) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_a_bullet_only_to_items_without_one() {
        let segment = |kind: &str, text: &str| {
            serde_json::json!({"speaker": NARRATOR, "text": text, "kind": kind, "continues": false,
                "start_frame": 0, "end_frame": 1, "takes": []})
        };
        let edition = serde_json::json!({"sample_rate": 8000, "frames": 1, "voices": [],
            "levels": {"gain_db": 0.0, "limited_frames": 0, "limiter_max_db": 0.0},
            "disclosure": {"synthetic": false, "text": ""},
            "segments": [segment("item", "a rope"), segment("item", "1. Open."),
                segment("row", "North: Boats 14.")]});
        let edition: Description = serde_json::from_value(edition).expect("an edition");
        assert_eq!(
            html(&edition),
            "<p>• <strong>Narrator:</strong> a rope</p>\n<p>1. Open.</p>\n<p>North: Boats 14.</p>\n"
        );
    }
}
