//! The costs of the search.

/// Costs of the search, in units of the mean cost of a step between lines.
///
/// They were chosen on readings of six synthetic voices. Each may be changed by a half without an effect on more than one line in a
/// hundred.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::align) struct Costs {
    /// Staying at a step of the reference, or skipping one.
    pub(super) stretch: f32,
    /// The next line follows without a cost. The same line again, an earlier one, each skipped line, and any other line:
    pub(super) again: f32,
    pub(super) back: f32,
    pub(super) skipped: f32,
    pub(super) jump: f32,
    /// A line that begins or ends without a pause.
    pub(super) no_pause: f32,
    /// A false start.
    pub(super) broken_off: f32,
    /// A line that goes on after a click. Readers mark a retake with it, so the line or the same again begins after it, both
    /// without a cost.
    pub(super) click: f32,
    /// A second of a pause within a line, beyond the first half second, and the most for one pause.
    pub(super) pause_second: f32,
    pub(super) pause_most: f32,
    /// Shortest and longest reading, relative to the reference.
    pub(super) shortest: f32,
    pub(super) longest: f32,
    /// Quantile of the distances to the references that is the cost between lines.
    pub(super) garbage_quantile: f32,
    /// States that are worse than the best by more than this are dropped. Between 24 and 45, no line of 336 changed in a clean
    /// session or in a room, and 45 takes four times as long.
    pub(super) beam: f32,
}

impl Costs {
    pub(in crate::align) const USUAL: Self = Self {
        stretch: 0.4,
        again: 3.0,
        back: 8.0,
        skipped: 4.0,
        jump: 15.0,
        no_pause: 6.0,
        broken_off: 2.0,
        click: 12.0,
        pause_second: 10.0,
        pause_most: 15.0,
        shortest: 0.5,
        longest: 2.2,
        garbage_quantile: 0.4,
        beam: 24.0,
    };
    /// For a reader who differs much from the reference, such as one who sings the lines or reads very slowly.
    pub(in crate::align) const TOLERANT: Self =
        Self { shortest: 0.4, longest: 3.0, garbage_quantile: 0.6, ..Self::USUAL };
}
