//! script.toml: the script as people read, edit and keep it.
//!
//! Aloud writes it first ([`render`]) and then only amends it (`merge`): comments, order and hand edits stay.

mod cues;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml_edit::{Document, Table};

use super::{Casting, Decisions, Gender, Kind, Omission, Script, Segment, Unsure};
use crate::config::{Ask, Captions, Cue, Disclosure, Levels, Mix, Outputs, Pauses, Preset};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::tables::{self, Reader};
pub use cues::role_name;
pub use write::{Gains, hold, pick, render};
pub(super) use write::{omission_table, segment_table};

/// What script.toml says.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// Who says what.
    pub script: Script,
    /// The article that it was made from, relative to script.toml.
    pub article: Option<PathBuf>,
    /// Who wrote the article.
    pub author: Option<String>,
    /// What the episode is a part of.
    pub series: Option<String>,
    /// How the article is split and cast.
    pub casting: Casting,
    /// Who may be asked about what is unsure.
    pub ask: Option<Ask>,
    /// Speaker → voice, as a person wrote it; speakers who are absent get a voice assigned.
    pub cast: BTreeMap<String, String>,
    /// Silence between placements.
    pub pauses: Pauses,
    /// Level and format of the episode.
    pub mix: Mix,
    /// What stands beside the WAV.
    pub outputs: Outputs,
    /// How listeners are told of synthetic speech.
    pub disclosure: Disclosure,
    /// Voice → its place in two channels, -1 (left) to 1 (right); the others are in the middle.
    pub pan: BTreeMap<String, f64>,
    /// Voice → its gain in dB; the others get the one that brings them to the episode's loudness.
    pub gains: BTreeMap<String, f64>,
    /// Music and sounds.
    pub cues: Vec<Cue>,
    /// Line of each `[[cue]]`, counted from 1.
    pub cue_lines: Vec<usize>,
    /// Line of each segment's `[[segment]]`, counted from 1.
    pub lines: Vec<usize>,
    /// What a person should look at, though it stops nothing.
    pub warnings: Vec<Diagnostic>,
}

/// Reads script.toml; `path` is for messages.
///
/// # Errors
/// All problems of the file at once.
pub fn parse(text: &str, path: &Path) -> Result<Manifest, Vec<Diagnostic>> {
    let document = Document::parse(text).map_err(|error| vec![tables::syntax(text, path, &error)])?;
    let mut reader = Reader::new(text, path);
    let root = document.as_table();
    reader.known_keys(
        root,
        &[
            "episode",
            "cast",
            "pauses",
            "mix",
            "pan",
            "gains",
            "outputs",
            "disclosure",
            "casting",
            "people",
            "ask",
            "cue",
            "segment",
            "omitted",
        ],
        "at the top of script.toml",
    );
    let Episode { title, article, language, author, series } = episode(&mut reader, root);
    let casting = casting(&mut reader, root);
    let ask = ask(&mut reader, root);
    let cast = cast(&mut reader, root);
    let pauses = pauses(&mut reader, root);
    let mix = mix(&mut reader, root);
    let pan = by_voice(&mut reader, root, "pan", 1.0, "left to right");
    let gains = by_voice(&mut reader, root, "gains", 60.0, "dB");
    let outputs = outputs(&mut reader, root);
    let disclosure = disclosure(&mut reader, root);
    let (cue_lines, cues): (_, Vec<Cue>) = cues::cues(&mut reader, root).into_iter().unzip();
    let segments = segments(&mut reader, root, &cues);
    let lines: Vec<usize> = segments.iter().map(|(line, _)| *line).collect();
    let omitted = omissions(&mut reader, root, &lines);
    let segments = segments.into_iter().map(|(_, segment)| segment).collect();
    let script = Script { title, language, segments, omitted, genders: BTreeMap::new() };
    let (problems, warnings) = reader.finish();
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Manifest {
        script,
        article,
        author,
        series,
        casting,
        ask,
        cast,
        pauses,
        mix,
        outputs,
        disclosure,
        pan,
        gains,
        cues,
        cue_lines,
        lines,
        warnings,
    })
}

/// What `[episode]` says.
#[derive(Default)]
struct Episode {
    title: Option<String>,
    article: Option<PathBuf>,
    language: Option<String>,
    author: Option<String>,
    series: Option<String>,
}

fn episode(reader: &mut Reader<'_>, root: &Table) -> Episode {
    let Some(table) = reader.table(root, "episode") else { return Episode::default() };
    let keys = ["title", "article", "language", "author", "series", "revision", "order"];
    reader.known_keys(table, &keys, "in `[episode]`");
    Episode {
        title: reader.string(table, "title"),
        article: reader.string(table, "article").map(PathBuf::from),
        language: reader.string(table, "language"),
        author: reader.filled(table, "author"),
        series: reader.filled(table, "series"),
    }
}

fn cast(reader: &mut Reader<'_>, root: &Table) -> BTreeMap<String, String> {
    let Some(table) = reader.table(root, "cast") else { return BTreeMap::new() };
    let names: Vec<String> = table.iter().map(|(name, _)| name.to_string()).collect();
    names.into_iter().filter_map(|name| reader.string(table, &name).map(|voice| (name, voice))).collect()
}

fn casting(reader: &mut Reader<'_>, root: &Table) -> Casting {
    let mut casting = Casting::default();
    if let Some(table) = reader.table(root, "casting") {
        reader.known_keys(table, &["voice_fragments"], "in `[casting]`");
        casting.voice_fragments = reader.boolean(table, "voice_fragments");
    }
    if let Some(table) = reader.table(root, "people") {
        let names: Vec<String> = table.iter().map(|(name, _)| name.to_string()).collect();
        for name in names {
            if let Some(gender) = reader.choice(table, &name, &[("he", Gender::He), ("she", Gender::She)]) {
                casting.people.insert(name, gender);
            }
        }
    }
    casting
}

fn ask(reader: &mut Reader<'_>, root: &Table) -> Option<Ask> {
    let table = reader.table(root, "ask")?;
    reader.known_keys(table, &["base_url", "model", "api_key_env", "timeout"], "in `[ask]`");
    Some(Ask {
        base_url: reader.required(table, "base_url", "the server's address, without `/v1`"),
        model: reader.required(table, "model", "as the server names it"),
        api_key_env: reader.filled(table, "api_key_env"),
        timeout: reader.number(table, "timeout", 1.0, 3600.0, "seconds").unwrap_or(120.0),
    })
}

fn pauses(reader: &mut Reader<'_>, root: &Table) -> Pauses {
    let mut pauses = Pauses::default();
    let Some(table) = reader.table(root, "pauses") else { return pauses };
    reader.known_keys(
        table,
        &["start", "sentence", "speaker", "paragraph", "heading", "end"],
        "in `[pauses]`",
    );
    for (key, into) in [
        ("start", &mut pauses.start),
        ("sentence", &mut pauses.sentence),
        ("speaker", &mut pauses.speaker),
        ("paragraph", &mut pauses.paragraph),
        ("heading", &mut pauses.heading),
        ("end", &mut pauses.end),
    ] {
        if let Some(seconds) = reader.number(table, key, 0.0, 60.0, "seconds") {
            *into = seconds;
        }
    }
    pauses
}

fn mix(reader: &mut Reader<'_>, root: &Table) -> Mix {
    let mut mix = Mix::default();
    let Some(table) = reader.table(root, "mix") else { return mix };
    let keys = ["preset", "loudness", "peak", "rate", "channels", "bits", "levels", "gain"];
    reader.known_keys(table, &keys, "in `[mix]`");
    if let Some(preset) = reader.choice(table, "preset", &Preset::ALL) {
        mix.preset = preset;
        (mix.loudness, mix.peak) = preset.levels();
    }
    if let Some(lufs) = reader.number(table, "loudness", -40.0, -5.0, "LUFS") {
        mix.loudness = Some(lufs);
    }
    if let Some(dbtp) = reader.number(table, "peak", -20.0, 0.0, "dBTP") {
        mix.peak = dbtp;
    }
    if let Some(rate) = reader.integer(table, "rate", 8_000..=192_000) {
        mix.rate = u32::try_from(rate).unwrap_or(mix.rate);
    }
    if let Some(channels) = reader.choice(table, "channels", &[("1", 1), ("2", 2)]) {
        mix.channels = channels;
    }
    if let Some(bits) = reader.choice(table, "bits", &[("16", 16), ("24", 24), ("32", 32)]) {
        mix.bits = bits;
    }
    let levels = [("voice", Levels::Voice), ("take", Levels::Take), ("none", Levels::None)];
    if let Some(levels) = reader.choice(table, "levels", &levels) {
        mix.levels = levels;
    }
    mix.gain = reader.number(table, "gain", -60.0, 60.0, "dB");
    mix
}

/// A table of voices, each with a number between -`most` and `most`.
fn by_voice(
    reader: &mut Reader<'_>,
    root: &Table,
    key: &str,
    most: f64,
    unit: &str,
) -> BTreeMap<String, f64> {
    let Some(table) = reader.table(root, key) else { return BTreeMap::new() };
    let names: Vec<String> = table.iter().map(|(name, _)| name.to_string()).collect();
    let number = |reader: &mut Reader<'_>, name: &str| reader.number(table, name, -most, most, unit);
    names.into_iter().filter_map(|name| number(reader, &name).map(|number| (name, number))).collect()
}

fn disclosure(reader: &mut Reader<'_>, root: &Table) -> Disclosure {
    let Some(table) = reader.table(root, "disclosure") else { return Disclosure::default() };
    reader.known_keys(table, &["spoken", "text", "voice"], "in `[disclosure]`");
    Disclosure {
        spoken: !table.contains_key("spoken") || reader.boolean(table, "spoken"),
        text: reader.filled(table, "text"),
        voice: reader.filled(table, "voice"),
    }
}

fn outputs(reader: &mut Reader<'_>, root: &Table) -> Outputs {
    let mut outputs = Outputs::default();
    let Some(table) = reader.table(root, "outputs") else { return outputs };
    let switches = [
        ("page", &mut outputs.page),
        ("vtt", &mut outputs.vtt),
        ("srt", &mut outputs.srt),
        ("text", &mut outputs.text),
        ("transcript", &mut outputs.transcript),
        ("chapters", &mut outputs.chapters),
        ("m4a", &mut outputs.m4a),
        ("mp3", &mut outputs.mp3),
        ("opus", &mut outputs.opus),
        ("flac", &mut outputs.flac),
        ("epub", &mut outputs.epub),
        ("audiobook", &mut outputs.audiobook),
    ];
    let names = switches.iter().map(|(name, _)| *name);
    let keys: Vec<&str> = names.chain(["captions", "cover"]).collect();
    reader.known_keys(table, &keys, "in `[outputs]`");
    for (key, into) in switches {
        if table.contains_key(key) {
            *into = reader.boolean(table, key);
        }
    }
    let captions = [("sentence", Captions::Sentence), ("segment", Captions::Segment)];
    outputs.captions = reader.choice(table, "captions", &captions).unwrap_or_default();
    outputs.cover = reader.filled(table, "cover").map(PathBuf::from);
    if let Some(cover) = outputs.cover.as_ref().filter(|cover| !files::stays_inside(cover)) {
        let what = format!("leads out of the project: `{}`", cover.display());
        reader.problem_at(table.get("cover"), what, "copy the picture into the project");
    }
    outputs
}

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
];

fn segments(reader: &mut Reader<'_>, root: &Table, cues: &[Cue]) -> Vec<(usize, Segment)> {
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
    if table.contains_key("lock") && !table.contains_key("id") {
        reader.problem_at(
            table.get("lock"),
            "a segment without `id` cannot be locked: its take would not be found again when its text changes".into(),
            "build it, and let `aloud takes SEGMENT 1 --pick` keep what is heard",
        );
    }
    if let Some(conflict) = reader.string(table, "conflict") {
        reader.warning_at(
            table.get("conflict"),
            format!("the article now says here: \u{201c}{conflict}\u{201d}"),
            "bring `text` in line with it or keep yours, then take `conflict` out",
        );
    }
    Segment {
        id: reader.string(table, "id"),
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
            lock: reader.boolean(table, "lock"),
            take: reader.filled(table, "take"),
            cue: reader.filled(table, "cue"),
            cue_end: reader.filled(table, "cue_end"),
        },
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
];

/// As `kind` has it in script.toml.
pub fn kind_name(kind: Kind) -> &'static str {
    KINDS.iter().find(|(_, of)| *of == kind).map_or("paragraph", |(name, _)| name)
}

fn kind(reader: &mut Reader<'_>, table: &Table) -> Kind {
    reader.choice(table, "kind", KINDS).unwrap_or_default()
}

/// Omissions, each with the number of segments that stand before it in the file, whose lines `segments` are.
fn omissions(reader: &mut Reader<'_>, root: &Table, segments: &[usize]) -> Vec<Omission> {
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

/// Identity of a segment: eight hex digits of BLAKE3 over the article's words, and, where the same words occur
/// again, how often they did before.
pub fn segment_id(text: &str, occurrence: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(text.as_bytes());
    if occurrence > 0 {
        hasher.update(&(occurrence as u64).to_le_bytes());
    }
    hasher.finalize().to_hex()[..8].to_string()
}

/// Tells states of an article apart: 16 hex digits of BLAKE3 over all its words, spoken and omitted, in their order.
pub fn revision(script: &Script) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |mark: &[u8], text: &str| {
        hasher.update(mark).update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    let mut omitted = script.omitted.iter().peekable();
    for (index, segment) in script.segments.iter().enumerate() {
        while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
            add(b"-", &omission.text);
        }
        add(b"+", &segment.text);
    }
    omitted.for_each(|omission| add(b"-", &omission.text));
    hasher.finalize().to_hex()[..16].to_string()
}

/// Tells whether a file still stands in the order that Aloud gave it: 16 hex digits of BLAKE3 over the ids of its segments
/// and omissions.
pub(super) fn order<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for id in ids {
        hasher.update(id.as_bytes()).update(b" ");
    }
    hasher.finalize().to_hex()[..16].to_string()
}

/// The ids of a script's segments and omissions, in the order of the file.
fn ids(script: &Script) -> Vec<String> {
    let mut omitted = script.omitted.iter().peekable();
    let mut ids = Vec::new();
    let id = |omission: &Omission| segment_id(&omission.text, 0);
    for (index, segment) in script.segments.iter().enumerate() {
        while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
            ids.push(id(omission));
        }
        ids.extend(segment.id.clone());
    }
    ids.extend(omitted.map(id));
    ids
}

/// The id of these words, which were seen so often before.
fn nth_id(seen: &mut BTreeMap<String, usize>, text: &str) -> String {
    let occurrence = seen.entry(text.to_string()).or_default();
    *occurrence += 1;
    segment_id(text, *occurrence - 1)
}

/// Gives every segment its id, in place.
pub fn identify(script: &mut Script) {
    let mut seen = BTreeMap::new();
    for segment in &mut script.segments {
        segment.id = Some(nth_id(&mut seen, &segment.text));
    }
}
