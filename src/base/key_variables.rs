//! The environment variables with the user's keys. A project names `OPENAI_API_KEY`; the user may keep that key in another variable.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Set once by the program, from the user's own configuration. A project cannot change it.
static RENAMED: OnceLock<BTreeMap<String, String>> = OnceLock::new();

/// Reads keys from other variables for the rest of the process: name in a project → the user's variable. Only the first call counts.
pub fn rename_key_variables(names: BTreeMap<String, String>) {
    let _ = RENAMED.set(names);
}

/// Returns the user's variable, if it is not the one that the project names.
pub fn renamed_key_variable(name: &str) -> Option<&'static str> {
    RENAMED.get()?.get(name).map(String::as_str)
}
