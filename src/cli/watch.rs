//! `aloud watch`

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::build::{Event, Options, Outcome, Target, build as build_episode};
use aloud::project::{LEXICON, SCRIPT, read_manifest};
use aloud::project::{Wait, edit};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use serde_json::json;

use super::args::{Build, Global};
use super::build;

/// An editor saves in several steps: what comes so soon after one another is one change.
const SETTLED: Duration = Duration::from_millis(40);
/// How soon Ctrl-C is heeded.
const TICK: Duration = Duration::from_millis(100);

pub fn run(args: &Build, global: &Global) -> Result<(), Error> {
    let cancel = build::cancel_on_ctrl_c()?;
    let mut session = Session { args, global, cancel, warned: BTreeSet::new() };
    let (send, changes) = channel();
    let told = |error: notify::Error| Diagnostic::error("todo", format!("cannot watch the project: {error}"));
    let mut watcher = notify::recommended_watcher(send).map_err(told)?;
    watcher.watch(&global.project, RecursiveMode::NonRecursive).map_err(told)?;
    let mut changed = BTreeSet::new();
    loop {
        session.rebuild(&changed);
        watch_more(&mut watcher, global);
        match wait(&changes, global, cancel) {
            Some(names) => changed = names,
            None => return Ok(()),
        }
    }
}

/// Voices, and the folders of the article and of other files that script.toml names, come and go while the project is watched.
fn watch_more(watcher: &mut RecommendedWatcher, global: &Global) {
    let root = &global.project;
    let files = article(root).into_iter().chain(named(root).into_iter().map(|file| root.join(file)));
    let folders: BTreeSet<PathBuf> = files
        .filter_map(|file| file.parent().map(Path::to_path_buf))
        .filter(|folder| folder != root)
        .collect();
    // What is not there cannot be watched, and that it is missing is for the build to say.
    let _ = watcher.watch(&root.join("voices"), RecursiveMode::Recursive);
    for folder in folders {
        let _ = watcher.watch(&folder, RecursiveMode::NonRecursive);
    }
}

/// The article that script.toml names, if it can be read.
fn article(root: &Path) -> Option<PathBuf> {
    Some(root.join(read_manifest(root).ok()?.article?))
}

/// Waits for a change to what a build reads; gives the names of what changed. `None` when Ctrl-C came.
fn wait(
    changes: &Receiver<notify::Result<notify::Event>>,
    global: &Global,
    cancel: &AtomicBool,
) -> Option<BTreeSet<String>> {
    let mut changed = BTreeSet::new();
    let article = article(&global.project);
    let named = named(&global.project);
    loop {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        match changes.recv_timeout(if changed.is_empty() { TICK } else { SETTLED }) {
            Ok(Ok(event)) if !event.kind.is_access() => {
                let read = |path: &PathBuf| read_by_a_build(path, global, article.as_deref(), &named);
                changed.extend(event.paths.iter().filter_map(read));
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) if changed.is_empty() => {}
            Err(RecvTimeoutError::Timeout) => return Some(changed),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// The name in the project of a file that a build reads; `None` for all others, among them what a build writes.
fn read_by_a_build(
    path: &Path,
    global: &Global,
    article: Option<&Path>,
    named: &[PathBuf],
) -> Option<String> {
    if article.is_some_and(|article| same(article, path)) {
        return article.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    }
    let root = global.project.canonicalize().ok();
    let within = path.strip_prefix(&global.project).ok().or_else(|| path.strip_prefix(root?).ok())?;
    match within.components().next()? {
        Component::Normal(first) if first == SCRIPT || first == LEXICON || first == "voices" => {
            Some(within.to_string_lossy().into_owned())
        }
        _ if named.iter().any(|file| file == within) => Some(within.to_string_lossy().into_owned()),
        _ => None,
    }
}

/// The files of the cues and the cover; none while script.toml cannot be read.
fn named(project: &Path) -> Vec<PathBuf> {
    let Ok(manifest) = read_manifest(project) else { return Vec::new() };
    manifest.cues.into_iter().map(|cue| cue.file).chain(manifest.outputs.cover).collect()
}

fn same(a: &Path, b: &Path) -> bool {
    a == b || a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

fn waiting(event: &Event<'_>) {
    if let Event::Waiting = event {
        eprintln!("another build is at work here, waiting for it");
    }
}

struct Session<'a> {
    args: &'a Build,
    global: &'a Global,
    cancel: &'a AtomicBool,
    /// Warnings that were shown; each is shown once.
    warned: BTreeSet<String>,
}

impl Session<'_> {
    /// Builds, and says in one line what changed and how long it took. Problems are said, and the watch goes on.
    fn rebuild(&mut self, changed: &BTreeSet<String>) {
        let start = Instant::now();
        match self.amend(changed).and_then(|()| self.build()) {
            Ok((outcome, up_to_date)) => self.print(changed, &outcome, up_to_date, start.elapsed()),
            Err(Error::Problems(problems)) => super::print_problems(&problems, self.global),
            Err(Error::Cancelled) => {}
        }
    }

    /// Brings an edited article into script.toml.
    fn amend(&self, changed: &BTreeSet<String>) -> Result<(), Error> {
        let Some(article) = article(&self.global.project) else { return Ok(()) };
        let name = article.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !changed.contains(&name) {
            return Ok(());
        }
        let root = &self.global.project;
        let mut wait = Wait { cancel: self.cancel, on_wait: &mut || waiting(&Event::Waiting) };
        let brought = edit::bring_in(root, &article, &mut wait)?;
        brought.remarks.iter().for_each(|remark| eprintln!("{remark}"));
        brought.merged.changes.iter().for_each(|change| eprintln!("{change}"));
        super::script::summarise(root)?;
        Ok(())
    }

    fn build(&mut self) -> Result<(Outcome, bool), Error> {
        let project = super::load(self.global)?;
        let target = if self.args.draft { Target::Draft } else { Target::Published };
        let (jobs, limit) = (build::threads(self.args.jobs), self.args.limit);
        let options = Options { jobs, cancel: self.cancel, target, limit };
        let mut up_to_date = false;
        let warned = &mut self.warned;
        let outcome = build_episode(&project, &options, &mut |event| match event {
            Event::Warning(warning) if warned.insert(warning.to_string()) => eprintln!("{warning}"),
            event @ Event::Waiting => waiting(&event),
            Event::UpToDate => up_to_date = true,
            _ => {}
        })?;
        Ok((outcome, up_to_date))
    }

    fn print(&self, changed: &BTreeSet<String>, outcome: &Outcome, up_to_date: bool, took: Duration) {
        let names: Vec<&str> = changed.iter().map(String::as_str).collect();
        if self.global.json {
            super::print_json(&json!({
                "event": "rebuilt", "changed": names, "spoken": outcome.spoken, "reused": outcome.reused,
                "seconds": outcome.seconds, "up_to_date": up_to_date, "took": took.as_secs_f64(),
            }));
            return;
        }
        let what = if names.is_empty() { "watching".to_string() } else { names.join(", ") };
        let state = if up_to_date { "nothing changed" } else { "on air" };
        eprintln!(
            "{what}: {} spoken, {} reused, {} min, {state} in {:.2} s",
            outcome.spoken,
            outcome.reused,
            super::minutes(outcome.seconds),
            took.as_secs_f64()
        );
    }
}
