//! Aloud turns an article into an audio edition: a WAV with captions, transcript, chapters and a read-along page.
//!
//! ```text
//! article ──parse──▶ blocks ──quotes, attribution──▶ segments ⇄ script.toml   (people edit it)
//! segments ──speech──▶ utterances ──take store or voice──▶ takes
//! takes ──timeline──▶ placements (frames) ──mixer──▶ out/episode.wav
//! timeline + script ──outputs──▶ captions, page, book, feed, report
//! ```
//!
//! Each stage is a pure function of what it reads. [`build`] is the only module that knows all stages. There are three ways
//! to use the library.
//!
//! # An article to a script
//!
//! [`script::article::parse`] finds the blocks of an article, [`script_from_article`](script::script_from_article) finds
//! who says what.
//!
//! ```
//! use aloud::script::article::{self, Format};
//! use aloud::script::{NARRATOR, script_from_article};
//!
//! let text = "The ferry was late.\n\n“We had tea,” said Ann Okafor.";
//! let script = script_from_article(&article::parse(text, Format::Text)?);
//! let speakers: Vec<&str> = script.segments.iter().map(|segment| segment.speaker.as_str()).collect();
//! assert_eq!(speakers, [NARRATOR, "Ann Okafor", NARRATOR]);
//! # Ok::<(), article::ArticleError>(())
//! ```
//!
//! # A project to an episode
//!
//! A project is a folder with a script.toml. [`build::build`] speaks what changed, mixes it and writes `out/`.
//! [`project::edit`] changes script.toml and keeps comments and order. `examples/custom_voice.rs` adds a voice of your own.
//!
//! ```
//! use std::{fs, sync::atomic::AtomicBool};
//!
//! use aloud::build::{self, Options, Target};
//! use aloud::project::Project;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let root = folder.path();
//! fs::write(
//!     root.join("script.toml"),
//!     r#"
//!         [[segment]]
//!         speaker = "narrator"
//!         text = "The ferry was late."
//!
//!         [[segment]]
//!         speaker = "Ann Okafor"
//!         text = "“We had tea.”"
//!     "#,
//! )?;
//! let project = Project::load(root).map_err(aloud::Error::Problems)?;
//! let cancel = AtomicBool::new(false);
//! let options = Options { jobs: 2, cancel: &cancel, target: Target::Published, limit: None };
//! let outcome = build::build(&project, &options, &mut |_event| ())?;
//! assert!(outcome.seconds > 2.0 && root.join("out/episode.wav").is_file());
//! # Ok(())
//! # }
//! ```
//!
//! # Clips to a WAV
//!
//! [`mixer::clips::plan`] lays sound files out one after the other, [`mixer::mix`] renders them at one loudness. The command
//! `aloud mix` is a thin layer over these two.
//!
//! # Features
//!
//! - `cli` (default): the program `aloud`. Library users can leave it out.
//! - `http` (default): voices of HTTP services, and language models for unsure attributions. Without it Aloud opens no
//!   connection.
//! - `studio` (default): the server of `aloud studio`.
//! - `store`: takes shared through S3, Google Cloud Storage and Azure.
//! - `flac`, `mp3`: encoders that need no ffmpeg. LAME, which `mp3` uses, is under the LGPL.
//! - `c2pa`: signed copies with content credentials.

// The tones that tests make need not be the same on every machine.
#![cfg_attr(test, allow(clippy::disallowed_methods))]

pub mod base;
pub mod build;
mod language;
pub mod mixer;
pub mod outputs;
pub mod project;
pub mod recording;
pub mod script;
pub mod speech;
#[cfg(feature = "studio")]
pub mod studio;
pub mod takes;
pub mod voices;

pub use aloud_audio as audio;
pub use base::diagnostic::Diagnostic;
pub use base::error::Error;
