//! `aloud undo`: brings back the file that a command amended.

use aloud::base::error::Error;
use aloud::project::edit::{self, Direction, Undone};
use serde_json::json;

use super::args::{Global, Undo};
use super::common;
use super::progress;

pub fn run(args: &Undo, global: &Global) -> Result<(), Error> {
    let direction = if args.redo { Direction::Redo } else { Direction::Undo };
    let Undone { command, file, .. } =
        progress::with_lock(global, |wait| edit::undo(&global.project, direction, args.force, wait))?;
    match direction {
        _ if global.json => {
            let event = if args.redo { "redone" } else { "undone" };
            common::print_json(&json!({"event": event, "command": command}));
        }
        Direction::Undo => {
            errln!("{file} is as it was before `{command}`; `aloud undo --redo` reverts this")
        }
        Direction::Redo => errln!("{file} is as it was after `{command}`"),
    }
    Ok(())
}
