//! Recordings by people: the recording sheet that they read from, and the checks and import of what they submit.

mod checks;
mod import;
mod render_sheet;
mod sheet;
mod submission;

pub use checks::{Finding, check, pace};
pub use import::import_submission;
pub use render_sheet::{html, markdown};
pub use sheet::{Sheet, SheetEntry, recording_name, sheets, text_to_read};
pub use submission::{Submission, examine, recordings_folder};
