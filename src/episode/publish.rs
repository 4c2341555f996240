//! Edition → `out/` or `draft/`: mixed, captioned, described, and moved into place together.

use std::fs::{self, File, TryLockError};
use std::mem;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::disclosure;
use super::editions::{Editions, Staged};
use super::levels::{self, LaidOut};
use super::marks;
use super::music::Heard;
use super::{BuildError, Event, Options, Outcome, Plan};
use crate::config::Preset;
use crate::diagnostic::Diagnostic;
use crate::encoder::Format;
use crate::files::FileError;
use crate::mixer::{self, MixError};
use crate::outputs::epub::{Entry, Holds};
use crate::outputs::{self, Content, VoiceReport, WAV, description, json};
use crate::project::{DRAFT, Project, STATE};
use crate::script::Script;
use crate::takes::Lookup;

/// How often somebody who waits for a turn looks.
const LOOK: Duration = Duration::from_millis(50);
/// For what is done in a moment.
pub(super) static NEVER: AtomicBool = AtomicBool::new(false);

/// The right to write into the project; given back when dropped. Waits while another build has it, until `cancel`.
pub(super) fn take_turn(
    project: &Project,
    cancel: &AtomicBool,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<File, BuildError> {
    let lock = lock(&project.root, cancel, on)?;
    project.store().sweep();
    Editions::of(project).recover()?;
    Ok(lock)
}

/// The lock of the project in `root`; given back when dropped. Waits while a build or somebody else has it, until `cancel`.
///
/// # Errors
/// [`BuildError::Cancelled`], or when the lock cannot be made.
pub fn lock(root: &Path, cancel: &AtomicBool, on: &mut dyn FnMut(Event<'_>)) -> Result<File, BuildError> {
    let folder = root.join(STATE);
    fs::create_dir_all(&folder).map_err(|e| FileError::new("make the folder", &folder, e))?;
    let path = folder.join("lock");
    let lock = File::create(&path).map_err(|e| FileError::new("write", &path, e))?;
    let mut waited = false;
    loop {
        match lock.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(error)) => return Err(FileError::new("lock", &path, error).into()),
            Err(TryLockError::WouldBlock) if cancel.load(Ordering::Relaxed) => {
                return Err(BuildError::Cancelled);
            }
            Err(TryLockError::WouldBlock) => {}
        }
        if !mem::replace(&mut waited, true) {
            on(Event::Waiting);
        }
        thread::sleep(LOOK);
    }
    Ok(lock)
}

/// Opens the episode for writing before the long work begins, so that an unwritable `out/` is said at once.
pub(super) fn open(project: &Project, options: &Options<'_>) -> Result<Staged, FileError> {
    Editions::of(project).stage(options.target)
}

/// Mixes and writes the episode with what stands beside it, unless its place already holds this very one.
pub(super) fn publish(
    project: &Project,
    plan: &Plan,
    laid_out: &LaidOut,
    mut staged: Staged,
    options: &Options<'_>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Outcome, BuildError> {
    let script = script(project, plan);
    let voices = voices(project, plan, laid_out);
    let edition = edition(project, plan, laid_out, &script, &voices);
    let files = Files::of(&edition);
    let inputs = fingerprint(project, &files, plan, &laid_out.mix);
    let mut outcome = outcome(plan, laid_out);
    let editions = Editions::of(project);
    if editions.holds(options.target, &inputs) {
        on(Event::UpToDate);
        return Ok(outcome);
    }
    let earlier = editions.earlier(options.target);
    let earlier = earlier.as_ref().map(|(file, ledger)| (file, ledger));
    let mut progress = |done, total| on(Event::Mixing { done, total });
    let (report, ledger) =
        mixer::remix(&laid_out.mix, earlier, staged.wav(), options.jobs, options.cancel, &mut progress)
            .map_err(|error| told(project, options, error))?;
    outcome.loudness = report.loudness;
    let warnings = warnings(project, laid_out, &report);
    warnings.iter().for_each(|warning| on(Event::Warning(warning)));
    let mut levels = serde_json::to_value(&report).unwrap_or_default();
    staged.describe(&marks::metadata(&edition, &report, laid_out), laid_out.timeline.length)?;
    levels["warnings"] = warnings.iter().map(|warning| warning.what.as_str()).collect();
    for (name, content) in &files.texts {
        staged.write(name, content.as_bytes())?;
    }
    if let Some(cover) = edition.cover.filter(|_| edition.outputs.audiobook) {
        staged.write(cover.kind.file(), &cover.bytes)?;
    }
    staged.write(description::FILE, json::render(&edition, levels).as_bytes())?;
    plan.compression.make(&mut staged, laid_out, &marks::tags(&edition), &files.sounds, options, on)?;
    for (name, entries) in &files.books {
        plan.compression.bind(&mut staged, name, entries)?;
    }
    staged.tidy()?;
    editions.put(staged, options.target, &inputs, &ledger)?;
    Ok(outcome)
}

/// What stands beside the WAV, as far as it follows from the edition.
struct Files {
    /// All that is known of the edition before it is mixed.
    description: String,
    texts: Vec<(&'static str, String)>,
    sounds: Vec<Format>,
    books: Vec<(&'static str, Vec<Entry>)>,
}

impl Files {
    fn of(edition: &outputs::Edition<'_>) -> Self {
        let description = json::render(edition, Value::Null);
        let mut files = Self { description, texts: Vec::new(), sounds: Vec::new(), books: Vec::new() };
        for output in outputs::ALL.iter().filter(|output| (output.wanted)(edition.outputs)) {
            match output.content {
                Content::Text(render) => files.texts.push((output.file, render(edition))),
                Content::Sound(format) => files.sounds.push(format),
                Content::Book(entries) => files.books.push((output.file, entries(edition))),
            }
        }
        files
    }

    /// All their text, each with its name.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.texts.iter().map(|(name, text)| (*name, text.as_str()));
        let entries = self.books.iter().flat_map(|(_, entries)| entries);
        let in_books = entries.filter_map(|entry| match &entry.holds {
            Holds::Text(text) => Some((entry.name.as_str(), text.as_str())),
            _ => None,
        });
        texts.chain(in_books)
    }
}

/// The draft takes the place of the published episode, all its files together.
///
/// # Errors
/// When there is no draft, when it was changed since it was built, or when the folders cannot be written.
pub fn publish_draft(project: &Project, on: &mut dyn FnMut(Event<'_>)) -> Result<(), BuildError> {
    let _turn = take_turn(project, &NEVER, on)?;
    let draft = project.root.join(DRAFT);
    if Editions::of(project).publish_draft()? {
        return Ok(());
    }
    let what = if draft.exists() { "the draft is not as it was built" } else { "there is no draft" };
    Err(Diagnostic::error(what).at(draft).hint("`aloud build --draft` makes it").into())
}

/// What a person should listen to or see to, now that levels are known.
fn warnings(project: &Project, laid_out: &LaidOut, report: &mixer::Report) -> Vec<Diagnostic> {
    let mut warnings = laid_out.warnings.clone();
    if project.manifest.mix.preset == Preset::Acx {
        let failures = mixer::acx_failures(report).into_iter();
        warnings.extend(failures.map(|what| Diagnostic::warning(what).hint("ACX would send it back")));
    }
    let mix = &project.manifest.mix;
    let miss = mix.loudness.zip(report.loudness).map(|(target, reached)| reached - target);
    if let Some(miss) = miss.filter(|miss| mix.gain.is_some() && miss.abs() > STRAYED) {
        let what = format!("with the gains that are held the episode is {:.1} LU off its target", miss.abs());
        warnings.push(
            Diagnostic::warning(what)
                .at(project.script_path())
                .hint("`aloud levels --release` has gains found anew, `--hold` keeps to those"),
        );
    }
    warnings
}

/// How far an episode may stray from its target before somebody should know, in LU (EBU R 128, 2023, item g).
const STRAYED: f64 = 0.2;

fn told(project: &Project, options: &Options<'_>, error: MixError) -> BuildError {
    let path = project.root.join(options.target.folder()).join(WAV);
    match error {
        MixError::Cancelled => BuildError::Cancelled,
        MixError::Write(error) => FileError::new("write", &path, error).into(),
        error => Diagnostic::error(format!("the episode could not be mixed: {error}"))
            .at(path)
            .hint("the takes are kept, and so is the episode before; see to the cause and build again")
            .into(),
    }
}

/// The script with what is said at the beginning.
fn script(project: &Project, plan: &Plan) -> Script {
    let mut script = project.manifest.script.clone();
    script.segments.extend(plan.disclosure.clone());
    script
}

fn edition<'a>(
    project: &'a Project,
    plan: &'a Plan,
    laid_out: &'a LaidOut,
    script: &'a Script,
    voices: &'a [VoiceReport],
) -> outputs::Edition<'a> {
    let line = |(nth, line): (usize, &'a super::Line)| outputs::Line {
        segment: line.segment,
        text: &line.text,
        spoken: &line.utterance.spoken,
        voice: &plan.voices[line.voice].name,
        take: line.key.to_string(),
        words: laid_out.words[nth].clone(),
    };
    let lines = plan.lines.iter().enumerate().map(line).collect();
    let manifest = &project.manifest;
    let sound = |heard: &Heard| outputs::Sound { cue: &manifest.cues[heard.cue], span: heard.span };
    outputs::Edition {
        script,
        lines,
        timeline: &laid_out.timeline,
        sounds: laid_out.heard.iter().map(sound).collect(),
        outputs: &manifest.outputs,
        disclosure: disclosure::sentence(plan.synthetic, script.language.as_deref()),
        disclosed: plan.disclosure.is_some(),
        author: manifest.author.as_deref(),
        series: manifest.series.as_deref(),
        voices,
        cover: plan.compression.cover(),
    }
}

fn voices(project: &Project, plan: &Plan, laid_out: &LaidOut) -> Vec<VoiceReport> {
    let report = |(voice, loudness): (&super::VoicePlan, &Option<f64>)| VoiceReport {
        name: voice.name.clone(),
        backend: voice.kind,
        synthetic: voice.synthetic,
        person: voice.origin.person.clone(),
        consent: voice.origin.consent.clone(),
        licence: voice.origin.licence.clone(),
        loudness: loudness.map(|lufs| (lufs * 10.0).round() / 10.0),
        gain_db: levels::voice_gain_db(project, &voice.name, *loudness),
    };
    plan.voices.iter().zip(&laid_out.loudness).map(report).collect()
}

fn outcome(plan: &Plan, laid_out: &LaidOut) -> Outcome {
    let keys = |hit: bool| -> usize {
        let of = plan.lines.iter().filter(|line| matches!(line.stored, Lookup::Hit(_)) == hit);
        of.map(|line| line.key).collect::<std::collections::BTreeSet<_>>().len()
    };
    let seconds = laid_out.timeline.length as f64 / f64::from(laid_out.timeline.rate);
    Outcome { spoken: keys(false), reused: keys(true), seconds, loudness: None }
}

/// A hash of everything that the files in `out/` depend on: Aloud itself, the description (texts, takes, places),
/// gains and format; the preset, which says what to warn of; what stands in the files beside the WAV, and what compresses it.
fn fingerprint(project: &Project, files: &Files, plan: &Plan, mix: &mixer::Plan) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(files.description.as_bytes());
    for (name, content) in files.texts() {
        hasher
            .update(name.as_bytes())
            .update(&(content.len() as u64).to_le_bytes())
            .update(content.as_bytes());
    }
    let manifest = &project.manifest;
    let (preset, compression) = (manifest.mix.preset, plan.compression.identity());
    let (author, series) = (&manifest.author, &manifest.series);
    hasher.update(format!("{preset:?} {} {author:?} {series:?} {compression}", mix.fingerprint()).as_bytes());
    hasher.finalize().to_hex().to_string()
}
