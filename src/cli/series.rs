//! Runs a command on the episodes of a series.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::build;
use aloud::project::SCRIPT;
use aloud::project::Wait;
use aloud::project::series::{Series, is_series};

use super::args::{Episodes, Global};
use super::common;

/// Returns the projects that a command works on if it was called on a series: those that are named, or all. Returns `None` for
/// a project.
pub fn episodes(args: &Episodes, global: &Global) -> Result<Option<Vec<PathBuf>>, Error> {
    let root = &global.project;
    if !is_series(root) {
        let what = || format!("`{}` is not a series, so it has no episodes to name", root.display());
        return match args.episodes.is_empty() {
            true => Ok(None),
            false => Err(Diagnostic::error("series-missing", what())
                .at(root)
                .hint("run it in a folder with series.toml, or name the project with `-C`")
                .into()),
        };
    }
    // Every episode would fail with the problems of its series.
    Series::load(root).map_err(Error::Problems)?;
    let all = Series::episodes(root)?;
    if all.is_empty() {
        return Err(Diagnostic::error("series-empty", "the series has no episodes")
            .at(root)
            .hint(format!("start one with `aloud new {}/EPISODE ARTICLE`", root.display()))
            .into());
    }
    if args.episodes.is_empty() {
        return Ok(Some(all));
    }
    let (found, unknown): (Vec<_>, Vec<_>) =
        args.episodes.iter().map(|name| (name, episode(root, name))).partition(|(_, path)| path.is_some());
    if unknown.is_empty() {
        return Ok(Some(found.into_iter().filter_map(|(_, path)| path).collect()));
    }
    let problems = unknown.into_iter().map(|(name, _)| {
        Diagnostic::error("episode-unknown", format!("the series has no episode `{}`", name.display()))
            .at(root)
            .hint("name its folder; a folder with a script.toml is an episode")
    });
    Err(Error::Problems(problems.collect()))
}

/// Returns the episodes of a series that are named, or `None` if the project is no series or one of the names is no episode.
pub fn named(names: &[PathBuf], project: &Path) -> Option<Vec<PathBuf>> {
    let named = is_series(project) && !names.is_empty();
    named.then(|| names.iter().map(|name| episode(project, name)).collect())?
}

/// Returns the project of an episode. Its name is that of a folder in the series, or a path that the shell completed.
fn episode(series: &Path, name: &Path) -> Option<PathBuf> {
    [series.join(name), name.to_path_buf()].into_iter().find(|path| path.join(SCRIPT).is_file())
}

/// Returns the name of an episode.
pub fn name(project: &Path) -> String {
    project.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Runs a command on each episode. An episode that fails stops no other.
pub fn for_each(
    episodes: &[PathBuf],
    global: &Global,
    run: &mut dyn FnMut(&Global) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut failed = Vec::new();
    for project in episodes {
        let global = Global { project: project.clone(), ..global.clone() };
        if !global.json {
            errln!("{}:", name(project));
        }
        let mut wait = Wait { cancel: &AtomicBool::new(false), on_wait: &mut || {} };
        let done = build::complete_interrupted_swap(project, &mut wait).and_then(|()| run(&global));
        match done {
            Ok(()) => {}
            Err(Error::Cancelled) => return Err(Error::Cancelled),
            Err(Error::Problems(problems)) => {
                common::print_problems(&problems, &global);
                failed.push(name(project));
            }
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    let (count, all) = (failed.len(), common::counted(episodes.len(), "episode"));
    failed.truncate(10);
    Err(Diagnostic::error("series-incomplete", format!("{count} of {all} failed: {}", failed.join(", ")))
        .hint("fix the errors above and run the same command again")
        .into())
}
