//! The episode in smaller formats, made when the WAV is finished.

use std::panic;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use super::super::layout::LaidOut;
use super::super::plan::Formats;
use super::super::{Event, Options};
use super::editions::Staged;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{self, FileError};
use crate::outputs::WAV;
use crate::outputs::encoders::{EncoderError, Format, Job, Maker, Source, Tags};
use crate::outputs::epub::{Entry, Holds};

/// Puts a book together, when the sound in it has been made.
pub(super) fn bind(
    formats: &Formats,
    staged: &mut Staged,
    name: &str,
    entries: &[Entry],
) -> Result<(), FileError> {
    let mut held = Vec::new();
    for entry in entries {
        let holds = match &entry.holds {
            Holds::Type(kind) => files::ArchiveEntry::Bytes(kind.as_bytes()),
            Holds::Text(text) => files::ArchiveEntry::Text(text),
            Holds::Cover => {
                files::ArchiveEntry::Bytes(formats.cover.as_ref().map_or(&[], |cover| &cover.bytes))
            }
            Holds::Sound(format) => files::ArchiveEntry::File(staged.path(format.file())),
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
    formats: &Formats,
    staged: &mut Staged,
    laid_out: &LaidOut,
    tags: &Tags,
    wanted: &[Format],
    options: &Options<'_>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<(), Error> {
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
    for batch in formats.makers.chunks(options.jobs.max(1)) {
        on(Event::Encoding { done, total: formats.makers.len() });
        let path = |(format, _): &(Format, Maker)| staged.path(format.file());
        let targets: Vec<_> = batch.iter().map(path).collect();
        let encode = |((format, maker), to): (&(Format, Maker), &PathBuf)| {
            let cover = formats.cover.as_ref();
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

fn failed(format: Format, maker: &Maker, error: EncoderError) -> Error {
    if matches!(error, EncoderError::Cancelled) {
        return Error::Cancelled;
    }
    Diagnostic::error("todo", format!("{} could not make `{}`", maker.name(), format.file()))
        .why(error.to_string())
        .hint("the takes are kept, and so is the episode before; see to the cause and build again")
        .into()
}
