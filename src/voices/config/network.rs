//! The keys of voice.toml for online services. Models and voices are free strings, because services add and retire them.
//!
//! The serialized settings are part of a take's key. Keys that do not change the sound are not serialized.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::base::http::Http;

/// OpenAI, or a server with the same API: `POST {base_url}/v1/audio/speech`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenAi {
    /// Address of the server, without `/v1`.
    pub base_url: String,
    /// Name of the model.
    pub model: String,
    /// Name of the voice.
    pub voice: String,
    /// Sound format: `wav`, `pcm`, `mp3`, `flac`, `opus` or `aac`, if the server supports it.
    #[serde(default = "OpenAi::default_format")]
    pub format: String,
    /// Sample rate in Hz: of `pcm`, the rate to assume; of other formats, the rate to require.
    #[serde(default)]
    pub rate: Option<u32>,
    /// Factor of the speed, 0.25 to 4.
    #[serde(default)]
    pub speed: Option<f64>,
    /// Instructions on how to speak, for models that accept them.
    #[serde(default)]
    pub instructions: Option<String>,
    /// Language, for servers that accept it.
    #[serde(default)]
    pub language: Option<String>,
    /// More fields of the request, passed on unchanged.
    #[serde(default)]
    pub extra: Map<String, Value>,
    /// Uses `/dev/captioned_speech`, which returns the time of each word (Kokoro-FastAPI).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub word_times: bool,
    /// Environment variable with the API key. A server of your own may need none.
    #[serde(default, skip_serializing)]
    pub api_key_env: Option<String>,
    /// HTTP settings.
    #[serde(default, skip_serializing)]
    pub http: Http,
}

impl OpenAi {
    fn default_format() -> String {
        "wav".into()
    }
}

/// The HTTP server of Piper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piper {
    /// Address, e.g. `http://127.0.0.1:5000`.
    pub base_url: String,
    /// Name of the voice, as in `GET /voices`.
    pub voice: String,
    /// Index of the speaker, for a voice with several.
    #[serde(default)]
    pub speaker_id: Option<u32>,
    /// Factor of the duration: 2 is half as fast, 0.1 to 10.
    #[serde(default)]
    pub length_scale: Option<f64>,
    /// HTTP settings.
    #[serde(default, skip_serializing)]
    pub http: Http,
}

/// ElevenLabs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElevenLabs {
    /// Address of the service, or of a proxy.
    #[serde(default = "ElevenLabs::default_url")]
    pub base_url: String,
    /// Id of the voice.
    pub voice: String,
    /// Id of the model.
    pub model: String,
    /// Sound format: `pcm_RATE`, `wav_RATE`, `mp3_RATE_KBPS` or `opus_RATE_KBPS`.
    #[serde(default = "ElevenLabs::default_format")]
    pub output_format: String,
    /// Seed. The same seed gives the same sound, as far as the service supports it.
    #[serde(default)]
    pub seed: Option<u32>,
    /// ISO 639-1 code of the language, for models that accept it.
    #[serde(default)]
    pub language: Option<String>,
    /// Sends the sentences before and after, for a better intonation. They are then part of a take's key.
    #[serde(default = "ElevenLabs::default_context")]
    pub context: bool,
    /// Requests the time of each word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub word_times: bool,
    /// `voice_settings` of the request, passed on unchanged.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// Environment variable with the API key.
    #[serde(default = "ElevenLabs::default_key", skip_serializing)]
    pub api_key_env: String,
    /// HTTP settings.
    #[serde(default, skip_serializing)]
    pub http: Http,
}

impl ElevenLabs {
    fn default_url() -> String {
        "https://api.elevenlabs.io".into()
    }
    fn default_format() -> String {
        "pcm_24000".into()
    }
    fn default_context() -> bool {
        true
    }
    fn default_key() -> String {
        "ELEVENLABS_API_KEY".into()
    }
}

/// Azure AI Speech.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Azure {
    /// Address, e.g. `https://westeurope.tts.speech.microsoft.com`.
    pub base_url: String,
    /// Name of the voice, e.g. `en-GB-SoniaNeural`.
    pub voice: String,
    /// BCP 47 tag of the language, e.g. `en-GB`.
    pub language: String,
    /// Sound format, as in `X-Microsoft-OutputFormat`.
    #[serde(default = "Azure::default_format")]
    pub output_format: String,
    /// Speed, as in SSML's `prosody`, e.g. `-5%`.
    #[serde(default)]
    pub rate: Option<String>,
    /// Pitch, as in SSML's `prosody`, e.g. `+2st`.
    #[serde(default)]
    pub pitch: Option<String>,
    /// Environment variable with the API key.
    #[serde(default = "Azure::default_key", skip_serializing)]
    pub api_key_env: String,
    /// HTTP settings.
    #[serde(default, skip_serializing)]
    pub http: Http,
}

impl Azure {
    fn default_format() -> String {
        "riff-24khz-16bit-mono-pcm".into()
    }
    fn default_key() -> String {
        "AZURE_SPEECH_KEY".into()
    }
}

/// Google Cloud Text-to-Speech.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Google {
    /// Address of the service, or of a proxy.
    #[serde(default = "Google::default_url")]
    pub base_url: String,
    /// Name of the voice, e.g. `en-GB-Neural2-A`.
    pub voice: String,
    /// BCP 47 tag of the language, e.g. `en-GB`.
    pub language: String,
    /// Sample rate in Hz, 8,000 to 48,000.
    #[serde(default = "Google::default_rate")]
    pub rate: u32,
    /// Factor of the speed, 0.25 to 2.
    #[serde(default)]
    pub speaking_rate: Option<f64>,
    /// Change of pitch in semitones, -20 to 20.
    #[serde(default)]
    pub pitch: Option<f64>,
    /// Environment variable with the API key.
    #[serde(default = "Google::default_key", skip_serializing)]
    pub api_key_env: String,
    /// HTTP settings.
    #[serde(default, skip_serializing)]
    pub http: Http,
}

impl Google {
    fn default_url() -> String {
        "https://texttospeech.googleapis.com".into()
    }
    fn default_rate() -> u32 {
        24_000
    }
    fn default_key() -> String {
        "GOOGLE_API_KEY".into()
    }
}

/// Amazon Polly. Its credentials are in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if set, `AWS_SESSION_TOKEN`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Polly {
    /// AWS region, e.g. `eu-west-1`.
    pub region: String,
    /// Address to use instead of `https://polly.REGION.amazonaws.com`, e.g. of a proxy.
    #[serde(default)]
    pub base_url: Option<String>,
    /// Name of the voice, e.g. `Amy`.
    pub voice: String,
    /// Engine: `standard`, `neural`, `long-form` or `generative`.
    pub engine: String,
    /// Sound format: `pcm`, `mp3` or `ogg_vorbis`.
    #[serde(default = "Polly::default_format")]
    pub format: String,
    /// Sample rate in Hz, one that the format supports.
    #[serde(default = "Polly::default_rate")]
    pub rate: u32,
    /// Language, for bilingual voices.
    #[serde(default)]
    pub language: Option<String>,
    /// HTTP settings.
    #[serde(default, skip_serializing)]
    pub http: Http,
}

impl Polly {
    /// Environment variables with its credentials.
    #[cfg(feature = "http")]
    pub(in crate::voices) const KEYS: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    /// Environment variable of a temporary session.
    #[cfg(feature = "http")]
    pub(in crate::voices) const SESSION: &str = "AWS_SESSION_TOKEN";

    /// Returns the address of its server.
    #[cfg(feature = "http")]
    pub(in crate::voices) fn url(&self) -> String {
        let region = || format!("https://polly.{}.amazonaws.com", self.region);
        self.base_url.clone().unwrap_or_else(region)
    }

    fn default_format() -> String {
        "pcm".into()
    }
    fn default_rate() -> u32 {
        16_000
    }
}
