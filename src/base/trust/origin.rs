//! Recognises projects that were made on this machine, and whether others can change their files.

use std::hash::{BuildHasher, RandomState};
use std::path::Path;

use super::records::{Record, TrustError};
use crate::base::files::{self, ProjectPath};
use crate::base::project_files::STATE;

/// Name of the mark in the folder of Aloud's state. git ignores that folder, so a clone does not have the mark.
const MARK: &str = "made-here";
/// Largest configuration of a repository that is read, in bytes.
const CONFIG_LIMIT: usize = 1 << 20;

/// Writes a random mark into a new project and returns it.
///
/// The path of a project is not enough to recognise it: the user may delete it and clone another one to the same place.
pub(super) fn mark(root: &Path) -> Result<String, TrustError> {
    let random = RandomState::new();
    let bytes: Vec<u8> = (0_u8..4).flat_map(|nth| random.hash_one(nth).to_le_bytes()).collect();
    let mark = blake3::hash(&bytes).to_hex().to_string();
    ProjectPath::root(root).join(STATE).join(MARK).write(mark.as_bytes())?;
    Ok(mark)
}

/// Returns true if the project has the mark of its record.
pub(super) fn is_made_here(root: &Path, record: &Record) -> bool {
    let Some(mark) = &record.mark else { return false };
    let path = ProjectPath::root(root).join(STATE).join(MARK);
    path.read_at_most(mark.len()).is_ok_and(|bytes| bytes == mark.as_bytes())
}

/// Returns true if files of others may arrive in the project with a `pull`: it is in a git repository with a remote, or in a
/// working copy of another version control system.
pub(super) fn is_shared(root: &Path) -> bool {
    let Ok(root) = root.canonicalize() else { return true };
    root.ancestors().any(|folder| {
        let git = folder.join(".git");
        let others = [".hg", ".svn", ".jj", ".bzr", "_darcs"];
        others.iter().any(|name| folder.join(name).exists()) || (git.exists() && has_remote(&git))
    })
}

/// Returns true if a git repository has a remote, or if that is not known: `.git` of a worktree is a file.
fn has_remote(git: &Path) -> bool {
    match files::read_at_most(&git.join("config"), CONFIG_LIMIT) {
        Ok(config) => {
            let config = String::from_utf8_lossy(&config).to_ascii_lowercase();
            let sections = config.lines().map(str::trim_start);
            config.len() > CONFIG_LIMIT
                || sections
                    .into_iter()
                    .any(|line| line.starts_with("[remote") || line.starts_with("[include"))
        }
        Err(_) => true,
    }
}
