//! Runs the program, with one file for each command. Data goes to stdout, everything else to stderr.

/// Prints one line to stdout. Escapes control characters; ignores a closed pipe (`aloud plan | head -1`) and a full disk.
macro_rules! outln {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), "{}", aloud::base::terminal::escape(&format!($($text)*)));
    }};
}

/// Prints one line about progress or a result to stderr, unless `--quiet` is given. Escapes control characters; ignores a closed
/// pipe and a full disk.
macro_rules! errln {
    ($($text:tt)*) => {{
        use std::io::Write;
        if !$crate::cli::QUIET.load(std::sync::atomic::Ordering::Relaxed) {
            let _ = writeln!(std::io::stderr(), "{}", aloud::base::terminal::escape(&format!($($text)*)));
        }
    }};
}

/// As `outln!`, for text with parts that are escaped already: diagnostics, changes, styled text.
macro_rules! out_escaped {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), $($text)*);
    }};
}

/// As `errln!`, for text with parts that are escaped already: diagnostics, changes, styled text.
macro_rules! err_escaped {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), $($text)*);
    }};
}

mod arg_values;
mod args;
mod ask;
mod batch;
mod build;
mod cast;
mod check;
mod common;
mod completions;
mod desktop;
mod diff;
mod feed;
mod install;
mod json_lines;
mod levels;
mod lexicon;
mod mix;
mod new;
mod output_file;
mod outputs;
mod plan;
mod play;
mod progress;
mod prune;
mod publish;
mod report;
mod review;
mod script;
mod series;
#[cfg(feature = "studio")]
mod serve;
mod session;
mod sheet;
#[cfg(feature = "c2pa")]
mod sign;
mod speak;
mod store;
#[cfg(feature = "studio")]
mod studio;
mod take;
mod takes;
mod trust;
mod undo;
mod user_config;
mod voices;
mod watch;

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use aloud::base::error::Error;
use args::Command;
use clap::Parser;

/// True with `--quiet`. Every command prints, so it is one value for the whole program.
static QUIET: AtomicBool = AtomicBool::new(false);
/// Exit code for success.
const OK: u8 = 0;
/// Exit code after errors, which are printed to stderr.
const PROBLEMS: u8 = 1;

/// Runs the command line. The exit code is 0, 1, 2 (wrong usage, from clap) or 130.
pub fn run() -> ExitCode {
    silence_contained_panics();
    let args = args::Args::parse();
    let global = &args.global;
    QUIET.store(global.quiet, Ordering::Relaxed);
    let result = prepare(args.command.as_ref(), global).and_then(|()| {
        match args.command.unwrap_or(Command::Build(args::BuildEpisodes::default())) {
            Command::New(args) => new::run(&args, global),
            Command::Batch(args) => batch::run(&args, global),
            Command::Cast(args) => cast::run(&args, global),
            Command::Script(args) => script::run(&args, global),
            Command::Undo(args) => undo::run(&args, global),
            Command::Diff(args) => diff::run(&args, global),
            Command::Review => review::run(global),
            Command::Check(args) => check::run(&args, global),
            Command::Plan(args) => plan::run(&args, global),
            Command::Build(args) => build::run(&args, global),
            Command::Watch(args) => watch::run(&args, global),
            Command::Play(args) => play::run(&args, global),
            Command::Open(args) => play::open(&args, global),
            #[cfg(feature = "studio")]
            Command::Studio(args) => studio::run(&args, global),
            #[cfg(feature = "studio")]
            Command::Serve(args) => serve::run(&args, global),
            Command::Takes(args) => takes::run(&args, global),
            Command::Prune(args) => prune::run(&args, global),
            Command::Store(args) => store::run(&args, global),
            Command::Publish => publish::run(global),
            Command::Feed(args) => feed::run(&args, global),
            Command::Report(args) => report::run(&args, global),
            #[cfg(feature = "c2pa")]
            Command::Sign(args) => sign::run(&args, global),
            Command::Sheet(args) => sheet::run(&args, global),
            Command::Take(args) => take::run(&args, global),
            Command::Levels(args) => levels::run(&args, global),
            Command::Trust(args) => trust::run(&args, global),
            Command::Outputs => outputs::run(global),
            Command::Speak(args) => speak::run(&args, global),
            Command::Lexicon(args) => lexicon::run(&args, global),
            Command::Voices(args) => voices::run(&args, global),
            Command::Mix(args) => mix::run(args, global),
            Command::Completions(args) => completions::print(&args),
            Command::Man(args) => completions::write_manual(&args),
            Command::Schemas(args) => completions::write_schemas(&args),
        }
    });
    match result {
        Ok(()) => ExitCode::from(OK),
        Err(Error::Cancelled) => {
            errln!(
                "stopped; finished takes and the last episode are kept, and `aloud build` continues from here"
            );
            ExitCode::from(build::INTERRUPTED)
        }
        Err(Error::Problems(problems)) => {
            common::print_problems(&problems, global);
            ExitCode::from(PROBLEMS)
        }
    }
}

/// A panic of a decoder becomes an error that names the file. Its own message would only confuse.
fn silence_contained_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !aloud::audio::is_contained() {
            report(panic);
        }
    }));
}

/// Reads the user's configuration, and completes what a killed run of another command has begun to publish.
fn prepare(command: Option<&Command>, global: &args::Global) -> Result<(), Error> {
    user_config::apply(global)?;
    let outside_a_project = |command: &Command| {
        matches!(
            command,
            Command::New(_)
                | Command::Batch(_)
                | Command::Mix(_)
                | Command::Completions(_)
                | Command::Man(_)
                | Command::Schemas(_)
        )
    };
    if command.is_some_and(outside_a_project) {
        return Ok(());
    }
    #[cfg(feature = "studio")]
    if matches!(command, Some(Command::Studio(_) | Command::Serve(_))) {
        return Ok(());
    }
    progress::with_lock(global, |wait| aloud::build::complete_interrupted_swap(&global.project, wait))
}
