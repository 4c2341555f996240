//! Runs the program as people use it: builds, edits and breaks small projects.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

/// Ends a test early when one of the named programs is missing. `tests/run` makes all of them mandatory.
macro_rules! needs {
    ($($program:literal),+) => {
        if !crate::testing::installed(&[$($program),+]) {
            return;
        }
    };
}

#[cfg(feature = "http")]
mod articles;
mod asks;
mod audiobook;
mod builds;
mod codecs;
mod compressed;
mod custom_voice;
mod described;
mod disclosures;
mod docs;
mod drafts;
mod edits;
mod epub;
mod errors;
mod faults;
mod feed;
mod festival;
mod formats;
mod hands;
mod harness;

mod languages;
mod levels;
mod mixes;
mod music;
#[cfg(feature = "http")]
mod ovos;
mod page;
mod peers;
mod piper;
mod programs;
mod recordings;
mod report;
mod reviews;
mod rooms;
mod scripts;
#[cfg(feature = "http")]
mod server;
#[cfg(feature = "http")]
mod services;
mod signatures;
#[cfg(feature = "c2pa")]
mod signed;
#[cfg(feature = "http")]
mod standins;
mod takes;
#[path = "../../src/base/testing.rs"]
mod testing;
mod watch;
