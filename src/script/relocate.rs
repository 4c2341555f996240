//! Finds a segment again in a script.toml that has changed since it was read.
//!
//! Line numbers and indices are not identifiers: a segment inserted above would shift every decision to the wrong quote.

use super::{Script, Segment};

/// Finds the segment at index `at` of the old script in the new one; `None` unless its words are the same and there is no doubt.
///
/// A segment is known by its id. One that a person added has no id and is known by its words and its neighbours.
pub(crate) fn find(old: &Script, at: usize, new: &Script) -> Option<usize> {
    let wanted = old.segments.get(at)?;
    if wanted.id.is_some() {
        return new.segments.iter().position(|segment| is_same(segment, wanted));
    }
    let (in_old, in_new) = (places(old, wanted), places(new, wanted));
    let neighbours = neighbours(old, at);
    if let ([_], [only]) = (&in_old[..], &in_new[..]) {
        // If no other segment has these words, one of the neighbours may have changed.
        let known = self::neighbours(new, *only).iter().zip(&neighbours).any(|(new, old)| new == old);
        return known.then_some(*only);
    }
    // Several segments have these words: the neighbours decide, and then the order, if none was added or removed.
    let in_old = with_neighbours(old, in_old, neighbours);
    let in_new = with_neighbours(new, in_new, neighbours);
    let nth = in_old.iter().position(|n| *n == at)?;
    (in_old.len() == in_new.len()).then(|| in_new[nth])
}

fn is_same(segment: &Segment, wanted: &Segment) -> bool {
    segment.id == wanted.id && segment.text == wanted.text
}

fn places(script: &Script, wanted: &Segment) -> Vec<usize> {
    (0..script.segments.len()).filter(|n| is_same(&script.segments[*n], wanted)).collect()
}

fn with_neighbours(script: &Script, mut places: Vec<usize>, wanted: [Option<&str>; 2]) -> Vec<usize> {
    places.retain(|n| neighbours(script, *n) == wanted);
    places
}

/// Returns the texts before and after a segment.
fn neighbours(script: &Script, at: usize) -> [Option<&str>; 2] {
    [at.checked_sub(1), at.checked_add(1)]
        .map(|n| script.segments.get(n?).map(|segment| segment.text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Builds a script from texts, each with an optional id before a colon.
    fn script(texts: &[&str]) -> Script {
        let segment = |text: &&str| {
            let (id, text) = text.split_once(':').map_or((None, *text), |(id, text)| (Some(id), text));
            Segment { id: id.map(str::to_string), text: text.into(), ..Segment::default() }
        };
        Script { segments: texts.iter().map(segment).collect(), ..Script::default() }
    }

    fn found(was: &[&str], at: usize, is: &[&str]) -> Option<usize> {
        find(&script(was), at, &script(is))
    }

    #[test]
    fn finds_an_id_after_a_move_unless_its_words_changed() {
        let was = ["a:No.", "b:No.", "c:Yes."];
        assert_eq!(found(&was, 1, &["c:Yes.", "new", "b:No.", "a:No."]), Some(2));
        assert_eq!(found(&was, 1, &["a:No.", "b:Never.", "c:Yes."]), None);
        assert_eq!(found(&was, 1, &["a:No.", "c:Yes."]), None);
        assert_eq!(
            found(&was, 1, &["a:No.", "No.", "c:Yes."]),
            None,
            "a segment without an id is not the same"
        );
        assert_eq!(found(&was, 3, &was), None);
    }

    #[test]
    fn finds_unique_words_without_an_id_next_to_one_known_neighbour() {
        let was = ["One.", "Two.", "Three."];
        assert_eq!(found(&was, 1, &["One.", "new", "Two.", "Three."]), Some(2));
        assert_eq!(found(&was, 1, &["Two."]), None, "both neighbours changed");
        assert_eq!(found(&was, 1, &["One.", "Two!", "Three."]), None);
    }

    #[test]
    fn distinguishes_equal_words_without_an_id_by_their_neighbours() {
        let was = ["One.", "No.", "Two.", "No.", "Three."];
        assert_eq!(found(&was, 3, &["new", "One.", "No.", "Two.", "No.", "Three."]), Some(4));
        assert_eq!(found(&was, 3, &["One.", "No.", "Two.", "new", "No.", "Three."]), None);
        assert_eq!(found(&was, 3, &["One.", "No.", "Two.", "Three."]), None, "only the other one is left");
        let alike = ["No.", "Yes.", "No.", "Yes.", "No.", "Yes.", "No."];
        assert_eq!(
            (0..7).map(|n| found(&alike, n, &alike)).collect::<Option<Vec<_>>>(),
            Some((0..7).collect())
        );
        assert_eq!(found(&alike, 2, &["No.", "Yes.", "No.", "Yes.", "No."]), None);
    }
}
