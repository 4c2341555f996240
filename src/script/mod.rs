//! The script: who says which words of the article. Knows no audio.

pub mod article;
pub mod ask;
mod attribution;
pub mod file;
mod from_article;
pub mod merge;
mod quotes;
pub mod relocate;
pub mod review;

pub use from_article::{script_from_article, script_from_article_with};

pub use crate::language::Gender;

use std::collections::BTreeMap;
use std::ops::Range;

/// The speaker of everything that is not quoted.
pub const NARRATOR: &str = "narrator";
/// The speaker of a quote that could be anybody's.
pub const UNKNOWN: &str = "unknown";

/// An article told by its speakers. Every word of the article stands in exactly one segment or one omission.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Script {
    /// The headline.
    pub title: Option<String>,
    /// BCP 47 tag; English where nothing says otherwise.
    pub language: Option<String>,
    /// Who wrote the article, as it says itself; what script.toml says is the manifest's.
    pub author: Option<String>,
    /// In reading order.
    pub segments: Vec<Segment>,
    /// What is in the article but not read, in the article's order.
    pub omitted: Vec<Omission>,
    /// Speaker → how the article speaks of them, as far as it does; helps to choose a voice that fits. Not kept in
    /// script.toml, where the cast stands.
    pub genders: BTreeMap<String, Gender>,
}

/// What a person decided of splitting and casting as a whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Casting {
    /// A speaker's words in the midst of the narrator's own sentence are the speaker's too.
    pub voice_fragments: bool,
    /// Name → he or she, where the article or the list of given names tells it wrong.
    pub people: BTreeMap<String, Gender>,
}

/// A run of text by one speaker, within one block of the article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Segment {
    /// Identity across edits: see `manifest::segment_id`. None before script.toml has it, or when a person
    /// added the segment.
    pub id: Option<String>,
    /// [`NARRATOR`], [`UNKNOWN`], or the name of a person.
    pub speaker: String,
    /// The article's own words, with its own marks.
    pub text: String,
    /// Bytes of `Article::text` that it came from; `0..0` when it came from script.toml.
    pub span: Range<usize>,
    /// What kind of block it stands in; decides the pause before it.
    pub kind: Kind,
    /// True when it goes on in the same block as the segment before it.
    pub continues: bool,
    /// What the attribution rests on, e.g. `named: said Ms Okafor`; empty for the narrator.
    pub because: String,
    /// Set when the attribution is not certain.
    pub unsure: Option<Unsure>,
    /// The language model that said who speaks, where Aloud was not sure and nobody has looked since.
    pub asked: Option<String>,
    /// What a person decided.
    pub decided: Decisions,
}

/// What kind of block a segment stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    #[default]
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A block quotation.
    Quote,
    /// An item of a list; the number of one, or its bullet, stands in its words.
    Item,
    /// A row of a table.
    Row,
}

/// Says out loud that an attribution is a guess.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unsure {
    /// Who it may be, the likeliest first.
    pub candidates: Vec<String>,
}

/// What a person wrote into a segment of script.toml; Aloud never changes these.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decisions {
    /// Spoken instead of the text.
    pub say: Option<String>,
    /// Voice of this segment alone, a folder of `voices/` or an embedded voice.
    pub voice: Option<String>,
    /// Pause before this segment, in seconds.
    pub pause: Option<f64>,
    /// Not spoken again, even when its text changes.
    pub lock: bool,
    /// The earlier version that is heard instead, by its id in the history.
    pub take: Option<String>,
    /// The sting or bed that begins with this segment, by its name.
    pub cue: Option<String>,
    /// The bed that ends with this segment.
    pub cue_end: Option<String>,
}

/// Words of the article that are not read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omission {
    /// The article's own words.
    pub text: String,
    /// Why they are not read.
    pub reason: String,
    /// How many segments stand before it.
    pub after: usize,
}

impl Script {
    /// The segments of the paragraph, or other block, in which a segment stands.
    pub fn paragraph(&self, segment: usize) -> Range<usize> {
        let goes_on = |n: &usize| self.segments[*n].continues;
        let start = (1..=segment).rev().find(|n| !goes_on(n)).unwrap_or(0);
        let end = (segment + 1..self.segments.len()).find(|n| !goes_on(n)).unwrap_or(self.segments.len());
        start..end
    }

    /// Those of the paragraph before one that starts there; none before the first.
    pub fn paragraph_before(&self, start: usize) -> Range<usize> {
        start.checked_sub(1).map_or(0..0, |last| self.paragraph(last).start..start)
    }
}

impl Segment {
    /// True for the narrator's own.
    pub fn is_narrator(&self) -> bool {
        self.speaker == NARRATOR
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_goes_from_what_begins_it_to_what_begins_the_next() {
        let segment = |continues| Segment { continues, ..Segment::default() };
        let segments = [false, false, true, true, false].map(segment).to_vec();
        let script = Script { segments, ..Script::default() };
        assert_eq!([0, 1, 2, 3, 4].map(|n| script.paragraph(n)), [0..1, 1..4, 1..4, 1..4, 4..5]);
        assert_eq!([0, 1, 4].map(|n| script.paragraph_before(n)), [0..0, 0..1, 1..4]);
        let cut = Script { segments: vec![segment(true), segment(true)], ..Script::default() };
        assert_eq!(cut.paragraph(1), 0..2, "a person may have taken its beginning out");
    }
}
