//! Recordings by people: the recording sheet that they read from, and the checks and import of what they submit.

mod checks;
mod import;
mod render_sheet;
mod sheet;
mod submission;

pub use checks::{Finding, pace};
pub use import::import_submission;
pub use render_sheet::{html, markdown};
#[cfg(test)]
pub(crate) use sheet::recording_name;
pub use sheet::{Sheet, SheetEntry, sheets};
pub use submission::{Submission, examine, examine_bytes, recordings_folder};
