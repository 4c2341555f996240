//! File fingerprints: they show whether a file changed without reading it.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// Length, times and inode of a file.
///
/// Every write, truncation or replacement of the file changes at least one of them. The kernel sets the time of the last
/// state change (`ctime`), and no program can set it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFingerprint {
    bytes: u64,
    /// Last change of the content, in nanoseconds since 1970.
    modified: i64,
    /// Last change of the content or the metadata, in nanoseconds since 1970; 0 where the system has no such time.
    changed: i64,
    /// Number of the file in its file system; 0 where it has none.
    inode: u64,
}

/// File system clocks tick every 1 to 10 ms. Two writes within one tick have the same time, so this leaves ample room.
const TICK: Duration = Duration::from_millis(100);

impl FileFingerprint {
    /// Reads the fingerprint of a file that is not in a project.
    ///
    /// # Errors
    /// When the file does not exist or is not a regular file.
    pub fn read(path: &Path) -> io::Result<Self> {
        Self::of(&fs::metadata(path)?)
    }

    /// Makes the fingerprint of a file from its metadata.
    ///
    /// # Errors
    /// When it is not a regular file.
    pub(super) fn of(metadata: &Metadata) -> io::Result<Self> {
        if !metadata.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let modified = metadata.modified().map_or(0, nanoseconds);
        let (changed, inode) = change_time_and_inode(metadata);
        Ok(Self { bytes: metadata.len(), modified, changed, inode })
    }

    /// Makes the fingerprint of a regular file from its status.
    // The types of the fields differ between systems.
    #[allow(clippy::unnecessary_cast)]
    #[cfg(unix)]
    pub(super) fn of_stat(stat: &rustix::fs::Stat) -> Self {
        let time = |seconds: i64, nanoseconds: i64| {
            seconds.saturating_mul(1_000_000_000).saturating_add(nanoseconds)
        };
        Self {
            bytes: stat.st_size as u64,
            modified: time(stat.st_mtime as i64, stat.st_mtime_nsec as i64),
            changed: time(stat.st_ctime as i64, stat.st_ctime_nsec as i64),
            inode: stat.st_ino as u64,
        }
    }

    /// Returns the length of the file in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns true when the last change is so long ago that the next change gets another time.
    pub(crate) fn is_settled(&self) -> bool {
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
fn change_time_and_inode(metadata: &Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec()), metadata.ino())
}

#[cfg(not(unix))]
fn change_time_and_inode(_metadata: &Metadata) -> (i64, u64) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::thread::sleep;

    use super::*;

    #[cfg(unix)]
    #[test]
    fn shows_a_change_even_if_the_modification_time_is_set_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("take.wav");
        fs::write(&path, b"sound").unwrap();
        let in_project = crate::base::files::ProjectPath::root(dir.path()).join("take.wav");
        assert_eq!(in_project.fingerprint().unwrap(), FileFingerprint::read(&path).unwrap());
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        let before = FileFingerprint::read(&path).unwrap();
        assert!(!before.is_settled(), "it was written within this tick of the clock");
        sleep(TICK + Duration::from_millis(20));
        assert!(before.is_settled());
        fs::write(&path, b"noise").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        assert_ne!(FileFingerprint::read(&path).unwrap(), before);
    }
}
