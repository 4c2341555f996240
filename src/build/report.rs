//! Gathers what a report shows: compares the finished edition with the project as it is now.

use std::collections::{BTreeMap, VecDeque};

use super::plan::{Plan, PlannedUtterance};
use crate::base::diagnostic::Diagnostic;
use crate::outputs::DISCLOSURE;
use crate::outputs::description::{DescribedSegment, Description};
use crate::outputs::report::{Curve, Report, Row};
use crate::project::Project;
use crate::script::{Script, Segment};
use crate::takes::{Lookup, Miss, segment_key};

/// Compares a finished edition with the project and its plan. Writes nothing.
pub fn report<'a>(
    project: &'a Project,
    plan: &Plan,
    edition: &'a Description,
    curve: &'a Curve,
) -> Report<'a> {
    let planned = plan.problems.iter().chain(&project.warnings).chain(&plan.warnings).cloned();
    let mixed = edition.levels.warnings.iter().map(|text| Diagnostic::warning("mix-warning", text));
    let problems: Vec<Diagnostic> = planned.chain(mixed).collect();
    let rows = rows(&project.manifest.script, plan, edition, curve, &problems);
    let mix = &project.manifest.mix;
    let omitted = &project.manifest.script.omitted;
    Report { root: &project.root, edition, curve, rows, omitted, problems, wanted: (mix.loudness, mix.peak) }
}

/// Returns the rows in three groups: the disclosure, the segments of the script in their order, and the segments of the
/// edition that the script no longer has.
fn rows(
    script: &Script,
    plan: &Plan,
    edition: &Description,
    curve: &Curve,
    problems: &[Diagnostic],
) -> Vec<Row> {
    let mut built: BTreeMap<String, VecDeque<&DescribedSegment>> = BTreeMap::new();
    for segment in &edition.segments {
        built.entry(segment_key(segment.id.as_deref(), &segment.text)).or_default().push_back(segment);
    }
    let planned = Planned::new(plan, problems);
    let mut rows = Vec::new();
    if let Some(disclosure) = built.get_mut(DISCLOSURE).and_then(VecDeque::pop_front) {
        rows.push(built_row(disclosure, edition, curve));
    }
    for (index, segment) in script.segments.iter().enumerate() {
        let name = segment_key(segment.id.as_deref(), &segment.text);
        let found = built.get_mut(&name).and_then(VecDeque::pop_front);
        let mut row = found.map(|found| built_row(found, edition, curve)).unwrap_or_default();
        row.number = Some(index + 1);
        planned.compare(&mut row, found, segment, index);
        mark_decisions(&mut row, segment);
        rows.push(row);
    }
    let mut gone: Vec<&DescribedSegment> = built.into_values().flatten().collect();
    gone.sort_by_key(|segment| segment.start_frame);
    for segment in gone {
        let mut row = Row { gone: true, ..built_row(segment, edition, curve) };
        row.flag("no longer in the script");
        rows.push(row);
    }
    rows
}

/// Returns the row of a segment as the edition has it.
fn built_row(segment: &DescribedSegment, edition: &Description, curve: &Curve) -> Row {
    let mut row = Row { speaker: segment.speaker.clone(), text: segment.text.clone(), ..Row::default() };
    for take in &segment.takes {
        if !row.voices.contains(&take.voice) {
            row.voices.push(take.voice.clone());
        }
    }
    let names = row.voices.clone();
    for voice in names.iter().filter_map(|name| edition.voice(name)) {
        let kind = match voice.backend.as_str() {
            "recorded" => "recorded",
            _ if voice.synthetic => "synthetic",
            other => other,
        };
        if row.marks.iter().all(|mark| mark.what != kind) {
            row.note(kind);
        }
    }
    let frames = segment.start_frame..segment.end_frame;
    row.loudness = curve.loudness(frames.clone());
    row.frames = Some(frames);
    row
}

/// The plan of the project as it is now, by the index of the segment.
struct Planned<'a> {
    plan: &'a Plan,
    utterances: BTreeMap<usize, Vec<&'a PlannedUtterance>>,
    /// Segments that wait for a recording: true if there is one of an earlier text.
    wanted: BTreeMap<usize, bool>,
    /// Indices into the report's problems.
    problems: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Planned<'a> {
    fn new(plan: &'a Plan, problems: &[Diagnostic]) -> Self {
        let wanted = plan.voices.iter().flat_map(|voice| &voice.wanted);
        let wanted = wanted.map(|wanted| (wanted.segment, wanted.stale_text.is_some())).collect();
        let mut planned = Self { plan, utterances: BTreeMap::new(), wanted, problems: BTreeMap::new() };
        for utterance in &plan.utterances {
            planned.utterances.entry(utterance.segment).or_default().push(utterance);
        }
        for (nth, problem) in problems.iter().enumerate() {
            if let Some(number) = problem.place.as_ref().and_then(|place| place.segment) {
                planned.problems.entry(number - 1).or_default().push(nth);
            }
        }
        planned
    }

    /// Marks what a build would change, which takes the store has lost, and what must be recorded.
    fn compare(&self, row: &mut Row, found: Option<&DescribedSegment>, segment: &Segment, index: usize) {
        let utterances = self.utterances.get(&index).map(Vec::as_slice).unwrap_or_default();
        row.problems = self.problems.get(&index).cloned().unwrap_or_default();
        let Some(found) = found else {
            row.speaker.clone_from(&segment.speaker);
            row.text.clone_from(&segment.text);
            row.voices = utterances
                .first()
                .map(|utterance| self.plan.voices[utterance.voice].name.clone())
                .into_iter()
                .collect();
            row.flag("not built yet");
            return;
        };
        row.now = (segment.text != found.text).then(|| segment.text.clone());
        let keys = utterances.iter().map(|utterance| utterance.key.to_string());
        let same = keys.eq(found.takes.iter().map(|take| take.take.clone()));
        if !utterances.is_empty() && (!same || segment.speaker != found.speaker) {
            row.flag("changed since the build");
        } else if is_any_missing(utterances, Miss::Damaged) {
            row.flag("take damaged");
        } else if is_any_missing(utterances, Miss::New) {
            row.flag("take missing");
        }
        match self.wanted.get(&index) {
            Some(true) => row.flag("recording stale"),
            Some(false) => row.flag("recording missing"),
            None => {}
        }
    }
}

fn is_any_missing(utterances: &[&PlannedUtterance], reason: Miss) -> bool {
    utterances.iter().any(|utterance| utterance.stored == Lookup::Miss(reason))
}

/// Marks what a person or a model decided about a segment.
fn mark_decisions(row: &mut Row, segment: &Segment) {
    if segment.unsure.is_some() {
        row.flag("unsure");
    }
    if segment.asked.is_some() {
        row.flag("said by a model");
    }
    if segment.decided.lock {
        row.note("locked");
    }
    if segment.decided.take.is_some() {
        row.note("picked");
    }
}
