//! Configuration of property tests.

use proptest::test_runner::{Config, RngSeed};

/// Returns a configuration with a number of cases and a fixed seed, because CI must report on the change and not on chance.
pub(crate) fn seeded(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() }
}
