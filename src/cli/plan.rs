//! `aloud plan`

use std::collections::BTreeSet;

use aloud::base::error::Error;
use aloud::build::{self, Plan};
use aloud::takes::Lookup;
use serde_json::{Value, json};

use super::args::Global;

/// What a voice has to do.
#[derive(Default)]
pub struct Tally {
    /// Utterances to be spoken.
    pub speak: usize,
    /// Their characters.
    pub characters: usize,
    reuse: usize,
}

pub fn run(global: &Global) -> Result<(), Error> {
    let project = super::load(global)?;
    let plan = build::plan(&project);
    if global.json {
        super::print_json(&summary(&plan));
    } else {
        print(&plan, global);
    }
    if plan.problems.is_empty() { Ok(()) } else { Err(Error::Problems(plan.problems)) }
}

fn print(plan: &Plan, global: &Global) {
    let priced = plan.voices.iter().any(|voice| voice.price.is_some());
    let cost = |what: String| if priced { format!(" {what:>10}") } else { String::new() };
    println!(
        "{:20} {:>8} {:>12} {:>8} {:>8}{}",
        "voice",
        "speak",
        "characters",
        "reuse",
        "missing",
        cost("cost".into())
    );
    for (voice, tally) in plan.voices.iter().zip(tallies(plan)) {
        let Tally { speak, characters, reuse } = tally;
        let money = cost(voice.cost(characters).map_or_else(|| "-".into(), |money| format!("{money:.2}")));
        let wanted = voice.wanted.len();
        println!("{:20} {speak:>8} {characters:>12} {reuse:>8} {wanted:>8}{money}", voice.name);
    }
    if priced {
        println!("{:60}{:>11.2}", "together", plan.cost());
    }
    if global.verbose {
        for line in &plan.utterances {
            if let Lookup::Miss(reason) = line.stored {
                println!("{} ({reason}): {}", &line.key.to_string()[..12], line.utterance.spoken);
            }
        }
    }
}

/// The plan for programs.
pub fn summary(plan: &Plan) -> Value {
    let tallies = tallies(plan);
    let voices = plan.voices.iter().zip(tallies).map(|(voice, tally)| {
        json!({"voice": voice.name, "backend": voice.kind, "speak": tally.speak,
               "characters": tally.characters, "reuse": tally.reuse, "missing": voice.wanted.len(),
               "cost": voice.cost(tally.characters)})
    });
    json!({"event": "planned", "voices": voices.collect::<Vec<_>>(), "cast": plan.cast})
}

/// By voice; a take that is heard twice counts once.
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
