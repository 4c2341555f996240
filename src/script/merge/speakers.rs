//! Speakers in a merge: a person's new names for speakers, and doubts where the sentence around a quote changed.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, Table, value};

use super::Change;
use super::entry::{ArticlePart, ScriptEntry};
use crate::script::{NARRATOR, Segment, UNKNOWN};

/// Returns attributed speaker → speaker in the script, for speakers that a person has renamed in all their segments.
///
/// New words of such a speaker get the person's name too, e.g. "Ann" → "Ann Okafor". A single quote that a person gave to
/// another speaker is no rename.
pub(super) fn renamed_speakers(
    parts: &[ArticlePart<'_>],
    entries: &[ScriptEntry],
    matched: &[Option<usize>],
) -> BTreeMap<String, String> {
    let mut names: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    // In a paragraph that changed, another speaker may come from the article and not from a person.
    let unchanged = paragraphs(parts).into_iter().filter(|of| of.iter().all(|at| matched[*at].is_some()));
    for at in unchanged.flatten() {
        // An edit elsewhere can change the antecedent of a pronoun, so only attributions by name count.
        if let (ArticlePart::Segment(segment), Some(entry)) = (&parts[at], matched[at])
            && segment.because.starts_with("named: ")
            && !entries[entry].table.contains_key("unsure")
            && let Some(speaker) = entries[entry].speaker()
        {
            names.entry(&segment.speaker).or_default().insert(speaker.to_string());
        }
    }
    names
        .into_iter()
        .filter_map(|(speaker, names)| Some((speaker.to_string(), only_name(speaker, names)?)))
        .collect()
}

/// Returns the only name of a speaker, if it is another name of a person.
fn only_name(speaker: &str, names: BTreeSet<String>) -> Option<String> {
    let renamed = names.len() == 1
        && !names.contains(speaker)
        && is_person(speaker)
        && names.iter().all(|name| is_person(name));
    names.into_iter().next().filter(|_| renamed)
}

fn is_person(name: &str) -> bool {
    ![NARRATOR, UNKNOWN].contains(&name)
}

/// Marks quotes as unsure if the sentence around them changed and the article now has another speaker.
///
/// It is not known whether a person or an older article chose the script's speaker. That speaker stays, and both become
/// candidates.
pub(super) fn mark_doubtful_speakers(
    entries: &mut [ScriptEntry],
    parts: &[ArticlePart<'_>],
    matched: &[Option<usize>],
    renamed: &BTreeMap<String, String>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let changed = paragraphs(parts).into_iter().filter(|of| of.iter().any(|at| matched[*at].is_none()));
    for at in changed.flatten() {
        let (Some(entry), ArticlePart::Segment(segment)) = (matched[at], &parts[at]) else { continue };
        let speaker = renamed.get(&segment.speaker).unwrap_or(&segment.speaker);
        if let Some(kept) = doubtful_speaker(&entries[entry], segment, speaker) {
            mark_unsure(&mut entries[entry].table, &kept, speaker, &segment.because);
            changes.push(Change::Speaker { text: segment.text.clone(), kept, article: speaker.clone() });
        }
    }
    changes
}

/// Returns the indices of the segments of each paragraph.
fn paragraphs(parts: &[ArticlePart<'_>]) -> Vec<Vec<usize>> {
    let mut paragraphs: Vec<Vec<usize>> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let ArticlePart::Segment(segment) = part else { continue };
        match paragraphs.last_mut().filter(|_| segment.continues) {
            Some(paragraph) => paragraph.push(at),
            None => paragraphs.push(vec![at]),
        }
    }
    paragraphs
}

/// Returns the script's speaker of a quote if the article surely has another.
fn doubtful_speaker(entry: &ScriptEntry, segment: &Segment, speaker: &str) -> Option<String> {
    let kept = entry.speaker()?;
    let differs = !entry.is_omitted && !segment.is_narrator() && segment.unsure.is_none() && kept != speaker;
    differs.then(|| kept.to_string())
}

fn mark_unsure(table: &mut Table, kept: &str, speaker: &str, because: &str) {
    table["unsure"] = value(format!("the sentence around it changed: {because}"));
    table["candidates"] = value([kept, speaker].into_iter().collect::<Array>());
}
