//! Content credentials (C2PA): copies of a finished edition whose sound files say, under a signature, what they are made of
//! and by whom. `out/` is only read: it is the same byte for byte with every build, and a signature never is. Nothing
//! here opens a connection.

mod embed;
mod identity;
mod manifest;
mod riff;
mod source;

use std::collections::BTreeSet;
use std::iter;
use std::path::{Path, PathBuf};

pub use identity::{Identity, KEY, KEY_FILE};
pub use source::Source;

use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, AtomicFile, FileError};
use crate::outputs::description::Description;
use crate::outputs::encoders::Format;
use crate::outputs::{ALL, Content, WAV, WAV_TYPE};

/// The folder of signed copies, where no other is named.
pub const FOLDER: &str = "signed";

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// Its folder.
    pub folder: &'a Path,
    /// Names of the files that belong to it; what else stands beside them is not signed.
    pub files: &'a BTreeSet<String>,
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

/// Signs copies of all sound files of an edition that can be, into the folder `to`. Gives them, and a warning for each file of
/// sound that has no signed copy.
///
/// Before the first copy takes its place, all are made, read back and synced, and what no copy can replace is refused. So they
/// are all new or all as before; but no file system renames several files in one step: where one refuses a rename after all
/// that, or the program is killed between two, the copies before it are new and the others as before. Signing again mends it.
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
    // A bad place shows in the first second.
    let places = found.into_iter().map(|named| place(edition, named, to));
    let places = places.collect::<Result<Vec<_>, Diagnostic>>()?;
    let copies = places.into_iter().map(|place| copy(edition, identity, place));
    let copies = copies.collect::<Result<Vec<_>, Diagnostic>>()?;
    let signed = copies.into_iter().map(|(file, signed)| committed(file, signed));
    let signed = signed.collect::<Result<Vec<_>, Diagnostic>>()?;
    unsigned.extend(left_over(edition.files, to));
    Ok((signed, unsigned))
}

/// A file's name in an edition, and its type.
type Named = (&'static str, &'static str);

/// The type of a file that can hold a manifest, or why it is not signed; `None` where there is no sound in it.
fn signable(content: &Content) -> Option<Result<&'static str, &'static str>> {
    match content {
        Content::Text(_) => None,
        Content::Sound(format @ (Format::M4a | Format::Mp3)) => Some(Ok(format.media_type())),
        Content::Sound(Format::Flac) => {
            Some(Err("its manifest would stand in front of it, where not every player expects something"))
        }
        Content::Sound(Format::Opus) => Some(Err("there is no place for a manifest in an Ogg file")),
        Content::Book(_) => Some(Err(
            "a manifest would speak for the text too, and the edition tells only how the sound was made",
        )),
    }
}

/// All files with sound in them that an edition may have: those that can hold a manifest with their types, the others with the
/// reason why they are not signed.
fn with_sound() -> impl Iterator<Item = (&'static str, Result<&'static str, &'static str>)> {
    let made = ALL.iter().filter_map(|output| Some((output.file, signable(&output.content)?)));
    iter::once((WAV, Ok(WAV_TYPE))).chain(made)
}

/// The sounds of an edition that are to be signed, and what is to be said of the others.
fn sounds(edition: &Edition<'_>) -> Result<(Vec<Named>, Vec<Diagnostic>), Diagnostic> {
    let (mut found, mut unsigned) = (Vec::new(), Vec::new());
    for (name, signable) in with_sound().filter(|(name, _)| edition.files.contains(*name)) {
        let path = edition.folder.join(name);
        match signable {
            Err(why) => unsigned.push(no_copy(&path, why)),
            Ok(kind) => match embed::refusal(&path, kind)? {
                Some(why) => unsigned.push(no_copy(&path, why)),
                None => found.push((name, kind)),
            },
        }
    }
    match found.is_empty() {
        true => Err(Diagnostic::error("todo", "there is no sound here that can be signed")
            .at(edition.folder)
            .why(unsigned.iter().filter_map(|one| one.why.clone()).collect::<Vec<_>>().join("; "))
            .hint("`m4a = true` in `[outputs]` of script.toml makes one")),
        false => Ok((found, unsigned)),
    }
}

fn no_copy(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::warning("todo", "this file has no signed copy")
        .at(path)
        .why(why)
        .hint("publish one beside it that has")
}

/// What is said of copies of which the edition has no original any more.
fn left_over(edition: &BTreeSet<String>, to: &Path) -> impl Iterator<Item = Diagnostic> {
    let names = with_sound().filter(|(_, signable)| signable.is_ok()).map(|(name, _)| name);
    let left = names.filter(|name| to.join(name).is_file() && !edition.contains(*name));
    left.map(|name| {
        Diagnostic::warning("todo", "this signed copy is of an earlier edition")
            .at(to.join(name))
            .hint("remove it, if it is not wanted any more")
    })
}

/// Where a copy will stand, and the file that it is written into until then.
struct Place {
    original: PathBuf,
    kind: &'static str,
    path: PathBuf,
    file: AtomicFile,
}

fn place(edition: &Edition<'_>, (name, kind): Named, to: &Path) -> Result<Place, Diagnostic> {
    let path = to.join(name);
    apart(&path, edition.folder)?;
    let file = files::create_readable(&path)?;
    Ok(Place { original: edition.folder.join(name), kind, path, file })
}

/// A link may lead a copy anywhere but among the originals.
fn apart(path: &Path, originals: &Path) -> Result<(), Diagnostic> {
    let folder = files::resolve_links(path).parent().and_then(|folder| folder.canonicalize().ok());
    if !folder.is_some_and(|folder| originals.canonicalize().is_ok_and(|real| folder.starts_with(real))) {
        return Ok(());
    }
    Err(Diagnostic::error("todo", "a signed copy would take the place of an original")
        .at(path)
        .why(format!("it leads to `{}`, which holds what a build makes", originals.display()))
        .hint("remove the link, or name another folder"))
}

/// A signed copy that does not yet stand in its place.
fn copy(
    edition: &Edition<'_>,
    identity: &Identity,
    place: Place,
) -> Result<(AtomicFile, Signed), Diagnostic> {
    let Place { original, kind, path, mut file } = place;
    let source = Source::of(edition.description);
    let definition = manifest::definition(edition, source);
    let seen = embed::embed(&original, file.as_file_mut(), kind, definition, identity)?;
    file.as_file().sync_all().map_err(|error| FileError::new("write", &path, error))?;
    let signed = Signed { path, source: source.word(), signer: seen.signer, algorithm: seen.algorithm };
    Ok((file, signed))
}

fn committed(file: AtomicFile, signed: Signed) -> Result<Signed, Diagnostic> {
    file.commit().map_err(|error| FileError::new("write", &signed.path, error))?;
    Ok(signed)
}
