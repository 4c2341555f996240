//! What a person has decided of a speaker holds for new words of the same speaker.

use std::collections::{BTreeMap, BTreeSet};

use super::doubts::paragraphs;
use super::entry::{Entry, Fresh};
use crate::script::{NARRATOR, UNKNOWN};

/// Speaker as Aloud casts → speaker as the script has it, for those who are called otherwise wherever they speak.
pub(super) fn renames(
    fresh: &[Fresh<'_>],
    entries: &[Entry],
    matched: &[Option<usize>],
) -> BTreeMap<String, String> {
    let mut called: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    // Where the sentence around a quote changed, another speaker may be the article's doing.
    let settled = paragraphs(fresh).into_iter().filter(|of| of.iter().all(|at| matched[*at].is_some()));
    for at in settled.flatten() {
        // Whom a pronoun means may change with an edit elsewhere; a name is the article's own word.
        if let (Fresh::Segment(segment), Some(entry)) = (&fresh[at], matched[at])
            && segment.because.starts_with("named: ")
            && !entries[entry].table.contains_key("unsure")
            && let Some(speaker) = entries[entry].table.get("speaker").and_then(|s| s.as_str())
        {
            called.entry(&segment.speaker).or_default().insert(speaker.to_string());
        }
    }
    let renamed = |(cast, names): (&str, BTreeSet<String>)| {
        let nobody = |name: &str| [NARRATOR, UNKNOWN].contains(&name);
        let everywhere = names.len() == 1
            && !names.contains(cast)
            && !nobody(cast)
            && !names.iter().any(|name| nobody(name));
        everywhere.then(|| Some((cast.to_string(), names.into_iter().next()?)))?
    };
    called.into_iter().filter_map(renamed).collect()
}
