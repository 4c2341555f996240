//! A series: a folder of episodes with a series.toml. It holds the settings, voices and spoken forms that they share.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml_edit::{Item, Table, value};

use super::lexicon_file;
use super::lock::{Wait, lock_script};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{Kind, ProjectPath};
use crate::base::project_files::{SCRIPT, SERIES};
use crate::base::toml_reader::parse_mut;
use crate::script::file::{SeriesSettings, parse_series};
use crate::speech::Lexicon;

/// A series and its files.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Series {
    /// The folder with series.toml. Its episodes are the projects in it.
    pub root: PathBuf,
    /// Content of series.toml.
    pub settings: SeriesSettings,
    /// Content of its lexicon.toml; empty without the file.
    pub lexicon: Arc<Lexicon>,
}

impl Series {
    /// Reads the series in `root`.
    ///
    /// # Errors
    /// All problems of its files at once.
    pub fn load(root: &Path) -> Result<Self, Vec<Diagnostic>> {
        match (read_settings(root), lexicon_file::read(root)) {
            (Ok(settings), Ok(lexicon)) => {
                Ok(Self { root: root.to_path_buf(), settings, lexicon: Arc::new(lexicon) })
            }
            (settings, lexicon) => Err(settings.err().into_iter().chain(lexicon.err()).flatten().collect()),
        }
    }

    /// Reads the series of the project in `project`; `None` if it is in none.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn of(project: &Path) -> Result<Option<Self>, Vec<Diagnostic>> {
        folder_of(project).map(|root| Self::load(&root)).transpose()
    }

    /// Returns the projects of the series, sorted by name.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn episodes(root: &Path) -> Result<Vec<PathBuf>, Error> {
        let folder = ProjectPath::root(root);
        let entries = folder.entries()?.into_iter().filter(|(_, kind)| *kind == Kind::Folder);
        let projects = entries.map(|(name, _)| folder.join(name)).filter(|path| path.join(SCRIPT).is_file());
        Ok(projects.map(|path| path.to_path_buf()).collect())
    }
}

/// Returns true if `root` is the folder of a series, and no project itself.
pub fn is_series(root: &Path) -> bool {
    let root = ProjectPath::root(root);
    root.join(SERIES).is_file() && !root.join(SCRIPT).exists()
}

/// Returns the folder of the series that a project belongs to: the folder that the project is in, if it has a series.toml.
pub fn folder_of(project: &Path) -> Option<PathBuf> {
    let named = project.parent().filter(|parent| *parent != Path::new(""));
    let last = project.components().next_back();
    let folder = match (last, named) {
        (Some(std::path::Component::Normal(_)), Some(parent)) => parent.to_path_buf(),
        (Some(std::path::Component::Normal(_)), None) => PathBuf::from("."),
        // The name of a folder such as `.` or `..` does not show the folder that it is in.
        _ => project.canonicalize().ok()?.parent()?.to_path_buf(),
    };
    ProjectPath::root(&folder).join(SERIES).is_file().then_some(folder)
}

/// Reads the settings of the series that a project belongs to; `None` if it is in none.
pub(super) fn settings_for(project: &Path) -> Result<Option<SeriesSettings>, Vec<Diagnostic>> {
    folder_of(project).map(|root| read_settings(&root)).transpose()
}

fn read_settings(root: &Path) -> Result<SeriesSettings, Vec<Diagnostic>> {
    let path = ProjectPath::root(root).join(SERIES);
    let text = path.read_text().map_err(|error| vec![error.into()])?;
    parse_series(&text, &path)
}

/// Adds people to `[cast]` of series.toml, in this order. Comments and order stay, and so does a voice that another process gave
/// meanwhile.
///
/// # Errors
/// When the series cannot be locked, or series.toml cannot be written.
pub(super) fn add_people(root: &Path, people: &[(String, String)], wait: &mut Wait<'_>) -> Result<(), Error> {
    let _turn = lock_script(root, wait)?;
    let path = ProjectPath::root(root).join(SERIES);
    let text = path.read_text()?;
    let syntax_error =
        |why: String| Diagnostic::error("toml-syntax", "this is not valid TOML").at(&path).why(why);
    let mut document = parse_mut(&text).map_err(|error| syntax_error(error.to_string()))?;
    let cast = document.entry("cast").or_insert_with(|| Item::Table(Table::new()));
    let Some(cast) = cast.as_table_like_mut() else { return Ok(()) };
    for (name, voice) in people {
        if !cast.contains_key(name) {
            cast.insert(name, value(voice));
        }
    }
    let amended = document.to_string();
    if amended != text {
        path.write(amended.as_bytes())?;
    }
    Ok(())
}

/// Returns the speakers who are the same person in every episode, in the order in which they first speak: people with a full name.
/// "Hale" or "a neighbour" may be another person tomorrow.
pub(super) fn people_of<'a>(
    speakers: impl Iterator<Item = &'a str>,
    voices: &BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let mut people: Vec<(String, String)> = Vec::new();
    for name in speakers.filter(|name| is_full_name(name)) {
        let Some(voice) = voices.get(name) else { continue };
        if !people.iter().any(|(known, _)| known == name) {
            people.push((name.to_string(), voice.clone()));
        }
    }
    people
}

fn is_full_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    // A capital may come after an article: d'Arcy.
    let is_name = |word: &&str| word.contains(char::is_uppercase) && !word.contains(char::is_numeric);
    match words.as_slice() {
        [first, .., last] => is_name(first) && is_name(last) && !["The", "A", "An"].contains(first),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_names_are_the_same_person_in_every_episode() {
        for (name, is_one) in [
            ("Ann Lee", true),
            ("Ursula von der Leyen", true),
            ("Élise d'Arcy", true),
            ("Lee", false),
            ("a neighbour", false),
            ("The Council", false),
            ("Speaker 2", false),
            ("narrator", false),
        ] {
            assert_eq!(is_full_name(name), is_one, "{name}");
        }
    }

    #[test]
    fn a_project_belongs_to_the_series_of_the_folder_that_it_is_in() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("a/b")).unwrap();
        std::fs::write(dir.path().join(SERIES), "").unwrap();
        assert_eq!(folder_of(&dir.path().join("a")).as_deref(), Some(dir.path()));
        assert_eq!(folder_of(&dir.path().join("new")).as_deref(), Some(dir.path()), "not made yet");
        assert_eq!(folder_of(&dir.path().join("a/b")), None, "only the next folder above");
        let around = dir.path().join("a/b/..");
        assert_eq!(folder_of(&around), dir.path().canonicalize().ok());
    }
}
