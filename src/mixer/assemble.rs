//! Placements → the programme, in order: rendered by several threads, summed where they overlap.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::render::Renderer;
use super::{MixError, Placement, Plan};

/// Where a run of samples comes from: the seed of the placement that began last, and the place of the run's first
/// sample in it. `None` for the silence between.
pub(super) type Origin = Option<(u64, u64)>;

/// Takes the programme run by run.
pub(super) type Sink<'a> = &'a mut dyn FnMut(&[f32], Origin) -> Result<(), MixError>;

/// Blocks that a thread may be ahead; with 8,192 frames a block it is 1 MiB.
const AHEAD: usize = 32;
/// Frames of silence given at a time.
const SILENCE: usize = 8_192;

enum Piece {
    Samples(Vec<f32>),
    End,
    Failed(MixError),
}

/// Gives the programme to `sink`, exactly as long as the plan says.
pub(super) fn programme(
    plan: &Plan,
    threads: usize,
    cancel: &AtomicBool,
    sink: Sink<'_>,
) -> Result<(), MixError> {
    let threads = threads.clamp(1, plan.placements.len().max(1));
    thread::scope(|scope| {
        // Thread n renders placements n, n + threads, …, each thread into a channel of its own, so that they come
        // out in order and no thread runs far ahead. A thread ends when its channel is dropped.
        let channels: Vec<Receiver<Piece>> = (0..threads)
            .map(|nth| {
                let (send, receive) = sync_channel(AHEAD);
                scope.spawn(move || render_every(plan, nth, threads, &send));
                receive
            })
            .collect();
        let mut timeline = Assembly { sink, at: 0, pending: VecDeque::new(), origin: None, origin_start: 0 };
        for (index, placement) in plan.placements.iter().enumerate() {
            timeline.advance(placement.start)?;
            timeline.place(placement, &channels[index % threads], next_start(plan, index), cancel)?;
        }
        timeline.advance(plan.length)
    })
}

fn next_start(plan: &Plan, index: usize) -> u64 {
    plan.placements.get(index + 1).map_or(plan.length, |next| next.start)
}

fn render_every(plan: &Plan, first: usize, step: usize, send: &SyncSender<Piece>) {
    let mut renderer = Renderer::new(plan.format.rate);
    for placement in plan.placements.iter().skip(first).step_by(step) {
        let result = renderer.render(placement, &mut |samples| send.send(Piece::Samples(samples)).is_ok());
        let last = match result {
            Ok(()) => Piece::End,
            Err(error) => Piece::Failed(error),
        };
        if send.send(last).is_err() {
            return;
        }
    }
}

/// The programme up to a frame that nothing later can reach.
struct Assembly<'a> {
    sink: Sink<'a>,
    /// Frames given so far.
    at: u64,
    /// Summed samples from `at` on.
    pending: VecDeque<f32>,
    origin: Option<u64>,
    /// Where the placement of `origin` began.
    origin_start: u64,
}

impl Assembly<'_> {
    /// Sums a placement in; gives what lies before `settled`.
    fn place(
        &mut self,
        placement: &Placement,
        pieces: &Receiver<Piece>,
        settled: u64,
        cancel: &AtomicBool,
    ) -> Result<(), MixError> {
        (self.origin, self.origin_start) = (Some(placement.seed), placement.start);
        let mut end = placement.start;
        loop {
            if cancel.load(Ordering::Relaxed) {
                return Err(MixError::Cancelled);
            }
            match pieces.recv() {
                Ok(Piece::Samples(samples)) => {
                    self.add(end, &samples);
                    end += samples.len() as u64;
                    self.flush(settled)?;
                }
                Ok(Piece::Failed(error)) => return Err(error),
                Ok(Piece::End) | Err(_) => return Ok(()),
            }
        }
    }

    fn add(&mut self, start: u64, samples: &[f32]) {
        let from = usize::try_from(start - self.at).unwrap_or(usize::MAX);
        if self.pending.len() < from + samples.len() {
            self.pending.resize(from + samples.len(), 0.0);
        }
        self.pending.iter_mut().skip(from).zip(samples).for_each(|(sum, sample)| *sum += sample);
    }

    /// Gives the pending samples that lie before `end`.
    fn flush(&mut self, end: u64) -> Result<(), MixError> {
        let ready = usize::try_from(end - self.at).unwrap_or(usize::MAX).min(self.pending.len());
        if ready > 0 {
            let samples: Vec<f32> = self.pending.drain(..ready).collect();
            let origin = self.origin.map(|seed| (seed, self.at - self.origin_start));
            (self.sink)(&samples, origin)?;
            self.at += ready as u64;
        }
        Ok(())
    }

    /// Gives everything before `frame`: what is pending, then silence.
    fn advance(&mut self, frame: u64) -> Result<(), MixError> {
        self.flush(frame)?;
        while self.at < frame {
            let silence = (frame - self.at).min(SILENCE as u64);
            (self.sink)(&vec![0.0; silence as usize], None)?;
            self.at += silence;
        }
        Ok(())
    }
}
