//! Listeners are told when what they hear is synthetic: in a line at the beginning, and in every file.

use super::Plan;
use crate::outputs::DISCLOSURE;
use crate::project::Project;
use crate::script::{NARRATOR, Segment};

/// How much of an episode is synthetic speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    None,
    Part,
    All,
}

pub(super) fn share(project: &Project, plan: &Plan) -> Share {
    let synthetic = |line: &super::Line| {
        let name = &plan.voices[line.voice].name;
        project.voices.get(name).is_some_and(|voice| voice.is_synthetic())
    };
    match plan.lines.iter().filter(|line| synthetic(line)).count() {
        0 => Share::None,
        count if count == plan.lines.len() => Share::All,
        _ => Share::Part,
    }
}

/// The line at the beginning and the voice that speaks it; `None` when nothing is synthetic, or it is left out.
pub(super) fn line(project: &Project, plan: &Plan) -> Option<(Segment, String)> {
    let settings = &project.manifest.disclosure;
    let share = share(project, plan);
    if share == Share::None || !settings.spoken {
        return None;
    }
    let own = || sentence(share, project.manifest.script.language.as_deref()).to_string();
    let text = settings.text.clone().unwrap_or_else(own);
    let synthetic = |name: &&String| project.voices.get(name).is_some_and(|voice| voice.is_synthetic());
    let names = plan.cast.get(NARRATOR).into_iter().chain(plan.voices.iter().map(|voice| &voice.name));
    let voice = settings.voice.clone().or_else(|| names.into_iter().find(synthetic).cloned())?;
    let segment =
        Segment { id: Some(DISCLOSURE.into()), speaker: NARRATOR.into(), text, ..Segment::default() };
    Some((segment, voice))
}

/// The same for the eye, in the files; empty where nothing is synthetic.
pub(super) fn sentence(share: Share, language: Option<&str>) -> &'static str {
    let german = language.is_some_and(|tag| tag.to_ascii_lowercase().starts_with("de"));
    match (share, german) {
        (Share::None, _) => "",
        (Share::All, false) => "This audio edition is read by synthetic voices.",
        (Share::Part, false) => "Parts of this audio edition are read by synthetic voices.",
        (Share::All, true) => "Diese Hörfassung wird von künstlichen Stimmen gelesen.",
        (Share::Part, true) => "Teile dieser Hörfassung werden von künstlichen Stimmen gelesen.",
    }
}
