//! `aloud prune`: deletes takes that no segment uses.

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::build;
use aloud::takes::Limits;
use serde_json::json;

use super::args::{Global, Prune};
use super::common;
use super::progress::Progress;

pub fn run(args: &Prune, global: &Global) -> Result<(), Error> {
    if args.older_than.is_none() && args.larger_than.is_none() {
        return Err(Diagnostic::error("prune-limit-missing", "no limit is set for the takes to keep")
            .hint("set `--older-than 30d`, `--larger-than 2GB`, or both")
            .into());
    }
    let project = common::load(global)?;
    let limits = Limits { older_than: args.older_than, larger_than: args.larger_than };
    let mut progress = Progress::new(global, build::Target::Published);
    let pruned = build::prune(&project, &limits, args.dry_run, &mut |event| progress.show(&event))?;
    let bytes: u64 = pruned.iter().map(|take| take.bytes).sum();
    if global.json {
        common::print_json(
            &json!({"event": "pruned", "takes": pruned.len(), "bytes": bytes, "dry_run": args.dry_run}),
        );
        return Ok(());
    }
    if global.verbose {
        pruned.iter().for_each(|take| outln!("{}  {}", &take.key[..12.min(take.key.len())], take.spoken));
    }
    let would = if args.dry_run { "would be " } else { "" };
    let takes = common::counted(pruned.len(), "take");
    errln!("{takes} {would}deleted, {:.1} MB", bytes as f64 / 1e6);
    Ok(())
}
