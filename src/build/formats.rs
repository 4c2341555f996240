//! Compressed formats and books: finds the encoders and the cover before anything is spoken, and encodes after the mix.

use std::collections::BTreeSet;
use std::io;
use std::panic;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use super::publish::Staging;
use super::script_file::ScriptFile;
use crate::base::config::{Outputs, Preset};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{self, FileError, ProjectPath};
use crate::mixer;
use crate::outputs::book::{BookContent, BookFile};
use crate::outputs::encoders::{
    self, CutRules, EncodeRequest, Encoder, EncoderError, Format, PartCache, Picture, SourceWav, Tags,
};
use crate::outputs::{self, WAV};
use aloud_audio::processor;

/// The encoders of the compressed formats, and the cover.
#[derive(Default)]
pub(super) struct Formats {
    /// Each format with its encoder.
    pub(super) encoders: Vec<(Format, Encoder)>,
    /// The formats of the whole episode. The others are only for chapters.
    whole: BTreeSet<Format>,
    /// The cover picture that script.toml names.
    pub(super) cover: Option<Picture>,
}

/// Finds the encoders and reads the cover.
///
/// # Errors
/// All that is missing, not only the first.
pub(super) fn find(root: &Path, script: &ScriptFile<'_>) -> Result<Formats, Vec<Diagnostic>> {
    let outputs = &script.manifest.outputs;
    match (encoders::choose(&outputs::formats(outputs)), cover(root, outputs)) {
        (Ok(encoders), Ok(cover)) => Ok(Formats { encoders, whole: outputs::whole_formats(outputs), cover }),
        (encoders, cover) => {
            let missing = encoders.err().map(|error| missing_encoder(script, &error));
            Err(missing.into_iter().chain(cover.err()).collect())
        }
    }
}

fn cover(root: &Path, outputs: &Outputs) -> Result<Option<Picture>, Diagnostic> {
    let Some(path) = outputs.cover_path(root) else { return Ok(None) };
    let bytes = path.read_at_most(Picture::MAX_BYTES)?;
    Picture::read(bytes).map(Some).map_err(|error| {
        let what = format!("`{}` cannot be the cover: {error}", path.within_project().display());
        let hint = "use a square PNG or JPEG of about 1,500 pixels: all players show that";
        Diagnostic::error("cover-unusable", what).at(path).hint(hint)
    })
}

fn missing_encoder(script: &ScriptFile<'_>, error: &EncoderError) -> Diagnostic {
    let outputs = &script.manifest.outputs;
    let install = match error {
        EncoderError::Missing => {
            "install it (`apt install ffmpeg`, `brew install ffmpeg`, `winget install ffmpeg`)"
        }
        EncoderError::Lacks { .. } => "install a build that has it, as Debian, Homebrew and winget do",
        _ => "try `ffmpeg -version` by hand",
    };
    Diagnostic::error("encoder-missing", error.to_string())
        .at(&script.path)
        .why(format!("`[outputs]` needs it for {}", outputs::names_that_need_ffmpeg(outputs).join(", ")))
        .hint(format!("{install}, or set these to false{}", own_encoders(outputs)))
}

/// Names the features with which Aloud could encode the formats itself.
fn own_encoders(outputs: &Outputs) -> String {
    let formats = outputs::formats(outputs).into_iter().filter(|format| format.needs_ffmpeg());
    let features: Vec<_> = formats.filter_map(Format::feature).collect();
    if features.is_empty() {
        return String::new();
    }
    format!("; if built with `--features {}`, Aloud encodes those itself", features.join(","))
}

/// Options of an encoding.
pub(super) struct Encoding<'a> {
    /// Number of encoders that run at once.
    pub(super) jobs: usize,
    /// The preset of the mix.
    pub(super) preset: Preset,
    /// The encoded parts of earlier builds.
    pub(super) cache: &'a PartCache,
    pub(super) cancel: &'a AtomicBool,
    /// Receives how many formats are done, and their total.
    pub(super) progress: &'a mut dyn FnMut(usize, usize),
}

impl Formats {
    /// Encodes the finished WAV in the staging folder into all formats. Formats that are only a part of a book are not
    /// `wanted` on their own; they stay in the folder until the staging is tidied.
    pub(super) fn encode(
        &self,
        staging: &mut Staging,
        mix: &mixer::Plan,
        tags: &Tags,
        wanted: &[Format],
        encoding: &mut Encoding<'_>,
    ) -> Result<(), Error> {
        let wav = staging.path(WAV);
        let encoders = self.encoders.iter().filter(|(format, _)| self.whole.contains(format)).cloned();
        let (joined, alone): (Vec<_>, Vec<_>) =
            encoders.partition(|(format, encoder)| encoder.joins_parts(*format));
        let source = SourceWav {
            path: &wav,
            channels: mix.format.channels,
            rate: mix.format.rate,
            bits: mix.format.bits,
            length: Duration::from_secs(mix.length / u64::from(mix.format.rate.max(1))),
            cuts: &Self::cuts(&wav, joined.iter())?,
        };
        let (mut done, total) = (0, joined.len() + alone.len());
        // Parts of one format are encoded in parallel, other formats next to each other.
        let batches = alone.chunks(encoding.jobs.max(1)).map(|batch| (batch, 1));
        for (batch, jobs) in batches.chain(joined.chunks(1).map(|batch| (batch, encoding.jobs))) {
            (encoding.progress)(done, total);
            let targets: Vec<ProjectPath> =
                batch.iter().map(|(format, _)| staging.path(format.file())).collect();
            let &mut Encoding { preset, cache, cancel, .. } = encoding;
            let job = |(target, (format, encoder)): (&ProjectPath, &(Format, Encoder))| {
                let cover = self.cover.as_ref();
                let request =
                    EncodeRequest { source: &source, tags, preset, cover, target, cache, jobs, cancel };
                encoder.encode(*format, &request)
            };
            let results: Vec<_> = thread::scope(|scope| {
                let jobs = targets.iter().zip(batch);
                let running: Vec<_> = jobs.map(|each| scope.spawn(move || job(each))).collect();
                let joined = running.into_iter().map(|thread| thread.join());
                joined.map(|result| result.unwrap_or_else(|why| panic::resume_unwind(why))).collect()
            });
            for ((format, encoder), result) in batch.iter().zip(results) {
                result.map_err(|error| encoding_failed(format.file(), encoder, error))?;
                if wanted.contains(format) {
                    staging.add(format.file());
                }
                done += 1;
            }
        }
        Ok(())
    }

    /// Returns the frames at which a WAV is cut into parts; none if no encoder joins parts.
    pub(super) fn cuts<'a>(
        wav: &Path,
        mut encoders: impl Iterator<Item = &'a (Format, Encoder)>,
    ) -> Result<Vec<u64>, Error> {
        if !encoders.any(|(format, encoder)| encoder.joins_parts(*format)) {
            return Ok(Vec::new());
        }
        encoders::cuts(wav, &CutRules::EPISODE)
            .map_err(|error| FileError::new("read", wav, io::Error::other(error)).into())
    }

    /// Writes a book from its entries and the encoded sound in the staging folder.
    pub(super) fn bind(
        &self,
        staging: &mut Staging,
        name: &str,
        entries: &[BookFile],
    ) -> Result<(), FileError> {
        let mut parts = Vec::new();
        for entry in entries {
            let part = match &entry.content {
                BookContent::MediaType(kind) => files::ArchiveEntry::Bytes(kind.as_bytes()),
                BookContent::Text(text) => files::ArchiveEntry::Text(text),
                BookContent::Cover => {
                    files::ArchiveEntry::Bytes(self.cover.as_ref().map_or(&[], |cover| &cover.bytes))
                }
                BookContent::Sound(format) => files::ArchiveEntry::File(staging.path(format.file())),
            };
            parts.push((entry.name.as_str(), part));
        }
        files::write_zip(&staging.path(name), &parts)?;
        staging.add(name);
        Ok(())
    }

    /// Returns everything that changes the bytes of the encoded files, except the sound and the tags.
    pub(super) fn identity(&self) -> String {
        self.identity_on(&processor::features())
    }

    /// Returns the identity on a processor with these features. The code of the encoders depends on them, and an MP3 with
    /// another rate than the episode's is resampled.
    fn identity_on(&self, processor: &str) -> String {
        let cover = self.cover.as_ref().map(|cover| blake3::hash(&cover.bytes).to_hex());
        let identity = |(format, encoder): &(Format, Encoder)| {
            (*format, encoder.identity(), encoder.joins_parts(*format))
        };
        let encoders: Vec<_> = self.encoders.iter().map(identity).collect();
        let processor = if encoders.is_empty() { "" } else { processor };
        format!("{encoders:?} {cover:?} {processor}")
    }
}

/// Returns the error of an encoder. `file` is the file that it could not make.
pub(super) fn encoding_failed(file: &str, encoder: &Encoder, error: EncoderError) -> Error {
    if matches!(error, EncoderError::Cancelled) {
        return Error::Cancelled;
    }
    Diagnostic::error("encoding-failed", format!("{} could not encode `{file}`", encoder.name()))
        .why(error.to_string())
        .hint("fix the cause and build again; all takes and the previous episode are kept")
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::encoders::Ffmpeg;

    #[test]
    fn the_processor_changes_the_identity_only_if_something_is_encoded() {
        let ffmpeg = Encoder::Ffmpeg(Ffmpeg { version: "ffmpeg version 7".to_string() });
        let encoded = Formats { encoders: vec![(Format::Opus, ffmpeg)], ..Formats::default() };
        assert_ne!(encoded.identity_on("x86_64 avx"), encoded.identity_on("x86_64"));
        let wav_only = Formats::default();
        assert_eq!(wav_only.identity_on("x86_64 avx"), wav_only.identity_on("x86_64"));
    }
}
