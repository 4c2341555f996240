//! Makes a podcast feed of the published episodes in a folder: feed.toml and the `out/` folder of each project → RSS.

mod categories;
mod channel;
mod episode;
mod new_settings;
mod projects;
mod settings;
mod show_notes;
pub mod state;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, ProjectPath};
use crate::base::project_files::SCRIPT;
use crate::base::url;
use crate::outputs::encoders::Picture;
use crate::script::file::{self as script_file, Manifest};
use episode::PublishedEpisode;
pub use new_settings::new_settings;
use projects::{feed_root, published_projects};
use settings::{EpisodeSettings, FeedSettings};

/// The settings file of a feed.
pub const SETTINGS: &str = "feed.toml";

/// Widths in pixels of the square covers that Apple Podcasts accepts ("Artwork requirements").
const COVER_WIDTHS: RangeInclusive<u32> = 1400..=3000;
const COVER_HINT: &str = "use a square JPEG or PNG, 1400 to 3000 pixels wide";

/// A finished feed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Feed {
    /// Content of the file.
    pub xml: Vec<u8>,
    /// Number of episodes.
    pub episodes: usize,
    /// Warnings for people.
    pub warnings: Vec<Diagnostic>,
}

/// The episodes of a feed.
#[derive(Debug, Clone, Copy)]
pub enum Episodes<'a> {
    /// Those that feed.toml lists, and those that are published in these folders.
    Listed(&'a [PathBuf]),
    /// Only these projects.
    Only(&'a [PathBuf]),
}

impl<'a> Episodes<'a> {
    /// Returns the folders that are searched for published episodes.
    pub fn folders(self) -> &'a [PathBuf] {
        let (Self::Listed(folders) | Self::Only(folders)) = self;
        folders
    }
}

/// Makes the feed that `settings` (a feed.toml) describes. All of these episodes must be listed
/// there. `name` is the file name of the feed.
///
/// # Errors
/// Returns all problems of feed.toml, incomplete episodes, and published episodes that are not listed.
pub fn feed(settings: &Path, episodes: Episodes<'_>, name: &str) -> Result<Feed, Vec<Diagnostic>> {
    let text = match ProjectPath::named(settings).read_text_if_any() {
        Ok(Some(text)) => text,
        Ok(None) => return Err(vec![no_settings(settings)]),
        Err(error) => return Err(vec![error.into()]),
    };
    let mut feed = settings::parse(&text, settings)?;
    let mut problems = complete_list(&mut feed, settings, episodes.folders());
    if let Episodes::Only(selected) = episodes {
        let selected: BTreeSet<_> =
            selected.iter().filter_map(|project| project.canonicalize().ok()).collect();
        let root = feed_root(settings);
        feed.episodes.retain(|episode| {
            root.join(&episode.path).canonicalize().is_ok_and(|path| selected.contains(&path))
        });
    }
    let (unusable, mut warnings): (Vec<_>, Vec<_>) =
        check_pictures(&feed, settings).into_iter().partition(Diagnostic::is_error);
    problems.extend(unusable);
    problems.extend(duplicate_guids(&feed, settings));
    let mut episodes = Vec::new();
    for episode in feed.episodes.iter().filter(|episode| episode.date.is_some()) {
        match episode::read(episode, settings) {
            Ok(published) => episodes.push((episode, published)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    // Newest first; episodes of the same time stay in the order of the file.
    episodes.sort_by_key(|(episode, _)| Reverse(episode.date.as_ref().map(|date| date.seconds)));
    warnings.extend(check_episodes(&episodes, settings));
    let channel = channel::channel(&feed, name, &episodes);
    let mut xml = channel.write_to(Vec::new()).map_err(|error| {
        vec![
            Diagnostic::error("feed-unwritable", "the feed cannot be written")
                .at(settings)
                .why(error.to_string()),
        ]
    })?;
    xml.push(b'\n');
    Ok(Feed { xml, episodes: episodes.len(), warnings })
}

fn no_settings(path: &Path) -> Diagnostic {
    Diagnostic::error("feed-settings-missing", "there is no feed.toml")
        .at(path)
        .why("it holds the title and address of the feed, and the date of each episode")
        .hint("`aloud feed --new` writes one with what is known; fill in the rest")
}

/// Lists published episodes that have no `[[episode]]`, or reports them if feed.toml has to name each one.
fn complete_list(feed: &mut FeedSettings, settings: &Path, folders: &[PathBuf]) -> Vec<Diagnostic> {
    let root = feed_root(settings);
    let listed: BTreeSet<PathBuf> =
        feed.episodes.iter().filter_map(|episode| root.join(&episode.path).canonicalize().ok()).collect();
    let mut problems = Vec::new();
    for folder in folders {
        match published_projects(folder) {
            Err(error) => problems.push(error.into()),
            Ok(projects) => {
                let unlisted = projects
                    .into_iter()
                    .filter(|project| !project.canonicalize().is_ok_and(|path| listed.contains(&path)));
                for project in unlisted {
                    let path = url::relative_path(root, &project);
                    if !feed.lists_all {
                        problems.push(unlisted_episode(&path, settings));
                        continue;
                    }
                    match episode_of_day(&project, path) {
                        Ok(episode) => feed.episodes.push(episode),
                        Err(found) => problems.extend(found),
                    }
                }
            }
        }
    }
    problems
}

/// Returns the settings of an episode that feed.toml does not name: its script.toml has the day and the address of the article.
fn episode_of_day(project: &Path, path: PathBuf) -> Result<EpisodeSettings, Vec<Diagnostic>> {
    let script = ProjectPath::root(project).join(SCRIPT);
    let text = script.read_text().map_err(|error| vec![error.into()])?;
    let Manifest { date, link, .. } = script_file::parse(&text, &script)?;
    let episode = date.as_deref().and_then(|day| EpisodeSettings::of_day(path, day, link));
    episode.ok_or_else(|| {
        vec![
            Diagnostic::error("episode-undated", "the episode has no day of publication")
                .at(script)
                .why("feed.toml lists all episodes by the day of their article")
                .hint("write `date = \"2026-11-30\"` into `[episode]`, or give it an `[[episode]]` in feed.toml"),
        ]
    })
}

fn unlisted_episode(project: &Path, settings: &Path) -> Diagnostic {
    let project = project.display();
    Diagnostic::error("episode-unlisted", format!("feed.toml does not list `{project}`"))
        .at(settings)
        .why("the project has a published episode, and feed.toml must set its date")
        .hint(format!(
            "add an `[[episode]]` with `path = \"{project}\"` and `date = \"2026-11-26T08:00:00Z\"`, or with `skip = true`"
        ))
}

/// Reports episodes with the same identifier, because apps would show only one of them.
fn duplicate_guids(feed: &FeedSettings, settings: &Path) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &EpisodeSettings> = BTreeMap::new();
    let mut problems = Vec::new();
    for episode in feed.episodes.iter().filter(|episode| episode.date.is_some()) {
        let guid = channel::guid(feed, episode);
        if let Some(other) = seen.insert(guid.clone(), episode) {
            let what = format!("the guid `{guid}` is also that of the episode in line {}", other.line);
            problems.push(
                Diagnostic::error("guid-duplicate", what)
                    .at(settings)
                    .line(episode.line)
                    .hint("set another `guid` for one of them"),
            );
        }
    }
    problems
}

/// Checks the covers that are files: they must exist, and apps must accept them.
fn check_pictures(feed: &FeedSettings, settings: &Path) -> Vec<Diagnostic> {
    let folder = settings.parent().unwrap_or(Path::new(""));
    let of_episodes =
        feed.episodes.iter().filter_map(|episode| Some((episode.image.as_deref()?, Some(episode.line))));
    let mut problems = Vec::new();
    let pictures = [(feed.image.as_str(), None)].into_iter().chain(of_episodes);
    for (image, line) in pictures.filter(|(image, _)| !url::is_web_address(image)) {
        if let Some(problem) = check_picture(folder, image) {
            let problem = problem.at(settings);
            problems.push(match line {
                Some(line) => problem.line(line),
                None => problem,
            });
        }
    }
    problems
}

fn check_picture(folder: &Path, image: &str) -> Option<Diagnostic> {
    let path = ProjectPath::root(folder).join(image);
    if !files::stays_inside(Path::new(image)) || !path.exists() {
        let problem = Diagnostic::error("picture-missing", format!("there is no picture `{image}`"));
        return Some(problem.hint("set `image` to a web address or a file in the folder of feed.toml"));
    }
    let bytes = match path.read_at_most(Picture::MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => return Some(Diagnostic::from(error)),
    };
    match Picture::read(bytes) {
        Err(error) => {
            let what = format!("`{image}` cannot be the cover: {error}");
            Some(Diagnostic::error("picture-invalid", what).hint(COVER_HINT))
        }
        Ok(Picture { width, height, .. }) if width != height || !COVER_WIDTHS.contains(&width) => {
            let what = format!("the picture `{image}` has {width} × {height} pixels");
            let warning = Diagnostic::warning("picture-size", what);
            Some(warning.why("Apple Podcasts rejects it, and other apps crop or scale it").hint(COVER_HINT))
        }
        Ok(_) => None,
    }
}

/// Warns of episodes that exist only as WAV, and of a feed without episodes.
fn check_episodes(episodes: &[(&EpisodeSettings, PublishedEpisode)], settings: &Path) -> Vec<Diagnostic> {
    let uncompressed = episodes.iter().filter(|(_, published)| published.sound.0.ends_with(".wav"));
    let mut warnings: Vec<Diagnostic> =
        uncompressed.map(|(episode, _)| uncompressed_episode(episode, settings)).collect();
    if episodes.is_empty() {
        warnings.push(
            Diagnostic::warning("feed-empty", "the feed has no episodes")
                .at(settings)
                .hint("add an `[[episode]]`"),
        );
    }
    warnings
}

fn uncompressed_episode(episode: &EpisodeSettings, settings: &Path) -> Diagnostic {
    let what = format!("`{}` has only a WAV and no smaller format", episode.path.display());
    Diagnostic::warning("episode-uncompressed", what)
        .at(settings)
        .line(episode.line)
        .why("listeners would download ten times as much, and some apps play only MP3 and M4A")
        .hint("set `mp3 = true` in `[outputs]` of its script.toml and build again")
}
