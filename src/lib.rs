//! Aloud turns an article into an audio edition.
//!
//! ```text
//! article ──parse──▶ Article ──split, cast──▶ Script ⇄ script.toml
//! Script ──speakable──▶ Utterance ──store or backend──▶ Take
//! Script + takes ──arrange──▶ Timeline ──mix──▶ out/episode.wav
//! Timeline + Script ──publish──▶ captions, transcript
//! ```
//!
//! Each stage is a pure function of what it reads; [`episode`] is the only module that sees them all.

// A test's own tones need not be the same on every machine.
#![cfg_attr(test, allow(clippy::disallowed_methods))]

pub mod article;
pub mod audio;
pub mod clips;
pub mod config;
#[cfg(feature = "c2pa")]
pub mod credentials;
pub mod diagnostic;
pub mod encoder;
pub mod episode;
pub mod feed;
pub mod files;
pub mod links;
pub mod mixer;
pub mod net;
pub mod outputs;
mod process;
pub mod project;
pub mod recording;
pub mod report;
pub mod script;
pub mod speech;
mod tables;
pub mod takes;
pub mod timeline;
pub mod voices;
