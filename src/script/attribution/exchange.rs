//! Joint decoding of a dialogue: finds the speakers of all turns together.
//!
//! The model is a chain. A state is a speaker and the other person: the last speaker who is someone else. A turn without a
//! cue is likely by the other person, so two people alternate, and a cue anywhere fixes the turns before and after it. The
//! forward-backward algorithm gives the probability of each speaker. `dialogue.toml` has the weights, and
//! `tools/train_dialogue.py` writes it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::certainty::Features;
use crate::language::words::WordMap;

/// The weights.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dialogue {
    /// The data that the weights were trained with, and when.
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "date")]
    _date: String,
    /// Probability from which a speaker is sure.
    sure: f64,
    /// Probability of speech from which a quote is spoken that the rules narrate.
    spoken: f64,
    /// Weights of the evidence for a speaker.
    speaker: WordMap<f64>,
    /// By relation: the weights of the same speaker, of the other person, and of a third one.
    step: BTreeMap<String, [f64; 3]>,
}

/// Position of a quote after the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    First,
    SameParagraph,
    /// In the same paragraph after many words of narration.
    SameParagraphFar,
    NextParagraph,
    Later,
    /// The quote of the paragraph before has no closing mark.
    GoesOn,
}

/// The possible speakers of a turn, each with the evidence.
pub(super) struct Choice {
    pub(super) relation: Relation,
    /// A cue attributes the quote.
    pub(super) cue: bool,
    pub(super) labels: Vec<(String, Features)>,
}

/// A possible speaker of a turn with its probability.
pub(super) type Likely = (String, f64);

/// Maximum log odds of the evidence for a speaker, for numbers in range.
const MAX_ODDS: f64 = 30.0;

#[expect(clippy::expect_used, reason = "the data is part of the program, and a test parses it")]
fn weights() -> &'static Dialogue {
    static WEIGHTS: OnceLock<Dialogue> = OnceLock::new();
    WEIGHTS.get_or_init(|| toml::from_str(include_str!("dialogue.toml")).expect("the file of weights"))
}

/// Returns the probability of speech from which a quote is spoken that the rules narrate. Marks in a dialogue are speech more
/// often than in news.
pub(super) fn spoken_from() -> f64 {
    weights().spoken
}

/// Returns the probability from which a speaker is sure.
pub(super) fn sure_from() -> f64 {
    weights().sure
}

/// The forward or backward weights of one turn: a row per speaker, a column per other person. The last column is for turns
/// with no other person yet.
struct Grid {
    people: usize,
    cells: Vec<f64>,
}

impl Grid {
    fn new(people: usize, value: f64) -> Self {
        Self { people, cells: vec![value; people * (people + 1)] }
    }

    fn at(&self, speaker: usize, other: usize) -> f64 {
        self.cells[speaker * (self.people + 1) + other]
    }

    fn set(&mut self, speaker: usize, other: usize, value: f64) {
        self.cells[speaker * (self.people + 1) + other] = if speaker == other { 0.0 } else { value };
    }

    fn add(&mut self, speaker: usize, other: usize, value: f64) {
        let before = self.at(speaker, other);
        self.set(speaker, other, before + value);
    }

    fn row(&self, speaker: usize) -> f64 {
        self.cells[speaker * (self.people + 1)..(speaker + 1) * (self.people + 1)].iter().sum()
    }

    /// Scales the cells to a sum of one.
    fn normalised(mut self) -> Self {
        let sum: f64 = self.cells.iter().sum();
        if sum > 0.0 {
            self.cells.iter_mut().for_each(|cell| *cell /= sum);
        }
        self
    }
}

/// Returns the possible speakers of each turn with their probabilities, the likeliest first.
pub(super) fn decode(choices: &[Choice]) -> Vec<Vec<Likely>> {
    let model = weights();
    let odds: Vec<Vec<f64>> = choices.iter().map(|choice| evidence(choice, model)).collect();
    let mut forward: Vec<Grid> = Vec::with_capacity(choices.len());
    for (n, choice) in choices.iter().enumerate() {
        let grid = match forward.last() {
            Some(before) => step_forward(before, &choices[n - 1], choice, &odds[n], model),
            None => first(&odds[n]),
        };
        forward.push(grid.normalised());
    }
    let mut backward = Grid::new(choices.last().map_or(0, |choice| choice.labels.len()), 1.0);
    let mut found = Vec::with_capacity(choices.len());
    for n in (0..choices.len()).rev() {
        found.push(likely(&choices[n], &forward[n], &backward));
        if n > 0 {
            backward = step_backward(&backward, &choices[n - 1], &choices[n], &odds[n], model).normalised();
        }
    }
    found.reverse();
    found
}

/// Returns the weight of the evidence for each speaker.
fn evidence(choice: &Choice, model: &Dialogue) -> Vec<f64> {
    let weight = |features: &Features| -> f64 {
        features.iter().map(|(name, value)| model.speaker.get(name.as_ref()).map_or(0.0, |w| w * value)).sum()
    };
    choice.labels.iter().map(|(_, features)| libm::exp(weight(features).clamp(-MAX_ODDS, MAX_ODDS))).collect()
}

fn first(odds: &[f64]) -> Grid {
    let mut grid = Grid::new(odds.len(), 0.0);
    (0..odds.len()).for_each(|speaker| grid.set(speaker, odds.len(), odds[speaker]));
    grid
}

/// Returns the weights of a step: the same speaker, the other person, a third one.
fn step(choice: &Choice, model: &Dialogue) -> [f64; 3] {
    let weights = model.step.get(&step_name(choice)).copied().unwrap_or_default();
    weights.map(libm::exp)
}

/// Returns the name of a step in the file of weights.
pub(super) fn step_name(choice: &Choice) -> String {
    let name = match choice.relation {
        Relation::First => "first",
        Relation::SameParagraph => "same paragraph",
        Relation::SameParagraphFar => "same paragraph, far",
        Relation::NextParagraph => "next paragraph",
        Relation::Later => "later",
        Relation::GoesOn => "goes on",
    };
    let cue = choice.cue
        && matches!(choice.relation, Relation::SameParagraph | Relation::NextParagraph | Relation::Later);
    format!("{name}{}", if cue { ", cue" } else { "" })
}

/// Returns for each speaker of one turn the place among those of another.
fn places(of: &Choice, among: &Choice) -> Vec<Option<usize>> {
    let place = |label: &String| among.labels.iter().position(|(other, _)| other == label);
    of.labels.iter().map(|(label, _)| place(label)).collect()
}

fn step_forward(before: &Grid, last: &Choice, choice: &Choice, odds: &[f64], model: &Dialogue) -> Grid {
    let [same, back, third] = step(choice, model);
    let none = odds.len();
    let places = places(last, choice);
    let mut grid = Grid::new(odds.len(), 0.0);
    for (speaker, place) in places.iter().enumerate() {
        // An earlier speaker who is not possible here counts as no other person.
        let as_other = place.unwrap_or(none);
        if let Some(place) = *place {
            for other in 0..=before.people {
                let other_here = places.get(other).copied().flatten().unwrap_or(none);
                grid.add(place, other_here, odds[place] * same * before.at(speaker, other));
            }
        }
        let all = before.row(speaker);
        for next in (0..odds.len()).filter(|next| Some(*next) != *place) {
            let returns = places.iter().position(|other| *other == Some(next));
            let returning = returns.map_or(0.0, |other| before.at(speaker, other));
            grid.add(next, as_other, odds[next] * (back * returning + third * (all - returning)));
        }
    }
    grid
}

fn step_backward(after: &Grid, last: &Choice, choice: &Choice, odds: &[f64], model: &Dialogue) -> Grid {
    let [same, back, third] = step(choice, model);
    let none = odds.len();
    let places = places(last, choice);
    let mut grid = Grid::new(last.labels.len(), 0.0);
    for (speaker, place) in places.iter().enumerate() {
        let as_other = place.unwrap_or(none);
        let change = |next: usize| odds[next] * after.at(next, as_other);
        let others = (0..odds.len()).filter(|next| Some(*next) != *place);
        let all: f64 = others.map(change).sum();
        for other in 0..=grid.people {
            let other_here = places.get(other).copied().flatten();
            let stays =
                place.map_or(0.0, |place| same * odds[place] * after.at(place, other_here.unwrap_or(none)));
            let returning = other_here.filter(|other| Some(*other) != *place).map_or(0.0, change);
            grid.set(speaker, other, stays + back * returning + third * (all - returning));
        }
    }
    grid
}

/// Returns the speakers of a turn with their probabilities, the likeliest first.
fn likely(choice: &Choice, forward: &Grid, backward: &Grid) -> Vec<Likely> {
    let weight = |speaker: usize| -> f64 {
        (0..=forward.people).map(|other| forward.at(speaker, other) * backward.at(speaker, other)).sum()
    };
    let weights: Vec<f64> = (0..forward.people).map(weight).collect();
    let sum: f64 = weights.iter().sum();
    let share = |weight: f64| if sum > 0.0 { weight / sum } else { 0.0 };
    let labels = choice.labels.iter().map(|(label, _)| label.clone());
    let mut found: Vec<Likely> = labels.zip(weights.into_iter().map(share)).collect();
    // A stable sort: of equals the choice of the rules comes first.
    found.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A turn of the paragraph after, with the evidence for its speakers.
    fn turn(cue: bool, evidence: [&'static str; 2]) -> Choice {
        let features = |name: &'static str| {
            let known = (!name.is_empty()).then(|| (name.into(), 1.0));
            known.into_iter().collect::<Features>()
        };
        let labels = ["Ana", "Ben"].into_iter().zip(evidence);
        let labels = labels.map(|(label, name)| (label.to_string(), features(name))).collect();
        Choice { relation: Relation::NextParagraph, cue, labels }
    }

    fn speakers(turns: &[Choice]) -> Vec<String> {
        decode(turns).into_iter().map(|likely| likely[0].0.clone()).collect()
    }

    #[test]
    fn two_people_take_turns_from_a_cue_on_either_side() {
        let named = "by rules: named, certain";
        let (ana, ben, open) = ([named, ""], ["", named], ["", ""]);
        let turns = [turn(true, ana), turn(true, ben), turn(false, open), turn(false, open)];
        assert_eq!(speakers(&turns), ["Ana", "Ben", "Ana", "Ben"]);
        // The cue of the last turn decides the turns before it.
        let turns = [turn(false, open), turn(false, open), turn(true, ben)];
        assert_eq!(speakers(&turns), ["Ben", "Ana", "Ben"]);
    }

    #[test]
    fn the_person_addressed_does_not_speak_and_probabilities_add_up() {
        let turns = [turn(false, ["addressed in it", ""]), turn(false, ["addressed before", ""])];
        assert_eq!(speakers(&turns), ["Ben", "Ana"]);
        for likely in decode(&turns) {
            let sum: f64 = likely.iter().map(|(_, share)| share).sum();
            assert!((sum - 1.0).abs() < 1e-9);
        }
        assert!(decode(&[]).is_empty());
    }
}
