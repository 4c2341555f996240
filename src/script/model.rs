//! The script of an episode: its segments, each with one speaker, and the omitted text of the article.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::language::Gender;

/// The speaker of all narration.
pub const NARRATOR: &str = "narrator";
/// The speaker of a quote without any candidate.
pub const UNKNOWN: &str = "unknown";

/// An article, divided among its speakers. Every word of the article is in exactly one segment or one omission.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Script {
    /// The headline.
    pub title: Option<String>,
    /// BCP 47 tag; `None` means English.
    pub language: Option<String>,
    /// The author that the article names. The author in script.toml is a setting of the project.
    pub author: Option<String>,
    /// The day of publication as `YYYY-MM-DD`, as the article states it.
    pub date: Option<String>,
    /// The address of the article's web page, as the article states it.
    pub link: Option<String>,
    /// In reading order.
    pub segments: Vec<Segment>,
    /// Text of the article that is not read, in the article's order.
    pub omitted: Vec<Omission>,
    /// Number of quotes that the narrator reads because their speaker is uncertain. It is not written to script.toml.
    pub narrated: usize,
    /// Speaker → the pronoun that the article uses, where it is known. It helps to choose a voice. It is not written to
    /// script.toml, where the cast is.
    pub genders: BTreeMap<String, Gender>,
}

/// The options in script.toml for making segments of an article: its tables `[article]`, `[casting]` and `[people]`.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Casting {
    /// Short quoted fragments inside narration are voiced by the speaker they are attributed to.
    pub voice_fragments: bool,
    /// Quotes are also attributed in languages whose rules were not measured.
    pub other_languages: bool,
    /// Name → pronoun, where the article or the list of given names is wrong.
    pub people: BTreeMap<String, Gender>,
    /// Captions are read by the narrator.
    pub captions: bool,
    /// Descriptions of pictures (`alt`) are read by the narrator.
    pub alt: bool,
    /// The narrator reads the quotes of uncertain speakers.
    pub narrate_unsure: bool,
}

/// Text by one speaker, within one block of the article.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Segment {
    /// Identity across edits. `None` before script.toml has the segment, and for a segment that a person added.
    pub id: Option<String>,
    /// [`NARRATOR`], [`UNKNOWN`], or the name of a person.
    pub speaker: String,
    /// The article's own words, with its quotation marks.
    pub text: String,
    /// Bytes of `Article::text`; `0..0` if the segment was read from script.toml.
    pub span: Range<usize>,
    /// The kind of its block, which decides the pause before it.
    pub kind: Kind,
    /// True if it continues the block of the segment before.
    pub continues: bool,
    /// The evidence for the speaker, e.g. `named: said Ms Okafor`; empty for the narrator.
    pub because: String,
    /// Set if the attribution is not certain.
    pub unsure: Option<Unsure>,
    /// The language model that chose the speaker. Removed when a person decides.
    pub asked: Option<String>,
    /// The settings that a person wrote.
    pub decided: Decisions,
}

/// The kind of a segment's block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    #[default]
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A block quotation.
    Quote,
    /// A list item. Its number or bullet is part of its text.
    Item,
    /// A row of a table.
    Row,
}

/// Marks an attribution that is not certain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsure {
    /// The possible speakers, the likeliest first.
    pub candidates: Vec<String>,
}

/// The settings of a segment that a person wrote into script.toml. Aloud never changes them.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Decisions {
    /// Spoken in place of the text.
    pub say: Option<String>,
    /// Voice of this segment: a folder of `voices/` or an embedded voice.
    pub voice: Option<String>,
    /// Pause before this segment, in seconds.
    pub pause: Option<f64>,
    /// True if its take stays, even when its text changes.
    pub lock: bool,
    /// Id of an earlier take in the history, used in place of the current one.
    pub take: Option<String>,
    /// Name of the sting or bed that begins with this segment.
    pub cue: Option<String>,
    /// Name of the bed that ends with this segment.
    pub cue_end: Option<String>,
}

/// Text of the article that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Omission {
    /// The article's own words.
    pub text: String,
    /// Why it is not read.
    pub reason: String,
    /// Number of segments before it.
    pub after: usize,
}

impl Script {
    /// Returns the segments of the block that a segment is in, e.g. its paragraph.
    pub fn paragraph(&self, segment: usize) -> Range<usize> {
        let start = (1..=segment).rev().find(|n| !self.segments[*n].continues).unwrap_or(0);
        let end = (segment + 1..self.segments.len())
            .find(|n| !self.segments[*n].continues)
            .unwrap_or(self.segments.len());
        start..end
    }

    /// Returns the segments of the block before the one that starts at a segment; an empty range before the first.
    pub fn paragraph_before(&self, start: usize) -> Range<usize> {
        start.checked_sub(1).map_or(0..0, |last| self.paragraph(last).start..start)
    }
}

impl Segment {
    /// True if the narrator speaks it.
    pub fn is_narrator(&self) -> bool {
        self.speaker == NARRATOR
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_extends_from_its_first_segment_to_the_next_paragraph() {
        let segment = |continues| Segment { continues, ..Segment::default() };
        let segments = [false, false, true, true, false].map(segment).to_vec();
        let script = Script { segments, ..Script::default() };
        assert_eq!([0, 1, 2, 3, 4].map(|n| script.paragraph(n)), [0..1, 1..4, 1..4, 1..4, 4..5]);
        assert_eq!([0, 1, 4].map(|n| script.paragraph_before(n)), [0..0, 0..1, 1..4]);
        let cut = Script { segments: vec![segment(true), segment(true)], ..Script::default() };
        assert_eq!(cut.paragraph(1), 0..2, "a person may have removed its first segment");
    }
}
