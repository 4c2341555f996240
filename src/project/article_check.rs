//! Compares script.toml with its article, and caches the result.
//!
//! The comparison parses the article and attributes its quotes, which costs more than the rest of a plan. Its result is kept in
//! `.aloud/article.json` next to a hash of everything that it depends on. When that hash is the same, the cached result holds.

use std::env;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::STATE;
use crate::base::files::{FileError, FileFingerprint, ProjectPath};
use crate::script::article::loader::{self, LoadedArticle};
use crate::script::article::{self};
use crate::script::file::{Manifest, identify, revision};
use crate::script::merge::{Outline, lost_words};
use crate::script::{Script, script_from_article_with};

/// Name of the cache in the folder of Aloud's state.
const CACHE: &str = "article.json";

/// The result of a comparison, with the hash of its inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArticleCheck {
    /// Hash of the inputs; `None` when the running program is unknown, and the result is not cached.
    inputs: Option<String>,
    /// Whether the article changed since script.toml was made from it.
    pub(crate) is_changed: bool,
    /// Runs of words that the article has and script.toml lacks. Empty if the article changed.
    pub(crate) lost: Vec<String>,
}

impl ArticleCheck {
    /// Compares script.toml of the project in `root` with its article, or returns the cached result.
    ///
    /// Returns `None` when script.toml names no article or revision, or when the article cannot be read: `aloud script` reports
    /// why.
    pub(crate) fn new(root: &Path, manifest: &Manifest) -> Option<Self> {
        let known = manifest.revision.as_ref()?;
        let source = loader::load_named_by(root, manifest.article.as_ref()?).ok()?;
        let inputs = hash_inputs(&source, manifest, known);
        let cached: Option<Self> = inputs.is_some().then(|| cache_path(root).read_checksummed()).flatten();
        if let Some(cached) = cached.filter(|cached| cached.inputs == inputs) {
            return Some(cached);
        }
        let article = article::parse(&source.text, source.format).ok()?;
        let mut script = script_from_article_with(&article, &manifest.casting);
        identify(&mut script);
        Some(Self::compare(inputs, &script, manifest, known))
    }

    fn compare(inputs: Option<String>, article: &Script, manifest: &Manifest, known: &str) -> Self {
        let is_changed = revision(article) != *known;
        let lost = if is_changed { Vec::new() } else { lost_words(&Outline::new(&manifest.script), article) };
        Self { inputs, is_changed, lost }
    }

    /// Caches the result for the next plan of the project in `root`.
    ///
    /// # Errors
    /// When the cache cannot be written.
    pub(crate) fn remember(&self, root: &Path) -> Result<(), FileError> {
        let path = cache_path(root);
        if self.inputs.is_none() || path.read_checksummed::<Self>().as_ref() == Some(self) {
            return Ok(());
        }
        path.write_checksummed(self)
    }
}

/// Caches the result for a script.toml that was just written from `source`. `article` is the source parsed and attributed with
/// the options of `manifest`.
///
/// # Errors
/// When the cache cannot be written.
pub(super) fn remember_written(
    root: &Path,
    manifest: &Manifest,
    source: &LoadedArticle,
    article: &Script,
) -> Result<(), FileError> {
    let Some(known) = &manifest.revision else { return Ok(()) };
    let inputs = hash_inputs(source, manifest, known);
    ArticleCheck::compare(inputs, article, manifest, known).remember(root)
}

fn cache_path(root: &Path) -> ProjectPath {
    ProjectPath::root(root).join(STATE).join(CACHE)
}

/// All that the result of a comparison depends on.
#[derive(Serialize)]
struct Inputs<'a> {
    /// The running program: another build of Aloud may parse or attribute in another way.
    program: FileFingerprint,
    version: &'static str,
    /// The article as decoded text. Parsing is a pure function of it and the format.
    text: &'a str,
    format: String,
    casting: String,
    revision: &'a str,
    outline: Outline,
}

/// Returns the hash of the inputs, in hex; `None` when the file of the running program cannot be found.
fn hash_inputs(source: &LoadedArticle, manifest: &Manifest, revision: &str) -> Option<String> {
    let inputs = Inputs {
        program: FileFingerprint::read(&env::current_exe().ok()?).ok()?,
        version: env!("CARGO_PKG_VERSION"),
        text: &source.text,
        format: format!("{:?}", source.format),
        casting: format!("{:?}", manifest.casting),
        revision,
        outline: Outline::new(&manifest.script),
    };
    let json = serde_json::to_vec(&inputs).ok()?;
    Some(blake3::hash(&json).to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;
    use crate::project;

    const ARTICLE: &str =
        "The ferry was late again on Monday.\n\n“We had tea,” said Ann Okafor. “It was cold.”\n";

    fn project() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().to_path_buf();
        fs::write(root.join("article.txt"), ARTICLE).unwrap();
        let mut wait = project::Wait { cancel: &false.into(), on_wait: &mut || () };
        project::edit::import_article(&root, &root.join("article.txt"), &mut wait).unwrap();
        (dir, root)
    }

    fn check(root: &Path) -> ArticleCheck {
        ArticleCheck::new(root, &project::read_manifest(root).unwrap()).unwrap()
    }

    /// Puts a result into the cache that no comparison can find, for the current inputs.
    fn poison(root: &Path) {
        let check = ArticleCheck { lost: vec!["a planted result".into()], ..check(root) };
        check.remember(root).unwrap();
    }

    #[track_caller]
    fn edit(path: &Path, from: &str, to: &str) {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    #[test]
    fn a_written_script_is_cached_and_the_cache_is_used() {
        let (_dir, root) = project();
        let cached: ArticleCheck = cache_path(&root).read_checksummed().unwrap();
        assert_eq!(cached, check(&root));
        assert!(!cached.is_changed && cached.lost.is_empty());
        poison(&root);
        assert_eq!(check(&root).lost, ["a planted result"], "no parse for equal inputs");
    }

    #[test]
    fn an_edit_that_cannot_change_the_result_keeps_the_cache() {
        let (_dir, root) = project();
        poison(&root);
        edit(&root.join("script.toml"), "[cast]", "[pauses]\nspeaker = 0.7\n\n[cast]");
        assert_eq!(check(&root).lost, ["a planted result"]);
    }

    #[test]
    fn an_edit_of_the_article_invalidates() {
        let (_dir, root) = project();
        poison(&root);
        edit(&root.join("article.txt"), "tea", "coffee");
        assert!(check(&root).is_changed);
        edit(&root.join("article.txt"), "coffee", "tea");
        assert_eq!(check(&root).lost, ["a planted result"]);
    }

    #[test]
    fn an_edit_of_the_script_invalidates() {
        let (_dir, root) = project();
        poison(&root);
        let path = root.join("script.toml");
        let text = fs::read_to_string(&path).unwrap();
        let start = text.find("[[segment]]").unwrap();
        let end = start + 1 + text[start + 1..].find("[[segment]]").unwrap();
        fs::write(&path, format!("{}{}", &text[..start], &text[end..])).unwrap();
        assert_eq!(check(&root).lost, ["The ferry was late again on Monday."]);
    }

    #[test]
    fn an_edit_of_the_options_invalidates() {
        let (_dir, root) = project();
        poison(&root);
        edit(&root.join("script.toml"), "[cast]", "[people]\n\"Ann Okafor\" = \"she\"\n\n[cast]");
        assert!(check(&root).lost.is_empty());
    }

    #[test]
    fn another_revision_invalidates() {
        let (_dir, root) = project();
        poison(&root);
        edit(&root.join("script.toml"), "revision = \"", "revision = \"0");
        assert!(check(&root).is_changed);
    }

    #[test]
    fn a_damaged_cache_counts_as_none() {
        let (_dir, root) = project();
        poison(&root);
        let path = cache_path(&root);
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
        assert!(check(&root).lost.is_empty());
    }
}
