//! Compares a mix after an edit with a copy of the file: `cargo bench --bench remix -- FOLDER`, where FOLDER has clips.
//!
//! The times are wall-clock times.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use aloud::base::config::{Levels, Pauses};
use aloud::mixer::clips::{self, Settings};
use aloud::mixer::{self, Format, MixCache, Plan};

fn main() {
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        eprintln!("name a folder of clips");
        return;
    };
    let folder = PathBuf::from(folder);
    let before = clips::find(vec![folder.clone()]).unwrap();
    let mut after = before.clone();
    // Replace one clip in the middle.
    after[before.len() / 2] = before[before.len() / 3].clone();
    let (first, ledger) = (folder.with_extension("first.wav"), folder.with_extension("ledger.json"));
    if !ledger.exists() {
        let (_, new_ledger) = render(&plan(&before), None, &first);
        std::fs::write(&ledger, serde_json::to_vec(&new_ledger).unwrap()).unwrap();
    }
    let plan = plan(&after);
    let start = Instant::now();
    std::fs::copy(&first, folder.with_extension("copy.wav")).unwrap();
    let copy = start.elapsed();
    std::fs::remove_file(folder.with_extension("copy.wav")).unwrap();
    let start = Instant::now();
    let ledger: MixCache = serde_json::from_slice(&std::fs::read(&ledger).unwrap()).unwrap();
    let file = File::open(&first).unwrap();
    render(&plan, Some((&file, &ledger)), &folder.with_extension("second.wav"));
    let remix = start.elapsed();
    println!("copy {copy:.2?}, remix {remix:.2?}: {:.2} times", remix.as_secs_f64() / copy.as_secs_f64());
}

fn plan(clips: &[PathBuf]) -> Plan {
    let format = Format { rate: 44_100, channels: 1, bits: 16 };
    let (pauses, levels) = (Pauses::default(), Levels::Take);
    let settings = Settings {
        pauses,
        trim: true,
        loudness: Some(-16.0),
        peak: -1.0,
        levels,
        keep_damaged: false,
        format,
    };
    clips::plan(clips.to_vec(), &settings, 2).unwrap().0
}

fn render(plan: &Plan, earlier: Option<(&File, &MixCache)>, out: &Path) -> (mixer::Report, MixCache) {
    let file = File::create(out).unwrap();
    mixer::remix(plan, earlier, &file, 2, &AtomicBool::new(false), &mut |_, _| ()).unwrap()
}
