//! The store of takes, addressed by what they sound like: a sentence is spoken once.
//!
//! Knows no backend: whoever speaks hands in a clip, and a key that names everything that changed its sound.

mod index;
mod key;
mod store;

pub use key::{Key, KeyInputs};
pub use store::{Lookup, Miss, Store, Take};
