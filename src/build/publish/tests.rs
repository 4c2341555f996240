//! Tests of swaps: folders that cannot be exchanged, and runs that are killed at the worst moment.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tempfile::TempDir;

use super::editions::{Editions, exchange};
use crate::base::project_files::STATE;
use crate::build::Target;
use crate::mixer::MixCache;

fn unsupported(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::CrossesDevices.into())
}

/// Exchanges the folders, and then the power fails.
fn exchange_and_die(a: &Path, b: &Path) -> io::Result<()> {
    exchange(a, b)?;
    panic!("killed")
}

fn editions(root: &Path, exchange: fn(&Path, &Path) -> io::Result<()>) -> Editions {
    Editions { root: root.to_path_buf(), state: root.join(STATE), exchange }
}

/// Puts an edition in its place; all its files have the same text.
fn put(editions: &Editions, target: Target, names: &[&str], content: &str) {
    let mut staging = editions.stage(target).unwrap();
    names.iter().for_each(|name| staging.write(name, content.as_bytes()).unwrap());
    editions.put(staging, target, content, &MixCache::default()).unwrap();
}

fn text(root: &Path, name: &str) -> Option<String> {
    fs::read_to_string(root.join(name)).ok()
}

/// Returns a project with a published edition and a user's file next to it.
fn published(exchange: fn(&Path, &Path) -> io::Result<()>) -> (TempDir, Editions) {
    let root = TempDir::new().unwrap();
    let editions = editions(root.path(), exchange);
    put(&editions, Target::Published, &["episode.vtt", "episode.srt"], "old");
    fs::write(root.path().join("out/notes.txt"), "mine").unwrap();
    (root, editions)
}

#[test]
fn copying_leaves_no_file_of_the_previous_edition() {
    let (root, editions) = published(unsupported);
    put(&editions, Target::Published, &["episode.vtt"], "new");
    let root = root.path();
    assert_eq!(text(root, "out/episode.vtt").as_deref(), Some("new"));
    assert_eq!(text(root, "out/episode.srt"), None, "it belongs to another WAV");
    assert_eq!(text(root, "out/notes.txt").as_deref(), Some("mine"));
    assert!(editions.holds(Target::Published, "new"));
    assert!(!editions.staging_folder().exists() && !editions.journal().exists());
}

#[test]
fn copying_a_draft_keeps_the_users_files_in_its_folder() {
    let (root, editions) = published(unsupported);
    put(&editions, Target::Draft, &["episode.vtt"], "new");
    fs::write(root.path().join("draft/todo.txt"), "listen").unwrap();
    assert!(editions.publish_draft().unwrap());
    assert_eq!(text(root.path(), "out/episode.vtt").as_deref(), Some("new"));
    assert_eq!(text(root.path(), "draft/episode.vtt"), None);
    assert_eq!(text(root.path(), "draft/todo.txt").as_deref(), Some("listen"));
    editions.recover().unwrap();
    put(&editions, Target::Published, &["episode.vtt"], "newer");
    assert!(editions.holds(Target::Published, "newer"), "the next build goes on");
}

/// Publishes an edition through a link to the project, and is killed right after the exchange.
fn killed(root: &Path) {
    let elsewhere = TempDir::new().unwrap();
    let link = elsewhere.path().join("project");
    std::os::unix::fs::symlink(root, &link).unwrap();
    let killed = catch_unwind(AssertUnwindSafe(|| {
        let editions = editions(&link, exchange_and_die);
        let mut staging = editions.stage(Target::Published).unwrap();
        staging.write("episode.vtt", b"new").unwrap();
        // A killed run runs no destructors.
        staging.placed = true;
        let _ = editions.put(staging, Target::Published, "new", &MixCache::default());
    }));
    assert!(killed.is_err());
}

#[test]
fn recovery_keeps_the_users_files_after_a_run_through_a_link() {
    let (root, _) = published(exchange);
    killed(root.path());
    editions(root.path(), exchange).recover().unwrap();
    assert_eq!(text(root.path(), "out/episode.vtt").as_deref(), Some("new"));
    assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
    assert!(!root.path().join(STATE).join("staged").exists());
}

#[test]
fn recovery_keeps_the_users_files_if_the_edition_was_edited_meanwhile() {
    let (root, _) = published(exchange);
    killed(root.path());
    fs::write(root.path().join("out/episode.vtt"), "edited").unwrap();
    editions(root.path(), exchange).recover().unwrap();
    assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
    assert_eq!(text(root.path(), "out/episode.srt"), None, "it belongs to another WAV");
}

#[test]
fn an_edition_without_a_record_is_replaced_completely() {
    for exchange in [exchange, unsupported] {
        let (root, editions) = published(exchange);
        fs::write(root.path().join("out/episode.json"), "{}").unwrap();
        fs::remove_dir_all(root.path().join(STATE)).unwrap();
        put(&editions, Target::Published, &["episode.vtt"], "new");
        assert_eq!(text(root.path(), "out/episode.srt"), None, "it belongs to another WAV");
        assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
    }
}

#[test]
fn a_failed_cleanup_is_completed_by_the_next_run() {
    let (root, editions) = published(exchange);
    // A file blocks the folder into which the old edition is moved.
    fs::write(root.path().join(STATE).join("outgoing"), "in the way").unwrap();
    put(&editions, Target::Published, &["episode.vtt"], "new");
    assert_eq!(text(root.path(), "out/episode.vtt").as_deref(), Some("new"));
    fs::remove_file(root.path().join(STATE).join("outgoing")).unwrap();
    editions.recover().unwrap();
    assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
}
