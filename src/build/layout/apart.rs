//! Voices that listeners could take for one another, by how their own takes sound.

use super::super::Plan;
use crate::audio::timbre::{self, Timbre};
use crate::base::diagnostic::Diagnostic;
use crate::project::Project;
use crate::takes::Take;

/// Two voices nearer than this are told apart with trouble.
const NEAR: f64 = 1.0;
/// So many seconds of vowels tell what a voice is like.
const ENOUGH: f32 = 2.0;

/// A warning for each pair of voices that are too near to one another; `takes` has one for each line.
pub(super) fn too_near(project: &Project, plan: &Plan, takes: &[&Take]) -> Vec<Diagnostic> {
    let heard: Vec<Option<Timbre>> = (0..plan.voices.len()).map(|voice| heard(plan, takes, voice)).collect();
    let mut warnings = Vec::new();
    for (a, one) in heard.iter().enumerate() {
        for (b, other) in heard.iter().enumerate().skip(a + 1) {
            let (Some(one), Some(other)) = (one, other) else { continue };
            let distance = timbre::distance(one, other);
            if distance < NEAR {
                warnings.push(told(project, plan, (a, one), (b, other), distance));
            }
        }
    }
    warnings
}

fn heard(plan: &Plan, takes: &[&Take], voice: usize) -> Option<Timbre> {
    let own = plan.lines.iter().zip(takes).filter(|(line, _)| line.voice == voice);
    let heard = timbre::together(own.filter_map(|(_, take)| take.timbre.as_ref()))?;
    (heard.voiced >= ENOUGH).then_some(heard)
}

fn told(
    project: &Project,
    plan: &Plan,
    (a, one): (usize, &Timbre),
    (b, other): (usize, &Timbre),
    distance: f64,
) -> Diagnostic {
    let who = |voice: usize| {
        let name = &plan.voices[voice].name;
        let speakers: Vec<&str> =
            plan.cast.iter().filter(|(_, of)| *of == name).map(|(speaker, _)| speaker.as_str()).collect();
        if speakers.is_empty() { format!("`{name}`") } else { format!("`{name}` ({})", speakers.join(", ")) }
    };
    Diagnostic::warning("todo", format!("the voices {} and {} sound much alike", who(a), who(b)))
        .at(project.script_path())
        .why(format!(
            "they are {distance:.1} apart, and 1.0 is told apart at once; they speak at {:.0} and {:.0} Hz",
            one.pitch, other.pitch
        ))
        .hint("give one of their speakers another voice in `[cast]`; `aloud voices` lists them")
}
