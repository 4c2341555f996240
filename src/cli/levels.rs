//! `aloud levels`

use aloud::base::error::Error;
use aloud::outputs::description::Description;
use aloud::project::edit;
use aloud::project::{self, OUT};
use aloud::script::file::Gains;
use serde_json::json;

use super::args::{Global, Levels};

/// Says what gains the episode has, and writes them into script.toml or takes them out.
pub fn run(args: &Levels, global: &Global) -> Result<(), Error> {
    let root = &global.project;
    project::read_manifest(root).map_err(Error::Problems)?;
    if args.hold {
        let held = super::amending(global, |wait| edit::hold(root, wait))?;
        tell_held(Some(&held), global);
    } else if args.release {
        super::amending(global, |wait| edit::release(root, wait))?;
        tell_held(None, global);
    } else {
        let described = Description::read(&root.join(OUT))?;
        print(&described, &edit::gains(&described), global);
    }
    Ok(())
}

fn tell_held(gains: Option<&Gains>, global: &Global) {
    match gains {
        Some(gains) if global.json => {
            super::print_json(&json!({"event": "held", "episode": gains.episode, "voices": gains.voices}))
        }
        None if global.json => super::print_json(&json!({"event": "released"})),
        Some(_) => eprintln!("these gains are held: an edit changes no sample elsewhere"),
        None => eprintln!("gains are found anew with every build"),
    }
}

fn print(described: &Description, gains: &Gains, global: &Global) {
    let levels = &described.levels;
    if global.json {
        return super::print_json(&json!({
            "episode": gains.episode, "voices": gains.voices, "loudness": levels.loudness,
        }));
    }
    let told = |loudness: Option<f64>| loudness.map_or("silent".into(), |lufs| format!("{lufs:.1} LUFS"));
    for voice in &described.voices {
        let gain = voice.gain_db.map_or("each take its own".into(), |gain| format!("{gain:+.1} dB"));
        println!("{:16} {:>12}  {gain}", voice.name, told(voice.loudness));
    }
    println!("{:16} {:>12}  {:+.1} dB", "the episode", told(levels.loudness), gains.episode);
}
