//! `aloud build`

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use aloud::diagnostic::Diagnostic;
use aloud::episode::{self, BuildError, Options};

use super::args::{Build, Global};
use super::progress::Progress;

/// Set by Ctrl-C.
static CANCEL: AtomicBool = AtomicBool::new(false);

pub fn run(args: &Build, global: &Global) -> Result<(), BuildError> {
    ctrlc::set_handler(|| CANCEL.store(true, Ordering::Relaxed))
        .map_err(|error| Diagnostic::error(format!("cannot listen for Ctrl-C: {error}")))?;
    let project = super::load(global)?;
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let jobs = args.jobs.map_or(processors, usize::from);
    let mut progress = Progress::new(global);
    let outcome =
        episode::build(&project, &Options { jobs, cancel: &CANCEL }, &mut |event| progress.show(&event))?;
    progress.finish(&outcome);
    Ok(())
}
