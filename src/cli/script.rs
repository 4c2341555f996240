//! `aloud script`: turns an article into script.toml.

use std::path::{Path, PathBuf};

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::files::ProjectPath;
use aloud::project;
use aloud::project::edit;
use aloud::script::article::{self, Format, loader};
use aloud::script::{Omission, Script, Segment, file};
use serde::Serialize;

use super::args::{self, Global};
use super::common::{self, counted};
use super::progress;

pub fn run(args: &args::Script, global: &Global) -> Result<(), Error> {
    let article = match args.article.as_deref() {
        Some(path) if path == Path::new("-") && !global.json => store_stdin(global)?,
        given => article_path(given, global)?,
    };
    if global.json {
        common::print_json(&script_json(&edit::read_article(&global.project, &article)?));
        return Ok(());
    }
    let imported = progress::with_lock(global, |wait| edit::import_article(&global.project, &article, wait))?;
    imported.warnings.iter().for_each(|warning| err_escaped!("{warning}"));
    imported.merged.changes.iter().for_each(|change| err_escaped!("{change}"));
    summarise(&global.project)?;
    if args.ask { super::ask::run(global) } else { Ok(()) }
}

/// Writes the article from standard input to the project's article if that is a file of the same format in the project, or else to
/// a file of its own. Returns its path.
fn store_stdin(global: &Global) -> Result<PathBuf, Error> {
    let source = loader::load_stdin()?;
    article::parse(&source.text, source.format).map_err(|error| loader::diagnose(Path::new("-"), &error))?;
    source.warnings.iter().for_each(|warning| err_escaped!("{warning}"));
    let root = &global.project;
    let named =
        edit::article_path(root).ok().and_then(|path| Some(path.strip_prefix(root).ok()?.to_path_buf()));
    let same_format = named.filter(|name| Format::from_path(name) == source.format);
    let name = same_format.unwrap_or_else(|| format!("article.{}", source.format.extension()).into());
    ProjectPath::root(root).join(&name).write(source.text.as_bytes())?;
    Ok(root.join(name))
}

/// Returns the given article, or the one that script.toml names.
pub fn article_path(article: Option<&Path>, global: &Global) -> Result<PathBuf, Error> {
    match article {
        Some(path) if loader::is_address(path) => Err(Diagnostic::error(
            "file-not-found",
            format!("`{}` is the address of a page, not a file", path.display()),
        )
        .hint("make a project from the page with `aloud new`, or save the page as a file")
        .into()),
        Some(path) => Ok(path.to_path_buf()),
        None => edit::article_path(&global.project),
    }
}

/// Prints the number of segments, quotes and speakers in script.toml.
pub fn summarise(root: &Path) -> Result<(), Error> {
    let script = project::read_manifest(root).map_err(Error::Problems)?.script;
    let path = project::script_path(root);
    let quotes: Vec<_> = script.segments.iter().filter(|segment| !segment.is_narrator()).collect();
    let speakers: std::collections::BTreeSet<&str> =
        quotes.iter().map(|quote| quote.speaker.as_str()).collect();
    let unsure = script.segments.iter().filter(|segment| segment.unsure.is_some()).count();
    errln!(
        "{}: {}, {} by {}, {unsure} unsure, {} omitted",
        path.display(),
        counted(script.segments.len(), "segment"),
        counted(quotes.len(), "quote"),
        counted(speakers.len(), "speaker"),
        counted(script.omitted.len(), "block")
    );
    if unsure > 0 {
        errln!("run `aloud review` to decide what is unsure");
    }
    Ok(())
}

/// A script as JSON. The structs borrow, because a tree of values takes a kilobyte for each segment.
#[derive(Serialize)]
struct ScriptJson<'a> {
    title: &'a Option<String>,
    language: &'a Option<String>,
    author: &'a Option<String>,
    segments: Vec<SegmentJson<'a>>,
    omitted: Vec<OmissionJson<'a>>,
}

/// A segment. `span` is a byte range of the article's text, which for plain text is the file itself.
#[derive(Serialize)]
struct SegmentJson<'a> {
    id: &'a Option<String>,
    speaker: &'a str,
    text: &'a str,
    span: [usize; 2],
    kind: &'a str,
    continues: bool,
    sure: bool,
    because: &'a str,
    candidates: &'a [String],
}

#[derive(Serialize)]
struct OmissionJson<'a> {
    text: &'a str,
    reason: &'a str,
}

fn script_json(script: &Script) -> ScriptJson<'_> {
    ScriptJson {
        title: &script.title,
        language: &script.language,
        author: &script.author,
        segments: script.segments.iter().map(segment_json).collect(),
        omitted: script.omitted.iter().map(omission_json).collect(),
    }
}

fn segment_json(segment: &Segment) -> SegmentJson<'_> {
    SegmentJson {
        id: &segment.id,
        speaker: &segment.speaker,
        text: &segment.text,
        span: [segment.span.start, segment.span.end],
        kind: file::kind_name(segment.kind),
        continues: segment.continues,
        sure: segment.unsure.is_none(),
        because: &segment.because,
        candidates: segment.unsure.as_ref().map_or(&[][..], |unsure| &unsure.candidates),
    }
}

fn omission_json(omission: &Omission) -> OmissionJson<'_> {
    OmissionJson { text: &omission.text, reason: &omission.reason }
}
