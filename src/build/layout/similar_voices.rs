//! Warns of voices that sound so similar that listeners may confuse them, by the timbre of their takes.

use super::super::plan::Plan;
use super::super::script_file::ScriptFile;
use super::super::take_checks::TakeOf;
use crate::base::diagnostic::Diagnostic;
use aloud_audio::timbre::{self, Timbre};

/// Two voices with a smaller distance are hard to tell apart.
const SIMILAR: f64 = 1.0;
/// Seconds of voiced speech that give a reliable timbre.
const ENOUGH: f32 = 2.0;

/// Returns a warning for each pair of similar voices, by the takes that exist.
pub(in crate::build) fn warnings(
    script: &ScriptFile<'_>,
    plan: &Plan,
    take_of: &TakeOf<'_>,
) -> Vec<Diagnostic> {
    pairs(script, plan, take_of).into_iter().map(|(_, warning)| warning).collect()
}

/// Returns the indices of each pair of similar voices with the warning of it.
pub(in crate::build) fn pairs(
    script: &ScriptFile<'_>,
    plan: &Plan,
    take_of: &TakeOf<'_>,
) -> Vec<([usize; 2], Diagnostic)> {
    let timbres: Vec<Option<Timbre>> =
        (0..plan.voices.len()).map(|voice| timbre_of(plan, take_of, voice)).collect();
    let mut pairs = Vec::new();
    for (a, one) in timbres.iter().enumerate() {
        for (b, other) in timbres.iter().enumerate().skip(a + 1) {
            let (Some(one), Some(other)) = (one, other) else { continue };
            let distance = timbre::distance(one, other);
            if distance < SIMILAR {
                let what = format!("the voices {} and {} sound similar", named(plan, a), named(plan, b));
                let why = format!(
                    "their distance is {:.2}, and listeners can distinguish voices from {SIMILAR:.2} on; they speak at {:.0} and {:.0} Hz",
                    // 0.998 is not 1.00.
                    (distance * 100.0).floor() / 100.0,
                    one.pitch,
                    other.pitch
                );
                let warning = Diagnostic::warning("voices-similar", what).at(&script.path).why(why).hint(
                    "give one of their speakers another voice in `[cast]`; `aloud voices` lists all voices",
                );
                pairs.push(([a, b], warning));
            }
        }
    }
    pairs
}

fn timbre_of(plan: &Plan, take_of: &TakeOf<'_>, voice: usize) -> Option<Timbre> {
    let own = plan.utterances.iter().enumerate().filter(|(_, planned)| planned.voice == voice);
    let timbre = timbre::average(own.filter_map(|(at, _)| take_of(at)?.timbre.as_ref()))?;
    (timbre.voiced >= ENOUGH).then_some(timbre)
}

/// The name of a voice with its speakers, e.g. `` `birch` (Ann Okafor) ``.
fn named(plan: &Plan, voice: usize) -> String {
    let name = &plan.voices[voice].name;
    let cast = plan.cast.iter().filter(|(_, voice)| *voice == name);
    let speakers: Vec<&str> = cast.map(|(speaker, _)| speaker.as_str()).collect();
    if speakers.is_empty() { format!("`{name}`") } else { format!("`{name}` ({})", speakers.join(", ")) }
}
