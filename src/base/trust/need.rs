//! What a project needs trust for: a program to run, or keys to send.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::project_files::SCRIPT;

/// One thing that the user has to allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Runs a program.
    Run {
        /// The voice that runs it.
        voice: String,
        /// The program and its arguments, as voice.toml has them.
        command: Vec<String>,
        /// BLAKE3 hash of each file of the project that the program may use, by its path in the project.
        files: BTreeMap<String, String>,
    },
    /// Runs a program on each take, to hear its words.
    Listen {
        /// The program and its arguments, as script.toml has them.
        command: Vec<String>,
        /// BLAKE3 hash of each file of the project that the program may use, by its path in the project.
        files: BTreeMap<String, String>,
    },
    /// Sends text or takes to a server, with the values of environment variables.
    Send {
        /// Names of the variables; empty for a server that needs no key.
        variables: Vec<String>,
        /// Scheme, host and port of the server.
        to: String,
        /// The file of the project that names both.
        named_in: String,
    },
}

impl Need {
    /// Returns true if nothing more happens than with a trusted need. A pair of keys and server is the same in each file.
    pub(super) fn is_covered_by(&self, trusted: &Self) -> bool {
        match (self, trusted) {
            (Self::Send { variables, to, .. }, Self::Send { variables: keys, to: server, .. }) => {
                (variables, to) == (keys, server)
            }
            (need, trusted) => need == trusted,
        }
    }

    /// Returns the differences to an earlier need of the same kind and place; `None` if they are not related.
    pub(super) fn changes_since(&self, earlier: &Self) -> Option<Vec<String>> {
        match (self, earlier) {
            (
                Self::Run { voice, command, files },
                Self::Run { voice: old_voice, command: old_command, files: old_files },
            ) if voice == old_voice => Some(command_changes((command, files), (old_command, old_files))),
            (Self::Listen { command, files }, Self::Listen { command: old_command, files: old_files }) => {
                Some(command_changes((command, files), (old_command, old_files)))
            }
            (
                Self::Send { named_in, variables, to },
                Self::Send { named_in: old_name, variables: old_variables, to: old_to },
            ) if named_in == old_name => {
                let changed = [("the variable", variables != old_variables), ("the server", to != old_to)];
                Some(changed.iter().filter(|(_, is)| *is).map(|(what, _)| (*what).to_string()).collect())
            }
            _ => None,
        }
    }

    /// Returns the files that a person reads before trusting it.
    pub(super) fn sources(&self) -> String {
        match self {
            Self::Run { files, voice, .. } => {
                let folder = format!("voices/{voice}/");
                let others = files.keys().filter(|name| !name.starts_with(&folder));
                let others: Vec<String> = others.map(|name| format!(" and `{name}`")).collect();
                format!("the files in `{folder}`{}", others.concat())
            }
            Self::Listen { files, .. } => {
                let files: Vec<String> = files.keys().map(|name| format!(" and `{name}`")).collect();
                format!("`[verify]` in `{SCRIPT}`{}", files.concat())
            }
            Self::Send { named_in, .. } => format!("`{named_in}`"),
        }
    }
}

/// A command line, and the hashes of its files.
type CommandState<'a> = (&'a Vec<String>, &'a BTreeMap<String, String>);

fn command_changes(
    (command, files): CommandState<'_>,
    (old_command, old_files): CommandState<'_>,
) -> Vec<String> {
    let mut changes = Vec::new();
    if command != old_command {
        changes.push("the command line".to_string());
    }
    let names = files.keys().chain(old_files.keys().filter(|name| !files.contains_key(*name)));
    let changed = names.filter(|name| files.get(*name) != old_files.get(*name));
    changes.extend(changed.map(|name| format!("`{name}`")));
    changes
}

/// Completes the sentence "it would …".
impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run { voice, command, files } => {
                write!(f, "run `{}` in `voices/{voice}`", shown(command))?;
                write_files(f, files)
            }
            Self::Listen { command, files } => {
                write!(f, "run `{}` on each take", shown(command))?;
                write_files(f, files)
            }
            Self::Send { variables, to, .. } if variables.is_empty() => {
                write!(f, "send text or takes to `{to}`")
            }
            Self::Send { variables, to, .. } => {
                let variables: Vec<String> = variables.iter().map(|name| format!("`{name}`")).collect();
                write!(f, "send the key in {} to `{to}`", variables.join(", "))
            }
        }
    }
}

fn shown(command: &[String]) -> String {
    command.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

fn write_files(f: &mut fmt::Formatter<'_>, files: &BTreeMap<String, String>) -> fmt::Result {
    let scripts = files.keys().filter(|name| !name.ends_with("/voice.toml"));
    let scripts: Vec<String> = scripts.map(|name| format!("`{name}`")).collect();
    match scripts.len() {
        0 => Ok(()),
        1..=6 => write!(f, " with {}", scripts.join(", ")),
        more => write!(f, " with {} and {} more files", scripts[..5].join(", "), more - 5),
    }
}

/// Quotes a word as a shell would need it, so two arguments cannot look like one.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%{}".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
