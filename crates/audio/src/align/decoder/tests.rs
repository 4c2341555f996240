use super::*;
use crate::align::features::FRAMES_PER_SECOND;

/// A line of random steps. Each has its own seed.
fn line(seed: u32, length: usize) -> Vec<Step> {
    let mut x = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut next = move || {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((x >> 16) % 768) as i16 - 384
    };
    // Neighbouring steps of speech are alike.
    let mut steps: Vec<Step> = (0..length).map(|_| std::array::from_fn(|_| next())).collect();
    for at in 1..length {
        let before = steps[at - 1];
        for (step, before) in steps[at].iter_mut().zip(before) {
            *step = (*step + before) / 2;
        }
    }
    steps
}

/// Joins parts into a recording, with a pause of a second after each.
fn recording(parts: &[&[Step]]) -> Features {
    let mut features = Features::default();
    let mut frame = 0;
    for part in parts {
        for step in *part {
            features.steps.push(*step);
            features.frames.push(frame);
            frame += 2;
        }
        frame += FRAMES_PER_SECOND;
    }
    features
}

/// Adds noise to a line: no reading equals the reference.
fn read(steps: &[Step], seed: u32) -> Vec<Step> {
    let noise = line(seed + 900, steps.len());
    let add = |(step, noise): (&Step, &Step)| std::array::from_fn(|band| step[band] + noise[band] / 2);
    steps.iter().zip(&noise).map(add).collect()
}

fn found(parts: &[&[Step]], lines: &[Vec<Step>]) -> Vec<(usize, usize, usize, bool)> {
    let lines: Vec<&[Step]> = lines.iter().map(Vec::as_slice).collect();
    let decoded = decode(&recording(parts), &lines, &Costs::USUAL);
    decoded.passages.iter().map(|p| (p.line, p.start, p.end, p.complete)).collect()
}

#[test]
fn finds_lines_in_order_with_other_sounds_between_them() {
    let lines: Vec<_> = (0..4).map(|seed| line(seed, 60)).collect();
    let reading: Vec<_> = lines.iter().map(|line| read(line, 7)).collect();
    let cough = line(77, 15);
    let found = found(&[&reading[0], &cough, &reading[1], &reading[2], &reading[3]], &lines);
    assert_eq!(found, [(0, 0, 59, true), (1, 75, 134, true), (2, 135, 194, true), (3, 195, 254, true)]);
}

#[test]
fn finds_retakes_and_false_starts() {
    let lines: Vec<_> = (0..3).map(|seed| line(seed, 60)).collect();
    let reading: Vec<_> = lines.iter().map(|line| read(line, 7)).collect();
    let sorry = line(78, 30);
    let parts: [&[Step]; 7] =
        [&reading[0], &reading[0], &sorry, &reading[1][..25], &reading[1], &reading[2], &reading[1]];
    let found = found(&parts, &lines);
    let expected = [
        (0, 0, 59, true),
        (0, 60, 119, true),
        (1, 150, 174, false),
        (1, 175, 234, true),
        (2, 235, 294, true),
        (1, 295, 354, true),
    ];
    assert_eq!(found, expected);
}

#[test]
fn finds_another_order_and_reports_nothing_for_missing_lines() {
    let lines: Vec<_> = (0..8).map(|seed| line(seed, 60)).collect();
    let reading: Vec<_> = lines.iter().map(|line| read(line, 7)).collect();
    let found = found(&[&reading[6], &reading[7], &reading[0], &reading[3]], &lines);
    assert_eq!(found.iter().map(|passage| passage.0).collect::<Vec<_>>(), [6, 7, 0, 3]);
}

#[test]
fn speech_that_is_no_line_is_not_found() {
    let lines: Vec<_> = (0..3).map(|seed| line(seed, 60)).collect();
    let other = line(99, 120);
    assert_eq!(found(&[&other, &other], &lines), []);
    assert_eq!(found(&[], &lines), []);
    assert_eq!(found(&[&other], &[]), []);
    assert_eq!(found(&[&other], &[Vec::new()]), []);
}

#[test]
fn dropping_unreachable_passages_changes_no_path() {
    let lines: Vec<_> = (0..3).map(|seed| line(seed, 30)).collect();
    let slices: Vec<&[Step]> = lines.iter().map(Vec::as_slice).collect();
    let recording = recording(&[&lines[0], &lines[1], &lines[0], &lines[2]]);
    let expected = decode(&recording, &slices, &Costs::USUAL).passages;
    let garbage = garbage(&recording.steps, &slices, 0.4);
    let unit = garbage.iter().sum::<f32>() / garbage.len() as f32;
    let mut search = Search::new(&slices, &Costs::USUAL, unit);
    for (at, garbage) in garbage.iter().enumerate() {
        search.step(&recording, at, *garbage);
        search.drop_unreachable();
    }
    assert_eq!(search.into_decoded(&garbage).passages, expected);
}

#[test]
fn no_line_goes_on_after_a_click() {
    let lines: Vec<_> = (0..2).map(|seed| line(seed, 60)).collect();
    let reading: Vec<_> = lines.iter().map(|line| read(line, 7)).collect();
    let parts: [&[Step]; 3] = [&reading[0][..45], &reading[0][45..], &reading[1]];
    let all: Vec<&[Step]> = lines.iter().map(Vec::as_slice).collect();
    let mut recording = recording(&parts);
    let decoded = |recording: &Features| {
        let found = decode(recording, &all, &Costs::USUAL).passages;
        found.iter().map(|p| (p.line, p.start, p.end, p.complete)).collect::<Vec<_>>()
    };
    assert_eq!(decoded(&recording), [(0, 0, 59, true), (1, 60, 119, true)], "a pause within a line");
    recording.add_click(45);
    assert_eq!(decoded(&recording), [(0, 0, 44, false), (1, 60, 119, true)]);
}
