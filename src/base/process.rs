//! Runs external programs: feeds and drains their pipes in parallel, and kills them at a timeout.

use std::env;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Interval between two checks whether the program has ended.
const POLL: Duration = Duration::from_millis(3);
/// How long to wait for the pipes to close after the program has ended. A child process of the program may keep them open.
const DRAIN: Duration = Duration::from_secs(2);
/// Bytes of standard output that are kept: 46 minutes of 48 kHz float stereo, longer than any utterance.
pub(crate) const OUTPUT_LIMIT: usize = 1 << 30;
/// Bytes of standard error that are kept.
const STDERR_LIMIT: usize = 1 << 16;

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Finished {
    /// Exit status; `None` when the program was killed at the timeout or on request.
    pub(crate) status: Option<ExitStatus>,
    /// The first [`OUTPUT_LIMIT`] bytes of standard output.
    pub(crate) stdout: Vec<u8>,
    /// The start of standard error.
    pub(crate) stderr: String,
}

/// Returns the file of a program on the search path. Relative entries of `PATH`, such as `.`, are ignored: they would find
/// programs in the folder of a stranger's project.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let suffix = env::consts::EXE_SUFFIX;
    search_path()
        .into_iter()
        .flat_map(|folder| [folder.join(name), folder.join(format!("{name}{suffix}"))])
        .find(|file| file.is_file())
}

/// Returns a command for a program on the search path.
///
/// # Errors
/// When there is no such program.
pub(crate) fn command(name: &str) -> io::Result<Command> {
    Ok(Command::new(find_program(name).ok_or(io::ErrorKind::NotFound)?))
}

/// Returns the absolute entries of `PATH`.
fn search_path() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).filter(|folder| folder.is_absolute()).collect()
}

/// Gives a program a `PATH` without relative entries, for the programs that it starts.
fn set_search_path(command: &mut Command) {
    let path: Option<OsString> = env::join_paths(search_path()).ok().filter(|path| !path.is_empty());
    match path {
        Some(path) => command.env("PATH", path),
        // An empty `PATH` would mean the current folder.
        None => command.env_remove("PATH"),
    };
}

/// Runs a program with `input` on its standard input until it ends, `timeout` passes or `stop` returns true.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn run(
    command: &mut Command,
    input: Vec<u8>,
    timeout: Duration,
    stop: &dyn Fn() -> bool,
) -> io::Result<Finished> {
    set_process_group(command);
    set_search_path(command);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program may end before it has read all of its input, so a failed write is no error.
        thread::spawn(move || stdin.write_all(&input));
    }
    let stdout = Drain::start(child.stdout.take(), OUTPUT_LIMIT);
    let stderr = Drain::start(child.stderr.take(), STDERR_LIMIT);
    let status = wait(&mut child, Instant::now() + timeout, stop)?;
    let (stdout, stderr) = (stdout.finish(), stderr.finish());
    Ok(Finished { status, stdout, stderr: String::from_utf8_lossy(&stderr).into_owned() })
}

/// A thread that reads a pipe to its end and keeps the first bytes. It reads the rest too, because a full pipe blocks the
/// program.
struct Drain {
    kept: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl Drain {
    fn start(pipe: Option<impl Read + Send + 'static>, limit: usize) -> Self {
        let (end, ended) = mpsc::channel();
        let kept = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&kept);
        thread::spawn(move || {
            let mut chunk = vec![0; 1 << 16];
            let mut pipe = pipe;
            while let Some(got) = pipe.as_mut().and_then(|pipe| read(pipe, &mut chunk)) {
                let mut kept = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let room = limit - kept.len();
                kept.extend_from_slice(&chunk[..got.min(room)]);
            }
            let _ = end.send(());
        });
        Self { kept, ended }
    }

    /// Returns the kept bytes after the pipe has closed, or after [`DRAIN`].
    fn finish(self) -> Vec<u8> {
        let _ = self.ended.recv_timeout(DRAIN);
        std::mem::take(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Returns the number of bytes read; `None` at the end of the pipe.
fn read(pipe: &mut impl Read, chunk: &mut [u8]) -> Option<usize> {
    loop {
        match pipe.read(chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            got => return got.ok().filter(|got| *got > 0),
        }
    }
}

fn wait(child: &mut Child, deadline: Instant, stop: &dyn Fn() -> bool) -> io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline || stop() {
            kill(child)?;
            return Ok(None);
        }
        thread::sleep(POLL);
    }
}

/// Puts the program into its own process group. The group can be killed as a whole, and Ctrl-C in the terminal does not
/// reach it, so it can finish the current utterance.
#[cfg(unix)]
fn set_process_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn set_process_group(_command: &mut Command) {}

/// Kills the program, and on Unix its whole process group.
fn kill(child: &mut Child) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // The group may have ended in the meantime.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// Returns the last line of standard error, at most 300 characters, for an error message.
pub(crate) fn last_line(stderr: &str) -> Option<String> {
    let last = stderr.lines().rev().find(|line| !line.trim().is_empty())?;
    Some(last.trim().chars().take(300).collect())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn shell(script: &str, timeout: u64, stop: &dyn Fn() -> bool) -> Finished {
        run(Command::new("sh").args(["-c", script]), Vec::new(), Duration::from_secs(timeout), stop).unwrap()
    }

    #[test]
    fn keeps_output_when_a_child_keeps_the_pipe_open() {
        let finished = shell("printf sound; printf why >&2; sleep 60 & exit 0", 60, &|| false);
        assert!(finished.status.unwrap().success());
        assert_eq!((finished.stdout.as_slice(), finished.stderr.as_str()), (&b"sound"[..], "why"));
    }

    #[test]
    fn kills_the_program_on_request() {
        let finished = shell("printf sound; sleep 60", 60, &|| true);
        assert!(finished.status.is_none());
    }

    #[test]
    fn returns_long_output_completely() {
        let finished = shell("head -c 3000000 /dev/zero; printf end", 60, &|| false);
        assert_eq!(finished.stdout.len(), 3_000_003);
        assert!(finished.stdout.ends_with(b"\0end"));
    }
}
