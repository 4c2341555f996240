//! `aloud watch`: builds again whenever a file is saved.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::build::{Event, Options, Outcome, Target, build as build_episode};
use aloud::project::{LEXICON, SCRIPT, SERIES, Wait, edit, read_manifest, series};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use serde_json::json;

use super::args::{Build, Global};
use super::build;
use super::common;

/// Changes within this time are one change, because editors save in several steps.
const DEBOUNCE: Duration = Duration::from_millis(40);
/// Interval of checks for Ctrl-C.
const CANCEL_INTERVAL: Duration = Duration::from_millis(100);

pub fn run(args: &Build, global: &Global) -> Result<(), Error> {
    let cancel = build::cancel_on_ctrl_c()?;
    let mut session = Session { args, global, cancel, warned: BTreeSet::new() };
    let (send, changes) = channel();
    let mut watcher = notify::recommended_watcher(send).map_err(watch_failed)?;
    watcher.watch(&global.project, RecursiveMode::NonRecursive).map_err(watch_failed)?;
    let mut changed = BTreeSet::new();
    loop {
        // Before the build: a change while it runs causes the next one.
        watch_folders(&mut watcher, global);
        session.rebuild(&changed);
        match wait_for_change(&changes, global, cancel) {
            Some(names) => changed = names,
            None => return Ok(()),
        }
    }
}

fn watch_failed(error: notify::Error) -> Diagnostic {
    Diagnostic::error("watch-failed", "cannot watch the project").why(error.to_string())
}

/// Watches `voices/`, the folders of the article and other files of script.toml, and the same of the series. They change while
/// the watch runs, so this is repeated before each build.
fn watch_folders(watcher: &mut RecommendedWatcher, global: &Global) {
    let root = &global.project;
    let files =
        article_path(root).into_iter().chain(named_files(root).into_iter().map(|file| root.join(file)));
    let series = series::folder_of(root);
    let folders: BTreeSet<PathBuf> = files
        .filter_map(|file| file.parent().map(Path::to_path_buf))
        .chain(series.clone())
        .filter(|folder| folder != root)
        .collect();
    // The build reports missing folders.
    for folder in [Some(root.clone()), series].into_iter().flatten() {
        let _ = watcher.watch(&folder.join("voices"), RecursiveMode::Recursive);
    }
    for folder in folders {
        let _ = watcher.watch(&folder, RecursiveMode::NonRecursive);
    }
}

/// Returns the path of the article if script.toml is valid and names one.
fn article_path(root: &Path) -> Option<PathBuf> {
    Some(root.join(read_manifest(root).ok()?.article?))
}

/// Waits until a file changes that a build reads, and returns the names of the changed files. Returns `None` after Ctrl-C.
fn wait_for_change(
    changes: &Receiver<notify::Result<notify::Event>>,
    global: &Global,
    cancel: &AtomicBool,
) -> Option<BTreeSet<String>> {
    let mut changed = BTreeSet::new();
    let article = article_path(&global.project);
    let named = named_files(&global.project);
    loop {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        match changes.recv_timeout(if changed.is_empty() { CANCEL_INTERVAL } else { DEBOUNCE }) {
            Ok(Ok(event)) if !event.kind.is_access() => {
                let inputs = event.paths.iter();
                changed
                    .extend(inputs.filter_map(|path| input_name(path, global, article.as_deref(), &named)));
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) if changed.is_empty() => {}
            Err(RecvTimeoutError::Timeout) => return Some(changed),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// Returns the name of a file that a build reads, relative to the project or its series. Returns `None` for all other files,
/// including those that a build writes.
fn input_name(path: &Path, global: &Global, article: Option<&Path>, named: &[PathBuf]) -> Option<String> {
    if article.is_some_and(|article| is_same_file(article, path)) {
        return article.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    }
    let root = &global.project;
    if let Some(file) = named.iter().find(|file| is_same_file(&root.join(file), path)) {
        return Some(file.to_string_lossy().into_owned());
    }
    // An episode is in the folder of its series, so the project comes first.
    [Some(root.clone()), series::folder_of(root)].into_iter().flatten().find_map(|folder| {
        let within =
            path.strip_prefix(&folder).ok().or_else(|| path.strip_prefix(folder.canonicalize().ok()?).ok());
        let within = within?;
        let Component::Normal(first) = within.components().next()? else { return None };
        let is_input = [SCRIPT, LEXICON, SERIES, "voices"].iter().any(|name| first == *name);
        is_input.then(|| within.to_string_lossy().into_owned())
    })
}

/// Returns the files of cues and cover that script.toml names; none if script.toml is invalid.
fn named_files(project: &Path) -> Vec<PathBuf> {
    let Ok(manifest) = read_manifest(project) else { return Vec::new() };
    manifest.cues.into_iter().map(|cue| cue.file).chain(manifest.outputs.cover).collect()
}

fn is_same_file(a: &Path, b: &Path) -> bool {
    a == b || a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

fn print_waiting() {
    errln!("waiting for another build of this project");
}

struct Session<'a> {
    args: &'a Build,
    global: &'a Global,
    cancel: &'a AtomicBool,
    /// Warnings that were already shown.
    warned: BTreeSet<String>,
}

impl Session<'_> {
    /// Builds and prints one line about it. Prints errors too; the watch continues.
    fn rebuild(&mut self, changed: &BTreeSet<String>) {
        let start = Instant::now();
        match self.update_script(changed).and_then(|()| self.build()) {
            Ok((outcome, up_to_date)) => self.print(changed, &outcome, up_to_date, start.elapsed()),
            Err(Error::Problems(problems)) => common::print_problems(&problems, self.global),
            Err(Error::Cancelled) => {}
        }
    }

    /// Updates script.toml if the article changed.
    fn update_script(&self, changed: &BTreeSet<String>) -> Result<(), Error> {
        let Some(article) = article_path(&self.global.project) else { return Ok(()) };
        let name = article.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !changed.contains(&name) {
            return Ok(());
        }
        let root = &self.global.project;
        let mut wait = Wait { cancel: self.cancel, on_wait: &mut || print_waiting() };
        let imported = edit::import_article(root, &article, &mut wait)?;
        imported.warnings.iter().for_each(|warning| err_escaped!("{warning}"));
        imported.merged.changes.iter().for_each(|change| err_escaped!("{change}"));
        super::script::summarise(root)?;
        Ok(())
    }

    fn build(&mut self) -> Result<(Outcome, bool), Error> {
        let project = common::load(self.global)?;
        let target = if self.args.draft { Target::Draft } else { Target::Published };
        let (jobs, limit) = (build::threads(self.args.jobs), self.args.limit);
        let options = Options { jobs, cancel: self.cancel, target, limit };
        let mut up_to_date = false;
        let warned = &mut self.warned;
        let outcome = build_episode(&project, &options, &mut |event| match event {
            Event::Warning(warning) if warned.insert(warning.to_string()) => err_escaped!("{warning}"),
            Event::Waiting => print_waiting(),
            Event::UpToDate => up_to_date = true,
            _ => {}
        })?;
        Ok((outcome, up_to_date))
    }

    fn print(&self, changed: &BTreeSet<String>, outcome: &Outcome, up_to_date: bool, took: Duration) {
        let names: Vec<&str> = changed.iter().map(String::as_str).collect();
        if self.global.json {
            common::print_json(&json!({
                "event": "rebuilt", "changed": names, "spoken": outcome.spoken, "reused": outcome.reused,
                "seconds": outcome.seconds, "up_to_date": up_to_date, "took": took.as_secs_f64(),
            }));
            return;
        }
        let what = if names.is_empty() { "watching".to_string() } else { names.join(", ") };
        let state = if up_to_date { "nothing changed" } else { "rebuilt" };
        errln!(
            "{what}: {} spoken, {} reused, {}, {state} in {:.2} s",
            outcome.spoken,
            outcome.reused,
            common::length(outcome.seconds),
            took.as_secs_f64()
        );
    }
}
