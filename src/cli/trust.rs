//! `aloud trust`: shows and records what a project may run and send.

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::trust::{self, Need, Trust};
use aloud::project::needs::{self, Needs};
use serde_json::json;

use super::args::{self, Global};
use super::common::{self, counted};

pub fn run(args: &args::Trust, global: &Global) -> Result<(), Error> {
    let root = &global.project;
    if args.revoke {
        let removed = trust::revoke(root).map_err(Diagnostic::from)?;
        print_revoked(removed, global);
        return Ok(());
    }
    let needs = needs(global)?;
    if args.list {
        let trust = common::trust(global);
        needs.iter().for_each(|need| print_state(need, &trust, global));
    } else {
        let path = trust::record(root, needs.clone()).map_err(Diagnostic::from)?;
        if global.json {
            common::print_json(&json!({"event": "trusted", "needs": needs, "record": path}));
            return Ok(());
        }
        needs.iter().for_each(|need| errln!("trusted: {need}"));
    }
    if needs.is_empty() && !global.json {
        errln!(
            "the project needs no trust: it runs no program, and sends text only to services whose keys it names"
        );
    }
    Ok(())
}

fn print_revoked(removed: bool, global: &Global) {
    match removed {
        _ if global.json => common::print_json(&json!({"event": "revoked", "removed": removed})),
        true => errln!("the project is not trusted any more"),
        false => errln!("the project was not trusted"),
    }
}

fn print_state(need: &Need, trust: &Trust, global: &Global) {
    let trusted = trust.allows(need);
    if global.json {
        common::print_json(&json!({"need": need, "trusted": trusted}));
    } else {
        outln!("{:11}  {need}", if trusted { "trusted" } else { "not trusted" });
    }
}

/// Returns all needs of the project: those of all its voices, and of its language model.
fn needs(global: &Global) -> Result<Vec<Need>, Error> {
    let Needs { needs, mut problems } = needs::needs(&global.project);
    if problems.iter().any(Diagnostic::is_error) {
        problems.push(
            Diagnostic::error(
                "trust-incomplete",
                format!("{} prevent trust", counted(problems.len(), "problem")),
            )
            .hint("fix the errors above, and run `aloud trust` again; nothing was recorded"),
        );
        return Err(Error::Problems(problems));
    }
    common::print_problems(&problems, global);
    Ok(needs)
}
