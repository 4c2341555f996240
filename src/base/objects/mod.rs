//! Objects that several machines share: whole files under a name, in a folder of a network or in the object store of a cloud.
//!
//! Nothing here relies on "create if absent", which some servers and network file systems lack. An object is replaced as a whole,
//! so a reader sees one of its versions and never a mixture.

#[cfg(feature = "store")]
mod cloud;
mod folder;
mod object;

use std::path::Path;
use std::sync::Arc;

use super::diagnostic::Diagnostic;
use folder::Folder;
pub(crate) use object::{Object, Objects};

/// The schemes of object stores.
const SCHEMES: [&str; 8] = ["s3", "s3a", "gs", "az", "azure", "abfs", "abfss", "adl"];

/// Opens the store at a location: the path of a folder, or an address such as `s3://bucket/folder`.
///
/// # Errors
/// When the folder does not exist, or when the address or its settings in the environment are wrong.
pub(crate) fn open(location: &str) -> Result<Arc<dyn Objects>, Diagnostic> {
    match location.split_once("://") {
        Some((scheme, _)) if SCHEMES.contains(&scheme) => open_cloud(location),
        Some(_) => Err(Diagnostic::error("store-invalid", format!("`{location}` is no store of takes"))
            .hint("name a folder, or an address such as s3://bucket/takes, gs://bucket/takes or az://container/takes")),
        None => Ok(Arc::new(Folder::open(Path::new(location))?)),
    }
}

#[cfg(feature = "store")]
fn open_cloud(location: &str) -> Result<Arc<dyn Objects>, Diagnostic> {
    Ok(Arc::new(cloud::Cloud::open(location)?))
}

#[cfg(not(feature = "store"))]
fn open_cloud(location: &str) -> Result<Arc<dyn Objects>, Diagnostic> {
    Err(Diagnostic::error("store-invalid", format!("this build of Aloud cannot reach `{location}`"))
        .hint("build Aloud with `--features store`, or share takes through a folder"))
}
