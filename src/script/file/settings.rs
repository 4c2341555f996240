//! Reads the settings of script.toml: cast, casting, pauses, mix, outputs and disclosure.

use std::collections::BTreeMap;
use std::path::PathBuf;

use toml_edit::Table;

use crate::base::config::{
    Ask, Captions, ChapterFormat, Disclosure, Levels, Mix, Outputs, Pauses, Preset, Recogniser, Verify,
};
use crate::base::files;
use crate::base::toml_reader::Reader;
use crate::script::{Casting, Gender};

/// Reads `[cast]`: speaker → voice, and speaker → line.
pub(super) fn cast(
    reader: &mut Reader<'_>,
    root: &Table,
) -> (BTreeMap<String, String>, BTreeMap<String, usize>) {
    let (mut cast, mut lines) = (BTreeMap::new(), BTreeMap::new());
    for (name, item) in reader.table(root, "cast").into_iter().flatten() {
        lines.extend(reader.line_of(item).map(|line| (name.to_string(), line)));
        cast.extend(reader.string_item(item, name).map(|voice| (name.to_string(), voice)));
    }
    (cast, lines)
}

pub(super) fn casting(reader: &mut Reader<'_>, root: &Table) -> Casting {
    let mut casting = Casting::default();
    if let Some(table) = reader.table(root, "casting") {
        reader.known_keys(table, &["voice_fragments", "other_languages", "unsure"], "in `[casting]`");
        casting.voice_fragments = reader.boolean(table, "voice_fragments");
        casting.other_languages = reader.boolean(table, "other_languages");
        let policies = [("mark", false), ("narrate", true)];
        casting.narrate_unsure = reader.choice(table, "unsure", &policies).unwrap_or(false);
    }
    if let Some(table) = reader.table(root, "article") {
        reader.known_keys(table, &["captions", "alt"], "in `[article]`");
        casting.captions = reader.boolean(table, "captions");
        casting.alt = reader.boolean(table, "alt");
    }
    if let Some(table) = reader.table(root, "people") {
        let names: Vec<String> = table.iter().map(|(name, _)| name.to_string()).collect();
        for name in names {
            if let Some(gender) = reader.choice(table, &name, &[("he", Gender::He), ("she", Gender::She)]) {
                casting.people.insert(name, gender);
            }
        }
    }
    casting
}

pub(super) fn ask(reader: &mut Reader<'_>, root: &Table) -> Option<Ask> {
    let table = reader.table(root, "ask")?;
    reader.known_keys(table, &["base_url", "model", "api_key_env", "timeout"], "in `[ask]`");
    Some(Ask {
        base_url: reader.required(table, "base_url", "the address of the server, without `/v1`"),
        model: reader.required(table, "model", "the name of the model on the server"),
        api_key_env: reader.non_empty(table, "api_key_env"),
        timeout: reader.number(table, "timeout", 1.0, 3600.0, "seconds").unwrap_or(120.0),
    })
}

pub(super) fn verify(reader: &mut Reader<'_>, root: &Table) -> Option<Verify> {
    let table = reader.table(root, "verify")?;
    let keys = ["command", "base_url", "model", "api_key_env", "least", "timeout", "parallel"];
    reader.known_keys(table, &keys, "in `[verify]`");
    Some(Verify {
        recogniser: recogniser(reader, table),
        least: reader.number(table, "least", 0.0, 1.0, "share of the letters").unwrap_or(Verify::LEAST),
        timeout: reader.number(table, "timeout", 1.0, 3600.0, "seconds").unwrap_or(120.0),
        parallel: reader
            .integer(table, "parallel", 1..=64, "takes at the same time")
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or(1),
    })
}

fn recogniser(reader: &mut Reader<'_>, table: &Table) -> Recogniser {
    let Some(item) = table.get("command") else {
        return Recogniser::Server {
            base_url: reader.required(table, "base_url", "the address of the server, without `/v1`"),
            model: reader.required(table, "model", "the name of the model on the server"),
            api_key_env: reader.non_empty(table, "api_key_env"),
        };
    };
    let command = reader.strings(table, "command");
    if table.contains_key("base_url") {
        let what = "`[verify]` has both a `command` and a `base_url`".to_string();
        reader.error_at("verify-invalid", Some(item), what, "keep one of them");
    } else if item.is_array() && !command.iter().skip(1).any(|argument| argument.contains("{wav}")) {
        let what = "`command` in `[verify]` does not get the sound".to_string();
        reader.error_at("verify-invalid", Some(item), what, "write `{wav}` where the program needs the file");
    }
    Recogniser::Command(command)
}

/// `pauses` are those that count where the file sets none.
pub(super) fn pauses(reader: &mut Reader<'_>, root: &Table, mut pauses: Pauses) -> Pauses {
    let Some(table) = reader.table(root, "pauses") else { return pauses };
    reader.known_keys(
        table,
        &["start", "sentence", "speaker", "paragraph", "heading", "end"],
        "in `[pauses]`",
    );
    for (key, into) in [
        ("start", &mut pauses.start),
        ("sentence", &mut pauses.sentence),
        ("speaker", &mut pauses.speaker),
        ("paragraph", &mut pauses.paragraph),
        ("heading", &mut pauses.heading),
        ("end", &mut pauses.end),
    ] {
        if let Some(seconds) = reader.number(table, key, 0.0, 60.0, "seconds") {
            *into = seconds;
        }
    }
    pauses
}

pub(super) fn mix(reader: &mut Reader<'_>, root: &Table) -> Mix {
    let mut mix = Mix::default();
    let Some(table) = reader.table(root, "mix") else { return mix };
    let keys = ["preset", "loudness", "peak", "rate", "channels", "bits", "levels", "gain"];
    reader.known_keys(table, &keys, "in `[mix]`");
    if let Some(channels) = reader.choice(table, "channels", &[("1", 1), ("2", 2)]) {
        mix.channels = channels;
    }
    if let Some(preset) = reader.choice(table, "preset", &Preset::ALL) {
        mix.preset = preset;
    }
    (mix.loudness, mix.peak) = mix.preset.levels(mix.channels);
    if let Some(lufs) = reader.number(table, "loudness", -40.0, -5.0, "LUFS") {
        mix.loudness = Some(lufs);
    }
    if let Some(dbtp) = reader.number(table, "peak", -20.0, 0.0, "dBTP") {
        mix.peak = dbtp;
    }
    if let Some(rate) = reader.integer(table, "rate", 8_000..=192_000, "44100 and 48000 are usual") {
        mix.rate = u32::try_from(rate).unwrap_or(mix.rate);
    }
    if let Some(bits) = reader.choice(table, "bits", &[("16", 16), ("24", 24), ("32", 32)]) {
        mix.bits = bits;
    }
    let levels =
        [("auto", Levels::Auto), ("voice", Levels::Voice), ("take", Levels::Take), ("none", Levels::None)];
    if let Some(levels) = reader.choice(table, "levels", &levels) {
        mix.levels = levels;
    }
    mix.gain = reader.number(table, "gain", -60.0, 60.0, "dB");
    mix
}

/// Reads a table of voices, each with a number from -`limit` to `limit`.
pub(super) fn numbers_by_voice(
    reader: &mut Reader<'_>,
    root: &Table,
    key: &str,
    limit: f64,
    unit: &str,
) -> BTreeMap<String, f64> {
    let Some(table) = reader.table(root, key) else { return BTreeMap::new() };
    let names: Vec<String> = table.iter().map(|(name, _)| name.to_string()).collect();
    let mut numbers = BTreeMap::new();
    for name in names {
        if let Some(number) = reader.number(table, &name, -limit, limit, unit) {
            numbers.insert(name, number);
        }
    }
    numbers
}

pub(super) fn disclosure(reader: &mut Reader<'_>, root: &Table) -> Disclosure {
    let Some(table) = reader.table(root, "disclosure") else { return Disclosure::default() };
    reader.known_keys(table, &["spoken", "text", "voice"], "in `[disclosure]`");
    Disclosure {
        spoken: !table.contains_key("spoken") || reader.boolean(table, "spoken"),
        text: reader.non_empty(table, "text"),
        voice: reader.non_empty(table, "voice"),
    }
}

pub(super) fn outputs(reader: &mut Reader<'_>, root: &Table) -> Outputs {
    let mut outputs = Outputs::default();
    let Some(table) = reader.table(root, "outputs") else { return outputs };
    let switches = [
        ("page", &mut outputs.page),
        ("vtt", &mut outputs.vtt),
        ("srt", &mut outputs.srt),
        ("text", &mut outputs.text),
        ("transcript", &mut outputs.transcript),
        ("chapters", &mut outputs.chapters),
        ("m4a", &mut outputs.m4a),
        ("m4b", &mut outputs.m4b),
        ("mp3", &mut outputs.mp3),
        ("opus", &mut outputs.opus),
        ("flac", &mut outputs.flac),
        ("epub", &mut outputs.epub),
        ("daisy", &mut outputs.daisy),
        ("audiobook", &mut outputs.audiobook),
        ("embed", &mut outputs.embed),
    ];
    let names = switches.iter().map(|(name, _)| *name);
    let keys: Vec<&str> = names.chain(["captions", "cover", "chapter_files", "address"]).collect();
    reader.known_keys(table, &keys, "in `[outputs]`");
    for (key, into) in switches {
        if table.contains_key(key) {
            *into = reader.boolean(table, key);
        }
    }
    let captions = [("sentence", Captions::Sentence), ("segment", Captions::Segment)];
    outputs.captions = reader.choice(table, "captions", &captions).unwrap_or_default();
    outputs.chapter_files = chapter_files(reader, table);
    outputs.address =
        reader.web_address(table, "address").map(|address| address.trim_end_matches('/').to_string() + "/");
    outputs.cover = reader.non_empty(table, "cover").map(PathBuf::from);
    if let Some(cover) = outputs.cover.as_ref().filter(|cover| !files::stays_inside(cover)) {
        let what = format!("this path leads out of the project: `{}`", cover.display());
        reader.error_at("path-outside", table.get("cover"), what, "copy the picture into the project");
    }
    outputs
}

fn chapter_files(reader: &mut Reader<'_>, table: &Table) -> Vec<ChapterFormat> {
    let mut formats = Vec::new();
    for name in reader.strings(table, "chapter_files") {
        match ChapterFormat::ALL.iter().find(|(known, _)| *known == name) {
            Some((_, format)) => formats.push(*format),
            None => {
                let known = ChapterFormat::ALL.map(|(name, _)| name).join(", ");
                let what = format!("`chapter_files` has `{name}`, which is none of {known}");
                reader.error_at("value-unknown", table.get("chapter_files"), what, "choose some of them");
            }
        }
    }
    formats.sort_unstable();
    formats.dedup();
    formats
}
