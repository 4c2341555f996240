//! How messages name what they are about: a place in script.toml, a text by its first words.

use crate::base::diagnostic::Diagnostic;
use crate::project::Project;

/// Puts a problem at its segment of script.toml. The line that tells of synthetic speech stands behind the last, and in no
/// script.
pub(super) fn at_segment(project: &Project, index: usize, problem: Diagnostic) -> Diagnostic {
    let problem = problem.at(project.script_path());
    match project.manifest.lines.get(index) {
        Some(&line) => problem.segment(index + 1).line(line),
        None => at_line(problem, project.manifest.disclosure_line.as_ref()),
    }
}

/// Puts a problem at a speaker's line of the cast, as far as there is one.
pub(super) fn in_cast(project: &Project, speaker: &str, problem: Diagnostic) -> Diagnostic {
    let problem = problem.at(project.script_path());
    at_line(problem, project.manifest.cast_lines.get(speaker))
}

/// A cue that cannot be played.
pub(super) fn unplayable(project: &Project, nth: usize, why: &str) -> Diagnostic {
    let cue = &project.manifest.cues[nth];
    let what = format!("the cue `{}` cannot be played: `{}`", cue.name, cue.file.display());
    let problem = Diagnostic::error("todo", what).at(project.script_path()).why(why);
    let problem = problem.hint("a sound file in the project: WAV, FLAC, MP3, Ogg, Opus, M4A or AIFF");
    at_line(problem, project.manifest.cue_lines.get(nth))
}

fn at_line(problem: Diagnostic, line: Option<&usize>) -> Diagnostic {
    match line {
        Some(&line) => problem.line(line),
        None => problem,
    }
}

/// The first words of a text.
pub(super) fn short(text: &str) -> String {
    const CHARS: usize = 50;
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let flat = flat.trim_matches(['\u{201c}', '\u{201d}', '"']);
    if flat.chars().count() <= CHARS {
        return flat.to_string();
    }
    let mut cut: String = flat.chars().take(CHARS).collect();
    cut.truncate(cut.rfind(' ').unwrap_or(cut.len()));
    cut + "…"
}
