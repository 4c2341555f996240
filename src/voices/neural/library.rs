//! The user's folder of installed voices: `$XDG_DATA_HOME/aloud/voices` on Linux, and its counterpart on other systems.

use std::env;
use std::path::{Path, PathBuf};

use super::catalog::Model;
use crate::speech::phonemes::Accent;

/// The accents of English that the package can pronounce.
pub(super) const ACCENTS: [Accent; 2] = [Accent::Us, Accent::Gb];

/// The folder of installed voices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    folder: PathBuf,
}

impl Library {
    /// Returns the library of the current user; `None` if the system does not say where their files are.
    pub fn of_user() -> Option<Self> {
        Some(Self { folder: data_folder()?.join("aloud").join("voices") })
    }

    /// Returns the library in a folder.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the file of a model. Its name has the start of the checksum, so a new version is another file.
    pub fn model_path(&self, model: &Model) -> PathBuf {
        self.folder.join(format!("{}-{}.onnx", model.name, &model.source.sha256[..8]))
    }

    /// Returns the file with the pronunciation of an accent.
    pub fn pronunciation_path(&self, accent: Accent) -> PathBuf {
        let name = match accent {
            Accent::Us => "english-us",
            Accent::Gb => "english-gb",
        };
        self.folder.join(format!("{name}.pronunciation"))
    }

    /// Returns true if a model and the pronunciation of both accents are installed.
    pub fn has(&self, model: &Model) -> bool {
        self.model_path(model).is_file() && self.has_pronunciation()
    }

    /// Returns true if the pronunciation of both accents is installed.
    pub(super) fn has_pronunciation(&self) -> bool {
        ACCENTS.iter().all(|accent| self.pronunciation_path(*accent).is_file())
    }
}

/// Returns the folder of the user's data.
fn data_folder() -> Option<PathBuf> {
    let absolute =
        |variable: &str| env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    // The variable is for Linux, but a person who sets it elsewhere means it.
    if let Some(folder) = absolute("XDG_DATA_HOME") {
        return Some(folder);
    }
    if cfg!(windows) {
        return absolute("LOCALAPPDATA");
    }
    let home = absolute("HOME")?;
    Some(if cfg!(target_os = "macos") {
        home.join("Library/Application Support")
    } else {
        home.join(".local/share")
    })
}
