//! voice.toml as it is written. Defaults stand here and nowhere else.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

mod network;

use crate::base::http::Http;
pub use network::{Azure, ElevenLabs, Google, OpenAi, Piper, Polly};

use crate::base::diagnostic::Diagnostic;
use crate::base::files;

/// A voice.toml.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VoiceFile {
    /// A line for people.
    #[serde(default)]
    pub description: String,
    /// Whose voice it is, or was made from.
    #[serde(default)]
    pub person: Option<String>,
    /// How they agreed to it.
    #[serde(default)]
    pub consent: Option<String>,
    /// Under what terms its sound may be published.
    #[serde(default)]
    pub licence: Option<String>,
    /// Whether a model was trained to speak it.
    #[serde(default)]
    pub trained: Option<bool>,
    /// What a million characters cost, in whatever money its service takes; 0 to 100,000.
    #[serde(default)]
    pub price: Option<f64>,
    /// The voice that speaks when a recording is missing or stale, or its program or service fails.
    #[serde(default)]
    pub fallback: Option<String>,
    /// What its room sounds like when nobody speaks: a file in the voice's folder.
    #[serde(default)]
    pub room: Option<PathBuf>,
    /// Who does the speaking.
    #[serde(flatten)]
    pub backend: Settings,
}

/// `backend = "…"` and its keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "backend", rename_all = "lowercase")]
pub enum Settings {
    /// The voice inside Aloud.
    Embedded(Embedded),
    /// A person.
    Recorded(Recorded),
    /// A local program.
    Command(Command),
    /// Any server with OpenAI's speech request.
    OpenAi(OpenAi),
    /// Piper's own server.
    Piper(Piper),
    /// ElevenLabs.
    ElevenLabs(ElevenLabs),
    /// Azure's speech service.
    Azure(Azure),
    /// Google Cloud Text-to-Speech.
    Google(Google),
    /// Amazon Polly.
    Polly(Polly),
    /// Tones of exact length, for tests.
    Test(Test),
}

/// The embedded engine's speaker.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Embedded {
    /// Mean pitch in Hz, 60 to 300.
    pub pitch: f32,
    /// How far the pitch moves around its mean, in Hz, 0 to 60.
    pub spread: f32,
    /// Size of the speaker's vocal tract: 1 is a grown man's, 1.17 a woman's (all formants 17 % higher), 0.7 to 1.5.
    pub tract: f32,
    /// 1 is a newsreader's, 2 twice as fast, 0.5 to 2.
    pub tempo: f32,
}

impl Default for Embedded {
    fn default() -> Self {
        Self { pitch: 105.0, spread: 14.0, tract: 1.0, tempo: 1.0 }
    }
}

/// A folder of recordings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recorded {
    /// The folder, within the voice's own.
    pub folder: PathBuf,
}

impl Default for Recorded {
    fn default() -> Self {
        Self { folder: "takes".into() }
    }
}

/// A program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// Program and arguments, as they are: no shell sees them. `{text}` becomes the text, `{text_file}` a file with
    /// it, `{out}` the file to write to, `{dir}` the voice's folder. Without `{text}` and `{text_file}` the text comes on standard
    /// input, without `{out}` the sound is read from standard output.
    pub command: Vec<String>,
    /// What comes back.
    #[serde(default)]
    pub format: SoundFormat,
    /// Frames a second of raw sound.
    #[serde(default = "Command::default_rate")]
    pub rate: u32,
    /// Channels of raw sound.
    #[serde(default = "Command::default_channels")]
    pub channels: u16,
    /// Seconds after which the program is ended, 0.1 to 3600.
    #[serde(default = "Command::default_timeout")]
    pub timeout: f64,
    /// How many may run at once, 1 to 64.
    #[serde(default = "Command::default_parallel")]
    pub parallel: usize,
    /// Change it when the program or its model changes: part of the take's key.
    #[serde(default)]
    pub version: String,
    /// Files within the voice's folder whose content is part of the take's key (a model).
    #[serde(default)]
    pub files: Vec<PathBuf>,
}

impl Command {
    fn default_rate() -> u32 {
        22_050
    }
    fn default_channels() -> u16 {
        1
    }
    fn default_timeout() -> f64 {
        60.0
    }
    fn default_parallel() -> usize {
        4
    }
}

/// How a program codes its sound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SoundFormat {
    /// RIFF WAVE.
    #[default]
    Wav,
    /// 16-bit integers, little-endian, no header.
    S16le,
    /// 32-bit floats, little-endian, no header.
    F32le,
}

/// A tone for each utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Test {
    /// Of the tone, in Hz.
    pub frequency: f64,
    /// Frames a second.
    pub rate: u32,
    /// Fails on texts that hold this.
    pub fail_on: Option<String>,
    /// Takes so long over each utterance, in milliseconds; does not change the sound.
    #[serde(skip_serializing)]
    pub delay_ms: u64,
}

impl Default for Test {
    fn default() -> Self {
        Self { frequency: 220.0, rate: 16_000, fail_on: None, delay_ms: 0 }
    }
}

/// Reads a voice.toml.
///
/// # Errors
/// TOML that is none, an unknown key or backend, a value out of its range, a path that leads out of the folder.
pub fn parse(text: &str, path: &Path) -> Result<VoiceFile, Vec<Diagnostic>> {
    let file: VoiceFile = toml::from_str(text).map_err(|error| vec![unreadable(text, path, &error)])?;
    let mut problems = file.backend.problems();
    if let Some(price) = file.price.filter(|price| !(0.0..=100_000.0).contains(price)) {
        problems.push(("price", format!("is {price}; it can be 0 to 100000")));
    }
    problems.extend(file.room.iter().filter_map(|room| leads_out("room", room)));
    if problems.is_empty() {
        return Ok(file);
    }
    let told = |(key, what): (&str, String)| {
        let problem = Diagnostic::error("todo", format!("`{key}` {what}"))
            .at(path)
            .hint("give it a value that it can have");
        line_of(text, key).map_or(problem.clone(), |line| problem.line(line))
    };
    Err(problems.into_iter().map(told).collect())
}

fn unreadable(text: &str, path: &Path, error: &toml::de::Error) -> Diagnostic {
    let why = error.message().lines().next().unwrap_or_default().to_string();
    // Errors inside a backend's keys come without a place, but name the key between backticks.
    let named = why.split('`').nth(1).and_then(|key| line_of(text, key));
    let of_span = error.span().filter(|span| span.end > 0 || named.is_none());
    let line = match (named, of_span) {
        (Some(line), _) => line,
        (None, Some(span)) => 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count(),
        (None, None) => 1,
    };
    Diagnostic::error("todo", format!("voice.toml cannot be read: {why}"))
        .at(path)
        .line(line)
        .hint("the README lists the backends and their keys")
}

/// Line of a key, counted from 1.
fn line_of(text: &str, key: &str) -> Option<usize> {
    let starts = |line: &str| {
        line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    text.lines().position(starts).map(|at| at + 1)
}

impl Settings {
    /// As voice.toml names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Embedded(_) => "embedded",
            Self::Recorded(_) => "recorded",
            Self::Command(_) => "command",
            Self::OpenAi(_) => "openai",
            Self::Piper(_) => "piper",
            Self::ElevenLabs(_) => "elevenlabs",
            Self::Azure(_) => "azure",
            Self::Google(_) => "google",
            Self::Polly(_) => "polly",
            Self::Test(_) => "test",
        }
    }

    /// Keys with values that they cannot have.
    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        let mut within = |key: &'static str, value: f64, low: f64, high: f64| {
            if !(low..=high).contains(&value) {
                problems.push((key, format!("is {value}; it can be {low} to {high}")));
            }
        };
        if let Some(Http { timeout, parallel, per_minute, retries }) = self.http() {
            within("timeout", *timeout, 0.1, 3_600.0);
            within("parallel", *parallel as f64, 1.0, 64.0);
            within("per_minute", f64::from(*per_minute), 1.0, 60_000.0);
            within("retries", f64::from(*retries), 0.0, 10.0);
        }
        match self {
            Self::Embedded(Embedded { pitch, spread, tract, tempo }) => {
                within("pitch", f64::from(*pitch), 60.0, 300.0);
                within("spread", f64::from(*spread), 0.0, 60.0);
                within("tract", f64::from(*tract), 0.7, 1.5);
                within("tempo", f64::from(*tempo), 0.5, 2.0);
            }
            Self::Command(command) => {
                within("rate", f64::from(command.rate), 8_000.0, 192_000.0);
                within("channels", f64::from(command.channels), 1.0, 8.0);
                within("timeout", command.timeout, 0.1, 3_600.0);
                within("parallel", command.parallel as f64, 1.0, 64.0);
                if command.command.is_empty() {
                    problems.push(("command", "is empty; its first element is the program".into()));
                }
                problems.extend(command.files.iter().filter_map(|path| leads_out("files", path)));
            }
            Self::OpenAi(OpenAi { rate, speed, .. }) => {
                within("rate", f64::from(rate.unwrap_or(24_000)), 8_000.0, 192_000.0);
                within("speed", speed.unwrap_or(1.0), 0.25, 4.0);
            }
            Self::Piper(Piper { length_scale, .. }) => {
                within("length_scale", length_scale.unwrap_or(1.0), 0.1, 10.0);
            }
            Self::Google(Google { rate, speaking_rate, pitch, .. }) => {
                within("rate", f64::from(*rate), 8_000.0, 48_000.0);
                within("speaking_rate", speaking_rate.unwrap_or(1.0), 0.25, 2.0);
                within("pitch", pitch.unwrap_or(0.0), -20.0, 20.0);
            }
            Self::Polly(Polly { rate, .. }) => within("rate", f64::from(*rate), 8_000.0, 48_000.0),
            Self::ElevenLabs(_) | Self::Azure(_) => {}
            Self::Recorded(Recorded { folder }) => problems.extend(leads_out("folder", folder)),
            Self::Test(test) => {
                within("rate", f64::from(test.rate), 8_000.0, 192_000.0);
                within("frequency", test.frequency, 20.0, f64::from(test.rate) / 2.0);
            }
        }
        problems
    }

    /// How a service is asked; `None` where the voice is on this machine.
    pub(super) fn http(&self) -> Option<&Http> {
        match self {
            Self::OpenAi(OpenAi { http, .. })
            | Self::Piper(Piper { http, .. })
            | Self::ElevenLabs(ElevenLabs { http, .. })
            | Self::Azure(Azure { http, .. })
            | Self::Google(Google { http, .. })
            | Self::Polly(Polly { http, .. }) => Some(http),
            _ => None,
        }
    }
}

/// A project's paths stay inside it.
fn leads_out(key: &'static str, path: &Path) -> Option<(&'static str, String)> {
    (!files::stays_inside(path))
        .then(|| (key, format!("leads out of the voice's folder: `{}`", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let problems = parse(text, Path::new("voice.toml")).unwrap_err();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_backend_is_read_with_its_defaults_and_the_common_keys() {
        for kind in ["embedded", "recorded", "test"] {
            let file =
                parse(&format!("backend = \"{kind}\"\ndescription = \"x\"\n"), Path::new("v")).unwrap();
            assert_eq!((file.backend.kind(), file.description.as_str()), (kind, "x"));
        }
        let file =
            parse("backend = \"command\"\ncommand = [\"say\"]\nfallback = \"y\"", Path::new("v")).unwrap();
        assert_eq!((file.backend.kind(), file.fallback.as_deref()), ("command", Some("y")));
    }

    #[test]
    fn what_cannot_be_read_names_the_line() {
        assert!(told("backend = \"test\"\n\nspeeed = 3\n").contains("voice.toml:3"));
        assert!(told("backend = \"gramophone\"\n").contains("gramophone"));
        assert!(told("description = \"no backend\"\n").contains("backend"));
        assert!(told("backend = \"test\nx = 1").contains("string"));
        assert!(told("backend = \"command\"\n").contains("command"));
    }

    #[test]
    fn values_out_of_range_and_paths_that_lead_out_are_all_named() {
        let text = told("backend = \"embedded\"\npitch = 5000\ntempo = 0\n");
        assert!(
            text.contains("`pitch`") && text.contains("voice.toml:3") && text.contains("`tempo`"),
            "{text}"
        );
        for folder in ["../other", "/etc", "a/../../b"] {
            assert!(told(&format!("backend = \"recorded\"\nfolder = \"{folder}\"\n")).contains(folder));
        }
    }
}
