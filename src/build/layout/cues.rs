//! Decides where cues play: intros, stings and outros between takes, beds under them.

use std::collections::BTreeSet;

use super::sounds::{Sound, frames};
use crate::base::config::{Cue, Role};
use crate::mixer::timeline::{Element, Item, Span};
use crate::script::{Kind, Script, Segment};

/// A cue with its place in the episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::build) struct PlacedCue {
    /// Index into the manifest's cues.
    pub(in crate::build) cue: usize,
    /// Its span in frames of the episode.
    pub(in crate::build) span: Span,
}

/// Returns the takes and the sounds between them in the order of the episode, and the index of the cue of each sound.
/// Each of `items` comes with the index of its segment.
pub(super) fn sequence(
    script: &Script,
    cues: &[Cue],
    sounds: &[Sound],
    items: &[(usize, Item)],
    rate: u32,
) -> (Vec<Element>, Vec<usize>) {
    let named = named_cues(script);
    let mut sequence = Sequence { cues, sounds, rate, all: Vec::new(), played: Vec::new() };
    sequence.play(|cue| cue.role == Role::Intro);
    let mut before: Option<usize> = None;
    for (index, item) in items {
        let segment = script.segments.get(*index);
        if let Some(segment) = segment.filter(|_| before != Some(*index)) {
            // Stings that no segment names play before every chapter but the first.
            let chapter = before.is_some() && *index > 0 && is_heading(segment);
            sequence.play(|cue| {
                let here = segment.decided.cue.as_ref() == Some(&cue.name);
                cue.role == Role::Sting && (here || chapter && !named.contains(cue.name.as_str()))
            });
        }
        sequence.all.push(Element::Item(*item));
        before = Some(*index);
    }
    sequence.play(|cue| cue.role == Role::Outro);
    (sequence.all, sequence.played)
}

struct Sequence<'a> {
    cues: &'a [Cue],
    sounds: &'a [Sound],
    rate: u32,
    all: Vec<Element>,
    /// The cue of each sound in `all`.
    played: Vec<usize>,
}

impl Sequence<'_> {
    fn play(&mut self, which: impl Fn(&Cue) -> bool) {
        for (index, (cue, sound)) in self.cues.iter().zip(self.sounds).enumerate() {
            if which(cue) {
                let frames = sound.played(cue, self.rate);
                self.all.push(Element::Cue { frames, gap: cue.gap });
                self.played.push(index);
            }
        }
    }
}

/// Returns the names of the cues that segments ask for. The others play at the usual places of their role.
fn named_cues(script: &Script) -> BTreeSet<&str> {
    script.segments.iter().filter_map(|segment| segment.decided.cue.as_deref()).collect()
}

/// Places the beds under the spoken `spans`, each of which comes with the index of its segment. A bed fades in before the
/// first word and fades out after the last.
pub(super) fn beds(
    script: &Script,
    cues: &[Cue],
    spans: &[(usize, Span)],
    length: u64,
    rate: u32,
) -> Vec<PlacedCue> {
    let named = named_cues(script);
    let mut placed = Vec::new();
    for (index, cue) in cues.iter().enumerate().filter(|(_, cue)| cue.role == Role::Bed) {
        if !named.contains(cue.name.as_str()) {
            placed.extend(bed_under(cue, spans, length, rate).map(|span| PlacedCue { cue: index, span }));
            continue;
        }
        let starts = script.segments.iter().enumerate();
        for (from, _) in starts.filter(|(_, segment)| segment.decided.cue.as_ref() == Some(&cue.name)) {
            let to = last_of_bed(&script.segments, from, &cue.name);
            let under: Vec<(usize, Span)> =
                spans.iter().filter(|(segment, _)| (from..=to).contains(segment)).copied().collect();
            placed.extend(bed_under(cue, &under, length, rate).map(|span| PlacedCue { cue: index, span }));
        }
    }
    placed
}

/// Returns the span of a bed under the given spans, with its fades; `None` if there are none.
fn bed_under(cue: &Cue, spans: &[(usize, Span)], length: u64, rate: u32) -> Option<Span> {
    let ((_, first), (_, last)) = (spans.first()?, spans.last()?);
    let start = first.start.saturating_sub(frames(cue.fade_in, rate));
    Some(Span { start, end: (last.end + frames(cue.fade_out, rate)).min(length) })
}

/// Returns the segment that a bed ends with: the one with `cue_end`, or the last one before the next heading.
fn last_of_bed(segments: &[Segment], from: usize, name: &str) -> usize {
    let mut from_start = segments[from..].iter();
    if let Some(after) = from_start.position(|segment| segment.decided.cue_end.as_deref() == Some(name)) {
        return from + after;
    }
    let next = segments.iter().skip(from + 1).position(is_heading);
    next.map_or(segments.len() - 1, |after| from + after)
}

fn is_heading(segment: &Segment) -> bool {
    matches!(segment.kind, Kind::Heading(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Decisions;

    type Row = (Kind, Option<&'static str>, Option<&'static str>);

    const HEADING: Row = (Kind::Heading(1), None, None);
    const PARAGRAPH: Row = (Kind::Paragraph, None, None);

    /// A script of segments with their kind, `cue` and `cue_end`.
    fn script(rows: &[Row]) -> Script {
        Script { segments: rows.iter().map(segment).collect(), ..Script::default() }
    }

    fn segment((kind, cue, end): &Row) -> Segment {
        let decided = Decisions {
            cue: cue.map(str::to_string),
            cue_end: end.map(str::to_string),
            ..Decisions::default()
        };
        Segment { kind: *kind, decided, ..Segment::default() }
    }

    fn rain() -> Cue {
        Cue { name: "rain".into(), fade_in: 1.0, fade_out: 2.0, ..Cue::usual(Role::Bed) }
    }

    /// Utterances of one second each, five seconds apart, at 10 frames a second.
    fn utterances(count: usize) -> Vec<(usize, Span)> {
        (0..count).map(|n| (n, Span { start: 50 * n as u64 + 50, end: 50 * n as u64 + 60 })).collect()
    }

    fn spans(script: &Script) -> Vec<(u64, u64)> {
        let placed = beds(script, &[rain()], &utterances(script.segments.len()), 1_000, 10);
        placed.iter().map(|placed| (placed.span.start, placed.span.end)).collect()
    }

    #[test]
    fn a_bed_plays_under_the_whole_episode_unless_a_segment_names_it() {
        assert_eq!(spans(&script(&[HEADING, PARAGRAPH])), [(40, 130)]);
        let start = (Kind::Paragraph, Some("rain"), None);
        let end = (Kind::Paragraph, None, Some("rain"));
        let chapters = script(&[HEADING, start, PARAGRAPH, HEADING, PARAGRAPH]);
        assert_eq!(spans(&chapters), [(90, 180)], "to the end of the chapter");
        let across = script(&[HEADING, start, HEADING, end, PARAGRAPH]);
        assert_eq!(spans(&across), [(90, 230)], "to the segment that ends it");
        let both = (Kind::Paragraph, Some("rain"), Some("rain"));
        assert_eq!(spans(&script(&[both, both])), [(40, 80), (90, 130)]);
    }
}
