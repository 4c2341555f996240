//! To come.
#![allow(missing_docs)]
use crate::{diagnostic::Diagnostic, script::Script};
use std::{collections::BTreeMap, path::Path};
pub struct Merged {
    pub text: String,
    pub changes: Vec<String>,
}
pub fn merge(
    text: &str,
    _: &Script,
    _: &Path,
    _: &BTreeMap<String, String>,
) -> Result<Merged, Vec<Diagnostic>> {
    Ok(Merged { text: text.into(), changes: vec![] })
}
