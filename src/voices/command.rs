//! A local program as a voice: it gets a text and returns sound. It is started directly, never by a shell.

use std::cell::Cell;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use super::backend::{Backend, Capabilities, Spoken, Utterance, VoiceError};
use super::checks;
use super::command_files::CommandFiles;
use super::config::{Command, SoundFormat};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, ProjectPath, STATE_LIMIT};
use crate::base::process::{self, Finished};
use crate::base::trust::{self, Need, Trust};
use aloud_audio::{Clip, Spec, wav};

/// Longest utterance in characters: the limit of most programs.
const LONGEST_TEXT: usize = 2_000;
/// A program may complete its utterance for so long after Ctrl-C.
const GRACE: Duration = Duration::from_secs(5);

pub(super) struct CommandVoice {
    settings: Command,
    folder: PathBuf,
    /// Part of the key of its takes.
    identity: Vec<u8>,
    trust: Trust,
    /// Set once the check of trust has succeeded.
    trusted: OnceLock<()>,
}

/// The values of the placeholders in the argument list.
struct Placeholders {
    text: String,
    text_file: PathBuf,
    out: PathBuf,
    dir: PathBuf,
    /// 0, and one more for each time that the words are asked for again.
    seed: u32,
}

impl CommandVoice {
    pub(super) fn new(settings: Command, folder: &ProjectPath, trust: Trust) -> Result<Self, Diagnostic> {
        let program = settings.command.first().map(String::as_str).unwrap_or_default();
        if find(program, &absolute(folder)).is_none() {
            let what = format!("the program `{program}` was not found");
            let hint = format!("install `{program}`, correct `command`, or name another voice in `[cast]`");
            return Err(Diagnostic::error("program-missing", what).at(folder.join("voice.toml")).hint(hint));
        }
        let identity = identity(&settings, folder)?;
        Ok(Self { settings, folder: absolute(folder), identity, trust, trusted: OnceLock::new() })
    }

    /// Checks that the user trusts the project to run this program, once for each build.
    fn check_trust(&self) -> Result<(), VoiceError> {
        if self.trusted.get().is_some() || self.trust.is_complete() {
            return Ok(());
        }
        let need = need(&self.settings, &self.folder).map_err(|problem| {
            VoiceError::with_code(problem.code, problem.what, problem.hint.unwrap_or_default())
        })?;
        self.trust
            .check(&need)
            .map_err(|untrusted| VoiceError::with_code(trust::CODE, untrusted.what, untrusted.hint))?;
        let _ = self.trusted.set(());
        Ok(())
    }

    /// Runs the program until it ends or its time is over.
    fn run(
        &self,
        spoken: &str,
        placeholders: &Placeholders,
        cancel: &AtomicBool,
    ) -> Result<Finished, VoiceError> {
        let arguments: Vec<String> =
            self.settings.command.iter().map(|argument| placeholders.fill(argument)).collect();
        let (program, arguments) = arguments.split_first().unwrap_or((&self.settings.command[0], &[]));
        let reads_stdin = !self.has("{text}") && !self.has("{text_file}");
        let input = if reads_stdin { line(spoken) } else { Vec::new() };
        let mut command = Program::new(find(program, &self.folder).unwrap_or_else(|| program.into()));
        command.args(arguments).current_dir(&self.folder);
        // Python would cache modules in the voice's folder, and the changed folder would need trust again.
        command.env("PYTHONDONTWRITEBYTECODE", "1");
        let timeout = Duration::from_secs_f64(self.settings.timeout);
        process::run(&mut command, input, timeout, &after_grace(cancel)).map_err(|error| {
            program_failed(format!("`{program}` cannot be started: {error}"), "check that it is installed")
        })
    }

    fn has(&self, placeholder: &str) -> bool {
        self.settings.command.iter().any(|argument| argument.contains(placeholder))
    }

    /// Returns the sound of a finished program, from its file or its standard output.
    fn sound(
        &self,
        finished: Finished,
        placeholders: &Placeholders,
        cancel: &AtomicBool,
    ) -> Result<Vec<u8>, VoiceError> {
        let program = &self.settings.command[0];
        match finished.status {
            None if cancel.load(Ordering::Relaxed) => {
                let what = format!("`{program}` was ended when Aloud was stopped");
                return Err(program_failed(what, "build again; finished takes are kept"));
            }
            None => {
                let what = format!("`{program}` was ended after {} s", self.settings.timeout);
                return Err(program_failed(what, "try it by hand, or raise `timeout` in voice.toml"));
            }
            Some(status) if !status.success() => {
                let what = format!("`{program}` failed ({status})");
                return Err(program_failed(what, stderr_hint(&finished.stderr)));
            }
            Some(_) => {}
        }
        let bytes = if self.has("{out}") {
            read_limited(&placeholders.out).unwrap_or_default()
        } else {
            finished.stdout
        };
        if bytes.len() >= process::OUTPUT_LIMIT {
            let what = format!("`{program}` returned more than {} bytes", process::OUTPUT_LIMIT - 1);
            return Err(program_failed(what, "no utterance is that long; try the command by hand"));
        }
        if bytes.is_empty() {
            let what = format!("`{program}` returned no sound");
            return Err(VoiceError::with_code("sound-empty", what, stderr_hint(&finished.stderr)));
        }
        Ok(bytes)
    }

    fn decode(&self, bytes: &[u8]) -> Result<Clip, VoiceError> {
        let spec = Spec { sample_rate: self.settings.rate, channels: self.settings.channels };
        let samples: Vec<f32> = match self.settings.format {
            // Many programs write a WAV header that their user did not expect.
            _ if bytes.starts_with(b"RIFF") => return self.decode_wav(bytes),
            SoundFormat::Wav => return self.decode_wav(bytes),
            SoundFormat::S16le => {
                let (samples, _) = bytes.as_chunks();
                samples.iter().map(|b| f32::from(i16::from_le_bytes(*b)) / 32_768.0).collect()
            }
            SoundFormat::F32le => {
                let (samples, _) = bytes.as_chunks();
                samples.iter().map(|b| f32::from_le_bytes(*b)).collect()
            }
        };
        if samples.iter().any(|sample| !sample.is_finite()) {
            let what = "the raw sound has samples that are not numbers";
            return Err(VoiceError::with_code("sound-undecodable", what, "check that it is `f32le`"));
        }
        Ok(Clip { spec, samples })
    }

    fn decode_wav(&self, bytes: &[u8]) -> Result<Clip, VoiceError> {
        wav::read_bytes(bytes).map_err(|error| {
            let program = &self.settings.command[0];
            let what = format!("`{program}` returned {} bytes that are no valid WAV: {error}", bytes.len());
            let hint = "for sound without a header, set `format = \"s16le\"`, `rate` and `channels`";
            VoiceError::with_code("sound-undecodable", what, hint)
        })
    }
}

impl Backend for CommandVoice {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            longest_text: LONGEST_TEXT,
            parallel: self.settings.parallel,
            seed: self.has("{seed}"),
            formats: &["wav", "s16le", "f32le"],
            ..Capabilities::PLAIN
        }
    }

    fn identity(&self, _utterance: &Utterance) -> Result<Vec<u8>, VoiceError> {
        Ok(self.identity.clone())
    }

    fn ready(&self) -> Result<(), VoiceError> {
        self.check_trust()
    }

    fn speak(&self, utterance: &Utterance, cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
        self.check_trust()?;
        let spoken = utterance.spoken.replace('\0', " ");
        // Only this user can read it, and it is deleted at the end of the scope.
        let scratch = TempDir::new().map_err(no_temporary_file)?;
        let placeholders = Placeholders::new(&spoken, utterance.attempt, &scratch, &self.folder);
        if self.has("{text_file}") {
            fs::write(&placeholders.text_file, line(&spoken)).map_err(no_temporary_file)?;
        }
        let finished = self.run(&spoken, &placeholders, cancel)?;
        let clip = self.decode(&self.sound(finished, &placeholders, cancel)?)?;
        let source = format!("the sound of `{}`", self.settings.command[0]);
        checks::check_not_silent(&clip, &source)?;
        checks::check_length(&clip, &spoken, &source)?;
        Ok(clip.into())
    }
}

fn program_failed(what: impl Into<String>, hint: impl Into<String>) -> VoiceError {
    VoiceError::with_code("program-failed", what, hint)
}

fn no_temporary_file(error: io::Error) -> VoiceError {
    let what = format!("a temporary file cannot be written: {error}");
    VoiceError::failed(what, "check that the disk is not full")
}

/// Returns a function that is true once `cancel` was set for [`GRACE`]: an utterance that is almost done is completed.
fn after_grace(cancel: &AtomicBool) -> impl Fn() -> bool {
    let since = Cell::new(None);
    move || {
        if cancel.load(Ordering::Relaxed) && since.get().is_none() {
            since.set(Some(Instant::now()));
        }
        since.get().is_some_and(|since| since.elapsed() > GRACE)
    }
}

/// Reads a file up to the limit that also applies to standard output.
fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    files::open_regular(path)?.take(process::OUTPUT_LIMIT as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl Placeholders {
    fn new(spoken: &str, seed: u32, scratch: &TempDir, folder: &Path) -> Self {
        // The program would take a text that starts with a hyphen for an option.
        let text = if spoken.starts_with('-') { format!(" {spoken}") } else { spoken.to_string() };
        let (text_file, out) = (scratch.path().join("text.txt"), scratch.path().join("out.wav"));
        Self { text, text_file, out, dir: folder.to_path_buf(), seed }
    }

    /// Replaces the placeholders in one pass from left to right, so a placeholder inside the text stays text.
    fn fill(&self, argument: &str) -> String {
        let mut filled = String::new();
        let mut rest = argument;
        while let Some(at) = rest.find('{') {
            filled.push_str(&rest[..at]);
            rest = &rest[at..];
            let known = [
                ("{text}", self.text.clone()),
                ("{text_file}", self.text_file.to_string_lossy().into_owned()),
                ("{out}", self.out.to_string_lossy().into_owned()),
                ("{seed}", self.seed.to_string()),
                ("{dir}", self.dir.to_string_lossy().into_owned()),
            ];
            let length = match known.iter().find(|(name, _)| rest.starts_with(name)) {
                Some((name, value)) => {
                    filled.push_str(value);
                    name.len()
                }
                None => {
                    filled.push('{');
                    1
                }
            };
            rest = &rest[length..];
        }
        filled + rest
    }
}

/// Ends the text with a newline: programs that read lines wait for it.
fn line(text: &str) -> Vec<u8> {
    format!("{text}\n").into_bytes()
}

/// Returns the last line on standard error, as a hint.
pub(super) fn stderr_hint(stderr: &str) -> String {
    match process::last_line(stderr) {
        Some(last) => format!("it reported: {last}"),
        None => "it reported nothing; try the command by hand".into(),
    }
}

/// Returns what a command needs trust for.
pub(super) fn need(settings: &Command, folder: &Path) -> Result<Need, Diagnostic> {
    CommandFiles::of_voice(&settings.command, &absolute(folder)).need_of_voice()
}

/// Returns the identity: program, arguments, format, version, and the content of `files` and of scripts in the project.
fn identity(settings: &Command, folder: &ProjectPath) -> Result<Vec<u8>, Diagnostic> {
    let Command { command, format, rate, channels, version, files, timeout: _, parallel: _ } = settings;
    let format = match format {
        SoundFormat::Wav => "wav",
        SoundFormat::S16le => "s16le",
        SoundFormat::F32le => "f32le",
    };
    let mut identity =
        format!("command 2 {}", json!([command, format, rate, channels, version])).into_bytes();
    for file in files {
        let content = folder.join(file).read(STATE_LIMIT).map_err(|error| {
            Diagnostic::error("file-unreadable", error.to_string())
                .at(folder.join("voice.toml"))
                .hint("correct `files`: it names files in the voice's folder")
        })?;
        identity.extend(blake3::hash(&content).as_bytes());
    }
    let scripts = CommandFiles::of_voice(command, &absolute(folder)).script_hashes().map_err(|error| {
        Diagnostic::error("file-unreadable", error.to_string())
            .at(folder.join("voice.toml"))
            .hint("make the script readable, or correct `command`")
    })?;
    for script in scripts {
        identity.extend(script.as_bytes());
    }
    Ok(identity)
}

/// Returns the file of a program: on the search path, or, if it contains a slash, relative to the voice's folder.
pub(super) fn find(program: &str, folder: &Path) -> Option<PathBuf> {
    if program.contains('/') {
        let path = folder.join(program.replace("{dir}", &folder.to_string_lossy()));
        return path.is_file().then_some(path);
    }
    process::find_program(program)
}

pub(super) fn absolute(folder: &Path) -> PathBuf {
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf())
}

#[cfg(test)]
mod tests;
