//! The content-addressed store of takes, and the history of what each segment was built with.
//!
//! A take's key hashes everything that changes its sound, so the same sentence is spoken once. The store knows no backend: the
//! caller hands in a clip and a key.

mod description;
mod history;
mod index;
mod key;
mod prune;
mod push;
mod shared;
mod store;
mod take;

pub(crate) use history::find_version;
pub use history::{History, TakeRef, Version, segment_key};
pub use key::{Key, KeyInputs};
pub use prune::{Limits, Pruned};
pub use shared::{Removed, SharedTakes, Stats, VARIABLE as STORE_VARIABLE, Verified};
pub use store::{Analysis, Maker, Store};
pub use take::{Heard, Lookup, Miss, Take};
