//! The timed transcript that podcast apps read: Podcasting 2.0, transcripts, `application/json`. One entry a sentence.

use serde_json::json;

use super::{Edition, flat, speaker};

/// The transcript of an edition.
pub(super) fn render(edition: &Edition<'_>) -> String {
    let rate = edition.timeline.rate;
    let entry = |sentence: &super::Sentence<'_>| {
        let (start, end) = sentence.span.seconds(rate);
        json!({
            "speaker": flat(speaker(sentence.segment, edition.words())),
            "startTime": start,
            "endTime": end,
            "body": flat(sentence.text),
        })
    };
    let segments: Vec<_> = edition.sentences().iter().map(entry).collect();
    format!("{:#}\n", json!({"version": "1.0.0", "segments": segments}))
}
