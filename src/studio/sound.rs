//! The sound of an edition: its waveform, loudness and limiter, with the segments and cues on it; and new sound files.

use serde_json::{Value, json};

use super::desk::Desk;
use super::message::{Answer, Request, not_found, ok};
use crate::base::config::Preset;
use crate::base::error::Error;
use crate::build;
use crate::outputs::description::Description;
use crate::outputs::report::{self, Curve};
use crate::project::{DRAFT, OUT};

/// Columns of the picture. More cannot be seen on a screen at once.
const COLUMNS: usize = 1600;
/// Most columns of a picture that is wider than the screen: an hour in steps of 100 ms.
const MOST_COLUMNS: usize = 36_000;
/// Steps of 100 ms in a window of short-term loudness (EBU Tech 3341, section 2.2).
const SHORT_TERM: usize = 30;
/// Loudness that is shown as silence, in LUFS.
const SILENCE: f64 = -70.0;

/// Returns the measurements of an edition, with as many columns as the request has in `columns`.
pub(super) fn view(desk: &Desk, folder: &str, request: &Request) -> Result<Answer, Error> {
    if ![OUT, DRAFT].contains(&folder) {
        return Ok(not_found());
    }
    let project = desk.load()?;
    let (edition, curve) = report::read(&project.files().join(folder))?;
    let mix = &project.manifest.mix;
    let preset = Preset::ALL.iter().find(|(_, preset)| *preset == mix.preset).map(|(name, _)| name);
    let levels = &edition.levels;
    let mut view = json!({
        "seconds": curve.seconds(), "loudness": curve.reading.integrated, "true_peak": curve.true_peak().map(|peak| peak.1),
        "wanted": {"loudness": mix.loudness, "peak": mix.peak, "preset": preset},
        "presets": Preset::ALL.map(|(name, _)| name),
        "gain_db": levels.gain_db, "limiter_max_db": levels.limiter_max_db,
        "limited_seconds": edition.seconds(levels.limited_frames), "warnings": levels.warnings,
        "voices": edition.voices.iter().map(|voice| json!({"voice": voice.name, "gain_db": voice.gain_db, "loudness": voice.loudness})).collect::<Value>(),
        "segments": segments(&edition),
        "cues": edition.sounds.iter().map(|cue| json!({
            "cue": cue.cue, "role": cue.role, "start": edition.seconds(cue.start_frame), "end": edition.seconds(cue.end_frame),
        })).collect::<Value>(),
    });
    let columns = request.parameter("columns").and_then(|columns| columns.parse().ok()).unwrap_or(COLUMNS);
    picture(&curve, columns.clamp(1, MOST_COLUMNS), &mut view);
    Ok(ok(&view))
}

/// Stores the body as a sound file of the project.
pub(super) fn add_sound(desk: &Desk, request: &Request) -> Result<Answer, Error> {
    let name = request.parameter("name").unwrap_or_default();
    let path = build::add_sound(&desk.root, &name, &request.body)?;
    Ok(ok(&json!({"file": path.display().to_string()})))
}

fn segments(edition: &Description) -> Value {
    let segments = edition.segments.iter().map(|segment| {
        json!({
            "speaker": segment.speaker, "text": segment.text, "kind": segment.kind,
            "start": edition.seconds(segment.start_frame), "end": edition.seconds(segment.end_frame),
        })
    });
    segments.collect()
}

/// Adds the curves in columns. Each column has the extremes of its steps, so no peak is lost.
fn picture(curve: &Curve, columns: usize, view: &mut Value) {
    let width = curve.waves.len().div_ceil(columns).max(1);
    let waves = curve.waves.chunks(width).map(|steps| {
        let low = steps.iter().map(|wave| wave[0]).fold(0.0, f32::min);
        let high = steps.iter().map(|wave| wave[1]).fold(0.0, f32::max);
        [rounded(low.into(), 1e3), rounded(high.into(), 1e3)]
    });
    view["waves"] = waves.map(|wave| json!(wave)).collect();
    let loudness = curve.windows(SHORT_TERM);
    let loudest = loudness.chunks(width).map(|steps| steps.iter().copied().fold(SILENCE, f64::max));
    view["loudness_curve"] = loudest.map(|loudness| json!(rounded(loudness, 10.0))).collect();
    let mut limited: Vec<usize> = curve.limited_steps().map(|step| step / width).collect();
    limited.dedup();
    view["limited"] = json!(limited);
    view["column_seconds"] = json!(width as f64 / curve.steps_per_second());
}

fn rounded(value: f64, by: f64) -> f64 {
    (value * by).round() / by
}
