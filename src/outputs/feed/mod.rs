//! A podcast feed of the published episodes of a folder: feed.toml and each project's `out/` → RSS. Builds nothing, speaks nothing.

mod categories;
mod channel;
mod date;
mod episode;
mod pictures;
mod settings;
mod transcript;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::base::diagnostic::Diagnostic;
use crate::base::files;
use crate::base::project_files::{OUT, SCRIPT};
use crate::outputs::description;
use settings::{Entry, Settings};

/// The file that people edit.
pub const SETTINGS: &str = "feed.toml";

/// A finished feed.
#[derive(Debug)]
pub struct Feed {
    /// The file's content.
    pub xml: Vec<u8>,
    /// How many episodes are in it.
    pub episodes: usize,
    /// What a person should look at, though it stops nothing.
    pub warnings: Vec<Diagnostic>,
}

/// Makes the feed that `settings` (a feed.toml) describes. What is published in `folders` must stand in it. `name` is that of
/// the feed's file, which is served beside the rest.
///
/// # Errors
/// All problems at once: of feed.toml, of episodes that are not whole, and of those that it does not name.
pub fn feed(settings: &Path, folders: &[PathBuf], name: &str) -> Result<Feed, Vec<Diagnostic>> {
    let text = match files::read_text_if_any(settings) {
        Ok(Some(text)) => text,
        Ok(None) => return Err(vec![no_settings(settings)]),
        Err(error) => return Err(vec![error.into()]),
    };
    let read = settings::parse(&text, settings)?;
    let mut problems = unlisted(&read, settings, folders);
    let (unusable, mut warnings): (Vec<_>, Vec<_>) =
        pictures::remarks(&read, settings).into_iter().partition(Diagnostic::is_error);
    problems.extend(unusable);
    problems.extend(same_guid(&read, settings));
    let mut episodes = Vec::new();
    for entry in read.episodes.iter().filter(|entry| entry.date.is_some()) {
        match episode::read(entry, settings) {
            Ok(episode) => episodes.push((entry, episode)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    // The newest first; of one moment, as they stand in the file.
    episodes.sort_by_key(|(entry, _)| std::cmp::Reverse(entry.date.as_ref().map(|date| date.seconds)));
    warnings.extend(remarks(&episodes, settings));
    let channel = channel::channel(&read, name, &episodes);
    let mut xml = channel.write_to(Vec::new()).map_err(|error| {
        vec![Diagnostic::error("todo", "the feed cannot be written").at(settings).why(error.to_string())]
    })?;
    xml.push(b'\n');
    Ok(Feed { xml, episodes: episodes.len(), warnings })
}

fn no_settings(path: &Path) -> Diagnostic {
    Diagnostic::error("todo", "there is no feed.toml here")
        .at(path)
        .why("it says what the feed is called, where it is served, and when each episode came out")
        .hint("write one: `title`, `link`, `description`, `language`, `author`, `image`, `category`, `base_url`, and an `[[episode]]` with `path` and `date` for each")
}

/// Published episodes that feed.toml does not name.
fn unlisted(read: &Settings, settings: &Path, folders: &[PathBuf]) -> Vec<Diagnostic> {
    let beside = settings.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let listed: BTreeSet<PathBuf> =
        read.episodes.iter().filter_map(|entry| beside.join(&entry.path).canonicalize().ok()).collect();
    let mut problems = Vec::new();
    for folder in folders {
        let found = match published(folder) {
            Ok(found) => found,
            Err(error) => {
                problems.push(files::FileError::new("read the folder", folder, error).into());
                continue;
            }
        };
        for project in found {
            if project.canonicalize().is_ok_and(|path| listed.contains(&path)) {
                continue;
            }
            let path = crate::base::url::relative_path(beside, &project);
            problems.push(
                Diagnostic::error("todo", format!("feed.toml does not say when `{}` came out", path.display()))
                    .at(settings)
                    .why("there is a published episode, and a feed takes no date from the clock")
                    .hint(format!(
                        "add an `[[episode]]` with `path = \"{}\"` and `date = \"2026-11-26T08:00:00Z\"`, or with `skip = true`",
                        path.display()
                    )),
            );
        }
    }
    problems
}

/// The folder itself where it has a published episode, and nothing where it is a project without one; else those in it that have;
/// sorted.
fn published(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let is_published = |path: &Path| path.join(OUT).join(description::FILE).is_file();
    if is_published(folder) {
        return Ok(vec![folder.to_path_buf()]);
    }
    if folder.join(SCRIPT).is_file() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = entries.filter(|path| is_published(path)).collect();
    found.sort();
    Ok(found)
}

/// Two episodes of one identity are one to every app.
fn same_guid(read: &Settings, settings: &Path) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &Entry> = BTreeMap::new();
    let mut problems = Vec::new();
    for entry in read.episodes.iter().filter(|entry| entry.date.is_some()) {
        let guid = channel::guid(read, entry);
        if let Some(other) = seen.insert(guid.clone(), entry) {
            let what = format!("the guid `{guid}` is that of the episode in line {}, too", other.line);
            problems.push(
                Diagnostic::error("todo", what)
                    .at(settings)
                    .line(entry.line)
                    .hint("give one of them another"),
            );
        }
    }
    problems
}

fn remarks(episodes: &[(&Entry, episode::Episode)], settings: &Path) -> Vec<Diagnostic> {
    let large = episodes.iter().filter(|(_, episode)| episode.sound.0.ends_with(".wav"));
    let told = large.map(|(entry, _)| {
        Diagnostic::warning("todo", format!("`{}` has nothing smaller than its WAV", entry.path.display()))
            .at(settings)
            .line(entry.line)
            .why("listeners would load a tenfold of what they need, and some apps play MP3 and M4A only")
            .hint("`mp3 = true` in `[outputs]` of its script.toml makes an episode.mp3 too")
    });
    let mut warnings: Vec<Diagnostic> = told.collect();
    if episodes.is_empty() {
        warnings.push(
            Diagnostic::warning("todo", "the feed has no episodes").at(settings).hint("add an `[[episode]]`"),
        );
    }
    warnings
}
