//! Voices: who can speak, each with a synthesis backend behind one trait.
//!
//! The trait stands in [`backend`], the choice between backends in [`factory`], so that no backend knows its siblings.

pub mod backend;
pub mod builtin;
pub mod config;
pub mod factory;

mod assign;
mod command;
mod embedded;
#[cfg(feature = "http")]
mod http;
mod recorded;
mod sanity;
mod test;

pub use assign::assign;
pub use factory::{Voice, Voices};
