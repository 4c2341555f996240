//! `aloud build`: builds the episode.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::build::{self, Event, Options, Target};
use aloud::project::Project;
use aloud::script::NARRATOR;
use aloud::voices;

use super::args::{Build, BuildEpisodes, Global};
use super::common;
use super::progress::Progress;
use super::series;

/// Exit code after Ctrl-C: 128 + SIGINT, as in shells. Finished takes and the last episode are kept.
pub const INTERRUPTED: u8 = 130;
/// Set by Ctrl-C.
static CANCEL: AtomicBool = AtomicBool::new(false);

/// Returns a flag that Ctrl-C sets from now on. A second Ctrl-C ends the program at once and loses the current utterance.
pub fn cancel_on_ctrl_c() -> Result<&'static AtomicBool, Diagnostic> {
    ctrlc::set_handler(handle_ctrl_c).map_err(|error| {
        Diagnostic::error("signal-handler", "cannot handle Ctrl-C").why(error.to_string())
    })?;
    Ok(&CANCEL)
}

fn handle_ctrl_c() {
    if CANCEL.swap(true, Ordering::Relaxed) {
        process::exit(INTERRUPTED.into());
    }
}

/// Returns the number of threads: `jobs`, or one for each processor.
pub fn threads(jobs: Option<u16>) -> usize {
    jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
}

pub fn run(args: &BuildEpisodes, global: &Global) -> Result<(), Error> {
    let cancel = cancel_on_ctrl_c()?;
    match series::episodes(&args.episodes, global)? {
        Some(episodes) => {
            let mut spent = Spent { limit: args.build.limit, cost: 0.0 };
            series::for_each(&episodes, global, &mut |global| build(&args.build, global, cancel, &mut spent))
        }
        None => build(&args.build, global, cancel, &mut Spent { limit: args.build.limit, cost: 0.0 }),
    }
}

/// The cost of speech, over all episodes of a run.
struct Spent {
    limit: Option<f64>,
    cost: f64,
}

fn build(args: &Build, global: &Global, cancel: &AtomicBool, spent: &mut Spent) -> Result<(), Error> {
    let project = common::load(global)?;
    let target = if args.draft { Target::Draft } else { Target::Published };
    let is_first = !project.root.join(target.folder()).exists();
    let mut progress = Progress::new(global, target);
    let limit = spent.limit.map(|limit| (limit - spent.cost).max(0.0));
    let options = Options { jobs: threads(args.jobs), cancel, target, limit };
    let mut planned = 0.0;
    let outcome = build::build(&project, &options, &mut |event| {
        if let Event::Planned(plan) = &event {
            planned = plan.cost();
        }
        progress.show(&event);
    });
    // A build over the limit speaks nothing. Any other may have spoken before it failed.
    if limit.is_none_or(|limit| planned <= limit) {
        spent.cost += planned;
    }
    let outcome = outcome?;
    progress.finish(&outcome);
    if is_first && !global.json {
        advise_natural_voices(&project);
    }
    Ok(())
}

/// Mentions natural voices after the first build of a project that a robot narrates.
fn advise_natural_voices(project: &Project) {
    let manifest = &project.manifest;
    let narrator = manifest.cast.get(NARRATOR).map_or("", String::as_str);
    let is_robot = project.voices.get(narrator).is_none_or(|voice| voice.kind() == "embedded");
    let missing = voices::natural_voices_missing(manifest.script.language.as_deref());
    if let Some(command) = missing.filter(|_| is_robot) {
        errln!("the built-in voices are robots; `{command}` installs natural ones");
    }
}
