//! What stands in `out/` when folders cannot change names, or a run ends at the worst moment.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tempfile::TempDir;

use super::*;

fn cannot(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::CrossesDevices.into())
}

/// The folders have changed names, and then the power fails.
fn dies(a: &Path, b: &Path) -> io::Result<()> {
    exchange(a, b)?;
    panic!("killed")
}

fn editions(root: &Path, exchange: fn(&Path, &Path) -> io::Result<()>) -> Editions {
    Editions { root: root.to_path_buf(), state: root.join(STATE), exchange }
}

/// Puts an edition whose files all say the same.
fn put(editions: &Editions, target: Target, names: &[&str], says: &str) {
    let mut staged = editions.stage(target).unwrap();
    names.iter().for_each(|name| staged.write(name, says.as_bytes()).unwrap());
    editions.put(staged, target, says, &Ledger::default()).unwrap();
}

fn text(root: &Path, name: &str) -> Option<String> {
    fs::read_to_string(root.join(name)).ok()
}

/// A published edition, with a file beside it that is not Aloud's.
fn published(exchange: fn(&Path, &Path) -> io::Result<()>) -> (TempDir, Editions) {
    let root = TempDir::new().unwrap();
    let editions = editions(root.path(), exchange);
    put(&editions, Target::Published, &["episode.vtt", "episode.srt"], "old");
    fs::write(root.path().join("out/notes.txt"), "mine").unwrap();
    (root, editions)
}

#[test]
fn where_folders_cannot_change_names_nothing_of_the_edition_before_is_left() {
    let (root, editions) = published(cannot);
    put(&editions, Target::Published, &["episode.vtt"], "new");
    let root = root.path();
    assert_eq!(text(root, "out/episode.vtt").as_deref(), Some("new"));
    assert_eq!(text(root, "out/episode.srt"), None, "it belongs to another WAV");
    assert_eq!(text(root, "out/notes.txt").as_deref(), Some("mine"));
    assert!(editions.holds(Target::Published, "new"));
    assert!(!editions.staged().exists() && !editions.journal().exists());
}

#[test]
fn a_draft_is_published_file_by_file_and_what_stands_beside_it_stays_there() {
    let (root, editions) = published(cannot);
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

/// Publishes an edition through another name of the project, and is killed when the folders have changed names.
fn killed(root: &Path) {
    let elsewhere = TempDir::new().unwrap();
    let link = elsewhere.path().join("project");
    std::os::unix::fs::symlink(root, &link).unwrap();
    let killed = catch_unwind(AssertUnwindSafe(|| {
        let editions = editions(&link, dies);
        let mut staged = editions.stage(Target::Published).unwrap();
        staged.write("episode.vtt", b"new").unwrap();
        // A killed run drops nothing.
        staged.placed = true;
        let _ = editions.put(staged, Target::Published, "new", &Ledger::default());
    }));
    assert!(killed.is_err());
}

#[test]
fn what_is_not_alouds_is_kept_when_a_run_was_killed_under_another_name_of_the_project() {
    let (root, _) = published(exchange);
    killed(root.path());
    editions(root.path(), exchange).recover().unwrap();
    assert_eq!(text(root.path(), "out/episode.vtt").as_deref(), Some("new"));
    assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
    assert!(!root.path().join(STATE).join("staged").exists());
}

#[test]
fn what_is_not_alouds_is_kept_when_the_edition_was_touched_after_the_run_was_killed() {
    let (root, _) = published(exchange);
    killed(root.path());
    fs::write(root.path().join("out/episode.vtt"), "touched").unwrap();
    editions(root.path(), exchange).recover().unwrap();
    assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
    assert_eq!(text(root.path(), "out/episode.srt"), None, "it belongs to another WAV");
}

#[test]
fn of_an_edition_whose_record_is_gone_nothing_is_left_beside_a_new_one() {
    for exchange in [exchange, cannot] {
        let (root, editions) = published(exchange);
        fs::write(root.path().join("out/episode.json"), "{}").unwrap();
        fs::remove_dir_all(root.path().join(STATE)).unwrap();
        put(&editions, Target::Published, &["episode.vtt"], "new");
        assert_eq!(text(root.path(), "out/episode.srt"), None, "it belongs to another WAV");
        assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
    }
}

#[test]
fn an_edition_that_cannot_be_cleared_up_after_loses_nothing() {
    let (root, editions) = published(exchange);
    // In the place of the folder that the old edition is put into stands something that cannot be removed like one.
    fs::write(root.path().join(STATE).join("outgoing"), "in the way").unwrap();
    put(&editions, Target::Published, &["episode.vtt"], "new");
    assert_eq!(text(root.path(), "out/episode.vtt").as_deref(), Some("new"));
    fs::remove_file(root.path().join(STATE).join("outgoing")).unwrap();
    editions.recover().unwrap();
    assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
}
