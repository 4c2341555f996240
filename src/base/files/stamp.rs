//! Telling without reading it that a file is still the one that was written.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// Length, times and number of a file. Whoever writes into the file, cuts it or puts another in its place changes at
/// least one of them: the time of the last change of state is set by the kernel, and no program can set it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    bytes: u64,
    /// Nanoseconds since 1970, of the content.
    modified: i64,
    /// Nanoseconds since 1970, of content or state; 0 where the system keeps no such time.
    changed: i64,
    /// Number of the file in its file system; 0 where it has none.
    inode: u64,
}

/// Clocks of file systems tick every 1 to 10 ms; two writes within one tick look like one.
const TICK: Duration = Duration::from_millis(100);

impl Stamp {
    /// The stamp of a file.
    ///
    /// # Errors
    /// When there is no such file, or it is no regular file.
    pub fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let modified = metadata.modified().map_or(0, nanoseconds);
        let (changed, inode) = state(&metadata);
        Ok(Self { bytes: metadata.len(), modified, changed, inode })
    }

    /// Length of the file.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// True when the file last changed so long ago that any further change shows.
    pub fn is_settled(&self) -> bool {
        let now = nanoseconds(SystemTime::now());
        let last = self.modified.max(self.changed);
        now.abs_diff(last) > TICK.as_nanos() as u64
    }
}

fn nanoseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

#[cfg(unix)]
fn state(metadata: &Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec()), metadata.ino())
}

#[cfg(not(unix))]
fn state(_metadata: &Metadata) -> (i64, u64) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::thread::sleep;

    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_change_shows_even_when_the_time_of_the_content_is_set_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("take.wav");
        fs::write(&path, b"sound").unwrap();
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        let before = Stamp::of(&path).unwrap();
        assert!(!before.is_settled(), "it was written within this very tick of the clock");
        sleep(TICK + Duration::from_millis(20));
        assert!(before.is_settled());
        fs::write(&path, b"noise").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        assert_ne!(Stamp::of(&path).unwrap(), before);
    }
}
