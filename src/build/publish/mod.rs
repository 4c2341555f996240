//! Publishes an edition: mixes it, writes captions and other outputs, and swaps the whole into `out/` or `draft/`.

mod acx;
mod chapter_files;
mod edition;
mod editions;
mod staging;
mod swap;
#[cfg(test)]
#[cfg(unix)]
mod tests;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::AtomicBool;

pub(super) use staging::Staging;

use super::formats::Encoding;
use super::layout::LaidOut;
use super::options::{Event, Options, Outcome, Target};
use super::plan::Plan;
use super::script_file::ScriptFile;
use crate::base::config::Outputs;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{FileError, ProjectPath};
use crate::base::project_files::{DRAFT, STATE};
use crate::mixer::{self, MixError};
use crate::outputs::{self, DESCRIPTION, WAV, json};
use crate::project::{Lock, Project, Wait, lock};
use crate::takes::{Lookup, Store};
use chapter_files::ChapterFiles;
use edition::{Contents, edition, metadata, script_with_disclosure, tags, voice_reports};
use editions::Editions;

/// Locks the project in `root`, and completes or undoes the swap of a killed run.
pub(super) fn lock_and_recover(
    root: &Path,
    cancel: &AtomicBool,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Lock, Error> {
    let lock = lock(root, &mut Wait { cancel, on_wait: &mut || on(Event::Waiting) })?;
    Store::new(ProjectPath::root(root).join(STATE).join("takes")).remove_temporaries();
    Editions::of(root).recover()?;
    Ok(lock)
}

/// Completes the swap of a killed run, if there is one, so a command finds whole folders.
///
/// # Errors
/// If the project cannot be locked, or the swap cannot be completed.
pub fn complete_interrupted_swap(root: &Path, wait: &mut Wait<'_>) -> Result<(), Error> {
    let editions = Editions::of(root);
    if !editions.is_interrupted() {
        return Ok(());
    }
    let _lock = lock(root, wait)?;
    Ok(editions.recover()?)
}

/// Creates the staging folder for a new edition. Fails at once if the edition could not replace the one in its place.
pub(super) fn stage(root: &Path, target: Target) -> Result<Staging, FileError> {
    Editions::of(root).stage(target)
}

/// Returns the names of the files in `out/`, if they are, unchanged, what would be published.
#[cfg(feature = "c2pa")]
pub(super) fn published_files(
    root: &Path,
    script: &ScriptFile<'_>,
    plan: &Plan,
    laid_out: &LaidOut,
) -> Option<BTreeSet<String>> {
    let spoken = script_with_disclosure(script.manifest, plan);
    let voices = voice_reports(script.manifest, plan, laid_out);
    let edition = edition(script.manifest, plan, laid_out, &spoken, &voices);
    let fingerprint = Contents::of(&edition).fingerprint(script.manifest, plan, &laid_out.mix);
    Editions::of(root).unchanged_files(Target::Published, &fingerprint)
}

/// Mixes and writes an edition with all its outputs, unless the target already holds it.
pub(super) fn publish(
    root: &Path,
    script: &ScriptFile<'_>,
    plan: &Plan,
    laid_out: &LaidOut,
    mut staging: Staging,
    options: &Options<'_>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Outcome, Error> {
    let spoken = script_with_disclosure(script.manifest, plan);
    let voices = voice_reports(script.manifest, plan, laid_out);
    let edition = edition(script.manifest, plan, laid_out, &spoken, &voices);
    let contents = Contents::of(&edition);
    let fingerprint = contents.fingerprint(script.manifest, plan, &laid_out.mix);
    let mut outcome = outcome(plan, laid_out);
    let editions = Editions::of(root);
    if editions.holds(options.target, &fingerprint) {
        on(Event::UpToDate);
        return Ok(outcome);
    }

    // The mixer copies unchanged regions from the previous edition.
    let previous = editions.previous(options.target);
    let previous = previous.as_ref().map(|(wav, ledger)| (wav, ledger));
    let mut progress = |done, total| on(Event::Mixing { done, total });
    let (report, ledger) =
        mixer::remix(&laid_out.mix, previous, staging.wav(), options.jobs, options.cancel, &mut progress)
            .map_err(|error| mix_failed(&root.join(options.target.folder()).join(WAV), error))?;
    outcome.loudness = report.loudness;
    let mut warnings = warnings(script, laid_out, &report);
    let parts = &outputs::parts(&edition);
    warnings.extend(acx::warnings(script, laid_out, &report, parts, &staging)?);
    warnings.iter().for_each(|warning| on(Event::Warning(warning)));

    let metadata = metadata(&edition, &report, &laid_out.mix.format);
    staging.append_metadata(&metadata, laid_out.timeline.length)?;
    let mut levels = serde_json::to_value(&report).unwrap_or_default();
    levels["warnings"] = warnings.iter().map(|warning| warning.what.as_str()).collect();
    for (name, content) in &contents.texts {
        staging.write(name, content.as_bytes())?;
    }
    if let Some(cover) = edition.cover.filter(|_| {
        let Outputs { audiobook, page, embed, .. } = edition.outputs;
        *audiobook || *page || *embed
    }) {
        staging.write(cover.kind.file(), &cover.bytes)?;
    }
    staging.write(DESCRIPTION, json::render(&edition, levels).as_bytes())?;

    let cache = editions.encoded_parts(options.target);
    let mut encoding = Encoding {
        jobs: options.jobs,
        preset: script.manifest.mix.preset,
        cache: &cache,
        cancel: options.cancel,
        progress: &mut |done, total| on(Event::Encoding { done, total }),
    };
    let tags = tags(&edition);
    plan.formats.encode(&mut staging, &laid_out.mix, &tags, &contents.sounds, &mut encoding)?;
    let wanted = &edition.outputs.chapter_files;
    let chapters = ChapterFiles { parts, wanted, tags: &tags, metadata: &metadata, mix: &laid_out.mix };
    chapters.write(&mut staging, &plan.formats, &mut encoding)?;
    for (name, entries) in &contents.books {
        plan.formats.bind(&mut staging, name, entries)?;
    }
    staging.tidy()?;
    editions.put(staging, options.target, &fingerprint, &ledger)?;
    // The edition is published. Parts that cannot be deleted now are deleted by a later build.
    let _ = cache.remove_unused();
    Ok(outcome)
}

fn outcome(plan: &Plan, laid_out: &LaidOut) -> Outcome {
    let mut takes: [BTreeSet<_>; 2] = Default::default();
    for planned in &plan.utterances {
        takes[usize::from(matches!(planned.stored, Lookup::Hit(_)))].insert(planned.key);
    }
    let [spoken, reused] = takes.map(|keys| keys.len());
    let seconds = laid_out.timeline.length as f64 / f64::from(laid_out.timeline.rate);
    Outcome { spoken, reused, seconds, loudness: None }
}

fn mix_failed(wav: &Path, error: MixError) -> Error {
    match error {
        MixError::Cancelled => Error::Cancelled,
        MixError::Write(error) => FileError::new("write", wav, error).into(),
        error => Diagnostic::error("mix-failed", format!("the episode could not be mixed: {error}"))
            .at(wav)
            .hint("fix the cause and build again; all takes and the previous episode are kept")
            .into(),
    }
}

/// An episode may miss its loudness target by this many LU without a warning (EBU R 128, 2023, item g).
const LOUDNESS_TOLERANCE: f64 = 0.2;

/// Returns the warnings of the layout, and those that follow from the measured levels for all presets.
fn warnings(script: &ScriptFile<'_>, laid_out: &LaidOut, report: &mixer::Report) -> Vec<Diagnostic> {
    let mut warnings = laid_out.warnings.clone();
    let mix = &script.manifest.mix;
    warnings.extend(heavy_limiter(report, laid_out.mix.length, &script.path));
    // Without locked gains the mixer corrects the gain until the target is met.
    let miss = mix.loudness.zip(report.loudness).map(|(target, reached)| (reached - target).abs());
    if let Some(miss) = miss.filter(|miss| mix.gain.is_some() && *miss > LOUDNESS_TOLERANCE) {
        let what = format!("with the locked gains, the episode misses its loudness target by {miss:.1} LU");
        let hint = "`aloud levels --release` removes the locks; after a build, `--hold` locks the new gains";
        warnings.push(Diagnostic::warning("loudness-missed", what).at(&script.path).hint(hint));
    }
    warnings
}

/// The limiter may attenuate this share of an episode by more than 1 dB without a warning.
const HARD_LIMITED_SHARE: f64 = 0.03;

/// Warns of a limiter that works so hard that listeners may notice.
fn heavy_limiter(report: &mixer::Report, length: u64, path: &Path) -> Option<Diagnostic> {
    let share = report.hard_limited_frames as f64 / length.max(1) as f64;
    let what = format!(
        "the limiter attenuates {:.1} % of the episode by more than 1 dB, at most by {:.1} dB",
        share * 100.0,
        report.limiter_max_db
    );
    (share > HARD_LIMITED_SHARE).then(|| {
        Diagnostic::warning("limiter-heavy", what)
            .at(path)
            .hint("lower `loudness` in `[mix]`, or use voices with lower peaks")
    })
}

/// Publishes the draft: replaces the edition in `out/` with the one in `draft/`, all files at once.
///
/// # Errors
/// If there is no draft, if it was changed after it was built, or if the folders cannot be written.
pub fn publish_draft(project: &Project, on: &mut dyn FnMut(Event<'_>)) -> Result<(), Error> {
    let _lock = lock_and_recover(&project.root, &AtomicBool::new(false), on)?;
    let draft = project.root.join(DRAFT);
    if Editions::of(&project.root).publish_draft()? {
        return Ok(());
    }
    let (code, what) = if draft.exists() {
        ("draft-changed", "the draft was changed after it was built")
    } else {
        ("draft-missing", "there is no draft")
    };
    Err(Diagnostic::error(code, what).at(draft).hint("`aloud build --draft` builds it").into())
}
