//! Loaded files that several voices share: ten speakers of one model need its weights once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The loaded files of one kind that are in use.
pub(super) struct Shared<T>(Mutex<BTreeMap<PathBuf, Weak<T>>>);

impl<T> Shared<T> {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// Returns the loaded file, and loads it if no voice uses it now.
    pub(super) fn get<E>(&self, path: &Path, load: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        // The lock is held while loading, or two voices would load the same file at the same time.
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = files.get(path).and_then(Weak::upgrade) {
            return Ok(loaded);
        }
        let loaded = Arc::new(load()?);
        files.retain(|_, file| file.strong_count() > 0);
        files.insert(path.to_path_buf(), Arc::downgrade(&loaded));
        Ok(loaded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_loaded_once_and_freed_after_its_last_user() {
        let (files, path) = (Shared::new(), Path::new("model"));
        let load = |number: i32| files.get(path, || Ok::<_, ()>(number)).unwrap();
        let first = load(1);
        assert_eq!((*first, *load(2)), (1, 1));
        drop(first);
        assert_eq!(*load(3), 3);
        assert_eq!(files.get(Path::new("other"), || Err::<i32, _>("gone")), Err("gone"));
    }
}
