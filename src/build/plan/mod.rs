//! Script → utterances: what is to be spoken, by which voice, and what the store already has.

mod article;
mod cues;
mod disclosure;
mod earlier;
mod foreign;
mod formats;
mod opened;
mod parts;
mod planner;
mod remarks;

use std::collections::{BTreeMap, BTreeSet};

pub use disclosure::Share;
pub(super) use disclosure::sentence as disclosure_sentence;
pub(super) use formats::Formats;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::mixer::timeline::Seam;
use crate::project::Project;
use crate::script::Segment;
use crate::takes::{Key, Lookup};
use crate::voices::backend::{Backend, Utterance};
use crate::voices::factory::Origin;
use planner::Planner;

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
    pub(super) formats: Formats,
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
        self.cost_without(&BTreeSet::new())
    }

    /// The same without some of them.
    pub(super) fn cost_without(&self, failed: &BTreeSet<Key>) -> f64 {
        let mut seen = failed.clone();
        let missing = self.lines.iter().filter(|line| matches!(line.stored, Lookup::Miss(_)));
        let cost = |line: &Line| self.voices[line.voice].cost(line.utterance.spoken.chars().count());
        missing.filter(|line| seen.insert(line.key)).filter_map(cost).sum()
    }
}

/// Which voices failed in which segments (indexes into the script's).
pub(super) type Fallen = BTreeSet<(usize, String)>;

/// Plans a build; speaks nothing and writes nothing. A plan with [`Plan::problems`] cannot be built.
pub fn plan(project: &Project) -> Plan {
    let mut plan = plan_without(project, &Fallen::new());
    plan.warnings.extend(article::remarks(project));
    plan
}

/// The same when voices have failed: what they were to speak in those segments their fallbacks do.
pub(super) fn plan_without(project: &Project, fallen: &Fallen) -> Plan {
    let mut plan = Planner::new(project, fallen).plan();
    plan.problems.extend(cues::problems(project));
    match formats::ready(project) {
        Ok(formats) => plan.formats = formats,
        Err(problems) => plan.problems.extend(problems),
    }
    plan.problems.extend(not_ready(project, &plan));
    if plan.lines.is_empty() && plan.problems.is_empty() {
        let problem = Diagnostic::error("todo", "there is nothing to speak").at(project.script_path());
        plan.problems.push(problem.hint("a `[[segment]]` with a `speaker` and a `text` is spoken"));
    }
    let warnings = [remarks::damaged(project, &plan), foreign::remark(project, &plan).into_iter().collect()];
    plan.warnings.extend(warnings.into_iter().flatten());
    plan
}

/// Voices that are to speak and cannot.
fn not_ready(project: &Project, plan: &Plan) -> Vec<Diagnostic> {
    let problem = |(index, voice): (usize, &VoicePlan)| {
        let mut lines = plan.lines.iter().filter(|line| line.voice == index);
        lines.find(|line| matches!(line.stored, Lookup::Miss(_)))?;
        let error = voice.backend.ready().err()?;
        let path = project.root.join("voices").join(&voice.name).join("voice.toml");
        let problem = Diagnostic::error("todo", format!("voice `{}` cannot speak: {error}", voice.name));
        Some(problem.at(path).hint(error.hint()))
    };
    plan.voices.iter().enumerate().filter_map(problem).collect()
}

/// A problem as a warning that says who speaks instead.
pub(super) fn meanwhile(problem: Diagnostic, fallback: &str) -> Diagnostic {
    let spoken_by = format!("`{fallback}`, its fallback, speaks it meanwhile");
    let hint = match &problem.hint {
        Some(hint) => format!("{spoken_by}; {hint}"),
        None => spoken_by,
    };
    Diagnostic { severity: Severity::Warning, hint: Some(hint), ..problem }
}
