//! Signs copies of a finished edition with content credentials (C2PA): each copy says how its sound was made and who
//! signed it.
//!
//! `out/` is only read. Every build makes the same bytes there, but no two signatures are the same. Nothing here opens a
//! network connection.

mod embed;
mod identity;
mod manifest;

use std::collections::BTreeSet;
use std::iter;
use std::path::{Path, PathBuf};

pub use identity::Identity;
pub use manifest::SignedEdition;

use crate::base::diagnostic::Diagnostic;
use crate::base::files::{AtomicFile, FileError, ProjectPath};
use crate::outputs::encoders::Format;
use crate::outputs::{ALL, Role, WAV, WAV_TYPE};
use manifest::DigitalSourceType;

/// The default folder of signed copies.
pub const FOLDER: &str = "signed";

/// A signed copy, as read back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedCopy {
    /// The copy.
    pub path: PathBuf,
    /// Name of the IPTC digital source type in its manifest.
    pub source: &'static str,
    /// The signer's name in the certificate.
    pub signer: String,
    /// The signature algorithm, as C2PA names it.
    pub algorithm: String,
}

/// Signs copies of all sound files of an edition that can hold a manifest, into the folder `to`. Returns the copies, and
/// a warning for each sound file without a signed copy.
///
/// All copies are made, read back and synced before the first one replaces an old copy. So usually all copies are new,
/// or all are as before. Only if a rename fails then, or the program is killed between two renames, some copies are
/// new and others old. Signing again fixes that.
///
/// # Errors
/// Returns an error if there is nothing to sign, the key or certificate is rejected, or a copy cannot be written or
/// does not verify.
pub fn sign(
    edition: &SignedEdition<'_>,
    identity: &Identity,
    to: &ProjectPath,
) -> Result<(Vec<SignedCopy>, Vec<Diagnostic>), Diagnostic> {
    let (signable, mut warnings) = signable_files(edition)?;
    // Open all targets first, so a bad target fails before the slow part.
    let targets = signable.into_iter().map(|file| open_target(edition, file, to));
    let targets = targets.collect::<Result<Vec<_>, Diagnostic>>()?;
    let copies = targets.into_iter().map(|target| sign_copy(edition, identity, target));
    let copies = copies.collect::<Result<Vec<_>, Diagnostic>>()?;
    let signed = copies.into_iter().map(|(file, copy)| commit(file, copy));
    let signed = signed.collect::<Result<Vec<_>, Diagnostic>>()?;
    warnings.extend(stale_copies(edition.files, to));
    Ok((signed, warnings))
}

/// A file's name in an edition and its media type.
type NamedFile = (&'static str, &'static str);

/// Finds the sound files to sign, and makes a warning for each other sound file.
fn signable_files(edition: &SignedEdition<'_>) -> Result<(Vec<NamedFile>, Vec<Diagnostic>), Diagnostic> {
    let (mut found, mut warnings) = (Vec::new(), Vec::new());
    for (name, media_type) in sound_files().filter(|(name, _)| edition.files.contains(*name)) {
        let path = edition.folder.join(name);
        match media_type {
            Err(why) => warnings.push(unsigned(&path, why)),
            Ok(media_type) => match embed::obstacle(&path, media_type)? {
                Some(why) => warnings.push(unsigned(&path, why)),
                None => found.push((name, media_type)),
            },
        }
    }
    if found.is_empty() {
        let reasons: Vec<_> = warnings.iter().filter_map(|warning| warning.why.clone()).collect();
        return Err(Diagnostic::error("signable-sound-missing", "no sound file here can be signed")
            .at(edition.folder)
            .why(reasons.join("; "))
            .hint("set `m4a = true` in `[outputs]` of script.toml and build again"));
    }
    Ok((found, warnings))
}

/// Returns all files with sound that an edition may have, with their media type or the reason why they cannot be signed.
fn sound_files() -> impl Iterator<Item = (&'static str, Result<&'static str, &'static str>)> {
    let outputs = ALL.iter().filter_map(|output| Some((output.file, signable_type(output.role)?)));
    iter::once((WAV, Ok(WAV_TYPE))).chain(outputs)
}

/// Returns the media type of a file that can hold a manifest, or the reason why it cannot. Returns `None` for files
/// without sound.
fn signable_type(role: Role) -> Option<Result<&'static str, &'static str>> {
    match role {
        Role::Sound(format @ (Format::M4a | Format::Mp3)) => Some(Ok(format.media_type())),
        Role::Sound(Format::Flac) => {
            Some(Err("the manifest would come before the FLAC header, which some players reject"))
        }
        Role::Sound(Format::Opus) => Some(Err("C2PA defines no place for a manifest in an Ogg file")),
        Role::Book | Role::Daisy => {
            Some(Err("the manifest would cover the text too, and Aloud only knows how the sound was made"))
        }
        _ => None,
    }
}

fn unsigned(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::warning("signed-copy-missing", "this file has no signed copy")
        .at(path)
        .why(why)
        .hint("publish a signed file next to it")
}

/// A copy to write: it replaces an old copy only when it is complete.
struct Target {
    original: ProjectPath,
    media_type: &'static str,
    path: ProjectPath,
    file: AtomicFile,
}

fn open_target(
    edition: &SignedEdition<'_>,
    (name, media_type): NamedFile,
    to: &ProjectPath,
) -> Result<Target, Diagnostic> {
    let path = to.join(name);
    let file = path.create()?;
    Ok(Target { original: edition.folder.join(name), media_type, path, file })
}

/// Writes and syncs a signed copy, without replacing the old one.
fn sign_copy(
    edition: &SignedEdition<'_>,
    identity: &Identity,
    target: Target,
) -> Result<(AtomicFile, SignedCopy), Diagnostic> {
    let Target { original, media_type, path, mut file } = target;
    let source = DigitalSourceType::of_edition(edition.description);
    let definition = manifest::definition(edition, source);
    let signature = embed::embed(&original, file.as_file_mut(), media_type, definition, identity)?;
    file.as_file().sync_all().map_err(|error| FileError::new("write", &path, error))?;
    let copy = SignedCopy {
        path: path.to_path_buf(),
        source: source.name(),
        signer: signature.signer,
        algorithm: signature.algorithm,
    };
    Ok((file, copy))
}

fn commit(file: AtomicFile, copy: SignedCopy) -> Result<SignedCopy, Diagnostic> {
    file.commit().map_err(|error| FileError::new("write", &copy.path, error))?;
    Ok(copy)
}

/// Warns of signed copies of files that the edition no longer has.
fn stale_copies(files: &BTreeSet<String>, to: &ProjectPath) -> impl Iterator<Item = Diagnostic> {
    let names = sound_files().filter(|(_, media_type)| media_type.is_ok()).map(|(name, _)| name);
    let stale = names.filter(|name| to.join(name).is_file() && !files.contains(*name));
    stale.map(|name| {
        Diagnostic::warning("signed-copy-stale", "this signed copy is from an earlier edition")
            .at(to.join(name))
            .hint("delete it if you no longer need it")
    })
}
