//! Recordings by people: the recording sheet that they read from, and the checks and import of what they submit.

mod checks;
mod choice;
mod import;
mod render_sheet;
mod session;
mod sheet;
mod submission;
mod trim;

pub use checks::{Finding, pace};
pub use choice::{LineRecording, choose_recording, recordings_of};
pub use import::import_submission;
pub use render_sheet::{html, markdown};
pub use session::{
    Filed, ImportedSession, LineReading, References, Session, Suspect, find_lines, import_session,
    recorded_segments, speak_references,
};
#[cfg(test)]
pub(crate) use sheet::recording_name;
pub use sheet::{Sheet, SheetEntry, SheetParagraph, SheetPart, sheets};
pub use submission::{Submission, examine, examine_bytes, is_single_line, recordings_folder};
pub use trim::{RecordingView, recording_sound, trim_recording, view_recording};
