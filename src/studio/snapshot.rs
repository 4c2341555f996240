//! States of script.toml that pages have seen, and the differences between them.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::cues::{CueView, cues};
use crate::base::diagnostic::Diagnostic;
use crate::script::file::{self, Manifest, kind_name};
use crate::script::{Decisions, Segment, review};

/// States that are kept. A page that edits an older one is asked to look again.
const KEPT: usize = 32;

/// A state of script.toml.
pub(super) struct Snapshot {
    /// Hash of the text of script.toml.
    pub revision: String,
    /// The text of script.toml.
    pub text: String,
    pub manifest: Manifest,
    /// By segment: the possible speakers of an uncertain one.
    candidates: BTreeMap<usize, Vec<String>>,
}

impl Snapshot {
    pub fn new(text: String, manifest: Manifest) -> Self {
        let revision = blake3::hash(text.as_bytes()).to_hex()[..16].to_string();
        let mut candidates = BTreeMap::new();
        for question in review::questions(&manifest.script) {
            candidates.extend(question.segments.iter().map(|at| (*at, question.candidates.clone())));
        }
        Self { revision, text, manifest, candidates }
    }

    /// Returns the segments in a range as pages show them.
    fn views(&self, range: std::ops::Range<usize>) -> Vec<SegmentView<'_>> {
        let segments = &self.manifest.script.segments;
        range.filter_map(|at| Some(self.view(at, segments.get(at)?))).collect()
    }

    fn view<'a>(&'a self, at: usize, segment: &'a Segment) -> SegmentView<'a> {
        let Decisions { say, voice, pause, lock, take, cue, cue_end } = &segment.decided;
        SegmentView {
            id: segment.id.as_deref(),
            speaker: &segment.speaker,
            text: &segment.text,
            kind: kind_name(segment.kind),
            continues: segment.continues,
            unsure: segment.unsure.is_some().then(|| reason(&segment.because)),
            candidates: self.candidates.get(&at).map(Vec::as_slice).unwrap_or_default(),
            asked: segment.asked.as_deref(),
            say: say.as_deref(),
            voice: voice.as_deref(),
            pause: *pause,
            lock: *lock,
            take: take.as_deref(),
            cue: cue.as_deref(),
            cue_end: cue_end.as_deref(),
        }
    }

    /// Returns the whole script.
    pub fn script(&self) -> ScriptView<'_> {
        let Manifest { script, cast, author, series, .. } = &self.manifest;
        ScriptView {
            revision: &self.revision,
            title: script.title.as_deref(),
            language: script.language.as_deref(),
            author: author.as_deref(),
            series: series.as_deref(),
            cast,
            cues: cues(&self.manifest),
            segments: self.views(0..script.segments.len()),
            omitted: self.omissions(),
        }
    }

    fn omissions(&self) -> Vec<OmissionView<'_>> {
        let omitted = self.manifest.script.omitted.iter();
        omitted.map(|o| OmissionView { text: &o.text, reason: &o.reason, after: o.after }).collect()
    }

    /// Returns the differences from an earlier state: one run of segments is replaced by another.
    pub fn changes_since<'a>(&'a self, before: &'a Self) -> ScriptChange<'a> {
        let (old, new) = (&before.manifest.script.segments, &self.manifest.script.segments);
        let same =
            |a: usize, b: usize| old[a] == new[b] && before.candidates.get(&a) == self.candidates.get(&b);
        let shorter = old.len().min(new.len());
        let start = (0..shorter).find(|&at| !same(at, at)).unwrap_or(shorter);
        let equal_end = (0..shorter - start).find(|&n| !same(old.len() - 1 - n, new.len() - 1 - n));
        let equal_end = equal_end.unwrap_or(shorter - start);
        ScriptChange {
            from: &before.revision,
            revision: &self.revision,
            title: self.manifest.script.title.as_deref(),
            cast: &self.manifest.cast,
            cues: cues(&self.manifest),
            start,
            removed: old.len() - equal_end - start,
            segments: self.views(start..new.len() - equal_end),
            omitted: self.omissions(),
        }
    }
}

/// script.toml as pages show it.
#[derive(Serialize)]
pub(super) struct ScriptView<'a> {
    revision: &'a str,
    title: Option<&'a str>,
    language: Option<&'a str>,
    author: Option<&'a str>,
    series: Option<&'a str>,
    cast: &'a BTreeMap<String, String>,
    cues: Vec<CueView<'a>>,
    segments: Vec<SegmentView<'a>>,
    omitted: Vec<OmissionView<'a>>,
}

/// The difference between two states of script.toml.
#[derive(Serialize)]
pub(super) struct ScriptChange<'a> {
    from: &'a str,
    revision: &'a str,
    title: Option<&'a str>,
    cast: &'a BTreeMap<String, String>,
    cues: Vec<CueView<'a>>,
    /// Index of the first segment that differs.
    start: usize,
    /// Number of segments to remove there.
    removed: usize,
    /// The segments to put there.
    segments: Vec<SegmentView<'a>>,
    omitted: Vec<OmissionView<'a>>,
}

#[derive(Serialize)]
struct SegmentView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    speaker: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "is_paragraph")]
    kind: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    continues: bool,
    /// Why the speaker is unsure, in plain words.
    #[serde(skip_serializing_if = "Option::is_none")]
    unsure: Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    candidates: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    say: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    voice: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pause: Option<f64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    lock: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    take: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue_end: Option<&'a str>,
}

fn reason(because: &str) -> String {
    if because.is_empty() { String::new() } else { review::in_plain_words(because) }
}

fn is_paragraph(kind: &str) -> bool {
    kind == "paragraph"
}

#[derive(Serialize)]
struct OmissionView<'a> {
    text: &'a str,
    reason: &'a str,
    after: usize,
}

/// The current state of script.toml and those before it.
#[derive(Default)]
pub(super) struct Snapshots {
    /// The latest last.
    kept: VecDeque<Arc<Snapshot>>,
    /// Why script.toml cannot be read now. The latest state is then an earlier one.
    pub problems: Vec<Diagnostic>,
}

impl Snapshots {
    pub fn latest(&self) -> Option<&Arc<Snapshot>> {
        self.kept.back()
    }

    pub fn find(&self, revision: &str) -> Option<&Arc<Snapshot>> {
        self.kept.iter().rev().find(|snapshot| snapshot.revision == revision)
    }

    /// Reads a text of script.toml that is near the latest, as after an undo or an edit in a text editor. `None` if it is not.
    pub fn read_near(&self, text: &str, path: &Path) -> Option<Manifest> {
        let latest = self.latest()?;
        file::parse_changed(&latest.text, &latest.manifest, text, path)
    }

    pub fn add(&mut self, snapshot: Arc<Snapshot>) {
        self.kept.push_back(snapshot);
        if self.kept.len() > KEPT {
            self.kept.pop_front();
        }
    }
}
