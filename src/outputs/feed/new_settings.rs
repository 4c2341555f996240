//! Makes a new feed.toml from the published episodes in a folder. What only a person knows is left empty.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use toml_edit::value;

use super::projects::{feed_root, published_projects};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::ProjectPath;
use crate::base::project_files::SCRIPT;
use crate::base::url;
use crate::script::file::{self, Manifest};

/// Time of publication on a day that the script names: podcasts come out in the morning.
const TIME: &str = "T08:00:00Z";
/// Width of the column of keys and values before the comments.
const COLUMN: usize = 32;

/// Returns the text of a feed.toml at the path `settings`, with all episodes that are published in `folders`.
///
/// # Errors
/// If a folder cannot be read.
pub fn new_settings(settings: &Path, folders: &[PathBuf]) -> Result<String, Diagnostic> {
    let mut projects = Vec::new();
    for folder in folders {
        projects.extend(published_projects(folder)?);
    }
    let scripts: Vec<Option<Manifest>> = projects.iter().map(|project| manifest(project)).collect();
    let most = |of: fn(&Manifest) -> Option<&String>| most_frequent(scripts.iter().flatten().filter_map(of));
    let mut text =
        String::from("# The settings of a podcast feed. Fill in what is empty, then run `aloud feed`.\n");
    for (key, known, comment) in [
        ("title", most(|script| script.series.as_ref()), "the title of the feed"),
        ("link", None, "the address of its web page"),
        ("description", None, "a short description"),
        ("language", most(|script| script.script.language.as_ref()), ""),
        ("author", most(|script| script.author.as_ref()), "the author or publisher"),
        ("image", None, "a square picture, 1400 to 3000 pixels wide, JPEG or PNG"),
        ("category", None, "a category of Apple Podcasts, such as \"News > Daily News\""),
        ("base_url", None, "the address of the folder of this file"),
    ] {
        line(&mut text, key, &known.unwrap_or_default(), comment);
    }
    let root = feed_root(settings);
    for (project, script) in projects.iter().zip(&scripts) {
        let day = script.as_ref().and_then(|script| script.date.as_deref()).filter(|date| is_day(date));
        text += "\n[[episode]]\n";
        line(&mut text, "path", &url::relative_path(root, project).to_string_lossy(), "");
        let date = day.map_or_else(String::new, |day| format!("{day}{TIME}"));
        line(&mut text, "date", &date, "when it was published, such as \"2026-11-26T08:00:00Z\"");
    }
    Ok(text)
}

/// Adds a line. Only an empty value gets the comment that explains it.
fn line(text: &mut String, key: &str, known: &str, comment: &str) {
    let setting = format!("{key} = {}", value(known));
    // Writing to a string cannot fail.
    let _ = match known.is_empty() && !comment.is_empty() {
        true => writeln!(text, "{setting:COLUMN$}# {comment}"),
        false => writeln!(text, "{setting}"),
    };
}

/// Reads the script of a project; `None` if it has problems, which other commands report.
fn manifest(project: &Path) -> Option<Manifest> {
    let path = ProjectPath::root(project).join(SCRIPT);
    file::parse(&path.read_text_if_any().ok()??, &path).ok()
}

/// Returns the value that most episodes have, or the first of several.
fn most_frequent<'a>(values: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    let most = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    most.map(|(value, _)| (*value).clone())
}

/// Returns true for a date such as 2026-11-26.
fn is_day(date: &str) -> bool {
    let mut parts = date.split('-').map(|part| (part.len(), part.bytes().all(|byte| byte.is_ascii_digit())));
    [4, 2, 2].iter().all(|length| parts.next() == Some((*length, true))) && parts.next().is_none()
}
