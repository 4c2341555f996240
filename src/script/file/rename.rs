//! Renames a speaker, without parsing the segments of other speakers in a long script.toml.

use std::path::Path;

use toml_edit::{Item, Value};

use super::amend::{ScriptDocument, set_value, text_of};
use super::one_table::{Parts, count_lines};
use super::reader::Manifest;
use super::window::headers;
use crate::base::toml_reader::parse_mut;

impl ScriptDocument {
    /// Gives all lines of a speaker to another name, which may be a speaker too. The voice stays unless the other has one.
    #[must_use]
    pub(crate) fn rename_speaker(&mut self, from: &str, to: &str) -> Option<()> {
        self.rename_in_segments(from, to)?;
        self.rename_in_settings(from, to);
        Some(())
    }

    fn rename_in_segments(&mut self, from: &str, to: &str) -> Option<()> {
        for table in self.segments()?.iter_mut() {
            if text_of(table, "speaker").as_deref() == Some(from) {
                set_value(table, "speaker", Some(to.into()));
            }
            let candidates = table.get_mut("candidates").and_then(Item::as_array_mut);
            for candidate in candidates.into_iter().flat_map(|list| list.iter_mut()) {
                if candidate.as_str() == Some(from) {
                    // A list in several lines stays one.
                    let mut renamed = Value::from(to);
                    *renamed.decor_mut() = candidate.decor().clone();
                    *candidate = renamed;
                }
            }
        }
        Some(())
    }

    fn rename_in_settings(&mut self, from: &str, to: &str) {
        for list in ["cast", "people"] {
            let Some(table) = self.0.get_mut(list).and_then(Item::as_table_like_mut) else { continue };
            let Some(item) = table.remove(from) else { continue };
            if !table.contains_key(to) {
                table.insert(to, item);
            }
        }
    }
}

/// Renames a speaker in a script.toml whose content is known, and returns the new text and content. Returns `None` where the whole
/// file must be read: in a series, for problems, and for files with settings between segments.
pub(crate) fn rename_speaker(
    text: &str,
    manifest: &Manifest,
    from: &str,
    to: &str,
    path: &Path,
) -> Option<(String, Manifest)> {
    // An empty name is refused where the file is read.
    let before = Parts::of(text, manifest).filter(|_| !to.is_empty())?;
    let segments = rename_in_segments(text, &before, manifest, from, to)?;
    let settings = |part: &str| {
        let mut document = ScriptDocument(parse_mut(part).ok()?);
        document.rename_in_settings(from, to);
        Some(document.0.to_string())
    };
    let (head, tail) = (settings(before.head)?, settings(before.tail)?);
    let after = Parts { segments: &segments, ..before };
    let (text, mut manifest) = after.with_settings(manifest, &head, &tail, path)?;
    for segment in &mut manifest.script.segments {
        let candidates = segment.unsure.iter_mut().flat_map(|unsure| &mut unsure.candidates);
        for name in candidates.chain([&mut segment.speaker]).filter(|name| *name == from) {
            *name = to.to_string();
        }
    }
    Some((text, manifest))
}

/// Returns the text of the segments with the new name. No line moves.
fn rename_in_segments(
    text: &str,
    parts: &Parts<'_>,
    manifest: &Manifest,
    from: &str,
    to: &str,
) -> Option<String> {
    let headers = headers(text, manifest)?;
    let (first, end) = (parts.head.len(), parts.head.len() + parts.segments.len());
    let mut renamed = text.get(first..*headers.first()?)?.to_string();
    for (at, segment) in manifest.script.segments.iter().enumerate() {
        let own = text.get(*headers.get(at)?..headers.get(at + 1).copied().unwrap_or(end))?;
        // A segment may have candidates without a mark of doubt, which the content does not show.
        if segment.speaker != from && !own.contains("candidates") {
            renamed.push_str(own);
            continue;
        }
        let mut document = ScriptDocument(parse_mut(own).ok()?);
        document.rename_in_segments(from, to)?;
        let after = document.0.to_string();
        // A name may be written in several lines.
        (count_lines(&after) == count_lines(own)).then_some(())?;
        renamed.push_str(&after);
    }
    Some(renamed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::file::parse;

    /// Names as keys and as values, in comments and texts, escaped, and as candidates with and without a mark of doubt.
    const SCRIPT: &str = r#"# Ann
[episode]
language = "en"

[cast] # Ann
"Ann" = "one" # hers
narrator = "two"

[people]
Ann = "she"

# about Ann
[[segment]]
id = "a1"
speaker = "narrator" # Ann
text = '''Ann:
speaker = "Ann"'''

[[segment]] # first
speaker = 'Ann' # her
text = "One."

[[omitted]]
text = "Ann"

[[segment]]
speaker = "Bo"
text = "Two."
unsure = "nobody is named"
candidates = ["Bo", "Ann"] # two

# the end
[[segment]]
speaker = "\u0041nn"
text = "Three."
candidates = [
  "Ann",
]

[aloud]
title = "Ann"

[verify]
command = ["listen", "{wav}"]
"#;

    #[test]
    fn a_speaker_is_renamed_as_in_the_whole_file() {
        let path = Path::new("script.toml");
        let without_tail = SCRIPT.split_once("[aloud]").unwrap().0;
        let guessed = SCRIPT.replace("language = \"en\"\n", "");
        for script in [SCRIPT, without_tail, &guessed] {
            let manifest = parse(script, path).unwrap();
            for (from, to) in [("Ann", "Ann \"A.\" Okafor"), ("Ann", "Bo"), ("narrator", "Ann"), ("Cy", "Di")]
            {
                let mut whole = ScriptDocument(parse_mut(script).unwrap());
                whole.rename_speaker(from, to).unwrap();
                let text = whole.0.to_string();
                let (own, content) = rename_speaker(script, &manifest, from, to, path).unwrap();
                assert_eq!(own, text, "{from} {to}");
                assert_eq!(content, parse(&text, path).unwrap(), "{from} {to}");
            }
        }
    }

    #[test]
    fn the_whole_file_is_read_where_lines_move_or_settings_are_between_segments() {
        let path = Path::new("script.toml");
        for (from, to) in [
            ("speaker = 'Ann'", "speaker = '''\nAnn'''"),
            ("[[omitted]]", "[pauses]\nsentence = 0.2\n\n[[omitted]]"),
            ("text = \"One.\"", "text = \"One.\"\nstale = \"Two.\"\nsay = \"1\""),
        ] {
            let script = SCRIPT.replace(from, to);
            assert_ne!(script, SCRIPT);
            let manifest = parse(&script, path).unwrap();
            assert!(rename_speaker(&script, &manifest, "Ann", "Cy", path).is_none(), "{to}");
        }
    }
}
