//! Reads `[[cue]]`: music and other sounds that are not speech.

use std::collections::BTreeSet;
use std::iter;
use std::path::{Path, PathBuf};

use toml_edit::Table;

use crate::base::config::{Cue, Duck, Role};
use crate::base::files;
use crate::base::toml_reader::Reader;
use crate::script::Segment;

const KEYS: &[&str] = &[
    "name",
    "file",
    "role",
    "gain",
    "gap",
    "length",
    "fade_in",
    "fade_out",
    "duck",
    "attack",
    "release",
    "description",
    "credit",
];
const ROLES: [(&str, Role); 4] =
    [("intro", Role::Intro), ("outro", Role::Outro), ("sting", Role::Sting), ("bed", Role::Bed)];

/// Returns the name of a role in script.toml.
pub(crate) fn role_name(role: Role) -> &'static str {
    ROLES.iter().find(|(_, known)| *known == role).map_or("", |(name, _)| name)
}

/// Reads all cues, each with its line.
pub(super) fn cues(reader: &mut Reader<'_>, root: &Table) -> Vec<(usize, Cue)> {
    let mut names = BTreeSet::new();
    let mut cues = Vec::new();
    for table in reader.tables(root, "cue") {
        reader.known_keys(table, KEYS, "in a `[[cue]]`");
        let mut cue = cue(reader, table);
        // One file may be the intro and the outro. Only names that a person wrote must differ.
        if !table.contains_key("name") {
            cue.name = free_name(cue.name, role_name(cue.role), &names);
        }
        if !names.insert(cue.name.clone()) {
            let what = format!("two cues have the name `{}`", cue.name);
            reader.error_at("cue-duplicate", table.get("file"), what, "give one of them a `name`");
        }
        cues.push((reader.line_of_table(table), cue));
    }
    cues
}

/// Returns the name of a cue; that of its file if it has none.
pub(super) fn name(table: &Table) -> String {
    let text = |key: &str| table.get(key).and_then(toml_edit::Item::as_str);
    let file = || Path::new(text("file")?).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    text("name").map(str::to_string).or_else(file).unwrap_or_default()
}

/// Returns a name for a cue that has none: its file's. If another cue has that name, the role follows, as in `theme-outro`, and a number
/// if that is taken too.
pub(super) fn free_name(file: String, role: &str, names: &BTreeSet<String>) -> String {
    if !names.contains(&file) {
        return file;
    }
    let name = format!("{file}-{role}");
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut candidates = iter::once(name.clone()).chain(numbered);
    candidates.find(|candidate| !names.contains(candidate)).unwrap_or(name)
}

fn cue(reader: &mut Reader<'_>, table: &Table) -> Cue {
    let file = PathBuf::from(reader.required(table, "file", "the sound file, in the project's folder"));
    if !files::stays_inside(&file) {
        let what = format!("this path leads out of the project: `{}`", file.display());
        reader.error_at("path-outside", table.get("file"), what, "copy the sound into the project");
    }
    if table.get("role").is_none() {
        reader.required(table, "role", "intro, outro, sting or bed");
    }
    let role = reader.choice(table, "role", &ROLES).unwrap_or_default();
    if role == Role::Bed && table.contains_key("gap") {
        let hint = "remove the line; a bed plays under speech";
        reader.error_at("cue-bed-gap", table.get("gap"), "a bed has no `gap`".into(), hint);
    }
    let stem = || file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let usual = Cue::usual(role);
    let mut seconds =
        |key: &str, low: f64, usual: f64| reader.number(table, key, low, 600.0, "seconds").unwrap_or(usual);
    let (gap, fade_in) = (seconds("gap", -600.0, usual.gap), seconds("fade_in", 0.0, usual.fade_in));
    let attack = seconds("attack", 0.0, usual.duck.attack);
    let release = seconds("release", 0.0, usual.duck.release);
    let length = reader.number(table, "length", 0.1, 36_000.0, "seconds");
    // A sound that `length` cuts off would end with a click, so it always fades out.
    let fade_out = if length.is_some() { usual.fade_out.max(2.0) } else { usual.fade_out };
    Cue {
        name: reader.non_empty(table, "name").unwrap_or_else(stem),
        role,
        gain: reader.number(table, "gain", -60.0, 20.0, "dB to the level of speech").unwrap_or(usual.gain),
        gap,
        length,
        fade_in,
        fade_out: reader.number(table, "fade_out", 0.0, 600.0, "seconds").unwrap_or(fade_out),
        duck: Duck {
            depth: reader.number(table, "duck", 0.0, 60.0, "dB").unwrap_or(usual.duck.depth),
            attack,
            release,
        },
        description: reader.non_empty(table, "description"),
        credit: reader.non_empty(table, "credit"),
        file,
        series: None,
    }
}

/// Checks the cues that a segment names. Returns for each problem the key, the message and the hint.
pub(super) fn reference_problems(segment: &Segment, cues: &[Cue]) -> Vec<(&'static str, String, String)> {
    let decided = &segment.decided;
    let mut problems = Vec::new();
    for (key, name) in [("cue", &decided.cue), ("cue_end", &decided.cue_end)] {
        let Some(name) = name else { continue };
        match cues.iter().find(|cue| cue.name == *name) {
            Some(cue) if cue.role == Role::Bed || key == "cue" && cue.role == Role::Sting => {}
            Some(cue) => {
                let what = format!("`{key}` names `{name}`, which has the role `{}`", role_name(cue.role));
                problems.push((key, what, "`cue` starts a sting or a bed, and `cue_end` ends a bed".into()));
            }
            None => {
                let names: Vec<&str> = cues.iter().map(|cue| cue.name.as_str()).collect();
                let what = format!("`{key}` names `{name}`, but there is no such `[[cue]]`");
                problems.push((key, what, format!("the cues are: {}", names.join(", "))));
            }
        }
    }
    problems
}
