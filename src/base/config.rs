//! Episode settings of script.toml as plain data. This module is the only place with their defaults.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::ProjectPath;

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

impl Pauses {
    /// Returns the pauses of an episode that sets none. ACX asks for 1 s of silence at the end of each chapter's file, and for 0.5 s at
    /// the start of the next.
    pub(crate) fn of(preset: Preset) -> Self {
        let pauses = Self::default();
        if preset == Preset::Acx { Self { heading: 1.5, ..pauses } } else { pauses }
    }
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
    /// Loudness preset, e.g. for podcasts. `loudness` and `peak` override its values.
    pub preset: Preset,
    /// Integrated loudness of the episode in LUFS (ITU-R BS.1770-5), -40 to -5; `None` leaves the level unchanged.
    pub loudness: Option<f64>,
    /// Highest true peak in dBTP (ITU-R BS.1770-5, annex 2), -20 to 0.
    pub peak: f64,
    /// Sample rate in frames per second, 8,000 to 192,000.
    pub rate: u32,
    /// 1 (mono) or 2 (the voices in the middle, unless `[pan]` moves them).
    pub channels: u16,
    /// Bits per sample: 16 or 24 (integers), or 32 (float).
    pub bits: u16,
    /// Whether each voice or each take gets its own gain.
    pub levels: Levels,
    /// Gain of the whole episode in dB, -60 to 60; `None` computes the gain that reaches the loudness.
    pub gain: Option<f64>,
}

impl Default for Mix {
    fn default() -> Self {
        let preset = Preset::default();
        let channels = 1;
        let (loudness, peak) = preset.levels(channels);
        Self { preset, loudness, peak, rate: 44_100, channels, bits: 16, levels: Levels::Auto, gain: None }
    }
}

/// Loudness preset: target loudness and highest true peak of a platform.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Apple Podcasts and most others: −16 LUFS in stereo, −19 LUFS in mono, −1 dBTP.
    #[default]
    Podcast,
    /// Spotify: −14 LUFS, −1 dBTP.
    Spotify,
    /// European broadcasters, EBU R 128: −23 LUFS, −1 dBTP.
    Ebu,
    /// ACX audiobooks: RMS −23 to −18 dB, peak below −3 dB, noise floor below −60 dB. −20 LUFS is the middle of that range for
    /// speech.
    Acx,
    /// No change of level and no limiter.
    None,
}

impl Preset {
    /// All presets with their names in script.toml.
    pub const ALL: [(&'static str, Self); 5] = [
        ("podcast", Self::Podcast),
        ("spotify", Self::Spotify),
        ("ebu", Self::Ebu),
        ("acx", Self::Acx),
        ("none", Self::None),
    ];

    /// Returns the loudness in LUFS and the highest true peak in dBTP, for a file with this number of channels.
    ///
    /// A mono file plays from two loudspeakers, which makes it 3 LU louder than its measured loudness. So a podcast in mono
    /// has −19 LUFS where one in stereo has −16. The other platforms name one value for both.
    pub fn levels(self, channels: u16) -> (Option<f64>, f64) {
        match self {
            Self::Podcast if channels == 1 => (Some(-19.0), -1.0),
            Self::Podcast => (Some(-16.0), -1.0),
            Self::Spotify => (Some(-14.0), -1.0),
            Self::Ebu => (Some(-23.0), -1.0),
            Self::Acx => (Some(-20.0), -3.0),
            Self::None => (None, f64::INFINITY),
        }
    }
}

/// A cue: music or another sound on the timeline that is not speech.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    /// Name by which segments refer to it.
    pub name: String,
    /// Path of the sound, relative to the project, or to the series that the cue is of.
    pub file: PathBuf,
    /// The folder of the series that the cue is of; `None` for a cue of the project.
    pub series: Option<PathBuf>,
    /// Where it plays.
    pub role: Role,
    /// Gain in dB relative to the level of speech, -60 to 20.
    pub gain: f64,
    /// Seconds of silence between the cue and adjacent speech, -600 to 600. A negative gap makes them overlap.
    pub gap: f64,
    /// Seconds to play, 0.1 to 36,000; `None` plays the whole sound.
    pub length: Option<f64>,
    /// Seconds of fade-in, 0 to 600.
    pub fade_in: f64,
    /// Seconds of fade-out, 0 to 600.
    pub fade_out: f64,
    /// How far it is lowered under speech.
    pub duck: Duck,
    /// Description for captions.
    pub description: Option<String>,
    /// Author and licence.
    pub credit: Option<String>,
}

impl Cue {
    /// Returns the defaults for a role. Under speech a bed is 20 dB lower than the speech, as WCAG 2.2 requires (success
    /// criterion 1.4.7).
    pub fn usual(role: Role) -> Self {
        let (gain, depth) = if role == Role::Bed { (-8.0, 12.0) } else { (0.0, 20.0) };
        let (fade_in, fade_out) = if role == Role::Bed { (1.5, 2.5) } else { (0.0, 0.0) };
        Self {
            name: String::new(),
            file: PathBuf::new(),
            series: None,
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

impl Cue {
    /// Returns the path of its sound, for the project in `project`.
    pub(crate) fn path(&self, project: &Path) -> ProjectPath {
        ProjectPath::root(self.series.as_deref().unwrap_or(project)).join(&self.file)
    }
}

/// Where a cue plays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    /// Before the first word.
    #[default]
    Intro,
    /// After the last word.
    Outro,
    /// Before each chapter except the first, or before the segments that name it.
    Sting,
    /// Under all speech, or under the segments that name it, repeated as needed.
    Bed,
}

/// Ducking: how far and how fast a sound is lowered under speech.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duck {
    /// Attenuation under speech in dB, 0 to 60.
    pub depth: f64,
    /// Seconds of the ramp down, 0 to 600. The ramp ends when the speech begins.
    pub attack: f64,
    /// Seconds of the ramp up after the speech, 0 to 600.
    pub release: f64,
}

/// The files that a build writes next to the WAV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outputs {
    /// Read-along page.
    pub page: bool,
    /// Captions, WebVTT.
    pub vtt: bool,
    /// Captions, SubRip.
    pub srt: bool,
    /// Transcript as plain text.
    pub text: bool,
    /// Timed transcript, Podcasting 2.0.
    pub transcript: bool,
    /// Chapters, Podcasting 2.0.
    pub chapters: bool,
    /// The episode as AAC.
    pub m4a: bool,
    /// `episode.m4b`.
    pub m4b: bool,
    /// The episode as MP3.
    pub mp3: bool,
    /// The episode as Opus.
    pub opus: bool,
    /// The episode as FLAC.
    pub flac: bool,
    /// EPUB 3 book with the episode as media overlay.
    pub epub: bool,
    /// DAISY 2.02 talking book.
    pub daisy: bool,
    /// W3C audiobook manifest.
    pub audiobook: bool,
    /// The unit of one caption.
    pub captions: Captions,
    /// Path of the cover picture, relative to the project, or to the series that it is of.
    pub cover: Option<PathBuf>,
    /// The folder of the series that the cover is of; `None` for a cover of the project.
    pub cover_series: Option<PathBuf>,
    /// Player for the page of the article, and the text that embeds it.
    pub embed: bool,
    /// Address of the folder with the published files on the web, ending with `/`.
    pub address: Option<String>,
    /// The formats of the files with one chapter each, without repetitions.
    pub chapter_files: Vec<ChapterFormat>,
}

/// A format of the files with one chapter each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChapterFormat {
    /// As the episode.
    Wav,
    /// MP3.
    Mp3,
    /// AAC in MP4.
    M4a,
    /// FLAC.
    Flac,
}

impl ChapterFormat {
    /// All formats with their names in script.toml, which are also the extensions of their files.
    pub const ALL: [(&'static str, Self); 4] =
        [("wav", Self::Wav), ("mp3", Self::Mp3), ("m4a", Self::M4a), ("flac", Self::Flac)];

    /// Returns the extension of the files.
    pub fn extension(self) -> &'static str {
        Self::ALL.iter().find(|(_, format)| *format == self).map_or("wav", |(name, _)| name)
    }
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
            m4b: false,
            mp3: false,
            opus: false,
            flac: false,
            epub: false,
            daisy: false,
            audiobook: false,
            captions: Captions::default(),
            cover: None,
            cover_series: None,
            embed: false,
            address: None,
            chapter_files: Vec::new(),
        }
    }
}

impl Outputs {
    /// Returns the path of the cover, for the project in `project`.
    pub(crate) fn cover_path(&self, project: &Path) -> Option<ProjectPath> {
        let root = self.cover_series.as_deref().unwrap_or(project);
        Some(ProjectPath::root(root).join(self.cover.as_ref()?))
    }
}

/// Disclosure of synthetic speech to listeners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// Whether a spoken line at the beginning discloses it. The metadata of the files always does.
    pub spoken: bool,
    /// The spoken line; `None` for Aloud's own text in the article's language.
    pub text: Option<String>,
    /// Voice of the line; `None` for the narrator's voice, or the first synthetic voice if the narrator is a person.
    pub voice: Option<String>,
}

impl Default for Disclosure {
    fn default() -> Self {
        Self { spoken: true, text: None, voice: None }
    }
}

/// The unit of one caption.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Captions {
    /// One sentence, or the part of it that fits two lines.
    #[default]
    Sentence,
    /// One segment, in as many lines as needed.
    Segment,
}

/// The language model that `aloud script --ask` asks about uncertain speakers. Models and addresses are free strings.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Address of the server, without `/v1`.
    pub base_url: String,
    /// Name of the model on the server.
    pub model: String,
    /// Environment variable with the API key; `None` for local servers.
    pub api_key_env: Option<String>,
    /// Timeout for one answer in seconds, 1 to 3600.
    pub timeout: f64,
}

/// The recogniser that listens to takes before they are used.
#[derive(Debug, Clone, PartialEq)]
pub struct Verify {
    /// The program or the server.
    pub recogniser: Recogniser,
    /// Share of the letters that must be right, 0 to 1.
    pub least: f64,
    /// Timeout for one take in seconds, 1 to 3600.
    pub timeout: f64,
    /// How many takes it may listen to at the same time, 1 to 64.
    pub parallel: usize,
}

impl Verify {
    /// The usual [`least`](Self::least). Measured with Whisper-base on 300 takes of news with many names.
    pub const LEAST: f64 = 0.7;
}

/// A speech recogniser.
#[derive(Debug, Clone, PartialEq)]
pub enum Recogniser {
    /// A local program with its arguments. It prints the words that it hears.
    Command(Vec<String>),
    /// A server with OpenAI's request for transcriptions.
    Server {
        /// Address of the server, without `/v1`.
        base_url: String,
        /// Name of the model on the server.
        model: String,
        /// Environment variable with the API key; `None` for local servers.
        api_key_env: Option<String>,
    },
}

/// Which unit gets one gain, computed from its own gated loudness.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Levels {
    /// Each voice, so a quiet sentence stays quiet; but each take of a recorded voice whose takes differ by more than 3 LU.
    #[default]
    Auto,
    /// Each voice.
    Voice,
    /// Each take, so every sentence is equally loud.
    Take,
    /// None: levels are unchanged.
    None,
}
