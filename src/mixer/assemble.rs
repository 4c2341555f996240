//! Writes the regions to the file in order. Several threads render them, or they are copied from the file of an earlier mix.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::error::MixError;
use super::mix_cache::RegionSource;
use super::plan::{Format, Plan};
use super::region::Region;
use super::render_region::{Emit, RegionRenderer, RegionStats};
use aloud_audio::wav;

/// Number of messages that a thread may be ahead of the writer. A message has about 64 KiB.
const QUEUE: usize = 24;
/// Number of bytes to write at a time.
const BUFFER: usize = 1 << 20;

/// One pass over a plan.
pub(super) struct Job<'a> {
    pub(super) plan: &'a Plan,
    pub(super) gain_db: f64,
    pub(super) regions: &'a [Region],
    /// One source for each region.
    pub(super) sources: &'a [RegionSource<'a>],
    pub(super) threads: usize,
    pub(super) cancel: &'a AtomicBool,
}

/// Writes all regions of a job. `done` gets the index and the measurements of each region, in order.
pub(super) fn assemble(
    job: &Job<'_>,
    target: &mut Target<'_>,
    done: &mut dyn FnMut(usize, RegionStats),
) -> Result<(), MixError> {
    let to_render: Vec<&Region> = job
        .regions
        .iter()
        .zip(job.sources)
        .filter_map(|(region, source)| matches!(source, RegionSource::Render).then_some(region))
        .collect();
    let threads = job.threads.clamp(1, to_render.len().max(1));
    if threads == 1 {
        let mut renderer = RegionRenderer::new(job.plan, job.gain_db);
        return write_in_order(job, target, done, &mut |_, region, emit| renderer.render(region, emit));
    }
    thread::scope(|scope| {
        // Thread n renders regions n, n + threads, … into a channel of its own. The regions come out in order, and no thread runs
        // far ahead. A thread ends when its channel is dropped.
        let channels: Vec<Receiver<Message>> = (0..threads)
            .map(|nth| {
                let (send, receive) = sync_channel(QUEUE);
                let regions: Vec<&Region> = to_render.iter().skip(nth).step_by(threads).copied().collect();
                scope.spawn(move || render_all(job, &regions, &send));
                receive
            })
            .collect();
        write_in_order(job, target, done, &mut |nth, _, emit| receive(&channels[nth % threads], emit))
    })
}

/// Renders the `n`th of the regions that are to be rendered.
type Render<'a> = &'a mut dyn FnMut(usize, &Region, Emit<'_>) -> Result<RegionStats, MixError>;

fn write_in_order(
    job: &Job<'_>,
    target: &mut Target<'_>,
    done: &mut dyn FnMut(usize, RegionStats),
    render: Render<'_>,
) -> Result<(), MixError> {
    let mut rendered = 0;
    for (index, (region, source)) in job.regions.iter().zip(job.sources).enumerate() {
        let stats = match source {
            RegionSource::Copy { from, nth, stats } => {
                target.copy(region, *from, *nth)?;
                (*stats).clone()
            }
            RegionSource::Render => {
                target.write_silence_until(region.frames.start)?;
                let stats = render(rendered, region, &mut |bytes| {
                    if job.cancel.load(Ordering::Relaxed) {
                        return Err(MixError::Cancelled);
                    }
                    Ok(target.write(&bytes)?)
                })?;
                rendered += 1;
                stats
            }
        };
        done(index, stats);
    }
    Ok(target.write_silence_until(job.plan.length)?)
}

/// A message from a rendering thread to the writer.
enum Message {
    /// The next bytes of the region.
    Bytes(Vec<u8>),
    /// The region is complete.
    End(RegionStats),
    Failed(MixError),
}

fn render_all(job: &Job<'_>, regions: &[&Region], send: &SyncSender<Message>) {
    let mut renderer = RegionRenderer::new(job.plan, job.gain_db);
    for region in regions {
        let mut emit = |bytes| send.send(Message::Bytes(bytes)).map_err(|_| MixError::Cancelled);
        let last = match renderer.render(region, &mut emit) {
            Ok(stats) => Message::End(stats),
            Err(error) => Message::Failed(error),
        };
        if send.send(last).is_err() {
            return;
        }
    }
}

fn receive(messages: &Receiver<Message>, emit: Emit<'_>) -> Result<RegionStats, MixError> {
    loop {
        match messages.recv() {
            Ok(Message::Bytes(bytes)) => emit(bytes)?,
            Ok(Message::End(stats)) => return Ok(stats),
            Ok(Message::Failed(error)) => return Err(error),
            // The thread has panicked. The scope passes the panic on.
            Err(_) => return Err(MixError::Cancelled),
        }
    }
}

/// The file of the episode while it is written.
pub(super) struct Target<'a> {
    /// `None` if the pass only measures.
    out: Option<BufWriter<&'a File>>,
    /// The earlier file, and the byte position of its first sample.
    earlier: Option<(&'a File, u64)>,
    frame_bytes: u64,
    padding: usize,
    /// Number of frames written so far.
    at: u64,
    /// Frames of the earlier file that are still to be copied.
    run: Option<CopyRun>,
}

/// Adjacent frames of the earlier file.
struct CopyRun {
    from: u64,
    frames: u64,
    /// Index of the last region in the run, among the regions of the earlier file.
    nth: usize,
}

impl<'a> Target<'a> {
    /// Writes the header at the start of the file.
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
            out.write_all(&wav::header(spec, bits, plan.length))?;
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

    /// Writes silence up to a frame.
    fn write_silence_until(&mut self, frame: u64) -> io::Result<()> {
        self.flush_run()?;
        let silence = (frame - self.at) * self.frame_bytes;
        if let Some(out) = &mut self.out {
            io::copy(&mut io::repeat(0).take(silence), out)?;
        }
        self.at = frame;
        Ok(())
    }

    /// Copies a region from the earlier file. If the region followed the last one at the same distance in that file, the two and the
    /// silence between them are copied in one run.
    fn copy(&mut self, region: &Region, from: u64, nth: usize) -> io::Result<()> {
        let frames = region.frames.end - region.frames.start;
        let silence = region.frames.start - self.end();
        match &mut self.run {
            Some(run) if nth == run.nth + 1 && from == run.from + run.frames + silence => {
                run.frames += silence + frames;
                run.nth = nth;
            }
            _ => {
                self.write_silence_until(region.frames.start)?;
                self.run = Some(CopyRun { from, frames, nth });
            }
        }
        Ok(())
    }

    /// Returns the frame after everything that is written or about to be copied.
    fn end(&self) -> u64 {
        self.at + self.run.as_ref().map_or(0, |run| run.frames)
    }

    /// Copies the pending run. `io::copy` lets the kernel copy from file to file, without the samples in our memory.
    fn flush_run(&mut self) -> io::Result<()> {
        let Some(run) = self.run.take() else { return Ok(()) };
        self.at += run.frames;
        let (Some(out), Some((mut file, data_start))) = (&mut self.out, self.earlier) else { return Ok(()) };
        out.flush()?;
        file.seek(SeekFrom::Start(data_start + run.from * self.frame_bytes))?;
        let bytes = run.frames * self.frame_bytes;
        if io::copy(&mut file.take(bytes), out.get_mut())? < bytes {
            let why = "the earlier episode is shorter than its mix cache says";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, why));
        }
        Ok(())
    }

    /// Writes the rest and the padding byte.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.flush_run()?;
        let Some(mut out) = self.out else { return Ok(()) };
        out.write_all(&[0][..self.padding])?;
        out.flush()
    }
}
