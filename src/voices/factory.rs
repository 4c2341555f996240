//! Folders of `voices/` → voices, and voices → backends.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::backend::Backend;
use super::builtin;
use super::command::CommandVoice;
use super::config::{self, Embedded, Settings, VoiceFile};
use super::embedded::EmbeddedVoice;
use super::recorded::RecordedVoice;
use super::test::TestVoice;
use crate::base::diagnostic::Diagnostic;
use crate::base::files;

/// All voices of a project.
#[derive(Debug, Clone, Default)]
pub struct Voices {
    by_name: BTreeMap<String, Voice>,
}

/// What voice.toml states of where a voice comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Whose voice it is, or was made from.
    pub person: Option<String>,
    /// How they agreed to it.
    pub consent: Option<String>,
    /// Under what terms its sound may be published.
    pub licence: Option<String>,
    /// Whether a model was trained to speak it.
    pub trained: Option<bool>,
}

/// One voice: its name, and how it speaks.
#[derive(Debug, Clone)]
pub struct Voice {
    /// Name of its folder.
    pub name: String,
    /// A line for people.
    pub description: String,
    /// Whose voice it is, how they agreed to it, and under what terms it may be published: as voice.toml states it.
    pub origin: Origin,
    /// What a million characters cost.
    pub price: Option<f64>,
    /// The voice that speaks when a recording is missing or stale, or its program or service fails.
    pub fallback: Option<String>,
    room: Option<PathBuf>,
    settings: Settings,
    /// Its folder; a built-in voice has none.
    folder: PathBuf,
}

impl Voices {
    /// Reads `voices/*/voice.toml` of the project in `root`. A folder named as a built-in voice takes its place. Problems
    /// come beside the voices that could be read, each with the name of the voice that has it.
    pub fn load(root: &Path) -> (Self, Vec<(String, Diagnostic)>) {
        let mut voices = Self { by_name: builtin::all().map(Voice::builtin).collect() };
        let mut problems = Vec::new();
        for folder in folders(&root.join("voices")) {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match read(&folder, &name) {
                Ok(voice) => {
                    voices.by_name.insert(name, voice);
                }
                Err(found) => problems.extend(found.into_iter().map(|problem| (name.clone(), problem))),
            }
        }
        problems.extend(voices.dangling_fallbacks(root));
        problems.extend(voices.endless_fallbacks(root));
        (voices, problems)
    }

    /// Those that are asked for by these names, and all that may have to speak for them.
    pub fn with_fallbacks<'a>(&'a self, names: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let (mut all, mut waiting) = (BTreeSet::new(), names.collect::<Vec<_>>());
        while let Some(name) = waiting.pop() {
            if all.insert(name) {
                waiting.extend(self.get(name).and_then(|voice| voice.fallback.as_deref()));
            }
        }
        all
    }

    /// A voice by its name.
    pub fn get(&self, name: &str) -> Option<&Voice> {
        self.by_name.get(name)
    }

    /// Names of the built-in ones.
    pub fn builtin() -> impl Iterator<Item = &'static str> {
        builtin::all().map(|(name, ..)| name)
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    fn dangling_fallbacks(&self, root: &Path) -> Vec<(String, Diagnostic)> {
        let dangling =
            |voice: &&Voice| voice.fallback.as_ref().is_some_and(|name| !self.by_name.contains_key(name));
        let told = |voice: &Voice| {
            let name = voice.fallback.as_deref().unwrap_or_default();
            let what = format!("the fallback of voice `{}` is `{name}`, which does not exist", voice.name);
            let problem = Diagnostic::error("todo", what).at(file(root, voice));
            (voice.name.clone(), problem.hint("`aloud voices` lists those there are"))
        };
        self.by_name.values().filter(dangling).map(told).collect()
    }

    /// Voices whose fallbacks lead back to them: where all of them fail nobody is left.
    fn endless_fallbacks(&self, root: &Path) -> Vec<(String, Diagnostic)> {
        let next = |voice: &Voice| self.get(voice.fallback.as_deref()?);
        let back = |voice: &&Voice| {
            let chain = std::iter::successors(next(voice), |voice| next(voice)).take(self.by_name.len());
            let chain: Vec<&str> = chain.map(|other| other.name.as_str()).collect();
            let ring = chain.iter().position(|name| *name == voice.name).map(|end| &chain[..end]);
            // Each ring is told once, by its first name.
            ring.is_some_and(|ring| ring.iter().all(|name| *name > voice.name.as_str()))
        };
        let told = |voice: &Voice| {
            let what = format!("the fallbacks of voice `{}` lead back to it", voice.name);
            let problem = Diagnostic::warning("todo", what).at(file(root, voice));
            (voice.name.clone(), problem.hint("let the last of them be a voice that always can speak"))
        };
        self.by_name.values().filter(back).map(told).collect()
    }
}

impl Voice {
    /// Speech that no person spoke. The test voice's tones are no speech.
    pub fn is_synthetic(&self) -> bool {
        !matches!(self.settings, Settings::Recorded(_) | Settings::Test(_))
    }

    /// Where the recordings of a person are; `None` for voices that are none.
    pub fn recordings(&self) -> Option<PathBuf> {
        match &self.settings {
            Settings::Recorded(settings) => Some(self.folder.join(&settings.folder)),
            _ => None,
        }
    }

    /// The file of its room tone.
    pub fn room(&self) -> Option<PathBuf> {
        self.room.as_ref().map(|file| self.folder.join(file))
    }

    fn builtin((name, description, speaker): (&str, &str, Embedded)) -> (String, Self) {
        let (settings, folder) = (Settings::Embedded(speaker), PathBuf::new());
        let voice = Self {
            name: name.into(),
            description: description.into(),
            origin: Origin::default(),
            price: None,
            fallback: None,
            room: None,
            settings,
            folder,
        };
        (name.into(), voice)
    }

    /// Kind of its backend, as voice.toml names it.
    pub fn kind(&self) -> &'static str {
        self.settings.kind()
    }

    /// As in voice.toml.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Makes it ready to speak.
    ///
    /// # Errors
    /// When that can be known not to work: a program that is not installed, a folder that is not there.
    pub fn open(&self) -> Result<Box<dyn Backend>, Diagnostic> {
        Ok(match &self.settings {
            Settings::Embedded(speaker) => Box::new(EmbeddedVoice::new(*speaker)),
            Settings::Recorded(settings) => Box::new(RecordedVoice::new(self.folder.join(&settings.folder))),
            Settings::Command(settings) => Box::new(CommandVoice::new(settings.clone(), &self.folder)?),
            Settings::Test(settings) => Box::new(TestVoice::new(settings.clone())),
            _ => self.open_service()?,
        })
    }

    #[cfg(feature = "http")]
    fn open_service(&self) -> Result<Box<dyn Backend>, Diagnostic> {
        super::http::open(&self.settings).map_err(|error| {
            Diagnostic::error("todo", format!("voice `{}` cannot speak: {error}", self.name))
                .at(self.folder.join("voice.toml"))
                .hint(error.hint())
        })
    }

    #[cfg(not(feature = "http"))]
    fn open_service(&self) -> Result<Box<dyn Backend>, Diagnostic> {
        Err(Diagnostic::error(
            "todo",
            format!("voice `{}` is a service, and this program was built to work offline", self.name),
        )
        .at(self.folder.join("voice.toml"))
        .hint("build Aloud with its feature `http`"))
    }
}

fn file(root: &Path, voice: &Voice) -> PathBuf {
    root.join("voices").join(&voice.name).join("voice.toml")
}

/// Folders with a voice.toml, sorted by name.
fn folders(voices: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(voices).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.join("voice.toml").is_file()).collect();
    folders.sort();
    folders
}

fn read(folder: &Path, name: &str) -> Result<Voice, Vec<Diagnostic>> {
    let path = folder.join("voice.toml");
    let text = files::read_text(&path).map_err(|error| vec![error.into()])?;
    let VoiceFile { description, person, consent, licence, trained, price, fallback, room, backend } =
        config::parse(&text, &path)?;
    let origin = Origin { person, consent, licence, trained };
    Ok(Voice {
        name: name.into(),
        description,
        origin,
        price,
        fallback,
        room,
        settings: backend,
        folder: folder.to_path_buf(),
    })
}
