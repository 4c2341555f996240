//! The user's folder of installed voices: `$XDG_DATA_HOME/aloud/voices` on Linux, and its counterpart on other systems.

use std::path::{Path, PathBuf};

use super::catalog::Model;
use crate::base::user_folders;
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
        Some(Self { folder: user_folders::data()?.join("voices") })
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
