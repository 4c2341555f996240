//! `aloud levels`

use std::collections::BTreeMap;

use aloud::diagnostic::Diagnostic;
use aloud::episode::BuildError;
use aloud::files;
use aloud::project::{self, OUT};
use aloud::script::manifest::{self, Gains};
use serde_json::Value;

use super::args::{Global, Levels};

/// Says what gains the episode has, and writes them into script.toml or takes them out.
pub fn run(args: &Levels, global: &Global) -> Result<(), BuildError> {
    let path = project::script_path(&global.project);
    project::read_manifest(&global.project).map_err(BuildError::Problems)?;
    if args.release {
        return amend(&path, None);
    }
    let episode = global.project.join(OUT).join("episode.json");
    let described: Value =
        serde_json::from_slice(&std::fs::read(&episode).unwrap_or_default()).unwrap_or_default();
    let gains = gains(&described).ok_or_else(|| {
        Diagnostic::error("there is no episode yet whose levels are known")
            .at(&episode)
            .hint("`aloud build` makes it")
    })?;
    if args.hold {
        return amend(&path, Some(&gains));
    }
    print(&described, &gains, global);
    Ok(())
}

/// Gains that an episode was mixed with; `None` when it does not tell.
fn gains(described: &Value) -> Option<Gains> {
    let voice = |voice: &Value| Some((voice["name"].as_str()?.to_string(), voice["gain_db"].as_f64()?));
    let voices: BTreeMap<String, f64> = described["voices"].as_array()?.iter().filter_map(voice).collect();
    Some(Gains { episode: described["levels"]["gain_db"].as_f64()?, voices })
}

fn amend(path: &std::path::Path, gains: Option<&Gains>) -> Result<(), BuildError> {
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

fn print(described: &Value, gains: &Gains, global: &Global) {
    if global.json {
        return super::print_json(&serde_json::json!({
            "episode": gains.episode, "voices": gains.voices, "levels": described["levels"],
        }));
    }
    for voice in described["voices"].as_array().into_iter().flatten() {
        let name = voice["name"].as_str().unwrap_or_default();
        let lufs = voice["loudness"].as_f64().map_or("silent".into(), |lufs| format!("{lufs:.1} LUFS"));
        let gain = gains.voices.get(name).map_or("each take its own".into(), |gain| format!("{gain:+.1} dB"));
        println!("{name:16} {lufs:>12}  {gain}");
    }
    let lufs =
        described["levels"]["loudness"].as_f64().map_or("silent".into(), |lufs| format!("{lufs:.1} LUFS"));
    println!("{:16} {lufs:>12}  {:+.1} dB", "the episode", gains.episode);
}
