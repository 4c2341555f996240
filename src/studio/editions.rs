//! The files of the published episode and of the draft.

use std::path::Path;

use hyper::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, RANGE};
use serde::Serialize;

use super::message::{Answer, Request, file_answer, not_found, set};
use crate::base::files::{Kind, ProjectPath};
use crate::outputs::feed::SETTINGS;
use crate::outputs::feed::state::{self, FeedState};
use crate::outputs::media_type;
use crate::project::{DRAFT, OUT};

/// A page of the project may be a stranger's. In a sandbox it can neither read the studio nor act in its name.
const SANDBOX: &str = "sandbox; default-src 'none'; media-src 'self'; style-src 'unsafe-inline'";

/// A file of an edition.
#[derive(Serialize)]
pub(super) struct EditionFile {
    folder: &'static str,
    name: String,
    bytes: u64,
}

/// Returns the files of both editions.
pub(super) fn list(root: &Path) -> Vec<EditionFile> {
    let mut files = Vec::new();
    for folder in [OUT, DRAFT] {
        for path in ProjectPath::root(root).join(folder).paths_of(Kind::File) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let bytes = path.open().and_then(|file| file.metadata()).map_or(0, |file| file.len());
            if !name.starts_with('.') {
                files.push(EditionFile { folder, name, bytes });
            }
        }
    }
    files
}

/// Returns a file of an edition, or a range of it.
pub(super) fn file(root: &Path, folder: &str, name: &str, request: &Request) -> Answer {
    if ![OUT, DRAFT].contains(&folder) || name.starts_with('.') {
        return not_found();
    }
    let path = ProjectPath::root(root).join(folder).join(name);
    let range = request.headers.get(RANGE).and_then(|range| range.to_str().ok());
    let Ok(mut answer) = path.open().and_then(|file| file_answer(file, media_type(name), range)) else {
        return not_found();
    };
    set(&mut answer, CONTENT_SECURITY_POLICY, SANDBOX);
    if request.parameter("download").is_some() {
        set(&mut answer, CONTENT_DISPOSITION, "attachment");
    }
    answer
}

/// Returns the state of the podcast feed that the project belongs to; `None` without a feed.toml in its folder or the one above.
pub(super) fn feed_state(root: &Path) -> Option<FeedState> {
    let absolute = std::path::absolute(root).ok()?;
    let folders = [Some(absolute.as_path()), absolute.parent()];
    folders.into_iter().flatten().find_map(|folder| state::state(&folder.join(SETTINGS), root))
}
