//! Reads any text as feed.toml, and makes the feed of one published episode.
//!
//! Nothing may panic or hang. A feed is well-formed as far as its brackets go.
#![no_main]

mod folder;

use std::path::PathBuf;
use std::sync::OnceLock;

use aloud::outputs::feed::feed;
use libfuzzer_sys::fuzz_target;

static ROOT: OnceLock<PathBuf> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let root = ROOT.get_or_init(|| {
        let root = folder::empty("feed");
        folder::write_project(&root.join("ferry"));
        assert!(folder::build(&root.join("ferry")));
        root
    });
    folder::write(root, "feed.toml", bytes);
    if let Ok(feed) = feed(&root.join("feed.toml"), std::slice::from_ref(root), "feed.xml") {
        let count = |wanted: u8| feed.xml.iter().filter(|byte| **byte == wanted).count();
        assert!(count(b'<') <= count(b'>'));
        assert!(std::str::from_utf8(&feed.xml).is_ok());
    }
});
