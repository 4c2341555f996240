//! What stands beside the WAV: siblings that do not know one another, each a pure function of the [`Edition`].

pub mod json;
pub mod vtt;

use crate::script::Script;
use crate::timeline::Timeline;

/// An episode as its outputs see it.
#[derive(Debug)]
pub struct Edition<'a> {
    /// Who says what.
    pub script: &'a Script,
    /// One for each placement of the timeline.
    pub lines: Vec<Line<'a>>,
    /// Where the lines stand.
    pub timeline: &'a Timeline,
}

/// One take in the episode.
#[derive(Debug)]
pub struct Line<'a> {
    /// Index into the script's segments.
    pub segment: usize,
    /// The article's words; empty when it goes on with the sentence of the line before.
    pub text: &'a str,
    /// What was spoken.
    pub spoken: &'a str,
    /// The voice's name.
    pub voice: &'a str,
    /// The take's key, 64 hex digits.
    pub take: String,
}
