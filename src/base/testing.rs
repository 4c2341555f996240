//! Shared by the unit tests and `tests/suite`: configuration of property tests, and external programs.

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};

use proptest::test_runner::{Config, RngSeed};

/// Returns a configuration with a number of cases and a fixed seed, because CI must report on the change and not on chance.
///
/// `PROPTEST_RNG_SEED` and `PROPTEST_CASES` override it for a wider search. A failure that such a search finds becomes a test
/// of its own, so no seed file is kept.
pub(crate) fn seeded(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() }
}

/// Set by `tests/run`: a missing program fails the test instead of skipping it.
const REQUIRE: &str = "ALOUD_TESTS_REQUIRE_PROGRAMS";

/// Returns true when all programs are installed. Otherwise reports the test as skipped, or panics when programs are
/// mandatory.
pub(crate) fn installed(programs: &[&str]) -> bool {
    let missing: Vec<&str> = programs.iter().copied().filter(|program| !path(program).exists()).collect();
    if missing.is_empty() {
        return true;
    }
    let test = std::thread::current().name().unwrap_or("a test").to_string();
    let message = format!("skipped: {test} needs {} (tests/run installs it)", missing.join(", "));
    assert!(env::var_os(REQUIRE).is_none(), "{message}");
    // Written directly, because the test harness hides what a passing test prints.
    let _ = writeln!(std::io::stderr(), "{message}");
    false
}

/// Returns the file that must exist for a program: `tests/run` installs Python and Node packages below `target/tools`.
pub(crate) fn path(program: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    match program {
        "python" => root.join("target/tools/venv/bin/python"),
        "hibari-wheel" => root.join("target/tools/wheels/hibari_tts-0.2.1-py3-none-any.whl"),
        "piper" => root.join("target/tools/venv/bin/piper"),
        "hibari" => root.join("target/tools/venv/bin/hibari"),
        "node-modules" => root.join("target/tools/node/node_modules"),
        program => {
            let folders = env::var_os("PATH").unwrap_or_default();
            let found =
                env::split_paths(&folders).map(|folder| folder.join(program)).find(|file| file.is_file());
            found.unwrap_or_else(|| PathBuf::from(format!("no program {program}")))
        }
    }
}
