//! One at a time: whoever writes into a project holds its lock.

use std::fs::{self, File, TryLockError};
use std::mem;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::super::{BuildError, Event};
use super::editions::Editions;
use crate::files::FileError;
use crate::project::{Project, STATE};

/// How often somebody who waits for a turn looks.
const LOOK: Duration = Duration::from_millis(50);
/// For what is done in a moment.
pub(in crate::episode) static NEVER: AtomicBool = AtomicBool::new(false);

/// The right to write into the project; given back when dropped. Waits while another build has it, until `cancel`.
pub(in crate::episode) fn take_turn(
    project: &Project,
    cancel: &AtomicBool,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<File, BuildError> {
    let lock = lock(&project.root, cancel, on)?;
    project.store().sweep();
    Editions::of(project).recover()?;
    Ok(lock)
}

/// The lock of the project in `root`; given back when dropped. Waits while a build or somebody else has it, until `cancel`.
///
/// # Errors
/// [`BuildError::Cancelled`], or when the lock cannot be made.
pub fn lock(root: &Path, cancel: &AtomicBool, on: &mut dyn FnMut(Event<'_>)) -> Result<File, BuildError> {
    let folder = root.join(STATE);
    fs::create_dir_all(&folder).map_err(|e| FileError::new("make the folder", &folder, e))?;
    let path = folder.join("lock");
    let lock = File::create(&path).map_err(|e| FileError::new("write", &path, e))?;
    let mut waited = false;
    loop {
        match lock.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(error)) => return Err(FileError::new("lock", &path, error).into()),
            Err(TryLockError::WouldBlock) if cancel.load(Ordering::Relaxed) => {
                return Err(BuildError::Cancelled);
            }
            Err(TryLockError::WouldBlock) => {}
        }
        if !mem::replace(&mut waited, true) {
            on(Event::Waiting);
        }
        thread::sleep(LOOK);
    }
    Ok(lock)
}
