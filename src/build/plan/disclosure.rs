//! Discloses synthetic speech: a spoken sentence at the start of the episode, and a written one in its files.

use super::types::{Plan, PlannedUtterance, SyntheticShare, VoicePlan};
use crate::language::primary;
use crate::language::ui_texts::{has_ui_texts, ui_texts};
use crate::outputs::DISCLOSURE;
use crate::script::file::Manifest;
use crate::script::{NARRATOR, Segment};

/// Returns how many of the utterances are synthetic.
pub(super) fn share(utterances: &[PlannedUtterance], voices: &[VoicePlan]) -> SyntheticShare {
    match utterances.iter().filter(|utterance| voices[utterance.voice].synthetic).count() {
        0 => SyntheticShare::None,
        count if count == utterances.len() => SyntheticShare::All,
        _ => SyntheticShare::Part,
    }
}

/// Returns the spoken disclosure and its voice; `None` if nothing is synthetic, or `[disclosure]` turns it off.
///
/// A synthetic voice speaks it, so a person never has to: the narrator's if it is synthetic, else the first one. A voice of another
/// language than the sentence does not, if there is a choice. In a language without a sentence of its own, the English one is spoken
/// only by an English voice: a Polish voice would make noise of it.
pub(super) fn segment(manifest: &Manifest, plan: &Plan, voices: &[VoicePlan]) -> Option<(Segment, String)> {
    let settings = &manifest.disclosure;
    if plan.synthetic == SyntheticShare::None || !settings.spoken {
        return None;
    }
    let text = match &settings.text {
        Some(text) => text.clone(),
        None => sentence(plan.synthetic, manifest.script.language.as_deref()).to_string(),
    };
    let written = settings.text.is_some() || has_ui_texts(manifest.script.language.as_deref());
    let language = manifest.script.language.as_deref().and_then(primary).filter(|_| written).unwrap_or("en");
    let speaks = |voice: &&VoicePlan| match voice.backend.capabilities().languages {
        [] => written,
        languages => languages.contains(&language),
    };
    let narrator = plan.cast.get(NARRATOR);
    let mut synthetic: Vec<&VoicePlan> = voices.iter().filter(|voice| voice.synthetic).collect();
    // The narrator first, and those who speak the language before others.
    synthetic.sort_by_key(|voice| (!speaks(voice), Some(&voice.name) != narrator));
    let usual = synthetic.first().filter(|voice| written || speaks(voice)).map(|voice| &voice.name);
    let voice = settings.voice.as_ref().or(usual)?.clone();
    let segment =
        Segment { id: Some(DISCLOSURE.into()), speaker: NARRATOR.into(), text, ..Segment::default() };
    Some((segment, voice))
}

/// Returns the sentence that discloses synthetic speech; empty if there is none.
pub(in crate::build) fn sentence(share: SyntheticShare, language: Option<&str>) -> &'static str {
    let texts = ui_texts(language.unwrap_or("en"));
    match share {
        SyntheticShare::None => "",
        SyntheticShare::All => &texts.disclosure,
        SyntheticShare::Part => &texts.partial_disclosure,
    }
}
