//! A project on disk: script.toml, voices/ and lexicon.toml, read in one go with all their problems.

pub mod edit;
mod lock;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use crate::base::project_files::{DRAFT, LEXICON, OUT, SCRIPT, STATE};
pub use lock::{Wait, lock};

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::files;
use crate::script::file::{self, Manifest};
use crate::speech::Lexicon;
use crate::takes::Store;
use crate::voices::Voices;

/// Everything that a build reads.
#[derive(Debug)]
pub struct Project {
    /// The folder with script.toml.
    pub root: PathBuf,
    /// script.toml.
    pub manifest: Manifest,
    /// `voices/` and the built-in ones.
    pub voices: Voices,
    /// lexicon.toml; empty where there is none.
    pub lexicon: Lexicon,
    /// What a person should look at, though it stops nothing.
    pub warnings: Vec<Diagnostic>,
}

impl Project {
    /// Reads the project in `root`.
    ///
    /// # Errors
    /// All problems of all its files at once.
    pub fn load(root: &Path) -> Result<Self, Vec<Diagnostic>> {
        let manifest = read_manifest(root);
        let lexicon = read_lexicon(root);
        let (voices, found) = Voices::load(root);
        let needed = manifest.as_ref().ok().map(|manifest| needed(manifest, &voices));
        let (mut problems, mut warnings): (Vec<_>, Vec<_>) =
            found.into_iter().map(|found| weighed(found, needed.as_ref())).partition(Diagnostic::is_error);
        match (manifest, lexicon) {
            (Ok(manifest), Ok(lexicon)) if problems.is_empty() => {
                warnings.extend(manifest.warnings.iter().cloned());
                Ok(Self { root: root.to_path_buf(), manifest, voices, lexicon, warnings })
            }
            (manifest, lexicon) => {
                problems.extend(manifest.err().into_iter().flatten());
                problems.extend(lexicon.err().into_iter().flatten());
                Err(problems)
            }
        }
    }

    /// The store of takes.
    pub fn store(&self) -> Store {
        Store::new(self.root.join(STATE).join("takes"))
    }

    /// The store of takes, for looking many of them up.
    pub fn open_store(&self) -> Store {
        Store::open(self.root.join(STATE).join("takes"))
    }

    /// What the segments were heard with before.
    pub fn history_path(&self) -> PathBuf {
        history_path(&self.root)
    }

    /// script.toml, as diagnostics name it.
    pub fn script_path(&self) -> PathBuf {
        script_path(&self.root)
    }
}

/// The voices that may have to speak: those that script.toml names with their fallbacks, and the built-in ones, which are given
/// to whom it does not name.
fn needed<'a>(manifest: &'a Manifest, voices: &'a Voices) -> BTreeSet<&'a str> {
    let of_segments = manifest.script.segments.iter().filter_map(|segment| segment.decided.voice.as_ref());
    let named = manifest.cast.values().chain(of_segments).chain(&manifest.disclosure.voice);
    let builtin = Voices::builtin().map(|name| -> &str { name });
    voices.with_fallbacks(named.map(String::as_str).chain(builtin))
}

/// What is wrong with a voice that nobody needs stops nothing.
fn weighed((voice, problem): (String, Diagnostic), needed: Option<&BTreeSet<&str>>) -> Diagnostic {
    match needed {
        Some(needed) if !needed.contains(voice.as_str()) => {
            Diagnostic { severity: Severity::Warning, ..problem }
        }
        _ => problem,
    }
}

/// script.toml of the project in `root`, as diagnostics name it.
pub fn script_path(root: &Path) -> PathBuf {
    if root == Path::new(".") { PathBuf::from(SCRIPT) } else { root.join(SCRIPT) }
}

/// What the segments of the project in `root` were heard with before.
pub fn history_path(root: &Path) -> PathBuf {
    root.join(STATE).join("history.jsonl")
}

fn no_script(path: &Path) -> Diagnostic {
    Diagnostic::error("todo", "there is no script.toml here")
        .at(path)
        .hint("`aloud script ARTICLE` writes it from an article, `aloud new DIR` starts a project elsewhere")
}

/// Reads script.toml alone.
///
/// # Errors
/// When there is none, it cannot be read, or with everything that is wrong in it.
pub fn read_manifest(root: &Path) -> Result<Manifest, Vec<Diagnostic>> {
    read_script(root).map(|(_, manifest)| manifest)
}

/// The same with its text, as it is to be amended.
///
/// # Errors
/// As [`read_manifest`].
pub fn read_script(root: &Path) -> Result<(String, Manifest), Vec<Diagnostic>> {
    let path = script_path(root);
    match files::read_text_if_any(&path) {
        Ok(Some(text)) => file::parse(&text, &path).map(|manifest| (text, manifest)),
        Ok(None) => Err(vec![no_script(&path)]),
        Err(error) => Err(vec![error.into()]),
    }
}

/// Reads lexicon.toml alone; empty where there is none.
///
/// # Errors
/// With everything that is wrong in it.
pub fn read_lexicon(root: &Path) -> Result<Lexicon, Vec<Diagnostic>> {
    let path = root.join(LEXICON);
    let text = files::read_text_if_any(&path).map_err(|error| vec![error.into()])?.unwrap_or_default();
    Lexicon::parse(&text).map_err(|problems| {
        let told = |(line, what): (usize, String)| {
            Diagnostic::error("todo", what).at(&path).line(line).hint("an entry is `written = \"spoken\"`")
        };
        problems.into_iter().map(told).collect()
    })
}
