//! The user's own folders for Aloud, outside of all projects: those of the XDG Base Directory Specification, or of the platform.
//!
//! Each function returns `None` if the system does not say where the user's files are.

use std::env;
use std::path::PathBuf;

/// Returns the folder for configuration, e.g. `~/.config/aloud`.
pub fn config() -> Option<PathBuf> {
    folder("XDG_CONFIG_HOME", "APPDATA", ".config", ".config")
}

/// Returns the folder for state that belongs to this machine, e.g. `~/.local/state/aloud`.
pub(crate) fn state() -> Option<PathBuf> {
    folder("XDG_STATE_HOME", "LOCALAPPDATA", "Library/Application Support", ".local/state")
}

/// Returns the folder for data, e.g. `~/.local/share/aloud`.
pub(crate) fn data() -> Option<PathBuf> {
    folder("XDG_DATA_HOME", "LOCALAPPDATA", "Library/Application Support", ".local/share")
}

/// `xdg` and `windows` are variables. `macos` and `other` are folders below the user's home.
fn folder(xdg: &str, windows: &str, macos: &str, other: &str) -> Option<PathBuf> {
    let platform = || {
        if cfg!(windows) {
            return variable(windows);
        }
        let home = env::home_dir().filter(|home| home.is_absolute())?;
        Some(home.join(if cfg!(target_os = "macos") { macos } else { other }))
    };
    // The variable is for Linux, but a person who sets it elsewhere means it.
    Some(variable(xdg).or_else(platform)?.join("aloud"))
}

/// The specification has relative paths ignored. They would also depend on the current folder, i.e. on the project.
fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}
