//! Amends a table of settings, such as `[cast]`, without parsing the segments of a long script.toml.
//!
//! The text before the first segment and the text after the last one are TOML documents of their own.

use std::path::Path;

use super::amend::ScriptDocument;
use super::reader::{Manifest, parse};
use super::window::{Window, find, has_inline_omissions, has_other_tables};
use crate::base::toml_reader::parse_mut;

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
    let Window { bytes: middle, .. } = find(text, manifest, 0..manifest.lines.len())?;
    let (head, segments, tail) =
        (text.get(..middle.start)?, text.get(middle.clone())?, text.get(middle.end..)?);
    let concerns_segments = |place: &Option<usize>| place.is_some();
    let has_warnings = manifest.warnings.iter().filter_map(|warning| warning.place.as_ref());
    if has_warnings.map(|place| &place.segment).any(concerns_segments)
        || has_other_tables(segments)
        || has_inline_omissions(text)
        || tail.is_empty()
    {
        return None;
    }
    let mut document = ScriptDocument(parse_mut(head).ok()?);
    let (head, tail) = if document.0.contains_key(table) {
        amend(&mut document)?;
        (document.0.to_string(), tail.to_string())
    } else {
        let mut document = ScriptDocument(parse_mut(tail).ok()?);
        amend(&mut document)?;
        (head.to_string(), document.0.to_string())
    };
    let mut settings = parse(&[head.as_str(), &tail].concat(), path).ok()?;
    let count = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    let (before, own) = (count(&head), count(segments));
    let first = count(text.get(..middle.start)?);
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
    Some(([head.as_str(), segments, &tail].concat(), settings))
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
