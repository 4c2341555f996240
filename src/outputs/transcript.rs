//! Makes transcripts: plain text for people, and timed JSON for podcast apps.

use serde_json::{Value, json};

use super::Edition;
use super::captions::{Caption, sentence_captions};
use super::edition::{joined_text, speaker_label, without_leading_punctuation};
use super::markup::single_line;
use crate::script::Kind;

/// Returns the transcript as plain text: headings, and a paragraph for each turn of a speaker.
pub(super) fn text(edition: &Edition<'_>) -> String {
    let mut text = String::new();
    let (mut last_speaker, ui) = (None, edition.ui());
    for sentences in edition.sentences().chunk_by(|a, b| a.index == b.index) {
        let segment = sentences[0].segment;
        let speaker = speaker_label(segment, ui);
        let is_heading = matches!(segment.kind, Kind::Heading(_));
        if is_heading {
            last_speaker = None;
        }
        // A new paragraph of the same speaker needs no name.
        let is_named = !is_heading && last_speaker != Some(speaker);
        if !text.is_empty() {
            text.push_str(if segment.continues && !is_named { " " } else { "\n\n" });
        }
        let words = joined_text(sentences);
        if is_named {
            text += &format!("{}: {}", single_line(speaker), without_leading_punctuation(&words));
        } else {
            text += &words;
        }
        if !is_heading {
            last_speaker = Some(speaker);
        }
    }
    text.push('\n');
    text
}

/// Returns the transcript as JSON (Podcasting 2.0, transcripts, `application/json`). An entry is a sentence, or a part of it that fits
/// into a caption: apps show one entry at a time.
pub(super) fn json(edition: &Edition<'_>) -> String {
    let segments: Vec<_> = sentence_captions(edition).iter().map(json_entry).collect();
    format!("{:#}\n", json!({"version": "1.0.0", "segments": segments}))
}

fn json_entry(caption: &Caption<'_>) -> Value {
    json!({
        "speaker": single_line(caption.speaker),
        "startTime": caption.start as f64 / 1000.0,
        "endTime": caption.end as f64 / 1000.0,
        "body": caption.text(),
    })
}
