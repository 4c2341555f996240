//! Recordings by people: the recording sheet that they read from, and the checks and import of what they submit.

mod checks;
mod choice;
mod import;
mod render_sheet;
mod session;
mod sheet;
mod submission;
mod trim;
mod word_checks;

pub use checks::{Finding, pace};
pub use choice::{
    LineRecording, choose_recording, recorded_voices, recordings_of, retakes, voice_of_segment,
};
pub use import::import_submission;
pub use render_sheet::{html, markdown};
pub use session::{
    Filed, ImportedSession, LineReading, References, Session, Suspect, WordCheck, WordProblem, find_lines,
    import_session, listen_to_readings, picture_page, recorded_segments, session_picture, speak_references,
};
#[cfg(test)]
pub(crate) use sheet::recording_name;
pub use sheet::{Sheet, SheetEntry, SheetParagraph, SheetPart, sheets};
pub use submission::{
    Submission, examine, examine_bytes, is_single_line, recordings_folder, segment_of_file,
};
pub use trim::{RecordingView, recording_sound, trim_recording, view_recording};
pub use word_checks::WordChecks;
