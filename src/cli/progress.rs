//! Shows progress: a bar in a terminal, plain lines elsewhere, JSON lines with `--json`.

use std::collections::BTreeSet;
use std::io::{IsTerminal, stderr};
use std::sync::atomic::AtomicBool;

use aloud::base::error::Error;
use aloud::build::{Event, Outcome, Plan, PlannedUtterance, Target};
use aloud::outputs::WAV;
use aloud::project::Wait;
use aloud::takes::Lookup;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::args::Global;
use super::common;

pub struct Progress<'a> {
    global: &'a Global,
    bar: ProgressBar,
    up_to_date: bool,
    target: Target,
}

impl<'a> Progress<'a> {
    pub fn new(global: &'a Global, target: Target) -> Self {
        let bar = ProgressBar::hidden();
        bar.set_style(
            ProgressStyle::with_template("{msg:10} {wide_bar} {pos}/{len}  {eta} left")
                .unwrap_or(ProgressStyle::default_bar()),
        );
        Self { global, bar, up_to_date: false, target }
    }

    pub fn show(&mut self, event: &Event<'_>) {
        if self.global.json { self.show_json(event) } else { self.show_text(event) }
    }

    fn show_text(&mut self, event: &Event<'_>) {
        match event {
            Event::Waiting => errln!("waiting for another build of this project"),
            Event::Warning(warning) => self.bar.suspend(|| err_escaped!("{warning}")),
            Event::Planned(plan) => self.planned(plan),
            Event::Spoken { utterance, reason } => {
                self.bar.inc(1);
                if self.global.verbose {
                    let (key, spoken) = (utterance.key.to_string(), &utterance.utterance.spoken);
                    self.line(&format!("spoken {} ({reason}): {spoken}", &key[..12]));
                }
            }
            Event::Listening { done, total } => {
                if self.bar.message() != "listening" {
                    self.start("listening", *total as u64);
                }
                self.bar.set_position(*done as u64);
            }
            Event::Mixing { done, total } => {
                if self.bar.message() != "mixing" {
                    self.start("mixing", 100);
                }
                self.bar.set_position(done * 100 / total.max(&1));
            }
            Event::Encoding { done, total } => {
                if self.bar.message() != "encoding" {
                    self.start("encoding", *total as u64);
                }
                self.bar.set_position(*done as u64);
            }
            Event::UpToDate => self.up_to_date = true,
        }
    }

    fn planned(&mut self, plan: &Plan) {
        let (misses, hits): (Vec<_>, Vec<_>) =
            plan.utterances.iter().partition(|line| matches!(line.stored, Lookup::Miss(_)));
        let (misses, hits) = (unique_keys(&misses), unique_keys(&hits));
        if self.global.verbose {
            plan.cast.iter().for_each(|(speaker, voice)| self.line(&format!("cast {speaker} → {voice}")));
        }
        if misses > 0 {
            let all = common::counted(misses + hits, "utterance");
            self.line(&format!("speaking {misses} of {all}; {hits} in the store"));
            self.start("speaking", misses as u64);
        }
    }

    fn start(&mut self, what: &'static str, length: u64) {
        if stderr().is_terminal() && !self.global.quiet {
            self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        self.bar.set_length(length);
        self.bar.set_position(0);
        self.bar.set_message(what);
    }

    /// Prints a line above the bar.
    fn line(&self, text: &str) {
        self.bar.suspend(|| errln!("{text}"));
    }

    fn show_json(&self, event: &Event<'_>) {
        let value = match event {
            Event::Waiting => json!({"event": "waiting"}),
            Event::Warning(warning) => json!({"event": "warning", "warning": warning}),
            Event::Planned(plan) => super::plan::summary(plan),
            Event::Spoken { utterance, reason } => json!({
                "event": "spoken", "take": utterance.key.to_string(), "segment": utterance.segment + 1,
                "spoken": utterance.utterance.spoken, "reason": reason.to_string(),
            }),
            Event::Listening { done, total } => {
                json!({"event": "listening", "done": done, "total": total})
            }
            Event::Mixing { done, total } => json!({"event": "mixing", "done": done, "total": total}),
            Event::Encoding { done, total } => json!({"event": "encoding", "done": done, "total": total}),
            Event::UpToDate => json!({"event": "up-to-date"}),
        };
        common::print_json(&value);
    }

    pub fn finish(&self, outcome: &Outcome) {
        self.bar.finish_and_clear();
        let path = common::display_path(&self.global.project, &format!("{}/{WAV}", self.target.folder()));
        if self.global.json {
            common::print_json(&json!({
                "event": "finished", "episode": path, "seconds": outcome.seconds,
                "spoken": outcome.spoken, "reused": outcome.reused, "loudness": outcome.loudness,
            }));
            return;
        }
        let level = outcome.loudness.map_or(String::new(), |lufs| format!(", {lufs:.1} LUFS"));
        let state = if self.up_to_date { " (nothing changed)" } else { "" };
        let length = common::length(outcome.seconds);
        errln!("{path}: {length}{level}; {} spoken, {} reused{state}", outcome.spoken, outcome.reused);
    }
}

/// Counts the takes of these lines; the same take may play several times.
fn unique_keys(utterances: &[&PlannedUtterance]) -> usize {
    utterances.iter().map(|utterance| utterance.key).collect::<BTreeSet<_>>().len()
}

/// Changes the project. Waits for other builds and reports that, as a build does.
pub fn with_lock<T>(
    global: &Global,
    amend: impl FnOnce(&mut Wait<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut progress = Progress::new(global, Target::Published);
    // Ctrl-C may end the program at any time, because all writes are atomic.
    amend(&mut Wait { cancel: &AtomicBool::new(false), on_wait: &mut || progress.show(&Event::Waiting) })
}
