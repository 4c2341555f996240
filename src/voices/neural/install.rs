//! Installs models and the pronunciation of English into the user's folder, and removes them.
//!
//! Files come from a path that the user names, from `pip`, or over HTTPS. Each is checked against its SHA-256 in the catalog.
//! Only these functions download: a build never does.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::catalog::{MODELS, Model, PACKAGE, PACKAGE_REQUIREMENT, Source};
use super::library::{ACCENTS, Library};
use super::package::Package;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{self, FileError, ProjectPath};
use crate::base::hex::hex;
use crate::base::process;

/// Largest file that is read from a path that the user names.
const LARGEST: usize = 64 << 20;
/// Time limit for `pip`.
const PIP_TIMEOUT: Duration = Duration::from_secs(600);
/// Interval between two attempts to get the lock.
const RETRY: Duration = Duration::from_millis(50);

/// What an installation is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Another installation is running.
    Waiting,
    /// `pip` downloads the package.
    Pip,
    /// A file is downloaded: bytes that are there, and all bytes.
    Downloading(u64, u64),
    /// The pronunciation is compiled.
    Compiling,
}

/// Installs a model, and the pronunciation if it is missing. Returns false if everything was installed already.
///
/// `given` are files that need not be downloaded: the package, the model's file, or both.
///
/// # Errors
/// If a file cannot be had, is another one than the catalog says, or cannot be written. Then nothing is half installed.
pub fn install(
    library: &Library,
    model: &Model,
    given: &[PathBuf],
    on: &mut dyn FnMut(Step),
    cancel: &AtomicBool,
) -> Result<bool, Error> {
    let given = Given::read(given, model)?;
    let folder = library.folder();
    files::make_folder(folder)?;
    let _lock = lock(library, on, cancel)?;
    if library.has(model) && given.is_empty() {
        return Ok(false);
    }
    let bytes = match given.package {
        Some(bytes) => Some(bytes),
        None if library.has_pronunciation() && (given.model.is_some() || !model.in_package) => None,
        None => Some(fetch_package(library, on, cancel)?),
    };
    let packaged = match bytes {
        Some(bytes) => use_package(library, model, bytes, on)?,
        None => None,
    };
    match given.model.or(packaged) {
        Some(bytes) => write_model(library, model, &bytes)?,
        None if library.model_path(model).is_file() => {}
        None => fetch(&model.source, &library.model_path(model), on, cancel)?,
    }
    Ok(true)
}

/// Installs the pronunciation from the package. Returns the model if it is in the package too.
fn use_package(
    library: &Library,
    model: &Model,
    bytes: Vec<u8>,
    on: &mut dyn FnMut(Step),
) -> Result<Option<Vec<u8>>, Error> {
    let mut package = Package::open(bytes).map_err(|why| unusable(PACKAGE.file, &why))?;
    on(Step::Compiling);
    for accent in ACCENTS {
        let table = package.pronunciation(accent).map_err(|why| unusable(PACKAGE.file, &why))?;
        files::write(&library.pronunciation_path(accent), &table)?;
    }
    if !model.in_package {
        return Ok(None);
    }
    package.file(model.source.file).map(Some).map_err(|why| unusable(PACKAGE.file, &why))
}

/// Removes a model, and the pronunciation with the last model. Returns false if it was not installed.
///
/// # Errors
/// If a file cannot be removed.
pub fn remove(
    library: &Library,
    model: &Model,
    on: &mut dyn FnMut(Step),
    cancel: &AtomicBool,
) -> Result<bool, Error> {
    let path = library.model_path(model);
    if !path.is_file() {
        return Ok(false);
    }
    let _lock = lock(library, on, cancel)?;
    files::remove_if_any(&path)?;
    if !MODELS.iter().any(|other| library.model_path(other).is_file()) {
        for accent in ACCENTS {
            files::remove_if_any(&library.pronunciation_path(accent))?;
        }
    }
    Ok(true)
}

/// Locks the library: two installations at once would write the same files.
fn lock(library: &Library, on: &mut dyn FnMut(Step), cancel: &AtomicBool) -> Result<File, Error> {
    let path = library.folder().join("lock");
    let lock = ProjectPath::named(&path).open_or_create()?;
    let mut waiting = false;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(TryLockError::Error(error)) => return Err(FileError::new("lock", &path, error).into()),
            Err(TryLockError::WouldBlock) if cancel.load(Ordering::Relaxed) => return Err(Error::Cancelled),
            Err(TryLockError::WouldBlock) => {}
        }
        if !std::mem::replace(&mut waiting, true) {
            on(Step::Waiting);
        }
        thread::sleep(RETRY);
    }
}

/// The files that the user named.
#[derive(Default)]
struct Given {
    package: Option<Vec<u8>>,
    model: Option<Vec<u8>>,
}

impl Given {
    fn read(paths: &[PathBuf], model: &Model) -> Result<Self, Error> {
        let mut given = Self::default();
        for path in paths {
            let bytes = files::read_at_most(path, LARGEST)?;
            let found = sha256(&bytes);
            if found == PACKAGE.sha256 {
                given.package = Some(bytes);
            } else if found == model.source.sha256 {
                given.model = Some(bytes);
            } else {
                return Err(other_file(path, &found, model).into());
            }
        }
        Ok(given)
    }

    fn is_empty(&self) -> bool {
        self.package.is_none() && self.model.is_none()
    }
}

fn other_file(path: &Path, found: &str, model: &Model) -> Diagnostic {
    let what = format!("`{}` is not a file of the voice `{}`", path.display(), model.name);
    let files = if model.in_package {
        format!("`{}` or `{}`", PACKAGE.file, model.source.file)
    } else {
        format!("`{}`, or `{}` with the pronunciation", model.source.file, PACKAGE.file)
    };
    Diagnostic::error("download-damaged", what)
        .at(path)
        .why(format!("its SHA-256 is {found}"))
        .hint(format!("name {files}, in the version that `aloud voices add --list` shows"))
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn write_model(library: &Library, model: &Model, bytes: &[u8]) -> Result<(), Error> {
    let found = sha256(bytes);
    if found != model.source.sha256 {
        return Err(unusable(PACKAGE.file, &format!("its `{}` has the SHA-256 {found}", model.source.file)));
    }
    Ok(files::write(&library.model_path(model), bytes)?)
}

fn unusable(file: &str, why: &str) -> Error {
    Diagnostic::error("download-damaged", format!("`{file}` cannot be used"))
        .why(why)
        .hint("nothing was installed; report this")
        .into()
}

/// Returns the package: by `pip` if it is there, otherwise over HTTPS.
fn fetch_package(library: &Library, on: &mut dyn FnMut(Step), cancel: &AtomicBool) -> Result<Vec<u8>, Error> {
    let path = library.folder().join(PACKAGE.file);
    if !cfg!(feature = "http") {
        return Err(no_network());
    }
    on(Step::Pip);
    let by_pip = pip(library, cancel);
    if cancel.load(Ordering::Relaxed) {
        return Err(Error::Cancelled);
    }
    if let Some(bytes) = by_pip {
        return Ok(bytes);
    }
    fetch(&PACKAGE, &path, on, cancel)?;
    let bytes = files::read(&path, LARGEST as u64)?;
    files::remove_if_any(&path)?;
    Ok(bytes)
}

/// Returns the package from `pip`, which knows mirrors and proxies; `None` if it is missing or fails.
fn pip(library: &Library, cancel: &AtomicBool) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir_in(library.folder()).ok()?;
    let arguments = ["-m", "pip", "download", "--no-deps", "--disable-pip-version-check", "--quiet"];
    let mut command = process::command(if cfg!(windows) { "py" } else { "python3" }).ok()?;
    command.args(arguments).arg("--dest").arg(folder.path()).arg(PACKAGE_REQUIREMENT);
    let finished =
        process::run(&mut command, Vec::new(), PIP_TIMEOUT, &|| cancel.load(Ordering::Relaxed)).ok()?;
    finished.status.filter(|status| status.success())?;
    let bytes = files::read_at_most(&folder.path().join(PACKAGE.file), LARGEST).ok()?;
    (sha256(&bytes) == PACKAGE.sha256).then_some(bytes)
}

#[cfg(feature = "http")]
fn fetch(source: &Source, to: &Path, on: &mut dyn FnMut(Step), cancel: &AtomicBool) -> Result<(), Error> {
    let wanted = crate::base::http::Download { url: source.url, bytes: source.bytes, sha256: source.sha256 };
    let mut progress = |done| on(Step::Downloading(done, source.bytes));
    crate::base::http::download(wanted, to, &mut progress, cancel).map_err(|error| offer_file(error, source))
}

/// Adds the way without a network to the error of a failed download.
#[cfg(feature = "http")]
fn offer_file(error: Error, source: &Source) -> Error {
    let Error::Problems(mut problems) = error else { return error };
    for problem in problems.iter_mut().filter(|problem| problem.code == "download-failed") {
        let hint = problem.hint.take().unwrap_or_default();
        problem.hint = Some(format!("{hint}, or download {} elsewhere and add `--from FILE`", source.file));
    }
    Error::Problems(problems)
}

#[cfg(not(feature = "http"))]
fn fetch(_: &Source, _: &Path, _: &mut dyn FnMut(Step), _: &AtomicBool) -> Result<(), Error> {
    Err(no_network())
}

fn no_network() -> Error {
    Diagnostic::error("feature-missing", "this build of Aloud has no network support")
        .hint("download the files elsewhere and name them with `--from`, or build Aloud with the feature `http`")
        .into()
}
