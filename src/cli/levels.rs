//! `aloud levels`

use std::path::Path;

use aloud::diagnostic::Diagnostic;
use aloud::episode::BuildError;
use aloud::files;
use aloud::outputs::description::{Description, Voice};
use aloud::project::{self, OUT};
use aloud::script::manifest::{self, Gains};
use serde_json::json;

use super::args::{Global, Levels};

/// Says what gains the episode has, and writes them into script.toml or takes them out.
pub fn run(args: &Levels, global: &Global) -> Result<(), BuildError> {
    let path = project::script_path(&global.project);
    project::read_manifest(&global.project).map_err(BuildError::Problems)?;
    if args.release {
        return amend(&path, None);
    }
    let described = Description::read(&global.project.join(OUT))?;
    let gains = gains(&described);
    if args.hold {
        return amend(&path, Some(&gains));
    }
    print(&described, &gains, global);
    Ok(())
}

/// Gains that an episode was mixed with.
fn gains(described: &Description) -> Gains {
    let voice = |voice: &Voice| Some((voice.name.clone(), voice.gain_db?));
    Gains { episode: described.levels.gain_db, voices: described.voices.iter().filter_map(voice).collect() }
}

fn amend(path: &Path, gains: Option<&Gains>) -> Result<(), BuildError> {
    let text = files::read_text(path)?;
    let amended = manifest::hold(&text, gains)
        .map_err(|error| Diagnostic::error(format!("script.toml cannot be amended: {error}")).at(path))?;
    files::write(path, amended.as_bytes())?;
    eprintln!(
        "{}",
        match gains {
            Some(_) => "these gains are held: an edit changes no sample elsewhere",
            None => "gains are found anew with every build",
        }
    );
    Ok(())
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
