//! Reads `[[segment]]` and `[[omitted]]`, with the marks that a merge has left in them.

use std::collections::BTreeSet;

use toml_edit::Table;

use super::cues;
use super::identity::OMITTED;
use crate::base::config::Cue;
use crate::base::toml_reader::Reader;
use crate::script::{Decisions, Kind, Omission, Segment, Unsure};

/// Value of `conflict` for a segment that a person worked on and that the article no longer has.
pub(crate) const GONE: &str = "(no longer in the article)";

const SEGMENT_KEYS: &[&str] = &[
    "id",
    "speaker",
    "text",
    "kind",
    "continues",
    "unsure",
    "candidates",
    "asked",
    "say",
    "voice",
    "pause",
    "lock",
    "take",
    "cue",
    "cue_end",
    "conflict",
    "stale",
];

/// Reads all segments, each with its line.
pub(super) fn segments(reader: &mut Reader<'_>, root: &Table, cues: &[Cue]) -> Vec<(usize, Segment)> {
    let mut ids = BTreeSet::new();
    let mut segments = Vec::new();
    for (index, table) in reader.tables(root, "segment").into_iter().enumerate() {
        reader.enter_segment(index + 1, table);
        reader.known_keys(table, SEGMENT_KEYS, "in a `[[segment]]`");
        let segment = segment(reader, table);
        if let Some(id) = segment.id.as_ref().filter(|id| !ids.insert((*id).clone())) {
            let what = format!("two segments have the id `{id}`");
            let hint = "remove it from the segment that you added by hand";
            reader.error_at("segment-id-duplicate", table.get("id"), what, hint);
        }
        for (key, what, hint) in cues::reference_problems(&segment, cues) {
            reader.error_at("cue-reference", table.get(key), what, &hint);
        }
        segments.push((reader.line_of_table(table), segment));
    }
    reader.leave_segment();
    segments
}

fn segment(reader: &mut Reader<'_>, table: &Table) -> Segment {
    let because = reader.string(table, "unsure");
    let lock = reader.boolean(table, "lock");
    if lock && !table.contains_key("id") {
        // A lock finds its take in the history by the segment's id.
        reader.error_at(
            "segment-lock-without-id",
            table.get("lock"),
            "a segment without `id` cannot be locked".into(),
            "build the episode, then keep the take with `aloud takes SEGMENT 1 --pick`",
        );
    }
    warn_of_merge_marks(reader, table);
    Segment {
        id: id(reader, table),
        speaker: reader.required(table, "speaker", "the person who speaks, or `narrator`"),
        text: reader.required(table, "text", "the words to read"),
        span: 0..0,
        kind: kind(reader, table),
        continues: reader.boolean(table, "continues"),
        unsure: because.is_some().then(|| Unsure { candidates: reader.strings(table, "candidates") }),
        because: because.unwrap_or_default(),
        asked: reader.non_empty(table, "asked"),
        decided: Decisions {
            say: reader.non_empty(table, "say"),
            voice: reader.non_empty(table, "voice"),
            pause: reader.number(table, "pause", 0.0, 60.0, "seconds"),
            lock,
            take: reader.non_empty(table, "take"),
            cue: reader.non_empty(table, "cue"),
            cue_end: reader.non_empty(table, "cue_end"),
        },
    }
}

/// Reads an id. Recordings are named after it and `[aloud]` lists ids between spaces, so only plain characters are allowed.
fn id(reader: &mut Reader<'_>, table: &Table) -> Option<String> {
    let id = reader.string(table, "id")?;
    if id.is_empty() || !id.chars().all(is_id_char) || id.starts_with(OMITTED) {
        let what = format!("`{id}` is not a valid `id`");
        let hint = "use letters, digits, `_` and `-`, with no `-` at the start; or remove the line";
        reader.error_at("segment-id-invalid", table.get("id"), what, hint);
        return None;
    }
    Some(id)
}

fn is_id_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// Warns of the marks that a merge left for a person to decide.
fn warn_of_merge_marks(reader: &mut Reader<'_>, table: &Table) {
    match reader.string(table, "conflict") {
        Some(gone) if gone == GONE => reader.warning_at(
            "segment-gone",
            table.get("conflict"),
            "the article no longer has this segment, but you had edited it".into(),
            "remove the segment, or keep it and remove `conflict`",
        ),
        Some(article) => reader.warning_at(
            "segment-conflict",
            table.get("conflict"),
            format!("the article now says here: \u{201c}{article}\u{201d}"),
            "adapt `text` or keep yours, then remove `conflict`",
        ),
        None => {}
    }
    if let Some(words) = reader.string(table, "stale") {
        reader.warning_at(
            "say-stale",
            table.get("stale"),
            format!("`say` was written for other words: \u{201c}{words}\u{201d}"),
            "adapt `say` to `text` or keep it, then remove `stale`",
        );
    }
}

/// Kinds with their names in script.toml. `paragraph` is the default and is not written.
const KINDS: &[(&str, Kind)] = &[
    ("paragraph", Kind::Paragraph),
    ("heading", Kind::Heading(1)),
    ("heading2", Kind::Heading(2)),
    ("heading3", Kind::Heading(3)),
    ("heading4", Kind::Heading(4)),
    ("heading5", Kind::Heading(5)),
    ("heading6", Kind::Heading(6)),
    ("quote", Kind::Quote),
    ("item", Kind::Item),
    ("row", Kind::Row),
];

/// Returns the name of a kind in script.toml.
pub fn kind_name(kind: Kind) -> &'static str {
    KINDS.iter().find(|(_, known)| *known == kind).map_or("paragraph", |(name, _)| name)
}

fn kind(reader: &mut Reader<'_>, table: &Table) -> Kind {
    reader.choice(table, "kind", KINDS).unwrap_or_default()
}

/// Reads the omissions. The lines of the segments give the number of segments before each omission in the file.
pub(super) fn omissions(reader: &mut Reader<'_>, root: &Table, segment_lines: &[usize]) -> Vec<Omission> {
    let mut omitted = Vec::new();
    for table in reader.tables(root, "omitted") {
        reader.known_keys(table, &["text", "reason"], "in an `[[omitted]]`");
        let line = reader.line_of_table(table);
        omitted.push(Omission {
            text: reader.required(table, "text", "the words that are not read aloud"),
            reason: reader.string(table, "reason").unwrap_or_default(),
            after: segment_lines.partition_point(|segment| *segment < line),
        });
    }
    omitted
}
