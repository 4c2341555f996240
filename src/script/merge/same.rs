//! Which entries of script.toml are the new article's words, unchanged.

use std::collections::{BTreeMap, BTreeSet};

use super::align;
use super::entry::{Entry, Fresh};
use crate::script::file::segment_id;

/// Where the same words stand in the file and in the article.
#[derive(Default)]
struct Places {
    old: Vec<usize>,
    new: Vec<usize>,
}

/// Tells each entry which of the new article's segments and omissions it is.
pub(super) fn rank(entries: &mut [Entry], matched: &[Option<usize>]) {
    for (rank, at) in matched.iter().enumerate() {
        if let Some(at) = at {
            entries[*at].rank = Some(rank);
        }
    }
}

/// For each segment and omission of the new article the entry with the same words: of the same kind, or else one that a
/// person omitted, or brought back. Words that stand there more than once are told apart by what stands around them.
pub(super) fn matched(entries: &[Entry], fresh: &[Fresh<'_>]) -> Vec<Option<usize>> {
    let mut matched = vec![None; fresh.len()];
    for places in places(entries, fresh).into_values() {
        for (new, old) in paired(entries, fresh, &places) {
            matched[new] = Some(old);
        }
    }
    other_kind(entries, fresh, &mut matched);
    matched
}

fn places<'a>(entries: &'a [Entry], fresh: &'a [Fresh<'a>]) -> BTreeMap<(bool, &'a str), Places> {
    let mut places: BTreeMap<(bool, &str), Places> = BTreeMap::new();
    for (new, fresh) in fresh.iter().enumerate() {
        places.entry((fresh.is_omitted(), fresh.text())).or_default().new.push(new);
    }
    // What a person wrote tells by its id which words it is in place of.
    let counted = places
        .iter()
        .filter(|((omitted, _), _)| !omitted)
        .flat_map(|((_, text), places)| (0..=places.new.len()).map(|nth| (segment_id(text, nth), *text)));
    // Where two texts come to the same id it is that of the one that the article gives it to.
    let given = fresh.iter().filter_map(|fresh| Some((fresh.id()?.to_string(), fresh.text())));
    let of_id: BTreeMap<String, &str> = counted.chain(given).collect();
    for (old, entry) in entries.iter().enumerate() {
        let base = if entry.edited() {
            entry.id.as_ref().and_then(|id| of_id.get(id)).copied()
        } else {
            Some(entry.text.as_str())
        };
        if let Some(places) = base.and_then(|text| places.get_mut(&(entry.omitted, text))) {
            places.old.push(old);
        }
    }
    places
}

/// Pairs of new and old places, both in order.
fn paired(entries: &[Entry], fresh: &[Fresh<'_>], places: &Places) -> Vec<(usize, usize)> {
    let Places { old, new } = places;
    if old.len() == new.len() {
        return new.iter().copied().zip(old.iter().copied()).collect();
    }
    let around = |new: usize, old: usize| {
        let text = |at: Option<usize>| at.and_then(|at| entries.get(at)).map(|entry| entry.text.as_str());
        let words = |at: Option<usize>| at.and_then(|at| fresh.get(at)).map(Fresh::text);
        let before = words(new.checked_sub(1)) == text(old.checked_sub(1));
        let behind = words(Some(new + 1)) == text(Some(old + 1));
        // Of two alike, what a person has worked on is rather kept.
        let of = |fact: bool| f64::from(u8::from(fact));
        1.0 + of(before) + of(behind) + 1.5 * of(entries[old].worked_on())
    };
    let found = align::best(new.len(), old.len(), |n, m| around(new[n], old[m]));
    let pair = |(n, m): (usize, Option<usize>)| Some((new[n], old[m?]));
    found.into_iter().enumerate().filter_map(pair).collect()
}

/// A segment that a person made an omission, and the other way round.
fn other_kind(entries: &[Entry], fresh: &[Fresh<'_>], matched: &mut [Option<usize>]) {
    let taken: BTreeSet<usize> = matched.iter().flatten().copied().collect();
    let mut free: BTreeMap<(bool, &str), Vec<usize>> = BTreeMap::new();
    let may = |(at, entry): &(usize, &Entry)| !taken.contains(at) && entry.may_differ();
    for (at, entry) in entries.iter().enumerate().rev().filter(may) {
        free.entry((entry.omitted, &entry.text)).or_default().push(at);
    }
    for (at, fresh) in matched.iter_mut().zip(fresh).filter(|(at, _)| at.is_none()) {
        *at = free.get_mut(&(!fresh.is_omitted(), fresh.text())).and_then(Vec::pop);
    }
}
