//! Recordings of people → their voice's folder.

use std::fs;
use std::iter;
use std::path::{Path, PathBuf};

use crate::base::error::Error;
use crate::base::files::{self, FileError};
use crate::project::edit::{again, changed};
use crate::project::{self, Project, Wait};
use crate::recording::{self, Take};
use crate::script::Segment;

/// Puts a recording into a voice's folder with its words beside it, under a name that is free: nothing there is ever replaced.
///
/// # Errors
/// When the voice is no person's, when the line that was looked at has changed since the project was read, or when a file cannot be
/// written.
pub fn file_take(project: &Project, voice: &str, take: &Take, wait: &mut Wait<'_>) -> Result<PathBuf, Error> {
    let (root, seen) = (&project.root, &project.manifest.script);
    let folder = recording::folder(project, voice)?;
    let _turn = project::lock(root, wait)?;
    let now = project::read_manifest(root).map_err(Error::Problems)?.script;
    let at = again(root, seen, take.segment, &now)?;
    let segment = &now.segments[at];
    if recording::said(segment) != recording::said(&seen.segments[take.segment]) {
        return Err(changed(root, seen, take.segment).into());
    }
    files::remove_new_temporaries(&folder);
    Ok(put(&folder, &recording::name(segment, at), segment, &take.sound)?)
}

fn put(folder: &Path, name: &str, segment: &Segment, sound: &[u8]) -> Result<PathBuf, FileError> {
    // It is found by the segment's own words, whatever is said for them.
    let words = format!("{}\n", segment.text);
    let mut names = iter::once(name.to_string()).chain((2..).map(|n| format!("{name}-{n}")));
    loop {
        let path = folder.join(format!("{}.wav", names.next().unwrap_or_default()));
        if path.exists() {
            continue;
        }
        // Its words first: a recording without them would stand for whatever its segment says.
        let beside = path.with_extension("txt");
        let made = files::write_new(&beside, words.as_bytes())?;
        // These very words without a recording are what a killed run left.
        if !made && !fs::read(&beside).is_ok_and(|there| there == words.as_bytes()) {
            continue;
        }
        if files::write_new(&path, sound)? {
            return Ok(path);
        }
        if made {
            fs::remove_file(&beside).map_err(|error| FileError::new("remove", &beside, error))?;
        }
    }
}
