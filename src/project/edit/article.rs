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
use crate::project::series::{self, Series, people_of};
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
    /// People with their voices who are new in the cast of the series, in the order in which they speak.
    people: Vec<(String, String)>,
}

/// What a caller knows about an article beyond its file, for a new script.toml. Each value replaces the article's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ArticleDetails {
    /// The title.
    pub(crate) title: Option<String>,
    /// The language as a BCP 47 tag.
    pub(crate) language: Option<String>,
    /// The authors.
    pub(crate) author: Option<String>,
    /// The day of publication as `YYYY-MM-DD`.
    pub(crate) date: Option<String>,
    /// The address of the article's web page.
    pub(crate) link: Option<String>,
}

/// The settings of a new script.toml.
pub(crate) struct NewScript<'a> {
    /// Returns the narrator's voice for the article's language, if the defaults have none that reads it. The voices of the speakers
    /// are of the same family.
    pub(crate) narrator: fn(Option<&str>) -> Option<&'static str>,
    pub(crate) defaults: Option<&'a Defaults>,
    /// What the caller knows about the article.
    pub(crate) details: ArticleDetails,
    /// The narrator reads the quotes of uncertain speakers.
    pub(crate) narrate_unsure: bool,
    /// New people are added to the cast of the series, if the project is in one.
    pub(crate) add_to_series: bool,
}

impl NewScript<'_> {
    /// Returns the settings of a merge, which keeps those of the existing script.toml.
    fn none() -> Self {
        NewScript {
            narrator: |_| None,
            defaults: None,
            details: ArticleDetails::default(),
            narrate_unsure: false,
            add_to_series: true,
        }
    }

    /// Returns the voices that are chosen before the others are assigned.
    fn cast(&self, script: &Script) -> BTreeMap<String, String> {
        let mut cast = self.defaults.map(|defaults| defaults.cast.clone()).unwrap_or_default();
        let language = script.language.as_deref();
        let speaks = |name: &String| script.segments.iter().any(|segment| segment.speaker == *name);
        cast.retain(|speaker, voice| {
            (speaker == NARRATOR || speaks(speaker)) && reads_language(voice, language)
        });
        if let Some((name, voice)) = self.natural_narrator(script) {
            cast.entry(name).or_insert(voice);
        }
        cast
    }

    fn natural_narrator(&self, script: &Script) -> Option<(String, String)> {
        let voice = (self.narrator)(script.language.as_deref())?;
        Some((NARRATOR.to_string(), voice.to_string()))
    }
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
    // The source is not needed any more. A long one would double the memory.
    let parsed = parse(root, article)?.article;
    // An invalid script.toml does not matter here; an import reports it.
    let manifest = project::read_manifest(root).ok();
    Ok(attribute(&parsed, manifest.as_ref().filter(|manifest| is_made_from(manifest, article, root))))
}

/// Returns what [`import_article`] would write. Writes nothing.
///
/// # Errors
/// As [`import_article`].
pub fn compare_article(root: &Path, article: &Path) -> Result<ArticleImport, Error> {
    Ok(prepare(root, article, &NewScript::none(), &parse(root, article)?)?.1)
}

/// Writes a new script.toml from an article, or merges the article into the existing one.
///
/// # Errors
/// When the article cannot be read, when script.toml has problems or was made from another article, or when a file cannot be
/// written. Then script.toml is unchanged.
pub fn import_article(root: &Path, article: &Path, wait: &mut Wait<'_>) -> Result<ArticleImport, Error> {
    import(root, article, &NewScript::none(), &[], wait)
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
    import(root, article, &NewScript::none(), choices, wait)
}

/// As [`import_article`], for the first script.toml of a project.
///
/// # Errors
/// As [`import_article`].
pub(in crate::project) fn start_script(
    root: &Path,
    article: &Path,
    new: &NewScript<'_>,
    wait: &mut Wait<'_>,
) -> Result<ArticleImport, Error> {
    import(root, article, new, &[], wait)
}

fn import(
    root: &Path,
    article: &Path,
    new: &NewScript<'_>,
    choices: &[ArticleChoice],
    wait: &mut Wait<'_>,
) -> Result<ArticleImport, Error> {
    let parsed = parse(root, article)?;
    // It also protects the history.
    let _lock = project::lock_script(root, wait)?;
    let path = project::history_path(root);
    let history = History::read(&path)?;
    let (before, mut import) = prepare(root, article, new, &parsed)?;
    if let Some(before) = before.as_deref().filter(|_| !choices.is_empty()) {
        let (later, choices): (Vec<_>, Vec<_>) =
            choices.iter().cloned().partition(|choice| choice.side == Side::Later);
        if !later.is_empty() {
            leave_open(root, before, &mut import, &later)?;
        }
        import.merged.text = article_choices::apply(root, before, &import.merged, &choices)?;
    }
    if let Some(series) = series::folder_of(root).filter(|_| new.add_to_series) {
        series::add_people(&series, &import.people, wait)?;
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
    new: &NewScript<'_>,
    parsed: &Parsed,
) -> Result<(Option<String>, ArticleImport), Error> {
    let Parsed { source, article } = parsed;
    let mut warnings: Vec<Diagnostic> = source.warnings.clone();
    warnings.extend(loader::warn_of_thin_page(path, source, article));
    if !ProjectPath::root(root).join(SCRIPT).exists() {
        // A new script has only the options of its series.
        let shared = project::parse_script(root, "").map_err(Error::Problems)?.casting;
        let narrate_unsure = new.narrate_unsure || shared.narrate_unsure;
        let casting = Casting { narrate_unsure, ..shared };
        let mut script = attribute_with(&with_details(article, &new.details), &casting);
        warnings.extend(add_title(&mut script, path));
        let texts = script.segments.iter().map(|segment| segment.text.as_str());
        warnings.extend(unnormalised::warning(
            script.language.as_deref(),
            texts,
            &project::script_path(root),
        ));
        let (cast, defaults) = match series::folder_of(root) {
            // The series decides about everything else.
            Some(_) => (new.natural_narrator(&script).into_iter().collect(), Defaults::default()),
            None => (new.cast(&script), new.defaults.cloned().unwrap_or_default()),
        };
        let Cast { written, people } = cast_for(root, &script, cast, new)?;
        let text = render_with(&script, &path_from_root(path, root), &written, &defaults);
        let text = match new.narrate_unsure {
            true => file::set_narrate_unsure(&text).map_err(|error| amend::syntax_error(root, &error))?,
            false => text,
        };
        let merged = Merged { text, ..Merged::default() };
        return Ok((None, ArticleImport { script, merged, warnings, people }));
    }
    let (text, manifest) = project::read_script(root).map_err(Error::Problems)?;
    refuse_another_article(&manifest, path, root)?;
    let script = attribute(article, Some(&manifest).filter(|manifest| is_made_from(manifest, path, root)));
    let own = manifest.cast.iter().filter(|(name, _)| !manifest.series_cast.contains(*name));
    let own = own.map(|(name, voice)| (name.clone(), voice.clone())).collect();
    let Cast { written, people } = cast_for(root, &script, own, new)?;
    let merged = merge::merge(&text, &script, &written).map_err(|error| amend::syntax_error(root, &error))?;
    Ok((Some(text), ArticleImport { script, merged, warnings, people }))
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
    attribute_with(article, &casting)
}

fn attribute_with(article: &Article, casting: &Casting) -> Script {
    let mut script = script_from_article_with(article, casting);
    identify(&mut script);
    script
}

/// Returns the article with the details that replace its own.
fn with_details(article: &Article, details: &ArticleDetails) -> Article {
    let ArticleDetails { title, language, author, date, link } = details.clone();
    let mut article = article.clone();
    for (known, own) in [
        (title, &mut article.title),
        (language, &mut article.language),
        (author, &mut article.author),
        (date, &mut article.date),
        (link, &mut article.link),
    ] {
        if known.is_some() {
            *own = known;
        }
    }
    article
}

/// The voices of a script.
struct Cast {
    /// Those for `[cast]` of script.toml.
    written: BTreeMap<String, String>,
    /// Those for `[cast]` of series.toml.
    people: Vec<(String, String)>,
}

/// Assigns voices to all speakers. `own` is the cast of script.toml. In a series, people with a full name join the cast of the series
/// instead, and then have the same voice in every episode.
fn cast_for(
    root: &Path,
    script: &Script,
    own: BTreeMap<String, String>,
    new: &NewScript<'_>,
) -> Result<Cast, Error> {
    let Some(series) = Series::of(root).map_err(Error::Problems)? else {
        return Ok(Cast { written: assign_voices(script, &own), people: Vec::new() });
    };
    let mut known = own.clone();
    let speakers = || script.segments.iter().map(|segment| segment.speaker.as_str());
    for name in speakers().chain([NARRATOR]) {
        if let Some(voice) = series.settings.voice_of(name) {
            known.entry(name.to_string()).or_insert_with(|| voice.to_string());
        }
    }
    let voices = assign_voices(script, &known);
    let unknown = || speakers().filter(|name| !known.contains_key(*name));
    let people = if new.add_to_series { people_of(unknown(), &voices) } else { Vec::new() };
    let mut written = own;
    if series.settings.voice_of(NARRATOR).is_some() {
        written.remove(NARRATOR);
    }
    // The article shows their gender, which a build does not know.
    for name in unknown().filter(|name| !people.iter().any(|(person, _)| person == name)) {
        written.extend(voices.get(name).map(|voice| (name.to_string(), voice.clone())));
    }
    Ok(Cast { people, written })
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
