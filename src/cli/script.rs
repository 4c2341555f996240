//! `aloud script`

use std::path::{Path, PathBuf};

use aloud::article::{self, ArticleError, Format};
use aloud::diagnostic::Diagnostic;
use aloud::episode::BuildError;
use aloud::files;
use aloud::project;
use aloud::script::merge::{self, Merged};
use aloud::script::{Casting, Script, manifest, split};
use aloud::takes::History;
use aloud::voices::assign;
use serde_json::json;

use super::args::{self, Global};
use super::counted;

pub fn run(args: &args::Script, global: &Global) -> Result<(), BuildError> {
    let article = article_of(args, global)?;
    let script = read(&article, &global.project)?;
    if global.json {
        super::print_json(&document(&script));
        return Ok(());
    }
    write(&script, &article, &global.project)?;
    if args.ask { super::ask::run(&global.project) } else { Ok(()) }
}

/// The article that was named, or the one that script.toml was made from.
pub fn article_of(args: &args::Script, global: &Global) -> Result<PathBuf, BuildError> {
    if let Some(article) = &args.article {
        return Ok(article.clone());
    }
    let manifest = project::read_manifest(&global.project).map_err(BuildError::Problems)?;
    let article = manifest.article.ok_or_else(|| {
        Diagnostic::error("script.toml does not say which article it was made from")
            .at(project::script_path(&global.project))
            .hint("name the article, or write `article = \"…\"` into `[episode]`")
    })?;
    Ok(if article.is_absolute() { article } else { global.project.join(article) })
}

/// Reads an article and splits it, as the project in `root` wants it if the article is its own.
pub fn read(path: &Path, root: &Path) -> Result<Script, BuildError> {
    let source = files::read_text(path)?;
    let article = article::parse(&source, Format::of(path)).map_err(|error| told(path, &error))?;
    let mut script = split::split_with(&article, &casting(path, root)?);
    manifest::identify(&mut script);
    Ok(script)
}

fn casting(article: &Path, root: &Path) -> Result<Casting, BuildError> {
    let path = project::script_path(root);
    let Some(text) = files::read_text_if_any(&path)? else { return Ok(Casting::default()) };
    match manifest::parse(&text, &path) {
        Ok(present) if present.article.as_ref() == Some(&from_root(article, root)) => Ok(present.casting),
        // What is wrong in it is told where it is to be amended.
        _ => Ok(Casting::default()),
    }
}

fn told(path: &Path, error: &ArticleError) -> Diagnostic {
    let problem = Diagnostic::error(format!("`{}` cannot be read aloud: {error}", path.display())).at(path);
    match error {
        ArticleError::Empty => problem.hint("is it the right file? a web page must hold the article itself"),
        ArticleError::TooLarge(_) => problem.hint("cut it into several articles"),
        ArticleError::Tangled => problem.hint("save the article's text alone, without the page around it"),
    }
}

/// Writes script.toml, or amends the one that is there.
pub fn write(script: &Script, article: &Path, root: &Path) -> Result<(), BuildError> {
    let path = project::script_path(root);
    let merged = merged(script, article, root)?;
    merged.changes.iter().for_each(|change| eprintln!("{change}"));
    files::write(&path, merged.text.as_bytes())?;
    // After script.toml: if this is lost, a lock is told to have nothing to hold, and no take is gone.
    let history = project::history_path(root);
    History::read(&history).rename(&history, &merged.renumbered)?;
    let written = manifest::parse(&merged.text, &path).map_err(BuildError::Problems)?;
    summarise(&written.script, &path);
    Ok(())
}

/// The script.toml that comes of an article: a new one, or the one that is there with what changed in the article.
pub fn merged(script: &Script, article: &Path, root: &Path) -> Result<Merged, BuildError> {
    let path = project::script_path(root);
    let article = from_root(article, root);
    let speakers = script.segments.iter().map(|segment| segment.speaker.as_str());
    let Some(existing) = files::read_text_if_any(&path)? else {
        let cast = assign(speakers, &Default::default(), &script.genders);
        return Ok(Merged {
            text: manifest::render(script, &article, &cast),
            changes: Vec::new(),
            renumbered: Vec::new(),
        });
    };
    let present = manifest::parse(&existing, &path).map_err(BuildError::Problems)?;
    refuse_another_article(&present, &article, &path)?;
    let cast = assign(speakers, &present.cast, &script.genders);
    Ok(merge::merge(&existing, script, &cast).map_err(|e| told_merge(&path, &e))?)
}

fn told_merge(path: &Path, error: &impl std::fmt::Display) -> Diagnostic {
    Diagnostic::error(format!("script.toml cannot be amended: {error}"))
        .at(path)
        .hint("mend it by hand first")
}

fn refuse_another_article(
    present: &manifest::Manifest,
    article: &Path,
    path: &Path,
) -> Result<(), Diagnostic> {
    match &present.article {
        Some(of) if of != article => Err(Diagnostic::error(format!(
            "`{}` was made from `{}`, not from `{}`",
            path.display(),
            of.display(),
            article.display()
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

/// What stands in script.toml now.
fn summarise(script: &Script, path: &Path) {
    let quotes: Vec<_> = script.segments.iter().filter(|segment| !segment.is_narrator()).collect();
    let speakers: std::collections::BTreeSet<&str> =
        quotes.iter().map(|quote| quote.speaker.as_str()).collect();
    let unsure = script.segments.iter().filter(|segment| segment.unsure.is_some()).count();
    eprintln!(
        "{}: {}, {} by {}, {unsure} unsure, {} omitted",
        path.display(),
        counted(script.segments.len(), "segment"),
        counted(quotes.len(), "quote"),
        counted(speakers.len(), "speaker"),
        counted(script.omitted.len(), "block")
    );
    if unsure > 0 {
        eprintln!("`aloud check` lists what is unsure");
    }
}

/// The stable form for programs. `span`: bytes of the article's text, which is the file itself where it is plain text.
fn document(script: &Script) -> serde_json::Value {
    let segment = |segment: &aloud::script::Segment| {
        json!({"id": segment.id, "speaker": segment.speaker, "text": segment.text,
               "span": [segment.span.start, segment.span.end],
               "kind": manifest::kind_name(segment.kind), "continues": segment.continues,
               "sure": segment.unsure.is_none(), "because": segment.because,
               "candidates": segment.unsure.as_ref().map_or(&[][..], |unsure| &unsure.candidates)})
    };
    let omitted =
        |omission: &aloud::script::Omission| json!({"text": omission.text, "reason": omission.reason});
    json!({
        "title": script.title,
        "language": script.language,
        "segments": script.segments.iter().map(segment).collect::<Vec<_>>(),
        "omitted": script.omitted.iter().map(omitted).collect::<Vec<_>>(),
    })
}
