//! Content credentials (C2PA): copies of a finished edition whose sound files say, under a signature, what they are made of
//! and by whom. `out/` is only read: it is the same byte for byte with every build, and a signature never is. Nothing
//! here opens a connection.

mod embed;
mod identity;
mod manifest;
mod riff;
mod source;

use std::path::{Path, PathBuf};

pub use identity::{Identity, KEY, KEY_FILE};
pub use source::Source;

use crate::audio::sound;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::outputs::WAV;
use crate::outputs::description::Description;
use atomic_write_file::AtomicWriteFile;

/// The folder of signed copies, where no other is named.
pub const FOLDER: &str = "signed";
/// Sound files that can hold a manifest, with their types.
const SIGNABLE: [Named; 4] = [
    (WAV, "audio/wav"),
    ("episode.m4a", "audio/mp4"),
    ("episode.mp3", "audio/mpeg"),
    ("episode.flac", "audio/flac"),
];
/// Files with sound in them that are not signed, and why.
const NOT_SIGNABLE: [(&str, &str); 2] = [
    ("episode.opus", "there is no place for a manifest in an Ogg file"),
    (
        "episode.epub",
        "a manifest would speak for the text too, and the edition tells only how the sound was made",
    ),
];
/// A compressed sound may be so much longer or shorter than the edition, in seconds: what encoders pad.
const SAME_LENGTH: f64 = 0.5;

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// Its folder.
    pub folder: &'a Path,
    /// What it says of itself.
    pub description: &'a Description,
    /// Who wrote the article.
    pub author: Option<&'a str>,
}

/// A signed copy, as it was read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The copy.
    pub path: PathBuf,
    /// What its manifest says it is made of: the last word of an IPTC term.
    pub source: &'static str,
    /// Whom the certificate names.
    pub signer: String,
    /// By what the signature was made, as C2PA names it.
    pub algorithm: String,
}

/// Signs copies of all sound files of an edition that can be, into the folder `to`. All of them are written, or none. Gives them,
/// and a warning for each file of sound that has no signed copy.
///
/// # Errors
/// When there is nothing to sign, when key or certificate are refused, when a copy does not read back as it was signed,
/// or cannot be written.
pub fn sign(
    edition: &Edition<'_>,
    identity: &Identity,
    to: &Path,
) -> Result<(Vec<Signed>, Vec<Diagnostic>), Diagnostic> {
    let (found, mut unsigned) = sounds(edition)?;
    let copies = found.into_iter().map(|(name, kind)| copy(edition, identity, name, kind, to));
    let copies = copies.collect::<Result<Vec<_>, Diagnostic>>()?;
    let signed = copies.into_iter().map(|(file, signed)| committed(file, signed));
    let signed = signed.collect::<Result<Vec<_>, Diagnostic>>()?;
    unsigned.extend(left_over(edition.folder, to));
    Ok((signed, unsigned))
}

/// A file's name in an edition, and its type.
type Named = (&'static str, &'static str);

/// The sounds of an edition that are to be signed, and what is to be said of the others.
fn sounds(edition: &Edition<'_>) -> Result<(Vec<Named>, Vec<Diagnostic>), Diagnostic> {
    let there = |name: &str| edition.folder.join(name).is_file();
    let (mut found, mut unsigned) = (Vec::new(), Vec::new());
    for (name, kind) in SIGNABLE.into_iter().filter(|(name, _)| there(name)) {
        let path = edition.folder.join(name);
        is_of(edition.description, &path)?;
        match embed::refusal(&path, kind)? {
            Some(why) => unsigned.push(no_copy(&path, why)),
            None => found.push((name, kind)),
        }
    }
    let others = NOT_SIGNABLE.into_iter().filter(|(name, _)| there(name));
    unsigned.extend(others.map(|(name, why)| no_copy(&edition.folder.join(name), why)));
    match found.is_empty() {
        true => Err(Diagnostic::error("there is no sound here that can be signed")
            .at(edition.folder)
            .why(unsigned.iter().filter_map(|one| one.why.clone()).collect::<Vec<_>>().join("; "))
            .hint("`m4a = true` in `[outputs]` of script.toml makes one")),
        false => Ok((found, unsigned)),
    }
}

fn no_copy(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::warning("this file has no signed copy")
        .at(path)
        .why(why)
        .hint("publish one beside it that has")
}

/// What is said of copies of which the edition has no original any more.
fn left_over(edition: &Path, to: &Path) -> impl Iterator<Item = Diagnostic> {
    let names = SIGNABLE.into_iter().map(|(name, _)| name);
    let left = names.filter(|name| to.join(name).is_file() && !edition.join(name).is_file());
    left.map(|name| {
        Diagnostic::warning("this signed copy is of an earlier edition")
            .at(to.join(name))
            .hint("remove it, if it is not wanted any more")
    })
}

/// A sound must be as long as its edition: what is signed is true of this edition alone.
fn is_of(description: &Description, path: &Path) -> Result<(), Diagnostic> {
    let refused = |what: &str| Diagnostic::error(what).at(path).hint("`aloud build` makes it anew");
    let lasts = sound::seconds(path)
        .map_err(|error| refused("the episode cannot be played").why(error.to_string()))?;
    let seconds = description.seconds(description.frames);
    match lasts {
        Some(lasts) if (lasts - seconds).abs() > SAME_LENGTH => {
            Err(refused("this is not the episode that episode.json describes")
                .why(format!("it lasts {lasts:.1} seconds, and the edition {seconds:.1}")))
        }
        _ => Ok(()),
    }
}

/// A signed copy that does not yet stand in its place.
fn copy(
    edition: &Edition<'_>,
    identity: &Identity,
    name: &str,
    kind: &'static str,
    to: &Path,
) -> Result<(AtomicWriteFile, Signed), Diagnostic> {
    let (from, path) = (edition.folder.join(name), to.join(name));
    let source = Source::of(edition.description);
    let definition = manifest::definition(edition, source);
    let mut file = files::create_readable(&path)?;
    let seen = embed::embed(&from, file.as_file_mut(), kind, definition, identity)?;
    let signed = Signed { path, source: source.word(), signer: seen.signer, algorithm: seen.algorithm };
    Ok((file, signed))
}

fn committed(file: AtomicWriteFile, signed: Signed) -> Result<Signed, Diagnostic> {
    let told = |error| files::FileError::new("write", &signed.path, error);
    file.commit().map_err(told)?;
    Ok(signed)
}
