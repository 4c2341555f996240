//! Voices that fail while they speak: their fallbacks stand in for them, so that the episode is made all the same.

use std::mem;

use super::super::plan::{self, Fallen, meanwhile};
use super::super::{Event, Options, Plan};
use super::{Failed, Failure, Takes, takes};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::Project;

/// Speaks what is missing. A segment whose voice fails is planned anew with the voice's fallback, and so on along the
/// chain; the next build tries the voice itself again. Gives the plan that was carried out.
pub(in crate::build) fn speak_missing(
    project: &Project,
    mut plan: Plan,
    options: &Options<'_>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<(Plan, Takes), Error> {
    let mut fallen = Fallen::new();
    let mut spent = 0.0;
    loop {
        within_limit(&plan, spent, options)?;
        on(Event::Planned(&plan));
        let failures = match takes(project, &plan, options, on) {
            Ok(takes) => return Ok((plan, takes)),
            Err(Failed::Cancelled) => return Err(Error::Cancelled),
            Err(Failed::Store(error)) => return Err(error.into()),
            Err(Failed::Voices(failures)) => failures,
        };
        let failed = failures.iter().map(|failure| failure.key).collect();
        spent += plan.cost_without(&failed);
        let stand_in = |failure: &Failure| project.voices.get(&failure.voice)?.fallback.clone();
        if failures.iter().any(|failure| stand_in(failure).is_none()) {
            return Err(Error::Problems(failures.into_iter().map(|failure| failure.problem).collect()));
        }
        for failure in failures {
            let spoken_by = stand_in(&failure).unwrap_or_default();
            on(Event::Warning(&meanwhile(failure.problem, &spoken_by)));
            // Wherever else the same is to be said it would fail as well.
            let same = plan.lines.iter().filter(|line| line.key == failure.key);
            fallen.extend(same.map(|line| (line.segment, failure.voice.clone())));
        }
        let told = mem::take(&mut plan.warnings);
        plan = plan::plan_without(project, &fallen);
        plan.warnings.iter().filter(|warning| !told.contains(warning)).for_each(|w| on(Event::Warning(w)));
        if !plan.problems.is_empty() {
            return Err(Error::Problems(plan.problems));
        }
    }
}

fn within_limit(plan: &Plan, spent: f64, options: &Options<'_>) -> Result<(), Diagnostic> {
    let cost = plan.cost();
    match options.limit {
        Some(limit) if cost > 0.0 && spent + cost > limit => {
            let already = if spent > 0.0 { format!(" more, after {spent:.2}") } else { String::new() };
            let what = format!("speaking would cost {cost:.2}{already}, and the limit is {limit:.2}");
            Err(Diagnostic::error("todo", what).hint("`aloud plan` tells what costs how much"))
        }
        _ => Ok(()),
    }
}
