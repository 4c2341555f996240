//! The states of the search, and how a step of the recording changes them.

use super::costs::Costs;
use crate::align::distance::{root, squares};
use crate::align::features::{Features, Step};

/// Pause within a line that costs nothing, in frames of 10 ms.
const FREE_PAUSE: u32 = 50;
/// Part of a line after which a reader breaks off.
const BROKEN_OFF: (f32, f32) = (0.0, 0.85);
const FEWEST_BROKEN_OFF: usize = 5;
/// Length of a false start relative to the part of the reference. Without this limit a false start can swallow a whole line.
const BROKEN_OFF_LENGTH: (f32, f32) = (0.6, 1.7);
/// Number of passages in memory at which those that no path leads to are dropped.
const MOST_PASSAGES: usize = 1 << 16;

/// A part of the recording in which a line was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::align) struct Passage {
    /// Index of the line.
    pub(in crate::align) line: usize,
    /// First and last step.
    pub(in crate::align) start: usize,
    pub(in crate::align) end: usize,
    /// True if the line was read to its end.
    pub(in crate::align) complete: bool,
    /// Its cost, relative to the cost of the same steps as none of the lines.
    pub(in crate::align) ratio: f32,
}

/// The result of the search.
pub(in crate::align) struct Decoded {
    pub(in crate::align) passages: Vec<Passage>,
    /// Share of the steps that are none of the lines.
    pub(in crate::align) unexplained: f32,
}

/// An index that refers to nothing.
const NONE: u32 = u32::MAX;

/// The best path that ends at a step of a line.
#[derive(Debug, Clone, Copy)]
struct State {
    cost: f32,
    /// Cost when the line was entered, and the step of the recording at that time.
    cost_before: f32,
    start: u32,
    /// The passage before it.
    before: u32,
}

const NO_STATE: State = State { cost: f32::INFINITY, cost_before: 0.0, start: 0, before: NONE };

/// A passage that may be part of the best path.
#[derive(Debug, Clone, Copy)]
struct Link {
    line: u32,
    start: u32,
    end: u32,
    before: u32,
    complete: bool,
    cost: f32,
}

/// The best path after so many lines, between two lines.
#[derive(Debug, Clone, Copy)]
struct Between {
    cost: f32,
    before: u32,
}

/// The time between a step and the one before it.
#[derive(Debug, Clone, Copy)]
struct Gap {
    /// Frames of silence; `None` at both ends of the recording.
    pause: Option<u32>,
    click: bool,
}

impl Gap {
    fn before(recording: &Features, step: usize) -> Self {
        let pause = (step < recording.steps.len()).then(|| recording.pause_before(step)).flatten();
        Self { pause, click: recording.click_before(step) }
    }

    /// True if a line may begin or end there without a cost.
    fn divides(self) -> bool {
        self.click || self.pause.is_none_or(|pause| pause > 0)
    }
}

/// The best paths to every state, after the steps of the recording so far.
pub(super) struct Search<'a> {
    lines: &'a [&'a [Step]],
    costs: Costs,
    unit: f32,
    /// States of all lines, one after another, and the index of the first of each line.
    states: Vec<State>,
    offsets: Vec<usize>,
    /// The steps of each line that have a state within the limit; empty if there are none.
    active: Vec<(usize, usize)>,
    /// The paths between lines, by the number of lines that are read.
    between: Vec<Between>,
    /// The best way to enter each line.
    entries: Vec<Between>,
    links: Vec<Link>,
    /// Cost of the best path.
    best: f32,
    distances: Vec<f32>,
}

impl<'a> Search<'a> {
    /// Starts before the first step. `unit` is the mean cost of a step between lines.
    pub(super) fn new(lines: &'a [&'a [Step]], costs: &Costs, unit: f32) -> Self {
        let nowhere = Between { cost: f32::INFINITY, before: NONE };
        let mut between = vec![nowhere; lines.len() + 1];
        between[0].cost = 0.0;
        let mut offsets = vec![0];
        for line in lines {
            offsets.push(offsets[offsets.len() - 1] + line.len());
        }
        Self {
            states: vec![NO_STATE; offsets[lines.len()]],
            offsets,
            active: vec![(0, 0); lines.len()],
            between,
            entries: vec![nowhere; lines.len()],
            links: Vec::new(),
            best: 0.0,
            distances: Vec::new(),
            lines,
            costs: *costs,
            unit,
        }
    }

    /// Moves on by a step of the recording. `garbage` is its cost if it is none of the lines.
    pub(super) fn step(&mut self, recording: &Features, at: usize, garbage: f32) {
        let before = Gap::before(recording, at);
        self.enter(before);
        self.move_on(&recording.steps[at], at as u32, before);
        self.between.iter_mut().for_each(|between| between.cost += garbage);
        self.leave(at as u32, Gap::before(recording, at + 1));
        self.prune();
    }

    /// Returns a cost in absolute terms.
    fn cost(&self, units: f32) -> f32 {
        units * self.unit
    }

    /// Finds the best way to enter each line.
    fn enter(&mut self, gap: Gap) {
        let Costs { again, back, skipped, jump, no_pause, .. } = self.costs;
        let [again, back, skipped, jump] = [again, back, skipped, jump].map(|units| units * self.unit);
        let start = if gap.divides() { 0.0 } else { self.cost(no_pause) };
        let again = if gap.click { 0.0 } else { again };
        let any = cheapest(self.between.iter().copied());
        // The paths that have read later lines, from the last line down.
        let mut later = Between { cost: f32::INFINITY, before: NONE };
        for line in (0..self.lines.len()).rev() {
            let near = (0..4).filter_map(|ahead| {
                let between = self.between[line.checked_sub(ahead)?];
                Some(Between { cost: between.cost + skipped * ahead as f32, ..between })
            });
            let same = self.between[line + 1];
            let others = [
                Between { cost: same.cost + again, ..same },
                Between { cost: later.cost + back, ..later },
                Between { cost: any.cost + jump, ..any },
            ];
            let entry = cheapest(near.chain(others));
            self.entries[line] = Between { cost: entry.cost + start, ..entry };
            later = cheapest([later, same]);
        }
    }

    /// Moves all states on by a step of the recording, after a gap.
    fn move_on(&mut self, step: &Step, at: u32, gap: Gap) {
        let seconds = gap.pause.unwrap_or(0).saturating_sub(FREE_PAUSE) as f32 / 100.0;
        let click = if gap.click { self.costs.click } else { 0.0 };
        let pause = self.cost((seconds * self.costs.pause_second).min(self.costs.pause_most) + click);
        let limit = self.best + self.cost(self.costs.beam);
        for line in 0..self.lines.len() {
            let entry = self.entries[line];
            let (from, to) = self.active[line];
            let enters = entry.cost <= limit;
            if from == to && !enters {
                continue;
            }
            let length = self.lines[line].len();
            let (low, high) = (if enters { 0 } else { from }, (to + 2).min(length));
            let high = high.max(low);
            self.distances.clear();
            let reference = &self.lines[line][low..high];
            self.distances.extend(reference.iter().map(|reference| root(squares(step, reference))));
            let states = &mut self.states[self.offsets[line]..self.offsets[line] + length];
            advance(&mut states[..high], low, &self.distances, self.costs.stretch * self.unit, pause);
            if enters {
                let skip = self.costs.stretch * self.unit;
                for (first, skip) in [(0, 0.0), (1, skip)] {
                    let Some(distance) = self.distances.get(first) else { break };
                    let cost = entry.cost + skip + distance;
                    if cost < states[first].cost {
                        states[first] =
                            State { cost, cost_before: entry.cost, start: at, before: entry.before };
                    }
                }
            }
            self.active[line] = (low, high);
        }
    }

    /// Ends lines: read to their end, or broken off.
    fn leave(&mut self, at: u32, gap: Gap) {
        let end = if gap.divides() { 0.0 } else { self.cost(self.costs.no_pause) };
        for line in 0..self.lines.len() {
            let (from, to) = self.active[line];
            if from == to {
                continue;
            }
            let length = self.lines[line].len();
            if to == length {
                self.complete(line, at, end);
            }
            if gap.divides() {
                let cost = if gap.click { 0.0 } else { self.cost(self.costs.broken_off) };
                self.break_off(line, at, cost);
            }
        }
    }

    fn complete(&mut self, line: usize, at: u32, end: f32) {
        let length = self.lines[line].len();
        let states = &self.states[self.offsets[line]..self.offsets[line] + length];
        let last = states[length - 1];
        let skip = self.costs.stretch * self.unit;
        let before_last =
            length.checked_sub(2).map(|at| State { cost: states[at].cost + skip, ..states[at] });
        let state = before_last.filter(|state| state.cost < last.cost).unwrap_or(last);
        let spoken = (at - state.start + 1) as f32 / length as f32;
        if state.cost + end < self.between[line + 1].cost
            && (self.costs.shortest..=self.costs.longest).contains(&spoken)
        {
            self.link(line, line + 1, &state, at, true, end);
        }
    }

    fn break_off(&mut self, line: usize, at: u32, cost: f32) {
        let length = self.lines[line].len();
        let (from, to) = self.active[line];
        let last = (length as f32 * BROKEN_OFF.1) as usize;
        let range = from.max(FEWEST_BROKEN_OFF).max((length as f32 * BROKEN_OFF.0) as usize)..to.min(last);
        let states = &self.states[self.offsets[line]..self.offsets[line] + length];
        let mut best: Option<State> = None;
        for passed in range {
            let state = states[passed];
            let spoken = (at.saturating_sub(state.start) + 1) as f32 / (passed + 1) as f32;
            if best.is_none_or(|best| state.cost < best.cost)
                && state.cost.is_finite()
                && (BROKEN_OFF_LENGTH.0..=BROKEN_OFF_LENGTH.1).contains(&spoken)
            {
                best = Some(state);
            }
        }
        if let Some(state) = best.filter(|state| state.cost + cost < self.between[line].cost) {
            self.link(line, line, &state, at, false, cost);
        }
    }

    /// Adds a passage, after which the path is between lines.
    fn link(&mut self, line: usize, read: usize, state: &State, at: u32, complete: bool, cost: f32) {
        self.between[read] = Between { cost: state.cost + cost, before: self.links.len() as u32 };
        self.links.push(Link {
            line: line as u32,
            start: state.start,
            end: at,
            before: state.before,
            complete,
            cost: state.cost - state.cost_before,
        });
    }

    /// Drops states that are much worse than the best, and passages that no path leads to.
    fn prune(&mut self) {
        let mut best = cheapest(self.between.iter().copied()).cost;
        for (line, (from, to)) in self.active.iter().enumerate() {
            let offset = self.offsets[line];
            best =
                self.states[offset + from..offset + to].iter().fold(best, |best, state| best.min(state.cost));
        }
        self.best = best;
        let limit = best + self.cost(self.costs.beam);
        for (line, active) in self.active.iter_mut().enumerate() {
            let (mut from, mut to) = *active;
            let states = &mut self.states[self.offsets[line]..];
            while from < to && states[from].cost > limit {
                states[from] = NO_STATE;
                from += 1;
            }
            while from < to && states[to - 1].cost > limit {
                states[to - 1] = NO_STATE;
                to -= 1;
            }
            *active = (from, to);
        }
        if self.links.len() > MOST_PASSAGES {
            self.drop_unreachable();
        }
    }

    /// Drops the passages that no path leads to, and renumbers the others.
    pub(super) fn drop_unreachable(&mut self) {
        let mut reached = vec![false; self.links.len()];
        let states = self.states.iter().filter(|state| state.cost.is_finite()).map(|state| state.before);
        for mut at in states.chain(self.between.iter().map(|between| between.before)) {
            while at != NONE && !reached[at as usize] {
                reached[at as usize] = true;
                at = self.links[at as usize].before;
            }
        }
        let mut numbers = vec![NONE; self.links.len()];
        let mut kept = Vec::new();
        for (at, link) in self.links.iter().enumerate().filter(|(at, _)| reached[*at]) {
            numbers[at] = kept.len() as u32;
            // A passage comes after the one before it, so that has its number already.
            kept.push(Link { before: numbers.get(link.before as usize).copied().unwrap_or(NONE), ..*link });
        }
        self.links = kept;
        let renumber = |at: &mut u32| *at = numbers.get(*at as usize).copied().unwrap_or(NONE);
        self.between.iter_mut().for_each(|between| renumber(&mut between.before));
        self.states.iter_mut().for_each(|state| renumber(&mut state.before));
    }

    /// Follows the best path back to the start.
    pub(super) fn into_decoded(self, garbage: &[f32]) -> Decoded {
        let mut passages = Vec::new();
        let mut explained = 0;
        let mut at = cheapest(self.between.iter().copied()).before;
        while let Some(link) = self.links.get(at as usize) {
            let (start, end) = (link.start as usize, link.end as usize);
            let otherwise: f32 = garbage[start..=end].iter().sum();
            explained += end + 1 - start;
            passages.push(Passage {
                line: link.line as usize,
                start,
                end,
                complete: link.complete,
                ratio: link.cost / otherwise.max(f32::MIN_POSITIVE),
            });
            at = link.before;
        }
        passages.reverse();
        let unexplained = 1.0 - explained as f32 / garbage.len().max(1) as f32;
        Decoded { passages, unexplained }
    }
}

fn cheapest(all: impl IntoIterator<Item = Between>) -> Between {
    let none = Between { cost: f32::INFINITY, before: NONE };
    all.into_iter().fold(none, |best, next| if next.cost < best.cost { next } else { best })
}

/// Moves the states of a line from `low` on by a step of the recording. A state comes from itself, the one before it, or the one
/// before that. States are updated from the last down, so the earlier ones still have their old costs.
#[inline]
fn advance(states: &mut [State], low: usize, distances: &[f32], stretch: f32, pause: f32) {
    for at in (low..states.len()).rev() {
        let mut best = states[at];
        best.cost += stretch;
        if at > 0 && states[at - 1].cost < best.cost {
            best = states[at - 1];
        }
        if at > 1 && states[at - 2].cost + stretch < best.cost {
            best = states[at - 2];
            best.cost += stretch;
        }
        best.cost += pause + distances[at - low];
        states[at] = best;
    }
}
