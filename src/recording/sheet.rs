//! The recording sheet: the paragraphs with the segments that one person has to record.

use crate::build::{Plan, WantedRecording};
use crate::project::Project;
use crate::script::merge::changed_words;
use crate::script::{Script, Segment};
use crate::speech::Reader;

/// The recording sheet of one voice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sheet {
    /// Name of the voice.
    pub voice: String,
    /// The paragraphs to read from, in the order of the script.
    pub paragraphs: Vec<SheetParagraph>,
}

/// A paragraph with at least one segment to record. A reader needs all of it: "he said" alone has no tone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SheetParagraph {
    /// The text before the paragraph.
    pub before: String,
    /// All segments of the paragraph.
    pub parts: Vec<SheetPart>,
    /// The text after the paragraph.
    pub after: String,
}

/// A segment of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SheetPart {
    /// A segment of another voice, or one that is recorded: only to be understood.
    Context(String),
    /// A segment to record.
    ToRead(SheetEntry),
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
    /// The text to read, in pieces. Words that a stale recording has not are marked with `true`.
    pub text: Vec<(String, bool)>,
    /// The text of a stale recording, if there is one.
    pub stale_text: Option<String>,
    /// Words with a pronunciation in the lexicon, and how to say them.
    pub pronunciations: Vec<(String, String)>,
}

impl Sheet {
    /// Returns the segments to record.
    pub fn entries(&self) -> impl Iterator<Item = &SheetEntry> {
        let parts = self.paragraphs.iter().flat_map(|paragraph| &paragraph.parts);
        parts.filter_map(|part| match part {
            SheetPart::ToRead(entry) => Some(entry),
            SheetPart::Context(_) => None,
        })
    }
}

/// Returns a sheet for each voice with missing or stale recordings.
pub fn sheets(project: &Project, plan: &Plan) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for voice in plan.voices.iter().filter(|voice| !voice.wanted.is_empty()) {
        let paragraphs = paragraphs(project, &voice.name, &voice.wanted);
        sheets.push(Sheet { voice: voice.name.clone(), paragraphs });
    }
    sheets
}

fn paragraphs(project: &Project, voice: &str, wanted: &[WantedRecording]) -> Vec<SheetParagraph> {
    let script = &project.manifest.script;
    let mut paragraphs = Vec::new();
    let mut next = 0;
    for segment in wanted.iter().map(|wanted| wanted.segment) {
        if segment < next || segment >= script.segments.len() {
            continue;
        }
        let range = script.paragraph(segment);
        next = range.end;
        let part = |index: usize| match wanted.iter().find(|wanted| wanted.segment == index) {
            Some(wanted) => SheetPart::ToRead(sheet_entry(project, voice, wanted)),
            None => SheetPart::Context(script.segments[index].text.clone()),
        };
        paragraphs.push(SheetParagraph {
            before: segment_text(script, range.start.checked_sub(1)),
            after: segment_text(script, Some(range.end)),
            parts: range.map(part).collect(),
        });
    }
    paragraphs
}

fn sheet_entry(project: &Project, voice: &str, wanted: &WantedRecording) -> SheetEntry {
    let index = wanted.segment;
    let segment = &project.manifest.script.segments[index];
    let text = text_to_read(segment);
    SheetEntry {
        number: index + 1,
        name: recording_name(segment, index),
        speaker: segment.speaker.clone(),
        text: match &wanted.stale_text {
            Some(old) => changed_words(old, text),
            None => vec![(text.to_string(), false)],
        },
        stale_text: wanted.stale_text.clone(),
        pronunciations: pronunciations(project, voice, segment),
    }
}

/// Returns the words of a segment that the lexicon says how to say.
fn pronunciations(project: &Project, voice: &str, segment: &Segment) -> Vec<(String, String)> {
    let language = project.manifest.script.language.as_deref();
    let (lexicon, speaker) = (&project.lexicon, segment.speaker.as_str());
    let reader = Reader { language, lexicon, speaker, voice, respelled: false };
    let steps = reader.explain(text_to_read(segment)).steps.into_iter();
    let mut words: Vec<(String, String)> = Vec::new();
    for step in steps.filter(|step| step.rule == "lexicon") {
        if !words.iter().any(|(written, _)| *written == step.written) {
            words.push((step.written, step.spoken));
        }
    }
    words
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
