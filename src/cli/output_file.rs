//! Files that the user names with `-o`: what they may replace.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use aloud::audio::wav::{self, Metadata};
use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::files::{self, AtomicFile, FileError};

/// The name of the program in the files that it makes.
const SOFTWARE: &str = concat!("Aloud ", env!("CARGO_PKG_VERSION"));

/// How Aloud marks its files, so a later run may replace them. The last one is the head of the `ISFT` chunk of a WAV.
const MARKS: [&[u8]; 4] = [
    b"<meta name=\"generator\" content=\"Aloud",
    b"<generator>Aloud",
    b"\"$comment\": \"Made by Aloud\"",
    b"ISFT",
];
/// The mark is at the start or at the end of a file: a report marks its head, a WAV the end.
const SEARCHED: u64 = 64 << 10;

/// Opens a file for writing, unless that would replace an input of the command or a file that Aloud did not make. `force` allows
/// both.
pub fn create(path: &Path, inputs: &[PathBuf], force: bool) -> Result<AtomicFile, Error> {
    if !force {
        check(path, inputs)?;
    }
    Ok(files::create(path).map_err(|error| explain(path, error))?)
}

/// Writes a whole file; see [`create`].
pub fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Error> {
    use std::io::Write;
    let mut file = create(path, &[], force)?;
    let written = file.write_all(bytes).and_then(|()| file.commit());
    Ok(written.map_err(|error| FileError::new("write", path, error))?)
}

/// Marks a finished WAV as made by Aloud, and writes it.
pub fn commit_wav(file: AtomicFile, path: &Path, frames: u64) -> Result<(), FileError> {
    let metadata = Metadata { software: SOFTWARE.into(), ..Metadata::default() };
    let written = wav::append(file.as_file(), &metadata, frames).and_then(|()| file.commit());
    written.map_err(|error| FileError::new("write", path, error))
}

fn check(path: &Path, inputs: &[PathBuf]) -> Result<(), Diagnostic> {
    if path.is_symlink() {
        // Only the link is replaced.
        return Ok(());
    }
    if let Some(input) = inputs.iter().find(|input| files::is_same(input, path)) {
        let what = format!("`{}` would be replaced, and it is one of the inputs", path.display());
        return Err(Diagnostic::error("output-is-input", what)
            .at(input)
            .hint("write to another file, or replace it with `--force`"));
    }
    if path.exists() && !is_made_by_aloud(path).unwrap_or(false) {
        let what = format!("`{}` exists, and Aloud did not make it", path.display());
        return Err(Diagnostic::error("output-not-own", what)
            .at(path)
            .hint("write to another file, or replace it with `--force`"));
    }
    Ok(())
}

/// Returns true if a file has the mark of Aloud.
fn is_made_by_aloud(path: &Path) -> io::Result<bool> {
    let Ok(mut file) = files::open(path) else { return Ok(false) };
    let length = file.metadata()?.len();
    let head = part(&mut file, 0)?;
    let tail = part(&mut file, length.saturating_sub(SEARCHED))?;
    Ok([head, tail].iter().any(|part| MARKS.iter().any(|mark| has_mark(part, mark))))
}

fn part(file: &mut File, from: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(from))?;
    file.take(SEARCHED).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// In a WAV, the name follows the length of the chunk.
fn has_mark(bytes: &[u8], mark: &[u8]) -> bool {
    let mut places = bytes.windows(mark.len()).enumerate().filter(|(_, window)| *window == mark);
    match mark {
        b"ISFT" => places.any(|(at, _)| bytes[at + mark.len()..].get(4..9) == Some(b"Aloud")),
        _ => places.next().is_some(),
    }
}

/// A mistyped folder is not created.
fn explain(path: &Path, error: FileError) -> Diagnostic {
    let problem = Diagnostic::from(error);
    match path.parent().filter(|folder| *folder != Path::new("")) {
        Some(folder) if problem.code == "file-not-found" => {
            Diagnostic::error("folder-missing", format!("the folder `{}` does not exist", folder.display()))
                .at(path)
                .hint("correct the name, or create the folder first")
        }
        _ => problem,
    }
}
