//! Amends and reads a few neighbouring segments without parsing the rest of a long script.toml.
//!
//! The text from the comments before one segment to the header of a later one is a TOML document of its own, a window. An edit that
//! splits, joins, moves or omits changes nothing outside of it, and an undo or an edit in a text editor mostly changes one window too.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use super::amend::ScriptDocument;
use super::reader::Manifest;
use super::segments;
use crate::base::toml_reader::{self, Reader, parse_mut};

/// Neighbouring segments in the text of a script.toml.
pub(super) struct Window {
    segments: Range<usize>,
    pub(super) bytes: Range<usize>,
}

/// Amends neighbouring segments of a script.toml whose content is known, and returns the new text and content. `amend` gets a document
/// with only these segments and the omissions between them. Returns `None` where the whole file must be read.
pub(crate) fn amend_window(
    text: &str,
    manifest: &Manifest,
    segments: Range<usize>,
    path: &Path,
    amend: impl FnOnce(&mut ScriptDocument) -> Option<()>,
) -> Option<(String, Manifest)> {
    let window = find(text, manifest, segments)?;
    let before = text.get(window.bytes.clone())?;
    let mut document = ScriptDocument(parse_mut(before).ok()?);
    amend(&mut document)?;
    let after = document.0.to_string();
    let (start, end) = (text.get(..window.bytes.start)?, text.get(window.bytes.end..)?);
    let amended = [start, &after, end].concat();
    let manifest = with_window(manifest, &window, text, &after, path)?;
    Some((amended, manifest))
}

/// Reads a script.toml that differs in a few neighbouring segments from one whose content is known. Returns `None` where the whole
/// file must be read.
#[cfg(any(feature = "studio", test))]
pub(crate) fn parse_changed(before: &str, manifest: &Manifest, text: &str, path: &Path) -> Option<Manifest> {
    let (old, new) = (before.as_bytes(), text.as_bytes());
    let shorter = old.len().min(new.len());
    let start = (0..shorter).find(|at| old[*at] != new[*at]).unwrap_or(shorter);
    let end = (0..shorter - start).find(|at| old[old.len() - 1 - at] != new[new.len() - 1 - at]);
    let end = end.unwrap_or(shorter - start);
    let headers = headers(before, manifest)?;
    // A change of the header itself begins after its first byte.
    let first = headers.partition_point(|header| *header <= start).checked_sub(1)?;
    let last = headers.partition_point(|header| *header < old.len() - end).max(first + 1);
    let window = find(before, manifest, first..last)?;
    let kept = old.len().checked_sub(window.bytes.end).filter(|kept| *kept <= end)?;
    let after = text.get(window.bytes.start..new.len().checked_sub(kept)?)?;
    with_window(manifest, &window, before, after, path)
}

/// Returns the first byte of each segment's header. `[[segment]]` may also be written as a list of inline tables, which have none.
pub(super) fn headers(text: &str, manifest: &Manifest) -> Option<Vec<usize>> {
    let mut headers = Vec::with_capacity(manifest.lines.len());
    let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let mut line = 0;
    for wanted in &manifest.lines {
        let start = starts.nth(wanted.checked_sub(line + 1)?)?;
        line = *wanted;
        text.get(start..)?.starts_with(HEADER).then_some(())?;
        headers.push(start);
    }
    Some(headers)
}

const HEADER: &str = "[[segment]]";

pub(super) fn find(text: &str, manifest: &Manifest, segments: Range<usize>) -> Option<Window> {
    let headers = headers(text, manifest)?;
    let start = start_of_comments(text, *headers.get(segments.start)?)?;
    let end = match headers.get(segments.end) {
        Some(next) => *next,
        // Aloud's own notes are at the end of the file.
        None => text.rfind("\n[aloud]\n").map_or(text.len(), |at| at + 1),
    };
    (segments.end > segments.start && segments.end <= headers.len() && start < end)
        .then_some(Window { segments, bytes: start..end })
}

/// Returns the start of the blank lines and comments before a header, which belong to it.
fn start_of_comments(text: &str, header: usize) -> Option<usize> {
    let mut start = header;
    for line in text.get(..header)?.split_inclusive('\n').rev() {
        let content = line.trim();
        if !content.is_empty() && !content.starts_with('#') {
            break;
        }
        // It may be the last line of a text in several lines.
        if content.contains("'''") || content.contains("\"\"\"") {
            return None;
        }
        start -= line.len();
    }
    Some(start)
}

/// Returns the content of the file after the text of a window became `after`.
fn with_window(
    manifest: &Manifest,
    window: &Window,
    text: &str,
    after: &str,
    path: &Path,
) -> Option<Manifest> {
    let before = text.get(window.bytes.clone())?;
    // The language is guessed from all words if the file does not say it.
    if !manifest.language_declared || has_other_tables(before) || has_inline_omissions(text) {
        return None;
    }
    let root = toml_reader::parse(after, path).ok()?;
    if root.iter().any(|(key, _)| !["segment", "omitted"].contains(&key)) {
        return None;
    }
    let mut reader = Reader::new(after, path);
    let read = segments::segments(&mut reader, &root, &manifest.cues);
    let (lines, read): (Vec<usize>, Vec<_>) = read.into_iter().unzip();
    let omitted = segments::omissions(&mut reader, &root, &lines);
    let (errors, warnings) = reader.finish();
    let own = window.segments.clone();
    let in_window = |segment: usize| segment > own.start && segment <= own.end;
    let had_warnings =
        manifest.warnings.iter().filter_map(|warning| warning.place.as_ref()?.segment).any(in_window);
    if !errors.is_empty() || !warnings.is_empty() || had_warnings || !has_free_ids(manifest, &own, &read) {
        return None;
    }
    let count = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    let first_line = count(text.get(..window.bytes.start)?);
    let (lines_before, lines_after, segments_after) = (count(before), count(after), read.len());
    let mut manifest = manifest.clone();
    let script = &mut manifest.script;
    // Those in the window come after one of its segments.
    let from = script.omitted.partition_point(|omission| omission.after <= own.start);
    let to = script.omitted.partition_point(|omission| omission.after <= own.end);
    for omission in script.omitted.get_mut(to..)? {
        omission.after = omission.after - own.len() + segments_after;
    }
    let omitted = omitted.into_iter().map(|mut omission| {
        omission.after += own.start;
        omission
    });
    script.omitted.splice(from..to.max(from), omitted);
    script.segments.splice(own.clone(), read);
    manifest.lines.splice(own.clone(), lines.iter().map(|line| line + first_line));
    let moved =
        |line: usize| if line > first_line + lines_before { line + lines_after - lines_before } else { line };
    let later = own.start + segments_after;
    manifest.lines[later..].iter_mut().for_each(|line| *line = moved(*line));
    manifest.other_lines().for_each(|line| *line = moved(*line));
    for place in manifest.warnings.iter_mut().filter_map(|warning| warning.place.as_mut()) {
        place.line = place.line.map(moved);
        let later =
            |segment: usize| if segment > own.end { segment - own.len() + segments_after } else { segment };
        place.segment = place.segment.map(later);
    }
    Some(manifest)
}

/// Returns true if a line may begin another table than a segment or an omission.
pub(super) fn has_other_tables(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start).filter(|line| line.starts_with('['));
    lines.any(|line| !line.starts_with(HEADER) && !line.starts_with("[[omitted]]"))
}

/// Returns true if the omissions may be written as a list before the first table. `[[omitted]]` cannot be added to it.
pub(super) fn has_inline_omissions(text: &str) -> bool {
    let head = text.split_once("\n[").map_or("", |(head, _)| head);
    !text.starts_with('[') && head.contains("omitted")
}

/// Returns true if no new segment has an id of one outside of the window.
fn has_free_ids(manifest: &Manifest, own: &Range<usize>, read: &[crate::script::Segment]) -> bool {
    let segments = &manifest.script.segments;
    let known: BTreeSet<&str> =
        segments[own.clone()].iter().filter_map(|segment| segment.id.as_deref()).collect();
    let mut new = read.iter().filter_map(|segment| segment.id.as_deref()).filter(|id| !known.contains(id));
    new.all(|id| segments.iter().all(|segment| segment.id.as_deref() != Some(id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::file::parse;

    /// Comments, omissions, lines that only look like headers, a text that ends like a comment, and other tables.
    const SCRIPT: &str = r#"# mine
[episode]
language = "en"

[cast]
Ann = "one"

# first
[[segment]]
id = "a1"
speaker = "narrator"
text = '''One.
[[segment]]
Two.''' # after

# about the omission
[[omitted]]
text = "gone"
reason = "menu"

[[segment]] # second
id = "a2"
speaker = "Ann"
text = "Three and four."
say = "3"

# third

# and more
[[segment]]
id = "a3"
speaker = "Bo"
text = "Four."

[[omitted]]
text = "gone too"
reason = "menu"

[[segment]]
speaker = "narrator"
text = "Five."

[[segment]]
speaker = "narrator"
text = "Six."
conflict = "Sixth."

[[segment]]
speaker = "narrator"
text = """
# Seven
# and eight"""

[[segment]]
id = "a8"
speaker = "narrator"
text = "Nine."

# notes
[aloud]
title = "x"

[verify]
command = ["listen", "{wav}"]
"#;

    type Amend = fn(&mut ScriptDocument, usize) -> Option<()>;

    #[test]
    fn a_window_is_amended_as_in_the_whole_file() {
        let path = Path::new("script.toml");
        let manifest = parse(SCRIPT, path).unwrap();
        let edits: [(&str, usize, Amend); 6] = [
            ("split", 1, |document, at| document.split(at, 2)),
            ("join", 2, |document, at| document.join(at)),
            ("omit", 1, |document, at| document.omit(at)),
            ("down", 3, |document, at| document.move_before(at, at + 2)),
            ("up", 2, |document, at| document.move_before(at + 1, at)),
            ("text", 1, |document, at| document.set(at, "text", Some("New.".into()))),
        ];
        let (count, mut quick) = (manifest.script.segments.len(), BTreeSet::new());
        for (name, length, edit) in edits {
            for at in 0..=count - length {
                let mut whole = ScriptDocument(parse_mut(SCRIPT).unwrap());
                edit(&mut whole, at).unwrap();
                let text = whole.0.to_string();
                let content = parse(&text, path).unwrap();
                if let Some(found) = parse_changed(SCRIPT, &manifest, &text, path) {
                    assert_eq!(found, content, "{name} {at}");
                    // Undone.
                    if let Some(found) = parse_changed(&text, &content, SCRIPT, path) {
                        assert_eq!(found, manifest, "{name} {at}");
                    }
                    quick.insert(("parse", name));
                }
                let amended = amend_window(SCRIPT, &manifest, at..at + length, path, |part| edit(part, 0));
                let Some((own, found)) = amended else { continue };
                assert_eq!(own, text, "{name} {at}");
                assert_eq!(found, content, "{name} {at}");
                quick.insert(("amend", name));
            }
        }
        assert_eq!(quick.len(), 2 * edits.len(), "{quick:?}");
    }

    #[test]
    fn an_omission_comes_back_in_its_window() {
        let path = Path::new("script.toml");
        let manifest = parse(SCRIPT, path).unwrap();
        for (omission, after) in [(0, 1), (1, 3)] {
            let mut whole = ScriptDocument(parse_mut(SCRIPT).unwrap());
            whole.restore(omission, after).unwrap();
            let text = whole.0.to_string();
            let (own, found) =
                amend_window(SCRIPT, &manifest, after - 1..after, path, |part| part.restore(0, 1)).unwrap();
            assert_eq!((own, found), (text.clone(), parse(&text, path).unwrap()));
        }
    }

    #[test]
    fn changes_outside_of_segments_are_read_with_the_whole_file() {
        let path = Path::new("script.toml");
        let manifest = parse(SCRIPT, path).unwrap();
        for (from, to) in [
            ("language = \"en\"", "language = \"de\""),
            ("Ann = \"one\"", "Ann = \"two\""),
            ("title = \"x\"", "title = \"y\""),
            ("id = \"a3\"", "id = \"a8\""),
            ("text = \"Five.\"", "text = \"Five.\"\n[pauses]"),
            ("text = \"Five.\"", "text = \"Five."),
            ("text = \"Six.\"", "text = \"Sixth.\""),
        ] {
            let text = SCRIPT.replace(from, to);
            assert!(parse_changed(SCRIPT, &manifest, &text, path).is_none(), "{from}");
        }
    }
}
