//! Where everything stands in the episode, in frames. Pure: knows lengths and seams, no sound and no text.

use serde::Serialize;

use crate::config::Pauses;

/// Where a sentence had to be cut a reader would take a breath at a comma: 120 ms.
const CLAUSE: f64 = 0.12;

/// One take to be placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item {
    /// Its length at the episode's rate, in frames.
    pub frames: u64,
    /// What lies between it and the item before.
    pub seam: Seam,
}

/// What lies between two items; decides the pause.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Seam {
    /// The next piece of a sentence that was too long for its voice.
    Clause,
    /// The next sentence of the same segment.
    Sentence,
    /// The next segment of the same paragraph.
    Speaker,
    /// A new paragraph.
    Paragraph,
    /// A heading on either side.
    Heading,
    /// As a person set it, in seconds.
    Set(f64),
}

/// The episode, laid out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Timeline {
    /// Frames a second.
    pub rate: u32,
    /// In the order of the items, not overlapping.
    pub placements: Vec<Span>,
    /// Length of the episode in frames.
    pub length: u64,
}

/// A stretch of the episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// First frame.
    pub start: u64,
    /// The frame after the last.
    pub end: u64,
}

/// Lays the items out one after the other, with silence at the seams, before the first and after the last.
pub fn arrange(items: &[Item], pauses: &Pauses, rate: u32) -> Timeline {
    let mut arranger = Arranger::new(pauses, rate);
    let placements = items.iter().map(|item| arranger.place(item)).collect();
    Timeline { rate, placements, length: arranger.length() }
}

/// Lays items out as they come.
#[derive(Debug, Clone)]
pub struct Arranger<'a> {
    pauses: &'a Pauses,
    rate: u32,
    /// The frame after the last item; `None` before the first.
    end: Option<u64>,
}

impl<'a> Arranger<'a> {
    /// For an episode of `rate` frames a second.
    pub fn new(pauses: &'a Pauses, rate: u32) -> Self {
        Self { pauses, rate, end: None }
    }

    /// Places the next item.
    pub fn place(&mut self, item: &Item) -> Span {
        let start = match (self.end, item.seam) {
            (Some(end), seam) => end + frames(seconds(seam, self.pauses), self.rate),
            (None, Seam::Set(seconds)) => frames(seconds, self.rate),
            (None, _) => frames(self.pauses.start, self.rate),
        };
        let span = Span { start, end: start + item.frames };
        self.end = Some(span.end);
        span
    }

    /// Length of the episode in frames, if nothing else is placed.
    pub fn length(&self) -> u64 {
        self.end.unwrap_or_else(|| frames(self.pauses.start, self.rate)) + frames(self.pauses.end, self.rate)
    }
}

fn seconds(seam: Seam, pauses: &Pauses) -> f64 {
    match seam {
        Seam::Clause => CLAUSE,
        Seam::Sentence => pauses.sentence,
        Seam::Speaker => pauses.speaker,
        Seam::Paragraph => pauses.paragraph,
        Seam::Heading => pauses.heading,
        Seam::Set(seconds) => seconds,
    }
}

/// Seconds as whole frames, to the nearest.
fn frames(seconds: f64, rate: u32) -> u64 {
    (seconds * f64::from(rate)).round() as u64
}

impl Span {
    /// Seconds from the beginning of the episode to its first frame and to its end.
    pub fn seconds(&self, rate: u32) -> (f64, f64) {
        (self.start as f64 / f64::from(rate), self.end as f64 / f64::from(rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSES: Pauses =
        Pauses { start: 0.5, sentence: 0.1, speaker: 0.2, paragraph: 0.3, heading: 0.4, end: 1.0 };

    fn item(frames: u64, seam: Seam) -> Item {
        Item { frames, seam }
    }

    #[test]
    fn pauses_are_exact_to_the_frame() {
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
    fn a_pause_set_on_the_first_item_replaces_the_lead() {
        let timeline = arrange(&[item(10, Seam::Set(0.0))], &PAUSES, 1000);
        assert_eq!(timeline.placements, [Span { start: 0, end: 10 }]);
    }

    #[test]
    fn an_insertion_only_moves_what_follows() {
        let before = arrange(&[item(10, Seam::Heading), item(20, Seam::Paragraph)], &PAUSES, 1000);
        let items = [item(10, Seam::Heading), item(5, Seam::Paragraph), item(20, Seam::Paragraph)];
        let after = arrange(&items, &PAUSES, 1000);
        assert_eq!(after.placements[0], before.placements[0]);
        assert_eq!(after.placements[2].start - before.placements[1].start, 305);
    }
}
