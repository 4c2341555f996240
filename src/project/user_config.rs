//! The user's own configuration, outside of all projects: `aloud/config.toml` in the folder for configurations.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use toml_edit::Table;

use crate::base::diagnostic::Diagnostic;
use crate::base::files;
use crate::base::toml_reader::{self, Reader};
use crate::base::user_folders;
use crate::script::file::Defaults;
use crate::voices;

/// The content of the file.
#[derive(Debug, Clone, Default)]
pub struct UserConfig {
    /// Folders that links inside projects may lead to.
    pub links: Vec<PathBuf>,
    /// Tables for the script.toml of new projects.
    pub defaults: Defaults,
    /// Name of a key's variable in projects → the user's variable with that key.
    pub keys: BTreeMap<String, String>,
}

impl UserConfig {
    /// Reads the file of the user; without one, nothing is set.
    ///
    /// # Errors
    /// All problems of the file at once.
    pub fn of_user() -> Result<Self, Vec<Diagnostic>> {
        let Some(path) = user_folders::config().map(|folder| folder.join("config.toml")) else {
            return Ok(Self::default());
        };
        match files::read_text_if_any(&path) {
            Ok(Some(text)) => Self::parse(&text, &path),
            Ok(None) => Ok(Self::default()),
            Err(error) => Err(vec![error.into()]),
        }
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Vec<Diagnostic>> {
        let root = &toml_reader::parse(text, path).map_err(|problem| vec![problem])?;
        let document = toml_reader::parse_mut(text).unwrap_or_default();
        let mut reader = Reader::new(text, path);
        reader.known_keys(root, &["links", "new", "keys"], "in your configuration");
        let links = reader.strings(root, "links");
        let defaults = Defaults::read(&mut reader, root, &document, "new");
        check_voices(&mut reader, root, &defaults);
        let keys = keys(&mut reader, root);
        let (errors, _) = reader.finish();
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            links: links.iter().map(|folder| expand_home(Path::new(folder))).collect(),
            defaults,
            keys,
        })
    }
}

/// A new project has no folder of voices yet, so it can only have built-in ones.
fn check_voices(reader: &mut Reader<'_>, root: &Table, defaults: &Defaults) {
    let cast = root.get("new").and_then(|new| new.as_table()?.get("cast")?.as_table());
    for (speaker, voice) in &defaults.cast {
        if !voices::is_built_in(voice) {
            let what = format!("a new project has no voice `{voice}`");
            let hint = "name a built-in voice; `aloud voices` lists them";
            reader.error_at("voice-missing", cast.and_then(|cast| cast.get(speaker)), what, hint);
        }
    }
}

fn keys(reader: &mut Reader<'_>, root: &Table) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    let Some(table) = reader.table(root, "keys") else { return keys };
    for (name, item) in table {
        let Some(variable) = reader.string_item(item, name) else { continue };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if variable.is_empty() || !variable.chars().all(is_name) {
            // The value may be the key itself, so it is not repeated.
            let what = format!("`{name}` is not the name of an environment variable");
            let hint = "name the variable that has the key; keys are never read from a file";
            reader.error_at("key-variable-invalid", Some(item), what, hint);
        } else {
            keys.insert(name.to_string(), variable);
        }
    }
    keys
}

/// Replaces a leading `~/` by the home folder.
fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), env::var_os("HOME")) {
        (Ok(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => path.to_path_buf(),
    }
}
