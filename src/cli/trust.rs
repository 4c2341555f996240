//! `aloud trust`: shows and records what a project may run and send.

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::trust::{self, Need, Trust};
#[cfg(feature = "http")]
use aloud::project;
use aloud::voices::Voices;
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
    let root = &global.project;
    let (voices, problems) = Voices::load(root);
    let mut problems: Vec<Diagnostic> = problems.into_iter().map(|(_, problem)| problem).collect();
    let mut needs = Vec::new();
    for voice in voices.names().filter_map(|name| voices.get(name)) {
        match voice.need() {
            Ok(need) => needs.extend(need),
            Err(problem) => problems.push(problem),
        }
    }
    match of_model(global) {
        Ok(need) => needs.extend(need),
        Err(found) => problems.extend(found),
    }
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

#[cfg(feature = "http")]
fn of_model(global: &Global) -> Result<Option<Need>, Vec<Diagnostic>> {
    // A folder of voices may have no script.toml.
    if !project::script_path(&global.project).exists() {
        return Ok(None);
    }
    let Some(ask) = project::read_manifest(&global.project)?.ask else { return Ok(None) };
    aloud::base::http::Chat::need(&ask).map_err(|error| {
        let problem = Diagnostic::error(error.code, error.what).at(project::script_path(&global.project));
        vec![problem.hint(error.hint)]
    })
}

#[cfg(not(feature = "http"))]
fn of_model(_global: &Global) -> Result<Option<Need>, Vec<Diagnostic>> {
    Ok(None)
}
