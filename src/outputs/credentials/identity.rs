//! Who signs: a certificate, which everybody may see, and its private key, which comes from the environment and is
//! shown and written nowhere.

use std::env;
use std::path::{Path, PathBuf};

use c2pa::{BoxedSigner, SigningAlg, create_signer};
use x509_parser::error::PEMError;
use x509_parser::pem::Pem;

use crate::base::diagnostic::Diagnostic;
use crate::base::files;

/// The environment variable with the private key itself.
pub const KEY: &str = "ALOUD_SIGN_KEY";
/// The environment variable with the name of the file that the private key is in.
pub const KEY_FILE: &str = "ALOUD_SIGN_KEY_FILE";

/// What a signature can be made by, in the order in which a key is tried; each takes no other's keys. Of RSA's three the
/// first is the one that everybody can check.
const ALGORITHMS: [SigningAlg; 5] =
    [SigningAlg::Es256, SigningAlg::Es384, SigningAlg::Es512, SigningAlg::Ed25519, SigningAlg::Ps256];

/// Who signs. It has no `Debug` and no `Display`, so that it cannot be printed by mistake.
pub struct Identity {
    /// The file of its certificate.
    pub(super) certificate: PathBuf,
    pub(super) signer: BoxedSigner,
}

impl Identity {
    /// Reads a chain of certificates, the signer's own first, and takes the private key from the environment. A key file
    /// may not lie in the `project`, which is copied and published.
    ///
    /// # Errors
    /// When one of them is missing, or is not what it should be.
    pub fn read(certificate: &Path, project: &Path) -> Result<Self, Diagnostic> {
        let chain = files::read_text(certificate)?;
        check_chain(&chain, certificate)?;
        read_chain(&chain, certificate)?;
        let key = key(project)?;
        let signer = ALGORITHMS.iter().find_map(|algorithm| {
            create_signer::from_keys(chain.as_bytes(), key.as_bytes(), *algorithm, None).ok()
        });
        let signer = signer.ok_or_else(|| unreadable(&key))?;
        Ok(Self { certificate: certificate.to_path_buf(), signer })
    }
}

fn check_chain(chain: &str, path: &Path) -> Result<(), Diagnostic> {
    if chain.contains("PRIVATE KEY-----") {
        return Err(Diagnostic::error("todo", "a private key stands beside the certificate")
            .at(path)
            .why("the certificate is for everybody, the key for nobody")
            .hint(format!("take the key out of the file; name another file with it in `{KEY_FILE}`")));
    }
    if !chain.contains("-----BEGIN CERTIFICATE-----") {
        return Err(Diagnostic::error("todo", "this is not a chain of certificates")
            .at(path)
            .why("there is no `-----BEGIN CERTIFICATE-----` in it")
            .hint("it is a text file (PEM): the signer's certificate first, then who issued it"));
    }
    Ok(())
}

/// What signs looks at the chain before the key, and its refusal does not say which of the two it is of.
fn read_chain(chain: &str, path: &Path) -> Result<(), Diagnostic> {
    // Certificates that come out of JSON have their line breaks so, and are taken.
    let chain = chain.replace("\\n", "\n");
    for (nth, pem) in Pem::iter_from_buffer(chain.as_bytes()).enumerate() {
        let why = match pem {
            Err(PEMError::IncompletePEM) => "it is cut off: its last line is missing".to_string(),
            Err(error) => format!("it is damaged: {error}"),
            Ok(pem) => match pem.parse_x509() {
                Err(_) => "it is damaged: what it encodes is no certificate".to_string(),
                Ok(_) => continue,
            },
        };
        return Err(Diagnostic::error("todo", "the certificate cannot be read")
            .at(path)
            .why(format!("number {} in the file: {why}", nth + 1))
            .hint("take the file anew from whoever issued it; `openssl x509 -in FILE -text` shows one that is whole"));
    }
    Ok(())
}

/// The private key, from the environment.
fn key(project: &Path) -> Result<String, Diagnostic> {
    let set = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    match (set(KEY), set(KEY_FILE)) {
        (Some(_), Some(_)) => Err(Diagnostic::error("todo", format!("both `{KEY}` and `{KEY_FILE}` are set"))
            .hint(format!("`unset {KEY}`, or the other"))),
        (Some(key), None) => Ok(key),
        (None, Some(path)) => key_in(Path::new(&path), project),
        (None, None) => Err(Diagnostic::error("todo", "there is no private key to sign with").hint(format!(
            "`export {KEY_FILE}=…` names a file with it, outside of the project; or `{KEY}` holds the key itself"
        ))),
    }
}

fn key_in(path: &Path, project: &Path) -> Result<String, Diagnostic> {
    let (real, root) = (path.canonicalize(), project.canonicalize());
    if real.is_ok_and(|real| root.is_ok_and(|root| real.starts_with(root))) {
        return Err(Diagnostic::error("todo", "the private key lies in the project")
            .at(path)
            .why("a project is copied and published, and the key would go with it")
            .hint("move it elsewhere, make a new one if others may have seen it"));
    }
    Ok(files::read_text(path)?)
}

/// Says of a key what is wrong with it, and nothing of what is in it.
fn unreadable(key: &str) -> Diagnostic {
    let has = |label: &str| key.contains(&format!("-----BEGIN {label}-----"));
    let convert = "`openssl pkcs8 -topk8 -nodes -in OLD.pem -out NEW.pem` makes one of it that can be read";
    let (why, hint) = if has("ENCRYPTED PRIVATE KEY") {
        ("it is locked with a password", convert)
    } else if has("EC PRIVATE KEY") || has("RSA PRIVATE KEY") {
        ("it is in the older form, with its kind in the first line", convert)
    } else if has("PRIVATE KEY") {
        (
            "it is damaged, or of a kind that C2PA does not sign with",
            "use P-256, P-384, P-521, Ed25519 or RSA",
        )
    } else {
        (
            "it does not begin with `-----BEGIN PRIVATE KEY-----`",
            "it is a text (PEM, PKCS #8), as `openssl genpkey` writes it",
        )
    };
    Diagnostic::error("todo", "the private key cannot be read").why(why).hint(hint)
}
