//! Reads feed.toml: the feed's title and addresses, and the date of each episode.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use toml_edit::{Datetime, Item, Offset, Table};

use super::categories::{self, Category};
use crate::base::diagnostic::Diagnostic;
use crate::base::files;
use crate::base::toml_reader::{self, Reader};
use crate::base::url::is_web_address;

/// The settings of feed.toml.
#[derive(Debug, Clone)]
pub(super) struct FeedSettings {
    /// Title of the feed.
    pub(super) title: String,
    /// The feed's web page.
    pub(super) link: String,
    /// Description of the feed.
    pub(super) description: String,
    /// BCP 47 tag.
    pub(super) language: String,
    /// Author or publisher.
    pub(super) author: String,
    /// Contact address; it is public.
    pub(super) email: Option<String>,
    /// Cover: an address, or a file relative to feed.toml.
    pub(super) image: String,
    /// Categories of Apple Podcasts.
    pub(super) categories: Vec<Category>,
    /// Whether the feed has explicit content.
    pub(super) explicit: bool,
    /// Address of the folder with feed.toml; ends with a slash.
    pub(super) base_url: String,
    /// Address of the feed; `None` if it is its file name below `base_url`.
    pub(super) feed_url: Option<String>,
    /// Copyright notice.
    pub(super) copyright: Option<String>,
    /// Whether the episodes should be heard in order.
    pub(super) serial: bool,
    /// Identifier of the feed; `None` if it is derived from its address.
    pub(super) guid: Option<String>,
    /// Whether published episodes without an `[[episode]]` are listed with the day of their article.
    pub(super) lists_all: bool,
    /// The episodes in the order of the file.
    pub(super) episodes: Vec<EpisodeSettings>,
}

/// An `[[episode]]` of feed.toml.
#[derive(Debug, Clone)]
pub(super) struct EpisodeSettings {
    /// Its line in feed.toml, counted from 1.
    pub(super) line: usize,
    /// The project's folder, relative to feed.toml.
    pub(super) path: PathBuf,
    /// Publication date; `None` for `skip = true`.
    pub(super) date: Option<Date>,
    /// Identifier; `None` if it is the address of the project.
    pub(super) guid: Option<String>,
    /// Replaces the title of the project.
    pub(super) title: Option<String>,
    /// Replaces the start of the article as description.
    pub(super) description: Option<String>,
    /// The episode's web page.
    pub(super) link: Option<String>,
    /// Cover of the episode.
    pub(super) image: Option<String>,
    /// Season number.
    pub(super) season: Option<u32>,
    /// Episode number.
    pub(super) number: Option<u32>,
    /// Replaces the setting of the feed.
    pub(super) explicit: Option<bool>,
    /// Address of its `out/` folder; ends with a slash. `None` if it is below the address of the feed.
    pub(super) base_url: Option<String>,
}

impl EpisodeSettings {
    /// Returns the settings of an episode without an `[[episode]]`, published at the start of a day: `2026-11-30`. Returns `None` if
    /// that is not a day.
    pub(super) fn of_day(path: PathBuf, day: &str, link: Option<String>) -> Option<Self> {
        let date = Date::new(&format!("{day}T00:00:00Z").parse().ok()?)?;
        Some(Self {
            line: 1,
            path,
            date: Some(date),
            guid: None,
            title: None,
            description: None,
            link,
            image: None,
            season: None,
            number: None,
            explicit: None,
            base_url: None,
        })
    }
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
    "list",
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

/// Parses feed.toml; `path` is for messages.
///
/// # Errors
/// Returns all problems of the file.
pub(super) fn parse(text: &str, path: &Path) -> Result<FeedSettings, Vec<Diagnostic>> {
    let root = &toml_reader::parse(text, path).map_err(|problem| vec![problem])?;
    let mut reader = Reader::new(text, path);
    reader.known_keys(root, KEYS, "at the top of feed.toml");
    let settings = FeedSettings {
        title: reader.required(root, "title", "the title of the feed"),
        link: required_address(&mut reader, root, "link", "the address of its web page"),
        description: reader.required(root, "description", "a short description"),
        language: reader.required(root, "language", "`en`, `de-AT` …"),
        author: reader.required(root, "author", "the author or publisher"),
        email: reader.non_empty(root, "email"),
        image: reader.required(root, "image", "a square picture, 1400 to 3000 pixels wide, JPEG or PNG"),
        categories: categories(&mut reader, root),
        explicit: reader.boolean(root, "explicit"),
        base_url: folder(required_address(&mut reader, root, "base_url", "the address of this folder")),
        feed_url: address(&mut reader, root, "feed_url"),
        copyright: reader.non_empty(root, "copyright"),
        serial: reader.choice(root, "type", &[("episodic", false), ("serial", true)]).unwrap_or(false),
        guid: reader.non_empty(root, "guid"),
        lists_all: reader.choice(root, "list", &[("named", false), ("all", true)]).unwrap_or(false),
        episodes: episodes(&mut reader, root),
    };
    let (problems, _) = reader.finish();
    if problems.is_empty() { Ok(settings) } else { Err(problems) }
}

fn categories(reader: &mut Reader<'_>, root: &Table) -> Vec<Category> {
    let item = root.get("category");
    let written = match item.and_then(Item::as_str) {
        Some(one) if one.trim().is_empty() => Vec::new(),
        Some(one) => vec![one.to_string()],
        None => reader.strings(root, "category"),
    };
    if written.is_empty() {
        let what = "`category` is missing".to_string();
        reader.error_at(
            "category-missing",
            item,
            what,
            "add a category such as `category = \"News\"` or `\"News > Daily News\"`",
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
                    &format!("use one of {known}"),
                );
            }
        }
    }
    found
}

fn episodes(reader: &mut Reader<'_>, root: &Table) -> Vec<EpisodeSettings> {
    let mut entries = Vec::new();
    let mut seen: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for table in reader.tables(root, "episode") {
        reader.known_keys(table, EPISODE_KEYS, "in an `[[episode]]`");
        let entry = episode(reader, table);
        if let Some(line) = seen.insert(entry.path.clone(), entry.line) {
            let what = format!("`{}` is listed twice, here and in line {line}", entry.path.display());
            reader.error_at("episode-duplicate", table.get("path"), what, "remove one of the two");
        }
        entries.push(entry);
    }
    entries
}

fn episode(reader: &mut Reader<'_>, table: &Table) -> EpisodeSettings {
    let base_url = address(reader, table, "base_url").map(folder);
    let path = PathBuf::from(reader.required(table, "path", "the folder of the project"));
    if !files::stays_inside(&path) && base_url.is_none() {
        let what = format!("`{}` is outside the folder of feed.toml", path.display());
        reader.error_at(
            "path-outside",
            table.get("path"),
            what,
            "set `base_url` to the address of its `out/` folder",
        );
    }
    let skip = reader.boolean(table, "skip");
    EpisodeSettings {
        line: reader.line_of_table(table),
        path: path.components().filter(|part| *part != Component::CurDir).collect(),
        date: if skip { None } else { date(reader, table) },
        guid: reader.non_empty(table, "guid"),
        title: reader.non_empty(table, "title"),
        description: reader.non_empty(table, "description"),
        link: address(reader, table, "link"),
        image: reader.non_empty(table, "image"),
        season: whole_number(reader, table, "season"),
        number: whole_number(reader, table, "number"),
        explicit: table.contains_key("explicit").then(|| reader.boolean(table, "explicit")),
        base_url,
    }
}

/// Reads a date, as a TOML date or as a string.
fn date(reader: &mut Reader<'_>, table: &Table) -> Option<Date> {
    let hint = "write date, time and offset: `date = \"2026-11-26T08:00:00Z\"`";
    let Some(item) = table.get("date") else {
        reader.required(
            table,
            "date",
            "the publication date, e.g. `2026-11-26T08:00:00Z`; or set `skip = true`",
        );
        return None;
    };
    let written = item.as_datetime().copied().or_else(|| item.as_str()?.parse::<Datetime>().ok());
    let date = written.as_ref().and_then(Date::new);
    if date.is_none() {
        reader.error_at("date-invalid", Some(item), "`date` is not a date with time and offset".into(), hint);
    }
    date
}

fn whole_number(reader: &mut Reader<'_>, table: &Table, key: &str) -> Option<u32> {
    let number = reader.number(table, key, 1.0, 1e6, "whole numbers")?;
    if number.fract() != 0.0 {
        reader.error_at(
            "value-type",
            table.get(key),
            format!("`{key}` is not a whole number"),
            "write 1, 2, 3 …",
        );
    }
    Some(number as u32)
}

fn required_address(reader: &mut Reader<'_>, table: &Table, key: &str, what: &str) -> String {
    reader.required(table, key, what);
    address(reader, table, key).unwrap_or_default()
}

/// Reads a web address.
fn address(reader: &mut Reader<'_>, table: &Table, key: &str) -> Option<String> {
    let item = table.get(key)?;
    let written = item.as_str().map(str::trim)?;
    if !written.is_empty() && !is_web_address(written) {
        let what = format!("`{key}` is not a web address: `{written}`");
        reader.error_at(
            "address-invalid",
            Some(item),
            what,
            "begin it with `https://`, and write spaces as `%20`",
        );
    }
    Some(written.to_string())
}

/// Adds a slash at the end if there is none.
fn folder(address: String) -> String {
    if address.ends_with('/') { address } else { address + "/" }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Names of the days, beginning with 1 January 1970, a Thursday.
const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// The date of an episode: RFC 3339 in feed.toml, RFC 2822 in the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Date {
    /// Seconds since 1 January 1970, UTC.
    pub(super) seconds: i64,
    /// Date as in the feed.
    pub(super) text: String,
}

impl Date {
    /// Converts a TOML date. Returns `None` if date, time or offset is missing, or the day does not exist.
    fn new(written: &Datetime) -> Option<Self> {
        let (date, time, offset) = (written.date?, written.time?, written.offset?);
        let minutes = match offset {
            Offset::Z => 0,
            Offset::Custom { minutes } => i64::from(minutes),
        };
        let (year, month, day) = (i64::from(date.year), i64::from(date.month), i64::from(date.day));
        let name = MONTHS.get(usize::try_from(month - 1).ok()?)?;
        let days = days(year, month, day);
        // A day after the month's last, e.g. 30 February, would be in the next month.
        let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        if day < 1 || days >= self::days(next_year, next, 1) {
            return None;
        }
        let of_day =
            i64::from(time.hour) * 3600 + i64::from(time.minute) * 60 + i64::from(time.second.unwrap_or(0));
        let weekday = DAYS[usize::try_from(days.rem_euclid(7)).ok()?];
        let (sign, ahead) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
        let text = format!(
            "{weekday}, {day:02} {name} {year:04} {:02}:{:02}:{:02} {sign}{:02}{:02}",
            time.hour,
            time.minute,
            time.second.unwrap_or(0),
            ahead / 60,
            ahead % 60
        );
        Some(Self { seconds: days * 86_400 + of_day - minutes * 60, text })
    }
}

/// Returns the days since 1 January 1970 in the Gregorian calendar. Years begin in March, which makes the leap day the
/// last day of a year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_dates_and_rejects_days_that_do_not_exist() {
        let read = |text: &str| Date::new(&text.parse::<Datetime>().ok()?);
        for (written, wanted, seconds) in [
            ("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 +0000", 0),
            ("2026-11-26T08:00:00Z", "Thu, 26 Nov 2026 08:00:00 +0000", 1_795_680_000),
            ("2024-02-29T23:30:15+01:30", "Thu, 29 Feb 2024 23:30:15 +0130", 1_709_244_015),
            ("2000-02-29 12:00:00-05:00", "Tue, 29 Feb 2000 12:00:00 -0500", 951_843_600),
        ] {
            let date = read(written).unwrap();
            assert_eq!((date.text.as_str(), date.seconds), (wanted, seconds), "{written}");
        }
        for wrong in
            ["2026-11-26", "2026-11-26T08:00:00", "2026-02-29T08:00:00Z", "2026-13-01T00:00:00Z", "yesterday"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
