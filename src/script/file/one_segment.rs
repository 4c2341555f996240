//! Amends one segment without parsing the rest of a long script.toml.
//!
//! The text from the header of a segment to that of the next one is a TOML document of its own. So it can be amended and read
//! alone, and the rest of the file stays as it was read before. A file with 10,000 segments takes 100 ms to parse, and a person
//! who types must not wait for that.

use std::ops::Range;
use std::path::Path;

use super::amend::ScriptDocument;
use super::reader::Manifest;
use super::segments;
use crate::base::toml_reader::{self, Reader, parse_mut};

/// Amends one segment of a script.toml whose content is known, and returns the new text and content. `amend` gets a document in
/// which the segment is the first one. Returns `None` where the whole file must be read: for problems and warnings of the segment,
/// and for changes that concern other parts of the file.
pub(crate) fn amend_segment(
    text: &str,
    manifest: &Manifest,
    at: usize,
    path: &Path,
    amend: impl FnOnce(&mut ScriptDocument) -> Option<()>,
) -> Option<(String, Manifest)> {
    let range = range_of(text, manifest, at)?;
    let before = text.get(range.clone())?;
    let mut document = ScriptDocument(parse_mut(before).ok()?);
    amend(&mut document)?;
    let after = document.0.to_string();
    let manifest = with_segment(manifest, at, path, before, &after)?;
    let (start, end) = (text.get(..range.start)?, text.get(range.end..)?);
    Some(([start, &after, end].concat(), manifest))
}

/// Returns the bytes from the header of a segment to that of the next one, or to the end of the file.
fn range_of(text: &str, manifest: &Manifest, at: usize) -> Option<Range<usize>> {
    let line = *manifest.lines.get(at)?;
    // `[[segment]]` may also be written as a list of inline tables.
    let header = |byte: usize| text.get(byte..).is_some_and(|rest| rest.starts_with("[[segment]]"));
    let start = byte_of_line(text, line).filter(|byte| header(*byte))?;
    let end = match manifest.lines.get(at + 1) {
        Some(next) => byte_of_line(text, *next).filter(|byte| header(*byte) && *byte > start)?,
        None => text.len(),
    };
    Some(start..end)
}

/// Returns the first byte of a line, counted from 1.
fn byte_of_line(text: &str, line: usize) -> Option<usize> {
    match line.checked_sub(2) {
        Some(nth) => {
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').nth(nth).map(|(at, _)| at + 1)
        }
        None => Some(0),
    }
}

/// Returns the content of the file after the text of one segment changed from `before` to `after`.
fn with_segment(manifest: &Manifest, at: usize, path: &Path, before: &str, after: &str) -> Option<Manifest> {
    let root = toml_reader::parse(after, path).ok()?;
    let mut reader = Reader::new(after, path);
    let mut read = segments::segments(&mut reader, &root, &manifest.cues).into_iter();
    let (Some((_, segment)), None) = (read.next(), read.next()) else { return None };
    let (errors, warnings) = reader.finish();
    let is_own = |place: &Option<usize>| *place == Some(at + 1);
    let had_warnings = manifest
        .warnings
        .iter()
        .any(|warning| warning.place.as_ref().is_some_and(|place| is_own(&place.segment)));
    if !errors.is_empty() || !warnings.is_empty() || had_warnings {
        return None;
    }
    let was = manifest.script.segments.get(at)?;
    // Ids must be unique in the file, and the language is guessed from all words if the file does not say it.
    if segment.id != was.id || (segment.text != was.text && !manifest.language_declared) {
        return None;
    }
    let mut manifest = manifest.clone();
    manifest.script.segments[at] = segment;
    let lines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    let line = manifest.lines[at];
    shift_lines(&mut manifest, line, lines(before), lines(after));
    Some(manifest)
}

/// Moves all lines after `line`, because the lines of one segment became more or fewer.
fn shift_lines(manifest: &mut Manifest, line: usize, before: usize, after: usize) {
    let moved = |at: usize| if at > line { (at + after).saturating_sub(before) } else { at };
    manifest.lines.iter_mut().for_each(|at| *at = moved(*at));
    manifest.other_lines().for_each(|at| *at = moved(*at));
    for place in manifest.warnings.iter_mut().filter_map(|warning| warning.place.as_mut()) {
        place.line = place.line.map(moved);
    }
}

#[cfg(test)]
mod tests {
    use toml_edit::Value;

    use super::*;
    use crate::script::file::parse;

    /// Comments, other tables between the segments, lines that only look like headers, and a warning.
    const SCRIPT: &str = r#"# mine
[episode]
language = "en"

[[cue]]
file = "rain.wav"
role = "bed"

# first
[[segment]]
id = "a1"
speaker = "narrator"
text = '''One.
[[segment]]
Two.''' # after

[[omitted]]
text = "gone"

[[segment]] # second
speaker = "Ann"
text = "Three."
say = "3"

[[segment]]
id = "a3"
speaker = "Bo"
text = "Four."
stale = "Fore."
say = "4"

[mix]
bits = 24

[[segment]]
speaker = "narrator"
text = "Five."

[cast]
Ann = "one"

[verify]
command = ["listen", "{wav}"]

[disclosure]
spoken = false
"#;

    #[test]
    fn one_segment_is_amended_as_in_the_whole_file() {
        let path = Path::new("script.toml");
        let manifest = parse(SCRIPT, path).unwrap();
        let edits: [(&str, Option<Value>); 7] = [
            ("text", Some("A \"new\"\ntext.\n[[segment]]\n".into())),
            ("say", Some("said".into())),
            ("say", None),
            ("pause", Some(1.5.into())),
            ("cue", Some("rain".into())),
            ("voice", Some("two".into())),
            ("speaker", Some("Cara".into())),
        ];
        let mut quick = 0;
        for at in 0..manifest.script.segments.len() {
            for (key, to) in &edits {
                let mut whole = ScriptDocument(parse_mut(SCRIPT).unwrap());
                whole.set(at, key, to.clone()).unwrap();
                let text = whole.0.to_string();
                let amended = amend_segment(SCRIPT, &manifest, at, path, |one| one.set(0, key, to.clone()));
                let Some((own, content)) = amended else { continue };
                assert_eq!(own, text, "{at} {key}");
                assert_eq!(content, parse(&text, path).unwrap(), "{at} {key}");
                quick += 1;
            }
        }
        // The third segment has a warning, so the whole file is read.
        assert_eq!(quick, 3 * edits.len());
        for (key, to) in [("text", ""), ("id", "a3"), ("cue", "snow"), ("pause", "long")] {
            let amended = amend_segment(SCRIPT, &manifest, 0, path, |one| one.set(0, key, Some(to.into())));
            assert!(amended.is_none(), "{key}");
        }
        let guessed = SCRIPT.replace("language = \"en\"\n", "");
        let manifest = parse(&guessed, path).unwrap();
        let amended =
            amend_segment(&guessed, &manifest, 0, path, |one| one.set(0, "text", Some("Eins.".into())));
        assert!(amended.is_none(), "the language may be another one now");
    }
}
