//! The recogniser of `[verify]`: a program or a server that returns the words of a take.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use tempfile::TempDir;

use super::command::{absolute, find, stderr_hint};
use super::command_files::CommandFiles;
use crate::base::config::{Recogniser as Settings, Verify};
use crate::base::diagnostic::Diagnostic;
#[cfg(feature = "http")]
use crate::base::http::{NetError, Transcriber, TranscriptionServer};
use crate::base::process;
use crate::base::trust::{self, Need, Trust};
use aloud_audio::resample::{Converter, ResampleError, frames_at};
use aloud_audio::{Clip, Spec, wav};

/// Sample rate of the sound that a recogniser gets. All of them accept it, and some accept no other.
const RATE: u32 = 16_000;
/// Characters of the words that are kept. No utterance is that long.
const WORDS_LIMIT: usize = 100_000;

/// An open recogniser.
pub(crate) struct Recogniser {
    kind: Kind,
    identity: String,
    slots: Slots,
}

enum Kind {
    Program(ListeningProgram),
    #[cfg(feature = "http")]
    Server(Box<Transcriber>),
}

/// A local program that prints the words of a WAV file.
struct ListeningProgram {
    command: Vec<String>,
    /// The project's folder, absolute.
    root: PathBuf,
    timeout: Duration,
    trust: Trust,
    /// Set once the check of trust has succeeded.
    trusted: OnceLock<()>,
}

impl Recogniser {
    /// Opens the recogniser of a project. Runs and sends nothing.
    ///
    /// # Errors
    /// If its script cannot be read, or if this version of Aloud has no HTTP.
    pub(crate) fn open(settings: &Verify, root: &Path, trust: &Trust) -> Result<Self, Diagnostic> {
        let slots = Slots::new(settings.parallel);
        match &settings.recogniser {
            Settings::Command(command) => {
                let root = absolute(root);
                let identity = identity_of_program(command, &root)?;
                let timeout = Duration::from_secs_f64(settings.timeout);
                let (command, trust) = (command.clone(), trust.clone());
                let program = ListeningProgram { command, root, timeout, trust, trusted: OnceLock::new() };
                Ok(Self { kind: Kind::Program(program), identity, slots })
            }
            #[cfg(feature = "http")]
            server @ Settings::Server { base_url, model, .. } => {
                let identity = short_hash(&[b"server", base_url.as_bytes(), model.as_bytes()]);
                let transcriber = Transcriber::new(self::server(server), settings.timeout, trust.clone());
                Ok(Self { kind: Kind::Server(Box::new(transcriber)), identity, slots })
            }
            #[cfg(not(feature = "http"))]
            Settings::Server { .. } => {
                Err(Diagnostic::error("http-disabled", "this version of Aloud has no HTTP support")
                    .hint("build it with the cargo feature `http`, or use a `command` in `[verify]`"))
            }
        }
    }

    /// Returns what the settings need trust for; `None` for the server of a well-known service with its own key.
    ///
    /// # Errors
    /// If the files of the command cannot be read, or if nothing can be sent to the server.
    pub(crate) fn need(settings: &Verify, root: &Path) -> Result<Option<Need>, Diagnostic> {
        match &settings.recogniser {
            Settings::Command(command) => {
                CommandFiles::of_recogniser(command, &absolute(root)).need_of_recogniser().map(Some)
            }
            #[cfg(feature = "http")]
            server => self::server(server).need().map_err(net_problem),
            #[cfg(not(feature = "http"))]
            Settings::Server { .. } => Ok(None),
        }
    }

    /// Returns a hash of everything that may change the words that it hears.
    pub(crate) fn identity(&self) -> &str {
        &self.identity
    }

    /// Checks that it can run: the program exists, the key is set, and the user trusts the project.
    ///
    /// # Errors
    /// If one of them is not so.
    pub(crate) fn ready(&self) -> Result<(), Diagnostic> {
        match &self.kind {
            Kind::Program(program) => program.ready(),
            #[cfg(feature = "http")]
            Kind::Server(transcriber) => transcriber.ready().map_err(net_problem),
        }
    }

    /// Returns the words that it hears in a clip. `language` is a code such as `en`.
    ///
    /// # Errors
    /// If the program or the server fails.
    pub(crate) fn listen(
        &self,
        clip: &Clip,
        language: Option<&str>,
        cancel: &AtomicBool,
    ) -> Result<String, Diagnostic> {
        let sound = to_wav(clip).map_err(|error| {
            Diagnostic::error("recogniser-failed", format!("a take is unusable: {error}"))
        })?;
        let _slot = self.slots.wait();
        let words = match &self.kind {
            Kind::Program(program) => program.run(&sound, language, cancel)?,
            #[cfg(feature = "http")]
            Kind::Server(transcriber) => {
                transcriber.transcribe(&sound, language, cancel).map_err(net_problem)?
            }
        };
        Ok(words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(WORDS_LIMIT).collect())
    }
}

impl ListeningProgram {
    fn name(&self) -> &str {
        self.command.first().map(String::as_str).unwrap_or_default()
    }

    fn ready(&self) -> Result<(), Diagnostic> {
        if find(self.name(), &self.root).is_none() {
            let what = format!("the program `{}` of `[verify]` was not found", self.name());
            let hint = format!("install `{}`, or remove `[verify]` to build without it", self.name());
            return Err(Diagnostic::error("program-missing", what).hint(hint));
        }
        if self.trusted.get().is_some() || self.trust.is_complete() {
            return Ok(());
        }
        let need = CommandFiles::of_recogniser(&self.command, &self.root).need_of_recogniser()?;
        self.trust.check(&need).map_err(|untrusted| {
            let what = format!("the recogniser cannot listen: {}", untrusted.what);
            Diagnostic::error(trust::CODE, what).hint(untrusted.hint)
        })?;
        let _ = self.trusted.set(());
        Ok(())
    }

    /// Runs the program on a WAV in an empty folder, so no file of the project can be loaded by its name.
    fn run(&self, sound: &[u8], language: Option<&str>, cancel: &AtomicBool) -> Result<String, Diagnostic> {
        self.ready()?;
        let scratch = TempDir::new().map_err(no_temporary_file)?;
        let path = scratch.path().join("take.wav");
        fs::write(&path, sound).map_err(no_temporary_file)?;
        let fill = |argument: &String| {
            argument
                .replace("{dir}", &self.root.to_string_lossy())
                .replace("{language}", language.unwrap_or("en"))
                .replace("{wav}", &path.to_string_lossy())
        };
        let arguments: Vec<String> = self.command.iter().map(fill).collect();
        let name = self.name();
        let mut program = Program::new(find(name, &self.root).unwrap_or_else(|| name.into()));
        program.args(arguments.iter().skip(1)).current_dir(scratch.path());
        // Python would cache modules in the script's folder, and the changed folder would need trust again.
        program.env("PYTHONDONTWRITEBYTECODE", "1");
        let stop = || cancel.load(Ordering::Relaxed);
        let finished = process::run(&mut program, Vec::new(), self.timeout, &stop).map_err(|error| {
            failed(format!("`{name}` cannot be started: {error}"), "check that it is installed")
        })?;
        match finished.status {
            Some(status) if status.success() => Ok(String::from_utf8_lossy(&finished.stdout).into_owned()),
            Some(status) => Err(failed(format!("`{name}` failed ({status})"), stderr_hint(&finished.stderr))),
            None => {
                let what = format!("`{name}` was ended after {} s", self.timeout.as_secs_f64());
                Err(failed(what, "try it by hand, or raise `timeout` in `[verify]`"))
            }
        }
    }
}

/// Returns a clip as a WAV of 16 kHz, mono, with 16 bits.
fn to_wav(clip: &Clip) -> Result<Vec<u8>, ResampleError> {
    let frames = frames_at(clip.frames() as u64, clip.spec.sample_rate, RATE);
    let mut samples = clip.mono();
    if clip.spec.sample_rate != RATE {
        let mut converter = Converter::new(clip.spec.sample_rate, RATE)?;
        let mut resampled = Vec::new();
        converter.push(&samples, &mut resampled)?;
        while (resampled.len() as u64) < frames {
            converter.push(&[0.0; 4096], &mut resampled)?;
        }
        resampled.truncate(usize::try_from(frames).unwrap_or(usize::MAX));
        samples = resampled;
    }
    let spec = Spec { sample_rate: RATE, channels: 1 };
    Ok(wav::encode_16(spec, samples.into_iter()))
}

/// Returns the identity of a program: its command line, and the content of the scripts of the project that it names.
fn identity_of_program(command: &[String], root: &Path) -> Result<String, Diagnostic> {
    let scripts = CommandFiles::of_recogniser(command, root).script_hashes().map_err(|error| {
        Diagnostic::error("file-unreadable", error.to_string())
            .hint("make the script readable, or correct `command` in `[verify]`")
    })?;
    let words = command.iter().map(String::as_bytes);
    let parts: Vec<&[u8]> = words.chain(scripts.iter().map(|hash| hash.as_bytes().as_slice())).collect();
    Ok(short_hash(&parts))
}

/// Hashes parts, each preceded by its length.
fn short_hash(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex()[..16].to_string()
}

#[cfg(feature = "http")]
fn server(settings: &Settings) -> TranscriptionServer {
    let (base_url, model, api_key_env) = match settings.clone() {
        Settings::Server { base_url, model, api_key_env } => (base_url, model, api_key_env),
        Settings::Command(_) => Default::default(),
    };
    TranscriptionServer { base_url, model, api_key_env }
}

#[cfg(feature = "http")]
fn net_problem(error: NetError) -> Diagnostic {
    Diagnostic::error(error.code, format!("the recogniser cannot listen: {}", error.what)).hint(error.hint)
}

fn failed(what: String, hint: impl Into<String>) -> Diagnostic {
    Diagnostic::error("recogniser-failed", what).hint(hint)
}

fn no_temporary_file(error: io::Error) -> Diagnostic {
    failed(format!("a temporary file cannot be written: {error}"), "check that the disk is not full")
}

/// Limits how many takes are listened to at the same time: a recogniser uses a lot of memory.
struct Slots {
    free: Mutex<usize>,
    freed: Condvar,
}

/// A place that is free again when it is dropped.
struct Slot<'a>(&'a Slots);

impl Slots {
    fn new(count: usize) -> Self {
        Self { free: Mutex::new(count.max(1)), freed: Condvar::new() }
    }

    fn wait(&self) -> Slot<'_> {
        let mut free = self.lock();
        while *free == 0 {
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Slot(self)
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        *self.0.lock() += 1;
        self.0.freed.notify_one();
    }
}
