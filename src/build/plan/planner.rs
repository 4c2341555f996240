//! Segment by segment: who speaks it, in which pieces, and what takes their place where they cannot be spoken.

use std::collections::{BTreeMap, BTreeSet};

use super::super::messages::{at_segment, short};
use super::parts::{around, parts, seam_before};
use super::{Fallen, Line, Plan, VoicePlan, Wanted, disclosure, meanwhile, remarks};
use crate::base::diagnostic::Diagnostic;
use crate::mixer::timeline::Seam;
use crate::project::Project;
use crate::script::Segment;
use crate::speech;
use crate::takes::segment_name as name;
use crate::takes::{History, KeyInputs, Store};
use crate::voices::assign;
use crate::voices::backend::{Around, Backend, Utterance, VoiceError};

/// A plan in the making.
pub(super) struct Planner<'a> {
    pub(super) project: &'a Project,
    pub(super) store: Store,
    pub(super) history: History,
    pub(super) plan: Plan,
    fallen: &'a Fallen,
    /// Voice name → index into the plan's voices; `None` when it cannot be opened, which was said once.
    pub(super) opened: BTreeMap<String, Option<usize>>,
}

impl<'a> Planner<'a> {
    /// Nothing is planned yet.
    pub(super) fn new(project: &'a Project, fallen: &'a Fallen) -> Self {
        let script = &project.manifest.script;
        let speakers: BTreeSet<&str> = script.segments.iter().map(|s| s.speaker.as_str()).collect();
        let cast = assign(speakers.iter().copied(), &project.manifest.cast, &project.manifest.casting.people);
        let mut plan = Plan { warnings: remarks::remarks(project, &cast), cast, ..Plan::default() };
        let history = History::read(&project.history_path()).unwrap_or_else(|error| {
            plan.problems.push(error.into());
            History::default()
        });
        Self { project, store: project.open_store(), history, plan, fallen, opened: BTreeMap::new() }
    }

    /// Plans all segments, and what is said before them.
    pub(super) fn plan(mut self) -> Plan {
        let mut before: Option<&Segment> = None;
        for (index, segment) in self.project.manifest.script.segments.iter().enumerate() {
            self.segment(index, segment, before);
            before = Some(segment);
        }
        self.disclose();
        self.plan
    }

    /// Puts the line that tells of synthetic speech in front. To the script it is a segment behind the last.
    fn disclose(&mut self) {
        self.plan.synthetic = disclosure::share(&self.plan);
        let Some((segment, voice)) = disclosure::line(self.project, &self.plan) else { return };
        let index = self.project.manifest.script.segments.len();
        let before = self.plan.lines.len();
        if let Err(problem) = self.speak_with(&voice, index, &segment, Seam::Paragraph) {
            self.plan.problems.push(problem);
        }
        let length = self.plan.lines.len() - before;
        self.plan.lines.rotate_right(length);
        self.plan.disclosure = Some(segment);
    }

    fn segment(&mut self, index: usize, segment: &Segment, before: Option<&Segment>) {
        let wanted = segment.decided.voice.clone();
        let Some(name) = wanted.or_else(|| self.plan.cast.get(&segment.speaker).cloned()) else { return };
        let seam = seam_before(segment, before);
        let planned = match self.kept(segment) {
            Ok(Some(version)) => self.let_hear(&version, &name, index, segment, seam),
            Ok(None) => self.speak_with(&name, index, segment, seam),
            Err(what) => Err(self.at(index, Diagnostic::error("todo", what)).hint(format!(
                "`aloud takes {}` lists what there is; `--unpin` takes the choice out",
                index + 1
            ))),
        };
        if let Err(problem) = planned {
            self.plan.problems.push(problem);
        }
    }

    /// Plans a segment with a voice, or with the voice's fallback when it lacks the recording.
    fn speak_with(
        &mut self,
        name: &str,
        index: usize,
        segment: &Segment,
        seam: Seam,
    ) -> Result<(), Diagnostic> {
        let mut name = name.to_string();
        let mut tried = BTreeSet::new();
        loop {
            let fallback = self.project.voices.get(&name).and_then(|voice| voice.fallback.clone());
            if self.fallen.contains(&(index, name.clone())) {
                tried.insert(name.clone());
                name = fallback.filter(|next| !tried.contains(next)).ok_or_else(|| {
                    let what = format!("no voice is left for \u{201c}{}\u{201d}", short(&segment.text));
                    self.at(index, Diagnostic::error("todo", what))
                        .hint("see to why they fail and build again")
                })?;
                continue;
            }
            let Some(voice) = self.open(&name, index)? else { return Ok(()) };
            let error = match self.lines(index, segment, voice, seam) {
                Ok(lines) => {
                    self.plan.lines.extend(lines);
                    return Ok(());
                }
                Err(error) => error,
            };
            let problem = self.told(index, segment, &name, &error);
            tried.insert(name.clone());
            let recording = matches!(error, VoiceError::Missing { .. } | VoiceError::Stale { .. });
            if recording {
                let old = match error {
                    VoiceError::Stale { old, .. } => Some(old),
                    _ => None,
                };
                self.plan.voices[voice].wanted.push(Wanted { segment: index, old });
            }
            match fallback {
                Some(next) if recording && !tried.contains(&next) => {
                    self.plan.warnings.push(meanwhile(problem, &next));
                    name = next;
                }
                _ => return Err(problem),
            }
        }
    }

    /// The utterances of a segment, as this voice takes them.
    fn lines(
        &self,
        index: usize,
        segment: &Segment,
        voice: usize,
        seam: Seam,
    ) -> Result<Vec<Line>, VoiceError> {
        let VoicePlan { name, backend, .. } = &self.plan.voices[voice];
        let capabilities = backend.capabilities();
        let mut lines = Vec::new();
        let parts = parts(segment, capabilities.unit, self.language());
        let spoken: Vec<String> = parts.iter().map(|part| self.spoken(segment, name, part.say)).collect();
        for (at, part) in parts.iter().enumerate() {
            let around = if capabilities.context { around(&spoken, at) } else { Around::default() };
            let pieces = speech::cut(&spoken[at], capabilities.longest_text, self.language());
            for (nth, piece) in pieces.into_iter().enumerate() {
                let seam = match (lines.is_empty(), nth) {
                    (true, _) => seam,
                    (false, 0) => part.seam,
                    _ => Seam::Clause,
                };
                let utterance = Utterance {
                    spoken: piece,
                    text: part.text.to_string(),
                    segment_id: segment.id.clone(),
                    around: around.clone(),
                };
                let identity = self.identity(segment, name, backend.as_ref(), &utterance)?;
                let key = KeyInputs { identity: &identity, spoken: &utterance.spoken }.key();
                let text = if nth == 0 { part.text.to_string() } else { String::new() };
                lines.push(Line {
                    segment: index,
                    text,
                    utterance,
                    voice,
                    key,
                    stored: self.store.lookup(&key),
                    seam,
                });
            }
        }
        Ok(lines)
    }

    /// The identity of an utterance. A recording that this segment was heard with before is stale when it said other words then.
    fn identity(
        &self,
        segment: &Segment,
        voice: &str,
        backend: &dyn Backend,
        utterance: &Utterance,
    ) -> Result<Vec<u8>, VoiceError> {
        let segment = name(segment.id.as_deref(), &segment.text);
        let last = self.history.of(&segment).rfind(|version| version.voice == voice);
        let stale = last.and_then(|version| match version.pieces.as_slice() {
            [piece] => {
                let key = |identity: &[u8]| KeyInputs { identity, spoken: &piece.spoken }.key();
                let is_it = |identity: &[u8]| key(identity).to_string() == piece.take;
                backend.stale(utterance, &version.text, &is_it)
            }
            _ => None,
        });
        stale.map_or_else(|| backend.identity(utterance), Err)
    }

    pub(super) fn language(&self) -> Option<&str> {
        self.project.manifest.script.language.as_deref()
    }

    fn spoken(&self, segment: &Segment, voice: &str, say: &str) -> String {
        speech::spoken(say, self.language(), &self.project.lexicon, &segment.speaker, voice)
    }

    fn told(&self, index: usize, segment: &Segment, voice: &str, error: &VoiceError) -> Diagnostic {
        let text = short(&segment.text);
        let what = format!("voice `{voice}` cannot speak \u{201c}{text}\u{201d}: {error}");
        let problem = self.at(index, Diagnostic::error("todo", what));
        problem.hint(error.hint())
    }

    pub(super) fn at(&self, index: usize, problem: Diagnostic) -> Diagnostic {
        at_segment(self.project, index, problem)
    }
}
