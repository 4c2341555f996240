//! Reads the manifest of a batch line by line. A line is checked alone, and an invalid one never hides the others.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml_edit::Datetime;

use super::shard::Shard;
use crate::base::diagnostic::{Diagnostic, excerpt};
use crate::base::files::{self, FileError};
use crate::base::url::is_web_address;
use crate::language::primary;
use crate::outputs::single_line;
use crate::project::edit::ArticleDetails;

/// The longest line in bytes. A line holds names and addresses; the article is a file of its own.
const MAX_LINE: usize = 64 << 10;
/// The longest id in characters. File systems allow names of 255 bytes.
const MAX_ID: usize = 100;
/// Names in the folder of the episodes that have a meaning of their own.
const RESERVED: [&str; 1] = ["voices"];
/// Names of devices, which cannot be folders on Windows.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A valid line of the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Name of the project's folder.
    pub(super) id: String,
    /// The article: a path or an address.
    pub(super) article: PathBuf,
    /// Values that replace the article's own.
    pub(super) details: ArticleDetails,
}

/// A line of the shard: an entry, or its problems with the id if that is valid.
pub(super) type Line = Result<Entry, (Option<String>, Vec<Diagnostic>)>;

/// The lines of a manifest.
pub(super) struct Manifest {
    reader: BufReader<File>,
    path: PathBuf,
    line: usize,
    shard: Shard,
    /// Hash of each id of the shard, and its line. The ids of a million articles would take too much memory.
    seen: HashMap<u128, usize>,
}

/// As it is in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    id: String,
    article: String,
    title: Option<String>,
    date: Option<String>,
    language: Option<String>,
    author: Option<String>,
    link: Option<String>,
}

impl Manifest {
    /// Opens a manifest, to read the lines of one shard.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn open(path: &Path, shard: Shard) -> Result<Self, FileError> {
        let reader = BufReader::new(files::open(path)?);
        Ok(Self { reader, path: path.to_path_buf(), line: 0, shard, seen: HashMap::new() })
    }

    /// Returns the next line of the shard with its number; `None` at the end.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn next(&mut self) -> Result<Option<(usize, Line)>, FileError> {
        loop {
            let read = read_line(&mut self.reader).map_err(|e| FileError::new("read", &self.path, e))?;
            let Some(bytes) = read else { return Ok(None) };
            self.line += 1;
            if bytes.as_ref().is_some_and(|bytes| bytes.trim_ascii().is_empty()) {
                continue;
            }
            let line = self.check(bytes);
            let id = match &line {
                Ok(entry) => Some(entry.id.as_str()),
                Err((id, _)) => id.as_deref(),
            };
            if !self.shard.contains(id) {
                continue;
            }
            let line = line.and_then(|entry| self.refuse_duplicate(entry));
            return Ok(Some((self.line, line)));
        }
    }

    fn check(&self, bytes: Option<Vec<u8>>) -> Line {
        let invalid = |what: String, hint: &str| (None, vec![self.problem("batch-line-invalid", what, hint)]);
        let bytes = bytes.ok_or_else(|| {
            invalid(format!("the line is longer than {MAX_LINE} bytes"), "write the article into a file")
        })?;
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let record: Record = serde_json::from_slice(bytes).map_err(|error| {
            let hint = "write one JSON object a line: {\"id\": \"story-1\", \"article\": \"story-1.html\"}";
            let (_, problems) = invalid(format!("the line is not valid: {}", in_line(&error)), hint);
            (id_alone(bytes), problems)
        })?;
        let mut problems = Vec::new();
        let id = match check_id(&record.id) {
            Ok(()) => Some(record.id.clone()),
            Err(why) => {
                let what = format!("`{}` cannot be an id: {why}", excerpt(&record.id));
                let hint = "use ASCII letters, digits, `-` and `_`; an id is the name of a folder";
                problems.push(self.problem("batch-id-invalid", what, hint));
                None
            }
        };
        let mut invalid_value = |key: &str, value: Option<&str>, hint: &str| {
            let value: String = value.unwrap_or_default().chars().filter(|c| !c.is_control()).collect();
            let what = format!("`{}` is not a valid `{key}`", excerpt(&value));
            problems.push(self.problem("batch-value-invalid", what, hint));
        };
        let article = record.article.clone();
        if article.is_empty() || article.contains(char::is_control) {
            invalid_value(
                "article",
                Some(&article),
                "name a file in the folder of the articles, or a web address",
            );
        }
        for (key, value) in [("title", &record.title), ("author", &record.author)] {
            let is_text = |c: char| !c.is_control() || c.is_whitespace();
            if value.as_ref().is_some_and(|value| !value.chars().all(is_text)) {
                invalid_value(key, value.as_deref(), "remove its control characters");
            }
        }
        let date = record.date.as_deref().map(day);
        if date == Some(None) {
            let hint = "write an existing day as `2026-11-30`, with or without a time";
            invalid_value("date", record.date.as_deref(), hint);
        }
        if record.language.as_deref().is_some_and(|tag| primary(tag).is_none()) {
            invalid_value(
                "language",
                record.language.as_deref(),
                "write a language tag, such as `en`, `de-AT` or `fr`",
            );
        }
        if record.link.as_deref().is_some_and(|link| !is_web_address(link)) {
            invalid_value(
                "link",
                record.link.as_deref(),
                "begin it with `https://`, and write spaces as `%20`",
            );
        }
        let line =
            |value: Option<String>| value.map(|text| single_line(&text)).filter(|text| !text.is_empty());
        match id {
            Some(id) if problems.is_empty() => Ok(Entry {
                id,
                article: article.into(),
                details: ArticleDetails {
                    title: line(record.title),
                    language: record.language,
                    author: line(record.author),
                    date: date.flatten(),
                    link: record.link,
                },
            }),
            id => Err((id, problems)),
        }
    }

    /// Refuses an id that an earlier line has. Some file systems do not tell upper case from lower case.
    fn refuse_duplicate(&mut self, entry: Entry) -> Line {
        let mut hash = [0; 16];
        let id = entry.id.to_ascii_lowercase();
        blake3::Hasher::new().update(id.as_bytes()).finalize_xof().fill(&mut hash);
        let first = *self.seen.entry(u128::from_le_bytes(hash)).or_insert(self.line);
        if first == self.line {
            return Ok(entry);
        }
        let what = format!("the id `{}` is also that of line {first}", entry.id);
        let problem = self.problem("batch-id-duplicate", what, "give each article an id of its own");
        Err((Some(entry.id), vec![problem]))
    }

    fn problem(&self, code: &'static str, what: String, hint: &str) -> Diagnostic {
        Diagnostic::error(code, what).at(&self.path).line(self.line).hint(hint)
    }
}

/// Reads a line without its end. A line that is too long is `Some(None)`; its bytes are not kept.
fn read_line(reader: &mut impl BufRead) -> io::Result<Option<Option<Vec<u8>>>> {
    let (mut line, mut is_too_long, mut is_empty) = (Vec::new(), false, true);
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok((!is_empty).then_some((!is_too_long).then_some(line)));
        }
        is_empty = false;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        is_too_long |= line.len() + part.len() > MAX_LINE;
        if is_too_long {
            line = Vec::new();
        } else {
            line.extend_from_slice(part);
        }
        let used = end.map_or(part.len(), |end| end + 1);
        reader.consume(used);
        if end.is_some() {
            return Ok(Some((!is_too_long).then_some(line)));
        }
    }
}

/// Returns the id of a line that is invalid because of its other keys, so the report can name it.
fn id_alone(bytes: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct IdAlone {
        id: String,
    }
    let IdAlone { id } = serde_json::from_slice(bytes).ok()?;
    check_id(&id).is_ok().then_some(id)
}

/// Returns the message of a JSON error. Each line is parsed alone, so the parser's line number would mislead.
fn in_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.replace(&format!(" at line {} column {}", error.line(), error.column()), "")
}

/// An id becomes the name of a folder, so it must be a plain name on every system.
fn check_id(id: &str) -> Result<(), &'static str> {
    let lower = id.to_ascii_lowercase();
    let is_port = |name: &str| {
        ["com", "lpt"].iter().any(|port| {
            name.strip_prefix(port).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
        })
    };
    if id.is_empty() {
        Err("it is empty")
    } else if id.len() > MAX_ID {
        Err("it is longer than 100 characters")
    } else if !id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        Err("it has other characters than letters, digits, `-` and `_`")
    } else if id.starts_with('-') {
        Err("it begins with `-`, like an option of a command")
    } else if RESERVED.contains(&lower.as_str()) || DEVICES.contains(&lower.as_str()) || is_port(&lower) {
        Err("the name is reserved")
    } else {
        Ok(())
    }
}

/// Returns the day of a date: `2026-11-30` of `2026-11-30T08:00:00Z`.
fn day(date: &str) -> Option<String> {
    let (year, month, day) = date.get(..10).and_then(|day| {
        let day = day.parse::<Datetime>().ok()?.date?;
        Some((day.year, day.month, day.day))
    })?;
    let is_end = date.get(10..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['T', 't', ' ']));
    is_end.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;
    use crate::base::testing::seeded;

    fn read(text: &[u8]) -> Vec<(usize, Line)> {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        let mut manifest = Manifest::open(file.path(), Shard::WHOLE).unwrap();
        std::iter::from_fn(|| manifest.next().unwrap()).collect()
    }

    #[test]
    fn reads_the_details_of_an_article() {
        let lines = read(
            b"\xef\xbb\xbf{\"id\": \"a_1\", \"article\": \"x/a.html\", \"title\": \"Two\\nlines\", \
              \"date\": \"2026-11-30T08:00:00Z\", \"language\": \"de-AT\", \"link\": \"https://a.example/1\"}\r\n\n  \n\
              {\"id\": \"b\", \"article\": \"https://a.example/b\"}",
        );
        let details = ArticleDetails {
            title: Some("Two lines".into()),
            date: Some("2026-11-30".into()),
            language: Some("de-AT".into()),
            link: Some("https://a.example/1".into()),
            author: None,
        };
        assert_eq!(lines[0], (1, Ok(Entry { id: "a_1".into(), article: "x/a.html".into(), details })));
        assert_eq!(lines.len(), 2, "empty lines are no articles");
        assert_eq!(lines[1].0, 4, "the last line needs no end");
    }

    #[test]
    fn every_invalid_line_is_reported_and_hides_no_other() {
        let long = format!("{{\"id\": \"c\", \"article\": \"{}\"}}", "x".repeat(1 << 20));
        let lines = [
            ("not json", "batch-line-invalid"),
            ("[1]", "batch-line-invalid"),
            ("{\"id\": 7, \"article\": \"a\"}", "batch-line-invalid"),
            ("{\"id\": \"a\"}", "batch-line-invalid"),
            ("{\"id\": \"a\", \"article\": \"a\", \"titel\": \"x\"}", "batch-line-invalid"),
            (long.as_str(), "batch-line-invalid"),
            ("{\"id\": \"../x\", \"article\": \"a\"}", "batch-id-invalid"),
            ("{\"id\": \"/etc\", \"article\": \"a\"}", "batch-id-invalid"),
            ("{\"id\": \"..\", \"article\": \"a\"}", "batch-id-invalid"),
            ("{\"id\": \"\", \"article\": \"a\"}", "batch-id-invalid"),
            ("{\"id\": \"voices\", \"article\": \"a\"}", "batch-id-invalid"),
            ("{\"id\": \"a\\u0000b\", \"article\": \"a\"}", "batch-id-invalid"),
            ("{\"id\": \"Lpt1\", \"article\": \"a\"}", "batch-id-invalid"),
            ("{\"id\": \"-o\", \"article\": \"a\"}", "batch-id-invalid"),
            ("{\"id\": \"t\", \"article\": \"a\", \"title\": \"\\u001b[2J\"}", "batch-value-invalid"),
            ("{\"id\": \"t\", \"article\": \"a\\nb\"}", "batch-value-invalid"),
            ("{\"id\": \"t\", \"article\": \"a\", \"date\": \"2026-13-01\"}", "batch-value-invalid"),
            ("{\"id\": \"t\", \"article\": \"a\", \"date\": \"2026-11-30x\"}", "batch-value-invalid"),
            ("{\"id\": \"t\", \"article\": \"a\", \"language\": \"../de\"}", "batch-value-invalid"),
            ("{\"id\": \"t\", \"article\": \"a\", \"link\": \"javascript:x\"}", "batch-value-invalid"),
        ];
        let mut text: Vec<u8> = Vec::new();
        for (line, _) in lines {
            text.extend(b"{\"id\": \"good");
            text.extend(text.len().to_string().bytes());
            text.extend(b"\", \"article\": \"a\"}\n");
            text.extend(line.bytes());
            text.push(b'\n');
        }
        text.extend(b"\xff\xfe\n");
        let read = read(&text);
        assert_eq!(read.iter().filter(|(_, line)| line.is_ok()).count(), lines.len());
        let id_of = |text: &str| {
            let at = lines.iter().position(|(line, _)| line.contains(text)).unwrap();
            read[2 * at + 1].1.as_ref().unwrap_err().0.clone()
        };
        assert_eq!((id_of("titel"), id_of("not json")), (Some("a".to_string()), None));
        for ((line, code), (number, found)) in lines.iter().zip(read.iter().skip(1).step_by(2)) {
            let problems = &found.as_ref().unwrap_err().1;
            assert_eq!(problems[0].code, *code, "{}", &line[..line.len().min(80)]);
            assert_eq!(problems[0].place.as_ref().unwrap().line, Some(*number));
        }
        assert!(read.last().unwrap().1.is_err(), "bytes that are not UTF-8");
    }

    proptest! {
        #![proptest_config(seeded(64))]

        #[test]
        fn any_bytes_give_one_result_for_each_line(
            lines in proptest::collection::vec(
                prop_oneof!["\\PC{0,60}", r#"\{"id": "[a-z./]{0,4}", "article": "[a-z./]{0,6}"(, "date": "[0-9-]{0,10}")?\}"#],
                0..12,
            ),
            noise in proptest::collection::vec(any::<u8>(), 0..20),
        ) {
            let mut text = lines.join("\n").into_bytes();
            text.push(b'\n');
            text.extend(noise);
            let wanted = text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
            let found = read(&text);
            prop_assert_eq!(found.len(), wanted);
            for (_, line) in found {
                let Ok(entry) = line else { continue };
                prop_assert!(!entry.id.is_empty() && entry.id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)));
            }
        }
    }

    #[test]
    fn the_first_of_two_equal_ids_is_built() {
        let line = |id: &str| format!("{{\"id\": \"{id}\", \"article\": \"a\"}}\n");
        let lines = read((line("a") + &line("b") + &line("A")).as_bytes());
        assert!(lines[0].1.is_ok() && lines[1].1.is_ok());
        let (id, problems) = lines[2].1.as_ref().unwrap_err();
        assert_eq!((id.as_deref(), problems[0].code), (Some("A"), "batch-id-duplicate"));
        assert!(problems[0].what.contains("line 1"), "{}", problems[0].what);
    }
}
