//! One signed copy: made, read back as anybody would read it, and refused if that shows a fault.

use std::fs::File;
use std::io::Seek;
use std::path::Path;

use c2pa::settings::Settings;
use c2pa::validation_status;
use c2pa::{Builder, Context, Reader, ValidationState};
use serde_json::Value;

use super::identity::Identity;
use super::riff;
use crate::base::diagnostic::Diagnostic;
use crate::base::files::FileError;
use crate::outputs::WAV_TYPE;

/// What was read back of a manifest.
pub(super) struct Seen {
    /// Whom the certificate names.
    pub(super) signer: String,
    /// By what the signature was made.
    pub(super) algorithm: String,
}

/// A manifest of ours has a few kilobytes; no chain of certificates brings it near this.
const LONGEST: u64 = 1 << 20;

/// Why a sound of that type cannot hold a manifest; reads its first bytes alone.
pub(super) fn refusal(from: &Path, kind: &str) -> Result<Option<&'static str>, Diagnostic> {
    if kind != WAV_TYPE {
        return Ok(None);
    }
    let refusal = File::open(from).and_then(|mut wav| riff::refusal(&mut wav, LONGEST));
    Ok(refusal.map_err(|error| FileError::new("read", from, error))?)
}

/// Copies `from` into `target` with a signed manifest, and reads that back.
pub(super) fn embed(
    from: &Path,
    target: &mut File,
    kind: &str,
    definition: Value,
    identity: &Identity,
) -> Result<Seen, Diagnostic> {
    let mut source = File::open(from).map_err(|error| FileError::new("read", from, error))?;
    let told = |error| refused(error, from, identity);
    let mut builder =
        Builder::from_context(context().map_err(told)?).with_definition(definition).map_err(told)?;
    if kind == WAV_TYPE {
        riff::sign(&mut builder, identity.signer.as_ref(), &mut source, target).map_err(told)?;
    } else {
        builder.sign(identity.signer.as_ref(), kind, &mut source, target).map_err(told)?;
    }
    read_back(target, kind, from, identity)
}

/// No trust list is consulted and nothing is fetched: whom others trust is theirs to say.
fn context() -> c2pa::Result<Context> {
    let settings = Settings::new()
        .with_value("core.allowed_network_hosts", Vec::<String>::new())?
        .with_value("core.backing_store_memory_threshold_in_mb", 1)?
        .with_value("verify.ocsp_fetch", false)?
        .with_value("verify.remote_manifest_fetch", false)?;
    Context::new().with_settings(settings)
}

fn read_back(target: &mut File, kind: &str, from: &Path, identity: &Identity) -> Result<Seen, Diagnostic> {
    let told = |error| refused(error, from, identity);
    target.rewind().map_err(|error| told(error.into()))?;
    let context = context().map_err(told)?;
    let reader = Reader::from_context(context).with_stream(kind, target).map_err(told)?;
    let faults: Vec<&str> =
        reader.validation_status().unwrap_or_default().iter().map(|one| one.code()).collect();
    let faults: Vec<&str> =
        faults.into_iter().filter(|code| *code != validation_status::SIGNING_CREDENTIAL_UNTRUSTED).collect();
    let signature = reader.active_manifest().and_then(|manifest| manifest.signature_info());
    match signature {
        Some(signature) if faults.is_empty() && reader.validation_state() != ValidationState::Invalid => {
            Ok(Seen {
                signer: signature.common_name.clone().or(signature.issuer.clone()).unwrap_or_default(),
                algorithm: signature.alg.map(|alg| alg.to_string()).unwrap_or_default(),
            })
        }
        _ => Err(unlike(&faults, from, identity)),
    }
}

/// What was read back is not what was signed.
fn unlike(faults: &[&str], from: &Path, identity: &Identity) -> Diagnostic {
    if faults.contains(&validation_status::CLAIM_SIGNATURE_MISMATCH) {
        return Diagnostic::error("todo", "the private key is not that of the certificate")
            .at(&identity.certificate)
            .why("nobody could check with the one what the other has signed")
            .hint("name the certificate that was made for this key");
    }
    let what = "the signed copy does not read back as it was signed";
    Diagnostic::error("todo", what)
        .at(from)
        .why(faults.join(", "))
        .hint("nothing was written; build again, and sign again")
}

/// What the `c2pa` crate refused: mostly the certificate.
fn refused(error: c2pa::Error, from: &Path, identity: &Identity) -> Diagnostic {
    match error {
        c2pa::Error::IoError(error) => FileError::new("sign", from, error).into(),
        error => Diagnostic::error("todo", format!("`{}` cannot be signed with this certificate", from.display()))
            .at(&identity.certificate)
            .why(error.to_string())
            .hint("it must be valid now, and issued by somebody else for signing; the README shows one to try it with"),
    }
}
