//! WebVTT (W3C, Candidate Recommendation 4 April 2019): the speaker as voice tag.

use std::fmt::Write;

use super::captions::captions;
use super::{Edition, flat, timestamp};

/// The captions of an edition.
pub(super) fn render(edition: &Edition<'_>) -> String {
    let mut vtt = String::from("WEBVTT\n");
    if !edition.disclosure.is_empty() {
        vtt += &format!("\nNOTE {}\n", edition.disclosure);
    }
    for caption in captions(edition, false) {
        let lines: Vec<String> = caption.lines.iter().map(|line| escape(line)).collect();
        let (start, end) = (timestamp(caption.start, '.'), timestamp(caption.end, '.'));
        let speaker = escape(&flat(caption.speaker));
        let voice = if speaker.is_empty() { String::new() } else { format!("<v {speaker}>") };
        // Writing to a string cannot fail.
        let _ = write!(vtt, "\n{start} --> {end}\n{voice}{}\n", lines.join("\n"));
    }
    vtt
}

/// Cue text may hold neither `&`, `<`, `>` nor an empty line (sections 4.2.2 and 4.4).
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
