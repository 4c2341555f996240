//! Finds the sound of the empty room in a session: a long pause between two lines.

use aloud_audio::align::Features;

/// Seconds at both ends of a pause that may hold a breath or the end of a sound.
const MARGIN: f64 = 0.4;
/// Shortest and longest room tone in seconds.
const SHORTEST: f64 = 1.0;
const LONGEST: f64 = 10.0;

/// A pause without speech, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Quiet {
    pub(super) start: f64,
    pub(super) end: f64,
}

/// Returns the longest pause, without its ends; `None` if none is long enough.
pub(super) fn quietest_pause(features: &Features, seconds: f64) -> Option<Quiet> {
    let steps = features.steps.len();
    let ends = (0..steps).map(|step| features.end(step));
    let starts = (0..steps).map(|step| features.start(step)).chain([seconds]);
    let pauses = [0.0].into_iter().chain(ends).zip(starts);
    let longest = pauses.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    let quiet = Quiet { start: longest.0 + MARGIN, end: longest.1 - MARGIN };
    let end = quiet.end.min(quiet.start + LONGEST);
    (end - quiet.start >= SHORTEST).then_some(Quiet { end, ..quiet })
}
