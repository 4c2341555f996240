//! A local program as a voice: an argument list, never a shell; text in, sound out.

use std::cell::Cell;
use std::env;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use super::backend::{Backend, Capabilities, Spoken, Utterance, VoiceError};
use super::config::{Command, SoundFormat};
use super::sanity;
use crate::audio::{Clip, Spec, wav};
use crate::base::diagnostic::Diagnostic;
use crate::base::process::{self, Finished};

/// Longer texts than this are cut at sentences and clauses.
const LONGEST_TEXT: usize = 2_000;
/// An utterance under way may still be finished so long after Ctrl-C.
const GRACE: Duration = Duration::from_secs(5);

pub(super) struct CommandVoice {
    settings: Command,
    folder: PathBuf,
    /// What the take's key is made of.
    identity: Vec<u8>,
}

/// What the placeholders of an argument list stand for.
struct Places {
    text: String,
    text_file: PathBuf,
    out: PathBuf,
    dir: PathBuf,
}

impl CommandVoice {
    pub(super) fn new(settings: Command, folder: &Path) -> Result<Self, Diagnostic> {
        let program = settings.command.first().map(String::as_str).unwrap_or_default();
        if !installed(program, folder) {
            return Err(Diagnostic::error("todo", format!("the program `{program}` was not found"))
                .at(folder.join("voice.toml"))
                .hint(format!(
                    "install `{program}`, correct `command`, or give its speakers another voice in `[cast]`"
                )));
        }
        let identity = identity(&settings, folder)?;
        Ok(Self { settings, folder: absolute(folder), identity })
    }

    fn run(&self, spoken: &str, places: &Places, cancel: &AtomicBool) -> Result<Finished, VoiceError> {
        let arguments: Vec<String> =
            self.settings.command.iter().map(|argument| places.fill(argument)).collect();
        let (program, arguments) = arguments.split_first().unwrap_or((&self.settings.command[0], &[]));
        let input = if self.takes("{text}") || self.takes("{text_file}") { Vec::new() } else { line(spoken) };
        let mut command = Program::new(program);
        command.args(arguments).current_dir(&self.folder);
        let timeout = Duration::from_secs_f64(self.settings.timeout);
        process::run(&mut command, input, timeout, &after_grace(cancel)).map_err(|error| {
            VoiceError::failed(format!("`{program}` cannot be started: {error}"), "is it installed?")
        })
    }

    fn takes(&self, placeholder: &str) -> bool {
        self.settings.command.iter().any(|argument| argument.contains(placeholder))
    }

    /// The sound that a finished program left, from its file or its standard output.
    fn sound(&self, finished: Finished, places: &Places, cancel: &AtomicBool) -> Result<Vec<u8>, VoiceError> {
        let program = &self.settings.command[0];
        match finished.status {
            None if cancel.load(Ordering::Relaxed) => {
                let what = format!("`{program}` was ended when Aloud was stopped");
                return Err(VoiceError::failed(what, "build again; what is spoken is kept"));
            }
            None => {
                let what = format!("`{program}` was ended after {} s", self.settings.timeout);
                return Err(VoiceError::failed(what, "try it by hand, or raise `timeout` in voice.toml"));
            }
            Some(status) if !status.success() => {
                return Err(VoiceError::failed(
                    format!("`{program}` failed ({status})"),
                    said(&finished.stderr),
                ));
            }
            Some(_) => {}
        }
        let bytes =
            if self.takes("{out}") { left_in(&places.out).unwrap_or_default() } else { finished.stdout };
        if bytes.len() >= process::OUTPUT_LIMIT {
            let what = format!("`{program}` gave more than {} bytes", process::OUTPUT_LIMIT - 1);
            return Err(VoiceError::failed(
                what,
                "no utterance has that much sound: try the command by hand",
            ));
        }
        if bytes.is_empty() {
            return Err(VoiceError::failed(format!("`{program}` gave no sound"), said(&finished.stderr)));
        }
        Ok(bytes)
    }

    fn decode(&self, bytes: &[u8]) -> Result<Clip, VoiceError> {
        let spec = Spec { sample_rate: self.settings.rate, channels: self.settings.channels };
        let raw = |samples: Vec<f32>| Clip { spec, samples };
        match self.settings.format {
            // The bytes count, not the label.
            _ if bytes.starts_with(b"RIFF") => self.decode_wav(bytes),
            SoundFormat::Wav => self.decode_wav(bytes),
            SoundFormat::S16le => {
                let (samples, _) = bytes.as_chunks();
                Ok(raw(samples.iter().map(|b| f32::from(i16::from_le_bytes(*b)) / 32_768.0).collect()))
            }
            SoundFormat::F32le => {
                let (samples, _) = bytes.as_chunks();
                let samples: Vec<f32> = samples.iter().map(|b| f32::from_le_bytes(*b)).collect();
                if samples.iter().all(|sample| sample.is_finite()) {
                    return Ok(raw(samples));
                }
                Err(VoiceError::failed("the raw sound holds what is no number", "is it really `f32le`?"))
            }
        }
    }

    fn decode_wav(&self, bytes: &[u8]) -> Result<Clip, VoiceError> {
        wav::read_bytes(bytes).map_err(|error| {
            let what = format!(
                "`{}` gave {} bytes that cannot be played: {error}",
                self.settings.command[0],
                bytes.len()
            );
            VoiceError::failed(
                what,
                "for sound without a header set `format = \"s16le\"`, `rate` and `channels`",
            )
        })
    }
}

impl Backend for CommandVoice {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            longest_text: LONGEST_TEXT,
            parallel: self.settings.parallel,
            formats: &["wav", "s16le", "f32le"],
            ..Capabilities::PLAIN
        }
    }

    fn identity(&self, _utterance: &Utterance) -> Result<Vec<u8>, VoiceError> {
        Ok(self.identity.clone())
    }

    fn speak(&self, utterance: &Utterance, cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
        let spoken = utterance.spoken.replace('\0', " ");
        // Private, and gone with everything in it when it goes out of scope.
        let scratch = TempDir::new().map_err(|error| {
            VoiceError::failed(format!("no temporary folder: {error}"), "is the disk full?")
        })?;
        let places = Places::new(&spoken, &scratch, &self.folder);
        if self.takes("{text_file}") {
            fs::write(&places.text_file, line(&spoken)).map_err(|error| {
                VoiceError::failed(format!("no temporary file: {error}"), "is the disk full?")
            })?;
        }
        let finished = self.run(&spoken, &places, cancel)?;
        let clip = self.decode(&self.sound(finished, &places, cancel)?)?;
        let whose = format!("the sound of `{}`", self.settings.command[0]);
        sanity::heard(&clip, &whose)?;
        sanity::fits(&clip, &spoken, &whose)?;
        Ok(clip.into())
    }
}

/// Says once `cancel` has been set for a while that the program is to end; an utterance that is nearly spoken is finished.
fn after_grace(cancel: &AtomicBool) -> impl Fn() -> bool {
    let since = Cell::new(None);
    move || {
        if cancel.load(Ordering::Relaxed) && since.get().is_none() {
            since.set(Some(Instant::now()));
        }
        since.get().is_some_and(|since| since.elapsed() > GRACE)
    }
}

/// What a program wrote into a file, as far as it would be kept of its output.
fn left_in(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(process::OUTPUT_LIMIT as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl Places {
    fn new(spoken: &str, scratch: &TempDir, folder: &Path) -> Self {
        // A text that begins with a hyphen would be taken for an option.
        let text = if spoken.starts_with('-') { format!(" {spoken}") } else { spoken.to_string() };
        let (text_file, out) = (scratch.path().join("text.txt"), scratch.path().join("out.wav"));
        Self { text, text_file, out, dir: folder.to_path_buf() }
    }

    /// One pass from left to right, so that a placeholder inside the text stays text.
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

/// Programs that read lines wait for the end of one.
fn line(text: &str) -> Vec<u8> {
    format!("{text}\n").into_bytes()
}

/// The last line on standard error, as a hint.
fn said(stderr: &str) -> String {
    match process::last_line(stderr) {
        Some(last) => format!("it said: {last}"),
        None => "it said nothing; try it by hand".into(),
    }
}

/// Program, arguments, format, version, and the content of the files named.
fn identity(settings: &Command, folder: &Path) -> Result<Vec<u8>, Diagnostic> {
    let Command { command, format, rate, channels, version, files, timeout: _, parallel: _ } = settings;
    let format = match format {
        SoundFormat::Wav => "wav",
        SoundFormat::S16le => "s16le",
        SoundFormat::F32le => "f32le",
    };
    let mut identity =
        format!("command 2 {}", json!([command, format, rate, channels, version])).into_bytes();
    for file in files {
        let path = folder.join(file);
        let content = fs::read(&path).map_err(|error| {
            Diagnostic::error("todo", format!("cannot read `{}`: {error}", path.display()))
                .at(folder.join("voice.toml"))
                .hint("`files` names files within the voice's folder")
        })?;
        identity.extend(blake3::hash(&content).as_bytes());
    }
    Ok(identity)
}

/// On the search path, or, with a slash in it, a file (as seen from the voice's folder).
fn installed(program: &str, folder: &Path) -> bool {
    if program.contains('/') {
        return absolute(folder)
            .join(program.replace("{dir}", &absolute(folder).to_string_lossy()))
            .is_file();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let suffix = env::consts::EXE_SUFFIX;
    env::split_paths(&path)
        .any(|dir| dir.join(program).is_file() || dir.join(format!("{program}{suffix}")).is_file())
}

fn absolute(folder: &Path) -> PathBuf {
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf())
}

#[cfg(test)]
mod tests;
