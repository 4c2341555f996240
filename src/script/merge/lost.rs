//! Words of the article that a person's script neither speaks nor lists as omitted.

use super::entry::{Entry, Fresh, interleaved};
use super::same;
use super::words::{Spare, differences, folded, spans};
use crate::script::Script;

/// So many words taken out of a segment, with none in their place, are more than a matter of wording.
const CUT: usize = 4;

/// Runs of words, in the article's order. Segments that were joined, split, moved or written anew are there; what the
/// article itself does not read is not asked for.
pub fn lost(script: &Script, article: &Script) -> Vec<String> {
    let fresh = interleaved(article);
    let mut entries: Vec<Entry> = interleaved(script).iter().map(entry).collect();
    entries.iter_mut().enumerate().for_each(|(file, entry)| entry.file = file);
    let matched = same::matched(&entries, &fresh);
    same::rank(&mut entries, &matched);
    let mut spare = Spare::new(&entries, &fresh);
    let mut runs: Vec<String> = Vec::new();
    let mut last = None;
    for (at, fresh) in fresh.iter().enumerate().filter(|(_, fresh)| !fresh.is_omitted()) {
        let entry = matched[at].map(|entry| &entries[entry]);
        let found = missing(fresh.text(), entry).into_iter().filter(|words| !spare.take(words));
        for words in found.collect::<Vec<_>>() {
            match runs.last_mut().filter(|_| last == at.checked_sub(1) && entry.is_none()) {
                Some(run) => *run += &format!(" {words}"),
                None => runs.push(words.to_string()),
            }
            last = entry.is_none().then_some(at);
        }
    }
    runs
}

fn entry(fresh: &Fresh<'_>) -> Entry {
    Entry::new(&fresh.table(), fresh.is_omitted())
}

/// What the entry that stands for these words lacks of them.
fn missing<'a>(text: &'a str, entry: Option<&Entry>) -> Vec<&'a str> {
    let Some(entry) = entry else { return vec![text] };
    if !entry.edited() {
        return Vec::new();
    }
    let spans = spans(text);
    let differences = differences(&folded(text), &folded(&entry.text)).into_iter();
    let cut = differences.filter(|(cut, instead)| cut.len() >= CUT && instead.is_empty());
    cut.map(|(cut, _)| text[spans[cut.start].start..spans[cut.end - 1].end].trim()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::file::identify;
    use crate::script::{Omission, Segment};

    const ARTICLE: [&str; 4] =
        ["A title", "First we had tea. Then all of us sang.", "“Never,” said Ann.", "It rained."];

    fn script(texts: &[&str]) -> Script {
        let segment =
            |text: &&str| Segment { speaker: "narrator".into(), text: (*text).into(), ..Segment::default() };
        let mut script = Script { segments: texts.iter().map(segment).collect(), ..Script::default() };
        identify(&mut script);
        script
    }

    fn lost_by(change: impl FnOnce(&mut Script)) -> Vec<String> {
        let mut script = script(&ARTICLE);
        change(&mut script);
        lost(&script, &super::tests::script(&ARTICLE))
    }

    #[test]
    fn what_was_deleted_is_lost_and_what_was_listed_is_not() {
        assert_eq!(lost_by(|_| {}), [""; 0]);
        assert_eq!(lost_by(|script| drop(script.segments.remove(3))), ["It rained."]);
        assert_eq!(lost_by(|script| script.segments.truncate(2)), ["“Never,” said Ann. It rained."]);
        let listed = |script: &mut Script| {
            let text = script.segments.remove(3).text;
            script.omitted.push(Omission { text, reason: "mine".into(), after: 3 });
        };
        assert_eq!(lost_by(listed), [""; 0]);
    }

    #[test]
    fn joined_split_moved_and_reworded_segments_are_there() {
        let joined = |script: &mut Script| {
            script.segments[1].text =
                "First we had tea. Then all of us sang. “Never,” said Ann! It rained.".into();
            script.segments.truncate(2);
        };
        assert_eq!(lost_by(joined), [""; 0]);
        let split = |script: &mut Script| {
            script.segments[1].text = "First we had tea.".into();
            let rest =
                Segment { id: None, text: "Then all of us sang.".into(), ..script.segments[1].clone() };
            script.segments.insert(2, rest);
        };
        assert_eq!(lost_by(split), [""; 0]);
        assert_eq!(lost_by(|script| script.segments.reverse()), [""; 0]);
        assert_eq!(lost_by(|script| script.segments[3].text = "Rain fell, and how.".into()), [""; 0]);
    }

    #[test]
    fn a_sentence_that_was_cut_out_of_a_segment_is_lost() {
        assert_eq!(
            lost_by(|script| script.segments[1].text = "First we had tea.".into()),
            ["Then all of us sang"]
        );
        let listed = |script: &mut Script| {
            script.segments[1].text = "First we had tea.".into();
            let text = "Then all of us sang.".into();
            script.omitted.push(Omission { text, reason: "mine".into(), after: 2 });
        };
        assert_eq!(lost_by(listed), [""; 0]);
    }
}
