//! `aloud batch`: makes projects and episodes of many articles.

use std::env;
use std::path::Path;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::trust::Trust;
use aloud::build::{
    self, ArticleReport, ArticleState, BatchEvent, BatchOptions, Event, Outcome, Shard, UnsurePolicy,
};
use aloud::project::user_config::UserConfig;
use serde_json::json;

use super::arg_values::Unsure;
use super::args::{Batch, Global};
use super::build::{cancel_on_ctrl_c, threads};
use super::common::{self, counted, length};

pub fn run(args: &Batch, global: &Global) -> Result<(), Error> {
    let shard = shard(args, &|name| env::var(name).ok())?;
    let folder = args.manifest.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let options = BatchOptions {
        articles: args.articles.as_deref().unwrap_or(folder),
        unsure: match args.unsure {
            Unsure::Narrate => UnsurePolicy::Narrate,
            Unsure::Best => UnsurePolicy::Best,
            Unsure::Hold => UnsurePolicy::Hold,
        },
        shard,
        jobs: threads(args.jobs),
        cancel: cancel_on_ctrl_c()?,
        limit: args.limit,
        defaults: UserConfig::of_user().map_err(Error::Problems)?.defaults,
        trust: global.trust.then(Trust::everything),
    };
    let counts =
        build::batch(&args.manifest, &args.output, &options, &mut |event| show(&event, args, global))?;
    if global.json {
        common::print_json(&json!({
            "event": "batch", "made": counts.made, "held": counts.held, "failed": counts.failed, "shard": shard,
        }));
    } else {
        errln!("{}, {} held, {} failed", counted(counts.made, "episode"), counts.held, counts.failed);
    }
    if counts.failed == 0 {
        return Ok(());
    }
    let what = format!("{} of the batch failed", counted(counts.failed, "article"));
    let hint =
        "fix what the report says and run the same command again; finished episodes are not built again";
    Err(Diagnostic::error("batch-incomplete", what).at(&args.output).hint(hint).into())
}

fn show(event: &BatchEvent<'_>, args: &Batch, global: &Global) {
    match event {
        BatchEvent::Done { report, outcome } if global.json => show_json(report, *outcome),
        BatchEvent::Done { report, .. } => show_done(report, args),
        BatchEvent::Build { id, event: Event::Warning(warning) } if global.verbose && !global.json => {
            err_escaped!("{id}: {warning}");
        }
        BatchEvent::Build { id, event: Event::Waiting } if !global.json => {
            errln!("{id}: waiting for another build of this project");
        }
        BatchEvent::Build { .. } => {}
    }
}

fn show_json(report: &ArticleReport, outcome: Option<&Outcome>) {
    let mut object = json!({
        "event": "article",
        "spoken": outcome.map(|outcome| outcome.spoken),
        "reused": outcome.map(|outcome| outcome.reused),
    });
    if let (Some(object), Ok(serde_json::Value::Object(report))) =
        (object.as_object_mut(), serde_json::to_value(report))
    {
        object.extend(report);
    }
    common::print_json(&object);
}

fn show_done(report: &ArticleReport, args: &Batch) {
    let id = report.id.as_deref().unwrap_or("-");
    let quotes = || counted(report.unsure, "quote");
    match report.state {
        ArticleState::Made => {
            let unsure = match report.unsure {
                0 => String::new(),
                _ => format!(", {} of unsure speakers", quotes()),
            };
            errln!("{id}: {}{unsure}", length(report.seconds.unwrap_or_default()));
        }
        ArticleState::Held => {
            let folder = args.output.join(id);
            errln!("{id}: held for {} of unsure speakers; `aloud -C {} review`", quotes(), folder.display());
        }
        ArticleState::Failed => {
            report.problems.iter().for_each(|problem| err_escaped!("{id}: {problem}"));
        }
    }
}

/// Variables of schedulers with the index of a task in an array.
const INDICES: [&str; 3] = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX"];

/// Returns the shard that the options and the scheduler name.
fn shard(args: &Batch, variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, Diagnostic> {
    let number = |name: &str| variable(name)?.trim().parse::<u32>().ok();
    let found = INDICES.iter().find_map(|name| Some((*name, number(name)?)));
    let (index, count) = match (args.shards, args.shard, found) {
        (Some(1), None, _) | (None, _, None) => return Ok(Shard::WHOLE),
        (Some(count), Some(index), _) => (index, count),
        (Some(count), None, Some((_, index))) => (index, count),
        (Some(_), None, None) => {
            let hint = format!(
                "add `--shard I`, or run it as a task of an array, which sets {}",
                INDICES.join(", ")
            );
            return Err(Diagnostic::error("shard-missing", "`--shards` is given without a shard").hint(hint));
        }
        (None, _, Some((name, index))) => {
            // A task that is submitted again alone (`--array=3`) has a count of 1. Its shard would be another one.
            let counts =
                [("SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MAX"), ("AWS_BATCH_JOB_ARRAY_SIZE", "")];
            let whole = |(count, last): &(&str, &str)| {
                let count = number(count)?;
                (last.is_empty() || number(last)?.checked_add(1)? == count).then_some(count)
            };
            let count = counts.iter().find_map(whole).ok_or_else(|| {
                let what = format!("`{name}` is set, but the number of shards is not known");
                Diagnostic::error("shard-missing", what)
                    .hint("add `--shards N`, the number of tasks of the whole array")
            })?;
            (index, count)
        }
    };
    Shard::new(index, count).ok_or_else(|| {
        Diagnostic::error("shard-invalid", format!("there is no shard {index} of {count}"))
            .hint(format!("shards are counted from 0: number the tasks of the array from 0 to {}", count - 1))
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::args::{Args, Command};
    use super::*;

    fn of(options: &str, variables: &[(&str, &str)]) -> Result<(u32, u32), &'static str> {
        let line = format!("aloud batch m.jsonl -o out {options}");
        let Some(Command::Batch(args)) = Args::parse_from(line.split_whitespace()).command else { panic!() };
        let variable =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string());
        shard(&args, &variable).map(|shard| (shard.index(), shard.count())).map_err(|problem| problem.code)
    }

    #[test]
    fn takes_the_shard_from_the_options_or_the_scheduler() {
        let slurm = |id, last, count| {
            vec![
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_MAX", last),
                ("SLURM_ARRAY_TASK_COUNT", count),
            ]
        };
        assert_eq!(of("", &[]), Ok((0, 1)));
        assert_eq!(of("--shards 4 --shard 3", &slurm("1", "7", "8")), Ok((3, 4)), "options come first");
        assert_eq!(of("", &slurm("2", "7", "8")), Ok((2, 8)));
        assert_eq!(
            of("--shards 8", &slurm("3", "3", "1")),
            Ok((3, 8)),
            "a task that is submitted again alone"
        );
        assert_eq!(of("", &slurm("3", "3", "1")), Err("shard-missing"));
        assert_eq!(of("", &slurm("0", "0", "1")), Ok((0, 1)), "an array of one task");
        assert_eq!(of("--shards 8", &slurm("8", "8", "8")), Err("shard-invalid"), "counted from 1");
        assert_eq!(of("--shards 5", &[("JOB_COMPLETION_INDEX", "4")]), Ok((4, 5)));
        assert_eq!(of("", &[("JOB_COMPLETION_INDEX", "4")]), Err("shard-missing"));
        let aws = [("AWS_BATCH_JOB_ARRAY_INDEX", "1"), ("AWS_BATCH_JOB_ARRAY_SIZE", "2")];
        assert_eq!(of("", &aws), Ok((1, 2)));
        assert_eq!(of("--shards 2", &[]), Err("shard-missing"));
    }
}
