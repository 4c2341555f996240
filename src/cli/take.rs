//! `aloud take`

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use aloud::audio::{Clip, sound, wav};
use aloud::diagnostic::Diagnostic;
use aloud::episode::BuildError;
use aloud::files;
use aloud::project::Project;
use aloud::recording::{self, Finding};

use super::args::{Global, Take};

/// Looks at all files, tells all that is wrong with any of them, and files those that are good.
pub fn run(args: &Take, global: &Global) -> Result<(), BuildError> {
    let project = super::load(global)?;
    let folder = recorded(&project, &args.voice)?;
    let mut problems = Vec::new();
    let pace = recording::pace(&folder);
    for file in &args.files {
        match checked(&project, file, pace) {
            Ok((line, found)) if found.is_empty() || args.anyway => {
                let path = put(&line, &folder)?;
                eprintln!("{} → {}", file.display(), path.display());
            }
            Ok((_, found)) => problems.extend(found.into_iter().map(|found| told(file, found))),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(BuildError::Problems(problems)) }
}

/// The folder of a voice of recordings.
fn recorded(project: &Project, name: &str) -> Result<PathBuf, Diagnostic> {
    let voice = project.voices.get(name).ok_or_else(|| {
        Diagnostic::error(format!("there is no voice `{name}`"))
            .hint(format!("make `voices/{name}/voice.toml` with `backend = \"recorded\"`"))
    })?;
    voice.recordings().ok_or_else(|| {
        let what = format!("voice `{name}` is no person: its backend is `{}`", voice.kind());
        Diagnostic::error(what).hint("takes are filed for voices with `backend = \"recorded\"`")
    })
}

/// A recording, and the line that it is of.
struct Line {
    sound: Vec<u8>,
    name: String,
    /// By which it is found: the segment's own, whatever is said for them.
    words: String,
}

/// The line that a file is of, and what is wrong with its recording.
fn checked(project: &Project, file: &Path, pace: Option<f64>) -> Result<(Line, Vec<Finding>), Diagnostic> {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let segments = project.manifest.script.segments.iter().enumerate();
    let mut named = segments.map(|(n, segment)| (segment, recording::name(segment, n)));
    let (segment, name) = named.find(|(_, name)| *name == stem).ok_or_else(|| {
        Diagnostic::error(format!("no line of the script is called `{stem}`"))
            .at(file)
            .hint("name the file as the sheet says: `aloud sheet` writes it")
    })?;
    let unreadable = |error: String| {
        Diagnostic::error(format!("it cannot be played: {error}"))
            .at(file)
            .hint("save it as WAV: 16, 24 or 32 bits, 44.1 or 48 kHz")
    };
    let clip = sound::read(file).map_err(|error| unreadable(error.to_string()))?;
    let bytes = fs::read(file).map_err(|error| unreadable(error.to_string()))?;
    let line = Line { sound: as_wav(bytes, &clip), name, words: segment.text.clone() };
    Ok((line, recording::findings(&clip, recording::said(segment), pace)))
}

/// A WAV as it came, byte for byte; other sound as a WAV of the same samples.
fn as_wav(bytes: Vec<u8>, clip: &Clip) -> Vec<u8> {
    if [b"RIFF", b"RF64"].iter().any(|magic| bytes.starts_with(*magic)) {
        return bytes;
    }
    let mut wav = Cursor::new(Vec::new());
    // Into memory it cannot fail.
    let _ = wav::write_float(&mut wav, clip);
    wav.into_inner()
}

fn told(file: &Path, found: Finding) -> Diagnostic {
    Diagnostic::error(found.what).at(file).hint(format!("{}; `--anyway` files it as it is", found.hint))
}

/// Puts a recording into a voice's folder with its words beside it, under a name that is free: nothing there is replaced, not
/// even what came in this moment.
fn put(line: &Line, folder: &Path) -> Result<PathBuf, BuildError> {
    let mut names = std::iter::once(line.name.clone()).chain((2..).map(|n| format!("{}-{n}", line.name)));
    loop {
        let name = names.next().unwrap_or_default();
        let path = folder.join(format!("{name}.wav"));
        if path.exists() {
            continue;
        }
        // Its words first: a recording without them would stand for whatever its segment says.
        let words = path.with_extension("txt");
        if files::write_new(&words, format!("{}\n", line.words).as_bytes())? {
            if files::write_new(&path, &line.sound)? {
                return Ok(path);
            }
            fs::remove_file(&words).map_err(|error| files::FileError::new("remove", &words, error))?;
        }
    }
}
