//! `aloud plan`: shows what a build would speak.

use std::collections::{BTreeMap, BTreeSet};

use aloud::base::error::Error;
use aloud::build::{self, Plan};
use aloud::takes::Lookup;
use serde_json::{Value, json};

use super::args::{Episodes, Global};
use super::common;
use super::series;
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

pub fn run(args: &Episodes, global: &Global) -> Result<(), Error> {
    let Some(episodes) = series::episodes(args, global)? else {
        let project = common::load(global)?;
        let plan = build::plan(&project);
        if global.json {
            let mut summary = summary(&plan);
            summary["renamed_keys"] = json!(user_config::renamed_keys(&project));
            common::print_json(&summary);
        } else {
            print(&rows(&plan));
            print_utterances(&plan, global);
            user_config::print_renamed_keys(&project);
        }
        return if plan.problems.is_empty() { Ok(()) } else { Err(Error::Problems(plan.problems)) };
    };
    let (mut voices, mut to_build) = (BTreeMap::new(), 0);
    let planned = series::for_each(&episodes, global, &mut |global| {
        let plan = build::plan(&common::load(global)?);
        let rows = rows(&plan);
        to_build += usize::from(rows.iter().any(|row| row.tally.speak > 0));
        if global.json {
            let mut summary = summary(&plan);
            summary["episode"] = json!(series::name(&global.project));
            common::print_json(&summary);
        } else {
            let speak: usize = rows.iter().map(|row| row.tally.speak).sum();
            errln!("{} to speak", common::counted(speak, "utterance"));
        }
        print_utterances(&plan, global);
        rows.into_iter().for_each(|row| add(&mut voices, row));
        if plan.problems.is_empty() { Ok(()) } else { Err(Error::Problems(plan.problems)) }
    });
    let rows: Vec<Row> = voices.into_values().collect();
    if global.json {
        let cost = total_cost(&rows);
        common::print_json(&json!({
            "event": "planned-series", "episodes": episodes.len(), "to_speak": to_build, "cost": cost,
            "voices": rows.iter().map(Row::json).collect::<Vec<_>>(),
        }));
    } else {
        print(&rows);
        errln!("{to_build} of {} with something to speak", common::counted(episodes.len(), "episode"));
    }
    planned
}

/// The work of a voice, for one episode or for several.
struct Row {
    voice: String,
    backend: &'static str,
    tally: Tally,
    missing: usize,
    cost: Option<f64>,
}

impl Row {
    fn json(&self) -> Value {
        let Tally { speak, characters, reuse } = self.tally;
        json!({"voice": self.voice, "backend": self.backend, "speak": speak, "characters": characters,
               "reuse": reuse, "missing": self.missing, "cost": self.cost})
    }
}

fn rows(plan: &Plan) -> Vec<Row> {
    let voices = plan.voices.iter().zip(tallies(plan));
    voices
        .map(|(voice, tally)| Row {
            voice: voice.name.clone(),
            backend: voice.kind,
            missing: voice.wanted.len(),
            cost: voice.cost(tally.characters),
            tally,
        })
        .collect()
}

/// Adds the work of a voice in one more episode.
fn add(voices: &mut BTreeMap<String, Row>, row: Row) {
    let Some(sum) = voices.get_mut(&row.voice) else {
        voices.insert(row.voice.clone(), row);
        return;
    };
    sum.tally.speak += row.tally.speak;
    sum.tally.characters += row.tally.characters;
    sum.tally.reuse += row.tally.reuse;
    sum.missing += row.missing;
    sum.cost = sum.cost.zip(row.cost).map(|(sum, more)| sum + more).or(sum.cost).or(row.cost);
}

fn print(rows: &[Row]) {
    let priced = rows.iter().any(|row| row.cost.is_some());
    outln!(
        "{:20} {:>8} {:>12} {:>8} {:>8}{}",
        "voice",
        "speak",
        "characters",
        "reuse",
        "missing",
        if priced { format!(" {:>10}", "cost") } else { String::new() }
    );
    for Row { voice, tally: Tally { speak, characters, reuse }, missing, cost, .. } in rows {
        let cost = cost.map_or_else(|| "-".into(), |cost| format!("{cost:.2}"));
        let cost = if priced { format!(" {cost:>10}") } else { String::new() };
        outln!("{voice:20} {speak:>8} {characters:>12} {reuse:>8} {missing:>8}{cost}");
    }
    if priced {
        outln!("{:60}{:>11.2}", "total", total_cost(rows));
    }
}

fn total_cost(rows: &[Row]) -> f64 {
    // The sum of no numbers is -0.0, which people would read as a mistake.
    rows.iter().filter_map(|row| row.cost).sum::<f64>() + 0.0
}

/// Prints the utterances to speak, with `--verbose`.
fn print_utterances(plan: &Plan, global: &Global) {
    if global.verbose && !global.json {
        for line in &plan.utterances {
            if let Lookup::Miss(reason) = line.stored {
                outln!("{} ({reason}): {}", &line.key.to_string()[..12], line.utterance.spoken);
            }
        }
    }
}

/// Returns the plan as JSON.
pub fn summary(plan: &Plan) -> Value {
    let voices: Vec<Value> = rows(plan).iter().map(Row::json).collect();
    json!({"event": "planned", "voices": voices, "cast": plan.cast})
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
