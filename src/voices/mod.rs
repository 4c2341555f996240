//! Voices: who can speak, each with a synthesis backend.
//!
//! The [`Backend`](backend::Backend) trait is in [`backend`]; [`factory`] reads the voices of a project and creates their
//! backends, so no backend knows another one.

pub mod backend;
pub mod builtin;
pub mod config;
pub mod factory;

mod assign;
mod checks;
mod command;
mod embedded;
#[cfg(feature = "http")]
mod http;
mod recorded;
mod tone;

pub use assign::assign;
pub use factory::{Origin, Voice, Voices};
