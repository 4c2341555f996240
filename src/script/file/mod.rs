//! script.toml: the script as people read, edit and keep it.
//!
//! Aloud writes it first ([`render`]) and then only amends it (`merge`): comments, order and hand edits stay.

mod cues;
mod identity;
mod memory;
mod segments;
mod settings;
mod tidy;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml_edit::{Document, Table};

use super::{Casting, Kind, Omission, Script, Segment};
use crate::base::config::{Ask, Cue, Disclosure, Mix, Outputs, Pauses};
use crate::base::diagnostic::Diagnostic;
use crate::base::toml_reader::{self, Reader};
use crate::language::{UNDETERMINED, code_of, guess, primary};
pub use cues::role_name;
pub(super) use identity::order;
pub use identity::{identify, revision, segment_id};
pub use memory::Memory;
pub(crate) use memory::OMITTED;
pub(crate) use segments::GONE;
pub use segments::kind_name;
pub(crate) use tidy::{speakers, tidy_cast};
pub use write::{Gains, hold, pick, render};
pub(super) use write::{omission_table, section, segment_table};

/// What script.toml says.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// Who says what.
    pub script: Script,
    /// The article that it was made from, relative to script.toml.
    pub article: Option<PathBuf>,
    /// The state of the article that it has: see [`revision`].
    pub revision: Option<String>,
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
    /// Line of each speaker in `[cast]`, counted from 1.
    pub cast_lines: BTreeMap<String, usize>,
    /// What Aloud remembers of what it wrote.
    pub memory: Memory,
    /// Silence between placements.
    pub pauses: Pauses,
    /// Level and format of the episode.
    pub mix: Mix,
    /// What stands beside the WAV.
    pub outputs: Outputs,
    /// How listeners are told of synthetic speech.
    pub disclosure: Disclosure,
    /// Line of `[disclosure]`, counted from 1; `None` without it.
    pub disclosure_line: Option<usize>,
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

const KEYS: &[&str] = &[
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
    "aloud",
];

/// Reads script.toml; `path` is for messages.
///
/// # Errors
/// All problems of the file at once.
pub fn parse(text: &str, path: &Path) -> Result<Manifest, Vec<Diagnostic>> {
    let document = Document::parse(text).map_err(|error| vec![toml_reader::syntax(text, path, &error)])?;
    let mut reader = Reader::new(text, path);
    let root = &toml_reader::opened(document.as_table());
    reader.known_keys(root, KEYS, "at the top of script.toml");
    let Episode { title, article, revision, language, author, series } = episode(&mut reader, root);
    let casting = settings::casting(&mut reader, root);
    let ask = settings::ask(&mut reader, root);
    let (cast, cast_lines) = cast(&mut reader, root);
    let memory = memory::read(&mut reader, root);
    let pauses = settings::pauses(&mut reader, root);
    let mix = settings::mix(&mut reader, root);
    let pan = settings::by_voice(&mut reader, root, "pan", 1.0, "left to right");
    let gains = settings::by_voice(&mut reader, root, "gains", 60.0, "dB");
    let outputs = settings::outputs(&mut reader, root);
    let disclosure = settings::disclosure(&mut reader, root);
    let disclosure_line = reader.table(root, "disclosure").map(|table| reader.line_of_table(table));
    let (cue_lines, cues): (_, Vec<Cue>) = cues::cues(&mut reader, root).into_iter().unzip();
    let segments = segments::segments(&mut reader, root, &cues);
    let lines: Vec<usize> = segments.iter().map(|(line, _)| *line).collect();
    let omitted = segments::omissions(&mut reader, root, &lines);
    let segments: Vec<Segment> = segments.into_iter().map(|(_, segment)| segment).collect();
    let language = language.or_else(|| language_of(&segments));
    let script = Script { title, language, segments, omitted, ..Script::default() };
    let (problems, warnings) = reader.finish();
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Manifest {
        script,
        article,
        revision,
        author,
        series,
        casting,
        ask,
        cast,
        cast_lines,
        memory,
        pauses,
        mix,
        outputs,
        disclosure,
        disclosure_line,
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
    revision: Option<String>,
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
        revision: reader.string(table, "revision"),
        language: language(reader, table),
        author: reader.filled(table, "author"),
        series: reader.filled(table, "series"),
    }
}

/// What the words are written in where the file does not say, so that no rules of English are applied to others.
fn language_of(segments: &[Segment]) -> Option<String> {
    let text: Vec<&str> = segments.iter().map(|segment| segment.text.as_str()).collect();
    let language = guess(&text.join("\n")).filter(|language| !matches!(*language, "en" | UNDETERMINED));
    language.map(str::to_string)
}

/// A tag that is no language is kept, and told.
fn language(reader: &mut Reader<'_>, table: &Table) -> Option<String> {
    let tag = reader.string(table, "language")?;
    let item = table.get("language");
    match (primary(&tag), code_of(&tag)) {
        (Some(UNDETERMINED), _) => reader.warning_at(
            item,
            "it is not known which language this is, so that it is read as it stands".into(),
            "write its code into `language`, such as `en` or `de`",
        ),
        (Some(_), _) => {}
        (None, Some(code)) => {
            let hint = format!("write `language = \"{code}\"`");
            reader.warning_at(item, format!("`{tag}` is no code of a language"), &hint);
        }
        (None, None) => reader.warning_at(
            item,
            format!("`{tag}` is no code of a language that is known"),
            "it begins with a code of ISO 639, such as `en`, `de-AT` or `fr`",
        ),
    }
    Some(tag)
}

/// Speaker → voice, and → line.
fn cast(reader: &mut Reader<'_>, root: &Table) -> (BTreeMap<String, String>, BTreeMap<String, usize>) {
    let (mut cast, mut lines) = (BTreeMap::new(), BTreeMap::new());
    for (name, item) in reader.table(root, "cast").into_iter().flatten() {
        lines.extend(reader.line_of(item).map(|line| (name.to_string(), line)));
        cast.extend(reader.text(item, name).map(|voice| (name.to_string(), voice)));
    }
    (cast, lines)
}
