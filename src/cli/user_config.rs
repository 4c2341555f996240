//! The user's own configuration, outside all projects: `aloud/config.toml` in the folder for configurations.

use std::env;
use std::path::{Path, PathBuf};

use aloud::base::diagnostic::Diagnostic;
use aloud::base::files::{self, AllowedLinks};
use aloud::base::user_folders;
use serde::Deserialize;

use super::args::Global;

/// The content of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct UserConfig {
    /// Folders that links inside projects may lead to.
    links: Vec<PathBuf>,
}

/// Allows the links that the command line or the user's configuration names.
pub fn allow_links(global: &Global) -> Result<(), Diagnostic> {
    let config = read()?;
    let targets = config.links.iter().map(|folder| expand_home(folder)).collect();
    files::allow_links(AllowedLinks { all: global.follow_links, targets });
    Ok(())
}

fn read() -> Result<UserConfig, Diagnostic> {
    let Some(path) = user_folders::config().map(|folder| folder.join("config.toml")) else {
        return Ok(UserConfig::default());
    };
    let Some(text) = files::read_text_if_any(&path)? else { return Ok(UserConfig::default()) };
    toml::from_str(&text).map_err(|error: toml::de::Error| {
        let line = error.span().map(|span| text[..span.start].lines().count().max(1));
        let problem = Diagnostic::error("config-invalid", "your configuration cannot be read")
            .at(&path)
            .why(error.message())
            .hint("it may have one key: `links = [\"/folder\", …]`");
        match line {
            Some(line) => problem.line(line),
            None => problem,
        }
    })
}

/// Replaces a leading `~/` by the home folder.
fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), env::var_os("HOME")) {
        (Ok(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => path.to_path_buf(),
    }
}
