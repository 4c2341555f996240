//! Amends a table of settings, such as `[cast]`, without parsing the segments of a long script.toml.
//!
//! The text before the first segment and the text after the last one are TOML documents of their own.

use std::path::Path;

use super::amend::ScriptDocument;
use super::reader::{Manifest, parse};
use super::window::{Window, find, has_inline_omissions, has_other_tables};
use crate::base::toml_reader::parse_mut;

/// A script.toml whose settings are all before or after the segments.
pub(super) struct Parts<'t> {
    pub(super) head: &'t str,
    /// The segments with the omissions and comments between them.
    pub(super) segments: &'t str,
    pub(super) tail: &'t str,
}

impl<'t> Parts<'t> {
    /// Divides a text whose content is known. Returns `None` where the whole file must be read: for problems, and for files with
    /// settings between segments.
    pub(super) fn of(text: &'t str, manifest: &Manifest) -> Option<Self> {
        let Window { bytes: middle, .. } = find(text, manifest, 0..manifest.lines.len())?;
        let segments = text.get(middle.clone())?;
        let mut places = manifest.warnings.iter().filter_map(|warning| warning.place.as_ref());
        if places.any(|place| place.segment.is_some())
            || has_other_tables(segments)
            || has_inline_omissions(text)
        {
            return None;
        }
        Some(Self { head: text.get(..middle.start)?, segments, tail: text.get(middle.end..)? })
    }

    /// Returns the text and the content of the file with other settings. The segments stay as they are in `manifest`.
    pub(super) fn with_settings(
        &self,
        manifest: &Manifest,
        head: &str,
        tail: &str,
        path: &Path,
    ) -> Option<(String, Manifest)> {
        let mut settings = parse(&[head, tail].concat(), path).ok()?;
        let (before, own) = (count_lines(head), count_lines(self.segments));
        let first = count_lines(self.head);
        let moved = |line: usize| if line > before { line + own } else { line };
        settings.other_lines().for_each(|line| *line = moved(*line));
        for place in settings.warnings.iter_mut().filter_map(|warning| warning.place.as_mut()) {
            place.line = place.line.map(moved);
        }
        settings.lines = manifest.lines.iter().map(|line| line + before - first).collect();
        if !settings.language_declared {
            // It is guessed from the words.
            settings.script.language.clone_from(&manifest.script.language);
        }
        settings.script.segments.clone_from(&manifest.script.segments);
        settings.script.omitted.clone_from(&manifest.script.omitted);
        Some(([head, self.segments, tail].concat(), settings))
    }
}

/// Amends a table of a script.toml whose content is known, and returns the new text and content. `amend` gets a document with the
/// tables on one side of the segments. Returns `None` where the whole file must be read: in a series, for problems, and for files
/// with settings between segments.
pub(crate) fn amend_table(
    text: &str,
    manifest: &Manifest,
    table: &str,
    path: &Path,
    amend: impl FnOnce(&mut ScriptDocument) -> Option<()>,
) -> Option<(String, Manifest)> {
    let parts = Parts::of(text, manifest).filter(|parts| !parts.tail.is_empty())?;
    let mut head = ScriptDocument(parse_mut(parts.head).ok()?);
    if head.0.contains_key(table) {
        amend(&mut head)?;
        return parts.with_settings(manifest, &head.0.to_string(), parts.tail, path);
    }
    let mut tail = ScriptDocument(parse_mut(parts.tail).ok()?);
    amend(&mut tail)?;
    parts.with_settings(manifest, parts.head, &tail.0.to_string(), path)
}

pub(super) fn count_lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = r#"# mine
[episode]
language = "en"

[cast]
Ann = "one" # hers
# the end of the cast

# first
[[segment]]
id = "a1"
speaker = "narrator"
text = "One."

[[omitted]]
text = "gone"
reason = "menu"

[[segment]]
speaker = "Ann"
text = "Two."

[aloud]
title = "x"

[mix]
loudness = -18.0

[verify]
command = ["listen", "{wav}"]
# the end
"#;

    type Amend = fn(&mut ScriptDocument) -> Option<()>;

    fn edits() -> [(&'static str, Amend); 6] {
        [
            ("cast", |document| document.set_voice("Bo", Some("two"))),
            ("cast", |document| document.set_voice("Ann", Some("two"))),
            ("cast", |document| document.set_voice("Ann", None)),
            ("outputs", |document| document.set_output("srt", false)),
            ("mix", |document| document.set_preset("spotify")),
            ("episode", |document| document.set_title("New")),
        ]
    }

    #[test]
    fn a_table_is_amended_as_in_the_whole_file() {
        let path = Path::new("script.toml");
        let guessed = SCRIPT.replace("language = \"en\"\n", "");
        for script in [SCRIPT, &guessed] {
            let manifest = parse(script, path).unwrap();
            for (nth, (table, edit)) in edits().into_iter().enumerate() {
                let mut whole = ScriptDocument(parse_mut(script).unwrap());
                edit(&mut whole).unwrap();
                let text = whole.0.to_string();
                let (own, content) = amend_table(script, &manifest, table, path, edit).unwrap();
                assert_eq!(own, text, "{nth}");
                assert_eq!(content, parse(&text, path).unwrap(), "{nth}");
            }
        }
    }

    #[test]
    fn the_whole_file_is_read_where_settings_and_segments_are_mixed_or_wrong() {
        let path = Path::new("script.toml");
        let preset: Amend = |document| document.set_preset("spotify");
        for (from, to) in [
            ("[[omitted]]", "[pauses]\nsentence = 0.2\n\n[[omitted]]"),
            ("text = \"Two.\"", "text = \"Two.\"\nstale = \"Three.\"\nsay = \"2\""),
        ] {
            let script = SCRIPT.replace(from, to);
            let manifest = parse(&script, path).unwrap();
            assert!(amend_table(&script, &manifest, "mix", path, preset).is_none(), "{from}");
        }
        let manifest = parse(SCRIPT, path).unwrap();
        let wrong: Amend = |document| document.set_preset("loudest");
        assert!(amend_table(SCRIPT, &manifest, "mix", path, wrong).is_none());
    }
}
