//! Running a program to its end: fed and drained at once, ended when it takes too long.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often a running program is looked at.
const POLL: Duration = Duration::from_millis(3);
/// After the program's end its pipes close; a child of its own that keeps them open is not waited for any longer.
const DRAIN: Duration = Duration::from_secs(2);
/// Bytes that are kept of standard output, which is more sound than an utterance can be: three quarters of an hour of
/// 48 kHz float stereo.
pub(crate) const MOST_OUTPUT: usize = 1 << 30;
/// The same of standard error.
const MOST_STDERR: usize = 1 << 16;

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Finished {
    /// `None` when it was ended: it took too long, or was to stop.
    pub(crate) status: Option<ExitStatus>,
    /// The first [`MOST_OUTPUT`] bytes.
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
    let stdout = Drain::start(child.stdout.take(), MOST_OUTPUT);
    let stderr = Drain::start(child.stderr.take(), MOST_STDERR);
    let status = wait(&mut child, Instant::now() + timeout, stop)?;
    let (stdout, stderr) = (stdout.finish(), stderr.finish());
    Ok(Finished { status, stdout, stderr: String::from_utf8_lossy(&stderr).into_owned() })
}

/// A pipe that a thread reads to its end; the first bytes are kept, and the others read too, so that the program does not
/// block.
struct Drain {
    kept: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl Drain {
    fn start(pipe: Option<impl Read + Send + 'static>, most: usize) -> Self {
        let (end, ended) = mpsc::channel();
        let kept = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&kept);
        thread::spawn(move || {
            let mut chunk = vec![0; 1 << 16];
            let mut pipe = pipe;
            while let Some(got) = pipe.as_mut().and_then(|pipe| read(pipe, &mut chunk)) {
                let mut kept = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let room = most - kept.len();
                kept.extend_from_slice(&chunk[..got.min(room)]);
            }
            let _ = end.send(());
        });
        Self { kept, ended }
    }

    /// What came, once the pipe is closed, or does not close for a while.
    fn finish(self) -> Vec<u8> {
        let _ = self.ended.recv_timeout(DRAIN);
        std::mem::take(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Bytes read; `None` at the end.
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn shell(script: &str, timeout: u64, stop: &dyn Fn() -> bool) -> Finished {
        run(Command::new("sh").args(["-c", script]), Vec::new(), Duration::from_secs(timeout), stop).unwrap()
    }

    #[test]
    fn what_was_said_is_not_lost_when_a_child_keeps_the_pipe_open() {
        let finished = shell("printf sound; printf why >&2; sleep 60 & exit 0", 60, &|| false);
        assert!(finished.status.unwrap().success());
        assert_eq!((finished.stdout.as_slice(), finished.stderr.as_str()), (&b"sound"[..], "why"));
    }

    #[test]
    fn a_program_is_ended_when_it_is_to_stop() {
        let finished = shell("printf sound; sleep 60", 60, &|| true);
        assert!(finished.status.is_none());
    }

    #[test]
    fn long_output_comes_whole() {
        let finished = shell("head -c 3000000 /dev/zero; printf end", 60, &|| false);
        assert_eq!(finished.stdout.len(), 3_000_003);
        assert!(finished.stdout.ends_with(b"\0end"));
    }
}
