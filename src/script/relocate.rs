//! Finding a segment again in a script.toml that somebody may have changed since it was looked at.

use super::{Script, Segment};

/// Where the segment `at` of the script as it was stands in the script as it is; `None` unless it surely is still there with the same
/// words. It is known by its id; one that a person added has none, and is known by its words and by what stands around them.
pub fn find(was: &Script, at: usize, is: &Script) -> Option<usize> {
    let wanted = was.segments.get(at)?;
    let same = |segment: &Segment| segment.id == wanted.id && segment.text == wanted.text;
    if wanted.id.is_some() {
        return is.segments.iter().position(same);
    }
    let (before, now) = (places(was, same), places(is, same));
    let around = around(was, at);
    if let ([_], [only]) = (&before[..], &now[..]) {
        // Where nothing else has its words, one of its neighbours may have changed.
        let known = self::around(is, *only).iter().zip(&around).any(|(is, was)| is == was);
        return known.then_some(*only);
    }
    let alike = |script: &Script, mut places: Vec<usize>| {
        places.retain(|n| self::around(script, *n) == around);
        places
    };
    let (before, now) = (alike(was, before), alike(is, now));
    let nth = before.iter().position(|n| *n == at)?;
    (before.len() == now.len()).then(|| now[nth])
}

fn places(script: &Script, same: impl Fn(&Segment) -> bool) -> Vec<usize> {
    (0..script.segments.len()).filter(|n| same(&script.segments[*n])).collect()
}

/// The words before and behind a segment.
fn around(script: &Script, at: usize) -> [Option<&str>; 2] {
    let text = |n: Option<usize>| Some(script.segments.get(n?)?.text.as_str());
    [text(at.checked_sub(1)), text(at.checked_add(1))]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words, with an id where they begin with one and a colon.
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
    fn an_id_is_found_wherever_it_moved_unless_its_words_changed() {
        let was = ["a:No.", "b:No.", "c:Yes."];
        assert_eq!(found(&was, 1, &["c:Yes.", "new", "b:No.", "a:No."]), Some(2));
        assert_eq!(found(&was, 1, &["a:No.", "b:Never.", "c:Yes."]), None);
        assert_eq!(found(&was, 1, &["a:No.", "c:Yes."]), None);
        assert_eq!(found(&was, 1, &["a:No.", "No.", "c:Yes."]), None, "what has no id is another");
        assert_eq!(found(&was, 3, &was), None);
    }

    #[test]
    fn without_an_id_words_that_stand_there_once_are_found_beside_a_neighbour() {
        let was = ["One.", "Two.", "Three."];
        assert_eq!(found(&was, 1, &["One.", "new", "Two.", "Three."]), Some(2));
        assert_eq!(found(&was, 1, &["Two."]), None, "both neighbours are others");
        assert_eq!(found(&was, 1, &["One.", "Two!", "Three."]), None);
    }

    #[test]
    fn without_an_id_equal_words_are_told_apart_by_their_neighbours() {
        let was = ["One.", "No.", "Two.", "No.", "Three."];
        assert_eq!(found(&was, 3, &["new", "One.", "No.", "Two.", "No.", "Three."]), Some(4));
        assert_eq!(found(&was, 3, &["One.", "No.", "Two.", "new", "No.", "Three."]), None);
        assert_eq!(found(&was, 3, &["One.", "No.", "Two.", "Three."]), None, "the other one is left");
        let alike = ["No.", "Yes.", "No.", "Yes.", "No.", "Yes.", "No."];
        assert_eq!(
            (0..7).map(|n| found(&alike, n, &alike)).collect::<Option<Vec<_>>>(),
            Some((0..7).collect())
        );
        assert_eq!(found(&alike, 2, &["No.", "Yes.", "No.", "Yes.", "No."]), None);
    }
}
