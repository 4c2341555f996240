//! Watches the files of open projects, so edits in a text editor appear on the pages at once.

use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use notify::{RecursiveMode, Watcher};

use super::desk::Desk;
use crate::project::{LEXICON, SCRIPT, SERIES, series};

/// Changes within this time are one change, because editors save in several steps.
const DEBOUNCE: Duration = Duration::from_millis(40);
/// Interval of checks whether the project is still open.
const INTERVAL: Duration = Duration::from_secs(5);

/// Starts to watch a project. Where the system cannot watch files, the pages see outside edits with their own next edit.
pub(super) fn start(desk: &Arc<Desk>) {
    let desk = Arc::downgrade(desk);
    thread::spawn(move || watch(&desk));
}

fn watch(desk: &Weak<Desk>) -> Option<()> {
    let root = desk.upgrade()?.root.clone();
    let (send, changes) = channel();
    let mut watcher = notify::recommended_watcher(send).ok()?;
    watcher.watch(&root, RecursiveMode::NonRecursive).ok()?;
    let series = series::folder_of(&root);
    if let Some(series) = &series {
        watcher.watch(series, RecursiveMode::NonRecursive).ok()?;
    }
    // A project or series may have no voices of its own.
    for folder in [Some(root), series].into_iter().flatten() {
        let _ = watcher.watch(&folder.join("voices"), RecursiveMode::Recursive);
    }
    let (mut changed, mut is_planned_again) = (false, false);
    loop {
        match changes.recv_timeout(if changed { DEBOUNCE } else { INTERVAL }) {
            Ok(Ok(event)) if !event.kind.is_access() => {
                let article = desk.upgrade()?.article();
                let is_article = |path: &Path| article.is_some() && path.file_name() == article.as_deref();
                changed |= event.paths.iter().any(|path| is_input(path) || is_article(path));
                // `refresh` sees whether script.toml has another text than the studio wrote.
                let is_other = |path: &Path| (is_input(path) && !path.ends_with(SCRIPT)) || is_article(path);
                is_planned_again |= event.paths.iter().any(|path| is_other(path));
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) if changed => {
                changed = false;
                let desk = desk.upgrade()?;
                desk.refresh();
                if std::mem::take(&mut is_planned_again) {
                    desk.want_plan();
                }
            }
            Err(RecvTimeoutError::Timeout) => drop(desk.upgrade()?),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// Returns true for script.toml, series.toml, lexicon.toml and everything in `voices/`, not for temporary files.
fn is_input(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    [SCRIPT, SERIES, LEXICON].contains(&name)
        || (!name.starts_with('.') && path.components().any(|part| part.as_os_str() == "voices"))
}
