//! Copies the takes of a project to the store that several machines share, e.g. those that were made before there was one.

use super::store::Store;
use crate::base::files::FileError;

impl Store {
    /// Copies all whole takes to the shared store, except those of recordings. One that is there already stays. Returns the number of
    /// copied takes.
    ///
    /// # Errors
    /// When a take cannot be copied.
    pub fn push(&self) -> Result<usize, FileError> {
        let mut pushed = 0;
        for candidate in self.candidates()? {
            if let Some(take) = self.find(&candidate.key)
                && !self.is_in_shared(&take.key)?
                && self.put_shared(&take)?
            {
                pushed += 1;
            }
        }
        Ok(pushed)
    }
}
