//! Script → utterances: what is to be spoken, by which voice, and what the store already has.

use std::collections::{BTreeMap, BTreeSet};

use super::article;
use super::compress::{self, Compression};
use super::disclosure::{self, Share};
use super::foreign;
use super::parts::{around, parts, seam_before};
use super::remarks;
use super::sounds;
use super::stand_in::{Fallen, meanwhile};
use crate::diagnostic::Diagnostic;
use crate::project::Project;
use crate::script::Segment;
use crate::speech;
use crate::tables::nearest_name;
use crate::takes::{History, Key, KeyInputs, Lookup, Miss, Store, Version};
use crate::timeline::Seam;
use crate::voices::backend::{Around, Backend, Utterance, VoiceError};
use crate::voices::factory::Origin;
use crate::voices::{Voice, assign};

/// What a build will do.
#[derive(Default)]
pub struct Plan {
    /// In reading order.
    pub lines: Vec<Line>,
    /// The voices that speak them.
    pub voices: Vec<VoicePlan>,
    /// How much of the script is spoken by no person.
    pub synthetic: Share,
    /// What is said at the beginning, behind the script's segments; `None` when nothing need be said.
    pub disclosure: Option<Segment>,
    /// Speaker → voice, given or assigned.
    pub cast: BTreeMap<String, String>,
    /// What makes the smaller formats.
    pub(super) compression: Compression,
    /// What a person should look at, though it stops nothing.
    pub warnings: Vec<Diagnostic>,
    /// What stands in the way: voices that are not there or cannot speak, recordings that are missing.
    pub problems: Vec<Diagnostic>,
}

/// A voice at work.
pub struct VoicePlan {
    /// As in the cast.
    pub name: String,
    /// Its backend's kind, as in voice.toml.
    pub kind: &'static str,
    /// Ready to speak.
    pub backend: Box<dyn Backend>,
    /// No person speaks.
    pub synthetic: bool,
    /// Whose voice it is, as voice.toml states it.
    pub origin: Origin,
    /// What a million characters cost.
    pub price: Option<f64>,
    /// What it should speak and cannot, for want of a recording.
    pub wanted: Vec<Wanted>,
}

impl VoicePlan {
    /// What so many characters cost; `None` where voice.toml has no price.
    pub fn cost(&self, characters: usize) -> Option<f64> {
        self.price.map(|price| characters as f64 * price / 1e6)
    }
}

/// A segment that waits for a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Index into the script's segments.
    pub segment: usize,
    /// What the recording of it says, where there is one of an earlier text.
    pub old: Option<String>,
}

/// One utterance in its place.
#[derive(Debug, Clone)]
pub struct Line {
    /// Index into the script's segments.
    pub segment: usize,
    /// The article's words that it stands for; empty when it goes on with the sentence of the line before.
    pub text: String,
    /// What the voice is asked for.
    pub utterance: Utterance,
    /// Index into [`Plan::voices`].
    pub voice: usize,
    /// Identity of its take.
    pub key: Key,
    /// What the store has.
    pub stored: Lookup,
    /// What lies between it and the line before.
    pub seam: Seam,
}

impl Plan {
    /// What the utterances that are to be spoken cost, by the prices of their voices.
    pub fn cost(&self) -> f64 {
        let mut seen = BTreeSet::new();
        let missing = self.lines.iter().filter(|line| matches!(line.stored, Lookup::Miss(_)));
        let cost = |line: &Line| self.voices[line.voice].cost(line.utterance.spoken.chars().count());
        missing.filter(|line| seen.insert(line.key)).filter_map(cost).sum()
    }
}

/// Plans a build; speaks nothing and writes nothing. A plan with [`Plan::problems`] cannot be built.
pub fn plan(project: &Project) -> Plan {
    let mut plan = plan_without(project, &Fallen::new());
    plan.warnings.extend(article::remarks(project));
    plan
}

/// The same when voices have failed: what they were to speak in those segments their fallbacks do.
pub(super) fn plan_without(project: &Project, fallen: &Fallen) -> Plan {
    let script = &project.manifest.script;
    let speakers: BTreeSet<&str> = script.segments.iter().map(|s| s.speaker.as_str()).collect();
    let cast = assign(speakers.iter().copied(), &project.manifest.cast, &script.genders);
    let mut plan = Plan { cast, ..Plan::default() };
    let history = History::read(&project.history_path()).unwrap_or_else(|error| {
        plan.problems.push(error.into());
        History::default()
    });
    plan.warnings = remarks::remarks(project, &plan.cast);
    let mut planner =
        Planner { project, store: project.open_store(), history, plan, fallen, opened: BTreeMap::new() };
    let mut before: Option<&Segment> = None;
    for (index, segment) in script.segments.iter().enumerate() {
        planner.segment(index, segment, before);
        before = Some(segment);
    }
    planner.disclose();
    planner.plan.problems.extend(sounds::problems(project));
    match compress::ready(project) {
        Ok(compression) => planner.plan.compression = compression,
        Err(problems) => planner.plan.problems.extend(problems),
    }
    planner.check_lines();
    let foreign = foreign::remark(project, &planner.plan);
    planner.plan.warnings.extend(foreign);
    planner.plan
}

struct Planner<'a> {
    project: &'a Project,
    store: Store,
    history: History,
    plan: Plan,
    fallen: &'a Fallen,
    /// Voice name → index into the plan's voices; `None` when it cannot be opened, which was said once.
    opened: BTreeMap<String, Option<usize>>,
}

impl Planner<'_> {
    fn check_lines(&mut self) {
        for (index, voice) in self.plan.voices.iter().enumerate() {
            let idle = |line: &&Line| line.voice == index && matches!(line.stored, Lookup::Miss(_));
            if let (Some(_), Err(error)) = (self.plan.lines.iter().find(idle), voice.backend.ready()) {
                let path = self.project.root.join("voices").join(&voice.name).join("voice.toml");
                let problem = Diagnostic::error(format!("voice `{}` cannot speak: {error}", voice.name));
                self.plan.problems.push(problem.at(path).hint(error.hint()));
            }
        }
        if self.plan.lines.is_empty() && self.plan.problems.is_empty() {
            self.plan.problems.push(
                Diagnostic::error("there is nothing to speak")
                    .at(self.project.script_path())
                    .hint("a `[[segment]]` with a `speaker` and a `text` is spoken"),
            );
        }
        let damaged = self.plan.lines.iter().filter(|line| line.stored == Lookup::Miss(Miss::Damaged));
        let told = damaged.map(|line| {
            let what =
                format!("the stored take of \u{201c}{}\u{201d} was damaged", short(&line.utterance.spoken));
            self.at(line.segment, Diagnostic::warning(what))
                .hint("nothing to do: it is not played, a build makes it again")
        });
        let told: Vec<Diagnostic> = told.collect();
        self.plan.warnings.extend(told);
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
        self.remark_on_unsure(index, segment);
        let wanted = segment.decided.voice.clone();
        let Some(name) = wanted.or_else(|| self.plan.cast.get(&segment.speaker).cloned()) else { return };
        let seam = seam_before(segment, before);
        let planned = match self.kept(segment) {
            Ok(Some(version)) => self.let_hear(&version, &name, index, segment, seam),
            Ok(None) => self.speak_with(&name, index, segment, seam),
            Err(what) => Err(self.at(index, Diagnostic::error(what)).hint(format!(
                "`aloud takes {}` lists what there is; `--unpin` takes the choice out",
                index + 1
            ))),
        };
        if let Err(problem) = planned {
            self.plan.problems.push(problem);
        }
    }

    /// The version that a person picked for a segment, or the one that a locked segment was last heard with.
    fn kept(&self, segment: &Segment) -> Result<Option<Version>, String> {
        let name = super::kept::name(segment.id.as_deref(), &segment.text);
        if let Some(id) = &segment.decided.take {
            let mut own = self.history.of(&name).filter(|version| version.id() == *id);
            // A segment that a person added has no name that outlasts its words.
            let any = || self.history.with_id(id).filter(|_| segment.id.is_none());
            let picked = own.next().or_else(any);
            return picked.cloned().map(Some).ok_or_else(|| format!("this segment has no take `{id}`"));
        }
        let last = segment.decided.lock.then(|| self.history.of(&name).next_back());
        Ok(last.flatten().cloned())
    }

    /// Plans a segment with an earlier version of it, whatever its text says now.
    fn let_hear(
        &mut self,
        version: &Version,
        voice: &str,
        index: usize,
        segment: &Segment,
        seam: Seam,
    ) -> Result<(), Diagnostic> {
        let of_then = self.project.voices.get(&version.voice).is_some();
        let Some(voice) = self.open(if of_then { &version.voice } else { voice }, index)? else {
            return Ok(());
        };
        let texts = super::kept::texts(segment, version, self.language());
        for (nth, (piece, text)) in version.pieces.iter().zip(texts).enumerate() {
            let key = Key::from_hex(&piece.take);
            let stored = key.map(|key| (key, self.store.lookup(&key)));
            let Some((key, stored @ Lookup::Hit(_))) = stored else {
                let what = format!("the take of \u{201c}{}\u{201d} is gone or damaged", short(&piece.spoken));
                return Err(self
                    .at(index, Diagnostic::error(what))
                    .why("the segment is locked, or this take was picked for it, so that it is not spoken again")
                    .hint("take `lock` or `take` out, and it is spoken from its text"));
            };
            let seam = match (nth, piece.goes_on) {
                (0, _) => seam,
                (_, true) => Seam::Clause,
                (_, false) => Seam::Sentence,
            };
            let utterance = Utterance {
                spoken: piece.spoken.clone(),
                text: text.clone(),
                segment_id: segment.id.clone(),
                around: Around::default(),
            };
            self.plan.lines.push(Line { segment: index, text, utterance, voice, key, stored, seam });
        }
        self.remark_on_kept(version, index, segment);
        Ok(())
    }

    fn remark_on_kept(&mut self, version: &Version, index: usize, segment: &Segment) {
        if version.text == segment.text {
            return;
        }
        let what = if segment.decided.take.is_some() { "is heard with a picked take" } else { "is locked" };
        let what = format!("the segment {what}, and its text has changed");
        let told = Diagnostic::warning(what)
            .why(format!(
                "heard is \u{201c}{}\u{201d}, the text is now \u{201c}{}\u{201d}",
                short(&version.text),
                short(&segment.text)
            ))
            .hint("take `lock` or `take` out, and it is spoken again");
        let told = self.at(index, told);
        self.plan.warnings.push(told);
    }

    fn remark_on_unsure(&mut self, index: usize, segment: &Segment) {
        let Some(unsure) = &segment.unsure else { return };
        let candidates = match unsure.candidates.as_slice() {
            [] => "write who says it into `speaker`".to_string(),
            names => format!("it may be {}; write who says it into `speaker`", names.join(" or ")),
        };
        let what = format!(
            "it is not certain that {} says \u{201c}{}\u{201d}",
            segment.speaker,
            short(&segment.text)
        );
        self.plan.warnings.push(
            self.at(index, Diagnostic::warning(what))
                .why(segment.because.clone())
                .hint(format!("{candidates}, and take `unsure` out")),
        );
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
                    self.at(index, Diagnostic::error(what)).hint("see to why they fail and build again")
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

    /// The index of an opened voice; `None` when it failed to open before.
    fn open(&mut self, name: &str, index: usize) -> Result<Option<usize>, Diagnostic> {
        if let Some(known) = self.opened.get(name) {
            return Ok(*known);
        }
        self.opened.insert(name.to_string(), None);
        let voice: &Voice = self.project.voices.get(name).ok_or_else(|| self.no_such_voice(name, index))?;
        let backend = voice.open()?;
        let (synthetic, origin, price) = (voice.is_synthetic(), voice.origin.clone(), voice.price);
        let next = self.plan.voices.len();
        self.plan.voices.push(VoicePlan {
            name: name.to_string(),
            kind: voice.kind(),
            backend,
            synthetic,
            origin,
            price,
            wanted: Vec::new(),
        });
        self.opened.insert(name.to_string(), Some(next));
        Ok(Some(next))
    }

    fn no_such_voice(&self, name: &str, index: usize) -> Diagnostic {
        let names: Vec<&str> = self.project.voices.names().collect();
        let meant = nearest_name(name, names.iter().copied());
        let meant = meant.map_or(String::new(), |meant| format!("did you mean `{meant}`? or "));
        self.where_voice_is_named(name, index)
            .why(format!("the voices are {}", names.join(", ")))
            .hint(format!("{meant}name one of them in `[cast]`, or make `voices/{name}/voice.toml`"))
    }

    /// The line of the cast that gives a speaker this voice; else the segment.
    fn where_voice_is_named(&self, name: &str, index: usize) -> Diagnostic {
        let speaker = self.project.manifest.script.segments.get(index).map(|segment| &segment.speaker);
        match speaker.filter(|speaker| self.project.manifest.cast.get(*speaker).is_some_and(|v| v == name)) {
            Some(speaker) => {
                let what = format!("there is no voice `{name}`, which `[cast]` gives to {speaker}");
                remarks::in_cast(self.project, speaker, Diagnostic::error(what))
            }
            None => self.at(index, Diagnostic::error(format!("there is no voice `{name}`"))),
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
            for (nth, piece) in speech::cut(&spoken[at], capabilities.longest_text).into_iter().enumerate() {
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
                let identity = backend.identity(&utterance)?;
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

    fn language(&self) -> Option<&str> {
        self.project.manifest.script.language.as_deref()
    }

    fn spoken(&self, segment: &Segment, voice: &str, say: &str) -> String {
        speech::spoken(say, self.language(), &self.project.lexicon, &segment.speaker, voice)
    }

    fn told(&self, index: usize, segment: &Segment, voice: &str, error: &VoiceError) -> Diagnostic {
        let text = short(&segment.text);
        let what = format!("voice `{voice}` cannot speak \u{201c}{text}\u{201d}: {error}");
        let problem = self.at(index, Diagnostic::error(what));
        problem.hint(error.hint())
    }

    fn at(&self, index: usize, problem: Diagnostic) -> Diagnostic {
        at_segment(self.project, index, problem)
    }
}

/// Puts a problem at its segment of script.toml.
pub(super) fn at_segment(project: &Project, index: usize, problem: Diagnostic) -> Diagnostic {
    let problem = problem.at(project.script_path()).segment(index + 1);
    match project.manifest.lines.get(index) {
        Some(&line) => problem.line(line),
        None => problem,
    }
}

/// The first words of a text, for messages.
pub(super) fn short(text: &str) -> String {
    const CHARS: usize = 50;
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let flat = flat.trim_matches(['\u{201c}', '\u{201d}', '"']);
    if flat.chars().count() <= CHARS {
        return flat.to_string();
    }
    let mut cut: String = flat.chars().take(CHARS).collect();
    cut.truncate(cut.rfind(' ').unwrap_or(cut.len()));
    cut + "…"
}
