//! A project on disk: reads script.toml, voices/ and lexicon.toml and reports all their problems at once.

pub(crate) mod article_check;
pub mod create;
pub mod edit;
mod lexicon_file;
mod lock;
mod lock_file;
pub mod needs;
pub mod series;
pub(crate) mod unnormalised;
pub mod user_config;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use crate::base::project_files::{DRAFT, LEXICON, OUT, SCRIPT, SERIES, STATE};
pub use lock::{Lock, Wait, lock, lock_script};

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::files::ProjectPath;
use crate::base::trust::Trust;
use crate::script::file::{self, Manifest};
use crate::speech::Lexicon;
use crate::takes::{SharedTakes, Store};
use crate::voices::Voices;

/// Everything that a build reads.
#[derive(Debug)]
#[non_exhaustive]
pub struct Project {
    /// The folder with script.toml.
    pub root: PathBuf,
    /// Content of script.toml.
    pub manifest: Manifest,
    /// The voices of `voices/` and the built-in voices.
    pub voices: Voices,
    /// Content of lexicon.toml; empty without the file.
    pub lexicon: Lexicon,
    /// What the project may run and send: what the user has recorded. Set it to [`Trust::everything`] for projects that you
    /// have reviewed.
    pub trust: Trust,
    /// The takes that several machines share: the store that the environment names.
    pub shared: Option<SharedTakes>,
    /// What a person should look at, although it does not prevent a build.
    pub warnings: Vec<Diagnostic>,
}

impl Project {
    /// Reads the project in `root`.
    ///
    /// # Errors
    /// All problems of all its files at once.
    pub fn load(root: &Path) -> Result<Self, Vec<Diagnostic>> {
        Self::load_parsed(root, read_manifest(root))
    }

    /// As [`Self::load`] with the content of script.toml, which the caller has read already.
    pub(crate) fn load_parsed(
        root: &Path,
        manifest: Result<Manifest, Vec<Diagnostic>>,
    ) -> Result<Self, Vec<Diagnostic>> {
        lock::refuse_state_links(root).map_err(|error| vec![error.into()])?;
        let shared = SharedTakes::of_environment().map_err(|problem| vec![problem])?;
        let series = series::folder_of(root);
        let lexicon = read_lexicon(root);
        let (voices, found) = Voices::load_in_series(root, series.as_deref());
        let needed = manifest.as_ref().ok().map(|manifest| needed_voices(manifest, &voices));
        let (mut problems, mut warnings): (Vec<_>, Vec<_>) = found
            .into_iter()
            .map(|found| downgrade_if_unused(found, needed.as_ref()))
            .partition(Diagnostic::is_error);
        match (manifest, lexicon) {
            (Ok(manifest), Ok(lexicon)) if problems.is_empty() => {
                warnings.extend(manifest.warnings.iter().cloned());
                Ok(Self {
                    root: root.to_path_buf(),
                    manifest,
                    voices,
                    lexicon,
                    trust: Trust::of_user(root),
                    shared,
                    warnings,
                })
            }
            (manifest, lexicon) => {
                problems.extend(manifest.err().into_iter().flatten());
                problems.extend(lexicon.err().into_iter().flatten());
                Err(problems)
            }
        }
    }

    /// Returns its folder, for safe access to its files.
    pub fn files(&self) -> ProjectPath {
        ProjectPath::root(&self.root)
    }

    /// Returns the store of takes.
    pub fn store(&self) -> Store {
        Store::new(self.files().join(STATE).join("takes")).with_shared(self.shared.clone())
    }

    /// Returns the store of takes with its index, for many lookups.
    pub(crate) fn open_store(&self) -> Store {
        Store::open(self.files().join(STATE).join("takes")).with_shared(self.shared.clone())
    }

    /// Returns the path of the history of takes.
    pub fn history_path(&self) -> ProjectPath {
        history_path(&self.root)
    }

    /// Returns the path of script.toml as diagnostics show it.
    pub fn script_path(&self) -> PathBuf {
        script_path(&self.root)
    }
}

/// Returns the voices that may have to speak: those that script.toml names, their fallbacks, and the built-in voices, which are
/// assigned to speakers without an entry in `[cast]`.
fn needed_voices<'a>(manifest: &'a Manifest, voices: &'a Voices) -> BTreeSet<&'a str> {
    let segment_voices = manifest.script.segments.iter().filter_map(|segment| segment.decided.voice.as_ref());
    let named = manifest.cast.values().chain(segment_voices).chain(&manifest.disclosure.voice);
    let builtin = Voices::builtin().map(|name| -> &str { name });
    voices.with_fallbacks(named.map(String::as_str).chain(builtin))
}

/// Turns errors in unused voices into warnings, because they must not prevent a build.
fn downgrade_if_unused(
    (voice, problem): (String, Diagnostic),
    needed: Option<&BTreeSet<&str>>,
) -> Diagnostic {
    match needed {
        Some(needed) if !needed.contains(voice.as_str()) => {
            Diagnostic { severity: Severity::Warning, ..problem }
        }
        _ => problem,
    }
}

/// Returns the path of script.toml as diagnostics show it, without `./` for the current folder.
pub fn script_path(root: &Path) -> PathBuf {
    if root == Path::new(".") { PathBuf::from(SCRIPT) } else { root.join(SCRIPT) }
}

/// Returns the path of the history of takes of the project in `root`.
pub fn history_path(root: &Path) -> ProjectPath {
    ProjectPath::root(root).join(STATE).join("history.jsonl")
}

fn no_script(path: &Path) -> Diagnostic {
    Diagnostic::error("script-missing", "there is no script.toml here")
        .at(path)
        .hint("create it with `aloud script ARTICLE`, or start a project elsewhere with `aloud new DIR`")
}

/// Reads script.toml only.
///
/// # Errors
/// When it is missing or cannot be read, or with all its problems.
pub fn read_manifest(root: &Path) -> Result<Manifest, Vec<Diagnostic>> {
    read_script(root).map(|(_, manifest)| manifest)
}

/// Parses a text of script.toml for the project in `root`, with the settings of its series.
///
/// # Errors
/// With all problems of both files.
pub fn parse_script(root: &Path, text: &str) -> Result<Manifest, Vec<Diagnostic>> {
    let series = series::settings_for(root)?;
    file::parse_in_series(text, &script_path(root), series.as_ref())
}

/// Reads script.toml and returns its text too.
///
/// # Errors
/// As [`read_manifest`].
pub(crate) fn read_script(root: &Path) -> Result<(String, Manifest), Vec<Diagnostic>> {
    let text = read_script_text(root)?;
    parse_script(root, &text).map(|manifest| (text, manifest))
}

/// Reads the text of script.toml, whatever it is.
///
/// # Errors
/// When it is missing or cannot be read.
pub(crate) fn read_script_text(root: &Path) -> Result<String, Vec<Diagnostic>> {
    match ProjectPath::root(root).join(SCRIPT).read_text_if_any() {
        Ok(Some(text)) => Ok(text),
        Ok(None) => Err(vec![no_script(&script_path(root))]),
        Err(error) => Err(vec![error.into()]),
    }
}

/// Reads lexicon.toml only, with the entries of the series; empty without the file.
///
/// # Errors
/// With all its problems.
pub fn read_lexicon(root: &Path) -> Result<Lexicon, Vec<Diagnostic>> {
    let own = lexicon_file::read(root)?;
    match series::folder_of(root) {
        Some(series) => Ok(own.in_series(Arc::new(lexicon_file::read(&series)?))),
        None => Ok(own),
    }
}
