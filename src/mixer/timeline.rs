//! Where everything stands in the episode, in frames. Pure: knows lengths and seams, no sound and no text.

use serde::Serialize;

use crate::base::config::Pauses;

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

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Next {
    /// A take.
    Item(Item),
    /// A sound of so many frames that has its own place between takes, and seconds of silence on both sides; with
    /// less than none it overlaps what stands beside it.
    Sound {
        /// Its length at the episode's rate.
        frames: u64,
        /// Seconds.
        gap: f64,
    },
}

/// The episode, laid out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Timeline {
    /// Frames a second.
    pub rate: u32,
    /// In the order of the items, not overlapping.
    pub placements: Vec<Span>,
    /// In the order of the sounds.
    pub sounds: Vec<Span>,
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

/// Lays takes and sounds out one after the other, with silence at the seams, before the first and after the last.
pub fn arrange(all: &[Next], pauses: &Pauses, rate: u32) -> Timeline {
    let mut arranger = Arranger::new(pauses, rate);
    let (mut placements, mut sounds) = (Vec::new(), Vec::new());
    for next in all {
        match next {
            Next::Item(item) => placements.push(arranger.place(item)),
            Next::Sound { frames, gap } => sounds.push(arranger.play(*frames, *gap)),
        }
    }
    Timeline { rate, placements, sounds, length: arranger.length() }
}

/// Lays items out as they come.
#[derive(Debug, Clone)]
pub struct Arranger<'a> {
    pauses: &'a Pauses,
    rate: u32,
    /// The frame after the last item or sound; `None` before the first.
    end: Option<u64>,
    /// The frame after the last item, before which no other begins, however far a sound reaches back.
    spoken: u64,
    /// The frame after whatever sounds longest.
    last: u64,
    /// The sound that came last, and seconds of silence behind it.
    sound: Option<(Span, f64)>,
}

impl<'a> Arranger<'a> {
    /// For an episode of `rate` frames a second.
    pub fn new(pauses: &'a Pauses, rate: u32) -> Self {
        Self { pauses, rate, end: None, spoken: 0, last: 0, sound: None }
    }

    /// Places the next item.
    pub fn place(&mut self, item: &Item) -> Span {
        let start = match (self.sound.take(), self.end, item.seam) {
            (Some((sound, _)), _, Seam::Set(seconds)) => self.after(&sound, seconds),
            (Some((sound, gap)), ..) => self.after(&sound, gap),
            (None, Some(end), seam) => end + frames(seconds(seam, self.pauses), self.rate),
            (None, None, Seam::Set(seconds)) => frames(seconds, self.rate),
            (None, None, _) => frames(self.pauses.start, self.rate),
        };
        let span = self.advance(start.max(self.spoken), item.frames);
        self.spoken = span.end;
        span
    }

    /// Places a sound of so many frames.
    pub fn play(&mut self, length: u64, gap: f64) -> Span {
        let start = match (self.sound.take(), self.end) {
            (Some((sound, before)), _) => self.after(&sound, before.max(gap)),
            (None, Some(end)) => end.saturating_add_signed(signed(gap, self.rate)),
            (None, None) => frames(self.pauses.start, self.rate),
        };
        let span = self.advance(start, length);
        self.sound = Some((span, gap));
        span
    }

    /// So many seconds behind the end of a sound, or before it, but not before its beginning.
    fn after(&self, sound: &Span, seconds: f64) -> u64 {
        sound.end.saturating_add_signed(signed(seconds, self.rate)).max(sound.start)
    }

    fn advance(&mut self, start: u64, frames: u64) -> Span {
        let span = Span { start, end: start + frames };
        self.end = Some(span.end);
        self.last = self.last.max(span.end);
        span
    }

    /// Length of the episode in frames, if nothing else is placed.
    pub fn length(&self) -> u64 {
        let begun = if self.end.is_some() { self.last } else { frames(self.pauses.start, self.rate) };
        begun + frames(self.pauses.end, self.rate)
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

fn signed(seconds: f64, rate: u32) -> i64 {
    (seconds * f64::from(rate)).round() as i64
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

    fn item(frames: u64, seam: Seam) -> Next {
        Next::Item(Item { frames, seam })
    }

    fn sound(frames: u64, gap: f64) -> Next {
        Next::Sound { frames, gap }
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

    #[test]
    fn speech_comes_in_over_the_end_of_a_sound_or_after_it() {
        let all = [
            sound(5_000, -2.0),
            item(1_000, Seam::Paragraph),
            sound(500, 0.25),
            item(1_000, Seam::Heading),
            sound(3_000, -0.5),
        ];
        let timeline = arrange(&all, &PAUSES, 1000);
        let spans = |of: &[Span]| of.iter().map(|span| (span.start, span.end)).collect::<Vec<_>>();
        assert_eq!(
            spans(&timeline.placements),
            [(3_500, 4_500), (5_500, 6_500)],
            "2 s before 5.5 s; 0.25 after 5.25 s"
        );
        assert_eq!(spans(&timeline.sounds), [(500, 5_500), (4_750, 5_250), (6_000, 9_000)]);
        assert_eq!(timeline.length, 10_000);
    }

    #[test]
    fn two_takes_never_sound_at_once_however_far_a_sound_reaches_back() {
        let all = [
            item(1_000, Seam::Heading),
            sound(500, -3.0),
            item(1_000, Seam::Paragraph),
            sound(100, -600.0),
            item(10, Seam::Set(0.0)),
        ];
        let spans = arrange(&all, &PAUSES, 1000).placements;
        assert!(spans.is_sorted_by(|before, after| before.end <= after.start), "{spans:?}");
        assert_eq!(spans[1], Span { start: 1_500, end: 2_500 }, "as early as it can");
    }

    #[test]
    fn speech_does_not_begin_before_the_sound_that_it_follows() {
        let timeline = arrange(&[sound(1_000, -5.0), item(100, Seam::Paragraph)], &PAUSES, 1000);
        assert_eq!(timeline.placements[0].start, timeline.sounds[0].start);
        assert_eq!(timeline.length, 1_500 + 1_000, "the sound ends last");
    }
}
