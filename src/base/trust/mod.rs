//! Trust in a project: which programs it may run, and what it may send to which server.
//!
//! A project can come from a stranger, and its voice.toml and script.toml name programs, environment variables and addresses.
//! So nothing that they name is run or sent before the user agrees. What the user agreed to is recorded outside the project,
//! where no file of a project can change it. Every caller that starts a program of a project or reads a key asks
//! `Trust::check` first.

mod need;
mod origin;
mod records;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use need::Need;
pub use records::TrustError;

use records::Record;

/// Code of the diagnostic for everything that needs trust.
pub(crate) const CODE: &str = "trust-missing";

/// What a project may run and send.
#[derive(Debug, Clone)]
pub struct Trust(Arc<Granted>);

#[derive(Debug)]
enum Granted {
    /// Everything, without a record.
    Everything,
    /// Everything: the project was made on this machine, and no one else can change its files.
    Own,
    /// What the user has agreed to.
    Listed { needs: Vec<Need>, is_shared: bool, series: Option<PathBuf> },
}

/// The refusal of a need: what would happen, and how to allow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Untrusted {
    pub(crate) what: String,
    pub(crate) hint: String,
}

impl Trust {
    /// Returns the trust that allows everything, e.g. for a machine that builds only reviewed projects.
    pub fn everything() -> Self {
        Self(Arc::new(Granted::Everything))
    }

    /// Returns what the user has recorded for the project in `root`. Without a readable record, nothing is trusted.
    pub fn of_user(root: &Path) -> Self {
        Self::recorded(root, None)
    }

    /// As [`Self::of_user`], for the voices of the series in `root`.
    pub fn of_series(root: &Path) -> Self {
        Self::recorded(root, Some(root.to_path_buf()))
    }

    fn recorded(root: &Path, series: Option<PathBuf>) -> Self {
        let record = Record::read(root).unwrap_or_default();
        let is_own = origin::is_made_here(root, &record);
        let is_shared = is_own && origin::is_shared(root);
        Self(Arc::new(match is_own && !is_shared {
            true => Granted::Own,
            false => Granted::Listed { needs: record.needs, is_shared, series },
        }))
    }

    /// Returns true if the user allowed everything in this run, not only in one folder.
    pub(crate) fn is_of_everything(&self) -> bool {
        matches!(*self.0, Granted::Everything)
    }

    /// Returns true if everything is allowed, whatever a project needs.
    pub fn is_complete(&self) -> bool {
        !matches!(*self.0, Granted::Listed { .. })
    }

    /// Returns true if this need is allowed.
    pub fn allows(&self, need: &Need) -> bool {
        match &*self.0 {
            Granted::Everything | Granted::Own => true,
            Granted::Listed { needs, .. } => needs.iter().any(|trusted| need.is_covered_by(trusted)),
        }
    }

    /// Checks a need: the one check before a program of a project runs or a key is read.
    ///
    /// # Errors
    /// Says exactly what would run or be sent.
    pub(crate) fn check(&self, need: &Need) -> Result<(), Untrusted> {
        let Granted::Listed { needs, is_shared, series } = &*self.0 else { return Ok(()) };
        if self.allows(need) {
            return Ok(());
        }
        let changes = needs.iter().find_map(|trusted| need.changes_since(trusted));
        let reason = match (changes, is_shared) {
            (Some(changes), _) => format!("which changed since you trusted it ({})", changes.join(", ")),
            (None, true) => {
                "and this project, made here, can now be changed by others: it has a remote".into()
            }
            (None, false) => "and you have not trusted that".into(),
        };
        let what = format!("it would {need}, {reason}");
        let folder = series.as_ref().map_or(String::new(), |folder| format!("-C {} ", folder.display()));
        let hint = format!(
            "read {}; then `aloud {folder}trust` allows exactly this, and `--trust` allows everything in one run",
            need.sources()
        );
        Err(Untrusted { what, hint })
    }
}

/// Records that the user trusts exactly these needs of the project in `root`.
///
/// # Errors
/// When the record cannot be written, or would be inside the project.
pub fn record(root: &Path, needs: Vec<Need>) -> Result<PathBuf, TrustError> {
    let mut record = Record::read(root).unwrap_or_default();
    record.needs = needs;
    record.write(root)
}

/// Records that the project in `root` was made on this machine.
///
/// # Errors
/// When the record cannot be written, or would be inside the project.
pub fn record_own(root: &Path) -> Result<(), TrustError> {
    let mark = origin::mark(root)?;
    Record { mark: Some(mark), ..Record::default() }.write(root).map(|_| ())
}

/// Removes all trust in the project in `root`. Returns false if there was none.
///
/// # Errors
/// When the record cannot be removed.
pub fn revoke(root: &Path) -> Result<bool, TrustError> {
    Record::remove(root)
}

#[cfg(test)]
mod tests;
