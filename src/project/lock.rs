//! The lock of a project: one process at a time writes into it.

use std::fs::{self, File, TryLockError};
use std::mem;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::STATE;
use crate::base::error::Error;
use crate::base::files::FileError;

/// Interval between two attempts to get the lock.
const RETRY: Duration = Duration::from_millis(50);

/// How to wait while another process holds the project's lock.
pub struct Wait<'a> {
    /// Set it to stop waiting.
    pub cancel: &'a AtomicBool,
    /// Called once, when there is something to wait for.
    pub on_wait: &'a mut dyn FnMut(),
}

/// Locks the project in `root`. Dropping the file releases the lock.
///
/// # Errors
/// [`Error::Cancelled`] when `cancel` is set while waiting, or a problem when the lock file cannot be made.
pub fn lock(root: &Path, wait: &mut Wait<'_>) -> Result<File, Error> {
    let folder = root.join(STATE);
    fs::create_dir_all(&folder).map_err(|e| FileError::new("make the folder", &folder, e))?;
    let path = folder.join("lock");
    let lock = File::create(&path).map_err(|e| FileError::new("write", &path, e))?;
    let mut waited = false;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(TryLockError::Error(error)) => return Err(FileError::new("lock", &path, error).into()),
            Err(TryLockError::WouldBlock) if wait.cancel.load(Ordering::Relaxed) => {
                return Err(Error::Cancelled);
            }
            Err(TryLockError::WouldBlock) => {}
        }
        if !mem::replace(&mut waited, true) {
            (wait.on_wait)();
        }
        thread::sleep(RETRY);
    }
}
