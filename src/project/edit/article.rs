//! An article → script.toml, written or amended.

use std::path::{Path, PathBuf};

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::{self, Wait};
use crate::script::article::{self, Article, loader};
use crate::script::file::{Manifest, identify, render};
use crate::script::merge::{self, Merged};
use crate::script::{Casting, Script, script_from_article_with};
use crate::takes::History;
use crate::voices::assign;

/// An article, and what it comes to in script.toml.
#[derive(Debug, Clone, PartialEq)]
pub struct Brought {
    /// The article, split and cast.
    pub script: Script,
    /// script.toml with the article in it, and what that changes.
    pub merged: Merged,
    /// What was guessed in reading it, and a person should look at.
    pub remarks: Vec<Diagnostic>,
}

/// An article that was read, and what was guessed in reading it.
struct Parsed {
    article: Article,
    remarks: Vec<Diagnostic>,
}

/// The article that script.toml was made from.
///
/// # Errors
/// When script.toml has problems, or does not say.
pub fn article_of(root: &Path) -> Result<PathBuf, Error> {
    let manifest = project::read_manifest(root).map_err(Error::Problems)?;
    let article = manifest.article.ok_or_else(|| {
        Diagnostic::error("todo", "script.toml does not say which article it was made from")
            .at(project::script_path(root))
            .hint("name the article, or write `article = \"…\"` into `[episode]`")
    })?;
    Ok(if article.is_absolute() { article } else { root.join(article) })
}

/// Reads an article and splits it, as the project in `root` wants it if the article is its own. Writes nothing.
///
/// # Errors
/// When it cannot be read, or there is nothing in it to read aloud.
pub fn read(root: &Path, article: &Path) -> Result<Script, Error> {
    let source = parsed(article)?;
    // What is wrong in script.toml is told where it is to be amended.
    let present = project::read_manifest(root).ok();
    Ok(script(&source.article, present.as_ref().filter(|present| is_of(present, article, root))))
}

/// What [`bring_in`] would write; nothing is written.
///
/// # Errors
/// As [`bring_in`].
pub fn compare(root: &Path, article: &Path) -> Result<Brought, Error> {
    Ok(against(root, article, parsed(article)?)?.1)
}

/// Writes script.toml from an article, or brings the article as it is now into the script.toml that is there.
///
/// # Errors
/// When the article cannot be read, when script.toml has problems or is of another article, or when a file cannot be written;
/// then script.toml is as it was.
pub fn bring_in(root: &Path, article: &Path, wait: &mut Wait<'_>) -> Result<Brought, Error> {
    let source = parsed(article)?;
    let _turn = project::lock(root, wait)?;
    let path = project::history_path(root);
    let history = History::read(&path)?;
    let (before, brought) = against(root, article, source)?;
    super::write(root, before.as_deref(), &brought.merged.text)?;
    // After script.toml: if this is lost, a lock is told to have nothing to hold, and no take is gone.
    history.rename(&path, &brought.merged.renumbered)?;
    Ok(brought)
}

fn parsed(path: &Path) -> Result<Parsed, Error> {
    let source = loader::load(path)?;
    let article =
        article::parse(&source.text, source.format).map_err(|error| loader::diagnose(path, &error))?;
    Ok(Parsed { article, remarks: source.warning.into_iter().collect() })
}

/// The text of script.toml as it is, and what comes of it and the article.
fn against(root: &Path, path: &Path, source: Parsed) -> Result<(Option<String>, Brought), Error> {
    let Parsed { article, mut remarks } = source;
    if !project::script_path(root).exists() {
        let mut script = script(&article, None);
        remarks.extend(name(&mut script, path));
        let text = render(&script, &from_root(path, root), &cast(&script, None));
        return Ok((None, Brought { script, merged: Merged { text, ..Merged::default() }, remarks }));
    }
    let (text, present) = project::read_script(root).map_err(Error::Problems)?;
    refuse_another_article(&present, path, root)?;
    let script = script(&article, Some(&present).filter(|present| is_of(present, path, root)));
    let merged = merge::merge(&text, &script, &cast(&script, Some(&present)))
        .map_err(|error| super::not_amended(root, &error))?;
    Ok((Some(text), Brought { script, merged, remarks }))
}

/// Gives an episode a title whose article has none, and says so.
fn name(script: &mut Script, path: &Path) -> Option<Diagnostic> {
    if script.title.is_some() {
        return None;
    }
    let title = loader::fallback_title(path, &script.segments.first()?.text)?;
    let what = format!("the article names no title; the episode is called `{title}`");
    script.title = Some(title);
    Some(
        Diagnostic::warning("todo", what)
            .at(path)
            .hint("`title` in `[episode]` of script.toml is yours to change"),
    )
}

/// An article split and cast as a person decided in the script.toml that was made from it.
fn script(article: &Article, own: Option<&Manifest>) -> Script {
    let casting = own.map_or_else(Casting::default, |own| own.casting.clone());
    let mut script = script_from_article_with(article, &casting);
    identify(&mut script);
    script
}

/// Speaker → voice, for all speakers.
fn cast(script: &Script, present: Option<&Manifest>) -> std::collections::BTreeMap<String, String> {
    let speakers = script.segments.iter().map(|segment| segment.speaker.as_str());
    let known = present.map(|present| present.cast.clone()).unwrap_or_default();
    assign(speakers, &known, &script.genders)
}

fn is_of(present: &Manifest, article: &Path, root: &Path) -> bool {
    present.article.as_ref() == Some(&from_root(article, root))
}

fn refuse_another_article(present: &Manifest, article: &Path, root: &Path) -> Result<(), Diagnostic> {
    let path = project::script_path(root);
    match &present.article {
        Some(of) if !is_of(present, article, root) => Err(Diagnostic::error("todo", format!(
            "`{}` was made from `{}`, not from `{}`",
            path.display(),
            of.display(),
            from_root(article, root).display()
        ))
        .at(path)
        .hint("`aloud new DIR ARTICLE` starts a project for another article; if the file was renamed, change `article`")),
        _ => Ok(()),
    }
}

/// The article's path as script.toml has it: relative to the project where it lies inside.
fn from_root(article: &Path, root: &Path) -> PathBuf {
    let absolute = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    match absolute(article).strip_prefix(absolute(root)) {
        Ok(inside) => inside.to_path_buf(),
        Err(_) => article.to_path_buf(),
    }
}
