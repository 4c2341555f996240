//! `aloud levels`: shows, locks and unlocks the gains.

use aloud::base::error::Error;
use aloud::base::files::ProjectPath;
use aloud::outputs::description::Description;
use aloud::project::edit;
use aloud::project::{self, OUT};
use aloud::script::file::Gains;
use serde_json::json;

use super::args::{Global, Levels};
use super::common;
use super::progress;

pub fn run(args: &Levels, global: &Global) -> Result<(), Error> {
    let root = &global.project;
    project::read_manifest(root).map_err(Error::Problems)?;
    if args.hold {
        let locked = progress::with_lock(global, |wait| edit::lock_gains(root, wait))?;
        print_locked(Some(&locked), global);
    } else if args.release {
        progress::with_lock(global, |wait| edit::unlock_gains(root, wait))?;
        print_locked(None, global);
    } else {
        let described = Description::read(&ProjectPath::root(root).join(OUT))?;
        print(&described, &edit::mixed_gains(&described), global);
    }
    Ok(())
}

fn print_locked(gains: Option<&Gains>, global: &Global) {
    match gains {
        Some(gains) if global.json => {
            common::print_json(&json!({"event": "held", "episode": gains.episode, "voices": gains.voices}))
        }
        None if global.json => common::print_json(&json!({"event": "released"})),
        Some(_) => errln!("the gains are locked: an edit does not change the rest of the mix"),
        None => errln!("the gains are unlocked: every build calculates them again"),
    }
}

fn print(described: &Description, gains: &Gains, global: &Global) {
    let levels = &described.levels;
    if global.json {
        return common::print_json(&json!({
            "episode": gains.episode, "voices": gains.voices, "loudness": levels.loudness,
        }));
    }
    for voice in &described.voices {
        let gain = voice.gain_db.map_or("one gain per take".into(), |gain| format!("{gain:+.1} dB"));
        outln!("{:16} {:>12}  {gain}", voice.name, loudness_text(voice.loudness));
    }
    outln!("{:16} {:>12}  {:+.1} dB", "the episode", loudness_text(levels.loudness), gains.episode);
}

fn loudness_text(loudness: Option<f64>) -> String {
    loudness.map_or("silent".into(), |lufs| format!("{lufs:.1} LUFS"))
}
