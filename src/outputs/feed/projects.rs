//! Finds the published episodes of a feed.

use std::io;
use std::path::{Path, PathBuf};

use crate::base::files::{FileError, ProjectPath};
use crate::base::project_files::{OUT, SCRIPT};
use crate::outputs::DESCRIPTION;

/// Returns the projects with a published episode: `folder` if it is a project, else the projects in it, sorted.
pub(super) fn published_projects(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let root = ProjectPath::root(folder);
    if is_published(&root) {
        return Ok(vec![folder.to_path_buf()]);
    }
    if root.join(SCRIPT).is_file() {
        return Ok(Vec::new());
    }
    if !root.is_dir() {
        return Err(FileError::new("read the folder", folder, io::ErrorKind::NotFound.into()));
    }
    let entries = root.entries()?.into_iter().map(|(name, _)| root.join(name));
    Ok(entries.filter(is_published).map(|path| path.to_path_buf()).collect())
}

fn is_published(project: &ProjectPath) -> bool {
    project.join(OUT).join(DESCRIPTION).is_file()
}

/// Returns the folder of a feed.toml.
pub(super) fn feed_root(settings: &Path) -> &Path {
    settings.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}
