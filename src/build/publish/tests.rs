//! Tests of swaps: folders that cannot be exchanged, and runs that are killed at the worst moment.

use std::cell::Cell;
use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tempfile::TempDir;

use super::editions::{Editions, Moves};
use crate::base::files::ProjectPath;
use crate::base::project_files::STATE;
use crate::build::Target;
use crate::mixer::MixCache;

fn unsupported(_: &ProjectPath, _: &ProjectPath) -> io::Result<()> {
    Err(io::ErrorKind::CrossesDevices.into())
}

/// Folders that can only be renamed, as on file systems without an exchange.
const RENAMES: Moves = Moves { exchange: unsupported, rename: ProjectPath::rename };
/// Folders that cannot be renamed either, as a mounted disk.
const COPIES: Moves = Moves { exchange: unsupported, rename: unsupported };

thread_local! {
    /// Number of moves until the run is killed.
    static LEFT: Cell<u32> = const { Cell::new(0) };
}

/// Kills the run before the move if `LEFT` is 0.
fn count() {
    let left = LEFT.get();
    assert!(left > 0, "killed");
    LEFT.set(left - 1);
}

fn counted_rename(from: &ProjectPath, to: &ProjectPath) -> io::Result<()> {
    count();
    from.rename(to)
}

fn counted_exchange(from: &ProjectPath, to: &ProjectPath) -> io::Result<()> {
    count();
    from.exchange(to)
}

/// Exchanges the folders, and then the power fails.
fn exchange_and_die(a: &ProjectPath, b: &ProjectPath) -> io::Result<()> {
    a.exchange(b)?;
    panic!("killed")
}

fn editions(root: &Path, moves: Moves) -> Editions {
    let root = ProjectPath::root(root);
    Editions { state: root.join(STATE), root, moves }
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
fn published(moves: Moves) -> (TempDir, Editions) {
    let root = TempDir::new().unwrap();
    let editions = editions(root.path(), moves);
    put(&editions, Target::Published, &["episode.vtt", "episode.srt"], "old");
    fs::write(root.path().join("out/notes.txt"), "mine").unwrap();
    (root, editions)
}

#[test]
fn no_way_to_swap_leaves_a_file_of_the_previous_edition() {
    for moves in [Moves::SYSTEM, RENAMES, COPIES] {
        // Where nothing can be renamed, the first edition is copied into a new folder.
        let (root, editions) = published(moves);
        put(&editions, Target::Published, &["episode.vtt"], "new");
        let root = root.path();
        assert_eq!(text(root, "out/episode.vtt").as_deref(), Some("new"));
        assert_eq!(text(root, "out/episode.srt"), None, "it belongs to another WAV");
        assert_eq!(text(root, "out/notes.txt").as_deref(), Some("mine"));
        assert!(editions.holds(Target::Published, "new"));
        assert!(!editions.staging_folder().exists() && !editions.journal().exists());
        assert!(!root.join(STATE).join("outgoing").exists());
    }
}

#[test]
fn publishing_a_draft_keeps_the_users_files() {
    for (moves, kept) in [(RENAMES, "out/todo.txt"), (COPIES, "draft/todo.txt")] {
        let (root, editions) = published(moves);
        put(&editions, Target::Draft, &["episode.vtt"], "new");
        fs::write(root.path().join("draft/todo.txt"), "listen").unwrap();
        assert!(editions.publish_draft().unwrap());
        assert_eq!(text(root.path(), "out/episode.vtt").as_deref(), Some("new"));
        assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
        assert_eq!(text(root.path(), "draft/episode.vtt"), None);
        assert_eq!(text(root.path(), kept).as_deref(), Some("listen"));
        editions.recover().unwrap();
        put(&editions, Target::Published, &["episode.vtt"], "newer");
        assert!(editions.holds(Target::Published, "newer"), "the next build goes on");
    }
}

#[test]
fn a_kill_before_any_move_leaves_one_whole_edition_after_recovery() {
    let counted = Moves { exchange: counted_exchange, rename: counted_rename };
    let without_exchange = Moves { exchange: unsupported, rename: counted_rename };
    let mut kills = 0;
    for moves in [counted, without_exchange] {
        for (source, left) in (0..6).flat_map(|left| [(Target::Published, left), (Target::Draft, left)]) {
            let (root, _) = published(Moves::SYSTEM);
            let run = AssertUnwindSafe(|| {
                let editions = editions(root.path(), moves);
                LEFT.set(if source == Target::Draft { 1 } else { left });
                let mut staging = editions.stage(source).unwrap();
                staging.write("episode.vtt", b"new").unwrap();
                // A killed run runs no destructors.
                staging.placed = true;
                editions.put(staging, source, "new", &MixCache::default()).unwrap();
                LEFT.set(left);
                source == Target::Published || editions.publish_draft().unwrap()
            });
            let finished = catch_unwind(run).is_ok();
            kills += u32::from(!finished);
            let editions = editions(root.path(), Moves::SYSTEM);
            editions.recover().unwrap();
            let (vtt, srt) = (text(root.path(), "out/episode.vtt"), text(root.path(), "out/episode.srt"));
            let is_new = vtt.as_deref() == Some("new") && srt.is_none();
            let is_old = vtt.as_deref() == Some("old") && srt.as_deref() == Some("old");
            assert!(is_new || (is_old && !finished), "{left} moves: {vtt:?} {srt:?}");
            assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"), "{left} moves");
            assert!(!editions.journal().exists() && !editions.staging_folder().exists());
            put(&editions, Target::Published, &["episode.vtt"], "newer");
            assert!(editions.holds(Target::Published, "newer"), "the next build goes on");
        }
    }
    assert!(kills >= 6, "only {kills} runs were killed");
}

/// A copy is killed by an error that stays: a folder has the name of one of the files.
#[test]
fn an_interrupted_copy_is_completed_by_the_next_run() {
    let (root, _) = published(Moves::SYSTEM);
    let copying = editions(root.path(), COPIES);
    fs::remove_file(root.path().join("out/episode.srt")).unwrap();
    fs::create_dir(root.path().join("out/episode.txt")).unwrap();
    let mut staging = copying.stage(Target::Published).unwrap();
    for name in ["episode.html", "episode.txt", "episode.vtt"] {
        staging.write(name, b"new").unwrap();
    }
    copying.put(staging, Target::Published, "new", &MixCache::default()).unwrap_err();
    assert!(copying.recover().is_err(), "the folder is still there");
    fs::remove_dir(root.path().join("out/episode.txt")).unwrap();
    copying.recover().unwrap();
    for name in ["out/episode.html", "out/episode.txt", "out/episode.vtt"] {
        assert_eq!(text(root.path(), name).as_deref(), Some("new"), "{name}");
    }
    assert!(copying.holds(Target::Published, "new") && !copying.staging_folder().exists());
}

/// Publishes an edition through a link to the project, and is killed right after the exchange.
fn killed(root: &Path) {
    let elsewhere = TempDir::new().unwrap();
    let link = elsewhere.path().join("project");
    symlink(root, &link).unwrap();
    let killed = catch_unwind(AssertUnwindSafe(|| {
        let editions = editions(&link, Moves { exchange: exchange_and_die, ..Moves::SYSTEM });
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
    let (root, _) = published(Moves::SYSTEM);
    killed(root.path());
    editions(root.path(), Moves::SYSTEM).recover().unwrap();
    assert_eq!(text(root.path(), "out/episode.vtt").as_deref(), Some("new"));
    assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
    assert!(!root.path().join(STATE).join("staged").exists());
}

#[test]
fn the_search_for_a_free_name_ends_with_the_longest_names() {
    let (root, editions) = published(Moves::SYSTEM);
    let name = "n".repeat(255);
    let files = ["out", ".aloud/staged"].map(|folder| root.path().join(folder).join(&name));
    for file in &files {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "mine").unwrap();
    }
    assert!(editions.recover().unwrap_err().to_string().contains("name"));
    assert!(files.iter().all(|file| fs::read_to_string(file).unwrap() == "mine"));
}

#[test]
fn recovery_keeps_the_users_files_without_a_journal() {
    let (root, editions) = published(Moves::SYSTEM);
    killed(root.path());
    fs::remove_file(root.path().join(STATE).join("move.json")).unwrap();
    fs::write(root.path().join("out/notes.txt"), "newer").unwrap();
    editions.recover().unwrap();
    assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("newer"));
    assert_eq!(text(root.path(), "out/notes.txt.old").as_deref(), Some("mine"));
}

#[test]
fn recovery_keeps_the_users_files_if_the_edition_was_edited_meanwhile() {
    let (root, _) = published(Moves::SYSTEM);
    killed(root.path());
    fs::write(root.path().join("out/episode.vtt"), "edited").unwrap();
    editions(root.path(), Moves::SYSTEM).recover().unwrap();
    assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
    assert_eq!(text(root.path(), "out/episode.srt"), None, "it belongs to another WAV");
}

#[test]
fn an_edition_without_a_record_is_replaced_completely() {
    for moves in [Moves::SYSTEM, RENAMES, COPIES] {
        let (root, editions) = published(moves);
        fs::write(root.path().join("out/episode.json"), "{}").unwrap();
        fs::remove_dir_all(root.path().join(STATE)).unwrap();
        put(&editions, Target::Published, &["episode.vtt"], "new");
        assert_eq!(text(root.path(), "out/episode.srt"), None, "it belongs to another WAV");
        assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
    }
}

#[test]
fn a_failed_cleanup_is_completed_by_the_next_run() {
    let (root, editions) = published(Moves::SYSTEM);
    // A file blocks the folder into which the old edition is moved.
    fs::write(root.path().join(STATE).join("outgoing"), "in the way").unwrap();
    put(&editions, Target::Published, &["episode.vtt"], "new");
    assert_eq!(text(root.path(), "out/episode.vtt").as_deref(), Some("new"));
    fs::remove_file(root.path().join(STATE).join("outgoing")).unwrap();
    editions.recover().unwrap();
    assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
}

/// A record is a file of the project, so a stranger may have written it.
#[test]
fn a_record_cannot_name_files_that_no_edition_has() {
    let (root, editions) = published(Moves::SYSTEM);
    let record = fs::read_dir(root.path().join(STATE).join("editions")).unwrap();
    let record = record.map(|entry| entry.unwrap().path());
    let record = record.filter(|path| path.extension().is_some_and(|e| e == "json")).last().unwrap();
    let forged = ProjectPath::named(&record);
    let mut value: serde_json::Value = forged.read_checksummed().unwrap();
    let file = value["files"]["episode.vtt"].clone();
    value["files"]["notes.txt"] = file.clone();
    value["files"]["../script.toml"] = file;
    forged.write_checksummed(&value).unwrap();
    fs::write(root.path().join("script.toml"), "mine").unwrap();
    put(&editions, Target::Published, &["episode.vtt"], "new");
    assert_eq!(text(root.path(), "out/notes.txt").as_deref(), Some("mine"));
    assert_eq!(text(root.path(), "script.toml").as_deref(), Some("mine"));
}

#[test]
fn the_new_folder_has_the_permissions_of_the_old_one() {
    for moves in [Moves::SYSTEM, RENAMES, COPIES] {
        let (root, editions) = published(moves);
        let out = root.path().join("out");
        for mode in [0o700, 0o2750, 0o1777] {
            fs::set_permissions(&out, fs::Permissions::from_mode(mode)).unwrap();
            put(&editions, Target::Published, &["episode.vtt"], &mode.to_string());
            let now = fs::metadata(&out).unwrap().permissions().mode() & 0o7777;
            assert_eq!(now, mode, "{now:o} instead of {mode:o}");
        }
        fs::set_permissions(&out, fs::Permissions::from_mode(0o710)).unwrap();
        put(&editions, Target::Draft, &["episode.vtt"], "draft");
        assert!(editions.publish_draft().unwrap());
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o7777, 0o710);
    }
}
