//! Takes that several machines share, so that each sentence is spoken once for all of them.

mod exchange;
#[cfg(test)]
mod tests;
mod upkeep;

pub(super) use exchange::SharedTake;
pub use exchange::{SharedTakes, VARIABLE};
pub use upkeep::{Removed, Stats, Verified};
