//! Words of the article that a person moved to another segment, and words that script.toml has lost.

use serde::Serialize;
use toml_edit::{Table, value};

use super::diff::{differences, fold_words, word_spans};
use super::entry::{ArticlePart, ScriptEntry, article_parts};
use super::matching::match_same_words;
use crate::script::{Decisions, Script};

/// A cut of this many words without a replacement loses content. Fewer are a matter of wording, e.g. a cut "of course".
const MIN_CUT: usize = 4;

/// The input of [`lost_words`] on the side of script.toml: all that its result depends on. A cache of the result uses it as key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Outline(Vec<OutlinePart>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct OutlinePart {
    is_omitted: bool,
    id: Option<String>,
    text: String,
    has_decisions: bool,
}

impl Outline {
    pub(crate) fn new(script: &Script) -> Self {
        Self(article_parts(script).iter().map(outline_part).collect())
    }
}

fn outline_part(part: &ArticlePart<'_>) -> OutlinePart {
    OutlinePart {
        is_omitted: part.is_omitted(),
        id: part.id().map(str::to_string),
        text: part.text().to_string(),
        has_decisions: match part {
            ArticlePart::Segment(segment) => segment.decided != Decisions::default(),
            ArticlePart::Omission(_) => false,
        },
    }
}

/// Returns runs of words that the article reads aloud and a script neither speaks nor lists as omitted, in the article's order.
///
/// Words in segments that were joined, split, moved or reworded are not lost.
pub(crate) fn lost_words(outline: &Outline, article: &Script) -> Vec<String> {
    let parts = article_parts(article);
    let mut entries: Vec<ScriptEntry> = outline.0.iter().map(entry_of_part).collect();
    entries.iter_mut().enumerate().for_each(|(index, entry)| entry.index = index);
    let matched = match_same_words(&mut entries, &parts);
    let mut moved = MovedWords::new(&entries, &parts);
    let mut runs: Vec<String> = Vec::new();
    let mut last = None;
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_omitted()) {
        let entry = matched[at].map(|entry| &entries[entry]);
        let found = missing_words(part.text(), entry).into_iter().filter(|words| !moved.take(words));
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

fn entry_of_part(part: &OutlinePart) -> ScriptEntry {
    let mut table = Table::new();
    table["text"] = value(&part.text);
    if let Some(id) = &part.id {
        table["id"] = value(id);
    }
    if part.has_decisions {
        // Any decision marks the entry as worked on.
        table["lock"] = value(true);
    }
    ScriptEntry::new(&table, part.is_omitted)
}

/// Returns the words of a part that its entry lacks.
fn missing_words<'a>(text: &'a str, entry: Option<&ScriptEntry>) -> Vec<&'a str> {
    let Some(entry) = entry else { return vec![text] };
    if !entry.is_edited() {
        return Vec::new();
    }
    let spans = word_spans(text);
    let differences = differences(&fold_words(text), &fold_words(&entry.text)).into_iter();
    let cut = differences.filter(|(cut, replacement)| cut.len() >= MIN_CUT && replacement.is_empty());
    cut.map(|(cut, _)| text[spans[cut.start].start..spans[cut.end - 1].end].trim()).collect()
}

/// The words of entries that no part of the article accounts for: a person joined them to another segment, or put them into a
/// segment of their own. One string of lower-case words; a line end separates runs.
pub(super) struct MovedWords(String);

impl MovedWords {
    /// Collects the words. The parts of the entries must be set.
    pub fn new(entries: &[ScriptEntry], parts: &[ArticlePart<'_>]) -> Self {
        let mut ordered: Vec<&ScriptEntry> = entries.iter().collect();
        ordered.sort_by_key(|entry| entry.index);
        let mut words = String::from(" ");
        for entry in ordered {
            match entry.part.map(|part| parts[part].text()) {
                // Adjacent entries of a person's own form one run, since a person may have split a segment into them.
                None if entry.is_edited() || (entry.is_omitted && entry.base.is_none()) => {
                    fold_words(&entry.text).iter().for_each(|word| words.extend([word, " "]));
                }
                Some(article) if entry.is_edited() => {
                    for run in added_words(article, &entry.text) {
                        words.extend(["\n ", &run, " \n "]);
                    }
                }
                _ => words.push_str("\n "),
            }
        }
        Self(words)
    }

    /// Returns true when it contains these words in one run, and removes them, so each run is found once.
    pub fn take(&mut self, text: &str) -> bool {
        let words = format!(" {} ", fold_words(text).join(" "));
        if words.trim().is_empty() {
            return true;
        }
        let found = self.0.find(&words);
        if let Some(at) = found {
            self.0.replace_range(at..at + words.len(), " \n ");
        }
        found.is_some()
    }
}

/// Returns the runs of words that an edited text has in addition to the article's.
fn added_words(article: &str, text: &str) -> Vec<String> {
    let words = fold_words(text);
    let added = differences(&fold_words(article), &words).into_iter().map(|(_, added)| added);
    added.filter(|added| !added.is_empty()).map(|added| words[added].join(" ")).collect()
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
        lost_words(&Outline::new(&script), &super::tests::script(&ARTICLE))
    }

    #[test]
    fn deleted_words_are_lost_and_omitted_ones_are_not() {
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
    fn joined_split_moved_and_reworded_segments_are_not_lost() {
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
    fn a_sentence_cut_out_of_a_segment_is_lost() {
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
