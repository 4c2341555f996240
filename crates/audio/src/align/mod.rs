//! Finds the lines of a script in a long recording, without recognising words.
//!
//! Each line is first spoken by a synthetic voice. [`Listener`] turns both the recording and these references into steps of 20 ms
//! of speech, and [`find_readings`] searches for the sequence of readings that explains the recording best. It allows for repeated
//! lines, lines that were broken off, another order, and sounds that are none of the lines.

mod decoder;
mod distance;
mod edges;
mod features;
mod filter_bank;
mod forced;
mod network;
mod phones;
mod readings;
mod speech_detection;

pub use features::{Features, Listener, Normaliser, Step, normalise};
pub use filter_bank::{BANDS, RATE};
pub use forced::{Path, align_path, align_with_part};
pub use phones::{Phones, means_of_runs};
pub use readings::{Reading, choose_again, find_readings, find_readings_of};
