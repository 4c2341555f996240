//! Places takes and cues on the timeline, in frames. It knows lengths and pauses, no audio and no text.

use serde::Serialize;

use crate::base::config::Pauses;

/// Pause in seconds after a part of a sentence that was too long for its voice: as long as a breath at a comma.
const CLAUSE_PAUSE: f64 = 0.12;

/// A take to be placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item {
    /// Length in frames of the episode.
    pub frames: u64,
    /// The seam to the previous item.
    pub seam: Seam,
}

/// The kind of transition between two items. It decides the length of the pause.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Seam {
    /// The next part of a sentence that was too long for its voice.
    Clause,
    /// The next sentence of the same segment.
    Sentence,
    /// The next segment of the same paragraph.
    Speaker,
    /// A new paragraph.
    Paragraph,
    /// A heading on either side.
    Heading,
    /// A pause that the user has set, in seconds.
    Set(f64),
}

/// The next element of the timeline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Element {
    /// A take.
    Item(Item),
    /// A cue between two takes.
    Cue {
        /// Length in frames of the episode.
        frames: u64,
        /// Silence before and after the cue in seconds. If negative, the cue overlaps its neighbours.
        gap: f64,
    },
}

/// The timeline of an episode.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Timeline {
    /// Sample rate in Hz.
    pub rate: u32,
    /// Positions of the takes, in order. They do not overlap.
    pub placements: Vec<Span>,
    /// Positions of the cues, in order.
    #[serde(rename = "sounds")]
    pub cues: Vec<Span>,
    /// Length of the episode in frames.
    pub length: u64,
}

/// A range of frames of the episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// First frame.
    pub start: u64,
    /// The frame after the last.
    pub end: u64,
}

/// Places takes and cues one after the other, with pauses between them, before the first and after the last.
pub fn arrange(all: &[Element], pauses: &Pauses, rate: u32) -> Timeline {
    let mut arranger = Arranger::new(pauses, rate);
    let (mut placements, mut cues) = (Vec::new(), Vec::new());
    for next in all {
        match next {
            Element::Item(item) => placements.push(arranger.place(item)),
            Element::Cue { frames, gap } => cues.push(arranger.place_cue(*frames, *gap)),
        }
    }
    Timeline { rate, placements, cues, length: arranger.length() }
}

/// Places items as they come.
#[derive(Debug, Clone)]
pub struct Arranger<'a> {
    pauses: &'a Pauses,
    rate: u32,
    /// End of the last item or cue. `None` before the first.
    end: Option<u64>,
    /// End of the last item. The next one does not begin earlier, even if a cue between them has a long overlap.
    items_end: u64,
    /// The latest end of all items and cues.
    latest_end: u64,
    /// The last cue, and the silence after it in seconds, if no item has followed yet.
    cue: Option<(Span, f64)>,
}

impl<'a> Arranger<'a> {
    /// Creates an arranger for an episode with a sample rate of `rate` Hz.
    pub fn new(pauses: &'a Pauses, rate: u32) -> Self {
        Self { pauses, rate, end: None, items_end: 0, latest_end: 0, cue: None }
    }

    /// Places the next item.
    pub fn place(&mut self, item: &Item) -> Span {
        let start = match (self.cue.take(), self.end, item.seam) {
            (Some((cue, _)), _, Seam::Set(seconds)) => self.after(&cue, seconds),
            (Some((cue, gap)), ..) => self.after(&cue, gap),
            (None, Some(end), seam) => end + frames(pause_seconds(seam, self.pauses), self.rate),
            (None, None, Seam::Set(seconds)) => frames(seconds, self.rate),
            (None, None, _) => frames(self.pauses.start, self.rate),
        };
        let span = self.advance(start.max(self.items_end), item.frames);
        self.items_end = span.end;
        span
    }

    /// Places the next cue. `length` is in frames, `gap` in seconds.
    pub fn place_cue(&mut self, length: u64, gap: f64) -> Span {
        let start = match (self.cue.take(), self.end) {
            (Some((cue, previous)), _) => self.after(&cue, previous.max(gap)),
            (None, Some(end)) => end.saturating_add_signed(signed_frames(gap, self.rate)),
            (None, None) => frames(self.pauses.start, self.rate),
        };
        let span = self.advance(start, length);
        self.cue = Some((span, gap));
        span
    }

    /// Returns the frame `seconds` after the end of a cue. With a negative value it is before the end, but not before the
    /// start.
    fn after(&self, cue: &Span, seconds: f64) -> u64 {
        cue.end.saturating_add_signed(signed_frames(seconds, self.rate)).max(cue.start)
    }

    fn advance(&mut self, start: u64, frames: u64) -> Span {
        let span = Span { start, end: start + frames };
        self.end = Some(span.end);
        self.latest_end = self.latest_end.max(span.end);
        span
    }

    /// Returns the length of the episode in frames, if nothing else is placed.
    pub fn length(&self) -> u64 {
        let reached = if self.end.is_some() { self.latest_end } else { frames(self.pauses.start, self.rate) };
        reached + frames(self.pauses.end, self.rate)
    }
}

fn pause_seconds(seam: Seam, pauses: &Pauses) -> f64 {
    match seam {
        Seam::Clause => CLAUSE_PAUSE,
        Seam::Sentence => pauses.sentence,
        Seam::Speaker => pauses.speaker,
        Seam::Paragraph => pauses.paragraph,
        Seam::Heading => pauses.heading,
        Seam::Set(seconds) => seconds,
    }
}

/// Converts seconds to frames, rounded to the nearest.
fn frames(seconds: f64, rate: u32) -> u64 {
    (seconds * f64::from(rate)).round() as u64
}

fn signed_frames(seconds: f64, rate: u32) -> i64 {
    (seconds * f64::from(rate)).round() as i64
}

impl Span {
    /// Returns start and end in seconds.
    pub fn seconds(&self, rate: u32) -> (f64, f64) {
        (self.start as f64 / f64::from(rate), self.end as f64 / f64::from(rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSES: Pauses =
        Pauses { start: 0.5, sentence: 0.1, speaker: 0.2, paragraph: 0.3, heading: 0.4, end: 1.0 };

    fn item(frames: u64, seam: Seam) -> Element {
        Element::Item(Item { frames, seam })
    }

    fn cue(frames: u64, gap: f64) -> Element {
        Element::Cue { frames, gap }
    }

    #[test]
    fn places_items_exact_to_the_frame() {
        let items = [
            item(100, Seam::Heading),
            item(50, Seam::Heading),
            item(7, Seam::Sentence),
            item(1, Seam::Speaker),
            item(2, Seam::Paragraph),
            item(3, Seam::Set(1.5)),
        ];
        let timeline = arrange(&items, &PAUSES, 1000);
        let starts: Vec<u64> = timeline.placements.iter().map(|p| p.start).collect();
        assert_eq!(starts, [500, 600 + 400, 1050 + 100, 1157 + 200, 1358 + 300, 1660 + 1500]);
        assert_eq!(timeline.length, 3163 + 1000);
    }

    #[test]
    fn replaces_the_start_pause_by_a_pause_set_on_the_first_item() {
        let timeline = arrange(&[item(10, Seam::Set(0.0))], &PAUSES, 1000);
        assert_eq!(timeline.placements, [Span { start: 0, end: 10 }]);
    }

    #[test]
    fn moves_only_later_items_after_an_insertion() {
        let previous = arrange(&[item(10, Seam::Heading), item(20, Seam::Paragraph)], &PAUSES, 1000);
        let items = [item(10, Seam::Heading), item(5, Seam::Paragraph), item(20, Seam::Paragraph)];
        let after = arrange(&items, &PAUSES, 1000);
        assert_eq!(after.placements[0], previous.placements[0]);
        assert_eq!(after.placements[2].start - previous.placements[1].start, 305);
    }

    #[test]
    fn starts_speech_over_the_end_of_a_cue_or_after_it() {
        let all = [
            cue(5_000, -2.0),
            item(1_000, Seam::Paragraph),
            cue(500, 0.25),
            item(1_000, Seam::Heading),
            cue(3_000, -0.5),
        ];
        let timeline = arrange(&all, &PAUSES, 1000);
        assert_eq!(
            frame_pairs(&timeline.placements),
            [(3_500, 4_500), (5_500, 6_500)],
            "2 s before 5.5 s; 0.25 s after 5.25 s"
        );
        assert_eq!(frame_pairs(&timeline.cues), [(500, 5_500), (4_750, 5_250), (6_000, 9_000)]);
        assert_eq!(timeline.length, 10_000);
    }

    fn frame_pairs(spans: &[Span]) -> Vec<(u64, u64)> {
        spans.iter().map(|span| (span.start, span.end)).collect()
    }

    #[test]
    fn keeps_takes_apart_when_a_cue_overlaps_both() {
        let all = [
            item(1_000, Seam::Heading),
            cue(500, -3.0),
            item(1_000, Seam::Paragraph),
            cue(100, -600.0),
            item(10, Seam::Set(0.0)),
        ];
        let spans = arrange(&all, &PAUSES, 1000).placements;
        assert!(spans.is_sorted_by(|previous, after| previous.end <= after.start), "{spans:?}");
        assert_eq!(spans[1], Span { start: 1_500, end: 2_500 }, "as early as it can");
    }

    #[test]
    fn does_not_start_speech_before_the_cue_that_it_follows() {
        let timeline = arrange(&[cue(1_000, -5.0), item(100, Seam::Paragraph)], &PAUSES, 1000);
        assert_eq!(timeline.placements[0].start, timeline.cues[0].start);
        assert_eq!(timeline.length, 1_500 + 1_000, "the cue ends last");
    }
}
