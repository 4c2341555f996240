//! Makes one article of a batch: its project if there is none yet, then its episode. These are the steps of `aloud new` and
//! `aloud build`.

use std::path::Path;

use super::super::options::{Event, Options, Outcome, Target};
use super::super::publish::complete_interrupted_swap;
use super::super::run::build;
use super::manifest::Entry;
use super::source;
use super::types::{ArticleState, BatchOptions, UnsurePolicy};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{Kind, ProjectPath};
use crate::project::create;
use crate::project::edit::{self, NewScript};
use crate::project::{Project, SCRIPT, Wait, read_manifest};
use crate::script::file::Manifest;
use crate::voices;

/// The result of an article that has a project.
pub(super) struct Episode {
    pub(super) state: ArticleState,
    pub(super) title: Option<String>,
    pub(super) unsure: usize,
    /// The outcome of the build; an error if it failed, `None` if the article is held.
    pub(super) outcome: Option<Result<Outcome, Error>>,
}

/// Makes the project and the episode of an entry in `folder`.
///
/// # Errors
/// When there is no project, because its article cannot be read or its folder is in use.
pub(super) fn make(
    folder: &Path,
    entry: &Entry,
    options: &BatchOptions<'_>,
    limit: Option<f64>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Episode, Error> {
    check_folder(folder, entry)?;
    let root = folder.join(&entry.id);
    let mut wait = Wait { cancel: options.cancel, on_wait: &mut || {} };
    let is_new = !ProjectPath::root(&root).join(SCRIPT).exists();
    if is_new {
        start(&root, entry, options, &mut wait)?;
    }
    // A killed run may have left the swap of an edition half done.
    complete_interrupted_swap(&root, &mut wait)?;
    let mut manifest = read_manifest(&root).map_err(Error::Problems)?;
    if !is_new && source::follow(&root, &manifest, entry, options, &mut wait)? {
        manifest = read_manifest(&root).map_err(Error::Problems)?;
    }
    // An earlier run may have had another policy.
    if options.unsure == UnsurePolicy::Narrate && count_marked(&manifest) > 0 {
        edit::narrate_unsure(&root, &mut wait)?;
        manifest = read_manifest(&root).map_err(Error::Problems)?;
    }
    let marked = count_marked(&manifest);
    let unsure = marked + narrated(&root, &manifest);
    let title = manifest.script.title.clone();
    if options.unsure == UnsurePolicy::Hold && marked > 0 {
        return Ok(Episode { state: ArticleState::Held, title, unsure, outcome: None });
    }
    let outcome = build_episode(&root, options, limit, on);
    let state = if outcome.is_ok() { ArticleState::Made } else { ArticleState::Failed };
    Ok(Episode { state, title, unsure, outcome: Some(outcome) })
}

/// Returns the number of quotes that script.toml marks as unsure.
fn count_marked(manifest: &Manifest) -> usize {
    manifest.script.segments.iter().filter(|segment| segment.unsure.is_some()).count()
}

/// Refuses a link or a file of the id's name. A link could lead to a project outside of the folder.
fn check_folder(folder: &Path, entry: &Entry) -> Result<(), Diagnostic> {
    let root = ProjectPath::root(folder).join(&entry.id);
    match root.kind() {
        Ok(None | Some(Kind::Folder)) => Ok(()),
        _ => Err(Diagnostic::error("batch-folder-invalid", format!("`{}` is not a folder", root.display()))
            .at(&root)
            .hint("remove the file or link of this name, or give the article another id")),
    }
}

/// Makes the project.
fn start(root: &Path, entry: &Entry, options: &BatchOptions<'_>, wait: &mut Wait<'_>) -> Result<(), Error> {
    let article = source::read(entry, options)?;
    let new = NewScript {
        narrator: voices::natural_narrator,
        defaults: Some(&options.defaults),
        details: entry.details.clone(),
        narrate_unsure: options.unsure == UnsurePolicy::Narrate,
        // The order of workers would decide about the voices.
        add_to_series: false,
    };
    let root = ProjectPath::root(root);
    create::create_or_complete(&root, &article, &new, wait)?;
    Ok(source::remember(&root, &article.text)?)
}

/// Returns the number of quotes that the narrator reads because their speaker is uncertain. script.toml has no marks of them.
fn narrated(root: &Path, manifest: &Manifest) -> usize {
    if !manifest.casting.narrate_unsure {
        return 0;
    }
    let script = edit::article_path(root).and_then(|article| edit::read_article(root, &article));
    script.map_or(0, |script| script.narrated)
}

fn build_episode(
    root: &Path,
    options: &BatchOptions<'_>,
    limit: Option<f64>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Outcome, Error> {
    let mut project = Project::load(root).map_err(Error::Problems)?;
    if let Some(trust) = &options.trust {
        project.trust = trust.clone();
    }
    let options = Options { jobs: options.jobs, cancel: options.cancel, target: Target::Published, limit };
    build(&project, &options, on)
}
