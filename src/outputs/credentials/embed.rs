//! Embeds a signed manifest in a copy of a sound file, and verifies the copy.
//!
//! WAV files are written here in constant memory, because the `c2pa` crate would hold the sound several times. The result
//! is the same: a chunk `C2PA` after all others, which the hash of the file leaves out (C2PA 2.2, A.3.6).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use c2pa::assertions::DataHash;
use c2pa::settings::Settings;
use c2pa::validation_status;
use c2pa::{Builder, Context, HashRange, Reader, Signer, ValidationState};
use serde_json::Value;

use super::identity::Identity;
use crate::base::diagnostic::Diagnostic;
use crate::base::files::{FileError, ProjectPath};
use crate::outputs::WAV_TYPE;

/// The signature of a copy, as read back.
pub(super) struct Signature {
    /// The signer's name in the certificate.
    pub(super) signer: String,
    /// Its algorithm.
    pub(super) algorithm: String,
}

/// Upper limit in bytes for a manifest, which has a few kilobytes even with a long certificate chain.
const MAX_MANIFEST: u64 = 1 << 20;
/// Size of the name and length of a RIFF chunk.
const CHUNK_HEADER: u64 = 8;
/// The `c2pa` crate's name for a bare manifest.
const BARE_MANIFEST: &str = "application/c2pa";

/// Returns the reason why a sound file cannot hold a manifest. Reads only its header.
pub(super) fn obstacle(from: &ProjectPath, media_type: &str) -> Result<Option<&'static str>, Diagnostic> {
    if media_type != WAV_TYPE {
        return Ok(None);
    }
    let obstacle = from.open().and_then(|mut wav| wav_obstacle(&mut wav, MAX_MANIFEST));
    Ok(obstacle.map_err(|error| FileError::new("read", from, error))?)
}

/// Copies `from` into `target` with a signed manifest, and verifies the result.
pub(super) fn embed(
    from: &ProjectPath,
    target: &mut File,
    media_type: &str,
    definition: Value,
    identity: &Identity,
) -> Result<Signature, Diagnostic> {
    let mut source = from.open().map_err(|error| FileError::new("read", from, error))?;
    let rejected = |error| rejected(error, from, identity);
    let mut builder =
        Builder::from_context(context().map_err(rejected)?).with_definition(definition).map_err(rejected)?;
    if media_type == WAV_TYPE {
        sign_wav(&mut builder, identity.signer.as_ref(), &mut source, target).map_err(rejected)?;
    } else {
        builder.sign(identity.signer.as_ref(), media_type, &mut source, target).map_err(rejected)?;
    }
    verify(target, media_type, from, identity)
}

/// Returns settings without network access and without a trust list. Whether to trust a signer is up to the listener.
fn context() -> c2pa::Result<Context> {
    let settings = Settings::new()
        .with_value("core.allowed_network_hosts", Vec::<String>::new())?
        .with_value("core.backing_store_memory_threshold_in_mb", 1)?
        .with_value("verify.ocsp_fetch", false)?
        .with_value("verify.remote_manifest_fetch", false)?;
    Context::new().with_settings(settings)
}

/// Copies a WAV and appends a signed manifest.
fn sign_wav(
    builder: &mut Builder,
    signer: &dyn Signer,
    source: &mut File,
    target: &mut File,
) -> c2pa::Result<()> {
    let room = builder.data_hashed_placeholder(signer.reserve_size(), BARE_MANIFEST)?;
    let start = copy_with_room(source, target, &room)?;
    let mut hash = DataHash::new("jumbf manifest", "sha256");
    hash.add_exclusion(HashRange::new(start, CHUNK_HEADER + room.len() as u64));
    target.rewind()?;
    hash.gen_hash_from_stream(target)?;
    let manifest = builder.sign_data_hashed_embeddable(signer, &hash, BARE_MANIFEST)?;
    if manifest.len() != room.len() {
        return Err(c2pa::Error::BadParam("the manifest has not the reserved length".into()));
    }
    target.seek(SeekFrom::Start(start + CHUNK_HEADER))?;
    target.write_all(&manifest)?;
    Ok(())
}

/// Returns the reason why a WAV cannot hold a manifest of this length.
fn wav_obstacle(source: &mut File, max_manifest: u64) -> io::Result<Option<&'static str>> {
    let mut header = [0; 12];
    source.rewind()?;
    source.read_exact(&mut header)?;
    let riff_length =
        u64::from(u32::from_le_bytes([header[4], header[5], header[6], header[7]])) + CHUNK_HEADER;
    let length = source.metadata()?.len();
    Ok(match &header[..4] {
        b"RF64" | b"BW64" => {
            Some("it is an RF64, longer than 4 GiB, for which C2PA defines no place for a manifest")
        }
        b"RIFF" if length + max_manifest > u64::from(u32::MAX) => {
            Some("with a manifest it would be longer than 4 GiB")
        }
        b"RIFF" if riff_length == length => None,
        _ => Some("its length differs from its header"),
    })
}

/// Copies a WAV with room for a manifest, and returns the offset of its chunk.
fn copy_with_room(source: &mut File, target: &mut File, room: &[u8]) -> io::Result<u64> {
    source.rewind()?;
    target.rewind()?;
    let length = io::copy(source, target)?;
    let start = length + length % 2;
    target.write_all(&[0][..(length % 2) as usize])?;
    let size = u32::try_from(room.len()).map_err(io::Error::other)?;
    target.write_all(b"C2PA")?;
    target.write_all(&size.to_le_bytes())?;
    target.write_all(room)?;
    target.write_all(&[0][..room.len() % 2])?;
    let whole = u32::try_from(target.stream_position()? - CHUNK_HEADER).map_err(io::Error::other)?;
    target.seek(SeekFrom::Start(4))?;
    target.write_all(&whole.to_le_bytes())?;
    Ok(start)
}

/// Reads the signed copy as any verifier would, and rejects it if there is a fault.
fn verify(
    target: &mut File,
    media_type: &str,
    from: &Path,
    identity: &Identity,
) -> Result<Signature, Diagnostic> {
    let rejected = |error| rejected(error, from, identity);
    target.rewind().map_err(|error| rejected(error.into()))?;
    let context = context().map_err(rejected)?;
    let reader = Reader::from_context(context).with_stream(media_type, target).map_err(rejected)?;
    let faults: Vec<&str> =
        reader.validation_status().unwrap_or_default().iter().map(|one| one.code()).collect();
    let faults: Vec<&str> =
        faults.into_iter().filter(|code| *code != validation_status::SIGNING_CREDENTIAL_UNTRUSTED).collect();
    let signature = reader.active_manifest().and_then(|manifest| manifest.signature_info());
    match signature {
        Some(signature) if faults.is_empty() && reader.validation_state() != ValidationState::Invalid => {
            Ok(Signature {
                signer: signature.common_name.clone().or(signature.issuer.clone()).unwrap_or_default(),
                algorithm: signature.alg.map(|alg| alg.to_string()).unwrap_or_default(),
            })
        }
        _ => Err(invalid_copy(&faults, from, identity)),
    }
}

fn invalid_copy(faults: &[&str], from: &Path, identity: &Identity) -> Diagnostic {
    if faults.contains(&validation_status::CLAIM_SIGNATURE_MISMATCH) {
        return Diagnostic::error("key-mismatch", "the private key does not belong to the certificate")
            .at(&identity.certificate)
            .why("the certificate cannot verify a signature by this key")
            .hint("use the certificate that was issued for this key");
    }
    Diagnostic::error("signature-invalid", "the signed copy does not verify")
        .at(from)
        .why(faults.join(", "))
        .hint("build and sign again; nothing was written")
}

/// Converts an error of the `c2pa` crate, which mostly concerns the certificate.
fn rejected(error: c2pa::Error, from: &Path, identity: &Identity) -> Diagnostic {
    match error {
        c2pa::Error::IoError(error) => FileError::new("sign", from, error).into(),
        error => Diagnostic::error("certificate-rejected", format!("`{}` cannot be signed with this certificate", from.display()))
            .at(&identity.certificate)
            .why(error.to_string())
            .hint("use a certificate that is valid now and issued by a certificate authority for signing; the documentation shows how to make one for tests"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(name: &[u8; 4], riff_length: u32, length: u64) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(name).unwrap();
        file.write_all(&riff_length.to_le_bytes()).unwrap();
        file.write_all(b"WAVE").unwrap();
        // A sparse file, which uses no disk space.
        file.set_len(length).unwrap();
        file
    }

    #[test]
    fn rejects_a_wav_without_room_for_a_manifest() {
        let obstacle =
            |name, riff_length, length| wav_obstacle(&mut wav(name, riff_length, length), 1 << 20).unwrap();
        assert_eq!(obstacle(b"RIFF", 92, 100), None);
        assert!(obstacle(b"RF64", u32::MAX, 5 << 30).unwrap().contains("RF64"));
        assert!(obstacle(b"RIFF", u32::MAX - 107, u64::from(u32::MAX) - 99).unwrap().contains("4 GiB"));
        assert!(obstacle(b"RIFF", 92, 101).unwrap().contains("differs from its header"));
        assert!(obstacle(b"OggS", 92, 100).is_some());
    }

    #[test]
    fn aligns_chunks_and_updates_the_length() {
        for (length, room) in [(100_u32, 4), (101, 4), (100, 5), (101, 5)] {
            let mut target = tempfile::tempfile().unwrap();
            let start =
                copy_with_room(&mut wav(b"RIFF", length - 8, u64::from(length)), &mut target, &vec![7; room])
                    .unwrap();
            let mut bytes = Vec::new();
            target.rewind().unwrap();
            target.read_to_end(&mut bytes).unwrap();
            assert_eq!(start, u64::from(length.next_multiple_of(2)));
            let chunk = &bytes[start as usize..];
            assert_eq!(&chunk[..8], [b"C2PA".as_slice(), &(room as u32).to_le_bytes()].concat());
            assert_eq!(&chunk[8..8 + room], vec![7; room]);
            assert_eq!(bytes.len() % 2, 0);
            assert_eq!(bytes[4..8], (bytes.len() as u32 - 8).to_le_bytes());
        }
    }
}
