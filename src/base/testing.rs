//! What tests of properties share, those of `tests/suite` too.

use proptest::test_runner::{Config, RngSeed};

/// So many cases, the same in each run: what CI says must be about the change that it looks at, and not about chance. To look
/// further, `PROPTEST_RNG_SEED` and `PROPTEST_CASES` go before what stands here. What they find becomes a test of its own,
/// so that no file of seeds is kept.
pub(crate) fn seeded(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() }
}
