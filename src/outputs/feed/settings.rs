//! feed.toml: what a feed is called, where its files are served, and when each episode came out.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use toml_edit::{Datetime, Item, Table};

use super::categories::{self, Category};
use super::date::Date;
use crate::base::diagnostic::Diagnostic;
use crate::base::files;
use crate::base::toml_reader::{self, Reader};

/// A feed.toml.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Of the whole feed.
    pub title: String,
    /// The page of the feed.
    pub link: String,
    /// What it is about.
    pub description: String,
    /// BCP 47 tag.
    pub language: String,
    /// Who makes it.
    pub author: String,
    /// Whom to write to; everybody can read it.
    pub email: Option<String>,
    /// A picture: its address, or a file beside feed.toml.
    pub image: String,
    /// What it is filed under.
    pub categories: Vec<Category>,
    /// Not for children.
    pub explicit: bool,
    /// Where the folder of feed.toml is served; ends with a slash.
    pub base_url: String,
    /// Where the feed itself is served; `None` for its name below `base_url`.
    pub feed_url: Option<String>,
    /// Whose it is.
    pub copyright: Option<String>,
    /// Told in order, or each for itself.
    pub serial: bool,
    /// The feed's identity; `None` for one made of its address.
    pub guid: Option<String>,
    /// As they stand in the file.
    pub episodes: Vec<Entry>,
}

/// An `[[episode]]`.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its line, counted from 1.
    pub line: usize,
    /// The project's folder, within that of feed.toml.
    pub path: PathBuf,
    /// When it came out; `None` when it is left out of the feed.
    pub date: Option<Date>,
    /// Its identity; `None` for its address.
    pub guid: Option<String>,
    /// Instead of the project's own.
    pub title: Option<String>,
    /// Instead of how it begins.
    pub description: Option<String>,
    /// The page of the episode.
    pub link: Option<String>,
    /// A picture of its own.
    pub image: Option<String>,
    /// Number of its season.
    pub season: Option<u32>,
    /// Its number.
    pub number: Option<u32>,
    /// Instead of the feed's.
    pub explicit: Option<bool>,
    /// Where the files of its `out/` are served, when not below the feed's; ends with a slash.
    pub base_url: Option<String>,
}

const KEYS: &[&str] = &[
    "title",
    "link",
    "description",
    "language",
    "author",
    "email",
    "image",
    "category",
    "explicit",
    "base_url",
    "feed_url",
    "copyright",
    "type",
    "guid",
    "episode",
];
const EPISODE_KEYS: &[&str] = &[
    "path",
    "date",
    "guid",
    "title",
    "description",
    "link",
    "image",
    "season",
    "number",
    "explicit",
    "base_url",
    "skip",
];

/// Reads feed.toml; `path` is for messages.
///
/// # Errors
/// All problems of the file at once.
pub fn parse(text: &str, path: &Path) -> Result<Settings, Vec<Diagnostic>> {
    let root = &toml_reader::parse(text, path).map_err(|problem| vec![problem])?;
    let mut reader = Reader::new(text, path);
    reader.known_keys(root, KEYS, "at the top of feed.toml");
    let settings = Settings {
        title: reader.required(root, "title", "what the feed is called"),
        link: required_address(&mut reader, root, "link", "the page of the feed"),
        description: reader.required(root, "description", "what it is about"),
        language: reader.required(root, "language", "`en`, `de-AT` …"),
        author: reader.required(root, "author", "who makes it"),
        email: reader.non_empty(root, "email"),
        image: reader.required(root, "image", "a square picture, 1400 to 3000 pixels wide, JPEG or PNG"),
        categories: categories(&mut reader, root),
        explicit: reader.boolean(root, "explicit"),
        base_url: folder(required_address(
            &mut reader,
            root,
            "base_url",
            "where the files of this folder are served",
        )),
        feed_url: address(&mut reader, root, "feed_url"),
        copyright: reader.non_empty(root, "copyright"),
        serial: reader.choice(root, "type", &[("episodic", false), ("serial", true)]).unwrap_or(false),
        guid: reader.non_empty(root, "guid"),
        episodes: episodes(&mut reader, root),
    };
    let (problems, _) = reader.finish();
    if problems.is_empty() { Ok(settings) } else { Err(problems) }
}

fn categories(reader: &mut Reader<'_>, root: &Table) -> Vec<Category> {
    let item = root.get("category");
    let written = match item.and_then(Item::as_str) {
        Some(one) => vec![one.to_string()],
        None => reader.strings(root, "category"),
    };
    if written.is_empty() {
        let what = "`category` is missing".to_string();
        reader.error_at(
            "category-missing",
            item,
            what,
            "add `category = \"News\"`, or one within it: `\"News > Daily News\"`",
        );
    }
    let mut found = Vec::new();
    for name in written {
        match categories::find(&name) {
            Ok(category) => found.push(category),
            Err(known) => {
                reader.error_at(
                    "category-unknown",
                    item,
                    format!("there is no category `{name}`"),
                    &format!("there are {known}"),
                );
            }
        }
    }
    found
}

fn episodes(reader: &mut Reader<'_>, root: &Table) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut seen: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for table in reader.tables(root, "episode") {
        reader.known_keys(table, EPISODE_KEYS, "in an `[[episode]]`");
        let entry = episode(reader, table);
        if let Some(line) = seen.insert(entry.path.clone(), entry.line) {
            let what = format!("`{}` stands here and in line {line}", entry.path.display());
            reader.error_at("episode-duplicate", table.get("path"), what, "take one of them out");
        }
        entries.push(entry);
    }
    entries
}

fn episode(reader: &mut Reader<'_>, table: &Table) -> Entry {
    let base_url = address(reader, table, "base_url").map(folder);
    let path = PathBuf::from(reader.required(table, "path", "the folder of its project"));
    if !files::stays_inside(&path) && base_url.is_none() {
        let what = format!("`{}` leads out of the folder that is served", path.display());
        reader.error_at(
            "path-outside",
            table.get("path"),
            what,
            "say with `base_url` where the files of its `out/` are served",
        );
    }
    let skip = reader.boolean(table, "skip");
    Entry {
        line: reader.line_of_table(table),
        path: path.components().filter(|part| *part != Component::CurDir).collect(),
        date: if skip { None } else { date(reader, table) },
        guid: reader.non_empty(table, "guid"),
        title: reader.non_empty(table, "title"),
        description: reader.non_empty(table, "description"),
        link: address(reader, table, "link"),
        image: reader.non_empty(table, "image"),
        season: whole(reader, table, "season"),
        number: whole(reader, table, "number"),
        explicit: table.contains_key("explicit").then(|| reader.boolean(table, "explicit")),
        base_url,
    }
}

/// A date of TOML's own, or the same between quote marks.
fn date(reader: &mut Reader<'_>, table: &Table) -> Option<Date> {
    let hint = "write day, time and offset: `date = \"2026-11-26T08:00:00Z\"`";
    let Some(item) = table.get("date") else {
        reader.required(table, "date", "when it came out, such as `2026-11-26T08:00:00Z`; or `skip = true`");
        return None;
    };
    let written = item.as_datetime().copied().or_else(|| item.as_str()?.parse::<Datetime>().ok());
    let date = written.as_ref().and_then(Date::new);
    if date.is_none() {
        reader.error_at("date-invalid", Some(item), "`date` is not a point in time".into(), hint);
    }
    date
}

fn whole(reader: &mut Reader<'_>, table: &Table, key: &str) -> Option<u32> {
    let number = reader.number(table, key, 1.0, 1e6, "whole numbers")?;
    if number.fract() != 0.0 {
        reader.error_at("value-type", table.get(key), format!("`{key}` is not a whole number"), "1, 2, 3 …");
    }
    Some(number as u32)
}

fn required_address(reader: &mut Reader<'_>, table: &Table, key: &str, what: &str) -> String {
    reader.required(table, key, what);
    address(reader, table, key).unwrap_or_default()
}

/// An address of the web.
fn address(reader: &mut Reader<'_>, table: &Table, key: &str) -> Option<String> {
    let item = table.get(key)?;
    let written = item.as_str().map(str::trim)?;
    if !written.is_empty() && !is_address(written) {
        let what = format!("`{key}` is not the address of a page or file: `{written}`");
        reader.error_at(
            "address-invalid",
            Some(item),
            what,
            "it begins with `https://`, and spaces in it are written `%20`",
        );
    }
    Some(written.to_string())
}

/// True for http and https with a host, in the letters that an address may have (RFC 3986, section 2).
pub(super) fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && rest.chars().all(allowed)
    })
}

fn folder(address: String) -> String {
    if address.ends_with('/') { address } else { address + "/" }
}
