//! `aloud plan`: shows what a build would speak.

use std::collections::BTreeSet;

use aloud::base::error::Error;
use aloud::build::{self, Plan};
use aloud::takes::Lookup;
use serde_json::{Value, json};

use super::args::Global;
use super::common;
use super::user_config;

/// The work of a voice.
#[derive(Default)]
pub struct Tally {
    /// Number of utterances to speak.
    pub speak: usize,
    /// Number of characters in them.
    pub characters: usize,
    /// Number of utterances in the store.
    reuse: usize,
}

pub fn run(global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let plan = build::plan(&project);
    if global.json {
        let mut summary = summary(&plan);
        summary["renamed_keys"] = json!(user_config::renamed_keys(&project));
        common::print_json(&summary);
    } else {
        print(&plan, global);
        user_config::print_renamed_keys(&project);
    }
    if plan.problems.is_empty() { Ok(()) } else { Err(Error::Problems(plan.problems)) }
}

fn print(plan: &Plan, global: &Global) {
    let priced = plan.voices.iter().any(|voice| voice.price.is_some());
    outln!(
        "{:20} {:>8} {:>12} {:>8} {:>8}{}",
        "voice",
        "speak",
        "characters",
        "reuse",
        "missing",
        if priced { format!(" {:>10}", "cost") } else { String::new() }
    );
    for (voice, tally) in plan.voices.iter().zip(tallies(plan)) {
        let Tally { speak, characters, reuse } = tally;
        let cost = voice.cost(characters).map_or_else(|| "-".into(), |cost| format!("{cost:.2}"));
        let cost = if priced { format!(" {cost:>10}") } else { String::new() };
        let wanted = voice.wanted.len();
        outln!("{:20} {speak:>8} {characters:>12} {reuse:>8} {wanted:>8}{cost}", voice.name);
    }
    if priced {
        outln!("{:60}{:>11.2}", "total", plan.cost());
    }
    if global.verbose {
        for line in &plan.utterances {
            if let Lookup::Miss(reason) = line.stored {
                outln!("{} ({reason}): {}", &line.key.to_string()[..12], line.utterance.spoken);
            }
        }
    }
}

/// Returns the plan as JSON.
pub fn summary(plan: &Plan) -> Value {
    let tallies = tallies(plan);
    let voices = plan.voices.iter().zip(tallies).map(|(voice, tally)| {
        json!({"voice": voice.name, "backend": voice.kind, "speak": tally.speak,
               "characters": tally.characters, "reuse": tally.reuse, "missing": voice.wanted.len(),
               "cost": voice.cost(tally.characters)})
    });
    json!({"event": "planned", "voices": voices.collect::<Vec<_>>(), "cast": plan.cast})
}

/// Returns the work of each voice. A take that plays twice counts once.
pub fn tallies(plan: &Plan) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = plan.voices.iter().map(|_| Tally::default()).collect();
    let mut seen = BTreeSet::new();
    for line in plan.utterances.iter().filter(|line| seen.insert(line.key)) {
        let tally = &mut tallies[line.voice];
        match line.stored {
            Lookup::Hit(_) => tally.reuse += 1,
            Lookup::Miss(_) => {
                tally.speak += 1;
                tally.characters += line.utterance.spoken.chars().count();
            }
        }
    }
    tallies
}
