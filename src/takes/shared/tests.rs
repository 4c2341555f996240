//! Tests of shared takes: each machine has a store of its own.

use std::fs;
use std::path::Path;

use super::SharedTakes;
use super::exchange::name;
use crate::base::files::ProjectPath;
use crate::takes::{KeyInputs, Lookup, Maker, Miss, Store, Take};
use aloud_audio::{Clip, Spec};

const KEY: KeyInputs = KeyInputs { identity: b"tone", spoken: "hm" };

fn tone(level: f32) -> Clip {
    Clip { spec: Spec { sample_rate: 16_000, channels: 1 }, samples: vec![level; 800] }
}

/// A machine with a store of its own, and the shared one.
struct Machine {
    store: Store,
    _dir: tempfile::TempDir,
}

impl Machine {
    fn new(shared: &Path) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let shared = SharedTakes::open(shared.to_str().unwrap()).unwrap();
        let store = Store::new(ProjectPath::root(dir.path())).with_shared(Some(shared));
        Self { store, _dir: dir }
    }

    fn speak(&self, level: f32) -> Take {
        let maker = Maker { voice: "v", recorded: false };
        let take = self.store.put(&KEY.key(), &tone(level), &[], maker, "hm").unwrap();
        self.store.share(take).unwrap()
    }

    fn fetch(&self) -> Option<Take> {
        self.store.fetch(&KEY.key()).unwrap()
    }

    fn level(&self, take: &Take) -> f32 {
        self.store.sound(take).unwrap().samples[0]
    }
}

#[test]
fn a_take_of_one_machine_is_the_same_on_another() {
    let shared = tempfile::tempdir().unwrap();
    let [first, second] = [Machine::new(shared.path()), Machine::new(shared.path())];
    let spoken = first.speak(0.25);
    let fetched = second.fetch().unwrap();
    assert_eq!(fetched.measures, spoken.measures);
    assert_eq!(second.level(&fetched), 0.25);
    assert_eq!(second.store.lookup(&KEY.key()), Lookup::Hit(Box::new(fetched)), "it is stored there too");
    let file = |machine: &Machine, extension| fs::read(machine.store.path(&KEY.key(), extension)).unwrap();
    for extension in ["wav", "json"] {
        assert_eq!(file(&first, extension), file(&second, extension), "{extension}");
    }
}

#[test]
fn who_loses_a_race_uses_the_take_of_the_other() {
    let shared = tempfile::tempdir().unwrap();
    let [first, second] = [Machine::new(shared.path()), Machine::new(shared.path())];
    first.speak(0.25);
    let take = second.speak(0.5);
    assert_eq!(second.level(&take), 0.25);
}

#[test]
fn a_damaged_object_is_a_miss_and_is_replaced() {
    let shared = tempfile::tempdir().unwrap();
    let [first, second, third] = [(); 3].map(|()| Machine::new(shared.path()));
    first.speak(0.25);
    let path = shared.path().join(name(&KEY.key()));
    let whole = fs::read(&path).unwrap();
    for at in [0, 70, whole.len() / 2, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(&path, damaged).unwrap();
        assert!(second.fetch().is_none(), "byte {at}");
        fs::write(&path, &whole[..at]).unwrap();
        assert!(second.fetch().is_none(), "cut at {at}");
    }
    assert_eq!(second.store.lookup(&KEY.key()), Lookup::Miss(Miss::New));
    second.speak(0.5);
    let healed = third.fetch().unwrap();
    assert_eq!(third.level(&healed), 0.5);
}

#[test]
fn an_object_of_another_key_is_not_used() {
    let shared = tempfile::tempdir().unwrap();
    let machine = Machine::new(shared.path());
    machine.speak(0.25);
    let other = KeyInputs { spoken: "ha", ..KEY }.key();
    let to = shared.path().join(name(&other));
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::copy(shared.path().join(name(&KEY.key())), to).unwrap();
    assert!(machine.store.fetch(&other).unwrap().is_none());
}

#[test]
fn recordings_are_not_shared() {
    let shared = tempfile::tempdir().unwrap();
    let machine = Machine::new(shared.path());
    let maker = Maker { voice: "anna", recorded: true };
    let take = machine.store.put(&KEY.key(), &tone(0.25), &[], maker, "hm").unwrap();
    machine.store.share(take).unwrap();
    assert_eq!(fs::read_dir(shared.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_that_does_not_exist_is_an_error() {
    let error = SharedTakes::open("/no/such/folder").unwrap_err();
    assert_eq!(error.code, "store-invalid");
    assert!(SharedTakes::open("ftp://example.org/takes").is_err());
}
