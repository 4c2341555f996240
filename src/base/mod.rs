//! Foundation of all rooms: diagnostics, errors, settings, files, processes and HTTP. Uses no other room.

pub mod config;
pub mod diagnostic;
pub mod error;
pub mod files;
pub(crate) mod hex;
pub mod http;
pub mod key_variables;
pub(crate) mod objects;
pub mod process;
pub(crate) mod project_files;
pub(crate) mod similarity;
pub mod terminal;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod toml_reader;
pub mod trust;
pub(crate) mod url;
pub mod user_folders;
