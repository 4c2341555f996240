//! Warns if the article has changed since script.toml was made from it, or if script.toml has lost some of its words.
//!
//! For this the whole article is parsed and attributed, which takes long for a book. So a build records the contents that
//! gave no warning, and the comparison is skipped as long as they are the same.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::script_file::excerpt;
use super::types::Plan;
use crate::base::diagnostic::Diagnostic;
use crate::base::files;
use crate::base::project_files::STATE;
use crate::project::Project;
use crate::script::article::{self, loader};
use crate::script::{Script, file as script_file, merge, script_from_article_with};

/// The record of an article and a script that gave no warning.
#[derive(Serialize, Deserialize)]
struct Unchanged {
    /// Hash of the article, the script and the version of Aloud.
    inputs: String,
}

/// Compares script.toml with its article, and adds the warnings to the plan.
pub(super) fn compare(project: &Project, plan: &mut Plan) {
    // The hash comes first: if the article changes while it is read, the record must not be of the new content.
    let inputs = inputs(project);
    if inputs.as_ref().is_some_and(|inputs| is_recorded(project, inputs)) {
        return;
    }
    let warnings = warnings(project);
    plan.unchanged_article = inputs.filter(|_| warnings.is_empty());
    plan.warnings.extend(warnings);
}

/// An article that cannot be read is not an error of the script; `aloud script` reports it.
fn warnings(project: &Project) -> Vec<Diagnostic> {
    let manifest = &project.manifest;
    let (Some(revision), Some(article)) = (&manifest.revision, &manifest.article) else { return Vec::new() };
    let Some(script) = script_of_article(project, article) else { return Vec::new() };
    if script_file::revision(&script) != *revision {
        let path = project.script_path().with_file_name("").join(article);
        let what = "the article has changed since script.toml was made from it";
        let hint = "`aloud diff` shows the changes, `aloud script` merges them into script.toml";
        return vec![Diagnostic::warning("article-changed", what).at(path).hint(hint)];
    }
    let path = project.script_path();
    merge::lost(&manifest.script, &script).iter().map(|words| lost_words(&path, words)).collect()
}

/// Records the article and the script of a plan, if they were compared and gave no warning.
pub(in crate::build) fn record_unchanged(project: &Project, plan: &Plan) {
    if let Some(inputs) = plan.unchanged_article.clone() {
        // Without the record, the next build compares again.
        let _ = files::write_checksummed(&record_path(project), &Unchanged { inputs });
    }
}

fn is_recorded(project: &Project, inputs: &str) -> bool {
    files::read_checksummed::<Unchanged>(&record_path(project)).is_some_and(|found| found.inputs == inputs)
}

fn record_path(project: &Project) -> PathBuf {
    project.root.join(STATE).join("article.json")
}

/// Returns a hash of everything that the comparison depends on; `None` if there is no article.
fn inputs(project: &Project) -> Option<String> {
    let manifest = &project.manifest;
    let article = File::open(project.root.join(manifest.article.as_ref()?)).ok()?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(format!("{:?} {:?}", manifest.revision, manifest.article).as_bytes());
    hasher.update(format!("{:?} {:?}", manifest.casting, manifest.script).as_bytes());
    hasher.update_reader(article).ok()?;
    Some(hasher.finalize().to_hex().to_string())
}

fn script_of_article(project: &Project, article: &Path) -> Option<Script> {
    let source = loader::load(&project.root.join(article)).ok()?;
    let article = article::parse(&source.text, source.format).ok()?;
    let mut script = script_from_article_with(&article, &project.manifest.casting);
    script_file::identify(&mut script);
    Some(script)
}

fn lost_words(script_path: &Path, words: &str) -> Diagnostic {
    let short = excerpt(words);
    let what = format!("these words of the article are neither spoken nor omitted: \u{201c}{short}\u{201d}");
    let mut warning = Diagnostic::warning("words-missing", what).at(script_path);
    if short.ends_with('…') {
        warning = warning.why(format!("it is {} words in all", words.split_whitespace().count()));
    }
    warning.hint("put them back, or list them in an `[[omitted]]` with a `reason`")
}
