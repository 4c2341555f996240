//! Stretches → the file, in order: performed by several threads, or copied from the file of an earlier mix.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::perform::{Performer, Stats};
use super::stretch::Stretch;
use super::{Format, MixError, Plan};
use crate::audio::wav;

/// Pieces that a thread may be ahead; a piece is 64 KiB.
const AHEAD: usize = 24;
/// Bytes written at a time.
const BUFFER: usize = 1 << 20;

/// Where the samples of a stretch come from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    /// They are rendered.
    Perform,
    /// They stand in the earlier file from this frame on, and were measured.
    Copy {
        /// First frame there.
        from: u64,
        /// Which of the stretches there it is, counted in their order.
        nth: usize,
        stats: &'a Stats,
    },
}

/// The episode's file.
pub(super) struct Target<'a> {
    /// `None` when the pass only measures.
    out: Option<BufWriter<&'a File>>,
    /// The earlier file, and the byte where its samples begin.
    earlier: Option<(&'a File, u64)>,
    frame_bytes: u64,
    padding: usize,
    /// Frames so far.
    at: u64,
    /// Frames of the earlier file that are still to be copied.
    run: Option<Run>,
}

struct Run {
    from: u64,
    frames: u64,
    /// The last stretch in it.
    nth: usize,
}

impl<'a> Target<'a> {
    /// Begins the file anew with its head.
    pub(super) fn new(
        plan: &Plan,
        out: Option<&'a File>,
        earlier: Option<(&'a File, u64)>,
    ) -> io::Result<Self> {
        let Format { bits, .. } = plan.format;
        let spec = plan.format.spec();
        let out = out.map(|out| BufWriter::with_capacity(BUFFER, out));
        let padding = wav::padding(spec, bits, plan.length);
        let frame_bytes = plan.format.frame_bytes();
        let mut target = Self { out, earlier, frame_bytes, padding, at: 0, run: None };
        if let Some(out) = &mut target.out {
            out.seek(SeekFrom::Start(0))?;
            out.write_all(&wav::head(spec, bits, plan.length))?;
        }
        Ok(target)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.flush_run()?;
        if let Some(out) = &mut self.out {
            out.write_all(bytes)?;
        }
        self.at += bytes.len() as u64 / self.frame_bytes;
        Ok(())
    }

    /// Silence up to a frame.
    pub(super) fn advance(&mut self, frame: u64) -> io::Result<()> {
        self.flush_run()?;
        let silence = (frame - self.at) * self.frame_bytes;
        if let Some(out) = &mut self.out {
            io::copy(&mut io::repeat(0).take(silence), out)?;
        }
        self.at = frame;
        Ok(())
    }

    /// Takes a stretch from the earlier file. One that followed the last one there as it does here is taken with the
    /// silence between, in one go.
    fn copy(&mut self, stretch: &Stretch, from: u64, nth: usize) -> io::Result<()> {
        let frames = stretch.frames.end - stretch.frames.start;
        let silence = stretch.frames.start - self.end();
        match &mut self.run {
            Some(run) if nth == run.nth + 1 && from == run.from + run.frames + silence => {
                run.frames += silence + frames;
                run.nth = nth;
            }
            _ => {
                self.advance(stretch.frames.start)?;
                self.run = Some(Run { from, frames, nth });
            }
        }
        Ok(())
    }

    /// The frame after all that is written or about to be copied.
    fn end(&self) -> u64 {
        self.at + self.run.as_ref().map_or(0, |run| run.frames)
    }

    /// The kernel copies from file to file, without the samples ever passing through here.
    fn flush_run(&mut self) -> io::Result<()> {
        let Some(run) = self.run.take() else { return Ok(()) };
        self.at += run.frames;
        let (Some(out), Some((mut file, data))) = (&mut self.out, self.earlier) else { return Ok(()) };
        out.flush()?;
        file.seek(SeekFrom::Start(data + run.from * self.frame_bytes))?;
        let bytes = run.frames * self.frame_bytes;
        if io::copy(&mut file.take(bytes), out.get_mut())? < bytes {
            let why = "the episode before is shorter than it was";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, why));
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.flush_run()?;
        let Some(mut out) = self.out else { return Ok(()) };
        out.write_all(&[0][..self.padding])?;
        out.flush()
    }
}

enum Piece {
    Bytes(Vec<u8>),
    End(Stats),
    Failed(MixError),
}

/// Writes all stretches of a plan, `sources` saying where each comes from. `done` is told each with its measures, in
/// order, and how far the episode is.
pub(super) fn assemble(
    job: &Job<'_>,
    target: &mut Target<'_>,
    done: &mut dyn FnMut(usize, Stats),
) -> Result<(), MixError> {
    let to_perform: Vec<&Stretch> = job
        .stretches
        .iter()
        .zip(job.sources)
        .filter_map(|(stretch, source)| matches!(source, Source::Perform).then_some(stretch))
        .collect();
    let threads = job.threads.clamp(1, to_perform.len().max(1));
    if threads == 1 {
        let mut performer = Performer::new(job.plan, job.gain_db);
        return in_order(job, target, done, &mut |_, stretch, give| performer.perform(stretch, give));
    }
    thread::scope(|scope| {
        // Thread n performs stretches n, n + threads, …, each thread into a channel of its own, so that they come
        // out in order and no thread runs far ahead. A thread ends when its channel is dropped.
        let channels: Vec<Receiver<Piece>> = (0..threads)
            .map(|nth| {
                let (send, receive) = sync_channel(AHEAD);
                let stretches: Vec<&Stretch> =
                    to_perform.iter().skip(nth).step_by(threads).copied().collect();
                scope.spawn(move || perform_all(job, &stretches, &send));
                receive
            })
            .collect();
        in_order(job, target, done, &mut |nth, _, give| receive(&channels[nth % threads], give))
    })
}

/// One pass over a plan.
pub(super) struct Job<'a> {
    pub(super) plan: &'a Plan,
    pub(super) gain_db: f64,
    pub(super) stretches: &'a [Stretch],
    /// One for each stretch.
    pub(super) sources: &'a [Source<'a>],
    pub(super) threads: usize,
    pub(super) cancel: &'a AtomicBool,
}

/// Performs the `n`th of the stretches that are to be performed.
type Perform<'a> = &'a mut dyn FnMut(usize, &Stretch, super::perform::Give<'_>) -> Result<Stats, MixError>;

fn in_order(
    job: &Job<'_>,
    target: &mut Target<'_>,
    done: &mut dyn FnMut(usize, Stats),
    perform: Perform<'_>,
) -> Result<(), MixError> {
    let mut performed = 0;
    for (index, (stretch, source)) in job.stretches.iter().zip(job.sources).enumerate() {
        let stats = match source {
            Source::Copy { from, nth, stats } => {
                target.copy(stretch, *from, *nth)?;
                (*stats).clone()
            }
            Source::Perform => {
                target.advance(stretch.frames.start)?;
                let stats = perform(performed, stretch, &mut |bytes| {
                    if job.cancel.load(Ordering::Relaxed) {
                        return Err(MixError::Cancelled);
                    }
                    Ok(target.write(&bytes)?)
                })?;
                performed += 1;
                stats
            }
        };
        done(index, stats);
    }
    Ok(target.advance(job.plan.length)?)
}

fn perform_all(job: &Job<'_>, stretches: &[&Stretch], send: &SyncSender<Piece>) {
    let mut performer = Performer::new(job.plan, job.gain_db);
    for stretch in stretches {
        let mut give = |bytes| send.send(Piece::Bytes(bytes)).map_err(|_| MixError::Cancelled);
        let last = match performer.perform(stretch, &mut give) {
            Ok(stats) => Piece::End(stats),
            Err(error) => Piece::Failed(error),
        };
        if send.send(last).is_err() {
            return;
        }
    }
}

fn receive(pieces: &Receiver<Piece>, give: super::perform::Give<'_>) -> Result<Stats, MixError> {
    loop {
        match pieces.recv() {
            Ok(Piece::Bytes(bytes)) => give(bytes)?,
            Ok(Piece::End(stats)) => return Ok(stats),
            Ok(Piece::Failed(error)) => return Err(error),
            // The thread has failed before, and that was said.
            Err(_) => return Err(MixError::Cancelled),
        }
    }
}
