//! Lets a run go on after a panic that Aloud contains. The hook of libFuzzer would end it.

use std::panic::{set_hook, take_hook};
use std::sync::Once;

/// Call it in each run: the hook of libFuzzer is only there after its start.
pub fn allow_contained_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = take_hook();
        set_hook(Box::new(move |panic| {
            if !aloud::audio::is_contained() {
                report(panic);
            }
        }));
    });
}
