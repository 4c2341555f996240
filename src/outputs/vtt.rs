//! WebVTT (W3C, Candidate Recommendation 4 April 2019): one cue a sentence, the speaker as voice tag.

use std::fmt::Write;

use super::{Edition, Line};
use crate::script::Segment;
use crate::timeline::Span;

/// The captions of an edition.
pub fn render(edition: &Edition<'_>) -> String {
    let mut vtt = String::from("WEBVTT\n");
    for (line, span) in cues(edition) {
        let (start, end) = span.seconds(edition.timeline.rate);
        let speaker = edition.script.segments.get(line.segment).map_or("", speaker);
        // Writing to a string cannot fail.
        let _ = write!(
            vtt,
            "\n{} --> {}\n<v {}>{}\n",
            timestamp(start),
            timestamp(end),
            escape(speaker),
            escape(line.text)
        );
    }
    vtt
}

/// The lines that begin a sentence, each with the span to the end of the sentence.
fn cues<'a>(edition: &'a Edition<'_>) -> Vec<(&'a Line<'a>, Span)> {
    let mut cues: Vec<(&Line, Span)> = Vec::new();
    for (line, span) in edition.lines.iter().zip(&edition.timeline.placements) {
        match cues.last_mut() {
            Some((_, whole)) if line.text.is_empty() => whole.end = span.end,
            _ => cues.push((line, *span)),
        }
    }
    cues
}

fn speaker(segment: &Segment) -> &str {
    if segment.is_narrator() { "Narrator" } else { &segment.speaker }
}

/// Section 4.3: hours, minutes, seconds and three digits.
fn timestamp(seconds: f64) -> String {
    let ms = (seconds * 1000.0).round() as u64;
    format!("{:02}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}

/// Cue text may hold neither `&`, `<`, `>` nor an empty line (sections 4.2.2 and 4.4).
fn escape(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    flat.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{Script, Segment};
    use crate::timeline::Timeline;

    fn segment(speaker: &str) -> Segment {
        Segment { speaker: speaker.into(), ..Segment::default() }
    }

    fn line(segment: usize, text: &str) -> Line<'_> {
        Line { segment, text, spoken: "", voice: "v", take: String::new() }
    }

    #[test]
    fn cues_carry_the_speaker_and_hostile_text_is_escaped() {
        let segments = vec![segment("narrator"), segment("A <b> & Co")];
        let script = Script { segments, ..Script::default() };
        let placements = vec![
            Span { start: 500, end: 1250 },
            Span { start: 1250, end: 2000 },
            Span { start: 3_725_001, end: 3_726_000 },
        ];
        let timeline = Timeline { rate: 1000, placements, length: 4_000_000 };
        let lines = vec![line(0, "One long\n\nsentence."), line(0, ""), line(1, "--> 1 < 2 & so")];
        let vtt = render(&Edition { script: &script, lines, timeline: &timeline });
        let expected = "WEBVTT\n\n\
            00:00:00.500 --> 00:00:02.000\n<v Narrator>One long sentence.\n\n\
            01:02:05.001 --> 01:02:06.000\n<v A &lt;b&gt; &amp; Co>--&gt; 1 &lt; 2 &amp; so\n";
        assert_eq!(vtt, expected);
    }
}
