//! Builds a project in the background, and reports the progress to all pages. Editing goes on meanwhile.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::builds::jobs;
use super::desk::Desk;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::build::{self, Event, Options, Outcome, Target};

/// Shortest time between two reports of progress.
const INTERVAL: Duration = Duration::from_millis(100);

/// Starts a build.
///
/// # Errors
/// When one is running already.
pub(super) fn start(desk: &Arc<Desk>, target: Target, limit: Option<f64>) -> Result<(), Diagnostic> {
    let cancel = desk.builds.begin().ok_or_else(|| {
        Diagnostic::error("build-running", "a build of this project is running")
            .hint("wait for its end, or cancel it")
    })?;
    let desk = Arc::clone(desk);
    report(&desk, json!({"stage": "planning", "target": target.folder()}));
    thread::spawn(move || {
        let result = run(&desk, target, limit, &cancel);
        desk.builds.end();
        report(&desk, result);
        desk.want_plan();
    });
    Ok(())
}

/// Builds, and returns the last report.
fn run(desk: &Desk, target: Target, limit: Option<f64>, cancel: &AtomicBool) -> Value {
    let mut progress = Progress { desk, last: None, done: 0, total: 0 };
    let options = Options { jobs: jobs(), cancel, target, limit };
    let built =
        desk.load().and_then(|project| build::build(&project, &options, &mut |event| progress.show(&event)));
    match built {
        Ok(Outcome { spoken, reused, seconds, loudness, .. }) => json!({
            "stage": "finished", "target": target.folder(), "spoken": spoken, "reused": reused, "seconds": seconds,
            "loudness": loudness,
        }),
        Err(Error::Cancelled) => json!({"stage": "cancelled", "target": target.folder()}),
        Err(Error::Problems(problems)) => {
            json!({"stage": "failed", "target": target.folder(), "problems": problems})
        }
    }
}

fn report(desk: &Desk, mut build: Value) {
    build["event"] = "build".into();
    build["project"] = desk.name.as_str().into();
    desk.events.send(&build);
    desk.builds.keep(build);
}

struct Progress<'a> {
    desk: &'a Desk,
    last: Option<Instant>,
    done: usize,
    total: usize,
}

impl Progress<'_> {
    fn show(&mut self, event: &Event<'_>) {
        let build = match event {
            Event::Waiting => json!({"stage": "waiting"}),
            Event::Planned(plan) => {
                (self.total, _) = plan.missing();
                json!({"stage": "speaking", "done": 0, "total": self.total})
            }
            Event::Spoken { .. } => {
                self.done += 1;
                json!({"stage": "speaking", "done": self.done, "total": self.total})
            }
            Event::Listening { done, total } => {
                json!({"stage": "listening", "done": done, "total": total})
            }
            Event::Mixing { done, total } => json!({"stage": "mixing", "done": done, "total": total}),
            Event::Encoding { done, total } => json!({"stage": "encoding", "done": done, "total": total}),
            Event::Warning(_) | Event::UpToDate => return,
        };
        if self.last.is_none_or(|last| last.elapsed() >= INTERVAL) {
            self.last = Some(Instant::now());
            report(self.desk, build);
        }
    }
}
