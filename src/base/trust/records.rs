//! The records of trust: one file for each project, in the user's state folder.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::need::Need;
use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, FileError};
use crate::base::user_folders;

/// Largest record that is read, in bytes.
const LIMIT: usize = 16 << 20;

/// What is recorded about one project.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Record {
    /// The project's folder, for people who read the record.
    pub(super) project: PathBuf,
    /// The mark of a project that was made on this machine.
    pub(super) mark: Option<String>,
    /// What the user has agreed to.
    pub(super) needs: Vec<Need>,
}

/// Why a record cannot be written or removed.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// There is no state folder.
    #[error("the user has no home folder")]
    NoHome,
    /// The state folder is inside the project, so the project's files could contain records.
    #[error("the folder for records of trust is inside the project: `{}`", .0.display())]
    InProject(PathBuf),
    /// A file operation failed.
    #[error(transparent)]
    File(#[from] FileError),
}

impl From<TrustError> for Diagnostic {
    fn from(error: TrustError) -> Self {
        match error {
            TrustError::File(error) => error.into(),
            other => Self::error("trust-unrecorded", format!("trust cannot be recorded: {other}"))
                .hint("set `XDG_STATE_HOME` to a folder outside the project, or use `--trust` in each run"),
        }
    }
}

impl Record {
    /// Reads the record of the project in `root`; `None` if there is none, or none that can be used.
    pub(super) fn read(root: &Path) -> Option<Self> {
        let bytes = files::read_at_most(&path(root).ok()?, LIMIT).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Writes the record of the project in `root`, and returns its path.
    pub(super) fn write(mut self, root: &Path) -> Result<PathBuf, TrustError> {
        let path = path(root)?;
        self.project = canonical(root)?;
        let json = serde_json::to_vec_pretty(&self).map_err(|e| FileError::new("write", &path, e.into()))?;
        files::write(&path, &json)?;
        Ok(path)
    }

    /// Removes the record of the project in `root`. Returns false if there is none.
    pub(super) fn remove(root: &Path) -> Result<bool, TrustError> {
        Ok(files::remove_if_any(&path(root)?)?)
    }
}

/// Returns the path of the record of the project in `root`. Its name is a hash of the folder's real path, so a copy or a moved
/// project has no record.
fn path(root: &Path) -> Result<PathBuf, TrustError> {
    let root = canonical(root)?;
    let folder = user_folders::state().ok_or(TrustError::NoHome)?.join("trust");
    let existing = folder.ancestors().find_map(|folder| folder.canonicalize().ok());
    if existing.is_some_and(|existing| existing.starts_with(&root)) {
        return Err(TrustError::InProject(folder));
    }
    let name = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex();
    Ok(folder.join(format!("{}.json", &name[..32])))
}

fn canonical(root: &Path) -> Result<PathBuf, FileError> {
    root.canonicalize().map_err(|error| FileError::new("find the folder", root, error))
}
