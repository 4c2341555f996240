//! Room tone: what a recorded voice's room sounds like when nobody speaks, laid into the pauses, where digital silence would be
//! heard as a hole.

use super::music::repeated;
use super::sounds::Sound;
use crate::mixer::timeline::{Span, Timeline};
use crate::mixer::{self, Placement};

/// A voice's room, and its gain in dB.
pub(super) type Room<'a> = Option<(&'a Sound, f64)>;

/// A pause that is shorter than this is one piece.
const SHORTEST_CUT: f64 = 0.2;

/// The tone in every pause between two lines in which nothing else is heard. `rooms` has one for each line: that of its voice.
/// The pause sounds like the room of whoever spoke last, or, where that has none, of who speaks next.
pub(super) fn tones<'a>(rooms: &[Room<'a>], timeline: &Timeline) -> Vec<(Placement, &'a Sound)> {
    let mut tones = Vec::new();
    for (nth, pair) in timeline.placements.windows(2).enumerate() {
        let pause = Span { start: pair[0].end, end: pair[1].start };
        let busy = timeline.sounds.iter().any(|sound| sound.start < pause.end && sound.end > pause.start);
        let room = rooms[nth].or(rooms[nth + 1]);
        if let Some((sound, gain_db)) = room.filter(|_| !busy && pause.end > pause.start) {
            let pieces = pieces(pause, timeline.rate);
            tones.extend(pieces.flat_map(|piece| tone(sound, gain_db, piece, timeline.rate)));
        }
    }
    tones
}

/// It crosses over with the lines on both sides, and, so that an edit on one side leaves the other as it is, it is cut in the
/// middle.
fn pieces(pause: Span, rate: u32) -> impl Iterator<Item = Span> {
    let length = pause.end - pause.start;
    let [edge, _] = mixer::edges(length, rate);
    let whole = Span { start: pause.start.saturating_sub(edge), end: pause.end + edge };
    let middle = pause.start + length / 2;
    let cut = length as f64 >= SHORTEST_CUT * f64::from(rate);
    let halves =
        [Span { end: if cut { middle } else { whole.end }, ..whole }, Span { start: middle, ..whole }];
    halves.into_iter().take(if cut { 2 } else { 1 })
}

fn tone(sound: &Sound, gain_db: f64, span: Span, rate: u32) -> Vec<(Placement, &Sound)> {
    let whole = mixer::frames_at(sound.measures.frames, sound.measures.sample_rate, rate);
    let placement = |part: Span| {
        let placement = Placement {
            path: sound.path.clone(),
            sound: 0..sound.frames_for(part.end - part.start, rate),
            sample_rate: sound.measures.sample_rate,
            offset: sound.measures.offset,
            start: part.start,
            gain_db,
            pan: 0.0,
            wide: false,
            quiet: true,
            fades: mixer::edges(part.end - part.start, rate),
            curve: Vec::new(),
            identity: sound.identity,
        };
        (placement, sound)
    };
    repeated(whole, span, rate).into_iter().map(placement).collect()
}
