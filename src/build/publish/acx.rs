//! Warns of everything that ACX would reject: in the episode, or in each chapter if each is a file of its own.

use std::io;
use std::ops::Range;

use super::super::layout::LaidOut;
use super::super::script_file::ScriptFile;
use super::staging::Staging;
use crate::base::config::Preset;
use crate::base::diagnostic::Diagnostic;
use crate::base::files::FileError;
use crate::mixer::{self, Report};
use crate::outputs::{Chapter, WAV};

/// Returns the warnings for the mixed WAV in the staging folder; none without the preset `acx`. `parts` are the chapters.
pub(super) fn warnings(
    script: &ScriptFile<'_>,
    laid_out: &LaidOut,
    report: &Report,
    parts: &[Chapter],
    staging: &Staging,
) -> Result<Vec<Diagnostic>, FileError> {
    if script.manifest.mix.preset != Preset::Acx {
        return Ok(Vec::new());
    }
    let warning = |what: String| {
        Diagnostic::warning("acx-failed", format!("ACX would reject the file: {what}")).at(&script.path).hint(
            "change `[pauses]` for silence, `rate` in `[mix]` for the rate, or the voice for noise and level",
        )
    };
    if script.manifest.outputs.chapter_files.is_empty() {
        let failures = failures(laid_out, report, &(0..laid_out.timeline.length));
        return Ok(failures.into_iter().map(warning).collect());
    }
    let wav = staging.path(WAV);
    let mut warnings = Vec::new();
    for (nth, part) in parts.iter().enumerate() {
        let range = part.start..part.end;
        let report = mixer::part_report(&wav, &range)
            .map_err(|error| FileError::new("read", &wav, io::Error::other(error)))?;
        let failures = failures(laid_out, &report, &range).into_iter();
        warnings.extend(failures.map(|what| warning(format!("chapter {}: {what}", nth + 1))));
    }
    Ok(warnings)
}

/// Lists the failures of a part of the episode.
fn failures(laid_out: &LaidOut, report: &Report, part: &Range<u64>) -> Vec<String> {
    let timeline = &laid_out.timeline;
    let heard = timeline.placements.iter().copied().chain(laid_out.cues.iter().map(|cue| cue.span));
    let heard = heard.filter(|span| span.end > part.start && span.start < part.end);
    let first = heard.clone().map(|span| span.start.max(part.start)).min();
    let last = heard.map(|span| span.end.min(part.end)).max();
    let seconds = |frames: u64| frames as f64 / f64::from(timeline.rate);
    let head = seconds(first.unwrap_or(part.start) - part.start);
    let tail = seconds(part.end - last.unwrap_or(part.start));
    let mut failures = mixer::acx_failures(report);
    failures.extend(mixer::acx_format_failures(timeline.rate, head, tail));
    failures
}
