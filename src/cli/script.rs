//! `aloud script`

use std::path::{Path, PathBuf};

use aloud::base::error::Error;
use aloud::project;
use aloud::project::edit;
use aloud::script::{Script, file};
use serde_json::json;

use super::args::{self, Global};
use super::counted;

pub fn run(args: &args::Script, global: &Global) -> Result<(), Error> {
    let article = article_of(args, global)?;
    if global.json {
        super::print_json(&document(&edit::read(&global.project, &article)?));
        return Ok(());
    }
    let brought = super::amending(global, |wait| edit::bring_in(&global.project, &article, wait))?;
    brought.remarks.iter().for_each(|remark| eprintln!("{remark}"));
    brought.merged.changes.iter().for_each(|change| eprintln!("{change}"));
    summarise(&global.project)?;
    if args.ask { super::ask::run(global) } else { Ok(()) }
}

/// The article that was named, or the one that script.toml was made from.
pub fn article_of(args: &args::Script, global: &Global) -> Result<PathBuf, Error> {
    args.article.clone().map_or_else(|| edit::article_of(&global.project), Ok)
}

/// What stands in script.toml now.
pub fn summarise(root: &Path) -> Result<(), Error> {
    let script = project::read_manifest(root).map_err(Error::Problems)?.script;
    let path = project::script_path(root);
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
    Ok(())
}

/// The stable form for programs. `span`: bytes of the article's text, which is the file itself where it is plain text.
fn document(script: &Script) -> serde_json::Value {
    let segment = |segment: &aloud::script::Segment| {
        json!({"id": segment.id, "speaker": segment.speaker, "text": segment.text,
               "span": [segment.span.start, segment.span.end],
               "kind": file::kind_name(segment.kind), "continues": segment.continues,
               "sure": segment.unsure.is_none(), "because": segment.because,
               "candidates": segment.unsure.as_ref().map_or(&[][..], |unsure| &unsure.candidates)})
    };
    let omitted =
        |omission: &aloud::script::Omission| json!({"text": omission.text, "reason": omission.reason});
    json!({
        "title": script.title,
        "language": script.language,
        "author": script.author,
        "segments": script.segments.iter().map(segment).collect::<Vec<_>>(),
        "omitted": script.omitted.iter().map(omitted).collect::<Vec<_>>(),
    })
}
