//! Voices: who can speak, each with a synthesis backend.
//!
//! The [`Backend`](backend::Backend) trait is in [`backend`]. The factory in `factory.rs` reads the voices of a project and
//! creates their backends, so no backend knows another one.

pub mod backend;
pub mod neural;

mod assign;
mod builtin;
mod checks;
mod command;
mod command_files;
mod config;
mod embedded;
mod factory;
#[cfg(feature = "http")]
mod http;
mod natural;
mod recogniser;
mod recorded;
mod recording_hashes;
pub(crate) mod recording_notes;
mod tone;

pub(crate) use assign::assign;
pub use builtin::is_built_in;
pub use factory::{Origin, Voice, Voices};
pub use natural::{natural_narrator, natural_voices_missing, reads_language};
pub(crate) use recogniser::Recogniser;
