//! `aloud store`: upkeep of the takes that several machines share.

use std::env;
use std::time::{Duration, SystemTime};

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::takes::{STORE_VARIABLE, SharedTakes};
use serde_json::json;

use super::args::Global;
use super::args::store::{Command, Store};
use super::common;

pub fn run(args: &Store, global: &Global) -> Result<(), Error> {
    let location = args.store.clone().or_else(|| env::var(STORE_VARIABLE).ok()).ok_or_else(|| {
        Diagnostic::error("store-missing", "no store of shared takes is named")
            .hint(format!("name it with `--store LOCATION`, or in the variable {STORE_VARIABLE}"))
    })?;
    let store = SharedTakes::open(&location)?;
    match args.command {
        Command::Stats => stats(&store, global),
        Command::Push => push(store, global),
        Command::Verify => verify(&store, &location, global),
        Command::Prune { older_than, dry_run } => prune(&store, older_than, dry_run, global),
    }
}

fn stats(store: &SharedTakes, global: &Global) -> Result<(), Error> {
    let stats = store.stats()?;
    let now = SystemTime::now();
    let days = |time| now.duration_since(time).unwrap_or_default().as_secs() / 86_400;
    let (oldest, newest) = stats.times.map_or((None, None), |(a, b)| (Some(days(a)), Some(days(b))));
    if global.json {
        common::print_json(&json!({
            "event": "stats", "takes": stats.takes, "bytes": stats.bytes,
            "oldest_days": oldest, "newest_days": newest,
        }));
        return Ok(());
    }
    outln!("{}, {:.1} MB", common::counted(stats.takes as usize, "take"), stats.bytes as f64 / 1e6);
    if let (Some(oldest), Some(newest)) = (oldest, newest) {
        let ago = |days| common::counted(days as usize, "day");
        outln!("the oldest is of {} ago, the newest of {} ago", ago(oldest), ago(newest));
    }
    Ok(())
}

fn push(store: SharedTakes, global: &Global) -> Result<(), Error> {
    let pushed = common::load(global)?.store().with_shared(Some(store)).push()?;
    if global.json {
        common::print_json(&json!({"event": "pushed", "takes": pushed}));
    } else {
        errln!("{} copied to the store", common::counted(pushed, "take"));
    }
    Ok(())
}

fn verify(store: &SharedTakes, location: &str, global: &Global) -> Result<(), Error> {
    let verified = store.verify()?;
    if global.json {
        common::print_json(
            &json!({"event": "verified", "whole": verified.whole, "damaged": verified.damaged}),
        );
    } else {
        errln!("{} whole", common::counted(verified.whole as usize, "take"));
    }
    let problems: Vec<_> = verified.damaged.iter().map(|name| damaged(location, name)).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::Problems(problems)) }
}

fn damaged(location: &str, name: &str) -> Diagnostic {
    Diagnostic::error("store-damaged", format!("the take `{location}/{name}` is damaged"))
        .hint("delete it, or leave it: the next build that needs it replaces it")
}

fn prune(store: &SharedTakes, age: Duration, dry_run: bool, global: &Global) -> Result<(), Error> {
    let removed = store.prune(age, dry_run)?;
    if global.json {
        common::print_json(&json!({
            "event": "pruned", "takes": removed.takes, "bytes": removed.bytes, "dry_run": dry_run,
        }));
        return Ok(());
    }
    let would = if dry_run { "would be " } else { "" };
    let takes = common::counted(removed.takes as usize, "take");
    errln!("{takes} {would}deleted, {:.1} MB", removed.bytes as f64 / 1e6);
    Ok(())
}
