//! The projects that a studio serves: one, or those in a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::desk::{Desk, with_wait};
use super::events::Events;
use super::watch;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{self, FileError, Kind, ProjectPath};
use crate::project::create::{self, NewArticle};
use crate::project::user_config::UserConfig;
use crate::project::{self, SCRIPT};

/// Longest name of a new project's folder and of its article in characters.
const LONGEST_NAME: usize = 60;

/// The projects, each opened when a page asks for it.
pub(super) struct Workspace {
    folder: PathBuf,
    /// Whether the folder is one project itself.
    is_project: bool,
    trusts: bool,
    pub events: Arc<Events>,
    open: Mutex<BTreeMap<String, Arc<Desk>>>,
}

impl Workspace {
    pub fn new(folder: &Path, trusts: bool) -> Self {
        let is_project = project::script_path(folder).exists();
        let (folder, events) = (folder.to_path_buf(), Arc::new(Events::new()));
        Self { folder, is_project, trusts, events, open: Mutex::default() }
    }

    /// Lists the projects with their titles.
    pub fn list(&self) -> Value {
        let projects: Vec<Value> = self
            .names()
            .into_iter()
            .map(|name| {
                let manifest = self.root(&name).and_then(|root| project::read_manifest(&root).ok());
                let title = manifest.as_ref().and_then(|manifest| manifest.script.title.clone());
                let segments = manifest.map(|manifest| manifest.script.segments.len());
                json!({"name": name, "title": title, "segments": segments})
            })
            .collect();
        json!({"version": env!("CARGO_PKG_VERSION"), "is_project": self.is_project, "projects": projects})
    }

    fn names(&self) -> Vec<String> {
        if self.is_project {
            return vec![self.own_name()];
        }
        let entries = ProjectPath::root(&self.folder).entries().unwrap_or_default().into_iter();
        let folders = entries.filter(|(_, kind)| *kind == Kind::Folder);
        let names = folders.filter_map(|(name, _)| name.into_string().ok());
        names.filter(|name| self.root(name).is_some()).collect()
    }

    /// Returns the name of the folder, if it is the project itself.
    fn own_name(&self) -> String {
        let absolute = std::path::absolute(&self.folder).unwrap_or_else(|_| self.folder.clone());
        absolute.file_name().map_or_else(|| "project".into(), |name| name.to_string_lossy().into_owned())
    }

    /// Returns the folder of a project; `None` if there is no project of this name.
    fn root(&self, name: &str) -> Option<PathBuf> {
        if self.is_project {
            return (name == self.own_name()).then(|| self.folder.clone());
        }
        let is_plain = !name.starts_with('.')
            && Path::new(name).components().count() == 1
            && files::stays_inside(Path::new(name));
        let folder = ProjectPath::root(&self.folder).join(name);
        (is_plain && folder.join(SCRIPT).is_file()).then(|| folder.to_path_buf())
    }

    /// Returns an open project, and opens it if need be.
    pub fn open(&self, name: &str) -> Option<Arc<Desk>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(desk) = open.get(name) {
            return Some(Arc::clone(desk));
        }
        let root = self.root(name)?;
        let desk = Desk::open(name, &root, self.trusts, Arc::clone(&self.events));
        watch::start(&desk);
        open.insert(name.to_string(), Arc::clone(&desk));
        Some(desk)
    }

    /// Stops all builds.
    pub fn cancel_builds(&self) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.values().for_each(|desk| {
            desk.builds.cancel();
        });
    }

    /// Makes a project of an article, and returns the name of its folder.
    pub fn create(&self, name: &str, article: &NewArticle) -> Result<String, Error> {
        if self.is_project {
            let problem = Diagnostic::error("request-invalid", "this studio was started for one project");
            return Err(problem.hint("start `aloud studio` in the folder that has your projects").into());
        }
        let name = self.free_name(name)?;
        let root = ProjectPath::root(&self.folder).join(&name);
        let UserConfig { defaults, .. } = UserConfig::of_user().map_err(Error::Problems)?;
        with_wait(|wait| create::create(&root, &article.name, &article.text, &defaults, wait))?;
        Ok(name)
    }

    /// Returns the name of a folder that does not exist yet.
    fn free_name(&self, wanted: &str) -> Result<String, FileError> {
        let plain = plain_name(wanted);
        let folder = ProjectPath::root(&self.folder);
        let mut name = plain.clone();
        for number in 2.. {
            if !folder.join(&name).is_taken()? {
                break;
            }
            name = format!("{plain}-{number}");
        }
        Ok(name)
    }
}

/// Returns the letters and digits of a name, with hyphens between the words. It has no meaning to a file system.
pub(super) fn plain_name(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let plain: String =
        words.collect::<Vec<_>>().join("-").to_lowercase().chars().take(LONGEST_NAME).collect();
    if plain.is_empty() { "article".to_string() } else { plain }
}
