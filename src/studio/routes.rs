//! The addresses of the studio's JSON interface, and what each does.

use std::sync::Arc;

use hyper::{Method, Response, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::article;
use super::background_build;
use super::desk::{Desk, with_wait};
use super::editions;
use super::message::{Answer, Body, Request, answer, error_answer, failed, not_found, ok, set};
use super::workspace::Workspace;
use super::{client, lexicon, new_project, project_view, recordings, segment_routes, sound};
use crate::base::error::Error;
use crate::base::trust::Need;
use crate::build::{self, Target};
use crate::project::edit::{self, ArticleChoice, Direction, Edit};

/// Largest body of a request in bytes.
pub(super) const BODY: usize = 1 << 20;
/// Largest article.
pub(super) const ARTICLE: usize = 40 << 20;
/// Largest recording: twenty minutes of mono with 32 bits and 48 kHz.
pub(super) const RECORDING: usize = 256 << 20;

/// Answers a request.
pub(super) fn route(workspace: &Workspace, request: &Request) -> Answer {
    let path: Vec<&str> = request.path.iter().map(String::as_str).collect();
    match (&request.method, path.as_slice()) {
        (&Method::GET, []) => client_file(client::PAGE),
        (&Method::GET, ["client", name]) => client_file(name),
        (&Method::GET, ["api", "projects"]) => ok(&workspace.list()),
        (&Method::POST, ["api", "projects"]) => {
            new_project::make(workspace, request).unwrap_or_else(error_answer)
        }
        (&Method::GET, ["api", "events"]) => events(workspace),
        (_, ["api", "projects", name, rest @ ..]) => match workspace.open(name) {
            Some(desk) => in_project(&desk, request, rest),
            None => not_found(),
        },
        _ => not_found(),
    }
}

fn in_project(desk: &Arc<Desk>, request: &Request, path: &[&str]) -> Answer {
    let result = match (&request.method, path) {
        (&Method::GET, []) => Ok(ok(&project_view::project(desk))),
        (&Method::GET, ["script"]) => Ok(project_view::script(desk)),
        (&Method::GET, ["checks"]) => Ok(ok(&desk.checks())),
        (&Method::POST, ["edits"]) => edits(desk, request),
        (&Method::POST, ["undo"]) => undo(desk, request),
        (_, ["segments", segment, rest @ ..]) => segment_routes::route(desk, request, segment, rest),
        (&Method::POST, ["trust"]) => trust(desk, request),
        (&Method::GET, ["article"]) => article::compare(desk).map(|comparison| ok(&comparison)),
        (&Method::POST, ["article"]) => merge_article(desk, request),
        (&Method::POST, ["article", "file"]) => new_project::replace(desk, request),
        (&Method::GET, ["sound", folder]) => sound::view(desk, folder, request),
        (&Method::GET, ["recording"]) => recordings::lines(desk).map(|lines| ok(&lines)),
        (&Method::POST, ["session"]) => recordings::session(desk, request),
        (&Method::POST, ["sounds"]) => sound::add_sound(desk, request),
        (&Method::GET, ["lexicon"]) => lexicon::list(desk),
        (&Method::POST, ["lexicon"]) => lexicon::change(desk, request),
        (&Method::GET, ["feed"]) => Ok(ok(&editions::feed_state(&desk.root))),
        (&Method::POST, ["voices"]) => new_voice(desk, request),
        (&Method::GET, ["takes", take]) => take_sound(desk, take),
        (&Method::POST, ["build"]) => start_build(desk, request),
        (&Method::DELETE, ["build"]) => Ok(ok(&json!({"cancelled": desk.builds.cancel()}))),
        (&Method::POST, ["publish"]) => publish(desk),
        (&Method::GET, ["files"]) => Ok(ok(&editions::list(&desk.root))),
        (&Method::GET, ["files", folder, name]) => Ok(editions::file(&desk.root, folder, name, request)),
        _ => return not_found(),
    };
    result.unwrap_or_else(error_answer)
}

fn client_file(name: &str) -> Answer {
    client::file(name)
        .map_or_else(not_found, |(media_type, content)| answer(StatusCode::OK, media_type, content))
}

fn events(workspace: &Workspace) -> Answer {
    let mut answer = Response::new(Body::Events(workspace.events.subscribe()));
    set(&mut answer, hyper::header::CONTENT_TYPE, "text/event-stream");
    answer
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edits {
    revision: String,
    edits: Vec<Edit>,
}

fn edits(desk: &Desk, request: &Request) -> Result<Answer, Error> {
    let Edits { revision, edits } = request.json()?;
    desk.edit(&revision, &edits)?;
    Ok(ok(&desk.revision()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Undo {
    #[serde(default)]
    redo: bool,
    #[serde(default)]
    force: bool,
}

fn undo(desk: &Desk, request: &Request) -> Result<Answer, Error> {
    let Undo { redo, force } = request.json()?;
    let undone = desk.undo(if redo { Direction::Redo } else { Direction::Undo }, force)?;
    let mut answer = desk.revision();
    answer["command"] = undone.command.into();
    answer["file"] = json!(undone.file);
    Ok(ok(&answer))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trusted {
    /// What the person has seen, as `needs` of the project shows it.
    needs: Vec<Need>,
}

fn trust(desk: &Desk, request: &Request) -> Result<Answer, Error> {
    let Trusted { needs } = request.json()?;
    desk.trust(&needs)?;
    Ok(ok(&json!({"trusted": true})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MergeArticle {
    #[serde(default)]
    choices: Vec<ArticleChoice>,
}

fn merge_article(desk: &Desk, request: &Request) -> Result<Answer, Error> {
    let MergeArticle { choices } = request.json()?;
    Ok(ok(&article::merge(desk, &choices)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewVoice {
    name: String,
}

fn new_voice(desk: &Desk, request: &Request) -> Result<Answer, Error> {
    let NewVoice { name } = request.json()?;
    with_wait(|wait| edit::add_recorded_voice(&desk.root, &name, wait))?;
    desk.want_plan();
    Ok(ok(&json!({"voice": name})))
}

fn take_sound(desk: &Desk, take: &str) -> Result<Answer, Error> {
    let project = desk.load()?;
    let key = take.strip_suffix(".wav").unwrap_or(take);
    let Some(sound) = build::take_sound(&project, key) else { return Ok(not_found()) };
    let mut answer = answer(StatusCode::OK, "audio/wav", sound);
    // A take never changes: its name is the hash of what it says and how.
    set(&mut answer, hyper::header::CACHE_CONTROL, "private, max-age=86400, immutable");
    Ok(answer)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StartBuild {
    #[serde(default)]
    draft: bool,
    limit: Option<f64>,
}

fn start_build(desk: &Arc<Desk>, request: &Request) -> Result<Answer, Error> {
    let StartBuild { draft, limit } = request.json()?;
    let target = if draft { Target::Draft } else { Target::Published };
    match background_build::start(desk, target, limit) {
        Ok(()) => Ok(ok(&json!({"started": true}))),
        Err(problem) => Ok(failed(StatusCode::CONFLICT, &[problem])),
    }
}

fn publish(desk: &Desk) -> Result<Answer, Error> {
    let project = desk.load()?;
    build::publish_draft(&project, &mut |_| ())?;
    Ok(ok(&json!({"published": true})))
}
