//! `aloud build`

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::build::{self, Options, Target};

use super::args::{Build, Global};
use super::progress::Progress;

/// Set by Ctrl-C.
static CANCEL: AtomicBool = AtomicBool::new(false);

/// What Ctrl-C sets from now on; pressed once more it ends the program at once, which loses what is being spoken.
pub fn cancel_on_ctrl_c() -> Result<&'static AtomicBool, Diagnostic> {
    let pressed = || {
        if CANCEL.swap(true, Ordering::Relaxed) {
            process::exit(super::INTERRUPTED.into());
        }
    };
    ctrlc::set_handler(pressed)
        .map_err(|error| Diagnostic::error("todo", format!("cannot listen for Ctrl-C: {error}")))?;
    Ok(&CANCEL)
}

/// Threads: as asked for, or one for each processor.
pub fn threads(jobs: Option<u16>) -> usize {
    jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
}

pub fn run(args: &Build, global: &Global) -> Result<(), Error> {
    let cancel = cancel_on_ctrl_c()?;
    let project = super::load(global)?;
    let jobs = threads(args.jobs);
    let target = if args.draft { Target::Draft } else { Target::Published };
    let mut progress = Progress::new(global, target);
    let outcome =
        build::build(&project, &Options { jobs, cancel, target, limit: args.limit }, &mut |event| {
            progress.show(&event)
        })?;
    progress.finish(&outcome);
    Ok(())
}
