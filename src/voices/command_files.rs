//! The files of a project that a command may use: what the user trusts with it, and what changes its sound.

use std::path::{Path, PathBuf};

use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, FileError, FileHashes};
use crate::base::process;
use crate::base::project_files::SCRIPT;
use crate::base::trust::Need;

/// A command and its place: the voice's folder in its project, or the project for a recogniser.
pub(super) struct CommandFiles<'a> {
    command: &'a [String],
    /// The folder that `{dir}` means, absolute.
    folder: &'a Path,
    root: PathBuf,
}

impl<'a> CommandFiles<'a> {
    /// Creates the files of a voice's command. `folder` is `ROOT/voices/NAME`, absolute.
    pub(super) fn of_voice(command: &'a [String], folder: &'a Path) -> Self {
        let root = folder.ancestors().nth(2).unwrap_or(folder).to_path_buf();
        Self { command, folder, root }
    }

    /// Creates the files of a recogniser's command. `root` is the project's folder, absolute.
    pub(super) fn of_recogniser(command: &'a [String], root: &'a Path) -> Self {
        Self { command, folder: root, root: root.to_path_buf() }
    }

    /// Returns what a voice's command needs trust for: the command line, each file in the voice's folder, and each file elsewhere
    /// in the project that the command line names.
    ///
    /// All files of the folder count, because the folder is the program's current folder: `python3 -m NAME` runs a NAME.py
    /// there, and an interpreter may run even voice.toml.
    ///
    /// # Errors
    /// When a file cannot be read, or when there are too many.
    pub(super) fn need_of_voice(&self) -> Result<Need, Diagnostic> {
        let mut hashes = FileHashes::default();
        let hashed = hashes
            .add(self.folder, &self.root)
            .and_then(|()| self.real_root())
            .and_then(|root| self.named_paths().iter().try_for_each(|path| hashes.add(path, &root)));
        hashed.map_err(|error| {
            unreadable(
                &error,
                &self.folder.join("voice.toml"),
                "keep only the voice's own files in its folder",
            )
        })?;
        let voice = self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Need::Run { voice, command: self.command.to_vec(), files: hashes.into_map() })
    }

    /// Returns what a recogniser's command needs trust for: the command line, and each file in the folders of the files that it
    /// names. It runs in an empty folder, but a script may load modules from its own.
    ///
    /// In the project's folder itself, only scripts and programs count: the rest changes with each edit.
    ///
    /// # Errors
    /// When a file cannot be read, or when there are too many.
    pub(super) fn need_of_recogniser(&self) -> Result<Need, Diagnostic> {
        let mut hashes = FileHashes::default();
        let hashed = self.real_root().and_then(|root| {
            self.named_paths().iter().try_for_each(|path| {
                hashes.add(path, &root)?;
                match path.parent() {
                    Some(folder) if path.is_file() && folder != root => hashes.add(folder, &root),
                    Some(folder) if path.is_file() => hashes.add_scripts_in(folder, &root),
                    _ => Ok(()),
                }
            })
        });
        let hint = "keep only the recogniser's own files in its folder";
        hashed.map_err(|error| unreadable(&error, &self.folder.join(SCRIPT), hint))?;
        Ok(Need::Listen { command: self.command.to_vec(), files: hashes.into_map() })
    }

    fn real_root(&self) -> Result<PathBuf, FileError> {
        self.root.canonicalize().map_err(|error| FileError::new("find the folder", &self.root, error))
    }

    /// Returns the hash of each script in the project that the command line names, in the order of the command line.
    ///
    /// Only scripts and programs count for the sound: a log or a cache that the command line names changes with each run. A
    /// model belongs in `files`.
    ///
    /// # Errors
    /// When a script cannot be read.
    pub(super) fn script_hashes(&self) -> Result<Vec<blake3::Hash>, FileError> {
        let scripts = self.named_paths().into_iter().filter(|path| files::is_script(path));
        scripts.map(|path| files::hash_file(&path)).collect()
    }

    /// Returns the real paths of the files and folders of the project that the command line names, except the folders that
    /// contain the voice. Words are looked up in the voice's folder and in the project, and also within an argument:
    /// `--model=NAME`, and the text after `sh -c`.
    fn named_paths(&self) -> Vec<PathBuf> {
        let mut paths = Vec::new();
        for argument in self.command {
            let argument = argument.replace("{dir}", &self.folder.to_string_lossy());
            let words = argument.split(|c: char| c.is_whitespace() || "'\"`;&|<>()=,:".contains(c));
            for word in words.chain([argument.as_str()]).filter(|word| !word.is_empty()) {
                for base in [self.folder, &self.root] {
                    let Some(path) = self.in_project(&base.join(word)) else { continue };
                    if !paths.contains(&path) {
                        paths.push(path);
                    }
                    break;
                }
            }
        }
        // A program without a slash is found on the search path, which may lead into the project.
        let program = self.command.first().filter(|program| !program.contains('/'));
        let found = program.and_then(|program| process::find_program(program));
        paths.extend(found.and_then(|path| self.in_project(&path)));
        paths
    }

    /// Returns the real path of a file or folder if it is in the project, and does not contain the voice.
    fn in_project(&self, path: &Path) -> Option<PathBuf> {
        let path = path.canonicalize().ok()?;
        let is_inside = path.starts_with(self.root.canonicalize().ok()?);
        (is_inside && !self.folder.canonicalize().ok()?.starts_with(&path)).then_some(path)
    }
}

fn unreadable(error: &FileError, named_in: &Path, hint: &str) -> Diagnostic {
    let what = format!("the files of a command cannot be checked: {error}");
    let hint = format!("{hint}, or use `--trust` if you trust the project");
    Diagnostic::error("trust-unreadable", what).at(named_in).hint(hint)
}
