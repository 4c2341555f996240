//! Reads the signer's identity: a public certificate, and its private key from the environment. The key is never printed
//! or written.

use std::env;
use std::path::{Path, PathBuf};

use c2pa::{BoxedSigner, SigningAlg, create_signer};
use x509_parser::error::PEMError;
use x509_parser::pem::Pem;

use crate::base::diagnostic::Diagnostic;
use crate::base::files;

/// Environment variable with the private key.
const KEY: &str = "ALOUD_SIGN_KEY";
/// Environment variable with the path of the private key.
const KEY_FILE: &str = "ALOUD_SIGN_KEY_FILE";

/// Signature algorithms in the order in which a key is tried. No key fits two of them, except for the three of RSA; PS256
/// is the one that all verifiers support.
const ALGORITHMS: [SigningAlg; 5] =
    [SigningAlg::Es256, SigningAlg::Es384, SigningAlg::Es512, SigningAlg::Ed25519, SigningAlg::Ps256];

/// The identity of the signer. It has no `Debug` and no `Display`, which would print the key by mistake.
pub struct Identity {
    /// Path of the certificate.
    pub(super) certificate: PathBuf,
    pub(super) signer: BoxedSigner,
}

impl Identity {
    /// Reads a certificate chain, the signer's certificate first, and the private key from the environment. A key file must
    /// not be in the folder `project`, which people copy and publish.
    ///
    /// # Errors
    /// Returns an error if the certificate or the key is missing or invalid.
    pub fn read(certificate: &Path, project: &Path) -> Result<Self, Diagnostic> {
        let chain = files::read_text(certificate)?;
        check_chain(&chain, certificate)?;
        check_certificates(&chain, certificate)?;
        let key = read_key(project)?;
        let signer = ALGORITHMS.iter().find_map(|algorithm| {
            create_signer::from_keys(chain.as_bytes(), key.as_bytes(), *algorithm, None).ok()
        });
        let signer = signer.ok_or_else(|| unreadable_key(&key))?;
        Ok(Self { certificate: certificate.to_path_buf(), signer })
    }
}

fn check_chain(chain: &str, path: &Path) -> Result<(), Diagnostic> {
    if chain.contains("PRIVATE KEY-----") {
        return Err(Diagnostic::error("certificate-has-key", "the certificate file contains a private key")
            .at(path)
            .why("the certificate is public, but the key must stay secret")
            .hint(format!("move the key to another file and set `{KEY_FILE}` to its path")));
    }
    if !chain.contains("-----BEGIN CERTIFICATE-----") {
        return Err(Diagnostic::error("certificate-invalid", "this is not a certificate chain")
            .at(path)
            .why("there is no `-----BEGIN CERTIFICATE-----` in it")
            .hint(
                "use a PEM file with the signer's certificate first, followed by the issuers' certificates",
            ));
    }
    Ok(())
}

/// Parses each certificate. The signer checks chain and key together, and its error does not say which one is invalid.
fn check_certificates(chain: &str, path: &Path) -> Result<(), Diagnostic> {
    // Certificates copied from JSON have escaped line breaks.
    let chain = chain.replace("\\n", "\n");
    for (nth, pem) in Pem::iter_from_buffer(chain.as_bytes()).enumerate() {
        let why = match pem {
            Err(PEMError::IncompletePEM) => "it is truncated: its last line is missing".to_string(),
            Err(error) => format!("it is damaged: {error}"),
            Ok(pem) => match pem.parse_x509() {
                Err(_) => "it is damaged: the content is not a certificate".to_string(),
                Ok(_) => continue,
            },
        };
        return Err(Diagnostic::error("certificate-invalid", "the certificate cannot be read")
            .at(path)
            .why(format!("certificate {} in the file: {why}", nth + 1))
            .hint("get the file from the issuer again; check it with `openssl x509 -in FILE -text`"));
    }
    Ok(())
}

/// Reads the private key from the environment.
fn read_key(project: &Path) -> Result<String, Diagnostic> {
    match (variable(KEY), variable(KEY_FILE)) {
        (Some(_), Some(_)) => {
            Err(Diagnostic::error("key-ambiguous", format!("both `{KEY}` and `{KEY_FILE}` are set"))
                .hint(format!("unset one of them, e.g. `unset {KEY}`")))
        }
        (Some(key), None) => Ok(key),
        (None, Some(path)) => read_key_file(Path::new(&path), project),
        (None, None) => Err(Diagnostic::error("signing-key-missing", "there is no private key to sign with")
            .hint(format!(
                "set `{KEY_FILE}` to the path of a key file outside of the project, or `{KEY}` to the key"
            ))),
    }
}

/// Returns an environment variable unless it is empty.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn read_key_file(path: &Path, project: &Path) -> Result<String, Diagnostic> {
    let (real, root) = (path.canonicalize(), project.canonicalize());
    if real.is_ok_and(|real| root.is_ok_and(|root| real.starts_with(root))) {
        return Err(Diagnostic::error("key-in-project", "the private key is in the project folder")
            .at(path)
            .why("people copy and publish projects, and the key would go with them")
            .hint("move it elsewhere; make a new key if others may have seen this one"));
    }
    Ok(files::read_text(path)?)
}

/// Explains why a key cannot be read, without showing any of it.
fn unreadable_key(key: &str) -> Diagnostic {
    let has = |label: &str| key.contains(&format!("-----BEGIN {label}-----"));
    let convert = "convert it with `openssl pkcs8 -topk8 -nodes -in OLD.pem -out NEW.pem`";
    let (why, hint) = if has("ENCRYPTED PRIVATE KEY") {
        ("it is encrypted with a password", convert)
    } else if has("EC PRIVATE KEY") || has("RSA PRIVATE KEY") {
        ("it is in an older format than PKCS #8", convert)
    } else if has("PRIVATE KEY") {
        ("it is damaged, or C2PA does not support its algorithm", "use P-256, P-384, P-521, Ed25519 or RSA")
    } else {
        (
            "it does not begin with `-----BEGIN PRIVATE KEY-----`",
            "use a PEM file in the PKCS #8 format, as `openssl genpkey` writes it",
        )
    };
    Diagnostic::error("key-unreadable", "the private key cannot be read").why(why).hint(hint)
}
