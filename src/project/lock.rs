//! The locks of a project: one process at a time writes into it, and one at a time amends script.toml.
//!
//! A build holds the project's lock for minutes. An amendment only needs the lock of script.toml, so a person can go on editing
//! during a build. That lock also protects the history of takes, the steps to undo, lexicon.toml and the recordings.

use std::fs::{File, TryLockError};
use std::io;
use std::mem;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::lock_file::{LockFile, is_held};
use crate::base::error::Error;
use crate::base::files::{FileError, ProjectPath};
use crate::base::project_files::{LEXICON, SCRIPT, STATE};

/// Interval between two attempts to get the lock.
const RETRY: Duration = Duration::from_millis(50);

/// Name of the lock file of script.toml.
const SCRIPT_LOCK: &str = "script.lock";

/// How to wait while another process holds the project's lock.
pub struct Wait<'a> {
    /// Set it to stop waiting.
    pub cancel: &'a AtomicBool,
    /// Called once, when there is something to wait for.
    pub on_wait: &'a mut dyn FnMut(),
}

/// The lock of a project. Dropping it releases the lock.
#[derive(Debug)]
pub struct Lock {
    /// The system releases its lock when this is closed.
    _system: File,
    /// Set where the file system has no locks.
    _file: Option<LockFile>,
}

/// Locks the project in `root`, and removes old temporary files of killed runs from its folder.
///
/// # Errors
/// [`Error::Cancelled`] when `cancel` is set while waiting, or a problem when the lock file cannot be made, or when there is
/// a link at or below `.aloud`.
pub fn lock(root: &Path, wait: &mut Wait<'_>) -> Result<Lock, Error> {
    refuse_state_links(root)?;
    let root = ProjectPath::root(root);
    let lock = lock_in(&root.join(STATE), "lock", wait, File::try_lock)?;
    let _script = lock_in(&root.join(STATE), SCRIPT_LOCK, wait, File::try_lock)?;
    for folder in ["", "undo", "sounds"] {
        root.join(STATE).join(folder).remove_temporaries();
    }
    for folder in [&root, &root.join("sheets"), &root.join("signed")] {
        folder.sweep_temporaries(&[SCRIPT, LEXICON, "report.html", "feed.xml"]);
    }
    Ok(lock)
}

/// Locks script.toml of the project in `root` for an amendment, and removes old temporary files of killed runs from `.aloud`. A
/// caller that needs both locks takes the project's first.
///
/// # Errors
/// As [`lock`].
pub fn lock_script(root: &Path, wait: &mut Wait<'_>) -> Result<Lock, Error> {
    refuse_state_links(root)?;
    let state = ProjectPath::root(root).join(STATE);
    let lock = lock_in(&state, SCRIPT_LOCK, wait, File::try_lock)?;
    // A build may be writing, so only old files are removed.
    state.sweep_temporaries(&[]);
    Ok(lock)
}

/// Refuses links at or below `.aloud`: Aloud deletes files there.
pub(super) fn refuse_state_links(root: &Path) -> Result<(), FileError> {
    ProjectPath::root(root).join(STATE).refuse_links()
}

/// Takes the lock `name` in the folder `state`. `try_lock` is the system's lock; tests replace it.
fn lock_in(
    state: &ProjectPath,
    name: &str,
    wait: &mut Wait<'_>,
    try_lock: fn(&File) -> Result<(), TryLockError>,
) -> Result<Lock, Error> {
    let path = state.join(name);
    let system = path.open_or_create()?;
    let owner = state.join(format!("{name}.owner"));
    let mut waited = false;
    loop {
        match try_lock(&system) {
            // A machine that has no locks on this file system may hold the other one.
            Ok(()) if !is_held(&owner) => return Ok(Lock { _system: system, _file: None }),
            Ok(()) => drop(system.unlock()),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) if is_unsupported(&error) => {
                let file = LockFile::take(&owner)?;
                if file.is_some() {
                    return Ok(Lock { _system: system, _file: file });
                }
            }
            Err(TryLockError::Error(error)) => return Err(FileError::new("lock", &path, error).into()),
        }
        if wait.cancel.load(Ordering::Relaxed) {
            return Err(Error::Cancelled);
        }
        if !mem::replace(&mut waited, true) {
            (wait.on_wait)();
        }
        thread::sleep(RETRY);
    }
}

/// Returns true for the errors of file systems without locks, such as some network mounts.
fn is_unsupported(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let missing = [Errno::NOLCK, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP];
        if missing.iter().any(|errno| Some(errno.raw_os_error()) == error.raw_os_error()) {
            return true;
        }
    }
    error.kind() == io::ErrorKind::Unsupported
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn unsupported(_: &File) -> Result<(), TryLockError> {
        Err(TryLockError::Error(io::ErrorKind::Unsupported.into()))
    }

    /// Tries to lock without waiting. Returns `None` if another process holds the lock.
    fn locked(state: &ProjectPath) -> Option<Lock> {
        let cancel = AtomicBool::new(true);
        lock_in(state, "lock", &mut Wait { cancel: &cancel, on_wait: &mut || () }, unsupported).ok()
    }

    #[test]
    fn without_system_locks_a_lock_file_excludes_others_until_it_is_dropped() {
        let dir = tempfile::tempdir().unwrap();
        let state = ProjectPath::root(dir.path()).join(STATE);
        let first = locked(&state);
        assert!(first.is_some());
        assert!(locked(&state).is_none(), "it is held by this process");
        let text = fs::read_to_string(state.join("lock.owner")).unwrap();
        assert!(text.contains(&std::process::id().to_string()) && text.contains("since"), "{text}");
        let cancel = AtomicBool::new(true);
        let system =
            lock_in(&state, "lock", &mut Wait { cancel: &cancel, on_wait: &mut || () }, File::try_lock);
        assert!(system.is_err(), "a machine with locks respects it too");
        drop(first);
        assert!(!state.join("lock.owner").exists());
        assert!(locked(&state).is_some());
    }

    #[test]
    fn an_amendment_removes_what_killed_runs_left() {
        let dir = tempfile::tempdir().unwrap();
        let state = ProjectPath::root(dir.path()).join(STATE);
        let [old, new] =
            ["a1b2c3", "d4e5f6"].map(|end| state.join(format!(".aloud-script.lock.owner.{end}")));
        for path in [&old, &new] {
            path.write(b"{}").unwrap();
        }
        let hour = std::time::SystemTime::now() - Duration::from_secs(3600);
        File::options().write(true).open(&old).unwrap().set_modified(hour).unwrap();
        let cancel = AtomicBool::new(true);
        drop(lock_script(dir.path(), &mut Wait { cancel: &cancel, on_wait: &mut || () }).unwrap());
        assert!(!old.exists() && new.exists(), "a running program may still write the new one");
    }

    #[cfg(unix)]
    #[test]
    fn a_stale_lock_file_is_taken_over() {
        let dir = tempfile::tempdir().unwrap();
        let state = ProjectPath::root(dir.path()).join(STATE);
        let owner = state.join("lock.owner");
        // The highest process id that Linux gives is 4,194,304.
        let here = rustix::system::uname().nodename().to_string_lossy().into_owned();
        let text = |host: &str, pid: u32| format!("{{\"host\":\"{host}\",\"pid\":{pid},\"since\":1}}");
        owner.write(text(&here, 2_000_000_000).as_bytes()).unwrap();
        assert!(locked(&state).is_some(), "no process has this id");
        owner.write(text("elsewhere", 1).as_bytes()).unwrap();
        assert!(locked(&state).is_none(), "another machine may still run");
        let (now, hour) = (std::time::SystemTime::now(), Duration::from_secs(3600));
        for (time, why) in
            [(now - hour, "its owner has not renewed it"), (now + hour, "no clock is that wrong")]
        {
            owner.write(text("elsewhere", 1).as_bytes()).unwrap();
            File::options().write(true).open(&owner).unwrap().set_modified(time).unwrap();
            assert!(locked(&state).is_some(), "{why}");
        }
        owner.write(b"").unwrap();
        assert!(locked(&state).is_none(), "its owner is about to write it");
    }
}
