//! Runs the program, with one file for each command. Data goes to stdout, everything else to stderr.

/// Like std's `println!`, but ignores a closed pipe (`aloud plan | head -1`) and a full disk.
macro_rules! outln {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), $($text)*);
    }};
}

/// Like std's `eprintln!`, but ignores a closed pipe and a full disk.
macro_rules! errln {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), $($text)*);
    }};
}

/// Like std's `eprint!`, but ignores a closed pipe and a full disk.
macro_rules! err {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = write!(std::io::stderr(), $($text)*);
    }};
}

mod args;
mod ask;
mod build;
mod check;
mod diff;
mod feed;
mod levels;
mod mix;
mod new;
mod outputs;
mod plan;
mod progress;
mod prune;
mod publish;
mod report;
mod review;
mod script;
mod sheet;
#[cfg(feature = "c2pa")]
mod sign;
mod take;
mod takes;
mod voices;
mod watch;

use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::build::{Event, Target};
use aloud::project::Project;
use aloud::project::Wait;
use args::{Command, Global};
use clap::Parser;
use progress::Progress;

/// Exit code for success.
const OK: u8 = 0;
/// Exit code after errors, which are printed to stderr.
const PROBLEMS: u8 = 1;
/// Exit code after Ctrl-C: 128 + SIGINT, as in shells. Finished takes and the last episode are kept.
const INTERRUPTED: u8 = 130;

/// Runs the command line. The exit code is 0, 1, 2 (wrong usage, from clap) or 130.
pub fn run() -> ExitCode {
    let args = args::Args::parse();
    let global = &args.global;
    let result = match args.command.unwrap_or(Command::Build(args::Build::default())) {
        Command::New(args) => new::run(&args, global),
        Command::Script(args) => script::run(&args, global),
        Command::Diff(args) => diff::run(&args, global),
        Command::Review => review::run(global),
        Command::Check => check::run(global),
        Command::Plan => plan::run(global),
        Command::Build(args) => build::run(&args, global),
        Command::Watch(args) => watch::run(&args, global),
        Command::Takes(args) => takes::run(&args, global),
        Command::Prune(args) => prune::run(&args, global),
        Command::Publish => publish::run(global),
        Command::Feed(args) => feed::run(&args, global),
        Command::Report(args) => report::run(&args, global),
        #[cfg(feature = "c2pa")]
        Command::Sign(args) => sign::run(&args, global),
        Command::Sheet => sheet::run(global),
        Command::Take(args) => take::run(&args, global),
        Command::Levels(args) => levels::run(&args, global),
        Command::Outputs => outputs::run(global),
        Command::Voices(args) => voices::run(&args, global),
        Command::Mix(args) => mix::run(args, global),
    };
    match result {
        Ok(()) => ExitCode::from(OK),
        Err(Error::Cancelled) => {
            errln!(
                "stopped; finished takes and the last episode are kept, and `aloud build` continues from here"
            );
            ExitCode::from(INTERRUPTED)
        }
        Err(Error::Problems(problems)) => {
            print_problems(&problems, global);
            ExitCode::from(PROBLEMS)
        }
    }
}

/// Prints problems to stderr, or with `--json` one JSON object a line to stdout.
fn print_problems(problems: &[Diagnostic], global: &Global) {
    for problem in problems {
        if global.json {
            print_json(problem);
        } else {
            errln!("{problem}");
        }
    }
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    if errors > 1 && !global.json {
        errln!("{}", counted(errors, "error"));
    }
}

/// Prints a JSON object as one line to stdout.
fn print_json(value: &impl serde::Serialize) {
    // Plain structs with string keys always serialise.
    outln!("{}", serde_json::to_string(value).unwrap_or_default());
}

/// Loads the project that the command works on.
fn load(global: &Global) -> Result<Project, Error> {
    Project::load(&global.project).map_err(Error::Problems)
}

/// Changes the project. Waits for other builds and reports that, as a build does.
fn with_lock<T>(global: &Global, amend: impl FnOnce(&mut Wait<'_>) -> Result<T, Error>) -> Result<T, Error> {
    let mut progress = Progress::new(global, Target::Published);
    // Ctrl-C may end the program at any time, because all writes are atomic.
    amend(&mut Wait { cancel: &AtomicBool::new(false), on_wait: &mut || progress.show(&Event::Waiting) })
}

/// Returns a path relative to the current folder, as people write it.
fn display_path(root: &Path, name: &str) -> String {
    if root == Path::new(".") { name.to_string() } else { root.join(name).display().to_string() }
}

/// Returns a number with its noun: `1 block`, `2 blocks`.
fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Formats seconds as minutes and seconds with one decimal: `4:05.0`.
fn minutes(seconds: f64) -> String {
    let tenths = (seconds * 10.0).round() as u64;
    format!("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

#[cfg(test)]
mod tests {
    #[test]
    fn rounds_seconds_before_splitting_them_into_minutes() {
        for (seconds, wanted) in
            [(0.0, "0:00.0"), (59.94, "0:59.9"), (59.96, "1:00.0"), (7_384.25, "123:04.3")]
        {
            assert_eq!(super::minutes(seconds), wanted);
        }
    }
}
