//! Contains panics of decoders from other crates: a file that makes one panic is damaged.
//!
//! Fuzzing finds such files. `symphonia` 0.6.1 panics on a Vorbis codebook with codewords of more than 32 bits, for example.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IS_CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a decoder. Returns `None` if it panics. After that it may return errors or wrong samples, but its file counts as damaged.
pub(crate) fn contain<T>(decode: impl FnOnce() -> T) -> Option<T> {
    let outer = IS_CONTAINED.replace(true);
    let decoded = catch_unwind(AssertUnwindSafe(decode));
    IS_CONTAINED.set(outer);
    decoded.ok()
}

/// Returns true while this thread runs a decoder whose panic is contained. The panic hook of a program need not report it.
pub fn is_contained() -> bool {
    IS_CONTAINED.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_none_and_ends_at_the_call() {
        assert_eq!(contain(|| 7), Some(7));
        let empty: Vec<u8> = Vec::new();
        assert_eq!(contain(|| empty[empty.len()]), None);
        assert!(contain(is_contained).unwrap() && !is_contained());
    }
}
