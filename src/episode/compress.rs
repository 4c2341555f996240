//! The episode in smaller formats: what makes them is looked for before anything is spoken, and set to work when the WAV is
//! finished.

use std::fs;
use std::panic;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use super::editions::Staged;
use super::levels::LaidOut;
use super::{BuildError, Event, Options};
use crate::config::Outputs;
use crate::diagnostic::Diagnostic;
use crate::encoder::{self, EncoderError, Format, Job, Maker, Picture, Source, Tags};
use crate::files::{self, FileError};
use crate::outputs::epub::{Entry, Holds};
use crate::outputs::{self, WAV};
use crate::project::Project;

/// What the smaller formats are made with.
#[derive(Default)]
pub(super) struct Compression {
    /// Each with what makes it.
    formats: Vec<(Format, Maker)>,
    /// The picture that script.toml names.
    cover: Option<Picture>,
}

/// Looks whether everything is there.
///
/// # Errors
/// With all that is not.
pub(super) fn ready(project: &Project) -> Result<Compression, Vec<Diagnostic>> {
    let found = encoder::makers(&outputs::formats(&project.manifest.outputs));
    match (found, cover(project)) {
        (Ok(formats), Ok(cover)) => Ok(Compression { formats, cover }),
        (found, cover) => {
            let missing = found.err().map(|error| not_ready(project, &error));
            Err(missing.into_iter().chain(cover.err()).collect())
        }
    }
}

fn cover(project: &Project) -> Result<Option<Picture>, Diagnostic> {
    let Some(name) = &project.manifest.outputs.cover else { return Ok(None) };
    let path = project.root.join(name);
    let bytes = fs::read(&path).map_err(|error| FileError::new("read", &path, error))?;
    Picture::read(bytes).map(Some).map_err(|error| {
        let what = format!("`{}` cannot be the cover: {error}", name.display());
        let hint = "a PNG or a JPEG, square and some 1,500 pixels wide, serves all players";
        Diagnostic::error(what).at(path).hint(hint)
    })
}

fn not_ready(project: &Project, error: &EncoderError) -> Diagnostic {
    let wanted = outputs::by_ffmpeg(&project.manifest.outputs);
    let install = match error {
        EncoderError::Missing => {
            "install it (`apt install ffmpeg`, `brew install ffmpeg`, `winget install ffmpeg`)"
        }
        EncoderError::Lacks { .. } => "install one that has it, as those of Debian, Homebrew and winget do",
        _ => "try `ffmpeg -version` by hand",
    };
    Diagnostic::error(error.to_string())
        .at(project.script_path())
        .why(format!("`[outputs]` asks for what it makes: {}", wanted.join(", ")))
        .hint(format!("{install}, or set these to false{}", without_it(&project.manifest.outputs)))
}

/// What could be made without it.
fn without_it(outputs: &Outputs) -> String {
    let formats = outputs::formats(outputs).into_iter().filter(|format| format.needs_ffmpeg());
    let features: Vec<_> = formats.filter_map(Format::feature).collect();
    match features.join(",") {
        none if none.is_empty() => none,
        features => format!("; built with `--features {features}` Aloud makes those itself"),
    }
}

impl Compression {
    /// Everything that the bytes of its files depend on but for the sound and the tags.
    pub(super) fn identity(&self) -> String {
        let cover = self.cover.as_ref().map(|cover| blake3::hash(&cover.bytes).to_hex());
        let makers: Vec<_> = self.formats.iter().map(|(format, maker)| (format, maker.identity())).collect();
        format!("{makers:?} {cover:?}")
    }

    /// The picture that players show.
    pub(super) fn cover(&self) -> Option<&Picture> {
        self.cover.as_ref()
    }

    /// Puts a book together, when the sound in it has been made.
    pub(super) fn bind(&self, staged: &mut Staged, name: &str, entries: &[Entry]) -> Result<(), FileError> {
        let mut held = Vec::new();
        for entry in entries {
            let holds = match &entry.holds {
                Holds::Type(kind) => files::Entry::Bytes(kind.as_bytes()),
                Holds::Text(text) => files::Entry::Text(text),
                Holds::Cover => files::Entry::Bytes(self.cover.as_ref().map_or(&[], |cover| &cover.bytes)),
                Holds::Sound(format) => files::Entry::File(staged.path(format.file())),
            };
            held.push((entry.name.as_str(), holds));
        }
        files::write_zip(&staged.path(name), &held)?;
        staged.add(name);
        Ok(())
    }

    /// Makes all formats of the finished WAV, as many at once as there are threads. Those that are not wanted for themselves
    /// are there until the folder is tidied.
    pub(super) fn make(
        &self,
        staged: &mut Staged,
        laid_out: &LaidOut,
        tags: &Tags,
        wanted: &[Format],
        options: &Options<'_>,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), BuildError> {
        let (wav, format) = (staged.path(WAV), &laid_out.mix.format);
        let seconds = laid_out.timeline.length / u64::from(laid_out.timeline.rate.max(1));
        let source = Source {
            wav: &wav,
            channels: format.channels,
            rate: format.rate,
            bits: format.bits,
            length: Duration::from_secs(seconds),
        };
        let mut done = 0;
        for batch in self.formats.chunks(options.jobs.max(1)) {
            on(Event::Encoding { done, total: self.formats.len() });
            let path = |(format, _): &(Format, Maker)| staged.path(format.file());
            let targets: Vec<_> = batch.iter().map(path).collect();
            let encode = |((format, maker), to): (&(Format, Maker), &PathBuf)| {
                let cover = self.cover.as_ref();
                maker.encode(*format, &Job { source: &source, tags, cover, to, cancel: options.cancel })
            };
            let made: Vec<_> = thread::scope(|scope| {
                let targets = batch.iter().zip(&targets);
                let runs: Vec<_> = targets.map(|target| scope.spawn(move || encode(target))).collect();
                let ended =
                    runs.into_iter().map(|run| run.join().unwrap_or_else(|why| panic::resume_unwind(why)));
                ended.collect()
            });
            for ((format, maker), made) in batch.iter().zip(made) {
                made.map_err(|error| failed(*format, maker, error))?;
                if wanted.contains(format) {
                    staged.add(format.file());
                }
                done += 1;
            }
        }
        Ok(())
    }
}

fn failed(format: Format, maker: &Maker, error: EncoderError) -> BuildError {
    if matches!(error, EncoderError::Cancelled) {
        return BuildError::Cancelled;
    }
    Diagnostic::error(format!("{} could not make `{}`", maker.name(), format.file()))
        .why(error.to_string())
        .hint("the takes are kept, and so is the episode before; see to the cause and build again")
        .into()
}
