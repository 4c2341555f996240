//! Running a program to its end: fed and drained at once, ended when it takes too long.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// How often a running program is looked at.
const POLL: Duration = Duration::from_millis(3);
/// After the program's end its pipes close; a child of its own that keeps them open is not waited for any longer.
const DRAIN: Duration = Duration::from_secs(2);
/// More sound than an utterance can be: an hour of 48 kHz float stereo is 1.4 GB.
const MOST_OUTPUT: u64 = 1 << 30;
/// What is kept of what it says on standard error.
const MOST_STDERR: u64 = 1 << 16;

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Finished {
    /// `None` when it was ended: it took too long, or was to stop.
    pub(crate) status: Option<ExitStatus>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

/// Runs a program with `input` on its standard input, until it ends, takes too long or `stop` says so.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn run(
    command: &mut Command,
    input: Vec<u8>,
    timeout: Duration,
    stop: &dyn Fn() -> bool,
) -> io::Result<Finished> {
    apart(command);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input, or ends before, is free to.
        thread::spawn(move || stdin.write_all(&input));
    }
    let stdout = drain(child.stdout.take(), MOST_OUTPUT);
    let stderr = drain(child.stderr.take(), MOST_STDERR);
    let status = wait(&mut child, Instant::now() + timeout, stop)?;
    let stdout = stdout.recv_timeout(DRAIN).unwrap_or_default();
    let stderr = stderr.recv_timeout(DRAIN).unwrap_or_default();
    Ok(Finished { status, stdout, stderr: String::from_utf8_lossy(&stderr).into_owned() })
}

/// Reads a pipe to its end in a thread; keeps the first `most` bytes and reads on, so that the program does not block.
fn drain(pipe: Option<impl Read + Send + 'static>, most: u64) -> Receiver<Vec<u8>> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut kept = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.by_ref().take(most).read_to_end(&mut kept);
            let _ = io::copy(&mut pipe, &mut io::sink());
        }
        let _ = send.send(kept);
    });
    receive
}

fn wait(child: &mut Child, deadline: Instant, stop: &dyn Fn() -> bool) -> io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline || stop() {
            end(child)?;
            return Ok(None);
        }
        thread::sleep(POLL);
    }
}

/// In a process group of its own, so that it can be ended with all that it started, and so that Ctrl-C lets it finish what
/// it is saying.
#[cfg(unix)]
fn apart(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn apart(_command: &mut Command) {}

/// Ends the program, and on Unix its whole process group.
fn end(child: &mut Child) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // The group may be gone by itself in the meantime.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// The last line that a program said on standard error, for a person.
pub(crate) fn said(stderr: &str) -> Option<String> {
    let last = stderr.lines().rev().find(|line| !line.trim().is_empty())?;
    Some(last.trim().chars().take(300).collect())
}
