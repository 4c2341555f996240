//! An open project: the states of its script, the states of its takes, and its build.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::builds::{Builds, jobs};
use super::events::Events;
use super::snapshot::{Snapshot, Snapshots};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::trust::{self, Need, Trust};
use crate::build::{self, Options, SegmentState, SimilarVoices, Target};
use crate::project::edit::{self, Amended, Direction, Edit, ParsedScript, Undone};
use crate::project::needs::{self, Needs};
use crate::project::series::folder_of;
use crate::project::{self, Project, Wait};
use crate::recording::WordChecks;
use crate::script::file::Manifest;

/// Time between an edit and the plan that follows it.
const PLAN_DELAY: Duration = Duration::from_millis(150);

/// An open project.
pub(super) struct Desk {
    pub name: String,
    pub root: PathBuf,
    /// Whether the user has allowed everything on the command line.
    trusts: bool,
    pub events: Arc<Events>,
    snapshots: Mutex<Snapshots>,
    pub builds: Builds,
    pub word_checks: WordChecks,
    checks: Mutex<Checks>,
    wanted: Condvar,
}

/// The result of the last plan.
#[derive(Default)]
struct Checks {
    is_wanted: bool,
    states: Vec<SegmentState>,
    problems: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
    similar: Vec<SimilarVoices>,
}

impl Desk {
    /// Opens a project, and starts to plan it.
    pub fn open(name: &str, root: &Path, trusts: bool, events: Arc<Events>) -> Arc<Self> {
        // The commands complete the swap of a killed build too.
        let _ = with_wait(|wait| build::complete_interrupted_swap(root, wait));
        let desk = Arc::new(Self {
            name: name.to_string(),
            root: root.to_path_buf(),
            trusts,
            events,
            snapshots: Mutex::default(),
            builds: Builds::default(),
            word_checks: WordChecks::default(),
            checks: Mutex::default(),
            wanted: Condvar::new(),
        });
        desk.refresh();
        let planner = Arc::clone(&desk);
        thread::spawn(move || planner.plan_when_wanted());
        desk
    }

    /// Reads the project as it is now.
    pub fn load(&self) -> Result<Project, Error> {
        let mut project = Project::load_parsed(&self.root, self.manifest()).map_err(Error::Problems)?;
        if self.trusts {
            project.trust = Trust::everything();
        }
        Ok(project)
    }

    /// Returns the content of script.toml. A long script is not parsed again while its text is the same.
    fn manifest(&self) -> Result<Manifest, Vec<Diagnostic>> {
        let text = project::read_script_text(&self.root)?;
        // In a series, the same text has another content when series.toml changes.
        let is_alone = folder_of(&self.root).is_none();
        let latest = self.snapshots().latest().filter(|latest| is_alone && latest.text == text).cloned();
        match latest {
            Some(latest) => Ok(latest.manifest.clone()),
            None => project::parse_script(&self.root, &text),
        }
    }

    fn snapshots(&self) -> MutexGuard<'_, Snapshots> {
        self.snapshots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the latest readable state of script.toml, and why the present one cannot be read.
    pub fn latest(&self) -> (Option<Arc<Snapshot>>, Vec<Diagnostic>) {
        let snapshots = self.snapshots();
        (snapshots.latest().cloned(), snapshots.problems.clone())
    }

    /// Returns the name of the article's file.
    pub fn article(&self) -> Option<OsString> {
        let (latest, _) = self.latest();
        latest?.manifest.article.as_ref()?.file_name().map(OsStr::to_os_string)
    }

    /// Returns the state of script.toml that a page has seen.
    pub fn seen(&self, revision: &str) -> Result<Arc<Snapshot>, Diagnostic> {
        self.snapshots().find(revision).cloned().ok_or_else(|| {
            Diagnostic::error(
                "revision-unknown",
                "this page shows a state of script.toml that is too old to edit",
            )
            .at(project::script_path(&self.root))
            .hint("read the script again")
        })
    }

    /// Reads script.toml if it changed, and sends the differences to all pages.
    pub fn refresh(&self) {
        let mut snapshots = self.snapshots();
        let text = project::read_script_text(&self.root);
        let known = snapshots.latest().filter(|latest| text.as_ref().is_ok_and(|text| latest.text == *text));
        if known.is_some() {
            if !std::mem::take(&mut snapshots.problems).is_empty() {
                self.events.send(&json!({"event": "readable", "project": self.name}));
            }
            return;
        }
        let path = project::script_path(&self.root);
        let is_alone = folder_of(&self.root).is_none();
        let read = |text: String| match snapshots.read_near(&text, &path).filter(|_| is_alone) {
            Some(manifest) => Ok((text, manifest)),
            None => project::parse_script(&self.root, &text).map(|manifest| (text, manifest)),
        };
        match text.and_then(read) {
            Ok((text, manifest)) => self.add(&mut snapshots, text, manifest),
            Err(problems) if problems != snapshots.problems => {
                self.events.send(&json!({"event": "unreadable", "project": self.name, "problems": problems}));
                snapshots.problems = problems;
            }
            Err(_) => {}
        }
        drop(snapshots);
        self.want_plan();
    }

    /// Adds a state of script.toml, and sends the differences to all pages.
    fn add(&self, snapshots: &mut Snapshots, text: String, manifest: Manifest) {
        snapshots.problems.clear();
        let new = Arc::new(Snapshot::new(text, manifest));
        let before = snapshots.latest().cloned();
        snapshots.add(Arc::clone(&new));
        if let Some(before) = before {
            let change = new.changes_since(&before);
            self.events.send(&json!({"event": "script", "project": self.name, "change": change}));
        }
    }

    /// Applies edits to the script that a page has seen.
    pub fn edit(&self, revision: &str, edits: &[Edit]) -> Result<(), Error> {
        let seen = self.seen(revision)?;
        // Held until the end: another edit between the file and its state here would be shown in the wrong order.
        let mut snapshots = self.snapshots();
        let latest = snapshots.latest().cloned();
        let latest = latest.as_ref();
        let parsed = latest.map(|latest| ParsedScript { text: &latest.text, manifest: &latest.manifest });
        let (text, manifest) =
            with_wait(|wait| edit::edit_script(&self.root, &seen.manifest.script, parsed, edits, wait))?;
        if latest.is_none_or(|latest| latest.text != text) {
            self.add(&mut snapshots, text, manifest);
        }
        drop(snapshots);
        self.want_plan();
        Ok(())
    }

    /// Returns the revision after an amendment. The amendment itself comes as an event, as to all other pages.
    pub fn revision(&self) -> serde_json::Value {
        json!({"revision": self.latest().0.map(|latest| latest.revision.clone())})
    }

    /// Undoes or redoes the last amendment.
    pub fn undo(&self, direction: Direction, force: bool) -> Result<Undone, Error> {
        let undone = with_wait(|wait| edit::undo(&self.root, direction, force, wait))?;
        match undone.file {
            Amended::Script => self.refresh(),
            _ => self.want_plan(),
        }
        Ok(undone)
    }

    /// Picks a take for a segment, or for `None` removes the pick.
    pub fn pick(&self, revision: &str, segment: usize, take: Option<&str>) -> Result<(), Error> {
        let seen = self.seen(revision)?;
        with_wait(|wait| edit::pick_take(&self.root, &seen.manifest.script, segment, take, wait))?;
        self.refresh();
        Ok(())
    }

    /// Loads the project, and finds a segment that a page has seen in it.
    pub fn find(&self, revision: &str, segment: usize) -> Result<(Project, usize), Error> {
        let seen = self.seen(revision)?;
        let project = self.load()?;
        let now = &project.manifest.script;
        let at = edit::relocate_segment(&self.root, &seen.manifest.script, segment, now)?;
        Ok((project, at))
    }

    /// Returns the takes of a segment, spoken now if need be. Without `pay`, nothing is spoken that costs money.
    pub fn speak(&self, revision: &str, segment: usize, pay: bool) -> Result<build::Preview, Error> {
        let (project, at) = self.find(revision, segment)?;
        let cancel = AtomicBool::new(false);
        let preview = build::speak_segment(&project, at, &speaking(&cancel, pay))?;
        self.want_plan();
        Ok(preview)
    }

    /// Returns the takes of a segment as another voice speaks it.
    pub fn audition(
        &self,
        revision: &str,
        segment: usize,
        voice: &str,
        pay: bool,
    ) -> Result<build::Preview, Error> {
        let (mut project, at) = self.find(revision, segment)?;
        let cancel = AtomicBool::new(false);
        build::audition(&mut project, at, voice, &speaking(&cancel, pay))
    }

    /// Speaks a segment again and picks the new take. Returns its sound and its id.
    pub fn speak_again(
        &self,
        revision: &str,
        segment: usize,
        pay: bool,
    ) -> Result<(build::Preview, String), Error> {
        let (mut project, at) = self.find(revision, segment)?;
        let cancel = AtomicBool::new(false);
        let options = speaking(&cancel, pay);
        let (preview, take) = with_wait(|wait| build::speak_again(&mut project, at, &options, wait))?;
        self.pick(revision, segment, Some(&take))?;
        Ok((preview, take))
    }

    /// Records that the user trusts exactly these needs, besides those that are trusted already.
    pub fn trust(&self, wanted: &[Need]) -> Result<(), Error> {
        let Needs { needs, .. } = needs::needs(&self.root);
        if let Some(gone) = wanted.iter().find(|need| !needs.contains(need)) {
            let what = format!("the project changed meanwhile: it would not {gone} any more");
            let problem = Diagnostic::error("trust-changed", what);
            return Err(problem
                .hint("look again at what it would run and send; nothing was recorded")
                .into());
        }
        let trusted = Trust::of_user(&self.root);
        let is_trusted = |need: &Need| wanted.contains(need) || trusted.allows(need);
        let needs = needs.into_iter().filter(is_trusted).collect();
        trust::record(&self.root, needs).map_err(Diagnostic::from)?;
        self.want_plan();
        Ok(())
    }

    /// Has the project planned soon, in the background.
    pub fn want_plan(&self) {
        self.checks.lock().unwrap_or_else(PoisonError::into_inner).is_wanted = true;
        self.wanted.notify_all();
    }

    /// Returns the result of the last plan: the state of each segment, problems and warnings.
    pub fn checks(&self) -> serde_json::Value {
        let checks = self.checks.lock().unwrap_or_else(PoisonError::into_inner);
        json!({
            "event": "checked", "project": self.name, "states": checks.states,
            "problems": checks.problems, "warnings": checks.warnings, "similar": checks.similar,
        })
    }

    /// Plans whenever that is wanted. Several wishes during a plan are one.
    fn plan_when_wanted(&self) {
        loop {
            let checks = self.checks.lock().unwrap_or_else(PoisonError::into_inner);
            let waited = self.wanted.wait_while(checks, |checks| !checks.is_wanted);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
            // Edits come in bursts, and a person wants to hear the sentence first. A plan of a long script takes a second.
            thread::sleep(PLAN_DELAY);
            self.checks.lock().unwrap_or_else(PoisonError::into_inner).is_wanted = false;
            let planned = self.plan();
            let mut checks = self.checks.lock().unwrap_or_else(PoisonError::into_inner);
            *checks = Checks { is_wanted: checks.is_wanted, ..planned };
            drop(checks);
            self.events.send(&self.checks());
        }
    }

    fn plan(&self) -> Checks {
        let project = match self.load() {
            Ok(project) => project,
            Err(error) => return Checks { problems: problems_of(error), ..Checks::default() },
        };
        let plan = build::plan(&project);
        let similar = build::similar_voices(&project, &plan);
        let of_pairs = similar.iter().map(|pair| &pair.warning);
        let warnings = project.warnings.iter().chain(&plan.warnings).chain(of_pairs).cloned().collect();
        match build::segment_states(&project, &plan) {
            Ok(states) => Checks { states, problems: plan.problems, warnings, similar, is_wanted: false },
            Err(error) => Checks { problems: problems_of(error), warnings, ..Checks::default() },
        }
    }
}

/// Returns the problems of an error.
pub(super) fn problems_of(error: Error) -> Vec<Diagnostic> {
    match error {
        Error::Problems(problems) => problems,
        Error::Cancelled => Vec::new(),
    }
}

/// Amends the project; waits for other programs that do.
pub(super) fn with_wait<T>(amend: impl FnOnce(&mut Wait<'_>) -> Result<T, Error>) -> Result<T, Error> {
    amend(&mut Wait { cancel: &AtomicBool::new(false), on_wait: &mut || () })
}

/// Returns the options to speak a segment. Without `pay`, only what costs nothing is spoken.
fn speaking(cancel: &AtomicBool, pay: bool) -> Options<'_> {
    Options { jobs: jobs(), cancel, target: Target::Draft, limit: (!pay).then_some(0.0) }
}
