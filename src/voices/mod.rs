//! Voices: who can speak, each with a synthesis backend behind one trait.

pub mod backend;
