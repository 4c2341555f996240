//! Reads voice.toml. All defaults of its keys are in this module.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

mod network;

use super::neural::catalog;
use crate::base::http::Http;
#[cfg(feature = "http")]
use crate::base::http::Keys;
pub use network::{Azure, ElevenLabs, Google, OpenAi, Piper, Polly};

use crate::base::diagnostic::Diagnostic;
use crate::base::files;
use crate::base::toml_reader::syntax_message;

/// A voice.toml.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VoiceFile {
    /// Description in one line.
    #[serde(default)]
    pub description: String,
    /// The person who speaks, or who spoke the recordings that the voice was made from.
    #[serde(default)]
    pub person: Option<String>,
    /// How this person agreed to the use.
    #[serde(default)]
    pub consent: Option<String>,
    /// The terms under which its speech may be published.
    #[serde(default)]
    pub licence: Option<String>,
    /// True if a model was trained on recordings.
    #[serde(default)]
    pub trained: Option<bool>,
    /// Price of a million characters, in the currency of the service; 0 to 100,000.
    #[serde(default)]
    pub price: Option<f64>,
    /// The voice that speaks if a recording is missing or stale, or if its program or service fails.
    #[serde(default)]
    pub fallback: Option<String>,
    /// How often a take is asked for again when it is faulty, 0 to 10.
    #[serde(default = "VoiceFile::default_retries")]
    pub retries: u32,
    /// The longest text of one request in characters, at least 20. A longer sentence is cut at its clauses. The limit of the
    /// backend applies too.
    #[serde(default)]
    pub longest_text: Option<usize>,
    /// Its room tone: a recording of the silent room, in the voice's folder.
    #[serde(default)]
    pub room: Option<PathBuf>,
    /// The backend and its settings.
    #[serde(flatten)]
    pub backend: Settings,
}

/// Lowest `longest_text`. Shorter pieces could not hold a clause.
const SHORTEST_LIMIT: usize = 20;

impl VoiceFile {
    /// Asking three times finds a good take of engines that fail once in ten sentences.
    pub(crate) const RETRIES: u32 = 2;

    fn default_retries() -> u32 {
        Self::RETRIES
    }
}

/// `backend = "…"` and its keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "backend", rename_all = "lowercase")]
pub enum Settings {
    /// The engine inside Aloud.
    Embedded(Embedded),
    /// An installed neural network.
    Neural(Neural),
    /// Recordings of a person.
    Recorded(Recorded),
    /// A local program.
    Command(Command),
    /// OpenAI, or any server with the same API.
    OpenAi(OpenAi),
    /// The HTTP server of Piper.
    Piper(Piper),
    /// ElevenLabs.
    ElevenLabs(ElevenLabs),
    /// Azure AI Speech.
    Azure(Azure),
    /// Google Cloud Text-to-Speech.
    Google(Google),
    /// Amazon Polly.
    Polly(Polly),
    /// Tones of exact length, for tests.
    Test(Test),
}

/// Settings of the embedded backend: one speaker.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Embedded {
    /// Mean pitch in Hz, 60 to 300.
    pub pitch: f32,
    /// Standard deviation of the pitch in Hz, 0 to 60.
    pub spread: f32,
    /// Factor of all formants, which follows the size of the vocal tract: 1 for a man, 1.17 for a woman, 0.7 to 1.5.
    pub tract: f32,
    /// Factor of the speed: 1 is a newsreader's, 0.5 to 2.
    pub tempo: f32,
}

impl Default for Embedded {
    fn default() -> Self {
        Self { pitch: 105.0, spread: 14.0, tract: 1.0, tempo: 1.0 }
    }
}

/// Settings of the neural backend: one speaker made from an installed model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Neural {
    /// The model, one of those that `aloud voices add --list` lists.
    pub model: String,
    /// Factor of the model's pitch, 0.4 to 2.
    #[serde(default = "Neural::unchanged")]
    pub pitch: f32,
    /// Factor of all formants, which follows the size of the vocal tract, 0.7 to 1.4. Men's are about 0.86 times women's.
    #[serde(default = "Neural::unchanged")]
    pub tract: f32,
    /// Factor of the speed, 0.5 to 2.
    #[serde(default = "Neural::unchanged")]
    pub tempo: f32,
    /// The accent of the pronunciation; the model's own if there is none.
    #[serde(default)]
    pub accent: Option<NeuralAccent>,
}

impl Neural {
    fn unchanged() -> f32 {
        1.0
    }
}

/// An accent of English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NeuralAccent {
    /// American.
    Us,
    /// British.
    Gb,
}

/// Settings of the recorded backend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recorded {
    /// The folder of the recordings, in the voice's folder.
    pub folder: PathBuf,
}

impl Default for Recorded {
    fn default() -> Self {
        Self { folder: "takes".into() }
    }
}

/// Settings of the command backend: a local program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// The program and its arguments; no shell is involved. `{text}` is replaced by the text, `{text_file}` by a file with the
    /// text, `{out}` by the file to write to, and `{dir}` by the voice's folder. Without `{text}` and `{text_file}`, the
    /// program gets the text on standard input. Without `{out}`, the sound is read from its standard output.
    pub command: Vec<String>,
    /// The format of the sound.
    #[serde(default)]
    pub format: SoundFormat,
    /// Sample rate of raw sound in Hz, 8,000 to 192,000.
    #[serde(default = "Command::default_rate")]
    pub rate: u32,
    /// Number of channels of raw sound, 1 to 8.
    #[serde(default = "Command::default_channels")]
    pub channels: u16,
    /// Time limit in seconds, 0.1 to 3600.
    #[serde(default = "Command::default_timeout")]
    pub timeout: f64,
    /// How many programs may run at the same time, 1 to 64.
    #[serde(default = "Command::default_parallel")]
    pub parallel: usize,
    /// Any text. Change it if the program or its model changes, since it is part of a take's key.
    #[serde(default)]
    pub version: String,
    /// Files in the voice's folder, such as a model. Their content is part of a take's key.
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

/// The format of a program's sound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SoundFormat {
    /// WAV.
    #[default]
    Wav,
    /// Raw 16-bit integers, little-endian.
    S16le,
    /// Raw 32-bit floats, little-endian.
    F32le,
}

/// Settings of the test backend: a tone for each utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Test {
    /// Frequency of the tone in Hz.
    pub frequency: f64,
    /// Sample rate in Hz.
    pub rate: u32,
    /// Fails on texts that contain this.
    pub fail_on: Option<String>,
    /// Time that each utterance takes, in milliseconds. Does not change the sound.
    #[serde(skip_serializing)]
    pub delay_ms: u64,
}

impl Default for Test {
    fn default() -> Self {
        Self { frequency: 220.0, rate: 16_000, fail_on: None, delay_ms: 0 }
    }
}

/// Reads a voice.toml. `path` is only used in messages.
///
/// # Errors
/// Invalid TOML, an unknown key or backend, values out of range, and paths that leave the voice's folder.
pub fn parse(text: &str, path: &Path) -> Result<VoiceFile, Vec<Diagnostic>> {
    let file: VoiceFile = toml::from_str(text).map_err(|error| vec![unreadable(text, path, &error)])?;
    let mut problems = file.backend.problems();
    if let Some(price) = file.price.filter(|price| !(0.0..=100_000.0).contains(price)) {
        problems.push(("price", format!("is {price}, but must be 0 to 100000")));
    }
    if file.retries > 10 {
        problems.push(("retries", format!("is {}, but must be 0 to 10", file.retries)));
    }
    if let Some(longest) = file.longest_text.filter(|longest| *longest < SHORTEST_LIMIT) {
        problems.push(("longest_text", format!("is {longest}, but must be at least {SHORTEST_LIMIT}")));
    }
    problems.extend(file.room.iter().filter_map(|room| leaves_folder("room", room)));
    if problems.is_empty() {
        return Ok(file);
    }
    Err(problems.into_iter().map(|(key, what)| invalid_value(text, path, key, &what)).collect())
}

fn invalid_value(text: &str, path: &Path, key: &str, what: &str) -> Diagnostic {
    let problem = Diagnostic::error("voice-value-invalid", format!("`{key}` {what}"))
        .at(path)
        .hint("correct the value; the documentation of the backend lists its keys");
    match line_of(text, key) {
        Some(line) => problem.line(line),
        None => problem,
    }
}

fn unreadable(text: &str, path: &Path, error: &toml::de::Error) -> Diagnostic {
    let why = syntax_message(error.message(), text, error.span());
    // Errors in the keys of a backend have no span, because serde buffers flattened content. They name the key in backticks.
    let named = why.split('`').nth(1).and_then(|key| line_of(text, key));
    let of_span = error.span().filter(|span| span.end > 0 || named.is_none());
    let line = match (named, of_span) {
        (Some(line), _) => line,
        (None, Some(span)) => 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count(),
        (None, None) => 1,
    };
    Diagnostic::error("voice-file-invalid", format!("voice.toml is invalid: {why}"))
        .at(path)
        .line(line)
        .hint("the documentation of voices lists the backends and their keys")
}

/// Returns the line of a key, counted from 1.
fn line_of(text: &str, key: &str) -> Option<usize> {
    text.lines().position(|line| is_assignment(line, key)).map(|at| at + 1)
}

fn is_assignment(line: &str, key: &str) -> bool {
    line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
}

impl Settings {
    /// Returns the name of the backend, as in voice.toml.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Embedded(_) => "embedded",
            Self::Neural(_) => "neural",
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

    /// Returns the keys with invalid values.
    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        let mut within = |key: &'static str, value: f64, low: f64, high: f64| {
            // Some values are single-precision, where 0.7 is a little less.
            if !(low as f32..=high as f32).contains(&(value as f32)) {
                problems.push((key, format!("is {}, but must be {low} to {high}", value as f32)));
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
            Self::Neural(Neural { model, pitch, tract, tempo, .. }) => {
                within("pitch", f64::from(*pitch), 0.4, 2.0);
                within("tract", f64::from(*tract), 0.7, 1.4);
                within("tempo", f64::from(*tempo), 0.5, 2.0);
                if catalog::model(model).is_none() {
                    let names: Vec<&str> = catalog::MODELS.iter().map(|model| model.name).collect();
                    problems
                        .push(("model", format!("is `{model}`, but must be one of {}", names.join(", "))));
                }
            }
            Self::Command(command) => {
                within("rate", f64::from(command.rate), 8_000.0, 192_000.0);
                within("channels", f64::from(command.channels), 1.0, 8.0);
                within("timeout", command.timeout, 0.1, 3_600.0);
                within("parallel", command.parallel as f64, 1.0, 64.0);
                if command.command.is_empty() {
                    problems.push(("command", "is empty, but its first element must be the program".into()));
                }
                problems.extend(command.files.iter().filter_map(|path| leaves_folder("files", path)));
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
            Self::Recorded(Recorded { folder }) => problems.extend(leaves_folder("folder", folder)),
            Self::Test(test) => {
                within("rate", f64::from(test.rate), 8_000.0, 192_000.0);
                within("frequency", test.frequency, 20.0, f64::from(test.rate) / 2.0);
            }
        }
        problems
    }

    /// Returns the environment variables that the backend sends, and the address of its server; `None` if it sends none.
    #[cfg(feature = "http")]
    pub(super) fn keys(&self, voice: &str) -> Option<Keys> {
        let (variables, url) = match self {
            Self::OpenAi(OpenAi { api_key_env, base_url, .. }) => {
                (api_key_env.iter().cloned().collect(), base_url.clone())
            }
            Self::Piper(Piper { base_url, .. }) => (Vec::new(), base_url.clone()),
            Self::ElevenLabs(ElevenLabs { api_key_env, base_url, .. })
            | Self::Azure(Azure { api_key_env, base_url, .. })
            | Self::Google(Google { api_key_env, base_url, .. }) => {
                (vec![api_key_env.clone()], base_url.clone())
            }
            Self::Polly(polly) => (Polly::KEYS.map(str::to_string).to_vec(), polly.url()),
            _ => return None,
        };
        let optional = matches!(self, Self::Polly(_)).then_some(Polly::SESSION);
        Some(Keys { variables, optional, url, named_in: format!("voices/{voice}/voice.toml") })
    }

    /// Returns the HTTP settings of a service; `None` if the backend runs on this machine.
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

/// Returns a problem if a path leaves the voice's folder: a project from a stranger must not read other files.
fn leaves_folder(key: &'static str, path: &Path) -> Option<(&'static str, String)> {
    (!files::stays_inside(path)).then(|| (key, format!("leaves the voice's folder: `{}`", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> String {
        let problems = parse(text, Path::new("voice.toml")).unwrap_err();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn reads_backends_with_defaults_and_common_keys() {
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
    fn invalid_files_are_reported_with_the_line() {
        assert!(problems("backend = \"test\"\n\nspeeed = 3\n").contains("voice.toml:3"));
        assert!(problems("backend = \"gramophone\"\n").contains("gramophone"));
        assert!(problems("description = \"no backend\"\n").contains("backend"));
        assert!(problems("backend = \"test\nx = 1").contains("string"));
        assert!(problems("backend = \"command\"\n").contains("command"));
    }

    #[test]
    fn reports_all_values_out_of_range_and_paths_out_of_the_folder() {
        let text = problems("backend = \"embedded\"\npitch = 5000\ntempo = 0\n");
        assert!(
            text.contains("`pitch`") && text.contains("voice.toml:3") && text.contains("`tempo`"),
            "{text}"
        );
        for folder in ["../other", "/etc", "a/../../b"] {
            assert!(problems(&format!("backend = \"recorded\"\nfolder = \"{folder}\"\n")).contains(folder));
        }
    }
}
