//! Exchanges takes with the store that several machines share.
//!
//! A take is one object, `KE/KEY.take`: lines with a checksum, the key, and the description as JSON, then the WAV. One object cannot
//! mix the sound of one machine with the description of another. It is verified on every read; a damaged one counts as missing.

use std::env;
use std::io;
use std::sync::{Arc, OnceLock};

use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, FileError};
use crate::base::objects::{self, Objects};
use crate::takes::description::Description;
use crate::takes::key::Key;

/// The environment variable with the location. Only the user sets it: a project must not choose where its text is sent.
pub const VARIABLE: &str = "ALOUD_STORE";

/// A store of takes that several machines share.
#[derive(Debug, Clone)]
pub struct SharedTakes {
    pub(super) objects: Arc<dyn Objects>,
}

/// A take as the shared store holds it.
pub(in crate::takes) struct SharedTake {
    pub(in crate::takes) description: Description,
    /// The WAV file.
    pub(in crate::takes) sound: Vec<u8>,
}

impl SharedTakes {
    /// Opens the store at a location: the path of a folder, or an address such as `s3://bucket/takes`.
    ///
    /// # Errors
    /// When the folder does not exist, or when the address is wrong.
    pub fn open(location: &str) -> Result<Self, Diagnostic> {
        Ok(Self { objects: objects::open(location)? })
    }

    /// Opens the store that `ALOUD_STORE` names; `None` without the variable. The process opens it once.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn of_environment() -> Result<Option<Self>, Diagnostic> {
        static OPENED: OnceLock<Result<Option<SharedTakes>, Diagnostic>> = OnceLock::new();
        let location = || env::var(VARIABLE).ok().filter(|location| !location.is_empty());
        OPENED.get_or_init(|| location().map(|location| Self::open(&location)).transpose()).clone()
    }

    /// Returns a verified take; `None` if there is none or if it is damaged.
    pub(in crate::takes) fn get(&self, key: &Key) -> Result<Option<SharedTake>, FileError> {
        Ok(self.objects.get(&name(key))?.and_then(|bytes| SharedTake::parse(key, &bytes)))
    }

    /// Writes a take. One that is there already is replaced.
    pub(in crate::takes) fn put(&self, key: &Key, take: &SharedTake) -> Result<(), FileError> {
        let bytes = take.to_bytes(key).map_err(|error| FileError::new("write", name(key).as_ref(), error))?;
        self.objects.put(&name(key), bytes)
    }
}

impl SharedTake {
    /// Parses the object of a key; `None` if it is damaged or of another key.
    pub(super) fn parse(key: &Key, bytes: &[u8]) -> Option<Self> {
        let content = files::verify_checksum(bytes)?.strip_prefix(format!("{key}\n").as_bytes())?;
        let end = content.iter().position(|&byte| byte == b'\n')?;
        let (description, sound) = (&content[..end], &content[end + 1..]);
        let take = Self { description: Description::parse(description)?, sound: sound.to_vec() };
        take.description.fits(sound).then_some(take)
    }

    fn to_bytes(&self, key: &Key) -> io::Result<Vec<u8>> {
        let description = serde_json::to_vec(&self.description).map_err(io::Error::other)?;
        let content = [format!("{key}\n").as_bytes(), &description, b"\n", &self.sound].concat();
        Ok(files::with_checksum(&content))
    }
}

/// Returns the name of a take's object. A folder per first two digits keeps lists short.
pub(super) fn name(key: &Key) -> String {
    let key = key.to_string();
    format!("{}/{key}.take", &key[..2])
}
