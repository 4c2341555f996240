//! What makes the episode's smaller formats: looked for before anything is spoken.

use crate::audio::processor;
use crate::base::config::Outputs;
use crate::base::diagnostic::Diagnostic;
use crate::base::files;
use crate::outputs;
use crate::outputs::encoders::{self, EncoderError, Format, Maker, Picture};
use crate::project::Project;

/// What the smaller formats are made with.
#[derive(Default)]
pub(in crate::build) struct Formats {
    /// Each with what makes it.
    pub(in crate::build) makers: Vec<(Format, Maker)>,
    /// The picture that script.toml names.
    pub(in crate::build) cover: Option<Picture>,
}

/// Looks whether everything is there.
///
/// # Errors
/// With all that is not.
pub(super) fn ready(project: &Project) -> Result<Formats, Vec<Diagnostic>> {
    let found = encoders::makers(&outputs::formats(&project.manifest.outputs));
    match (found, cover(project)) {
        (Ok(makers), Ok(cover)) => Ok(Formats { makers, cover }),
        (found, cover) => {
            let missing = found.err().map(|error| not_ready(project, &error));
            Err(missing.into_iter().chain(cover.err()).collect())
        }
    }
}

fn cover(project: &Project) -> Result<Option<Picture>, Diagnostic> {
    let Some(name) = &project.manifest.outputs.cover else { return Ok(None) };
    let path = project.root.join(name);
    let bytes = files::read_at_most(&path, Picture::MOST)?;
    Picture::read(bytes).map(Some).map_err(|error| {
        let what = format!("`{}` cannot be the cover: {error}", name.display());
        let hint = "a PNG or a JPEG, square and some 1,500 pixels wide, serves all players";
        Diagnostic::error("todo", what).at(path).hint(hint)
    })
}

fn not_ready(project: &Project, error: &EncoderError) -> Diagnostic {
    let wanted = outputs::by_ffmpeg(&project.manifest.outputs);
    let install = match error {
        EncoderError::Missing => {
            "install it (`apt install ffmpeg`, `brew install ffmpeg`, `winget install ffmpeg`)"
        }
        EncoderError::Lacks { .. } => "install one that has it, as those of Debian, Homebrew and winget do",
        _ => "try `ffmpeg -version` by hand",
    };
    Diagnostic::error("todo", error.to_string())
        .at(project.script_path())
        .why(format!("`[outputs]` asks for what it makes: {}", wanted.join(", ")))
        .hint(format!("{install}, or set these to false{}", without_it(&project.manifest.outputs)))
}

/// What could be made without it.
fn without_it(outputs: &Outputs) -> String {
    let formats = outputs::formats(outputs).into_iter().filter(|format| format.needs_ffmpeg());
    let features: Vec<_> = formats.filter_map(Format::feature).collect();
    match features.join(",") {
        none if none.is_empty() => none,
        features => format!("; built with `--features {features}` Aloud makes those itself"),
    }
}

impl Formats {
    /// Returns everything that the bytes of its files depend on but for the sound and the tags.
    pub(in crate::build) fn identity(&self) -> String {
        self.identity_on(&processor::features())
    }

    /// Returns the identity on a processor with these features. Encoders choose by them how they calculate, and an MP3 at
    /// another rate than the episode's is resampled.
    fn identity_on(&self, processor: &str) -> String {
        let cover = self.cover.as_ref().map(|cover| blake3::hash(&cover.bytes).to_hex());
        let makers: Vec<_> = self.makers.iter().map(|(format, maker)| (format, maker.identity())).collect();
        let processor = if makers.is_empty() { "" } else { processor };
        format!("{makers:?} {cover:?} {processor}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::encoders::Ffmpeg;

    #[test]
    fn the_processor_matters_only_where_something_is_compressed() {
        let ffmpeg = Maker::Ffmpeg(Ffmpeg { version: "ffmpeg version 7".to_string() });
        let compressed = Formats { makers: vec![(Format::Opus, ffmpeg)], cover: None };
        assert_ne!(compressed.identity_on("x86_64 avx"), compressed.identity_on("x86_64"));
        let wav_only = Formats::default();
        assert_eq!(wav_only.identity_on("x86_64 avx"), wav_only.identity_on("x86_64"));
    }
}
