//! Warnings about a project and its plan: names that fit nothing, shared voices, unsure speakers, damaged takes.

use std::collections::{BTreeMap, BTreeSet};

use super::super::script_file::ScriptFile;
use super::types::{Plan, PlannedUtterance, SyntheticShare};
use crate::base::diagnostic::{Diagnostic, excerpt};
use crate::base::project_files::LEXICON;
use crate::base::toml_reader::nearest_name;
use crate::language::attribution::{has_data, has_rules};
use crate::language::{UNDETERMINED, primary};
use crate::project::{Project, unnormalised};
use crate::script::{NARRATOR, Segment, UNKNOWN};
use crate::speech::LexiconTable;
use crate::takes::{Lookup, Miss};

/// Returns the warnings that follow from script.toml, the voices and the lexicon. `cast` is complete: what `[cast]` says and
/// what was assigned.
pub(super) fn of_project(project: &Project, cast: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let script = ScriptFile::of(project);
    let segments = &script.manifest.script.segments;
    let speakers = segments.iter().map(|segment| segment.speaker.as_str()).collect();
    let mut warnings = unused_cast(&script, &speakers);
    warnings.extend(misspelled_speakers(&script, &speakers));
    warnings.extend(shared_voices(&script, cast, &speakers));
    warnings.extend(unused_lexicon(project, &speakers));
    warnings.extend(unsure_speakers(&script));
    warnings.extend(unattributed_quotes(&script));
    warnings
}

/// Warns of entries in `[cast]` for speakers who say nothing. Entries that Aloud wrote itself are not the user's mistake.
fn unused_cast(script: &ScriptFile<'_>, speakers: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let manifest = script.manifest;
    let unused = manifest.cast.iter().filter(|(speaker, voice)| {
        !speakers.contains(speaker.as_str())
            && *speaker != UNKNOWN
            && !manifest.memory.wrote_cast(speaker, voice)
    });
    unused
        .map(|(speaker, _)| {
            let what = format!("`{speaker}` is in the cast, but no segment has that speaker");
            script
                .at_speaker(speaker, Diagnostic::warning("cast-unused", what))
                .hint("check the spelling, or remove the line from `[cast]`")
        })
        .collect()
}

/// Warns of speakers who are not in the cast and have nearly the same name as another: "Ann Okafer" next to "Ann Okafor"
/// would be assigned a voice of her own.
fn misspelled_speakers(script: &ScriptFile<'_>, speakers: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let cast = &script.manifest.cast;
    let segments = &script.manifest.script.segments;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    segments.iter().for_each(|segment| *counts.entry(&segment.speaker).or_default() += 1);
    let mut warnings = Vec::new();
    for (index, name, count) in first_uses(segments, &counts, speakers) {
        if cast.contains_key(name) || [NARRATOR, UNKNOWN].contains(&name) {
            continue;
        }
        // Of two similar names, the more frequent one is taken to be right.
        let frequent = counts.iter().filter(|(other, times)| **other != name && **times > count);
        let known = cast.keys().map(String::as_str).chain([NARRATOR, UNKNOWN]);
        let known = known.chain(frequent.map(|(other, _)| *other));
        let Some(meant) = nearest_name(name, known) else { continue };
        let times = if count == 1 { "once".to_string() } else { format!("{count} times") };
        let what = format!("speaker `{name}` occurs {times} and is not in `[cast]`");
        let warning = script.at_segment(index, Diagnostic::warning("speaker-misspelled", what));
        let hint = format!("did you mean `{meant}`? if not, give `{name}` a voice in `[cast]`");
        warnings.push(warning.hint(hint));
    }
    warnings
}

/// Returns each speaker in alphabetical order: the index of their first segment, the name, and the number of segments.
fn first_uses<'a>(
    segments: &[Segment],
    counts: &BTreeMap<&str, usize>,
    speakers: &BTreeSet<&'a str>,
) -> Vec<(usize, &'a str, usize)> {
    let first = |name: &str| segments.iter().position(|segment| segment.speaker == name);
    speakers.iter().filter_map(|name| Some((first(name)?, *name, *counts.get(name)?))).collect()
}

/// Warns of speakers who were assigned the same voice because there are more speakers than voices.
fn shared_voices(
    script: &ScriptFile<'_>,
    cast: &BTreeMap<String, String>,
    speakers: &BTreeSet<&str>,
) -> Option<Diagnostic> {
    let manifest = script.manifest;
    let mut by_voice: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let speaking = cast.iter().filter(|(name, _)| speakers.contains(name.as_str()) && *name != UNKNOWN);
    for (speaker, voice) in speaking {
        // If a person gave two speakers one voice, that is what they want.
        let chosen = manifest.cast.contains_key(speaker) && !manifest.memory.wrote_cast(speaker, voice);
        if !chosen {
            by_voice.entry(voice).or_default().push(speaker);
        }
    }
    let shared = by_voice.iter().filter(|(_, names)| names.len() > 1);
    let shared: Vec<String> = shared.map(|(voice, names)| sharing(names, voice)).collect();
    if shared.is_empty() {
        return None;
    }
    let what = format!("there are more speakers than voices: {}", shared.join("; "));
    let hint =
        "name a voice for one of them in `[cast]`: another one from `voices/`, or the one they are to share";
    Some(Diagnostic::warning("voice-shared", what).at(&script.path).hint(hint))
}

fn sharing(names: &[&str], voice: &str) -> String {
    match names {
        [one, other] => format!("{one} and {other} both have `{voice}`"),
        [first @ .., last] => format!("{} and {last} all have `{voice}`", first.join(", ")),
        [] => String::new(),
    }
}

/// Warns of lexicon tables for a voice or a speaker that does not exist.
fn unused_lexicon(project: &Project, speakers: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let voices: BTreeSet<&str> = project.voices.names().collect();
    let path = project.root.join(LEXICON);
    let tables = project.lexicon.tables().iter();
    tables.filter_map(|table| unused_table(table, speakers, &voices)).map(|found| found.at(&path)).collect()
}

fn unused_table(
    table: &LexiconTable,
    speakers: &BTreeSet<&str>,
    voices: &BTreeSet<&str>,
) -> Option<Diagnostic> {
    let (known, kind) = if table.speaker { (speakers, "speaker") } else { (voices, "voice") };
    let name = table.name.as_str();
    if known.contains(name) {
        return None;
    }
    let what = match table.speaker {
        true => format!("the lexicon has entries for the speaker `{name}`, but no segment has that speaker"),
        false => format!("the lexicon has entries for the voice `{name}`, which does not exist"),
    };
    let hint = match nearest_name(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the {kind}s are {}", known.iter().copied().collect::<Vec<_>>().join(", ")),
    };
    Some(Diagnostic::warning("lexicon-unused", what).line(table.line).hint(hint))
}

/// Warns of quotes with an uncertain speaker.
fn unsure_speakers(script: &ScriptFile<'_>) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for (index, segment) in script.manifest.script.segments.iter().enumerate() {
        let Some(unsure) = &segment.unsure else { continue };
        let hint = match unsure.candidates.as_slice() {
            [] => "write the right name into `speaker`, and remove `unsure`".to_string(),
            names => format!(
                "candidates: {}; write the right name into `speaker`, and remove `unsure`",
                names.join(" or ")
            ),
        };
        let what =
            format!("it is unsure that {} says \u{201c}{}\u{201d}", segment.speaker, excerpt(&segment.text));
        let warning = script.at_segment(index, Diagnostic::warning("speaker-unsure", what));
        warnings.push(warning.why(segment.because.clone()).hint(hint));
    }
    warnings
}

/// Warns, once for all, of quoted speech in a language without rules: the narrator reads all of it. A person who has named a
/// speaker knows that.
fn unattributed_quotes(script: &ScriptFile<'_>) -> Option<Diagnostic> {
    let tag = script.manifest.script.language.as_deref().filter(|tag| !has_rules(Some(tag)))?;
    let segments = &script.manifest.script.segments;
    if segments.iter().any(|segment| !segment.is_narrator()) {
        return None;
    }
    let index = segments.iter().position(|segment| may_quote(&segment.text))?;
    let by_hand = "write the speaker of each quote into `speaker`; divide segments where the speaker changes";
    let (what, hint) = if has_data(Some(tag)) {
        (
            format!("the narrator reads all quoted speech, since the rules for `{tag}` were never measured"),
            format!(
                "set `other_languages = true` in `[casting]` and run `aloud script` again to use them, or {by_hand}"
            ),
        )
    } else {
        let what =
            format!("Aloud has no rules for quoted speech in `{tag}`, so the narrator reads all of it");
        (what, by_hand.to_string())
    };
    let warning = script.at_segment(index, Diagnostic::warning("quotes-unattributed", what));
    Some(warning.hint(hint))
}

/// True for a text with quotation marks, or with a dash at its start as in dialogue. Dutch newspapers have single marks, of which the
/// closing one is an apostrophe too.
fn may_quote(text: &str) -> bool {
    text.starts_with(['—', '–', '―'])
        || text.contains(['“', '”', '"', '„', '«', '»', '‹', '›', '「', '『'])
        || text.split_once(['‘', '‚']).is_some_and(|(_, rest)| rest.contains(['’', '‘']))
}

/// Warns of takes in the plan that are damaged in the store.
pub(super) fn damaged_takes(script: &ScriptFile<'_>, plan: &Plan) -> Vec<Diagnostic> {
    let planned = plan.utterances.iter();
    let damaged = planned.filter(|planned| planned.stored == Lookup::Miss(Miss::Damaged));
    damaged
        .map(|planned| {
            let what = format!(
                "the stored take of \u{201c}{}\u{201d} is damaged",
                excerpt(&planned.utterance.spoken)
            );
            script
                .at_segment(planned.segment, Diagnostic::warning("take-damaged", what))
                .hint("nothing to do: the next build speaks it again")
        })
        .collect()
}

/// Warns, once for all, of voices that do not speak the language of the episode, e.g. the embedded English voice for a
/// German article. Returns nothing if the language is not known.
pub(super) fn language_mismatch(script: &ScriptFile<'_>, plan: &Plan) -> Vec<Diagnostic> {
    let Some(tag) = script.manifest.script.language.as_deref() else { return Vec::new() };
    let Some(language) = primary(tag).filter(|language| *language != UNDETERMINED) else {
        return Vec::new();
    };
    let mut mismatched = Vec::new();
    for (index, voice) in plan.voices.iter().enumerate() {
        let languages = voice.backend.capabilities().languages;
        let speaks = |planned: &PlannedUtterance| planned.voice == index;
        if !languages.is_empty() && !languages.contains(&language) && plan.utterances.iter().any(speaks) {
            mismatched.push(voice);
        }
    }
    let Some(first) = mismatched.first() else { return Vec::new() };
    let names: Vec<String> = mismatched.iter().map(|voice| format!("`{}`", voice.name)).collect();
    let what = format!("the episode is in `{tag}`, and {} cannot speak it", names.join(" and "));
    let known = first.backend.capabilities().languages.join("`, `");
    let why = format!(
        "backend `{}` only speaks `{known}`, and reads other languages as if they were that",
        first.kind
    );
    let hint = format!(
        "make a voice of that language, such as `voices/NAME/voice.toml` with `backend = \"command\"` and `command = \
         [\"espeak-ng\", \"-v\", \"{language}\", \"-f\", \"{{text_file}}\", \"-w\", \"{{out}}\"]`, and name it in `[cast]`"
    );
    vec![Diagnostic::warning("language-mismatch", what).at(&script.path).why(why).hint(hint)]
}

/// Warns if the disclosure is not spoken, because Aloud has no sentence in the language of the episode.
pub(super) fn unspoken_disclosure(script: &ScriptFile<'_>, plan: &Plan) -> Option<Diagnostic> {
    let is_wanted = plan.synthetic != SyntheticShare::None && script.manifest.disclosure.spoken;
    let tag =
        script.manifest.script.language.as_deref().filter(|_| is_wanted && plan.disclosure.is_none())?;
    let what =
        format!("the episode does not say that its voices are synthetic: Aloud has no sentence in `{tag}`");
    let hint = "write the sentence as `text` in `[disclosure]`, or set `spoken = false` there";
    Some(Diagnostic::warning("disclosure-unspoken", what).at(&script.path).hint(hint))
}

/// Warns, once for all, of numbers that a synthetic voice gets as they are written.
pub(super) fn not_normalised(script: &ScriptFile<'_>, plan: &Plan) -> Option<Diagnostic> {
    let synthetic = |planned: &&PlannedUtterance| plan.voices[planned.voice].synthetic;
    let texts = plan.utterances.iter().filter(synthetic).map(|planned| planned.utterance.spoken.as_str());
    unnormalised::warning(script.manifest.script.language.as_deref(), texts, &script.path)
}

#[cfg(test)]
mod tests {
    use super::may_quote;

    #[test]
    fn finds_the_quotation_marks_of_every_language() {
        for text in
            ["« Non. »", "—No.", "„Nein.“", "‘Veiligheid gaat voor’, aldus De Boer.", "‚Nein.‘", "「はい」"]
        {
            assert!(may_quote(text), "{text}");
        }
        for text in ["De brug is dicht.", "’s Avonds is de brug dicht.", "L’eau est froide."] {
            assert!(!may_quote(text), "{text}");
        }
    }
}
