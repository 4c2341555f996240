//! Listeners are told when what they hear is synthetic: in a line at the beginning, and in every file.

use super::Plan;
use crate::language::primary;
use crate::outputs::DISCLOSURE;
use crate::project::Project;
use crate::script::{NARRATOR, Segment};

/// How much of an episode is synthetic speech.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Share {
    /// Nothing: people speak, or nobody.
    #[default]
    None,
    /// Some of it.
    Part,
    /// All of it.
    All,
}

pub(super) fn share(plan: &Plan) -> Share {
    match plan.lines.iter().filter(|line| plan.voices[line.voice].synthetic).count() {
        0 => Share::None,
        count if count == plan.lines.len() => Share::All,
        _ => Share::Part,
    }
}

/// The line at the beginning and the voice that speaks it; `None` when nothing is synthetic, or it is left out.
pub(super) fn line(project: &Project, plan: &Plan) -> Option<(Segment, String)> {
    let settings = &project.manifest.disclosure;
    if plan.synthetic == Share::None || !settings.spoken {
        return None;
    }
    let own = || sentence(plan.synthetic, project.manifest.script.language.as_deref()).to_string();
    let text = settings.text.clone().unwrap_or_else(own);
    let mut synthetic = plan.voices.iter().filter(|voice| voice.synthetic).map(|voice| &voice.name);
    let narrators = plan.cast.get(NARRATOR).filter(|name| synthetic.clone().any(|other| other == *name));
    let voice = settings.voice.as_ref().or(narrators).or_else(|| synthetic.next())?.clone();
    let segment =
        Segment { id: Some(DISCLOSURE.into()), speaker: NARRATOR.into(), text, ..Segment::default() };
    Some((segment, voice))
}

/// The same for the eye, in the files; empty where nothing is synthetic.
pub(in crate::build) fn sentence(share: Share, language: Option<&str>) -> &'static str {
    let german = language.and_then(primary) == Some("de");
    match (share, german) {
        (Share::None, _) => "",
        (Share::All, false) => "This audio edition is read by synthetic voices.",
        (Share::Part, false) => "Parts of this audio edition are read by synthetic voices.",
        (Share::All, true) => "Diese Hörfassung wird von künstlichen Stimmen gelesen.",
        (Share::Part, true) => "Teile dieser Hörfassung werden von künstlichen Stimmen gelesen.",
    }
}
