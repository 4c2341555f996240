//! Long recordings in which a person reads many lines: finds the lines, cuts them out and imports them.
//!
//! ```text
//! lines ──reference voice──▶ references ─┐
//! session ──────────────────────────────┴─align──▶ readings ──cut──▶ recordings
//! ```

mod cut;
mod find;
mod import;
mod judge;
mod level;
mod picture;
mod references;
mod room;
mod single;
mod sound;
mod word_steps;
mod words_heard;

pub(super) use cut::fade;
pub use find::{LineReading, Session, Suspect, find_lines};
pub use import::{Filed, ImportedSession, import_session, recorded_segments};
pub use picture::{picture_page, session_picture};
pub use references::{References, speak_references};
pub use single::{WordCheck, WordProblem};
pub use words_heard::listen_to_readings;
