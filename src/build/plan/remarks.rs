//! What a person should look at in a project, though it stops nothing: names that nobody bears, voices that are shared.

use std::collections::{BTreeMap, BTreeSet};

use super::super::messages::{at_segment, in_cast, short};
use super::Plan;
use crate::base::diagnostic::Diagnostic;
use crate::base::toml_reader::nearest_name;
use crate::project::{LEXICON, Project};
use crate::script::{NARRATOR, Segment, UNKNOWN};
use crate::takes::{Lookup, Miss};

/// All of it; `cast` is the whole cast, given and assigned.
pub(super) fn remarks(project: &Project, cast: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let speakers = project.manifest.script.segments.iter().map(|segment| segment.speaker.as_str()).collect();
    let mut told = unused(project, &speakers);
    told.extend(misspelt(project, &speakers));
    told.extend(shared(project, cast, &speakers));
    told.extend(lexicon(project, &speakers));
    told.extend(unsure(project));
    told
}

/// Lines of the cast that nobody needs. Those that Aloud wrote are no fault of a person's.
fn unused(project: &Project, speakers: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let manifest = &project.manifest;
    let needed = |speaker: &str, voice: &str| {
        speakers.contains(speaker) || speaker == UNKNOWN || manifest.memory.wrote_cast(speaker, voice)
    };
    let unused = manifest.cast.iter().filter(|(speaker, voice)| !needed(speaker, voice));
    let told = |(speaker, _): (&String, _)| {
        let what = format!("`{speaker}` is in the cast and speaks nowhere");
        in_cast(project, speaker, Diagnostic::warning("todo", what))
            .hint("check the spelling, or take the line out of `[cast]`")
    };
    unused.map(told).collect()
}

/// Speakers who are not in the cast and are called nearly as somebody else: they would get a voice of their own.
fn misspelt(project: &Project, speakers: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let cast = &project.manifest.cast;
    let segments = &project.manifest.script.segments;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    segments.iter().for_each(|segment| *counts.entry(&segment.speaker).or_default() += 1);
    let times = |name: &str| counts.get(name).copied().unwrap_or(0);
    let own = [NARRATOR, UNKNOWN];
    let strangers = speakers.iter().filter(|name| !cast.contains_key(**name) && !own.contains(name));
    let told = |name: &&str| {
        let more = |other: &&&str| **other != *name && times(other) > times(name);
        let known = cast.keys().map(String::as_str).chain(own).chain(speakers.iter().filter(more).copied());
        let meant = nearest_name(name, known)?;
        let index = segments.iter().position(|segment| segment.speaker == **name)?;
        let often = match times(name) {
            1 => "once".to_string(),
            times => format!("{times} times"),
        };
        let what = format!("speaker `{name}` speaks {often} and is not in `[cast]`");
        let told = at_segment(project, index, Diagnostic::warning("todo", what));
        Some(told.hint(format!("did you mean `{meant}`? if not, give `{name}` a voice in `[cast]`")))
    };
    strangers.filter_map(told).collect()
}

/// Speakers to whom Aloud gave the same voice, because there are not enough.
fn shared(
    project: &Project,
    cast: &BTreeMap<String, String>,
    speakers: &BTreeSet<&str>,
) -> Option<Diagnostic> {
    let manifest = &project.manifest;
    let mut bearers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let speaking = cast.iter().filter(|(name, _)| speakers.contains(name.as_str()) && *name != UNKNOWN);
    for (speaker, voice) in speaking {
        let chosen = manifest.cast.contains_key(speaker) && !manifest.memory.wrote_cast(speaker, voice);
        if !chosen {
            bearers.entry(voice).or_default().push(speaker);
        }
    }
    let shared = bearers.iter().filter(|(_, names)| names.len() > 1);
    let told: Vec<String> = shared.map(|(voice, names)| sharing(names, voice)).collect();
    let warning = || {
        Diagnostic::warning("todo", format!("there are more speakers than voices: {}", told.join("; ")))
            .at(project.script_path())
            .hint("give one of them another voice in `[cast]`: one from `voices/`, or the one that you want them to share")
    };
    (!told.is_empty()).then(warning)
}

fn sharing(names: &[&str], voice: &str) -> String {
    match names {
        [one, other] => format!("{one} and {other} are both `{voice}`"),
        [first @ .., last] => format!("{} and {last} are all `{voice}`", first.join(", ")),
        [] => String::new(),
    }
}

/// Tables of the lexicon for a voice or a speaker that there is not.
fn lexicon(project: &Project, speakers: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let voices: BTreeSet<&str> = project.voices.names().collect();
    let told = |table: &crate::speech::Named| {
        let (known, of) = if table.speaker { (speakers, "speaker") } else { (&voices, "voice") };
        let name = table.name.as_str();
        if known.contains(name) {
            return None;
        }
        let what = match table.speaker {
            true => format!("the lexicon has entries for the speaker `{name}`, who speaks nowhere"),
            false => format!("the lexicon has entries for the voice `{name}`, which is not there"),
        };
        let hint = match nearest_name(name, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the {of}s are {}", known.iter().copied().collect::<Vec<_>>().join(", ")),
        };
        Some(Diagnostic::warning("todo", what).at(project.root.join(LEXICON)).line(table.line).hint(hint))
    };
    project.lexicon.named().iter().filter_map(told).collect()
}

/// Quotes that may be somebody else's.
fn unsure(project: &Project) -> Vec<Diagnostic> {
    let told = |(index, segment): (usize, &Segment)| {
        let candidates = match segment.unsure.as_ref()?.candidates.as_slice() {
            [] => "write who says it into `speaker`".to_string(),
            names => format!("it may be {}; write who says it into `speaker`", names.join(" or ")),
        };
        let text = short(&segment.text);
        let what = format!("it is not certain that {} says \u{201c}{text}\u{201d}", segment.speaker);
        let warning =
            at_segment(project, index, Diagnostic::warning("todo", what)).why(segment.because.clone());
        Some(warning.hint(format!("{candidates}, and take `unsure` out")))
    };
    project.manifest.script.segments.iter().enumerate().filter_map(told).collect()
}

/// Takes of a plan that are not as they were stored.
pub(super) fn damaged(project: &Project, plan: &Plan) -> Vec<Diagnostic> {
    let damaged = plan.lines.iter().filter(|line| line.stored == Lookup::Miss(Miss::Damaged));
    let told = damaged.map(|line| {
        let text = short(&line.utterance.spoken);
        let what = format!("the stored take of \u{201c}{text}\u{201d} was damaged");
        at_segment(project, line.segment, Diagnostic::warning("todo", what))
            .hint("nothing to do: it is not played, a build makes it again")
    });
    told.collect()
}
