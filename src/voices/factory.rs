//! Reads the voices of a project from `voices/`, and creates their backends.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::backend::Backend;
use super::builtin;
use super::command::{self, CommandVoice};
use super::config::{self, Settings, VoiceFile};
use super::embedded::EmbeddedVoice;
use super::neural::catalog::LICENCE;
use super::neural::{Library, NeuralVoice};
use super::recorded::RecordedVoice;
use super::tone::ToneVoice;
use crate::base::diagnostic::Diagnostic;
use crate::base::files::{FileError, Kind, ProjectPath};
use crate::base::toml_reader::nearest_name;
use crate::base::trust::{Need, Trust};

/// All voices of a project.
#[derive(Debug, Clone, Default)]
pub struct Voices {
    by_name: BTreeMap<String, Voice>,
}

/// One voice: its name, its origin, and how it speaks.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Voice {
    /// Name of its folder, or of a built-in or custom voice.
    pub name: String,
    /// Description in one line.
    pub description: String,
    /// The person, consent and licence that voice.toml states.
    pub origin: Origin,
    /// Price of a million characters.
    pub price: Option<f64>,
    /// The voice that speaks if a recording is missing or stale, or if this voice fails.
    pub fallback: Option<String>,
    /// How often a faulty take is asked for again.
    pub retries: u32,
    /// The longest text of one request in characters, if voice.toml limits it.
    pub longest_text: Option<usize>,
    room_tone: Option<ProjectPath>,
    source: Source,
    /// What a voice of a series may run and send; `None` for a voice of the project.
    series_trust: Option<Trust>,
}

/// Where a voice comes from, as voice.toml states it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// The person who speaks, or who spoke the recordings that the voice was made from.
    pub person: Option<String>,
    /// How this person agreed to the use.
    pub consent: Option<String>,
    /// The terms under which its speech may be published.
    pub licence: Option<String>,
    /// True if a model was trained on recordings.
    pub trained: Option<bool>,
}

/// How a voice speaks.
#[expect(clippy::large_enum_variant, reason = "there are few voices, and a box would complicate each match")]
#[derive(Clone)]
enum Source {
    /// By the settings of a voice.toml in `folder`. The folder of a built-in voice is empty.
    Settings { settings: Settings, folder: ProjectPath },
    /// By a backend that the user of the library provides.
    Custom { backend: Arc<dyn Backend>, synthetic: bool },
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings { settings, .. } => settings.fmt(f),
            Self::Custom { .. } => f.write_str("Custom"),
        }
    }
}

impl Voices {
    /// Reads `voices/*/voice.toml` of the project in `root`. A folder with the name of a built-in voice replaces it. Returns
    /// also the problems, each with the name of its voice; the other voices are usable.
    pub fn load(root: &Path) -> (Self, Vec<(String, Diagnostic)>) {
        Self::load_in_series(root, None)
    }

    /// As [`Self::load`], also with the voices of the series in the folder `series`. A voice of the project replaces the one of
    /// the same name. Trust in the project does not extend to voices of the series, and the other way round.
    pub fn load_in_series(root: &Path, series: Option<&Path>) -> (Self, Vec<(String, Diagnostic)>) {
        let mut voices = Self { by_name: builtin::all().map(Voice::builtin).collect() };
        let mut problems = Vec::new();
        if let Some(series) = series {
            voices.read(series, Some(&Trust::of_series(series)), &mut problems);
        }
        voices.read(root, None, &mut problems);
        problems.extend(voices.missing_fallbacks());
        problems.extend(voices.circular_fallbacks());
        (voices, problems)
    }

    fn read(&mut self, root: &Path, series_trust: Option<&Trust>, problems: &mut Vec<(String, Diagnostic)>) {
        for folder in voice_folders(root, problems) {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match Voice::read(&folder, &name) {
                Ok(voice) => self.insert(Voice { series_trust: series_trust.cloned(), ..voice }),
                Err(found) => problems.extend(found.into_iter().map(|problem| (name.clone(), problem))),
            }
        }
    }

    /// Adds a voice. It replaces the one of the same name, if there is one.
    pub fn insert(&mut self, voice: Voice) {
        self.by_name.insert(voice.name.clone(), voice);
    }

    /// Returns the voice of a name.
    pub fn get(&self, name: &str) -> Option<&Voice> {
        self.by_name.get(name)
    }

    /// Returns all names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// Returns the voice that is meant by a name with a slip, such as `adler` for `alder`.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        nearest_name(name, self.names())
    }

    /// Returns the names of the built-in voices.
    pub(crate) fn builtin() -> impl Iterator<Item = &'static str> {
        builtin::all().map(|(name, ..)| name)
    }

    /// Returns these names, and the names of all voices that are their fallbacks.
    pub(crate) fn with_fallbacks<'a>(&'a self, names: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let (mut all, mut waiting) = (BTreeSet::new(), names.collect::<Vec<_>>());
        while let Some(name) = waiting.pop() {
            if all.insert(name) {
                waiting.extend(self.get(name).and_then(|voice| voice.fallback.as_deref()));
            }
        }
        all
    }

    fn missing_fallbacks(&self) -> Vec<(String, Diagnostic)> {
        let mut problems = Vec::new();
        for voice in self.by_name.values() {
            let Some(fallback) = voice.fallback.as_deref() else { continue };
            if !self.by_name.contains_key(fallback) {
                let what =
                    format!("voice `{}` has the fallback `{fallback}`, which does not exist", voice.name);
                let problem = Diagnostic::error("fallback-missing", what).at(voice.file());
                problems.push((voice.name.clone(), problem.hint("`aloud voices` lists all voices")));
            }
        }
        problems
    }

    /// Warns of fallbacks that form a circle: if all of these voices fail, no voice is left.
    fn circular_fallbacks(&self) -> Vec<(String, Diagnostic)> {
        let mut problems = Vec::new();
        for voice in self.by_name.values() {
            let next = |voice: &Voice| self.get(voice.fallback.as_deref()?);
            let chain = std::iter::successors(next(voice), |voice| next(voice)).take(self.by_name.len());
            let chain: Vec<&str> = chain.map(|other| other.name.as_str()).collect();
            let Some(end) = chain.iter().position(|name| *name == voice.name) else { continue };
            // Each circle is reported once, for its first name.
            if chain[..end].iter().all(|name| *name > voice.name.as_str()) {
                let what = format!("the fallbacks of voice `{}` lead back to it", voice.name);
                let problem = Diagnostic::warning("fallback-circular", what).at(voice.file());
                let hint = "end the chain with a voice that always works, e.g. a built-in one";
                problems.push((voice.name.clone(), problem.hint(hint)));
            }
        }
        problems
    }
}

/// Returns the folders with a voice.toml, sorted by name.
///
/// A link among them is reported, because without its voice the episode would sound different.
fn voice_folders(root: &Path, problems: &mut Vec<(String, Diagnostic)>) -> Vec<ProjectPath> {
    let voices = ProjectPath::root(root).join("voices");
    let entries = voices.entries().unwrap_or_else(|error| {
        problems.push((String::new(), error.into()));
        Vec::new()
    });
    let mut folders = Vec::new();
    for (name, kind) in entries {
        let folder = voices.join(&name);
        let voice_file = folder.join("voice.toml");
        match voice_file.kind() {
            Err(error) if kind != Kind::File => {
                let problem = FileError::new("read", &voice_file, error).into();
                problems.push((name.to_string_lossy().into_owned(), problem));
            }
            Ok(Some(Kind::Folder) | None) | Err(_) => {}
            // Reading reports a link or a pipe.
            Ok(Some(Kind::File | Kind::Link | Kind::Other)) => folders.push(folder),
        }
    }
    folders
}

fn missing_model(model: &str, voice: &str) -> Diagnostic {
    let what = format!("voice `{voice}` needs the model `{model}`, which does not exist");
    Diagnostic::error("voice-value-invalid", what).hint("`aloud voices add --list` lists all models")
}

impl Voice {
    /// Creates a voice from a backend of your own. Add it to a project with [`Voices::insert`].
    ///
    /// The voice counts as synthetic speech, which the episode discloses; see [`Voice::not_synthetic`]. A voice.toml cannot
    /// name it as its `fallback`, because the folder `voices/` is read before.
    pub fn custom(name: impl Into<String>, backend: Arc<dyn Backend>) -> Self {
        Self::new(&name.into(), Source::Custom { backend, synthetic: true })
    }

    /// Declares that a custom voice is not synthetic speech: it plays recordings of a person, or no speech at all.
    #[must_use]
    pub fn not_synthetic(mut self) -> Self {
        if let Source::Custom { synthetic, .. } = &mut self.source {
            *synthetic = false;
        }
        self
    }

    fn new(name: &str, source: Source) -> Self {
        Self {
            name: name.into(),
            description: String::new(),
            origin: Origin::default(),
            price: None,
            fallback: None,
            retries: VoiceFile::RETRIES,
            longest_text: None,
            room_tone: None,
            source,
            series_trust: None,
        }
    }

    fn builtin((name, description, settings): (&str, &str, Settings)) -> (String, Self) {
        let origin = match settings {
            // The package's author states it, and so does the author of the model that it was distilled from.
            Settings::Neural(_) => {
                Origin { licence: Some(LICENCE.into()), trained: Some(true), ..Origin::default() }
            }
            _ => Origin::default(),
        };
        let source = Source::Settings { settings, folder: ProjectPath::root(Path::new("")) };
        (name.into(), Self { description: description.into(), origin, ..Self::new(name, source) })
    }

    fn read(folder: &ProjectPath, name: &str) -> Result<Self, Vec<Diagnostic>> {
        let path = folder.join("voice.toml");
        let text = path.read_text().map_err(|error| vec![error.into()])?;
        let VoiceFile {
            description,
            person,
            consent,
            licence,
            trained,
            price,
            fallback,
            retries,
            longest_text,
            room,
            backend,
        } = config::parse(&text, &path)?;
        let source = Source::Settings { settings: backend, folder: folder.clone() };
        Ok(Self {
            description,
            origin: Origin { person, consent, licence, trained },
            price,
            fallback,
            retries,
            longest_text,
            room_tone: room.map(|file| folder.join(file)),
            ..Self::new(name, source)
        })
    }

    /// Returns the path of its voice.toml, for messages.
    fn file(&self) -> PathBuf {
        match &self.source {
            Source::Settings { folder, .. } => folder.join("voice.toml").to_path_buf(),
            Source::Custom { .. } => PathBuf::new(),
        }
    }

    /// Returns true if it is a voice of the series, not of the project.
    pub(crate) fn is_of_series(&self) -> bool {
        self.series_trust.is_some()
    }

    /// Returns true if its speech is synthetic. The tones of the test voice are no speech.
    pub(crate) fn is_synthetic(&self) -> bool {
        match &self.source {
            Source::Settings { settings, .. } => {
                !matches!(settings, Settings::Recorded(_) | Settings::Test(_))
            }
            Source::Custom { synthetic, .. } => *synthetic,
        }
    }

    /// Returns the folder with the recordings of a person; `None` for other voices.
    pub(crate) fn recordings(&self) -> Option<ProjectPath> {
        match &self.source {
            Source::Settings { settings: Settings::Recorded(recorded), folder } => {
                Some(folder.join(&recorded.folder))
            }
            _ => None,
        }
    }

    /// Returns the file with its room tone.
    pub(crate) fn room_tone(&self) -> Option<ProjectPath> {
        self.room_tone.clone()
    }

    /// Returns the kind of its backend, as in voice.toml; `custom` for a custom voice.
    pub fn kind(&self) -> &'static str {
        match &self.source {
            Source::Settings { settings, .. } => settings.kind(),
            Source::Custom { .. } => "custom",
        }
    }

    /// Creates its backend, ready to speak. It runs a program or sends a key only if `trust` allows that.
    ///
    /// # Errors
    /// If it is known that it cannot work, e.g. because a program is not installed.
    pub fn open(&self, trust: &Trust) -> Result<Arc<dyn Backend>, Diagnostic> {
        let (settings, folder) = match &self.source {
            Source::Custom { backend, .. } => return Ok(Arc::clone(backend)),
            Source::Settings { settings, folder } => (settings, folder),
        };
        let trust = self.series_trust.as_ref().filter(|_| !trust.is_of_everything()).unwrap_or(trust);
        Ok(match settings {
            Settings::Embedded(speaker) => Arc::new(EmbeddedVoice::new(*speaker)),
            Settings::Neural(neural) => {
                let voice = NeuralVoice::new(neural.clone(), Library::of_user());
                // voice.toml is only accepted with a known model.
                Arc::new(voice.ok_or_else(|| missing_model(&neural.model, &self.name))?)
            }
            Settings::Recorded(recorded) => Arc::new(RecordedVoice::new(folder.join(&recorded.folder))),
            Settings::Command(command) => {
                Arc::new(CommandVoice::new(command.clone(), folder, trust.clone())?)
            }
            Settings::Test(test) => Arc::new(ToneVoice::new(test.clone())),
            service => self.open_service(service, folder, trust)?,
        })
    }

    /// Returns the environment variables that voice.toml names for keys.
    pub fn key_variables(&self) -> Vec<String> {
        match &self.source {
            #[cfg(feature = "http")]
            Source::Settings { settings, .. } => settings.keys(&self.name).map_or(Vec::new(), |keys| {
                keys.variables.into_iter().chain(keys.optional.map(str::to_string)).collect()
            }),
            _ => Vec::new(),
        }
    }

    /// Returns what it needs trust for; `None` if it runs no program of its own and sends no key of another service.
    ///
    /// # Errors
    /// If its files cannot be read, or its keys cannot be sent at all.
    pub fn need(&self) -> Result<Option<Need>, Diagnostic> {
        match &self.source {
            Source::Settings { settings: Settings::Command(settings), folder } => {
                command::need(settings, folder).map(Some)
            }
            #[cfg(feature = "http")]
            Source::Settings { settings, folder } => {
                let need = settings.keys(&self.name).map_or(Ok(None), |keys| keys.need());
                need.map_err(|error| {
                    Diagnostic::error(error.code, error.what).at(folder.join("voice.toml")).hint(error.hint)
                })
            }
            _ => Ok(None),
        }
    }

    #[cfg(feature = "http")]
    fn open_service(
        &self,
        settings: &Settings,
        folder: &Path,
        trust: &Trust,
    ) -> Result<Arc<dyn Backend>, Diagnostic> {
        super::http::open(settings, &self.name, trust.clone()).map_err(|error| {
            Diagnostic::error(error.code(), format!("voice `{}` cannot speak: {error}", self.name))
                .at(folder.join("voice.toml"))
                .hint(error.hint())
        })
    }

    #[cfg(not(feature = "http"))]
    fn open_service(
        &self,
        _settings: &Settings,
        folder: &Path,
        _trust: &Trust,
    ) -> Result<Arc<dyn Backend>, Diagnostic> {
        let what =
            format!("voice `{}` is an online service, and this build has no network support", self.name);
        Err(Diagnostic::error("feature-missing", what)
            .at(folder.join("voice.toml"))
            .hint("build Aloud with the feature `http`"))
    }
}
