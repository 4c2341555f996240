//! The segments of a report: as they are heard, and as script.toml has them now.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use super::curve::Curve;
use crate::base::diagnostic::Diagnostic;
use crate::build::{Line, Plan};
use crate::outputs::DISCLOSURE;
use crate::outputs::description::{Description, Segment as Heard};
use crate::script::{Script, Segment};
use crate::takes::{Lookup, Miss, segment_name};

/// A line of the report.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its number in script.toml, counted from 1; `None` for what does not stand there.
    pub number: Option<usize>,
    /// Who speaks.
    pub speaker: String,
    /// The words: those that are heard, or where there are none yet, the script's.
    pub text: String,
    /// The words that script.toml has now, where they are others.
    pub now: Option<String>,
    /// Who speaks for them; several where a fallback helped out.
    pub voices: Vec<String>,
    /// It is heard, and stands in script.toml no more.
    pub gone: bool,
    /// What there is to know of its takes.
    pub marks: Vec<Mark>,
    /// Problems and warnings at this segment: indices into the report's.
    pub problems: Vec<usize>,
    /// Where it is heard, in frames; `None` when it is not in the edition.
    pub frames: Option<Range<u64>>,
    /// Integrated loudness of it in the edition, LUFS.
    pub loudness: Option<f64>,
}

/// A word on a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The word.
    pub what: String,
    /// Somebody should look at it.
    pub look: bool,
}

impl Row {
    /// True when somebody should look at it.
    pub fn needs_a_look(&self) -> bool {
        !self.problems.is_empty() || self.marks.iter().any(|mark| mark.look)
    }

    /// What it is called where it has no number.
    pub(super) fn other_name(&self) -> &'static str {
        if self.gone { "gone" } else { "notice" }
    }

    fn note(&mut self, what: &str) {
        self.marks.push(Mark { what: what.into(), look: false });
    }

    fn flag(&mut self, what: &str) {
        self.marks.push(Mark { what: what.into(), look: true });
    }
}

/// All rows: what tells of synthetic speech, the script's segments in their order, and what is heard and stands in the
/// script no more.
pub(super) fn rows(
    script: &Script,
    plan: &Plan,
    edition: &Description,
    curve: &Curve,
    problems: &[Diagnostic],
) -> Vec<Row> {
    let mut heard: BTreeMap<String, VecDeque<&Heard>> = BTreeMap::new();
    for segment in &edition.segments {
        heard.entry(segment_name(segment.id.as_deref(), &segment.text)).or_default().push_back(segment);
    }
    let state = State::new(plan, problems);
    let mut rows = Vec::new();
    if let Some(told) = heard.get_mut(DISCLOSURE).and_then(VecDeque::pop_front) {
        rows.push(as_heard(told, edition, curve));
    }
    for (index, segment) in script.segments.iter().enumerate() {
        let name = segment_name(segment.id.as_deref(), &segment.text);
        let found = heard.get_mut(&name).and_then(VecDeque::pop_front);
        let mut row = found.map(|heard| as_heard(heard, edition, curve)).unwrap_or_default();
        row.number = Some(index + 1);
        state.compare(&mut row, found, segment, index);
        decided(&mut row, segment);
        rows.push(row);
    }
    let mut gone: Vec<&Heard> = heard.into_values().flatten().collect();
    gone.sort_by_key(|segment| segment.start_frame);
    for gone in gone {
        let mut row = Row { gone: true, ..as_heard(gone, edition, curve) };
        row.flag("no longer in the script");
        rows.push(row);
    }
    rows
}

fn as_heard(heard: &Heard, edition: &Description, curve: &Curve) -> Row {
    let mut row = Row { speaker: heard.speaker.clone(), text: heard.text.clone(), ..Row::default() };
    for take in &heard.takes {
        if !row.voices.contains(&take.voice) {
            row.voices.push(take.voice.clone());
        }
    }
    let kinds = row.voices.clone();
    for voice in kinds.iter().filter_map(|name| edition.voice(name)) {
        let kind = match voice.backend.as_str() {
            "recorded" => "recorded",
            _ if voice.synthetic => "synthetic",
            other => other,
        };
        if row.marks.iter().all(|mark| mark.what != kind) {
            row.note(kind);
        }
    }
    let frames = heard.start_frame..heard.end_frame;
    row.loudness = curve.loudness(frames.clone());
    row.frames = Some(frames);
    row
}

/// The project as it is now, by the index of the segment.
struct State<'a> {
    plan: &'a Plan,
    lines: BTreeMap<usize, Vec<&'a Line>>,
    /// What is wanted of people: true where a recording is there, of other words.
    wanted: BTreeMap<usize, bool>,
    problems: BTreeMap<usize, Vec<usize>>,
}

impl<'a> State<'a> {
    fn new(plan: &'a Plan, problems: &[Diagnostic]) -> Self {
        let wanted = plan.voices.iter().flat_map(|voice| &voice.wanted);
        let wanted = wanted.map(|wanted| (wanted.segment, wanted.old.is_some())).collect();
        let mut state = Self { plan, lines: BTreeMap::new(), wanted, problems: BTreeMap::new() };
        for line in &plan.lines {
            state.lines.entry(line.segment).or_default().push(line);
        }
        for (nth, problem) in problems.iter().enumerate() {
            if let Some(number) = problem.place.as_ref().and_then(|place| place.segment) {
                state.problems.entry(number - 1).or_default().push(nth);
            }
        }
        state
    }

    /// What a build would change, what the store has lost, and what is to be recorded.
    fn compare(&self, row: &mut Row, found: Option<&Heard>, segment: &Segment, index: usize) {
        let lines = self.lines.get(&index).map(Vec::as_slice).unwrap_or_default();
        row.problems = self.problems.get(&index).cloned().unwrap_or_default();
        let Some(heard) = found else {
            row.speaker.clone_from(&segment.speaker);
            row.text.clone_from(&segment.text);
            row.voices =
                lines.first().map(|line| self.plan.voices[line.voice].name.clone()).into_iter().collect();
            row.flag("not built yet");
            return;
        };
        row.now = (segment.text != heard.text).then(|| segment.text.clone());
        let planned = lines.iter().map(|line| line.key.to_string());
        let same = planned.eq(heard.takes.iter().map(|take| take.take.clone()));
        let lost = |miss| lines.iter().any(|line| line.stored == Lookup::Miss(miss));
        if !lines.is_empty() && (!same || segment.speaker != heard.speaker) {
            row.flag("changed since the build");
        } else if lost(Miss::Damaged) {
            row.flag("take damaged");
        } else if lost(Miss::New) {
            row.flag("take missing");
        }
        match self.wanted.get(&index) {
            Some(true) => row.flag("recording stale"),
            Some(false) => row.flag("recording missing"),
            None => {}
        }
    }
}

fn decided(row: &mut Row, segment: &Segment) {
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
