//! The state of a feed from the view of one project: whether feed.toml lists it, and whether the feed file is up to date.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Episodes, feed, settings};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::ProjectPath;

/// The usual name of a feed file.
const FEED: &str = "feed.xml";

/// The state of a feed, and of one episode in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FeedState {
    /// The feed.toml.
    pub settings: PathBuf,
    /// Title of the feed; `None` if feed.toml cannot be read.
    pub title: Option<String>,
    /// How feed.toml lists the project.
    pub episode: FeedEpisode,
    /// The date of the episode as feed.toml has it.
    pub date: Option<String>,
    /// The state of `feed.xml` next to feed.toml.
    pub file: FeedFile,
    /// What prevents a feed.
    pub problems: Vec<Diagnostic>,
}

/// How feed.toml lists a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedEpisode {
    /// It has a date.
    Listed,
    /// It is left out on purpose.
    Skipped,
    /// It is not in feed.toml.
    Unlisted,
}

/// The state of a feed file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedFile {
    /// It is as `aloud feed` would write it now.
    Current,
    /// `aloud feed` would write something else.
    Outdated,
    /// There is no such file.
    Missing,
}

/// Returns the state of the feed of a feed.toml for a project; `None` if there is no such file.
pub fn state(settings: &Path, project: &Path) -> Option<FeedState> {
    let text = ProjectPath::named(settings).read_text_if_any().ok()??;
    let file = settings.with_file_name(FEED);
    let mut state = FeedState {
        settings: settings.to_path_buf(),
        title: None,
        episode: FeedEpisode::Unlisted,
        date: None,
        file: FeedFile::Outdated,
        problems: Vec::new(),
    };
    match settings::parse(&text, settings) {
        Ok(found) => {
            let root = settings.parent().unwrap_or(Path::new("."));
            let own = project.canonicalize().ok();
            let is_own = |path: &Path| own.is_some() && root.join(path).canonicalize().ok() == own;
            if let Some(episode) = found.episodes.iter().find(|episode| is_own(&episode.path)) {
                state.date = episode.date.as_ref().map(|date| date.text.clone());
                let is_skipped = episode.date.is_none();
                state.episode = if is_skipped { FeedEpisode::Skipped } else { FeedEpisode::Listed };
            }
            state.title = Some(found.title);
        }
        Err(problems) => state.problems = problems,
    }
    let written = ProjectPath::named(&file).read_text_if_any().ok().flatten();
    match feed(settings, Episodes::Listed(&[]), FEED) {
        _ if written.is_none() => state.file = FeedFile::Missing,
        Ok(made) if written.is_some_and(|written| written.as_bytes() == made.xml) => {
            state.file = FeedFile::Current;
        }
        Ok(_) => {}
        Err(problems) => state.problems = problems,
    }
    Some(state)
}
