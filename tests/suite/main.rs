//! Tests the program from the outside: each test builds, edits or damages a small project.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

/// Ends a test early when one of the named programs is missing. `tests/run` makes all of them mandatory.
macro_rules! needs {
    ($($program:literal),+) => {
        if !crate::testing::installed(&[$($program),+]) {
            return;
        }
    };
}

mod articles;
mod audiobook;
#[cfg(feature = "http")]
mod aws_signatures;
mod batches;
mod builds;
mod codecs;
mod command_line;
mod compressed;
mod custom_voice;
mod daisy;
mod damaged;
mod defaults;
mod disclosure;
mod docs;
mod drafts;
mod edits;
mod epub;
mod errors;
mod escapes;
mod external_voices;
#[cfg(feature = "http")]
mod fallbacks;
mod faults;
mod feed;
mod festival;
#[cfg(all(feature = "http", target_os = "linux"))]
mod fleet;
mod formats;
mod harness;
mod imports;
mod joins;
#[cfg(feature = "http")]
mod language_model;
mod languages;
mod levels;
mod lexicon;
mod manual_edits;
mod mixes;
mod music;
mod natural_voices;
#[cfg(feature = "http")]
mod ovos;
mod page;
mod phonemes;
mod piper;
mod programs;
mod recordings;
mod report;
mod reviews;
mod schemas;
mod scripts;
mod series;
#[cfg(feature = "http")]
mod server;
#[cfg(feature = "http")]
mod services;
mod sessions;
mod shared_takes;
#[cfg(feature = "c2pa")]
mod signed;
mod slips;
#[cfg(unix)]
mod strangers;
mod structure;
#[cfg(feature = "studio")]
mod studio;
mod take_checks;
mod takes;
#[path = "../../src/base/testing.rs"]
mod testing;
mod trust;
mod undo;
#[cfg(feature = "http")]
mod verify;
mod watch;
mod wav_metadata;
