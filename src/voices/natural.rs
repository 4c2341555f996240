//! The choice between the embedded and the natural built-in voices, for new projects and for advice.

use super::builtin;
use super::neural::Library;
use super::neural::catalog;

/// Returns true for a language that the natural voices speak. An article without a known language counts as English.
fn speaks(language: Option<&str>) -> bool {
    language.is_none_or(|tag| tag.split('-').next() == Some("en"))
}

/// Returns true if the model of the natural voices is installed for this user.
fn is_installed() -> bool {
    let library = Library::of_user();
    catalog::model(builtin::MODEL).is_some_and(|model| library.is_some_and(|library| library.has(model)))
}

/// Returns the narrator's voice for a new project in this language, if natural voices are installed.
pub fn natural_narrator(language: Option<&str>) -> Option<&'static str> {
    (speaks(language) && is_installed()).then_some(builtin::NEURAL_NARRATOR)
}

/// Returns false for a natural built-in voice that does not speak this language.
pub fn reads_language(voice: &str, language: Option<&str>) -> bool {
    !builtin::is_natural(voice) || speaks(language)
}

/// Returns the command that installs natural voices, if they are not installed and speak this language.
pub fn natural_voices_missing(language: Option<&str>) -> Option<String> {
    (speaks(language) && !is_installed()).then(|| format!("aloud voices add {}", builtin::MODEL))
}
