//! The readings of all lines in a recording, and the choice among several readings of one line.

use std::collections::BTreeMap;

use super::decoder::{Costs, Passage, decode, decode_against};
use super::features::{Features, Step};

/// A search that leaves more than this share of the speech unexplained, or whose readings are worse than this ratio, is made again
/// with other costs.
const MOST_UNEXPLAINED: f32 = 0.2;
const WORST_RATIO: f32 = 0.8;
/// A line that was never read to its end is taken as complete if its reading lasts at least this share of what the pace of the
/// reader makes likely. The reader then said something else at the end, which the words will show.
const NEARLY_WHOLE: f32 = 0.75;
/// A reading is good if its ratio is not above the median of the recording by more than the first, nor above the best reading of
/// the line by more than the second.
const ABOVE_MEDIAN: f32 = 0.15;
const ABOVE_BEST: f32 = 0.1;

/// A reading that is above the median ratio by more than this has other words. Chosen on 752 right readings and 68 other
/// sentences of synthetic voices, of which it refuses 1 % and all.
const OTHER_WORDS: f32 = 0.11;
/// The limit is higher if the recording varies by itself: so many deviations.
const OTHER_DEVIATIONS: f32 = 4.0;
/// Short lines vary more. The limit is higher by up to this for lines shorter than so many steps (two seconds).
const SHORT_LINE: f32 = 0.15;
const SHORT_STEPS: f32 = 100.0;
/// Number of complete readings that are needed to know the median.
const FEWEST: usize = 5;
/// Deviation of a normal distribution relative to the median of its absolute deviations.
const NORMAL: f32 = 1.4826;

/// A place in a recording where a line was read.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Reading {
    /// Index of the line.
    pub line: usize,
    /// The first step of the recording.
    pub start: usize,
    /// The step after the last.
    pub end: usize,
    /// True if the line was read to its end.
    pub complete: bool,
    /// True if it is complete only by its length: the end did not match.
    pub doubtful: bool,
    /// True if the words are probably not those of the line.
    pub mismatched: bool,
    /// True for the reading to use: the last good one of the line.
    pub chosen: bool,
    /// Cost of the reading, relative to what any other speech would cost there. Good readings have 0.5 to 0.8.
    pub ratio: f32,
}

/// Finds the readings of the lines in a recording, in the order of the recording. Both must be
/// [normalised](super::normalise), each with its own speaker. `readers` has a number for each line, the same for all lines of one
/// person: a reading is compared with those of the same person.
pub fn find_readings(recording: &Features, lines: &[Features], readers: &[usize]) -> Vec<Reading> {
    let lines: Vec<&[Step]> = lines.iter().map(|line| line.steps.as_slice()).collect();
    let mut found = decode(recording, &lines, &Costs::USUAL);
    if found.unexplained > MOST_UNEXPLAINED || median_ratio(&found.passages) > WORST_RATIO {
        let again = decode(recording, &lines, &Costs::TOLERANT);
        if again.unexplained < found.unexplained {
            found = again;
        }
    }
    let doubtful = complete_long_ones(&mut found.passages, &lines);
    let mut readings = choose(&found.passages, readers);
    doubtful.into_iter().for_each(|at| readings[at].doubtful = true);
    readings
}

/// Finds the readings of one line in a recording that should hold nothing else. The other lines are examples of other speech. All
/// must be [normalised](super::normalise).
pub fn find_readings_of(recording: &Features, line: usize, lines: &[Features]) -> Vec<Reading> {
    let lines: Vec<&[Step]> = lines.iter().map(|line| line.steps.as_slice()).collect();
    let Some(wanted) = lines.get(line) else { return Vec::new() };
    let found = decode_against(recording, &[wanted], &lines, &Costs::USUAL);
    let mut readings = choose(&found.passages, &[]);
    readings.iter_mut().for_each(|reading| reading.line = line);
    readings
}

fn median_ratio(passages: &[Passage]) -> f32 {
    median(passages.iter().filter(|passage| passage.complete).map(|passage| passage.ratio))
}

/// Returns the median; the largest number if there are no values.
fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f32::MAX)
}

/// Takes the last reading of a line as complete if it is as long as the whole line, and no other one is complete. Returns which
/// passages were changed.
fn complete_long_ones(passages: &mut [Passage], lines: &[&[Step]]) -> Vec<usize> {
    let mut changed = Vec::new();
    let pace = |passage: &Passage| {
        (passage.end + 1 - passage.start) as f32 / lines[passage.line].len().max(1) as f32
    };
    let mut has_whole = vec![false; lines.len()];
    let mut paces = Vec::new();
    for passage in passages.iter().filter(|passage| passage.complete) {
        has_whole[passage.line] = true;
        paces.push(pace(passage));
    }
    paces.sort_by(f32::total_cmp);
    let usual = paces.get(paces.len() / 2).copied().unwrap_or(1.0);
    for (at, passage) in passages.iter_mut().enumerate().rev() {
        if !has_whole[passage.line] && pace(passage) >= usual * NEARLY_WHOLE {
            has_whole[passage.line] = true;
            passage.complete = true;
            changed.push(at);
        }
    }
    changed
}

/// Makes readings of the passages, and chooses among them.
fn choose(passages: &[Passage], readers: &[usize]) -> Vec<Reading> {
    let mut readings: Vec<Reading> = passages
        .iter()
        .map(|passage| Reading {
            line: passage.line,
            start: passage.start,
            end: passage.end + 1,
            complete: passage.complete,
            doubtful: false,
            mismatched: false,
            chosen: false,
            ratio: passage.ratio,
        })
        .collect();
    for mut own in of_each_reader(&mut readings, readers) {
        let median = median_of_complete(&own);
        mark_mismatched(&mut own, median);
    }
    choose_again(&mut readings, readers);
    readings
}

/// Chooses the last good reading of each line among those that are not mismatched. Readers repeat a line because the one before was not
/// good enough. `readers` is that of [`find_readings`].
pub fn choose_again(readings: &mut [Reading], readers: &[usize]) {
    readings.iter_mut().for_each(|reading| reading.chosen = false);
    for mut own in of_each_reader(readings, readers) {
        let median = median_of_complete(&own);
        choose_last_good(&mut own, median);
    }
}

/// Returns the readings of each person.
fn of_each_reader<'a>(readings: &'a mut [Reading], readers: &[usize]) -> Vec<Vec<&'a mut Reading>> {
    let mut all: BTreeMap<usize, Vec<&mut Reading>> = BTreeMap::new();
    for reading in readings {
        all.entry(readers.get(reading.line).copied().unwrap_or_default()).or_default().push(reading);
    }
    all.into_values().collect()
}

fn median_of_complete(readings: &[&mut Reading]) -> f32 {
    median(readings.iter().filter(|reading| reading.complete).map(|reading| reading.ratio))
}

fn choose_last_good(readings: &mut [&mut Reading], median: f32) {
    let lines = readings.iter().map(|reading| reading.line + 1).max().unwrap_or(0);
    let mut best = vec![f32::MAX; lines];
    for reading in readings.iter().filter(|reading| reading.complete && !reading.mismatched) {
        best[reading.line] = best[reading.line].min(reading.ratio);
    }
    let mut has_choice = vec![false; lines];
    for reading in readings.iter_mut().rev().filter(|reading| reading.complete) {
        let best = best[reading.line];
        let is_good = !reading.mismatched
            && reading.ratio <= best + ABOVE_BEST
            && (reading.ratio <= median + ABOVE_MEDIAN || reading.ratio <= best);
        if is_good && !has_choice[reading.line] {
            has_choice[reading.line] = true;
            reading.chosen = true;
        }
    }
}

/// Marks the complete readings that are much worse than the others of the recording.
fn mark_mismatched(readings: &mut [&mut Reading], of_all: f32) {
    let complete = || readings.iter().filter(|reading| reading.complete);
    if complete().count() < FEWEST {
        return;
    }
    let spread = median(complete().map(|reading| (reading.ratio - of_all).abs())) * NORMAL * OTHER_DEVIATIONS;
    for reading in readings.iter_mut().filter(|reading| reading.complete) {
        let steps = (reading.end - reading.start) as f32;
        let short = SHORT_LINE * (1.0 - steps / SHORT_STEPS).max(0.0);
        reading.mismatched = reading.ratio > of_all + OTHER_WORDS.max(spread) + short;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(line: usize, start: usize, ratio: f32) -> Passage {
        Passage { line, start, end: start + 99, complete: true, ratio }
    }

    #[test]
    fn a_refused_reading_gives_way_to_the_last_good_one() {
        let passages =
            [passage(0, 0, 0.68), passage(1, 100, 0.7), passage(1, 200, 0.66), passage(1, 300, 0.55)];
        let mut readings = choose(&passages, &[0, 0]);
        let chosen = |readings: &[Reading]| -> Vec<bool> { readings.iter().map(|one| one.chosen).collect() };
        assert_eq!(chosen(&readings), [true, false, false, true]);
        readings[3].mismatched = true;
        choose_again(&mut readings, &[0, 0]);
        // The refused reading is no measure for the others either.
        assert_eq!(chosen(&readings), [true, false, true, false]);
        readings[2].mismatched = true;
        choose_again(&mut readings, &[0, 0]);
        assert_eq!(chosen(&readings), [true, true, false, false]);
    }
}
