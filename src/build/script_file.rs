//! Puts diagnostics at their place in script.toml: a segment, a speaker of the cast, a cue.

use std::path::PathBuf;

use crate::base::diagnostic::Diagnostic;
use crate::project::Project;
use crate::script::file::Manifest;

/// Code of the error for a cue that cannot be played.
pub(super) const UNPLAYABLE_CUE: &str = "cue-unplayable";

/// script.toml: its content, and its path as diagnostics show it.
pub(super) struct ScriptFile<'a> {
    pub(super) path: PathBuf,
    pub(super) manifest: &'a Manifest,
}

impl<'a> ScriptFile<'a> {
    /// Returns the script.toml of a project.
    pub(super) fn of(project: &'a Project) -> Self {
        Self { path: project.script_path(), manifest: &project.manifest }
    }

    /// Puts a problem at a segment. The disclosure is not a segment of script.toml: its index is the one after the last,
    /// and its place is the line of its settings.
    pub(super) fn at_segment(&self, index: usize, problem: Diagnostic) -> Diagnostic {
        let problem = problem.at(&self.path);
        match self.manifest.lines.get(index) {
            Some(&line) => problem.segment(index + 1).line(line),
            None => at_line(problem, self.manifest.disclosure_line.as_ref()),
        }
    }

    /// Puts a problem at a speaker's line of `[cast]`, if there is one.
    pub(super) fn at_speaker(&self, speaker: &str, problem: Diagnostic) -> Diagnostic {
        at_line(problem.at(&self.path), self.manifest.cast_lines.get(speaker))
    }

    /// Puts a problem at `[verify]`.
    pub(super) fn at_verify(&self, problem: Diagnostic) -> Diagnostic {
        at_line(problem.at(&self.path), self.manifest.verify_line.as_ref())
    }

    /// Returns the error for a cue that cannot be played. `nth` is the cue's index in the manifest.
    pub(super) fn unplayable_cue(&self, nth: usize, why: &str) -> Diagnostic {
        let cue = &self.manifest.cues[nth];
        let what = format!("cue `{}` cannot be played: `{}`", cue.name, cue.file.display());
        let problem = Diagnostic::error(UNPLAYABLE_CUE, what).at(&self.path).why(why);
        let problem =
            problem.hint("set `file` to a sound file in the project: WAV, FLAC, MP3, Ogg, Opus, M4A or AIFF");
        at_line(problem, self.manifest.cue_lines.get(nth))
    }
}

fn at_line(problem: Diagnostic, line: Option<&usize>) -> Diagnostic {
    match line {
        Some(&line) => problem.line(line),
        None => problem,
    }
}
