//! Edition → `out/` or `draft/`: mixed, captioned, described, and moved into place together.

mod compress;
#[cfg(feature = "c2pa")]
mod current;
mod edition;
mod editions;
mod files;
mod marks;

use std::collections::BTreeSet;
use std::fs::File;
use std::sync::atomic::AtomicBool;

#[cfg(feature = "c2pa")]
pub use current::{Current, prove_current};
pub use editions::Target;

use super::layout::LaidOut;
use super::{Event, Options, Outcome, Plan};
use crate::base::config::Preset;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::FileError;
use crate::mixer::{self, MixError};
use crate::outputs::{WAV, description, json};
use crate::project::{DRAFT, Project, Wait, lock};
use crate::takes::Lookup;
use edition::{edition, script, voices};
use editions::{Editions, Staged};
use files::Files;

/// Locks the project and finishes what a killed run left half done.
pub(super) fn lock_and_recover(
    project: &Project,
    cancel: &AtomicBool,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<File, Error> {
    let lock = lock(&project.root, &mut Wait { cancel, on_wait: &mut || on(Event::Waiting) })?;
    project.store().sweep();
    Editions::of(project).recover()?;
    Ok(lock)
}

/// Opens the episode for writing before the long work begins, so that an unwritable `out/` is said at once.
pub(super) fn open(project: &Project, options: &Options<'_>) -> Result<Staged, FileError> {
    Editions::of(project).stage(options.target)
}

/// Names of the files in `out/`, if they are, untouched, what would be published.
#[cfg(feature = "c2pa")]
pub(super) fn held(project: &Project, plan: &Plan, laid_out: &LaidOut) -> Option<BTreeSet<String>> {
    let script = script(project, plan);
    let voices = voices(project, plan, laid_out);
    let edition = edition(project, plan, laid_out, &script, &voices);
    let inputs = Files::of(&edition).fingerprint(project, plan, &laid_out.mix);
    Editions::of(project).held(Target::Published, &inputs)
}

/// Mixes and writes the episode with what stands beside it, unless its place already holds this very one.
pub(super) fn publish(
    project: &Project,
    plan: &Plan,
    laid_out: &LaidOut,
    mut staged: Staged,
    options: &Options<'_>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Outcome, Error> {
    let script = script(project, plan);
    let voices = voices(project, plan, laid_out);
    let edition = edition(project, plan, laid_out, &script, &voices);
    let files = Files::of(&edition);
    let inputs = files.fingerprint(project, plan, &laid_out.mix);
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
    let tags = marks::tags(&edition);
    compress::make(&plan.formats, &mut staged, laid_out, &tags, &files.sounds, options, on)?;
    for (name, entries) in &files.books {
        compress::bind(&plan.formats, &mut staged, name, entries)?;
    }
    staged.tidy()?;
    editions.put(staged, options.target, &inputs, &ledger)?;
    Ok(outcome)
}

/// The draft takes the place of the published episode, all its files together.
///
/// # Errors
/// When there is no draft, when it was changed since it was built, or when the folders cannot be written.
pub fn publish_draft(project: &Project, on: &mut dyn FnMut(Event<'_>)) -> Result<(), Error> {
    let _turn = lock_and_recover(project, &AtomicBool::new(false), on)?;
    let draft = project.root.join(DRAFT);
    if Editions::of(project).publish_draft()? {
        return Ok(());
    }
    let what = if draft.exists() { "the draft is not as it was built" } else { "there is no draft" };
    Err(Diagnostic::error("todo", what).at(draft).hint("`aloud build --draft` makes it").into())
}

/// What a person should listen to or see to, now that levels are known.
fn warnings(project: &Project, laid_out: &LaidOut, report: &mixer::Report) -> Vec<Diagnostic> {
    let mut warnings = laid_out.warnings.clone();
    if project.manifest.mix.preset == Preset::Acx {
        let failures = mixer::acx_failures(report).into_iter();
        warnings
            .extend(failures.map(|what| Diagnostic::warning("todo", what).hint("ACX would send it back")));
    }
    let mix = &project.manifest.mix;
    let miss = mix.loudness.zip(report.loudness).map(|(target, reached)| reached - target);
    if let Some(miss) = miss.filter(|miss| mix.gain.is_some() && miss.abs() > STRAYED) {
        let what = format!("with the gains that are held the episode is {:.1} LU off its target", miss.abs());
        warnings.push(
            Diagnostic::warning("todo", what)
                .at(project.script_path())
                .hint("`aloud levels --release` has gains found anew, `--hold` keeps to those"),
        );
    }
    warnings
}

/// How far an episode may stray from its target before somebody should know, in LU (EBU R 128, 2023, item g).
const STRAYED: f64 = 0.2;

fn told(project: &Project, options: &Options<'_>, error: MixError) -> Error {
    let path = project.root.join(options.target.folder()).join(WAV);
    match error {
        MixError::Cancelled => Error::Cancelled,
        MixError::Write(error) => FileError::new("write", &path, error).into(),
        error => Diagnostic::error("todo", format!("the episode could not be mixed: {error}"))
            .at(path)
            .hint("the takes are kept, and so is the episode before; see to the cause and build again")
            .into(),
    }
}

fn outcome(plan: &Plan, laid_out: &LaidOut) -> Outcome {
    let keys = |hit: bool| -> usize {
        let of = plan.lines.iter().filter(|line| matches!(line.stored, Lookup::Hit(_)) == hit);
        of.map(|line| line.key).collect::<BTreeSet<_>>().len()
    };
    let seconds = laid_out.timeline.length as f64 / f64::from(laid_out.timeline.rate);
    Outcome { spoken: keys(false), reused: keys(true), seconds, loudness: None }
}
