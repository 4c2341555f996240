//! The reasons for which Aloud refuses a file of a project.

use std::io;
use std::path::{Path, PathBuf};

use crate::base::project_files::STATE;

/// Why a file of a project is not opened, although the system would open it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// A symbolic link. A cloned project could lead it to any file of the user.
    #[error("`{}` is a symbolic link, and Aloud follows no links inside a project", .0.display())]
    Link(PathBuf),
    /// A device, a pipe or a socket. Reading one may never end.
    #[error("`{}` is a device, a pipe or a socket", .0.display())]
    NotRegular(PathBuf),
    /// A file that is larger than anything that Aloud reads there.
    #[error("it is larger than {}", megabytes(*.0))]
    TooLarge(u64),
    /// A path with `..`, or an absolute one.
    #[error("`{}` leaves the project's folder", .0.display())]
    Outside(PathBuf),
}

impl Refusal {
    /// Returns the refusal inside an error, if it is one.
    pub(crate) fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// Returns the code of its diagnostic, and what to do about it.
    pub(crate) fn advice(&self) -> (&'static str, String) {
        match self {
            Self::Link(link) if is_state(link) => (
                "file-is-link",
                format!("delete the link (`rm '{}'`); Aloud makes its own folder", link.display()),
            ),
            Self::Link(link) => {
                let own = "replace the link by a real file or folder. If you made it yourself, run the command with `--follow-links`";
                let folder = link.canonicalize().unwrap_or_else(|_| link.clone());
                let config = "in ~/.config/aloud/config.toml";
                (
                    "file-is-link",
                    format!("{own}, or allow its target with `links = [\"{}\"]` {config}", folder.display()),
                )
            }
            Self::NotRegular(_) => ("file-not-regular", "replace it by a regular file".into()),
            Self::TooLarge(_) => {
                ("file-too-large", "check that it is the right file, and make it smaller".into())
            }
            Self::Outside(_) => {
                ("file-outside-project", "move the file into the project, and name it there".into())
            }
        }
    }
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::other(refusal)
    }
}

/// Returns true for a path in the folder with Aloud's state. No link in it is ever followed.
pub(super) fn is_state(path: &Path) -> bool {
    path.iter().any(|part| part == STATE)
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes >> 20)
}
