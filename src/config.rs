//! What script.toml sets for the whole episode: plain data that the stages read. Defaults stand here and nowhere else.

use serde::{Deserialize, Serialize};

/// Silence around and between placements, in seconds, 0 to 60.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pauses {
    /// Before the first word.
    pub start: f64,
    /// Between two sentences of one segment.
    pub sentence: f64,
    /// Between two segments of different speakers.
    pub speaker: f64,
    /// Before a new paragraph.
    pub paragraph: f64,
    /// Before and after a heading.
    pub heading: f64,
    /// After the last word.
    pub end: f64,
}

impl Default for Pauses {
    fn default() -> Self {
        Self { start: 0.5, sentence: 0.35, speaker: 0.45, paragraph: 0.75, heading: 1.2, end: 1.0 }
    }
}

/// Level and format of the episode.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mix {
    /// Whose demands the level is to meet.
    pub preset: Preset,
    /// Integrated loudness of the episode in LUFS (ITU-R BS.1770-5), -40 to -5; `None` leaves levels as they are.
    pub loudness: Option<f64>,
    /// Highest true peak in dBTP (ITU-R BS.1770-5, annex 2), -20 to 0.
    pub peak: f64,
    /// Frames a second, 8,000 to 192,000.
    pub rate: u32,
    /// 1 (mono) or 2 (the same in both).
    pub channels: u16,
    /// 16, 24 (integers) or 32 (float).
    pub bits: u16,
    /// What gets one gain.
    pub levels: Levels,
}

impl Default for Mix {
    fn default() -> Self {
        let preset = Preset::default();
        let (loudness, peak) = preset.levels();
        Self { preset, loudness, peak, rate: 44_100, channels: 1, bits: 16, levels: Levels::Voice }
    }
}

/// Levels by the name of who asks for them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Apple Podcasts and most others: −16 LUFS, −1 dBTP.
    #[default]
    Podcast,
    /// Spotify: −14 LUFS, −1 dBTP.
    Spotify,
    /// European broadcasters, EBU R 128: −23 LUFS, −1 dBTP.
    Ebu,
    /// Audiobooks at ACX: RMS −23 to −18 dB, peak below −3 dB, noise floor below −60 dB; for speech −20 LUFS lies in the
    /// middle of that.
    Acx,
    /// Levels are left as they are, and no limiter works.
    None,
}

impl Preset {
    /// All of them, by name.
    pub const ALL: [(&'static str, Self); 5] = [
        ("podcast", Self::Podcast),
        ("spotify", Self::Spotify),
        ("ebu", Self::Ebu),
        ("acx", Self::Acx),
        ("none", Self::None),
    ];

    /// Loudness in LUFS and highest true peak in dBTP.
    pub fn levels(self) -> (Option<f64>, f64) {
        match self {
            Self::Podcast => (Some(-16.0), -1.0),
            Self::Spotify => (Some(-14.0), -1.0),
            Self::Ebu => (Some(-23.0), -1.0),
            Self::Acx => (Some(-20.0), -3.0),
            Self::None => (None, f64::INFINITY),
        }
    }
}

/// What stands beside the WAV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outputs {
    /// Page to read along.
    pub page: bool,
    /// Captions, WebVTT.
    pub vtt: bool,
    /// Captions, SubRip.
    pub srt: bool,
    /// Transcript to read.
    pub text: bool,
    /// Timed transcript, Podcasting 2.0.
    pub transcript: bool,
    /// Chapters, Podcasting 2.0.
    pub chapters: bool,
    /// What one caption holds.
    pub captions: Captions,
}

impl Default for Outputs {
    fn default() -> Self {
        Self {
            page: true,
            vtt: true,
            srt: true,
            text: true,
            transcript: true,
            chapters: true,
            captions: Captions::default(),
        }
    }
}

/// How listeners are told that what they hear is synthetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// Whether a line at the beginning says it. The files say it in any case.
    pub spoken: bool,
    /// The line; `None` for Aloud's own in the article's language.
    pub text: Option<String>,
    /// Who speaks it; `None` for the narrator, or, if that is a person, the first synthetic voice.
    pub voice: Option<String>,
}

impl Default for Disclosure {
    fn default() -> Self {
        Self { spoken: true, text: None, voice: None }
    }
}

/// What one caption holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Captions {
    /// A sentence, or as much of it as two lines hold.
    #[default]
    Sentence,
    /// All that a segment says, in as many lines as it takes.
    Segment,
}

/// The language model that `aloud script --ask` puts what is unsure to. Models and addresses are free strings.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Without `/v1`.
    pub base_url: String,
    /// As the server names it.
    pub model: String,
    /// The environment variable with the key; servers of one's own need none.
    pub api_key_env: Option<String>,
    /// Seconds for one answer, 1 to 3600.
    pub timeout: f64,
}

/// What gets one gain, from its own gated loudness.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Levels {
    /// Each voice: a quiet sentence stays quiet.
    #[default]
    Voice,
    /// Each take: every sentence equally loud.
    Take,
    /// Nothing: voices stay as loud as they came.
    None,
}
