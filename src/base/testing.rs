//! Configuration of property tests, also for `tests/suite`.

use proptest::test_runner::{Config, RngSeed};

/// Returns a configuration with a number of cases and a fixed seed, because CI must report on the change and not on chance.
///
/// `PROPTEST_RNG_SEED` and `PROPTEST_CASES` override it for a wider search. A failure that such a search finds becomes a test
/// of its own, so no seed file is kept.
pub(crate) fn seeded(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() }
}
