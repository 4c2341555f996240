//! The links that the user allows: those given on the command line or in the configuration outside all projects.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::refusal::is_state;

/// Which symbolic links inside projects are followed. By default none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowedLinks {
    /// Follows all links.
    pub all: bool,
    /// Follows links to these folders and to what is in them.
    pub targets: Vec<PathBuf>,
}

/// Set once by the program. A project cannot change it, because nothing that reads a project writes it.
static ALLOWED: OnceLock<AllowedLinks> = OnceLock::new();

/// Allows links for the rest of the process. Only the first call counts. Links at or below `.aloud` are never followed.
pub fn allow_links(links: AllowedLinks) {
    let _ = ALLOWED.set(links);
}

/// Returns the target of the link `link`, without any links in it, if the user allows to follow it.
pub(super) fn allowed_target(link: &Path) -> Option<PathBuf> {
    ALLOWED.get()?.target(link)
}

impl AllowedLinks {
    fn target(&self, link: &Path) -> Option<PathBuf> {
        if is_state(link) {
            return None;
        }
        let target = link.canonicalize().ok()?;
        let is_listed =
            |folder: &PathBuf| folder.canonicalize().is_ok_and(|folder| target.starts_with(folder));
        (self.all || self.targets.iter().any(is_listed)).then_some(target)
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn only_links_to_listed_folders_are_followed_and_none_in_the_state() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        fs::create_dir_all(path("site/episode")).unwrap();
        fs::create_dir_all(path("docs")).unwrap();
        fs::create_dir_all(path("project/.aloud")).unwrap();
        symlink(path("site/episode"), path("project/out")).unwrap();
        symlink(path("site/../docs"), path("project/draft")).unwrap();
        symlink(path("site"), path("project/.aloud/takes")).unwrap();
        let some = AllowedLinks { all: false, targets: vec![path("site")] };
        let real = path("site/episode").canonicalize().unwrap();
        assert_eq!(some.target(&path("project/out")), Some(real));
        assert_eq!(some.target(&path("project/draft")), None, "`..` leaves the listed folder");
        assert_eq!(some.target(&path("project/.aloud/takes")), None);
        let all = AllowedLinks { all: true, targets: Vec::new() };
        assert_eq!(all.target(&path("project/.aloud/takes")), None);
        assert!(all.target(&path("project/draft")).is_some());
        assert_eq!(AllowedLinks::default().target(&path("project/out")), None);
    }
}
