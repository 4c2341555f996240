//! Edition → `out/`: mixed, captioned, described; each file whole or as it was before.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use atomic_write_file::AtomicWriteFile;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::levels::Edition as LaidOut;
use super::{BuildError, Event, Options, Outcome, Plan};
use crate::diagnostic::Diagnostic;
use crate::files::{self, FileError};
use crate::mixer::{self, MixError};
use crate::outputs::{self, json, vtt};
use crate::project::{OUT, Project, STATE};
use crate::takes::Lookup;

const WAV: &str = "episode.wav";
const VTT: &str = "episode.vtt";
const JSON: &str = "episode.json";

/// What the last build was made of, and what it made; in `.aloud/built.json`.
#[derive(Serialize, Deserialize)]
struct Built {
    /// Hash of everything that the files depend on.
    inputs: String,
    /// File name → BLAKE3 of its content.
    files: BTreeMap<String, String>,
}

/// The right to write into the project; given back when dropped. Waits while another build has it.
pub(super) fn take_turn(project: &Project, on: &mut dyn FnMut(Event<'_>)) -> Result<File, FileError> {
    let folder = project.root.join(STATE);
    fs::create_dir_all(&folder).map_err(|e| FileError::new("make the folder", &folder, e))?;
    let path = folder.join("lock");
    let lock = File::create(&path).map_err(|e| FileError::new("write", &path, e))?;
    match lock.try_lock() {
        Err(TryLockError::WouldBlock) => {
            on(Event::Waiting);
            lock.lock().map_err(|e| FileError::new("lock", &path, e))?;
        }
        Err(TryLockError::Error(error)) => return Err(FileError::new("lock", &path, error)),
        Ok(()) => {}
    }
    project.store().sweep();
    files::sweep_temporaries(&project.root.join(OUT));
    Ok(lock)
}

/// Opens the episode for writing before the long work begins, so that an unwritable `out/` is said at once.
pub(super) fn open(project: &Project) -> Result<AtomicWriteFile, FileError> {
    files::create(&project.root.join(OUT).join(WAV))
}

/// Mixes and writes the episode with what stands beside it, unless `out/` already holds this very one.
pub(super) fn publish(
    project: &Project,
    plan: &Plan,
    laid_out: &LaidOut,
    wav: AtomicWriteFile,
    options: &Options<'_>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Outcome, BuildError> {
    let edition = edition(project, plan, laid_out);
    let voices = voices(plan, laid_out);
    let inputs = fingerprint(&json::render(&edition, &voices, Value::Null), &laid_out.mix);
    let mut outcome = outcome(plan, laid_out);
    if already_built(project, &inputs) {
        on(Event::UpToDate);
        return Ok(outcome);
    }
    let mut progress = |done, total| on(Event::Mixing { done, total });
    let report = mixer::mix(&laid_out.mix, &wav, options.jobs, options.cancel, &mut progress)
        .map_err(|error| told(project, error))?;
    outcome.loudness = report.loudness;
    let levels = serde_json::to_value(&report).unwrap_or_default();
    let out = project.root.join(OUT);
    wav.commit().map_err(|e| FileError::new("write", &out.join(WAV), e))?;
    files::write(&out.join(VTT), vtt::render(&edition).as_bytes())?;
    files::write(&out.join(JSON), json::render(&edition, &voices, levels).as_bytes())?;
    remember(project, inputs)?;
    Ok(outcome)
}

fn told(project: &Project, error: MixError) -> BuildError {
    match error {
        MixError::Cancelled => BuildError::Cancelled,
        error => Diagnostic::error(format!("the episode could not be mixed: {error}"))
            .at(project.root.join(OUT).join(WAV))
            .hint("the takes are kept, and so is the episode before; see to the cause and build again")
            .into(),
    }
}

fn edition<'a>(project: &'a Project, plan: &'a Plan, laid_out: &'a LaidOut) -> outputs::Edition<'a> {
    let line = |line: &'a super::Line| outputs::Line {
        segment: line.segment,
        text: &line.text,
        spoken: &line.utterance.spoken,
        voice: &plan.voices[line.voice].name,
        take: line.key.to_string(),
    };
    let lines = plan.lines.iter().map(line).collect();
    outputs::Edition { script: &project.manifest.script, lines, timeline: &laid_out.timeline }
}

fn voices(plan: &Plan, laid_out: &LaidOut) -> Vec<json::VoiceReport> {
    let report = |(voice, loudness): (&super::VoicePlan, &Option<f64>)| json::VoiceReport {
        name: voice.name.clone(),
        backend: voice.kind,
        loudness: loudness.map(|lufs| (lufs * 10.0).round() / 10.0),
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
/// gains and format.
fn fingerprint(description: &str, mix: &mixer::Plan) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(description.as_bytes());
    hasher.update(format!("{:?} {:?} {}", mix.format, mix.loudness, mix.peak).as_bytes());
    for placement in &mix.placements {
        hasher.update(&placement.gain_db.to_le_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

fn built_path(project: &Project) -> PathBuf {
    project.root.join(STATE).join("built.json")
}

fn already_built(project: &Project, inputs: &str) -> bool {
    let Ok(bytes) = fs::read(built_path(project)) else { return false };
    let Ok(built) = serde_json::from_slice::<Built>(&bytes) else { return false };
    let out = project.root.join(OUT);
    let intact =
        |(name, hash): (&String, &String)| checksum(&out.join(name)).is_ok_and(|found| found == *hash);
    built.inputs == inputs && built.files.iter().all(intact)
}

fn remember(project: &Project, inputs: String) -> Result<(), FileError> {
    let out = project.root.join(OUT);
    let mut files = BTreeMap::new();
    for name in [WAV, VTT, JSON] {
        let path = out.join(name);
        files.insert(name.to_string(), checksum(&path).map_err(|e| FileError::new("read", &path, e))?);
    }
    let text = serde_json::to_vec_pretty(&Built { inputs, files }).unwrap_or_default();
    files::write(&built_path(project), &text)
}

fn checksum(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}
