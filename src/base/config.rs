//! What script.toml sets for the whole episode: plain data that the stages read. Defaults stand here and nowhere else.

use std::path::PathBuf;

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
    /// Gain of the whole episode in dB, -60 to 60; `None` finds the one that reaches the loudness.
    pub gain: Option<f64>,
}

impl Default for Mix {
    fn default() -> Self {
        let preset = Preset::default();
        let (loudness, peak) = preset.levels();
        Self {
            preset,
            loudness,
            peak,
            rate: 44_100,
            channels: 1,
            bits: 16,
            levels: Levels::Voice,
            gain: None,
        }
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

/// A sound that is no speech: music, a sting, an atmosphere.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    /// By which segments refer to it.
    pub name: String,
    /// Within the project.
    pub file: PathBuf,
    /// Where it is heard.
    pub role: Role,
    /// Gain in dB when it is as loud as speech, -60 to 20.
    pub gain: f64,
    /// Seconds of silence between it and the speech beside it, -600 to 600; with less than none they overlap.
    pub gap: f64,
    /// How many seconds of it are played, 0.1 to 36,000; `None` for all.
    pub length: Option<f64>,
    /// Seconds over which it comes in, 0 to 600.
    pub fade_in: f64,
    /// Seconds over which it goes out, 0 to 600.
    pub fade_out: f64,
    /// How it gives way to speech.
    pub duck: Duck,
    /// What it is, for those who read captions.
    pub description: Option<String>,
    /// Whose it is, and under what licence.
    pub credit: Option<String>,
}

impl Cue {
    /// What holds for a cue where script.toml says nothing else. Under speech a bed lies 20 dB below it, as WCAG 2.2 asks
    /// (success criterion 1.4.7).
    pub fn usual(role: Role) -> Self {
        let (gain, depth) = if role == Role::Bed { (-8.0, 12.0) } else { (0.0, 20.0) };
        let (fade_in, fade_out) = if role == Role::Bed { (1.5, 2.5) } else { (0.0, 0.0) };
        Self {
            name: String::new(),
            file: PathBuf::new(),
            role,
            gain,
            gap: 0.5,
            length: None,
            fade_in,
            fade_out,
            duck: Duck { depth, attack: 0.4, release: 1.2 },
            description: None,
            credit: None,
        }
    }
}

/// Where a cue is heard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    /// Before the first word.
    #[default]
    Intro,
    /// After the last.
    Outro,
    /// Before each chapter but the first, or before the segments that name it.
    Sting,
    /// Under all speech, or under the segments that name it, as often as it takes.
    Bed,
}

/// How far and how fast a sound gives way to speech.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duck {
    /// How much softer it is under speech, in dB, 0 to 60.
    pub depth: f64,
    /// Seconds that it takes to go down, 0 to 600; it is down when the speech begins.
    pub attack: f64,
    /// Seconds that it takes to come up after the speech, 0 to 600.
    pub release: f64,
}

/// What stands beside the WAV.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The episode as AAC.
    pub m4a: bool,
    /// The episode as MP3.
    pub mp3: bool,
    /// The episode as Opus.
    pub opus: bool,
    /// The episode as FLAC.
    pub flac: bool,
    /// Book with the episode in it, EPUB 3.
    pub epub: bool,
    /// Manifest of an audiobook, W3C.
    pub audiobook: bool,
    /// What one caption holds.
    pub captions: Captions,
    /// A picture within the project, for what can hold one.
    pub cover: Option<PathBuf>,
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
            m4a: false,
            mp3: false,
            opus: false,
            flac: false,
            epub: false,
            audiobook: false,
            captions: Captions::default(),
            cover: None,
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
