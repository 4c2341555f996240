//! Recordings by people: the sheet that they read from, and what is looked at when their takes come back.

mod brought;
mod check;
mod import;
mod page;

use crate::build::Plan;
use crate::script::{Script, Segment};

pub use brought::{Take, examine, folder};
pub use check::{Finding, findings, pace};
pub use import::file_take;
pub use page::{html, markdown};

/// What one person is to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The voice's name.
    pub voice: String,
    /// In the order of the article.
    pub entries: Vec<Entry>,
}

/// A line to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Number of its segment in script.toml, counted from 1.
    pub number: usize,
    /// How the recording is to be called, without `.wav`.
    pub name: String,
    /// Who says it in the article.
    pub speaker: String,
    /// What is to be read.
    pub text: String,
    /// What a recording of an earlier text says.
    pub old: Option<String>,
    /// What is heard before it.
    pub before: String,
    /// What is heard behind it.
    pub after: String,
}

/// A sheet for each voice that waits for recordings.
pub fn sheets(script: &Script, plan: &Plan) -> Vec<Sheet> {
    let sheet = |voice: &crate::build::VoicePlan| Sheet {
        voice: voice.name.clone(),
        entries: voice.wanted.iter().filter_map(|wanted| entry(script, wanted)).collect(),
    };
    plan.voices.iter().filter(|voice| !voice.wanted.is_empty()).map(sheet).collect()
}

fn entry(script: &Script, wanted: &crate::build::Wanted) -> Option<Entry> {
    let segment = script.segments.get(wanted.segment)?;
    let text = |at: Option<usize>| at.and_then(|at| script.segments.get(at)).map(|s| s.text.clone());
    Some(Entry {
        number: wanted.segment + 1,
        name: name(segment, wanted.segment),
        speaker: segment.speaker.clone(),
        text: said(segment).to_string(),
        old: wanted.old.clone(),
        before: text(wanted.segment.checked_sub(1)).unwrap_or_default(),
        after: text(Some(wanted.segment + 1)).unwrap_or_default(),
    })
}

/// How the recording of a segment is called: by its id, which outlasts edits, or else by its number.
pub fn name(segment: &Segment, index: usize) -> String {
    segment.id.clone().unwrap_or_else(|| format!("segment-{}", index + 1))
}

/// What a person reads: the article's words, or those that are said for them.
pub fn said(segment: &Segment) -> &str {
    segment.decided.say.as_deref().unwrap_or(&segment.text)
}
