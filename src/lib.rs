//! Aloud turns an article into an audio edition.
//!
//! ```text
//! article ──parse──▶ Article ──split, cast──▶ Script ⇄ script.toml
//! Script ──speakable──▶ Utterance ──store or backend──▶ Take
//! Script + takes ──arrange──▶ Timeline ──mix──▶ out/episode.wav
//! Timeline + Script ──publish──▶ captions, transcript
//! ```
//!
//! Each stage is a pure function of what it reads; [`build`] is the only module that sees them all.
//!
//! ```
//! use std::{error::Error, fs, path::Path, sync::atomic::AtomicBool};
//!
//! use aloud::base::error::Error as BuildError;
//! use aloud::build::{self, Event, Options, Target};
//! use aloud::project::Project;
//!
//! fn edition(root: &Path) -> Result<f64, Box<dyn Error>> {
//!     fs::write(
//!         root.join("script.toml"),
//!         r#"
//!             [[segment]]
//!             speaker = "narrator"
//!             text = "The ferry was late."
//!
//!             [[segment]]
//!             speaker = "Ann Okafor"
//!             text = "“We had tea.”"
//!         "#,
//!     )?;
//!     let project = Project::load(root).map_err(BuildError::Problems)?;
//!     let cancel = AtomicBool::new(false);
//!     let options = Options { jobs: 2, cancel: &cancel, target: Target::Published, limit: None };
//!     let mut spoken = 0;
//!     let outcome = build::build(&project, &options, &mut |event| {
//!         if let Event::Spoken { .. } = event {
//!             spoken += 1;
//!         }
//!     })?;
//!     assert_eq!(spoken, outcome.spoken);
//!     assert!(root.join("out/episode.wav").is_file());
//!     Ok(outcome.seconds)
//! }
//!
//! # let root = tempfile::tempdir()?;
//! let seconds = edition(root.path())?;
//! assert!(seconds > 2.0, "two voices, and what listeners are told of them");
//! # Ok::<(), Box<dyn Error>>(())
//! ```

// A test's own tones need not be the same on every machine.
#![cfg_attr(test, allow(clippy::disallowed_methods))]

pub mod audio;
pub mod base;
pub mod build;
mod language;
pub mod mixer;
pub mod outputs;
pub mod project;
pub mod recording;
pub mod script;
pub mod speech;
pub mod takes;
pub mod voices;
