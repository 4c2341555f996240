//! The trait of stores of objects.

use std::fmt::Debug;
use std::time::SystemTime;

use crate::base::files::FileError;

/// A store of objects.
pub(crate) trait Objects: Debug + Send + Sync {
    /// Returns an object; `None` if there is none with this name.
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, FileError>;

    /// Writes an object as a whole. An earlier one of this name is replaced.
    fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), FileError>;

    /// Removes an object. It does not matter if there is none.
    fn remove(&self, name: &str) -> Result<(), FileError>;

    /// Returns the names of the folders in the store, in order.
    fn folders(&self) -> Result<Vec<String>, FileError>;

    /// Returns the objects in one folder of the store, by name.
    fn list(&self, folder: &str) -> Result<Vec<Object>, FileError>;
}

/// An object in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    /// Its name below its folder.
    pub(crate) name: String,
    /// Size in bytes.
    pub(crate) bytes: u64,
    /// Time of the last write.
    pub(crate) modified: SystemTime,
}
