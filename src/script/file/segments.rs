//! `[[segment]]` and `[[omitted]]`, with what a merge has marked in them.

use std::collections::BTreeSet;

use toml_edit::Table;

use super::cues;
use super::memory::OMITTED;
use crate::base::config::Cue;
use crate::base::toml_reader::Reader;
use crate::script::{Decisions, Kind, Omission, Segment, Unsure};

/// Stands in `conflict` where a person's segment has nothing in the article any more.
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

pub(super) fn segments(reader: &mut Reader<'_>, root: &Table, cues: &[Cue]) -> Vec<(usize, Segment)> {
    let mut ids = BTreeSet::new();
    let mut segments = Vec::new();
    for (index, table) in reader.tables(root, "segment").into_iter().enumerate() {
        reader.enter_segment(index + 1, table);
        reader.known_keys(table, SEGMENT_KEYS, "in a `[[segment]]`");
        let segment = segment(reader, table);
        if let Some(id) = segment.id.as_ref().filter(|id| !ids.insert((*id).clone())) {
            let what = format!("the id `{id}` stands in two segments");
            reader.problem_at(table.get("id"), what, "take it out of the segment that you added by hand");
        }
        for (key, what, hint) in cues::misplaced(&segment, cues) {
            reader.problem_at(table.get(key), what, &hint);
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
        reader.problem_at(
            table.get("lock"),
            "a segment without `id` cannot be locked: its take would not be found again when its text changes".into(),
            "build it, and let `aloud takes SEGMENT 1 --pick` keep what is heard",
        );
    }
    outdated(reader, table);
    Segment {
        id: id(reader, table),
        speaker: reader.required(table, "speaker", "who says it; the narrator is `narrator`"),
        text: reader.required(table, "text", "the words that are read"),
        span: 0..0,
        kind: kind(reader, table),
        continues: reader.boolean(table, "continues"),
        unsure: because.is_some().then(|| Unsure { candidates: reader.strings(table, "candidates") }),
        because: because.unwrap_or_default(),
        asked: reader.filled(table, "asked"),
        decided: Decisions {
            say: reader.filled(table, "say"),
            voice: reader.filled(table, "voice"),
            pause: reader.number(table, "pause", 0.0, 60.0, "seconds"),
            lock,
            take: reader.filled(table, "take"),
            cue: reader.filled(table, "cue"),
            cue_end: reader.filled(table, "cue_end"),
        },
    }
}

/// Recordings are named after it, and `[aloud]` lists it between spaces.
fn id(reader: &mut Reader<'_>, table: &Table) -> Option<String> {
    let id = reader.string(table, "id")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if id.is_empty() || !id.chars().all(plain) || id.starts_with(OMITTED) {
        let what =
            format!("an `id` has letters, digits and underlines, and hyphens behind the first: `{id}`");
        reader.problem_at(table.get("id"), what, "give it another, or take the line out");
        return None;
    }
    Some(id)
}

/// What a merge has marked for a person to decide.
fn outdated(reader: &mut Reader<'_>, table: &Table) {
    match reader.string(table, "conflict") {
        Some(gone) if gone == GONE => reader.warning_at(
            table.get("conflict"),
            "the article no longer has this segment, which you had worked on".into(),
            "take the segment out, or keep it and take `conflict` out",
        ),
        Some(article) => reader.warning_at(
            table.get("conflict"),
            format!("the article now says here: \u{201c}{article}\u{201d}"),
            "bring `text` in line with it or keep yours, then take `conflict` out",
        ),
        None => {}
    }
    if let Some(words) = reader.string(table, "stale") {
        reader.warning_at(
            table.get("stale"),
            format!("`say` was written for other words: \u{201c}{words}\u{201d}"),
            "bring `say` in line with `text` or keep it, then take `stale` out",
        );
    }
}

/// As written in script.toml; a paragraph is not written.
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

/// As `kind` has it in script.toml.
pub fn kind_name(kind: Kind) -> &'static str {
    KINDS.iter().find(|(_, of)| *of == kind).map_or("paragraph", |(name, _)| name)
}

fn kind(reader: &mut Reader<'_>, table: &Table) -> Kind {
    reader.choice(table, "kind", KINDS).unwrap_or_default()
}

/// Omissions, each with the number of segments that stand before it in the file, whose lines `segments` are.
pub(super) fn omissions(reader: &mut Reader<'_>, root: &Table, segments: &[usize]) -> Vec<Omission> {
    let mut omitted = Vec::new();
    for table in reader.tables(root, "omitted") {
        reader.known_keys(table, &["text", "reason"], "in an `[[omitted]]`");
        let line = reader.line_of_table(table);
        omitted.push(Omission {
            text: reader.required(table, "text", "the words that are not read"),
            reason: reader.string(table, "reason").unwrap_or_default(),
            after: segments.partition_point(|segment| *segment < line),
        });
    }
    omitted
}
