//! Cues → where they are heard, and how: between takes, or under them, giving way to speech.

use std::collections::BTreeSet;
use std::ops::Range;

use super::sounds::Sound;
use crate::audio::measure::gated_loudness;
use crate::base::config::{Cue, Mix, Role};
use crate::mixer::timeline::{Item, Next, Span};
use crate::mixer::{self, Placement};
use crate::script::{Kind, Script, Segment};

/// A cue that is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::build) struct Heard {
    /// Index into the manifest's cues.
    pub(in crate::build) cue: usize,
    /// Where.
    pub(in crate::build) span: Span,
}

/// Takes and the sounds between them, in the order in which they are heard; `items` come with their segments. Gives also
/// which cue each sound is of.
pub(super) fn sequence(
    script: &Script,
    cues: &[Cue],
    sounds: &[Sound],
    items: &[(usize, Item)],
    rate: u32,
) -> (Vec<Next>, Vec<usize>) {
    let named = named(script);
    let mut sequence = Sequence { cues, sounds, rate, all: Vec::new(), of: Vec::new() };
    sequence.play(|cue| cue.role == Role::Intro);
    let mut before: Option<usize> = None;
    for (index, item) in items {
        let segment = script.segments.get(*index);
        if let Some(segment) = segment.filter(|_| before != Some(*index)) {
            let chapter = before.is_some() && *index > 0 && matches!(segment.kind, Kind::Heading(_));
            let here = |cue: &Cue| segment.decided.cue.as_ref() == Some(&cue.name);
            sequence.play(|cue| {
                cue.role == Role::Sting && (here(cue) || chapter && !named.contains(cue.name.as_str()))
            });
        }
        sequence.all.push(Next::Item(*item));
        before = Some(*index);
    }
    sequence.play(|cue| cue.role == Role::Outro);
    (sequence.all, sequence.of)
}

struct Sequence<'a> {
    cues: &'a [Cue],
    sounds: &'a [Sound],
    rate: u32,
    all: Vec<Next>,
    of: Vec<usize>,
}

impl Sequence<'_> {
    fn play(&mut self, which: impl Fn(&Cue) -> bool) {
        for (index, (cue, sound)) in self.cues.iter().zip(self.sounds).enumerate() {
            if which(cue) {
                let frames = sound.played(cue, self.rate);
                self.all.push(Next::Sound { frames, gap: cue.gap });
                self.of.push(index);
            }
        }
    }
}

/// Names of the cues that segments call for; the others have their usual places.
fn named(script: &Script) -> BTreeSet<&str> {
    script.segments.iter().filter_map(|segment| segment.decided.cue.as_deref()).collect()
}

/// Where beds lie, under lines of these segments and places: from the first word, softly in before it, to the last, and softly
/// out behind it.
pub(super) fn beds(
    script: &Script,
    cues: &[Cue],
    lines: &[(usize, Span)],
    length: u64,
    rate: u32,
) -> Vec<Heard> {
    let named = named(script);
    let mut heard = Vec::new();
    for (index, cue) in cues.iter().enumerate().filter(|(_, cue)| cue.role == Role::Bed) {
        let frames = |seconds: f64| (seconds * f64::from(rate)).round() as u64;
        let mut lie = |lines: &[(usize, Span)]| {
            if let (Some((_, first)), Some((_, last))) = (lines.first(), lines.last()) {
                let start = first.start.saturating_sub(frames(cue.fade_in));
                let span = Span { start, end: (last.end + frames(cue.fade_out)).min(length) };
                heard.push(Heard { cue: index, span });
            }
        };
        if !named.contains(cue.name.as_str()) {
            lie(lines);
            continue;
        }
        let begins = script.segments.iter().enumerate();
        for (from, _) in begins.filter(|(_, segment)| segment.decided.cue.as_ref() == Some(&cue.name)) {
            let to = last_of_bed(&script.segments, from, &cue.name);
            let under: Vec<(usize, Span)> =
                lines.iter().filter(|(segment, _)| (from..=to).contains(segment)).copied().collect();
            lie(&under);
        }
    }
    heard
}

/// The segment that a bed ends with: the one that says so, or the last before the next heading.
fn last_of_bed(segments: &[Segment], from: usize, name: &str) -> usize {
    let ends = |segment: &Segment| segment.decided.cue_end.as_deref() == Some(name);
    if let Some(behind) = segments[from..].iter().position(ends) {
        return from + behind;
    }
    let heading = |segment: &Segment| matches!(segment.kind, Kind::Heading(_));
    let next = segments.iter().skip(from + 1).position(heading);
    next.map_or(segments.len() - 1, |behind| from + behind)
}

/// What the mixer plays for a cue. A bed that is longer than its sound repeats it, crossed over at the seam.
pub(super) fn placements(
    cue: &Cue,
    sound: &Sound,
    span: Span,
    speech: &[Range<u64>],
    settings: &Mix,
) -> Vec<Placement> {
    let rate = settings.rate;
    let whole = sound.played(cue, rate);
    let edge = mixer::edges(whole, rate)[0];
    let frames = |seconds: f64| (seconds * f64::from(rate)).round() as u64;
    let placement = |part: Span| {
        let Span { start, end } = part;
        let fade_in = if start == span.start { frames(cue.fade_in).max(edge) } else { edge };
        let fade_out = if end == span.end { frames(cue.fade_out).max(edge) } else { edge };
        Placement {
            path: sound.path.clone(),
            sound: 0..sound.frames_for(end - start, rate),
            sample_rate: sound.measures.sample_rate,
            offset: 0.0,
            start,
            gain_db: gain_db(cue, sound, settings),
            pan: 0.0,
            wide: sound.measures.channels == 2,
            quiet: false,
            fades: [fade_in, fade_out],
            curve: mixer::duck(&(start..end), speech, &cue.duck, rate),
            identity: sound.identity,
        }
    };
    repeated(whole, span, rate).into_iter().map(placement).collect()
}

/// A stretch filled with a sound of so many frames, again and again, crossed over at the seams.
pub(super) fn repeated(whole: u64, span: Span, rate: u32) -> Vec<Span> {
    let edge = mixer::edges(whole, rate)[0];
    let mut parts = Vec::new();
    let mut start = span.start;
    while start + edge < span.end {
        parts.push(Span { start, end: (start + whole).min(span.end) });
        start += (whole - edge).max(1);
    }
    parts
}

/// As loud as speech, in steps of 0.1 dB, and then as the cue says.
fn gain_db(cue: &Cue, sound: &Sound, settings: &Mix) -> f64 {
    let loudness = settings.loudness.zip(gated_loudness([&sound.measures]));
    cue.gain + loudness.map_or(0.0, |(target, loudness)| mixer::gain_to(target, loudness))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Decisions;

    fn script(of: &[(Kind, Option<&str>, Option<&str>)]) -> Script {
        let segment = |(kind, cue, end): &(Kind, Option<&str>, Option<&str>)| Segment {
            kind: *kind,
            decided: Decisions {
                cue: cue.map(str::to_string),
                cue_end: end.map(str::to_string),
                ..Decisions::default()
            },
            ..Segment::default()
        };
        Script { segments: of.iter().map(segment).collect(), ..Script::default() }
    }

    fn rain() -> Cue {
        Cue { name: "rain".into(), fade_in: 1.0, fade_out: 2.0, ..Cue::usual(Role::Bed) }
    }

    const HEADING: (Kind, Option<&str>, Option<&str>) = (Kind::Heading(1), None, None);
    const PARAGRAPH: (Kind, Option<&str>, Option<&str>) = (Kind::Paragraph, None, None);

    /// Lines of one second each, five seconds apart, at 10 frames a second.
    fn lines(count: usize) -> Vec<(usize, Span)> {
        (0..count).map(|n| (n, Span { start: 50 * n as u64 + 50, end: 50 * n as u64 + 60 })).collect()
    }

    fn spans(script: &Script) -> Vec<(u64, u64)> {
        let heard = beds(script, &[rain()], &lines(script.segments.len()), 1_000, 10);
        heard.iter().map(|heard| (heard.span.start, heard.span.end)).collect()
    }

    #[test]
    fn a_bed_lies_under_all_or_under_what_calls_for_it() {
        assert_eq!(spans(&script(&[HEADING, PARAGRAPH])), [(40, 130)]);
        let begun = (Kind::Paragraph, Some("rain"), None);
        let ended = (Kind::Paragraph, None, Some("rain"));
        let chapters = script(&[HEADING, begun, PARAGRAPH, HEADING, PARAGRAPH]);
        assert_eq!(spans(&chapters), [(90, 180)], "to the end of the chapter");
        let over = script(&[HEADING, begun, HEADING, ended, PARAGRAPH]);
        assert_eq!(spans(&over), [(90, 230)], "to the segment that ends it");
        let both = (Kind::Paragraph, Some("rain"), Some("rain"));
        assert_eq!(spans(&script(&[both, both])), [(40, 80), (90, 130)]);
    }
}
