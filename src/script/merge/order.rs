//! The order of script.toml, where it is the article's and not a person's.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::entry::Entry;

/// Which of these places, in the article's order, are to move so that the others keep theirs: all but a longest
/// increasing run (patience sorting).
pub(super) fn out_of_order(places: &[usize]) -> BTreeSet<usize> {
    // The index into `places` on which an increasing run of each length ends lowest, and what stands before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; places.len()];
    for (n, place) in places.iter().enumerate() {
        let length = ends.partition_point(|end| places[*end] < *place);
        before[n] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() { ends.push(n) } else { ends[length] = n }
    }
    let mut moved: BTreeSet<usize> = places.iter().copied().collect();
    let mut at = ends.last().copied();
    while let Some(n) = at {
        moved.remove(&places[n]);
        at = before[n];
    }
    moved
}

/// Puts entries into the new article's order. What is not in the article stays behind what it stood behind.
pub(super) fn follow(entries: Vec<Entry>) -> Vec<Entry> {
    let mut ordered = grouped(entries, |entry| entry.rank);
    let mut highest = isize::MIN;
    for entry in &mut ordered {
        highest = highest.max(entry.position);
        entry.position = highest;
    }
    ordered
}

/// By place; what has none stays behind what it stood behind.
pub(super) fn grouped(entries: Vec<Entry>, place: impl Fn(&Entry) -> Option<usize>) -> Vec<Entry> {
    let mut front = VecDeque::new();
    let mut groups: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
    let mut last = None;
    for entry in entries {
        last = place(&entry).or(last);
        match last {
            Some(place) => groups.entry(place).or_default().push(entry),
            None => front.push_back(entry),
        }
    }
    front.into_iter().chain(groups.into_values().flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_little_as_possible_is_moved() {
        assert!(out_of_order(&[0, 1, 2, 3]).is_empty());
        assert_eq!(out_of_order(&[3, 0, 1, 2]), [3].into());
        assert_eq!(out_of_order(&[0, 2, 1, 3]).len(), 1);
        assert_eq!(out_of_order(&[2, 1, 0]).len(), 2);
    }
}
