//! Encodes the finished WAV in smaller formats, with a local ffmpeg or a built-in library.
//!
//! The same WAV gives the same bytes. Encoders know no script and no timeline; they get the tags of the file as data.

mod cuts;
mod ffmpeg;
mod ffmpeg_parts;
#[cfg(feature = "flac")]
mod flac;
mod format;
mod id3v2;
mod joined;
#[cfg(feature = "mp3")]
mod mp3;
mod mp3_frames;
mod ogg;
mod part_cache;
mod parts;
mod picture;
mod request;
mod tags;

pub use cuts::{CutRules, cuts};
pub use ffmpeg::Ffmpeg;
pub use format::{EncoderError, Format};
pub use part_cache::PartCache;
pub use picture::{Picture, PictureError, PictureKind};
pub use request::{EncodeRequest, SourceWav};
pub use tags::{ChapterTag, Tags};

use parts::FrameGrid;

/// The encoder of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoder {
    /// A program on this machine.
    Ffmpeg(Ffmpeg),
    /// The library `flacenc`.
    #[cfg(feature = "flac")]
    Flacenc,
    /// The library LAME.
    #[cfg(feature = "mp3")]
    Lame,
}

/// Chooses the encoder of each format: a built-in library if there is one, else a local ffmpeg.
///
/// # Errors
/// Returns an error if ffmpeg is needed and is missing, does not run, or has no encoder for one of the formats.
pub fn choose(formats: &[Format]) -> Result<Vec<(Format, Encoder)>, EncoderError> {
    let external: Vec<Format> = formats.iter().copied().filter(|format| format.needs_ffmpeg()).collect();
    let ffmpeg = if external.is_empty() { None } else { Some(Ffmpeg::find(&external)?) };
    let encoders = formats.iter().filter_map(|format| {
        let encoder = built_in(*format).or_else(|| ffmpeg.clone().map(Encoder::Ffmpeg));
        Some((*format, encoder?))
    });
    Ok(encoders.collect())
}

impl Format {
    /// Returns whether this format needs ffmpeg, because Aloud was built without an encoder for it.
    pub fn needs_ffmpeg(self) -> bool {
        built_in(self).is_none()
    }
}

/// Returns the built-in encoder of a format.
fn built_in(format: Format) -> Option<Encoder> {
    match format {
        #[cfg(feature = "flac")]
        Format::Flac => Some(Encoder::Flacenc),
        #[cfg(feature = "mp3")]
        Format::Mp3 => Some(Encoder::Lame),
        _ => None,
    }
}

impl Encoder {
    /// Returns name and version. Another encoder or version makes other bytes of the same sound.
    pub fn identity(&self) -> String {
        match self {
            Self::Ffmpeg(ffmpeg) => ffmpeg.version.clone(),
            #[cfg(feature = "flac")]
            Self::Flacenc => flac::identity(),
            #[cfg(feature = "mp3")]
            Self::Lame => mp3::identity(),
        }
    }

    /// Returns the name for people.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Ffmpeg(_) => "ffmpeg",
            #[cfg(feature = "flac")]
            Self::Flacenc => "Aloud",
            #[cfg(feature = "mp3")]
            Self::Lame => "LAME",
        }
    }

    /// Returns whether a file is joined from parts, so an edit encodes only some of them.
    pub fn joins_parts(&self, format: Format) -> bool {
        self.grid(format, 48_000).is_some()
    }

    /// Returns the frames of a format that is joined from parts. LAME as a library has no switch for its bit reservoir, so its
    /// frames cannot be joined.
    fn grid(&self, format: Format, rate: u32) -> Option<FrameGrid> {
        match self {
            Self::Ffmpeg(_) => FrameGrid::of(format, rate),
            #[cfg(any(feature = "flac", feature = "mp3"))]
            _ => None,
        }
    }

    /// Encodes a WAV, until `cancel` is set.
    ///
    /// # Errors
    /// Returns an error if encoding fails; the target may be incomplete then.
    pub fn encode(&self, format: Format, request: &EncodeRequest<'_>) -> Result<(), EncoderError> {
        match self {
            Self::Ffmpeg(ffmpeg) => match self.grid(format, request.source.rate) {
                Some(grid) => joined::encode(ffmpeg, format, grid, request),
                None => ffmpeg.encode(format, request),
            },
            #[cfg(feature = "flac")]
            Self::Flacenc => flac::encode(request),
            #[cfg(feature = "mp3")]
            Self::Lame => mp3::encode(request),
        }
    }
}
