//! Writes one sound file a chapter: cuts the finished WAV, and encodes each part.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::panic;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use super::super::formats::{Encoding, Formats, encoding_failed};
use super::staging::Staging;
use crate::base::config::{ChapterFormat, Preset};
use crate::base::error::Error;
use crate::base::files::{FileError, ProjectPath};
use crate::mixer;
use crate::outputs::encoders::{EncodeRequest, PartCache, SourceWav, Tags};
use crate::outputs::{Chapter, WAV, chapter_file, encoded};
use aloud_audio::Spec;
use aloud_audio::wav::{self, Metadata};

/// The parts of an episode and their tags.
pub(super) struct ChapterFiles<'a> {
    /// Together they are the whole episode.
    pub(super) parts: &'a [Chapter],
    pub(super) wanted: &'a [ChapterFormat],
    /// The tags of the episode. Those of the parts are made from them.
    pub(super) tags: &'a Tags,
    /// The WAV metadata of the episode.
    pub(super) metadata: &'a Metadata,
    pub(super) mix: &'a mixer::Plan,
}

impl ChapterFiles<'_> {
    /// Writes all files into the staging folder. As many chapters as there are jobs are handled at once.
    pub(super) fn write(
        &self,
        staging: &mut Staging,
        formats: &Formats,
        encoding: &mut Encoding<'_>,
    ) -> Result<(), Error> {
        if self.wanted.is_empty() {
            return Ok(());
        }
        let numbers: Vec<usize> = (0..self.parts.len()).collect();
        for batch in numbers.chunks(encoding.jobs.max(1)) {
            (encoding.progress)(batch[0], self.parts.len());
            let (staging, &mut Encoding { preset, cache, cancel, .. }) = (&*staging, &mut *encoding);
            let jobs = batch.iter().map(|nth| Job { nth: *nth, staging, formats, preset, cache, cancel });
            let results: Vec<Result<(), Error>> = thread::scope(|scope| {
                let running: Vec<_> = jobs.map(|job| scope.spawn(move || self.write_chapter(&job))).collect();
                let joined = running.into_iter().map(|thread| thread.join());
                joined.map(|result| result.unwrap_or_else(|why| panic::resume_unwind(why))).collect()
            });
            results.into_iter().collect::<Result<(), Error>>()?;
        }
        for nth in numbers {
            self.wanted.iter().for_each(|format| staging.add(&self.file(nth, *format)));
        }
        Ok(())
    }

    fn write_chapter(&self, job: &Job<'_>) -> Result<(), Error> {
        let path = job.staging.path(&self.file(job.nth, ChapterFormat::Wav));
        let cut = |error: io::Error| FileError::new("write", &path, error);
        self.cut(job, &path).map_err(cut)?;
        let wanted: Vec<_> = self.wanted.iter().filter_map(|wanted| encoded(*wanted)).collect();
        let encoders = job.formats.encoders.iter().filter(|(format, _)| wanted.contains(format));
        let cuts = Formats::cuts(&path, encoders)?;
        for wanted in self.wanted {
            self.encode(job, *wanted, &path, &cuts)?;
        }
        if !self.wanted.contains(&ChapterFormat::Wav) {
            path.remove_file()?;
        }
        Ok(())
    }

    /// Copies the samples of a chapter into a WAV of its own.
    fn cut(&self, job: &Job<'_>, path: &ProjectPath) -> io::Result<()> {
        let mixer::Format { rate, channels, bits, .. } = self.mix.format;
        let spec = Spec { sample_rate: rate, channels };
        let part = &self.parts[job.nth];
        let frame = u64::from(channels) * u64::from(bits / 8);
        let frames = part.end - part.start;
        let mut source: File = job.staging.path(WAV).open()?;
        let samples = wav::header(spec, bits, self.mix.length).len() as u64;
        source.seek(SeekFrom::Start(samples + part.start * frame))?;
        let mut file = path.create_file().map_err(io::Error::other)?;
        file.write_all(&wav::header(spec, bits, frames))?;
        if io::copy(&mut source.take(frames * frame), &mut file)? != frames * frame {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        file.write_all(&vec![0; wav::padding(spec, bits, frames)])?;
        let tags = self.tags_of(job.nth);
        let metadata = Metadata {
            title: tags.title,
            album: tags.album,
            track: tags.track.map_or_else(String::new, |(nth, of)| format!("{nth}/{of}")),
            // The levels are those of the whole episode, and a chapter is one part without marks.
            loudness: wav::Loudness::default(),
            markers: Vec::new(),
            ..self.metadata.clone()
        };
        wav::append(&file, &metadata, frames)
    }

    fn encode(
        &self,
        job: &Job<'_>,
        wanted: ChapterFormat,
        wav: &ProjectPath,
        cuts: &[u64],
    ) -> Result<(), Error> {
        let format = encoded(wanted);
        let encoder = job.formats.encoders.iter().find(|(each, _)| Some(*each) == format);
        let Some((format, encoder)) = encoder else { return Ok(()) };
        let part = &self.parts[job.nth];
        let mixer::Format { rate, channels, bits, .. } = self.mix.format;
        let length = Duration::from_secs((part.end - part.start) / u64::from(rate.max(1)));
        let name = self.file(job.nth, wanted);
        let request = EncodeRequest {
            source: &SourceWav { path: wav, channels, rate, bits, length, cuts },
            tags: &self.tags_of(job.nth),
            preset: job.preset,
            cover: job.formats.cover.as_ref(),
            target: &job.staging.path(&name),
            cache: job.cache,
            // The chapters are encoded next to each other.
            jobs: 1,
            cancel: job.cancel,
        };
        encoder.encode(*format, &request).map_err(|error| encoding_failed(&name, encoder, error))
    }

    /// Returns the tags of a chapter: players show the files as the tracks of an album.
    fn tags_of(&self, nth: usize) -> Tags {
        Tags {
            title: self.parts[nth].title.clone(),
            album: self.tags.title.clone(),
            track: Some((nth + 1, self.parts.len())),
            chapters: Vec::new(),
            ..self.tags.clone()
        }
    }

    fn file(&self, nth: usize, format: ChapterFormat) -> String {
        chapter_file(nth + 1, self.parts.len(), format.extension())
    }
}

/// One chapter, for a thread of its own.
struct Job<'a> {
    nth: usize,
    staging: &'a Staging,
    formats: &'a Formats,
    preset: Preset,
    cache: &'a PartCache,
    cancel: &'a AtomicBool,
}
