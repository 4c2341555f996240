//! The program as people use it: small projects are built, edited, broken and built again.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

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
#[path = "../../src/base/testing.rs"]
mod properties;
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
mod watch;
