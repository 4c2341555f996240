//! Music and sounds of an episode, as pages show the cues of script.toml.

use serde::Serialize;

use crate::base::config::Cue;
use crate::script::file::{Manifest, role_name};

/// A cue as pages show it.
#[derive(Serialize)]
pub(super) struct CueView<'a> {
    name: &'a str,
    file: String,
    role: &'a str,
    gain: f64,
    gap: f64,
    length: Option<f64>,
    fade_in: f64,
    fade_out: f64,
    duck: f64,
    attack: f64,
    release: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

/// Returns the cues of a script.
pub(super) fn cues(manifest: &Manifest) -> Vec<CueView<'_>> {
    manifest.cues.iter().map(view).collect()
}

fn view(cue: &Cue) -> CueView<'_> {
    CueView {
        name: &cue.name,
        file: cue.file.display().to_string(),
        role: role_name(cue.role),
        gain: cue.gain,
        gap: cue.gap,
        length: cue.length,
        fade_in: cue.fade_in,
        fade_out: cue.fade_out,
        duck: cue.duck.depth,
        attack: cue.duck.attack,
        release: cue.duck.release,
        description: cue.description.as_deref(),
    }
}
