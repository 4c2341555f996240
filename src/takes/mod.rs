//! The store of takes, addressed by what they sound like: a sentence is spoken once.
//!
//! Knows no backend: whoever speaks hands in a clip, and a key that names everything that changed its sound.

mod history;
mod index;
mod key;
mod prune;
mod store;

pub use history::{History, Piece, Version, segment_name, version_of};
pub use key::{Key, KeyInputs};
pub use prune::{Limits, Pruned};
pub use store::{Lookup, Maker, Miss, Store, Take};
