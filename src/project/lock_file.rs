//! A lock for file systems without locks: a file that only one process can create.
//!
//! The file names its owner and the time. Its owner renews it while it works, so one that a killed run left is recognised: its
//! process is gone, or it was not renewed for minutes.

use std::fs::File;
use std::process;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::base::files::{FileError, ProjectPath, TEXT_LIMIT};

/// Interval at which the owner renews the file.
const RENEW: Duration = Duration::from_secs(10);
/// A lock file of this age has no owner any more. Clocks of two machines may differ by less than that.
const STALE: Duration = Duration::from_secs(180);

/// A lock file of this process. Dropping it removes the file.
#[derive(Debug)]
pub(super) struct LockFile {
    path: ProjectPath,
    stop: Option<Sender<()>>,
    renewal: Option<JoinHandle<()>>,
}

/// The process that holds a lock.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Owner {
    host: String,
    pid: u32,
    /// Seconds since 1970.
    since: u64,
}

impl Owner {
    fn this_process() -> Self {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        Self { host: host(), pid: process::id(), since }
    }

    /// Returns true if its process ended. Only processes of this machine are known.
    fn is_gone(&self) -> bool {
        self.host == host() && !is_running(self.pid)
    }
}

impl LockFile {
    /// Creates the file at `path`. Returns `None` if another process holds it.
    pub(super) fn take(path: &ProjectPath) -> Result<Option<Self>, FileError> {
        let failed = |error| FileError::new("lock", path, error);
        if path.exists() && !is_held(path) {
            remove_stale(path);
        }
        let owner = serde_json::to_vec(&Owner::this_process()).map_err(|error| failed(error.into()))?;
        // It appears with its content. A run that was killed before it wrote its name would make others wait until it is stale.
        match path.write_new(&owner) {
            Ok(true) => {}
            // The process that has the lock removes temporary files, perhaps the one of this write.
            Err(error) if error.is_not_found() => return Ok(None),
            other => return other.map(|_| None),
        }
        let (stop, stopped) = mpsc::channel();
        let mut lock = Self { path: path.clone(), stop: Some(stop), renewal: None };
        let file = path.open().map_err(failed)?;
        let renew = move || {
            while stopped.recv_timeout(RENEW) == Err(RecvTimeoutError::Timeout) {
                let _ = file.set_modified(SystemTime::now());
            }
        };
        lock.renewal = Some(thread::Builder::new().spawn(renew).map_err(failed)?);
        Ok(Some(lock))
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(renewal) = self.renewal.take() {
            let _ = renewal.join();
        }
        // If this fails, other runs recognise it as stale.
        let _ = self.path.remove_file();
    }
}

/// Returns true if a process holds the lock file at `path`.
pub(super) fn is_held(path: &ProjectPath) -> bool {
    let Ok(file) = path.open() else { return false };
    let is_recent = is_recent(&file);
    let owner = path.read(TEXT_LIMIT).ok().and_then(|text| serde_json::from_slice::<Owner>(&text).ok());
    is_recent && !owner.is_some_and(|owner| owner.is_gone())
}

fn is_recent(file: &File) -> bool {
    let modified = file.metadata().and_then(|metadata| metadata.modified());
    // A time in the future is another machine's clock, or that of an archive which would never become stale.
    let age =
        |time: SystemTime| SystemTime::now().duration_since(time).unwrap_or_else(|early| early.duration());
    modified.is_ok_and(|time| age(time) < STALE)
}

/// Removes a stale lock file. Two processes may do so at the same time, and one of them may have made a new file already. So the
/// file is moved away first and looked at again.
fn remove_stale(path: &ProjectPath) {
    let away = path.with_file_name(format!("lock.stale.{}", process::id()));
    if path.rename(&away).is_err() {
        return;
    }
    if is_held(&away) {
        let _ = away.rename(path);
    } else {
        let _ = away.remove_file();
    }
}

#[cfg(unix)]
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

/// Returns true if this machine runs a process with this id, or if that is not known.
#[cfg(unix)]
fn is_running(pid: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| !matches!(test_kill_process(pid), Err(Errno::SRCH)))
}

#[cfg(not(unix))]
fn is_running(_pid: u32) -> bool {
    true
}
