//! Upkeep of shared takes: counting, verifying and removing them. One folder of the store at a time, so memory does not grow with it.

use std::time::{Duration, SystemTime};

use super::exchange::{SharedTake, SharedTakes, name as name_of};
use crate::base::files::FileError;
use crate::base::objects::Object;
use crate::takes::key::Key;

/// Number and size of the takes in a store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Number of takes.
    pub takes: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// Time of the oldest and of the newest take.
    pub times: Option<(SystemTime, SystemTime)>,
}

/// The result of verifying a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// Number of takes that are whole.
    pub whole: u64,
    /// Names of objects that are damaged. A build replaces them when it needs them.
    pub damaged: Vec<String>,
}

/// Takes that were removed, or would be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removed {
    /// Number of takes.
    pub takes: u64,
    /// Their size in bytes.
    pub bytes: u64,
}

impl SharedTakes {
    /// Counts the takes.
    ///
    /// # Errors
    /// When the store cannot be listed.
    pub fn stats(&self) -> Result<Stats, FileError> {
        let mut stats = Stats::default();
        self.each(&mut |_, _, object| {
            stats.takes += 1;
            stats.bytes += object.bytes;
            let (oldest, newest) = stats.times.unwrap_or((object.modified, object.modified));
            stats.times = Some((oldest.min(object.modified), newest.max(object.modified)));
            Ok(())
        })?;
        Ok(stats)
    }

    /// Reads every take and verifies it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn verify(&self) -> Result<Verified, FileError> {
        let mut verified = Verified::default();
        self.each(&mut |name, key, _| {
            // It may have been removed since it was listed.
            let Some(bytes) = self.objects.get(name)? else { return Ok(()) };
            match SharedTake::parse(key, &bytes) {
                Some(_) => verified.whole += 1,
                None => verified.damaged.push(name.into()),
            }
            Ok(())
        })?;
        Ok(verified)
    }

    /// Removes takes that were written longer ago than `age`. With `dry_run` it only counts them. A build speaks them again when it
    /// needs them.
    ///
    /// # Errors
    /// When a take cannot be removed.
    pub fn prune(&self, age: Duration, dry_run: bool) -> Result<Removed, FileError> {
        let now = SystemTime::now();
        let mut removed = Removed::default();
        self.each(&mut |name, _, object| {
            if now.duration_since(object.modified).unwrap_or_default() <= age {
                return Ok(());
            }
            if !dry_run {
                self.objects.remove(name)?;
            }
            removed.takes += 1;
            removed.bytes += object.bytes;
            Ok(())
        })?;
        Ok(removed)
    }

    /// Calls `on` with the name, key and entry of each take. Other objects are not Aloud's.
    fn each(
        &self,
        on: &mut dyn FnMut(&str, &Key, &Object) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        for shelf in self.objects.folders()? {
            for object in self.objects.list(&shelf)? {
                let key = object.name.strip_suffix(".take").and_then(Key::from_hex);
                if let Some(key) = key.filter(|key| name_of(key) == format!("{shelf}/{}", object.name)) {
                    on(&name_of(&key), &key, &object)?;
                }
            }
        }
        Ok(())
    }
}
