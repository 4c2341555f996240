//! Reports takes that look faulty, at their segments.

use std::collections::BTreeSet;

use super::plan::{Plan, PlannedUtterance};
use super::script_file::ScriptFile;
use super::take_faults::{Fault, Spoken, Usual};
use crate::base::diagnostic::{Diagnostic, excerpt};
use crate::takes::{Key, Take};
use crate::voices::backend::Unit;

/// Takes by the index of their utterance in the plan.
pub(super) type TakeOf<'a> = dyn Fn(usize) -> Option<&'a Take> + 'a;

/// Returns a warning for each take that looks faulty. Takes of people are checked when they are imported, and takes that a person
/// selected are good.
pub(super) fn warnings(
    script: &ScriptFile<'_>,
    plan: &Plan,
    take_of: &TakeOf<'_>,
    only: &dyn Fn(&PlannedUtterance, &Fault) -> bool,
) -> Vec<Diagnostic> {
    let faulty = faulty(plan, take_of).into_iter();
    let open = faulty.filter(|(at, _)| !is_decided(script, &plan.utterances[*at]));
    let wanted = open.filter_map(|(at, mut faults)| {
        let planned = &plan.utterances[at];
        faults.retain(|fault| only(planned, fault));
        (!faults.is_empty()).then(|| warning(script, plan, planned, &faults))
    });
    wanted.collect()
}

/// True if a person decided which take the segment has.
pub(super) fn is_decided(script: &ScriptFile<'_>, planned: &PlannedUtterance) -> bool {
    let segment = script.manifest.script.segments.get(planned.segment);
    segment.is_some_and(|segment| segment.decided.lock || segment.decided.take.is_some())
}

fn warning(script: &ScriptFile<'_>, plan: &Plan, planned: &PlannedUtterance, faults: &[Fault]) -> Diagnostic {
    let voice = &plan.voices[planned.voice].name;
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let text = excerpt(&planned.utterance.spoken);
    let what =
        format!("the take of voice `{voice}` for \u{201c}{text}\u{201d} looks faulty: {}", faults.join("; "));
    let hint = "listen to it with `aloud takes`; if it is good, lock the segment, and if not, change its words with `say`";
    script.at_segment(planned.segment, Diagnostic::warning("take-faulty", what).hint(hint))
}

/// Returns the utterances with faulty takes, each once, with the faults.
pub(super) fn faulty(plan: &Plan, take_of: &TakeOf<'_>) -> Vec<(usize, Vec<Fault>)> {
    let usual: Vec<Usual> = (0..plan.voices.len()).map(|voice| usual(plan, voice, take_of)).collect();
    let mut seen = BTreeSet::new();
    let mut faulty = Vec::new();
    for (at, planned) in plan.utterances.iter().enumerate() {
        if !is_checked(plan, planned.voice) || !seen.insert(planned.key) {
            continue;
        }
        let Some(take) = take_of(at) else { continue };
        let spoken = &planned.utterance.spoken;
        let mut faults = usual[planned.voice].faults(&Spoken::stored(spoken, take));
        let heard = plan.listener.as_ref().zip(take.heard.as_ref());
        faults.extend(heard.and_then(|(listener, heard)| listener.fault(spoken, heard)));
        if !faults.is_empty() {
            faulty.push((at, faults));
        }
    }
    faulty
}

/// Returns what is usual for a voice, from its takes in the plan. A take that is used twice counts once.
pub(super) fn usual(plan: &Plan, voice: usize, take_of: &TakeOf<'_>) -> Usual {
    let mut seen: BTreeSet<Key> = BTreeSet::new();
    let own = plan.utterances.iter().enumerate().filter(|(_, planned)| planned.voice == voice);
    let takes = own.filter(|(_, planned)| seen.insert(planned.key));
    let takes =
        takes.filter_map(|(at, planned)| Some(Spoken::stored(&planned.utterance.spoken, take_of(at)?)));
    Usual::of(&takes.collect::<Vec<_>>())
}

/// True for voices that speak: not for people, whose recordings have checks of their own, and not for test tones.
pub(super) fn is_checked(plan: &Plan, voice: usize) -> bool {
    let voice = &plan.voices[voice];
    voice.backend.capabilities().unit == Unit::Sentence && voice.kind != "test"
}
