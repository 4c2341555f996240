//! Imports an article: writes a new script.toml or merges into an existing one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::amend;
use super::article_choices::{self, ArticleChoice, Side};
use super::article_later;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{self, ProjectPath};
use crate::project::article_check::remember_written;
use crate::project::{self, SCRIPT, Wait, unnormalised};
use crate::script::article::loader::{self, LoadedArticle};
use crate::script::article::{self, Article};
use crate::script::file::{self, Defaults, Manifest, identify, render_with};
use crate::script::merge::{self, Change, Merged};
use crate::script::{Casting, NARRATOR, Script, script_from_article_with};
use crate::takes::History;
use crate::voices::{assign, reads_language};

/// The result of an import.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ArticleImport {
    /// The article with its attributed segments.
    pub script: Script,
    /// The new script.toml and its changes.
    pub merged: Merged,
    /// Guesses about the article that a person should look at.
    pub warnings: Vec<Diagnostic>,
}

/// A parsed article and its source.
struct Parsed {
    source: LoadedArticle,
    article: Article,
}

/// Returns the path of the article that script.toml was made from.
///
/// # Errors
/// When script.toml has problems, or does not name the article.
pub fn article_path(root: &Path) -> Result<PathBuf, Error> {
    let manifest = project::read_manifest(root).map_err(Error::Problems)?;
    let article = manifest.article.ok_or_else(|| {
        Diagnostic::error("article-unnamed", "script.toml does not name the article that it was made from")
            .at(project::script_path(root))
            .hint("name the article on the command line, or write `article = \"…\"` into `[episode]`")
    })?;
    let path = root.join(article);
    // The project may come from a stranger: `/dev/tty` as its article would wait for ever.
    match files::open(&path) {
        Err(error) if error.is_refused() => Err(error.into()),
        _ => Ok(path),
    }
}

/// Reads an article and attributes its quotes, with the options of the project in `root` if it is the project's article. Writes
/// nothing.
///
/// # Errors
/// When it cannot be read, or has no text to read aloud.
pub fn read_article(root: &Path, article: &Path) -> Result<Script, Error> {
    let parsed = parse(root, article)?;
    // An invalid script.toml does not matter here; an import reports it.
    let manifest = project::read_manifest(root).ok();
    Ok(attribute(&parsed.article, manifest.as_ref().filter(|manifest| is_made_from(manifest, article, root))))
}

/// Returns what [`import_article`] would write. Writes nothing.
///
/// # Errors
/// As [`import_article`].
pub fn compare_article(root: &Path, article: &Path) -> Result<ArticleImport, Error> {
    Ok(prepare(root, article, &Start::NONE, &parse(root, article)?)?.1)
}

/// Writes a new script.toml from an article, or merges the article into the existing one.
///
/// # Errors
/// When the article cannot be read, when script.toml has problems or was made from another article, or when a file cannot be
/// written. Then script.toml is unchanged.
pub fn import_article(root: &Path, article: &Path, wait: &mut Wait<'_>) -> Result<ArticleImport, Error> {
    import(root, article, &Start::NONE, &[], wait)
}

/// As [`import_article`], but a person has decided about some of the changes that [`compare_article`] returned.
///
/// # Errors
/// As [`import_article`], and when a choice belongs to no change any more. Then script.toml is unchanged.
pub fn import_article_with_choices(
    root: &Path,
    article: &Path,
    choices: &[ArticleChoice],
    wait: &mut Wait<'_>,
) -> Result<ArticleImport, Error> {
    import(root, article, &Start::NONE, choices, wait)
}

/// As [`import_article`], for the first script.toml of a project.
///
/// # Errors
/// As [`import_article`].
pub(in crate::project) fn start_script(
    root: &Path,
    article: &Path,
    start: &Start<'_>,
    wait: &mut Wait<'_>,
) -> Result<ArticleImport, Error> {
    import(root, article, start, &[], wait)
}

/// The settings of a new script.toml.
pub(in crate::project) struct Start<'a> {
    /// Returns the narrator's voice for the article's language, if the defaults have none that reads it. The voices of the speakers
    /// are of the same family.
    pub(in crate::project) narrator: fn(Option<&str>) -> Option<&'static str>,
    pub(in crate::project) defaults: Option<&'a Defaults>,
}

impl Start<'_> {
    const NONE: Self = Self { narrator: |_| None, defaults: None };

    /// Returns the voices that are chosen before the others are assigned.
    fn cast(&self, script: &Script) -> BTreeMap<String, String> {
        let mut cast = self.defaults.map(|defaults| defaults.cast.clone()).unwrap_or_default();
        let language = script.language.as_deref();
        let speaks = |name: &String| script.segments.iter().any(|segment| segment.speaker == *name);
        cast.retain(|speaker, voice| {
            (speaker == NARRATOR || speaks(speaker)) && reads_language(voice, language)
        });
        if let Some(voice) = (self.narrator)(language) {
            cast.entry(NARRATOR.into()).or_insert_with(|| voice.into());
        }
        cast
    }
}

fn import(
    root: &Path,
    article: &Path,
    start: &Start<'_>,
    choices: &[ArticleChoice],
    wait: &mut Wait<'_>,
) -> Result<ArticleImport, Error> {
    let parsed = parse(root, article)?;
    // The history changes too.
    let _locks = (project::lock(root, wait)?, project::lock_script(root, wait)?);
    let path = project::history_path(root);
    let history = History::read(&path)?;
    let (before, mut import) = prepare(root, article, start, &parsed)?;
    if let Some(before) = before.as_deref().filter(|_| !choices.is_empty()) {
        let (later, choices): (Vec<_>, Vec<_>) =
            choices.iter().cloned().partition(|choice| choice.side == Side::Later);
        if !later.is_empty() {
            leave_open(root, before, &mut import, &later)?;
        }
        import.merged.text = article_choices::apply(root, before, &import.merged, &choices)?;
    }
    let manifest = amend::write(root, "aloud script", before.as_deref(), &import.merged.text)?;
    // After script.toml: if the program is killed in between, a locked segment finds no take and says so. No take is lost.
    history.rename(&path, &import.merged.renumbered)?;
    if is_made_from(&manifest, article, root) {
        remember_written(root, &manifest, &parsed.source, &import.script)?;
    }
    Ok(import)
}

/// Merges only the changes that are not left open.
fn leave_open(
    root: &Path,
    before: &str,
    import: &mut ArticleImport,
    later: &[ArticleChoice],
) -> Result<(), Error> {
    let manifest = file::parse(before, &project::script_path(root)).map_err(Error::Problems)?;
    let later = article_choices::matched(root, &import.merged, later)?;
    let later: Vec<&Change> = later.into_iter().map(|(change, _)| change).collect();
    let merge = |text: &str, article: &Script| {
        merge::merge(text, article, &assign_voices(article, &manifest.cast))
            .map_err(|error| amend::syntax_error(root, &error))
    };
    let article =
        article_later::without(&import.script, &manifest, &later).ok_or_else(article_later::depend)?;
    let merged = merge(before, &article)?;
    let open = merge(&merged.text, &import.script)?;
    let is_split =
        article_later::are_same(merged.changes.iter().chain(later.iter().copied()), &import.merged.changes)
            && article_later::are_same(&open.changes, later.iter().copied());
    if !is_split {
        return Err(article_later::depend().at(project::script_path(root)).into());
    }
    import.merged = merged;
    Ok(())
}

fn parse(root: &Path, path: &Path) -> Result<Parsed, Error> {
    let source = match inside(root, path) {
        Some(inside) => loader::load_named_by(root, &inside)?,
        None => loader::load(path)?,
    };
    let article =
        article::parse(&source.text, source.format).map_err(|error| loader::diagnose(path, &error))?;
    Ok(Parsed { source, article })
}

/// Returns the path of an article relative to the project if it is named inside of it. No link is followed to find out.
fn inside(root: &Path, path: &Path) -> Option<PathBuf> {
    let (path, root) = (std::path::absolute(path).ok()?, std::path::absolute(root).ok()?);
    path.strip_prefix(root).ok().filter(|inside| files::stays_inside(inside)).map(Path::to_path_buf)
}

/// Returns the current text of script.toml, if there is one, and the import.
fn prepare(
    root: &Path,
    path: &Path,
    start: &Start<'_>,
    parsed: &Parsed,
) -> Result<(Option<String>, ArticleImport), Error> {
    let Parsed { source, article } = parsed;
    let mut warnings: Vec<Diagnostic> = source.warnings.clone();
    warnings.extend(loader::warn_of_thin_page(path, source, article));
    if !ProjectPath::root(root).join(SCRIPT).exists() {
        let mut script = attribute(article, None);
        warnings.extend(add_title(&mut script, path));
        let texts = script.segments.iter().map(|segment| segment.text.as_str());
        warnings.extend(unnormalised::warning(
            script.language.as_deref(),
            texts,
            &project::script_path(root),
        ));
        let cast = assign_voices(&script, &start.cast(&script));
        let defaults = start.defaults.cloned().unwrap_or_default();
        let text = render_with(&script, &path_from_root(path, root), &cast, &defaults);
        let merged = Merged { text, ..Merged::default() };
        return Ok((None, ArticleImport { script, merged, warnings }));
    }
    let (text, manifest) = project::read_script(root).map_err(Error::Problems)?;
    refuse_another_article(&manifest, path, root)?;
    let script = attribute(article, Some(&manifest).filter(|manifest| is_made_from(manifest, path, root)));
    let merged = merge::merge(&text, &script, &assign_voices(&script, &manifest.cast))
        .map_err(|error| amend::syntax_error(root, &error))?;
    Ok((Some(text), ArticleImport { script, merged, warnings }))
}

/// Adds a title if the article has none, and warns of it.
fn add_title(script: &mut Script, path: &Path) -> Option<Diagnostic> {
    if script.title.is_some() {
        return None;
    }
    let title = loader::fallback_title(path, &script.segments.first()?.text)?;
    let what = format!("the article has no title, so the episode gets the title `{title}`");
    script.title = Some(title);
    Some(
        Diagnostic::warning("title-guessed", what)
            .at(path)
            .hint("change `title` in `[episode]` of script.toml if you like"),
    )
}

/// Attributes the quotes of an article with the options of the script.toml that was made from it.
fn attribute(article: &Article, manifest: Option<&Manifest>) -> Script {
    let casting = manifest.map_or_else(Casting::default, |manifest| manifest.casting.clone());
    let mut script = script_from_article_with(article, &casting);
    identify(&mut script);
    script
}

/// Returns the voice of each speaker.
fn assign_voices(script: &Script, cast: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let speakers = script.segments.iter().map(|segment| segment.speaker.as_str());
    assign(speakers, cast, &script.genders)
}

fn is_made_from(manifest: &Manifest, article: &Path, root: &Path) -> bool {
    let Some(own) = &manifest.article else { return false };
    let named = path_from_root(article, root);
    // An article outside of the project may be named by several paths, such as `../a.txt` and `project/../a.txt`.
    *own == named || (!files::stays_inside(own) && absolute(&root.join(own)) == absolute(article))
}

fn refuse_another_article(manifest: &Manifest, article: &Path, root: &Path) -> Result<(), Diagnostic> {
    let path = project::script_path(root);
    match &manifest.article {
        Some(own) if !is_made_from(manifest, article, root) => Err(Diagnostic::error("article-other", format!(
            "`{}` was made from `{}`, not from `{}`",
            path.display(),
            own.display(),
            path_from_root(article, root).display()
        ))
        .at(path)
        .hint("start a project for another article with `aloud new DIR ARTICLE`; if the file was renamed, change `article`")),
        _ => Ok(()),
    }
}

/// Returns the article's path as script.toml has it: relative to the project if the article is inside.
fn path_from_root(article: &Path, root: &Path) -> PathBuf {
    match absolute(article).strip_prefix(absolute(root)) {
        Ok(inside) => inside.to_path_buf(),
        Err(_) => article.to_path_buf(),
    }
}

fn absolute(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}
