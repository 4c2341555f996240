//! Speaks a plan to its end: if a voice fails while it speaks, its fallback speaks those segments in this build.

use std::mem;

use super::options::{Event, Options};
use super::plan::{FailedVoices, Plan, as_fallback_warning, plan_without};
use super::script_file::ScriptFile;
use super::speak::{SpeakError, Takes, takes};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::Project;

/// Speaks what is missing. Returns the plan that was carried out, and its takes.
///
/// If a voice fails, its segments are planned again with its fallback, and so on along the chain of fallbacks. The next
/// build tries the voice itself again: a service that was down for an hour must not change the cast.
pub(super) fn speak_missing(
    project: &Project,
    mut plan: Plan,
    options: &Options<'_>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<(Plan, Takes), Error> {
    let (store, script) = (project.store(), ScriptFile::of(project));
    let mut failed_voices = FailedVoices::new();
    let mut spent = 0.0;
    loop {
        check_limit(&plan, spent, options.limit)?;
        on(Event::Planned(&plan));
        let failures = match takes(&store, &script, &plan, options, on) {
            Ok(takes) => return Ok((plan, takes)),
            Err(SpeakError::Cancelled) => return Err(Error::Cancelled),
            Err(SpeakError::Store(error)) => return Err(error.into()),
            Err(SpeakError::Voices(failures)) => failures,
        };
        let failed_takes = failures.iter().map(|failure| failure.key).collect();
        spent += plan.cost_without(&failed_takes);
        if failures.iter().any(|failure| plan.voices[failure.voice].fallback.is_none()) {
            return Err(Error::Problems(failures.into_iter().map(|failure| failure.problem).collect()));
        }
        for failure in failures {
            let voice = &plan.voices[failure.voice];
            let fallback = voice.fallback.as_deref().unwrap_or_default();
            on(Event::Warning(&as_fallback_warning(failure.problem, fallback)));
            // The same words in another segment have the same take, and would fail as well.
            let same_take = plan.utterances.iter().filter(|planned| planned.key == failure.key);
            failed_voices.extend(same_take.map(|planned| (planned.segment, voice.name.clone())));
        }
        let reported = mem::take(&mut plan.warnings);
        plan = plan_without(project, &failed_voices);
        let new = plan.warnings.iter().filter(|warning| !reported.contains(warning));
        new.for_each(|warning| on(Event::Warning(warning)));
        if !plan.problems.is_empty() {
            return Err(Error::Problems(plan.problems));
        }
    }
}

/// Returns an error if speaking the plan would cost more than the limit, together with what this build has spent.
pub(super) fn check_limit(plan: &Plan, spent: f64, limit: Option<f64>) -> Result<(), Diagnostic> {
    let cost = plan.cost();
    match limit {
        Some(limit) if cost > 0.0 && spent + cost > limit => {
            let digits = distinct_digits(spent + cost, limit);
            let already = if spent > 0.0 { format!(" more, after {spent:.digits$}") } else { String::new() };
            let what =
                format!("speaking would cost {cost:.digits$}{already}, and the limit is {limit:.digits$}");
            Err(Diagnostic::error("cost-limit", what).hint("`aloud plan` shows the cost of each voice"))
        }
        _ => Ok(()),
    }
}

/// Returns the digits after the point, 2 or more, with which two amounts look different: "0.00, and the limit is 0.00" explains
/// nothing.
fn distinct_digits(a: f64, b: f64) -> usize {
    (2..9).find(|digits| format!("{a:.digits$}") != format!("{b:.digits$}")).unwrap_or(9)
}
