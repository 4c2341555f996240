//! Adds a sound file to a project, for a cue.

use std::iter;
use std::path::{Path, PathBuf};

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::ProjectPath;
use aloud_audio::decode::{self, Decoder, read_blocks};

/// The folder of the sounds that are added.
const FOLDER: &str = "sounds";
/// Longest file name without extension, in characters.
const LONGEST_NAME: usize = 60;

/// Stores the bytes of a sound in `sounds/`, and returns its path in the project. A file with the same name is never replaced.
///
/// # Errors
/// If the sound cannot be played, or cannot be written.
pub fn add_sound(root: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    let folder = PathBuf::from(FOLDER);
    let (stem, extension) = plain_name(name);
    let is_known = decode::extension_rank(&folder.join(format!("{stem}.{extension}"))).is_some();
    let unplayable = |why: String| {
        Diagnostic::error("sound-unreadable", format!("`{name}` cannot be played: {why}"))
            .hint("use WAV, AIFF, AU, FLAC, Ogg, Opus, MP3 or M4A")
    };
    if !is_known {
        return Err(unplayable("the end of its name is not that of a sound file".into()).into());
    }
    // Music may be long, and silence takes no space in FLAC: the sound is not kept.
    let played = Decoder::of_bytes(bytes.to_vec().into()).and_then(|decoder| read_blocks(decoder, |_| ()));
    played.map_err(|error| unplayable(error.to_string()))?;
    let numbered = (2..).map(|nth| format!("{stem}-{nth}"));
    for stem in iter::once(stem.clone()).chain(numbered) {
        let path = folder.join(format!("{stem}.{extension}"));
        if ProjectPath::root(root).join(&path).write_new(bytes)? {
            return Ok(path);
        }
    }
    Err(unplayable("no name is free".into()).into())
}

/// Returns the name and the extension of a file that a browser sends, without characters that mean something to a system.
fn plain_name(name: &str) -> (String, String) {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let words = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stem: String = words.collect::<Vec<_>>().join("-").chars().take(LONGEST_NAME).collect();
    let stem = if stem.is_empty() { "sound".to_string() } else { stem };
    (stem, extension.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use aloud_audio::{Spec, wav};

    #[test]
    fn a_sound_gets_a_free_plain_name_and_must_be_one() {
        let dir = tempfile::tempdir().unwrap();
        let sound = wav::encode_16(Spec { sample_rate: 8_000, channels: 1 }, vec![0.5; 800].into_iter());
        let add = |name: &str, bytes: &[u8]| add_sound(dir.path(), name, bytes);
        assert_eq!(add("../Calm piano!.WAV", &sound).unwrap(), Path::new("sounds/Calm-piano.wav"));
        assert_eq!(add("Calm piano.wav", &sound).unwrap(), Path::new("sounds/Calm-piano-2.wav"));
        assert_eq!(add(".wav", &sound).unwrap(), Path::new("sounds/sound.wav"));
        for (name, bytes) in [("a.exe", &sound[..]), ("a", &sound), ("a.wav", b"no sound")] {
            assert!(add(name, bytes).is_err(), "{name}");
        }
        assert_eq!(std::fs::read_dir(dir.path().join("sounds")).unwrap().count(), 3);
    }
}
