//! Starts programs of the desktop: opens a file with the user's program for it, and plays a sound.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use aloud::base::diagnostic::Diagnostic;
use aloud::base::process::find_program;

/// Players that need no window, with their arguments before the file. Each is part of a common system or package.
const PLAYERS: [(&str, &[&str]); 8] = [
    ("pw-play", &[]),
    ("paplay", &[]),
    ("afplay", &[]),
    ("aplay", &["-q"]),
    ("mpv", &["--no-video", "--really-quiet"]),
    ("ffplay", &["-nodisp", "-autoexit", "-loglevel", "error"]),
    ("cvlc", &["--play-and-exit", "--quiet"]),
    ("play", &["-q"]),
];

/// Opens a file or an address with the user's program for it.
///
/// # Errors
/// If there is no such program.
pub fn open(target: &OsStr) -> Result<(), Diagnostic> {
    let program = if cfg!(windows) {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let command = find_program(program).map(Command::new).ok_or_else(|| missing(program, target))?;
    start(command, &[target]).spawn().map(drop).map_err(|_| missing(program, target))
}

fn missing(program: &str, target: &OsStr) -> Diagnostic {
    Diagnostic::error("opener-missing", format!("`{program}` does not run, so nothing opens the file"))
        .hint(format!("open it yourself: {}", target.to_string_lossy()))
}

/// Plays a WAV and waits for its end. Ctrl-C ends the player too, because it belongs to the same terminal.
///
/// # Errors
/// If no player is installed, or it fails.
pub fn play(wav: &Path) -> Result<(), Diagnostic> {
    let found = PLAYERS.iter().find_map(|(name, args)| Some((find_program(name)?, *name, *args)));
    let Some((program, name, args)) = found else {
        let names: Vec<&str> = PLAYERS.iter().map(|(name, _)| *name).collect();
        return Err(Diagnostic::error("player-missing", "no program that plays sound is installed")
            .hint(format!("install one of {}, or use `aloud open`", names.join(", "))));
    };
    let args: Vec<&OsStr> = args.iter().map(OsStr::new).chain([wav.as_os_str()]).collect();
    let ended = start(Command::new(program), &args).status();
    if ended.as_ref().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    let why = ended.map_or_else(|error| error.to_string(), |status| status.to_string());
    Err(Diagnostic::error("player-failed", format!("`{name}` did not play the sound"))
        .why(why)
        .hint("check that the machine has a sound device"))
}

fn start(mut command: Command, args: &[&OsStr]) -> Command {
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
