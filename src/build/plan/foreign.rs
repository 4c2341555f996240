//! Voices that do not speak the language of the episode, as far as their backends know what they speak.

use super::{Line, Plan};
use crate::base::diagnostic::Diagnostic;
use crate::language::{UNDETERMINED, primary};
use crate::project::Project;

/// One warning for all voices that are to speak a language which is not theirs.
pub(super) fn remark(project: &Project, plan: &Plan) -> Option<Diagnostic> {
    let tag = project.manifest.script.language.as_deref()?;
    let language = primary(tag).filter(|language| *language != UNDETERMINED)?;
    let is_foreign = |voice: usize| {
        let languages = plan.voices.get(voice).map_or(&[][..], |v| v.backend.capabilities().languages);
        !languages.is_empty() && !languages.contains(&language)
    };
    let lines: Vec<&Line> = plan.lines.iter().filter(|line| is_foreign(line.voice)).collect();
    let spoken = |voice: &usize| lines.iter().any(|line| line.voice == *voice);
    let voices: Vec<usize> = (0..plan.voices.len()).filter(spoken).collect();
    let first = plan.voices.get(*voices.first()?)?;
    let names: Vec<String> = voices.iter().map(|voice| format!("`{}`", plan.voices[*voice].name)).collect();
    let what = format!("the episode is in `{tag}`, and {} cannot speak it", names.join(" and "));
    let known = first.backend.capabilities().languages.join("`, `");
    let why =
        format!("backend `{}` knows `{known}` alone, and reads all else as if it were that", first.kind);
    let hint = format!(
        "make a voice of that language, such as `voices/NAME/voice.toml` with `backend = \"command\"` and `command = \
         [\"espeak-ng\", \"-v\", \"{language}\", \"-f\", \"{{text_file}}\", \"-w\", \"{{out}}\"]`, and name it in `[cast]`"
    );
    Some(Diagnostic::warning("todo", what).at(project.script_path()).why(why).hint(hint))
}
