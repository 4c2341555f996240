//! What stands beside the WAV, as far as it follows from the edition.

use serde_json::Value;

use super::super::Plan;
use crate::mixer;
use crate::outputs::encoders::Format;
use crate::outputs::epub::{Entry, Holds};
use crate::outputs::{self, Content, json};
use crate::project::Project;

/// Its files by how they are made.
pub(super) struct Files {
    /// All that is known of the edition before it is mixed.
    description: String,
    pub(super) texts: Vec<(&'static str, String)>,
    pub(super) sounds: Vec<Format>,
    pub(super) books: Vec<(&'static str, Vec<Entry>)>,
}

impl Files {
    pub(super) fn of(edition: &outputs::Edition<'_>) -> Self {
        let description = json::render(edition, Value::Null);
        let mut files = Self { description, texts: Vec::new(), sounds: Vec::new(), books: Vec::new() };
        for output in outputs::ALL.iter().filter(|output| (output.wanted)(edition.outputs)) {
            match output.content {
                Content::Text(render) => files.texts.push((output.file, render(edition))),
                Content::Sound(format) => files.sounds.push(format),
                Content::Book(entries) => files.books.push((output.file, entries(edition))),
            }
        }
        files
    }

    /// All their text, each with its name.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.texts.iter().map(|(name, text)| (*name, text.as_str()));
        let entries = self.books.iter().flat_map(|(_, entries)| entries);
        let in_books = entries.filter_map(|entry| match &entry.holds {
            Holds::Text(text) => Some((entry.name.as_str(), text.as_str())),
            _ => None,
        });
        texts.chain(in_books)
    }

    /// A hash of everything that the files in `out/` depend on: Aloud itself, the description (texts, takes, places),
    /// gains and format; the preset, which says what to warn of; what stands in the files beside the WAV, and what compresses it.
    pub(super) fn fingerprint(&self, project: &Project, plan: &Plan, mix: &mixer::Plan) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(self.description.as_bytes());
        for (name, content) in self.texts() {
            hasher
                .update(name.as_bytes())
                .update(&(content.len() as u64).to_le_bytes())
                .update(content.as_bytes());
        }
        let manifest = &project.manifest;
        let (preset, compression) = (manifest.mix.preset, plan.formats.identity());
        let (author, series) = (&manifest.author, &manifest.series);
        hasher.update(
            format!("{preset:?} {} {author:?} {series:?} {compression}", mix.fingerprint()).as_bytes(),
        );
        hasher.finalize().to_hex().to_string()
    }
}
