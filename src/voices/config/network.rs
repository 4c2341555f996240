//! What voice.toml says of voices that are services. Models and voices are free strings: services retire them.
//!
//! What is left out when serialising does not change the sound, and so is no part of a take's key.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::base::http::Http;

/// `POST {base_url}/v1/audio/speech`, as OpenAI and many servers have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenAi {
    /// Without `/v1`.
    pub base_url: String,
    /// As the server names it.
    pub model: String,
    /// As the server names it.
    pub voice: String,
    /// `wav`, `pcm`, `mp3`, `flac`, `opus` or `aac`, as far as the server has it.
    #[serde(default = "OpenAi::default_format")]
    pub format: String,
    /// Frames a second of `pcm`; of other formats, what they must have.
    #[serde(default)]
    pub rate: Option<u32>,
    /// 1 is the voice's own, 0.25 to 4.
    #[serde(default)]
    pub speed: Option<f64>,
    /// How it is to be said, for models that take it.
    #[serde(default)]
    pub instructions: Option<String>,
    /// For servers that take it.
    #[serde(default)]
    pub language: Option<String>,
    /// Further fields of the request, passed on as they are.
    #[serde(default)]
    pub extra: Map<String, Value>,
    /// Asks `/dev/captioned_speech` instead, which tells when each word is heard (Kokoro-FastAPI).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub word_times: bool,
    /// The environment variable with the key; servers of your own need none.
    #[serde(default, skip_serializing)]
    pub api_key_env: Option<String>,
    /// How it is asked.
    #[serde(default, skip_serializing)]
    pub http: Http,
}

impl OpenAi {
    fn default_format() -> String {
        "wav".into()
    }
}

/// Piper's own server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piper {
    /// Such as `http://127.0.0.1:5000`.
    pub base_url: String,
    /// As `GET /voices` lists it.
    pub voice: String,
    /// Within a voice of several speakers.
    #[serde(default)]
    pub speaker_id: Option<u32>,
    /// 1 is the voice's own, 2 twice as slow, 0.1 to 10.
    #[serde(default)]
    pub length_scale: Option<f64>,
    /// How it is asked.
    #[serde(default, skip_serializing)]
    pub http: Http,
}

/// ElevenLabs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElevenLabs {
    /// The service, or its stand-in.
    #[serde(default = "ElevenLabs::default_url")]
    pub base_url: String,
    /// The voice's id.
    pub voice: String,
    /// The model's id.
    pub model: String,
    /// `pcm_RATE`, `wav_RATE`, `mp3_RATE_KBPS` or `opus_RATE_KBPS`.
    #[serde(default = "ElevenLabs::default_format")]
    pub output_format: String,
    /// Same seed, same sound, as far as the service can.
    #[serde(default)]
    pub seed: Option<u32>,
    /// ISO 639-1, for models that take it.
    #[serde(default)]
    pub language: Option<String>,
    /// Whether the sentences around it go along, for their melody; they are then part of the take's key.
    #[serde(default = "ElevenLabs::default_context")]
    pub context: bool,
    /// Asks for the time at which each word is heard.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub word_times: bool,
    /// `voice_settings`, passed on as they are.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// The environment variable with the key.
    #[serde(default = "ElevenLabs::default_key", skip_serializing)]
    pub api_key_env: String,
    /// How it is asked.
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

/// Azure's speech service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Azure {
    /// Such as `https://westeurope.tts.speech.microsoft.com`.
    pub base_url: String,
    /// Such as `en-GB-SoniaNeural`.
    pub voice: String,
    /// Such as `en-GB`.
    pub language: String,
    /// `X-Microsoft-OutputFormat`.
    #[serde(default = "Azure::default_format")]
    pub output_format: String,
    /// Of SSML's `prosody`, such as `-5%`.
    #[serde(default)]
    pub rate: Option<String>,
    /// Of SSML's `prosody`, such as `+2st`.
    #[serde(default)]
    pub pitch: Option<String>,
    /// The environment variable with the key.
    #[serde(default = "Azure::default_key", skip_serializing)]
    pub api_key_env: String,
    /// How it is asked.
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
    /// The service, or its stand-in.
    #[serde(default = "Google::default_url")]
    pub base_url: String,
    /// Such as `en-GB-Neural2-A`.
    pub voice: String,
    /// Such as `en-GB`.
    pub language: String,
    /// Frames a second, 8,000 to 48,000.
    #[serde(default = "Google::default_rate")]
    pub rate: u32,
    /// 1 is the voice's own, 0.25 to 2.
    #[serde(default)]
    pub speaking_rate: Option<f64>,
    /// Semitones, -20 to 20.
    #[serde(default)]
    pub pitch: Option<f64>,
    /// The environment variable with the API key.
    #[serde(default = "Google::default_key", skip_serializing)]
    pub api_key_env: String,
    /// How it is asked.
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

/// Amazon Polly; its keys are `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, where there is one, `AWS_SESSION_TOKEN`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Polly {
    /// Such as `eu-west-1`.
    pub region: String,
    /// A stand-in for `https://polly.REGION.amazonaws.com`.
    #[serde(default)]
    pub base_url: Option<String>,
    /// Such as `Amy`.
    pub voice: String,
    /// `standard`, `neural`, `long-form` or `generative`.
    pub engine: String,
    /// `pcm`, `mp3` or `ogg_vorbis`.
    #[serde(default = "Polly::default_format")]
    pub format: String,
    /// Frames a second, as far as the format has it.
    #[serde(default = "Polly::default_rate")]
    pub rate: u32,
    /// For voices of two languages.
    #[serde(default)]
    pub language: Option<String>,
    /// How it is asked.
    #[serde(default, skip_serializing)]
    pub http: Http,
}

impl Polly {
    fn default_format() -> String {
        "pcm".into()
    }
    fn default_rate() -> u32 {
        16_000
    }
}
