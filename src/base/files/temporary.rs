//! Temporary files: their names, and the removal of those that killed runs left.

use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use super::ProjectPath;
use super::kind::Kind;

/// Prefix of temporary files. It marks them in a folder of people's own files.
const PREFIX: &str = ".aloud-";
/// Length of the random end of a name.
const RANDOM: usize = 6;
/// The longest part of the target's name in a name. Systems allow 255 bytes for the whole.
const LONGEST: usize = 160;
/// A temporary file in a folder of people's own files is removed at this age.
const OLD: Duration = Duration::from_secs(10 * 60);

/// Returns an unused name next to a file, e.g. `.aloud-script.toml.a1b2c3`.
pub(super) fn temporary_name(target: &Path) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name.chars().take(LONGEST / 4).collect();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
    let unique = format!("{} {now} {}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let random = &blake3::hash(unique.as_bytes()).to_hex()[..RANDOM];
    format!("{PREFIX}{name}.{random}")
}

impl ProjectPath {
    /// Removes the temporary files that killed runs left in a folder of Aloud's own. Those that a running program writes stay where
    /// the file system has locks. Where it has none, call it only while no other run writes.
    pub(crate) fn remove_temporaries(&self) {
        for (name, kind) in self.entries().unwrap_or_default() {
            let is_temporary = name.to_str().is_some_and(|name| is_temporary(name).is_some());
            if kind == Kind::File && is_temporary && !self.join(&name).is_in_use() {
                // It does not matter if another run has removed it already.
                let _ = self.join(name).remove_file();
            }
        }
    }

    /// Removes the temporary files that killed runs left in a folder of people's own files: only those with a name of
    /// Aloud's own form, that are old and that no running program writes.
    ///
    /// Earlier versions named them without the prefix. These are removed only if they are for one of the files `written`.
    pub(crate) fn sweep_temporaries(&self, written: &[&str]) {
        for (name, kind) in self.entries().unwrap_or_default() {
            let Some(found) = name.to_str().and_then(is_temporary) else { continue };
            let is_own = found.is_prefixed || written.contains(&found.target);
            if kind == Kind::File && is_own && self.join(&name).is_left_over() {
                let _ = self.join(&name).remove_file();
            }
        }
    }

    /// Returns true for a file that is old and that no running program writes: its writer locks it.
    fn is_left_over(&self) -> bool {
        let Ok(file) = self.open() else { return false };
        let age = file.metadata().and_then(|metadata| metadata.modified());
        let age = age.ok().and_then(|modified| SystemTime::now().duration_since(modified).ok());
        age.is_some_and(|age| age > OLD) && !is_locked(&file)
    }

    fn is_in_use(&self) -> bool {
        self.open().is_ok_and(|file| is_locked(&file))
    }
}

/// Returns true if another program has locked a file, as the writer of a temporary file does.
fn is_locked(file: &std::fs::File) -> bool {
    matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock))
}

/// The parts of a temporary file's name.
#[derive(Debug, PartialEq, Eq)]
struct TemporaryName<'a> {
    target: &'a str,
    is_prefixed: bool,
}

/// Parses a name like `.aloud-take.wav.a1b2c3`, or `.take.wav.a1b2c3` of earlier versions.
fn is_temporary(name: &str) -> Option<TemporaryName<'_>> {
    let prefixed = name.strip_prefix(PREFIX);
    let (target, random) = prefixed.or(name.strip_prefix('.'))?.rsplit_once('.')?;
    let is_random = random.len() == RANDOM && random.chars().all(|c| c.is_ascii_alphanumeric());
    let has_target = if prefixed.is_some() { !target.is_empty() } else { target.contains('.') };
    (is_random && has_target).then_some(TemporaryName { target, is_prefixed: prefixed.is_some() })
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;

    fn age(path: &Path) {
        let old = SystemTime::now() - OLD * 2;
        File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn removes_temporaries_of_a_killed_write_and_keeps_other_hidden_files() {
        let dir = tempfile::tempdir().unwrap();
        let root = ProjectPath::root(dir.path());
        let in_use = root.join("take.wav").create().unwrap();
        let in_use_name = names(dir.path()).remove(0);
        for name in [".gitignore", ".notes.txt", ".take.wav.a1b2c3", ".aloud-take.wav.d4e5f6"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        root.remove_temporaries();
        assert_eq!(names(dir.path()), [in_use_name.as_str(), ".gitignore", ".notes.txt"]);
        in_use.commit().unwrap();
        assert_eq!(names(dir.path()), [".gitignore", ".notes.txt", "take.wav"]);
    }

    #[test]
    fn sweeps_only_old_temporaries_of_its_own_form_that_are_not_in_use() {
        let dir = tempfile::tempdir().unwrap();
        let root = ProjectPath::root(dir.path());
        let all = [
            ".aloud-script.toml.a1b2c3",
            ".script.toml.a1b2c3",
            ".holiday.jpg.a1b2c3",
            "._script.toml.backup",
            ".aloud-new.wav.a1b2c3",
        ];
        for name in all {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        all[..4].iter().for_each(|name| age(&dir.path().join(name)));
        let in_use = root.join("article.txt").create().unwrap();
        let in_use_name = names(dir.path()).into_iter().find(|name| name.contains("article")).unwrap();
        age(&dir.path().join(&in_use_name));
        root.sweep_temporaries(&["script.toml"]);
        let kept =
            [in_use_name.as_str(), ".aloud-new.wav.a1b2c3", ".holiday.jpg.a1b2c3", "._script.toml.backup"];
        let mut kept: Vec<&str> = kept.to_vec();
        kept.sort_unstable();
        assert_eq!(names(dir.path()), kept);
        drop(in_use);
    }

    #[test]
    fn a_long_name_stays_within_the_limit_of_the_system() {
        let dir = tempfile::tempdir().unwrap();
        let long = "ü".repeat(120);
        ProjectPath::root(dir.path()).join(&long).write(b"x").unwrap();
        assert_eq!(names(dir.path()), [long]);
    }
}
