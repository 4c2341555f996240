//! The recording sheet: the segments that one person has to record.

use crate::build::{Plan, WantedRecording};
use crate::script::{Script, Segment};

/// The recording sheet of one voice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sheet {
    /// Name of the voice.
    pub voice: String,
    /// The segments to record, in the order of the script.
    pub entries: Vec<SheetEntry>,
}

/// A segment to record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SheetEntry {
    /// Number of the segment in script.toml, counted from 1.
    pub number: usize,
    /// File name of the recording, without `.wav`.
    pub name: String,
    /// The speaker in the article.
    pub speaker: String,
    /// The text to read.
    pub text: String,
    /// The text of a stale recording, if there is one.
    pub stale_text: Option<String>,
    /// The text of the segment before it.
    pub before: String,
    /// The text of the segment after it.
    pub after: String,
}

/// Returns a sheet for each voice with missing or stale recordings.
pub fn sheets(script: &Script, plan: &Plan) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for voice in plan.voices.iter().filter(|voice| !voice.wanted.is_empty()) {
        let entries = voice.wanted.iter().filter_map(|wanted| sheet_entry(script, wanted)).collect();
        sheets.push(Sheet { voice: voice.name.clone(), entries });
    }
    sheets
}

fn sheet_entry(script: &Script, wanted: &WantedRecording) -> Option<SheetEntry> {
    let index = wanted.segment;
    let segment = script.segments.get(index)?;
    Some(SheetEntry {
        number: index + 1,
        name: recording_name(segment, index),
        speaker: segment.speaker.clone(),
        text: text_to_read(segment).to_string(),
        stale_text: wanted.stale_text.clone(),
        before: segment_text(script, index.checked_sub(1)),
        after: segment_text(script, index.checked_add(1)),
    })
}

fn segment_text(script: &Script, index: Option<usize>) -> String {
    index
        .and_then(|index| script.segments.get(index))
        .map_or_else(String::new, |segment| segment.text.clone())
}

/// Returns the file name of a segment's recording, without `.wav`: its id, which edits do not change, or else its number.
pub(crate) fn recording_name(segment: &Segment, index: usize) -> String {
    segment.id.clone().unwrap_or_else(|| format!("segment-{}", index + 1))
}

/// Returns the text that a person reads: `say`, or else the article's words.
pub(super) fn text_to_read(segment: &Segment) -> &str {
    segment.decided.say.as_deref().unwrap_or(&segment.text)
}
