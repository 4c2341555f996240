//! `aloud voices`

use aloud::diagnostic::Diagnostic;
use aloud::episode::BuildError;
use aloud::voices::Voices;
use serde_json::json;

use super::args::Global;

pub fn run(global: &Global) -> Result<(), BuildError> {
    let (voices, problems) = Voices::load(&global.project);
    let listed: Vec<_> = voices.names().filter_map(|name| voices.get(name)).collect();
    if global.json {
        let entry = |voice: &&aloud::voices::Voice| json!({"name": voice.name, "backend": voice.kind(), "description": voice.description});
        super::print_json(&listed.iter().map(entry).collect::<Vec<_>>());
    } else {
        for voice in &listed {
            println!("{:16} {:10} {}", voice.name, voice.kind(), voice.description);
        }
    }
    if problems.iter().any(Diagnostic::is_error) {
        return Err(BuildError::Problems(problems));
    }
    super::print_problems(&problems, global);
    Ok(())
}
