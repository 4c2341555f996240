//! Reads script.toml into a [`Manifest`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml_edit::Table;

use super::series::{Filled, SeriesSettings};
use super::{Memory, cues, memory, segments, settings};
use crate::base::config::{Ask, Cue, Disclosure, Mix, Outputs, Pauses, Verify};
use crate::base::diagnostic::Diagnostic;
use crate::base::toml_reader::{self, Reader};
use crate::language::{UNDETERMINED, code_of, guess, primary};
use crate::script::{Casting, Script, Segment};

/// The content of script.toml.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Manifest {
    /// The segments and their speakers.
    pub script: Script,
    /// The article that it was made from, relative to script.toml.
    pub article: Option<PathBuf>,
    /// The state of the article that it contains; see `super::revision`.
    pub revision: Option<String>,
    /// The article's author.
    pub author: Option<String>,
    /// The article's day of publication.
    pub date: Option<String>,
    /// The address of the article's web page, beginning with `https://` or `http://`.
    pub link: Option<String>,
    /// The series that the episode belongs to.
    pub series: Option<String>,
    /// Whether the file names the language. Otherwise it is guessed from the words.
    pub language_declared: bool,
    /// Options for segments and attribution.
    pub casting: Casting,
    /// The language model for uncertain attributions.
    pub ask: Option<Ask>,
    /// The recogniser that listens to takes.
    pub verify: Option<Verify>,
    /// Line of `[verify]`, counted from 1; `None` without it.
    pub verify_line: Option<usize>,
    /// Speaker → voice, as written in `[cast]`. A speaker without an entry gets an assigned voice.
    pub cast: BTreeMap<String, String>,
    /// The speakers whose voice is in the `[cast]` of the series.
    pub series_cast: BTreeSet<String>,
    /// Line of each speaker in `[cast]`, counted from 1.
    pub cast_lines: BTreeMap<String, usize>,
    /// Aloud's own notes about what it wrote.
    pub memory: Memory,
    /// Silence between placements.
    pub pauses: Pauses,
    /// Level and format of the episode.
    pub mix: Mix,
    /// The files to write next to the WAV.
    pub outputs: Outputs,
    /// Disclosure of synthetic speech.
    pub disclosure: Disclosure,
    /// Line of `[disclosure]`, counted from 1; `None` without it.
    pub disclosure_line: Option<usize>,
    /// Voice → its position in stereo, -1 (left) to 1 (right). Other voices are in the middle.
    pub pan: BTreeMap<String, f64>,
    /// Voice → its gain in dB. Other voices get the gain that brings them to the episode's loudness.
    pub gains: BTreeMap<String, f64>,
    /// Music and sounds.
    pub cues: Vec<Cue>,
    /// Line of each `[[cue]]`, counted from 1.
    pub cue_lines: Vec<usize>,
    /// Line of each segment's `[[segment]]`, counted from 1.
    pub lines: Vec<usize>,
    /// What a person should look at, although it does not prevent a build.
    pub warnings: Vec<Diagnostic>,
}

impl Manifest {
    /// Returns all lines of other tables than segments.
    pub(super) fn other_lines(&mut self) -> impl Iterator<Item = &mut usize> {
        let lists = self.cue_lines.iter_mut().chain(self.cast_lines.values_mut());
        lists.chain(&mut self.verify_line).chain(&mut self.disclosure_line)
    }
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
    "article",
    "casting",
    "people",
    "ask",
    "verify",
    "cue",
    "segment",
    "omitted",
    "aloud",
];

/// Parses the text of script.toml. `path` is the file that diagnostics name.
///
/// # Errors
/// All problems of the file at once.
pub fn parse(text: &str, path: &Path) -> Result<Manifest, Vec<Diagnostic>> {
    parse_in_series(text, path, None)
}

/// As [`parse`], for an episode of a series: what script.toml does not set has the value of the series.
///
/// # Errors
/// As [`parse`].
pub fn parse_in_series(
    text: &str,
    path: &Path,
    series: Option<&SeriesSettings>,
) -> Result<Manifest, Vec<Diagnostic>> {
    let mut root = toml_reader::parse(text, path).map_err(|problem| vec![problem])?;
    let filled = series.map_or_else(Filled::default, |series| series.fill(&mut root));
    let mut manifest = read(text, path, &root)?;
    let folder = series.map(|series| series.folder().to_path_buf());
    let own = manifest.cues.len().saturating_sub(filled.cues);
    manifest.cues[own..].iter_mut().for_each(|cue| cue.series.clone_from(&folder));
    if filled.cover {
        manifest.outputs.cover_series = folder;
    }
    manifest.series_cast = filled.cast.into_iter().collect();
    Ok(manifest)
}

fn read(text: &str, path: &Path, root: &Table) -> Result<Manifest, Vec<Diagnostic>> {
    let mut reader = Reader::new(text, path);
    reader.known_keys(root, KEYS, "at the top of script.toml");
    let Episode { title, article, revision, language, author, date, link, series } =
        episode(&mut reader, root);
    let casting = settings::casting(&mut reader, root);
    let ask = settings::ask(&mut reader, root);
    let verify = settings::verify(&mut reader, root);
    let verify_line = reader.table(root, "verify").map(|table| reader.line_of_table(table));
    let (cast, cast_lines) = settings::cast(&mut reader, root);
    let memory = memory::read(&mut reader, root);
    let mix = settings::mix(&mut reader, root);
    let pauses = settings::pauses(&mut reader, root, Pauses::of(mix.preset));
    let pan = settings::numbers_by_voice(&mut reader, root, "pan", 1.0, "left to right");
    let gains = settings::numbers_by_voice(&mut reader, root, "gains", 60.0, "dB");
    let outputs = settings::outputs(&mut reader, root);
    let disclosure = settings::disclosure(&mut reader, root);
    let disclosure_line = reader.table(root, "disclosure").map(|table| reader.line_of_table(table));
    let (cue_lines, cues): (_, Vec<Cue>) = cues::cues(&mut reader, root).into_iter().unzip();
    let segments = segments::segments(&mut reader, root, &cues);
    let lines: Vec<usize> = segments.iter().map(|(line, _)| *line).collect();
    let omitted = segments::omissions(&mut reader, root, &lines);
    let segments: Vec<Segment> = segments.into_iter().map(|(_, segment)| segment).collect();
    let language_declared = language.is_some();
    let language = language.or_else(|| guess_language(&segments));
    let script = Script { title, language, segments, omitted, ..Script::default() };
    let (errors, warnings) = reader.finish();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Manifest {
        script,
        article,
        revision,
        author,
        date,
        link,
        series,
        language_declared,
        casting,
        ask,
        verify,
        verify_line,
        cast,
        series_cast: BTreeSet::new(),
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

/// The content of `[episode]`.
#[derive(Default)]
struct Episode {
    title: Option<String>,
    article: Option<PathBuf>,
    revision: Option<String>,
    language: Option<String>,
    author: Option<String>,
    date: Option<String>,
    link: Option<String>,
    series: Option<String>,
}

fn episode(reader: &mut Reader<'_>, root: &Table) -> Episode {
    let Some(table) = reader.table(root, "episode") else { return Episode::default() };
    let keys = ["title", "article", "language", "author", "date", "link", "series", "revision", "order"];
    reader.known_keys(table, &keys, "in `[episode]`");
    Episode {
        title: reader.string(table, "title"),
        article: reader.string(table, "article").map(PathBuf::from),
        revision: reader.string(table, "revision"),
        language: language(reader, table),
        author: reader.non_empty(table, "author"),
        date: reader.non_empty(table, "date"),
        link: reader.web_address(table, "link"),
        series: reader.non_empty(table, "series"),
    }
}

/// Reads `language`. A tag that is not a language is kept, with a warning: the voices may know it.
fn language(reader: &mut Reader<'_>, table: &Table) -> Option<String> {
    let tag = reader.string(table, "language")?;
    let item = table.get("language");
    match (primary(&tag), code_of(&tag)) {
        (Some(UNDETERMINED), _) => reader.warning_at(
            "language-undetermined",
            item,
            "the language is undetermined, so no spoken forms are applied".into(),
            "write its code into `language`, such as `en` or `de`",
        ),
        (Some(_), _) => {}
        (None, Some(code)) => {
            let hint = format!("write `language = \"{code}\"`");
            let what = format!("`{tag}` is not a language code");
            reader.warning_at("language-unknown", item, what, &hint);
        }
        (None, None) => reader.warning_at(
            "language-unknown",
            item,
            format!("`{tag}` is not a known language code"),
            "start it with an ISO 639 code, such as `en`, `de-AT` or `fr`",
        ),
    }
    Some(tag)
}

/// Guesses the language from the words where the file does not say, because English rules must not be applied to others.
/// English itself stays `None`, which is the default.
fn guess_language(segments: &[Segment]) -> Option<String> {
    let text: Vec<&str> = segments.iter().map(|segment| segment.text.as_str()).collect();
    let language = guess(&text.join("\n")).filter(|language| !matches!(*language, "en" | UNDETERMINED));
    language.map(str::to_string)
}
