//! The addresses of one segment: its takes, its recordings, and speaking it.

use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::desk::{Desk, with_wait};
use super::message::{Answer, Request, answer, not_found, ok};
use super::recordings;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::build;
use crate::recording;

/// Answers a request about a segment.
pub(super) fn route(desk: &Desk, request: &Request, segment: &str, path: &[&str]) -> Result<Answer, Error> {
    let segment = number(segment)?;
    match (&request.method, path) {
        (&Method::POST, ["speak"]) => speak(desk, request, segment),
        (&Method::POST, ["audition"]) => audition(desk, request, segment),
        (&Method::GET, ["again"]) => respeakable(desk, request, segment),
        (&Method::POST, ["again"]) => speak_again(desk, request, segment),
        (&Method::GET, ["takes"]) => takes(desk, request, segment),
        (&Method::POST, ["pick"]) => pick(desk, request, segment),
        (&Method::POST, ["recording"]) => recordings::submit(desk, request, segment),
        (&Method::POST, ["recording", "prepare"]) => recordings::prepare(desk, request, segment),
        (&Method::GET, ["recordings"]) => line_recordings(desk, request, segment),
        (&Method::GET, ["recordings", name]) => recording_sound(desk, request, segment, name),
        (&Method::POST, ["recordings", name, "choose"]) => choose(desk, request, segment, name),
        (&Method::POST, ["recordings", name, "trim"]) => trim(desk, request, segment, name),
        _ => Ok(not_found()),
    }
}

fn number(text: &str) -> Result<usize, Diagnostic> {
    text.parse().map_err(|_| {
        Diagnostic::error("request-invalid", "a segment is named by its index in the script")
            .hint("send a number, counted from 0")
    })
}

fn seen(request: &Request) -> String {
    request.parameter("revision").unwrap_or_default()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Speak {
    revision: String,
    /// Whether the person has agreed to the cost.
    #[serde(default)]
    pay: bool,
}

fn speak(desk: &Desk, request: &Request, segment: usize) -> Result<Answer, Error> {
    let Speak { revision, pay } = request.json()?;
    Ok(ok(&desk.speak(&revision, segment, pay)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Audition {
    revision: String,
    voice: String,
    #[serde(default)]
    pay: bool,
}

fn audition(desk: &Desk, request: &Request, segment: usize) -> Result<Answer, Error> {
    let Audition { revision, voice, pay } = request.json()?;
    Ok(ok(&desk.audition(&revision, segment, &voice, pay)?))
}

fn respeakable(desk: &Desk, request: &Request, segment: usize) -> Result<Answer, Error> {
    let (mut project, at) = desk.find(&seen(request), segment)?;
    Ok(ok(&build::respeakable(&mut project, at)?))
}

fn speak_again(desk: &Desk, request: &Request, segment: usize) -> Result<Answer, Error> {
    let Speak { revision, pay } = request.json()?;
    let (preview, take) = desk.speak_again(&revision, segment, pay)?;
    Ok(ok(&json!({"take": take, "voice": preview.voice, "sentences": preview.sentences})))
}

fn takes(desk: &Desk, request: &Request, segment: usize) -> Result<Answer, Error> {
    let (project, at) = desk.find(&seen(request), segment)?;
    Ok(ok(&build::segment_takes(&project, at)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pick {
    revision: String,
    take: Option<String>,
}

fn pick(desk: &Desk, request: &Request, segment: usize) -> Result<Answer, Error> {
    let Pick { revision, take } = request.json()?;
    desk.pick(&revision, segment, take.as_deref())?;
    Ok(ok(&desk.revision()))
}

/// Returns the recordings of a line with their waveforms, and what the checks find in each.
fn line_recordings(desk: &Desk, request: &Request, segment: usize) -> Result<Answer, Error> {
    let (project, at) = desk.find(&seen(request), segment)?;
    let view = |found: recording::LineRecording| {
        let mut view = json!({"name": found.name, "chosen": found.chosen, "session": found.session});
        match recording::view_recording(&project, at, &found.name) {
            Ok(sound) => {
                view["seconds"] = sound.seconds.into();
                view["speech"] = json!([sound.speech.start, sound.speech.end]);
                view["wave"] = json!(sound.wave);
                view["findings"] = json!(recordings::findings(&sound.findings));
            }
            Err(problem) => view["findings"] = json!([problem]),
        }
        view
    };
    let all: Vec<Value> = recording::recordings_of(&project, at).into_iter().map(view).collect();
    Ok(ok(&all))
}

fn recording_sound(desk: &Desk, request: &Request, segment: usize, name: &str) -> Result<Answer, Error> {
    let (project, at) = desk.find(&seen(request), segment)?;
    let name = name.strip_suffix(".wav").unwrap_or(name);
    let sound = recording::recording_sound(&project, at, name)?;
    Ok(answer(StatusCode::OK, "audio/wav", sound))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choose {
    revision: String,
}

fn choose(desk: &Desk, request: &Request, segment: usize, name: &str) -> Result<Answer, Error> {
    let Choose { revision } = request.json()?;
    let (project, at) = desk.find(&revision, segment)?;
    with_wait(|wait| recording::choose_recording(&project, at, name, wait))?;
    desk.want_plan();
    Ok(ok(&json!({"chosen": name})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trim {
    revision: String,
    /// The part to keep, in seconds.
    start: f64,
    end: f64,
}

fn trim(desk: &Desk, request: &Request, segment: usize, name: &str) -> Result<Answer, Error> {
    let Trim { revision, start, end } = request.json()?;
    let (project, at) = desk.find(&revision, segment)?;
    let path = with_wait(|wait| recording::trim_recording(&project, at, name, start..end, wait))?;
    desk.want_plan();
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    Ok(ok(&json!({"stored": stem})))
}
